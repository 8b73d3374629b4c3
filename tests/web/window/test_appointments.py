"""What is agreed, in the windows of those it concerns."""

from __future__ import annotations

import re
from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from django.utils.formats import date_format

from brobygger.appointments.models import AppointmentKind
from brobygger.appointments.states import AppointmentState
from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.kernel.local_time import local_day, midnight
from brobygger.parties.models import Protection, Role
from brobygger.web.window.appointments import SHOWN
from tests.factories import (
    AppointmentFactory,
    AppointmentPartyFactory,
    ContactPersonFactory,
    DisclosureFactory,
    EngagementFactory,
    PersonFactory,
    PlacementFactory,
    UserFactory,
    WorkplaceFactory,
)
from tests.kit import text_of, window
from tests.strict_calendar import faults
from tests.web.window.scenes import kick_off_scene

pytestmark = pytest.mark.django_db
TALK, CALL, VISIT, THREE, FIRST_DAY = SHOWN[0], SHOWN[1], SHOWN[2], SHOWN[3], SHOWN[4]
CALLED_OFF = AppointmentState.CALLED_OFF


@pytest.fixture
def jonas():
    return UserFactory(name="Jonas Hauglid", phone="68050000")


@pytest.fixture
def nora():
    return PersonFactory(first_name="Nora", last_name="Lie", protection=Protection.NONE)


@pytest.fixture
def bakery():
    return WorkplaceFactory(name="Rugbakken bakeri", street="Møllegata 3", postal_code=None)


@pytest.fixture
def tor(bakery):
    return ContactPersonFactory(workplace=bakery, person__first_name="Tor", person__last_name="Bakkli").person


def agreed(user, *people, days=3, **named):
    """An hour, so many days from now."""
    row = AppointmentFactory(starts_at=clock.now() + timedelta(days=days), about="Nora er redd for sjefen", **named)
    if user is not None:
        AppointmentPartyFactory(appointment=row, user=user)
    for person, role in people:
        AppointmentPartyFactory(appointment=row, user=None, person=person, role=role)
    return row


def page_of(person, role=Role.CANDIDATE):
    return text_of(Client().get(window(person, role)))


def part(page):
    return page.partition('aria-labelledby="avtaler"')[2].partition("</section>")[0]


def test_a_candidate_reads_when_where_and_with_whom_and_never_about_what(jonas, nora):
    row = agreed(jonas, (nora, Role.CANDIDATE), place="Brohuset")

    found = part(page_of(nora))
    for words in (
        date_format(local_day(row.starts_at), "j. F"),
        "Samtale med Jonas Hauglid",
        "Brohuset",
        "Passer det ikke?",
        'href="tel:+4768050000"',
    ):
        assert words in found
    assert "redd" not in page_of(nora)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (TALK, "Samtale med Jonas Hauglid"),
        (CALL, "Jonas Hauglid ringer deg"),
        (THREE, "Møte hos Rugbakken bakeri, sammen med Jonas Hauglid"),
        (FIRST_DAY, "Første dag hos Rugbakken bakeri"),
        (VISIT, "Møte hos Rugbakken bakeri, sammen med Jonas Hauglid"),
    ],
)
def test_each_kind_is_said_to_a_candidate_as_it_is_for_them(jonas, nora, bakery, kind, words):
    agreed(jonas, (nora, Role.CANDIDATE), kind=kind, workplace=bakery)

    assert words in part(page_of(nora))
    assert "Møllegata 3" in part(page_of(nora))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (TALK, "Samtale med Jonas Hauglid"),
        (CALL, "Jonas Hauglid ringer dere"),
        (VISIT, "Jonas Hauglid kommer til dere"),
        (THREE, "Møte med Jonas Hauglid"),
    ],
)
def test_each_kind_is_said_to_an_employer_as_it_is_for_them(jonas, tor, bakery, kind, words):
    agreed(jonas, (tor, Role.EMPLOYER), kind=kind, workplace=bakery)

    assert words in part(page_of(tor, Role.EMPLOYER))


def test_a_place_that_is_the_workplace_is_the_street_to_a_candidate_and_nothing_to_those_who_work_there(jonas, nora, tor, bakery):
    agreed(jonas, (nora, Role.CANDIDATE), (tor, Role.EMPLOYER), kind=THREE, workplace=bakery, place="Rugbakken bakeri, Møllegata 3")

    assert part(page_of(nora)).count("Rugbakken bakeri") == part(page_of(nora)).count("Møllegata 3") == 1
    assert "Møllegata" not in part(page_of(tor, Role.EMPLOYER))


def tell(person, workplace):
    """The person lets the workplace know who they are, and something runs between the two."""
    PlacementFactory(person=person, workplace=workplace, starts_on=clock.today())
    DisclosureFactory(person=person, workplace=workplace)


@pytest.mark.parametrize(("kind", "named", "hidden"), [
    (THREE, "Møte med Nora og Jonas Hauglid", "Møte med en deltaker og Jonas Hauglid"),
    (FIRST_DAY, "Nora begynner hos dere", "En deltaker begynner hos dere"),
])  # fmt: skip
def test_an_employer_reads_the_first_name_of_one_who_lets_them_know_and_of_nobody_else(jonas, nora, tor, bakery, kind, named, hidden):
    agreed(jonas, (nora, Role.CANDIDATE), (tor, Role.EMPLOYER), kind=kind, workplace=bakery)

    before = page_of(tor, Role.EMPLOYER)
    assert hidden in part(before)
    assert "Nora" not in before
    assert not LookUp.objects.exists()

    tell(nora, bakery)
    after = page_of(tor, Role.EMPLOYER)
    assert named in part(after)
    assert "Lie" not in part(after)
    assert LookUp.objects.filter(person=nora.public_id, purpose="appointments at work").count() == 1


def test_what_is_told_to_one_workplace_names_nobody_at_another(jonas, nora, tor, bakery):
    other = WorkplaceFactory()
    ContactPersonFactory(person=tor, workplace=other)
    tell(nora, other)
    agreed(jonas, (nora, Role.CANDIDATE), (tor, Role.EMPLOYER), kind=THREE, workplace=bakery)

    assert "Møte med en deltaker og Jonas Hauglid" in part(page_of(tor, Role.EMPLOYER))


def test_a_mentor_reads_what_concerns_them(jonas, nora, tor, bakery):
    agreed(jonas, (nora, Role.CANDIDATE), (tor, Role.MENTOR), kind=THREE, workplace=bakery)

    found = part(page_of(tor, Role.MENTOR))
    assert "Møte med en deltaker og Jonas Hauglid" in found
    assert "68050000" in found


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.EMPLOYER, Role.MENTOR])
def test_nobody_reads_what_others_are_asked_to(jonas, nora, tor, role):
    row = agreed(jonas, (nora, Role.CANDIDATE), (tor, Role.EMPLOYER))
    stranger = PersonFactory(protection=Protection.NONE)

    assert part(page_of(stranger, role)) == ""
    assert Client().get(window(stranger, role, "appointment_file", row)).status_code == 404


def test_a_candidate_never_reads_of_another_who_is_there(jonas, nora):
    agreed(jonas, (nora, Role.CANDIDATE), (PersonFactory(first_name="Sara", protection=Protection.NONE), Role.CANDIDATE))

    assert "Samtale med Jonas Hauglid" in page_of(nora)
    assert "Sara" not in page_of(nora)


def test_one_with_somebody_protected_is_not_in_the_windows_of_others_and_is_in_their_own(jonas, tor, bakery):
    hidden = PersonFactory(protection=Protection.CODE_6)
    agreed(jonas, (hidden, Role.CANDIDATE), (tor, Role.EMPLOYER), kind=THREE, workplace=bakery)

    assert part(page_of(tor, Role.EMPLOYER)) == ""
    assert "Rugbakken bakeri" in part(page_of(hidden))


def test_one_called_off_says_so_until_its_day_has_been(jonas, nora):
    agreed(jonas, (nora, Role.CANDIDATE), days=0, state=CALLED_OFF, called_off_because="Jonas er syk.", place="Brohuset")
    agreed(jonas, (nora, Role.CANDIDATE), days=-1, state=CALLED_OFF, place="I går")

    found = part(page_of(nora))
    assert "Avlyst" in found
    assert "Brohuset" in found
    for words in ("syk", "I går", "Legg i kalenderen", "Passer det ikke"):
        assert words not in found


def test_one_that_is_over_or_held_or_of_the_loop_or_among_staff_is_not_there(jonas, nora):
    agreed(jonas, (nora, Role.CANDIDATE), days=-2)
    agreed(jonas, (nora, Role.CANDIDATE), state=AppointmentState.HELD)
    for kind in set(AppointmentKind) - set(SHOWN):
        agreed(jonas, (nora, Role.CANDIDATE), kind=kind)

    assert part(page_of(nora)) == ""


def test_one_for_any_time_of_the_day_has_no_time(jonas, nora):
    day = clock.today() + timedelta(days=2)
    row = agreed(jonas, (nora, Role.CANDIDATE))
    row.starts_at, row.ends_at, row.is_all_day = midnight(day), midnight(day + timedelta(days=1)), True
    row.save()

    assert "kl." not in part(page_of(nora))
    (event,) = icalendar.Calendar.from_ical(Client().get(window(nora, Role.CANDIDATE, "appointment_file", row)).content).events
    assert event["DTSTART"].dt == day


def test_it_can_be_kept_in_a_calendar_without_the_name_of_a_candidate(jonas, nora, tor, bakery):
    row = agreed(jonas, (nora, Role.CANDIDATE), (tor, Role.EMPLOYER), kind=THREE, workplace=bakery, place="Brohuset")
    tell(nora, bakery)

    data = Client().get(window(tor, Role.EMPLOYER, "appointment_file", row)).content
    (event,) = icalendar.Calendar.from_ical(data).events
    assert faults(data) == []
    assert (str(event["UID"]), str(event["SUMMARY"])) == (row.uid, "Møte med en deltaker og Jonas Hauglid")
    assert str(event["LOCATION"]) == "Brohuset"
    assert re.search(r"Jonas Hauglid,.680.50.000", str(event["DESCRIPTION"]))
    assert "Nora" not in data.decode()
    assert "redd" not in data.decode()


def test_one_that_is_over_has_no_file(jonas, nora):
    row = agreed(jonas, (nora, Role.CANDIDATE), days=-3)

    assert Client().get(window(nora, Role.CANDIDATE, "appointment_file", row)).status_code == 404


def test_it_stands_in_the_window_of_a_loop_too_and_one_can_ask_to_be_rung(jonas):
    scene = kick_off_scene(said_yes=True)
    amina, tor = scene.amina.person, scene.bakery.contact
    EngagementFactory(person=amina, responsible=jonas)
    agreed(jonas, (amina, Role.CANDIDATE), (tor, Role.EMPLOYER), kind=THREE, workplace=scene.bakery.workplace)

    assert "Møte hos Rugbakken bakeri" in part(page_of(amina))
    assert 'href="#ring"' in part(page_of(amina))
    assert "Møte med Amina og Jonas Hauglid" in part(page_of(tor, Role.EMPLOYER))


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.EMPLOYER, Role.MENTOR])
def test_the_windows_cost_the_same_for_one_and_for_twenty(jonas, nora, tor, bakery, role, count, django_assert_max_num_queries):
    tell(nora, bakery)
    for days in range(count):
        agreed(jonas, (nora, Role.CANDIDATE), (tor, role if role != Role.CANDIDATE else Role.EMPLOYER), days=days + 1, workplace=bakery)
    url = window(nora if role == Role.CANDIDATE else tor, role)

    with django_assert_max_num_queries(12):
        Client().get(url)
