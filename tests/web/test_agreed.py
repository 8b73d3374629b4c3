"""Appointments on the page of a person and of an employer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from brobygger.appointments.models import AppointmentKind
from brobygger.appointments.states import AppointmentState
from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.kernel.local_time import in_norway
from brobygger.parties.models import Protection, Role
from tests.factories import (
    AppointmentFactory,
    AppointmentPartyFactory,
    ContactFactory,
    ContactPersonFactory,
    EmployerVisitFactory,
    EngagementFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
    WorkplaceFactory,
)
from tests.kit import address, signed_in, text_of

pytestmark = pytest.mark.django_db
THREE, CALLED_OFF, HELD = AppointmentKind.THREE, AppointmentState.CALLED_OFF, AppointmentState.HELD


@pytest.fixture
def office():
    return UnitFactory(name="NAV Brovik")


@pytest.fixture
def jonas(office):
    return UserFactory(name="Jonas Hauglid", role=Role.SPECIALIST, role__unit=office)


@pytest.fixture
def nora(jonas, office):
    person = PersonFactory(first_name="Nora", last_name="Lie", protection=Protection.NONE)
    EngagementFactory(person=person, unit=office, responsible=jonas)
    return person


def meeting(*there, days=3, hours=0, **named):
    """An hour, so many days from now."""
    starts_at = clock.now() + timedelta(days=days, hours=hours)
    row = AppointmentFactory(starts_at=starts_at, **named)
    for each in there:
        if hasattr(each, "first_name"):
            AppointmentPartyFactory(appointment=row, user=None, person=each, role=Role.CANDIDATE)
        else:
            AppointmentPartyFactory(appointment=row, user=each)
    return row


def page_of(user, about, name="people:person"):
    return text_of(signed_in(user).get(address(name, about)))


def part(page, name):
    return page.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]


def test_what_is_agreed_stands_on_the_persons_page_with_when_where_with_whom_and_about_what(jonas, nora):
    tor = UserFactory(name="Tor Bakkli")
    row = meeting(jonas, tor, nora, place="Brohuset", about="Gå gjennom kontrakten")

    found = part(page_of(jonas, nora), "avtaler")
    assert f"kl. {in_norway(row.starts_at):%H.%M}" in found
    for words in ("Samtale, Brohuset", "Med Jonas Hauglid og Tor Bakkli", "Gå gjennom kontrakten"):
        assert words in found
    assert "Nora" not in found


def test_one_for_any_time_of_the_day_has_no_time_and_one_called_off_says_so(jonas, nora):
    meeting(jonas, nora, is_all_day=True)
    meeting(jonas, nora, days=4, state=CALLED_OFF, called_off_because="Skolen har fri.", place="Kafeen")

    found = part(page_of(jonas, nora), "avtaler")
    whole, off = found.split("<li>")[1:]
    assert "kl." not in whole
    assert "Avlyst: Skolen har fri." in off


def test_what_has_been_stands_in_the_log_where_it_belongs(jonas, nora, office):
    engagement = nora.engagements.get()
    for days in (20, 10):
        ContactFactory(engagement=engagement, person=nora, happened_at=clock.now() - timedelta(days=days), line=f"for {days} dager siden")
    meeting(jonas, nora, days=-15, place="Brohuset")
    meeting(jonas, nora, days=-12, place="Kafeen", state=CALLED_OFF)

    page = page_of(jonas, nora)
    log = part(page, "loggh")
    assert part(page, "avtaler") == ""
    places = [log.index(words) for words in ("for 10 dager siden", "Kafeen", "Avlyst", "Brohuset", "Ikke logget", "for 20 dager siden")]
    assert places == sorted(places)


def test_one_that_was_held_and_written_down_is_not_said_twice(jonas, nora):
    ContactFactory(engagement=nora.engagements.get(), person=nora, happened_at=clock.now() - timedelta(days=2), line="Gikk fint")
    meeting(jonas, nora, days=-2, state=HELD, place="Brohuset")
    meeting(jonas, nora, days=-3, state=HELD, place="Kafeen")
    told = meeting(jonas, nora, days=-4, state=HELD, place="Torget")
    ContactFactory(engagement=nora.engagements.get(), person=nora, happened_at=clock.now() - timedelta(days=1), fulfils=told)

    log = part(page_of(jonas, nora), "loggh")
    assert "Brohuset" not in log
    assert "Torget" not in log
    assert "Kafeen" in log
    assert "Gjennomført" in log


def test_what_one_said_one_would_do_and_has_not_is_not_done(jonas, nora):
    meeting(jonas, nora, days=-2, kind=AppointmentKind.STEP, about="Sende søknaden")

    log = part(page_of(jonas, nora), "loggh")
    assert "Sende søknaden" in log
    assert "Ikke gjort" in log


def test_those_of_others_and_of_other_people_are_not_there(jonas, nora, office):
    colleague = UserFactory(role=Role.SPECIALIST, role__unit=office)
    meeting(colleague, PersonFactory(protection=Protection.NONE), place="Et annet sted")

    assert "Et annet sted" not in page_of(jonas, nora)


def test_the_employers_page_has_the_meetings_of_all_three_and_the_candidate_by_name_to_one_who_follows_them(jonas, nora):
    bakery = WorkplaceFactory(name="Rugbakken bakeri")
    row = meeting(jonas, nora, kind=THREE, workplace=bakery, place="Rugbakken bakeri, Møllegata 3")
    tor = ContactPersonFactory(workplace=bakery, person__first_name="Tor", person__last_name="Bakkli").person
    AppointmentPartyFactory(appointment=row, user=None, person=tor, role=Role.EMPLOYER)
    meeting(jonas, nora, days=-4, kind=AppointmentKind.FIRST_DAY, workplace=bakery)
    EmployerVisitFactory(visitor=jonas, workplace=bakery, appointment__place="Står blant besøkene")

    page = page_of(jonas, bakery, "jobdev:employer")
    assert "<p>Møte, alle tre</p>" in part(page, "avtaler")
    assert "Med Jonas Hauglid, Nora Lie og Tor Bakkli" in part(page, "avtaler")
    assert "Første dag" in part(page, "besok")
    assert "Står blant besøkene" not in page
    assert LookUp.objects.filter(person=nora.public_id, purpose="appointments").count() == 1


def test_one_who_is_to_be_there_but_may_not_read_the_candidate_does_not_get_the_name(jonas, nora, office):
    per = UserFactory(name="Per Aunvik", role=Role.BUSINESS_COORDINATOR, role__unit=office)
    bakery = WorkplaceFactory(name="Rugbakken bakeri")
    meeting(per, jonas, nora, kind=THREE, workplace=bakery)

    page = page_of(per, bakery, "jobdev:employer")
    assert "Med Per Aunvik, Jonas Hauglid og en deltaker" in page
    assert "Nora" not in page
    assert not LookUp.objects.exists()


@pytest.mark.parametrize("row_count", [1, 40])
def test_the_employers_page_costs_the_same_for_one_and_for_forty(jonas, nora, row_count, django_assert_max_num_queries):
    bakery = WorkplaceFactory()
    for days in range(row_count):
        meeting(jonas, nora, days=days, kind=THREE, workplace=bakery)
    staff = signed_in(jonas)
    staff.get(address("jobdev:openings"))  # the first page of a session also writes down that it is in use

    with django_assert_max_num_queries(12):
        staff.get(address("jobdev:employer", bakery))
