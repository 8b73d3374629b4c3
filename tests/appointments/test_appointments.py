from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from brobygger.appointments.actions import (
    Party,
    book,
    call_off,
    call_off_each,
    hand_on,
    hold,
    hold_no_more,
    move,
    move_each,
    restore,
    say_held,
)
from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.appointments.moments import When
from brobygger.appointments.queries import collisions, concerning, on_days
from brobygger.appointments.states import AppointmentState
from brobygger.audit.models import Entry
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Role
from tests.factories import AppointmentFactory, AppointmentPartyFactory, PersonFactory, UnitFactory, UserFactory, WorkplaceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 12, 10, 0, tzinfo=OSLO)
TODAY = NOW.date()
FRIDAY = date(2026, 11, 13)


@pytest.fixture
def jonas():
    return UserFactory(name="Jonas Hauglid")


def talk(user, *, when=When(FRIDAY, time(10)), **named):  # noqa: B008  frozen
    parties = [Party(user=user), Party(person=named.pop("person", None) or PersonFactory(), role=Role.CANDIDATE)]
    return book(AppointmentKind.TALK, when, unit=UnitFactory(), parties=parties, now=NOW, actor=user, **named)


def test_one_with_a_time_lasts_as_long_as_its_kind_does(jonas):
    appointment = talk(jonas)

    assert (appointment.on, appointment.at, appointment.until) == (FRIDAY, time(10), time(10, 30))
    assert Entry.objects.get().event == "appointments.booked"


def test_one_for_any_time_of_a_day_has_no_time_and_comes_first_that_day(jonas):
    at_ten = talk(jonas)
    any_time = talk(jonas, when=When(FRIDAY))

    assert any_time.at is None
    assert list(on_days(Appointment.objects.all(), first=FRIDAY, last=FRIDAY)) == [any_time, at_ten]


def test_the_day_the_clock_is_changed_is_whole(jonas):
    sunday = date(2027, 3, 28)

    appointment = talk(jonas, when=When(sunday))

    assert (appointment.on, appointment.ends_at.astimezone(UTC) - appointment.starts_at.astimezone(UTC)) == (sunday, timedelta(hours=23))


def test_the_same_key_gives_the_same_appointment(jonas):
    key = uuid4()

    assert talk(jonas, key=key).pk == talk(jonas, key=key).pk
    assert Appointment.objects.get().parties.count() == 2


def test_a_day_that_has_been_and_an_end_before_the_start_are_refused(jonas):
    with pytest.raises(DomainError, match="har vært") as refusal:
        talk(jonas, when=When(TODAY - timedelta(days=1)))
    with pytest.raises(DomainError, match="etter begynnelsen"):
        talk(jonas, when=When(FRIDAY, time(10), time(9)))
    with pytest.raises(DomainError, match="når det begynner"):
        talk(jonas, when=When(FRIDAY, None, time(9)))

    assert refusal.value.field == "on"
    assert not Appointment.objects.exists()


def test_moving_raises_the_sequence_and_moving_to_the_same_does_not(jonas):
    appointment = talk(jonas)

    moved = move(appointment, When(FRIDAY, time(12)), now=NOW, actor=jonas)
    again = move(appointment, When(FRIDAY, time(12)), now=NOW, actor=jonas)

    assert (moved.sequence, again.sequence, again.at) == (1, 1, time(12))


def test_called_off_and_taken_up_again_it_stands_as_it_was_agreed(jonas):
    appointment = talk(jonas)

    off = call_off(appointment, because="Skolen har fri.", now=NOW, actor=jonas)
    call_off(appointment, now=NOW, actor=jonas)
    on = restore(appointment, now=NOW, actor=jonas)

    assert (off.state, off.sequence) == (AppointmentState.CALLED_OFF, 1)
    assert (on.state, on.sequence, on.called_off_because, on.at) == (AppointmentState.PLANNED, 2, "", time(10))


def test_one_whose_time_has_been_is_not_taken_up_again(jonas):
    appointment = call_off(talk(jonas), now=NOW, actor=jonas)

    with pytest.raises(DomainError, match="Avtal en ny tid"):
        restore(appointment, now=NOW + timedelta(days=2), actor=jonas)


def test_one_that_is_held_is_neither_moved_nor_called_off_until_that_is_taken_back(jonas):
    appointment = hold(talk(jonas), now=NOW + timedelta(days=1), actor=jonas)

    with pytest.raises(DomainError, match="gjennomført"):
        move(appointment, When(FRIDAY, time(12)), now=NOW, actor=jonas)
    with pytest.raises(DomainError, match="gjennomført"):
        call_off(appointment, now=NOW, actor=jonas)
    assert hold_no_more(appointment, now=NOW, actor=jonas).state == AppointmentState.PLANNED


def test_those_that_overlap_collide_and_those_that_meet_end_to_end_do_not(jonas):
    person = PersonFactory()
    at_ten = talk(jonas, person=person)
    talk(jonas, when=When(FRIDAY, time(10, 30)))
    talk(jonas, when=When(FRIDAY))
    call_off(talk(jonas, when=When(FRIDAY, time(10, 15))), now=NOW, actor=jonas)
    span = When(FRIDAY, time(9, 30), time(10, 30)).span(AppointmentKind.TALK)

    def found(**named):
        return list(collisions(Appointment.objects.all(), starts_at=span[0], ends_at=span[1], **named))

    assert found(users=[jonas]) == [at_ten]
    assert found(people=[person]) == [at_ten]
    assert found(users=[UserFactory()]) == []
    assert found(users=[jonas], besides=at_ten) == []


def test_handing_on_lets_the_other_go_and_nobody_stands_there_twice(jonas):
    siri = UserFactory(name="Siri Lunde")
    alone, both = talk(jonas), talk(jonas)
    AppointmentPartyFactory(appointment=both, user=siri)

    hand_on([alone, both], from_user=jonas, to_user=siri)

    assert set(concerning(Appointment.objects.all(), siri)) == {alone, both}
    assert not concerning(Appointment.objects.all(), jonas).exists()
    assert both.parties.filter(user=siri).count() == 1


def test_many_at_once_are_each_another_than_before_to_the_calendars(jonas, django_assert_num_queries):
    both = [talk(jonas), talk(jonas)]
    for each in both:
        each.place = "Brohuset"

    with django_assert_num_queries(1):
        move_each(both, now=NOW)
    call_off_each(both, now=NOW)

    rows = Appointment.objects.values_list("place", "state", "sequence", "changed_at")
    assert set(rows) == {("Brohuset", AppointmentState.CALLED_OFF, 2, NOW)}


def test_of_many_one_that_was_held_calls_none_off(jonas):
    ahead, been = talk(jonas), hold(talk(jonas), now=NOW + timedelta(days=1), actor=jonas)

    with pytest.raises(DomainError, match="gjennomført"):
        call_off_each([ahead, been], now=NOW)

    assert not Appointment.objects.filter(state=AppointmentState.CALLED_OFF).exists()


@pytest.mark.parametrize("year", [26, 1999, 2206, 9998])
def test_the_database_refuses_a_year_nobody_meant(year):
    starts_at = datetime(year, 3, 2, 12, 0, tzinfo=OSLO)

    with pytest.raises(IntegrityError, match="appointment_starts_in_our_time"), transaction.atomic():
        AppointmentFactory(starts_at=starts_at)


def test_the_database_refuses_one_that_lasts_for_days():
    with pytest.raises(IntegrityError, match="appointment_lasts_a_day_at_most"), transaction.atomic():
        AppointmentFactory(starts_at=NOW, ends_at=NOW + timedelta(days=2))


def test_nobody_can_say_that_what_has_not_come_was_held_but_what_holds_it_may_come_early(jonas):
    step = book(
        AppointmentKind.STEP, When(FRIDAY), unit=UnitFactory(), parties=[Party(user=jonas)], about="Ringe Tor", now=NOW, actor=jonas
    )

    with pytest.raises(DomainError, match="ikke kommet"):
        say_held(talk(jonas), now=NOW, actor=jonas)
    assert hold(step, now=NOW, actor=jonas).state == AppointmentState.HELD


def test_the_same_key_for_another_appointment_is_refused_and_what_stands_stays(jonas):
    key, person = uuid4(), PersonFactory()
    standing = talk(jonas, key=key, person=person)

    with pytest.raises(DomainError, match="samme skjemaet"):
        talk(jonas, key=key, person=person, when=When(FRIDAY, time(17)))
    assert Appointment.objects.get().starts_at == standing.starts_at


def test_nobody_is_to_be_at_a_firm_that_is_bankrupt(jonas):
    workplace = WorkplaceFactory(organisation__bankrupt_on=TODAY, organisation__bankrupt_words="Kunngjort.")

    with pytest.raises(DomainError, match="konkurs"):
        book(
            AppointmentKind.VISIT, When(FRIDAY), unit=UnitFactory(), parties=[Party(user=jonas)], workplace=workplace, now=NOW, actor=jonas
        )
    assert not Appointment.objects.exists()


def test_taken_up_again_on_its_own_day_it_stands_also_when_the_hour_has_been(jonas):
    this_morning = call_off(talk(jonas, when=When(TODAY, time(8))), now=NOW, actor=jonas)

    assert restore(this_morning, now=NOW, actor=jonas).state == AppointmentState.PLANNED
