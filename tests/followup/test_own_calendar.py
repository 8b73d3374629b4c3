"""What a phone's calendar is told: time, place and «samtale» or «besøk», never a name."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.appointments.calendar_file import followed_file
from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.appointments.moments import When
from brobygger.appointments.states import AppointmentState
from brobygger.followup.own_calendar import entries_on_days, followed_entries
from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import midnight
from brobygger.parties.models import Role
from tests.factories import (
    AppointmentFactory,
    AppointmentPartyFactory,
    OrganisationFactory,
    PersonFactory,
    PlacementFactory,
    PostalCodeFactory,
    UserFactory,
    WorkplaceFactory,
)
from tests.strict_calendar import faults

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 10, 0, tzinfo=OSLO)
TODAY = NOW.date()
TALK, CALL, VISIT, THREE = AppointmentKind.TALK, AppointmentKind.CALL, AppointmentKind.VISIT, AppointmentKind.THREE


@pytest.fixture
def jonas():
    return UserFactory(name="Jonas Hauglid")


@pytest.fixture
def bakery():
    return WorkplaceFactory(
        name="Rugbakken bakeri",
        organisation=OrganisationFactory(name="Rugbakken AS"),
        street="Møllegata 3",
        postal_code=PostalCodeFactory(code="2317", place="Hamar"),
    )


def agreed(user, *, on=TODAY, at=time(10), until=None, person=None, **named):
    kind = named.setdefault("kind", TALK)
    starts_at, ends_at = When(on, at, until).span(kind)
    row = AppointmentFactory(starts_at=starts_at, ends_at=ends_at, is_all_day=at is None, **named)
    AppointmentPartyFactory(appointment=row, user=user)
    if person is not None:
        AppointmentPartyFactory(appointment=row, user=None, person=person, role=Role.CANDIDATE)
    return row


def told(user, now=NOW):
    return followed_entries(Appointment.objects.all(), user=user, now=now)


def as_file(user, now=NOW):
    return followed_file(told(user, now), name="Brobygger", fetched_every=timedelta(hours=1), made_at=now)


def by_icalendar(data):
    return icalendar.Calendar.from_ical(data).events


def test_a_talk_has_its_place_and_a_visit_the_street(jonas, bakery):
    agreed(jonas, at=time(9), place="Brohuset")
    agreed(jonas, at=time(11), kind=VISIT, workplace=bakery)
    agreed(jonas, at=time(13), kind=THREE, workplace=bakery, place="Brohuset")
    agreed(jonas, at=time(14), kind=CALL)

    said = [(each.summary, each.location) for each in told(jonas)]
    assert said == [("Samtale", "Brohuset"), ("Besøk", "Møllegata 3, 2317 Hamar"), ("Besøk", "Brohuset"), ("Samtale", "")]


def test_only_appointments_where_one_is_to_be_from_thirty_days_back_to_a_year_ahead(jonas):
    days = [TODAY - timedelta(days=31), TODAY - timedelta(days=30), TODAY + timedelta(days=366), TODAY + timedelta(days=367)]
    rows = [agreed(jonas, on=day) for day in days]
    agreed(UserFactory())

    assert [each.uid for each in told(jonas)] == [f"{row.public_id}@brobygger" for row in rows[1:3]]


def test_what_one_has_said_one_will_do_is_no_meeting(jonas):
    agreed(jonas, kind=AppointmentKind.STEP, at=None, about="Ringe Máret")

    assert told(jonas) == []


def test_what_it_is_about_is_never_told(jonas, bakery):
    agreed(jonas, kind=VISIT, workplace=bakery, about="Nora på kjøkkenet")

    data = as_file(jonas).decode()
    assert "Nora" not in data
    assert "bakeri" not in data


@pytest.mark.parametrize(
    ("place", "is_left"),
    [
        ("Brohuset, rom 2", "Brohuset, rom 2"),
        ("Rugbakken bakeri, Møllegata 3", "Møllegata 3"),
        ("hos RUGBAKKEN AS", ""),
        ("Hjemme hos Nora", ""),
        ("Noras kjøkken, Storgata 1", ""),
        ("Verkstedet bak Rugbakken bakeri", ""),
        ("Kafé Elveli, med Hauglid", ""),
        ("Noragata 4", "Noragata 4"),
    ],
)
def test_a_place_keeps_no_name_of_who_is_there_nor_of_where_they_work(jonas, bakery, place, is_left):
    nora = PersonFactory(first_name="Nora", last_name="Lie")
    PlacementFactory(person=nora, workplace=bakery)
    agreed(jonas, person=nora, place=place)

    assert [each.location for each in told(jonas)] == [is_left]


def test_a_place_that_names_somebody_at_a_workplace_is_the_street(jonas, bakery):
    agreed(jonas, kind=VISIT, workplace=bakery, place="Rugbakken bakeri, bakrommet")
    agreed(jonas, at=time(12), kind=THREE, workplace=bakery, place="Noras avdeling", person=PersonFactory(first_name="Nora"))

    assert {each.location for each in told(jonas)} == {"Møllegata 3, 2317 Hamar"}


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_place_says_no_name_is_in_the_file(data, jonas, bakery):
    nora = PersonFactory(first_name="Ánde Nora", last_name="Lie-Sæther")
    PlacementFactory(person=nora, workplace=bakery)
    names = ["Ánde", "NORA", "noras", "Lie", "Lie-Sæther", "Rugbakken bakeri", "rugbakken as", "Storgata 4", ",", "hos", "–", "Møt"]
    parts = st.sampled_from(names)
    place = " ".join(data.draw(st.lists(parts, min_size=1, max_size=7)))[:160]
    kind = data.draw(st.sampled_from(AppointmentKind.values))
    workplace = data.draw(st.sampled_from([None, bakery]))
    agreed(jonas, kind=AppointmentKind(kind), person=nora, place=place, workplace=workplace, about="Nora Lie")

    written = icalendar.Calendar.from_ical(as_file(jonas)).to_ical().decode().replace("\r\n ", "").casefold()
    assert [name for name in ("ánde", "nora", "lie", "sæther", "rugbakken", "jonas", "hauglid") if name in written] == []
    assert {str(event["SUMMARY"]) for event in by_icalendar(as_file(jonas))} <= {"Samtale", "Besøk"}


def test_the_words_are_the_readers(jonas, bakery):
    agreed(jonas)
    agreed(jonas, at=time(12), kind=VISIT, workplace=bakery, state=AppointmentState.CALLED_OFF, changed_at=NOW)

    with override("en"):
        said = [each.summary for each in told(jonas)]
    assert said == ["Talk", "Called off: visit"]


def test_one_called_off_is_told_so_for_four_weeks(jonas):
    row = agreed(jonas, on=TODAY + timedelta(days=60), state=AppointmentState.CALLED_OFF, sequence=1, changed_at=NOW)

    (event,) = by_icalendar(as_file(jonas))
    assert (str(event["STATUS"]), event["SEQUENCE"], str(event["UID"])) == ("CANCELLED", 1, f"{row.public_id}@brobygger")
    assert len(told(jonas, NOW + timedelta(days=27))) == 1
    assert told(jonas, NOW + timedelta(days=29)) == []


def test_one_for_any_time_of_a_day_is_that_date(jonas):
    agreed(jonas, at=None)

    (event,) = by_icalendar(as_file(jonas))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (TODAY, TODAY + timedelta(days=1))


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25)])
def test_on_the_days_the_clock_is_changed_the_wall_in_norway_says_what_was_agreed(jonas, day, hours):
    agreed(jonas, on=day, at=time(1, 30), until=time(4, 30))
    agreed(jonas, on=day, at=time(9), until=time(10))
    agreed(jonas, on=day, at=None)

    whole, night, morning = by_icalendar(as_file(jonas))  # in the order of their start; one for any time of the day comes first
    assert whole["DTSTART"].dt == day
    assert [each["DTSTART"].dt.astimezone(OSLO).time() for each in (night, morning)] == [time(1, 30), time(9)]
    assert [each["DTEND"].dt.astimezone(OSLO).time() for each in (night, morning)] == [time(4, 30), time(10)]
    assert (night["DTEND"].dt - night["DTSTART"].dt) == timedelta(hours=3 + hours - 24)
    assert midnight(day + timedelta(days=1)).astimezone(UTC) - midnight(day).astimezone(UTC) == timedelta(hours=hours)


def test_the_file_keeps_to_the_letter_and_says_how_often_to_look(jonas, bakery):
    agreed(jonas, place="Et sted med et navn som er så langt, så langt at linja må brettes, og så litt til; «ja»")
    agreed(jonas, at=time(12), kind=VISIT, workplace=bakery)

    data = as_file(jonas)
    calendar = icalendar.Calendar.from_ical(data)
    assert faults(data) == []
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert [str(calendar[name]) for name in ("X-PUBLISHED-TTL", "X-WR-TIMEZONE", "X-WR-CALNAME")] == ["PT1H", "Europe/Oslo", "Brobygger"]
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


def test_a_file_without_appointments_is_a_calendar_too(jonas):
    data = as_file(jonas)

    assert faults(data) == []
    assert by_icalendar(data) == []


def test_the_same_appointments_are_the_same_bytes_until_one_is_changed(jonas):
    row = agreed(jonas, on=TODAY + timedelta(days=5))
    before = as_file(jonas)

    assert as_file(jonas, NOW + timedelta(hours=3)) == before
    Appointment.objects.filter(pk=row.pk).update(place="Brohuset", sequence=1, changed_at=NOW + timedelta(hours=3))
    assert as_file(jonas, NOW + timedelta(hours=3)) != before


def test_of_some_days_those_that_stand(jonas):
    stands = agreed(jonas, on=TODAY)
    agreed(jonas, on=TODAY + timedelta(days=1), state=AppointmentState.CALLED_OFF)
    agreed(jonas, on=TODAY + timedelta(days=7))

    found = entries_on_days(Appointment.objects.all(), user=jonas, first=TODAY, last=TODAY + timedelta(days=6))
    assert [each.uid for each in found] == [f"{stands.public_id}@brobygger"]


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_two_questions_however_many(jonas, bakery, count, django_assert_num_queries):
    for number in range(count):
        agreed(jonas, on=TODAY + timedelta(days=number), person=PersonFactory(), place="Brohuset", workplace=bakery)

    with django_assert_num_queries(2):
        told(jonas)
