from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from brobygger.appointments.states import AppointmentState
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day, midnight
from brobygger.loops.models import DateKind, LeftFor, Loop, LoopDate, Participant, Stay
from brobygger.loops.the_year.actions.dates import move_date
from brobygger.loops.the_year.actions.turnings import rotate
from brobygger.loops.the_year.dates import turnings_of
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from tests.loops.the_year.rounds import DECIDED_ON, NOW, running_round

pytestmark = pytest.mark.django_db


def moved(row, *, on, today=DECIDED_ON, now=NOW, **changes):
    local = (row.starts_at.astimezone(OSLO), row.ends_at.astimezone(OSLO))
    given = {"from_time": local[0].time(), "to_time": local[1].time(), "place": row.place, "sequence": row.sequence, **changes}
    return move_date(row, on=on, **given, actor=row.loop.coordinator, today=today, now=now)


def turning(number):
    return LoopDate.objects.get(kind__in=[DateKind.START, DateKind.ROTATION, DateKind.END], turning=number)


def days_of(**which):
    return {local_day(row.starts_at) for row in LoopDate.objects.filter(**which)}


def test_a_gathering_moves_alone_and_everybody_it_concerns_is_told_once():
    made = running_round()
    Message.objects.all().delete()
    gathering = LoopDate.objects.get(kind=DateKind.GATHERING, turning=1)

    rows = moved(gathering, on=date(2027, 1, 5), from_time=time(12), to_time=time(15), place="Brohuset")

    gathering.refresh_from_db()
    letters = Message.objects.filter(template="loops/dates_changed")
    assert rows == [gathering]
    assert gathering.starts_at == datetime(2027, 1, 5, 12, tzinfo=OSLO)
    assert (gathering.place, gathering.sequence) == ("Brohuset", 1)
    assert turnings_of(made.loop)[1] == date(2027, 1, 11)
    assert sorted(letter.recipient_address for letter in letters) == sorted(
        [*(row.person.email for row in made.participants), *(row.contact.email for row in made.employers)]
    )


def test_what_hangs_on_a_rotation_moves_as_many_days_at_the_same_time_of_day():
    running_round()
    before = {row.pk: row.starts_at.astimezone(OSLO) for row in LoopDate.objects.filter(turning=1)}

    moved(turning(1), on=date(2027, 1, 18))

    after = {row.pk: row.starts_at.astimezone(OSLO) for row in LoopDate.objects.filter(turning=1)}
    assert {key: at.replace(tzinfo=None) - before[key].replace(tzinfo=None) for key, at in after.items()} == dict.fromkeys(
        before, timedelta(days=7)
    )


def test_a_rotation_that_moves_past_a_clock_change_keeps_its_time_of_day():
    running_round()

    moved(turning(1), on=date(2027, 4, 5), with_the_rest=True)

    assert turning(1).starts_at.astimezone(OSLO) == datetime(2027, 4, 5, 9, tzinfo=OSLO)


def test_the_stays_and_their_placements_begin_and_end_with_the_rotation():
    made = running_round()

    moved(turning(1), on=date(2027, 1, 18))

    before, after = made.stay(0, 0), made.stay(0, 1)
    assert (before.ends_on, after.starts_on) == (date(2027, 1, 17), date(2027, 1, 18))
    assert (before.placement.ends_on, after.placement.starts_on) == (before.ends_on, after.starts_on)
    assert after.ends_on == date(2027, 5, 9)


@pytest.mark.parametrize("on", [date(2027, 1, 18), date(2027, 1, 7)])
def test_the_rest_of_the_year_moves_as_much_either_way_when_asked(on):
    made = running_round()
    shift = on - date(2027, 1, 11)

    moved(turning(1), on=on, with_the_rest=True)

    days = turnings_of(made.loop)
    assert days == {0: date(2026, 9, 14), 1: on, 2: date(2027, 5, 10) + shift, 3: date(2027, 9, 10) + shift}
    assert {stay.ends_on for stay in Stay.objects.filter(period=2)} == {days[3]}


def test_a_rotation_does_not_move_past_the_next_one_by_itself():
    running_round()

    with pytest.raises(DomainError, match="Flytt resten av året") as refusal:
        moved(turning(1), on=date(2027, 5, 10))

    assert refusal.value.field == "on"
    assert local_day(turning(1).starts_at) == date(2027, 1, 11)


def test_a_rotation_does_not_move_past_what_prepares_for_the_next_one():
    running_round()

    with pytest.raises(DomainError, match=r"Hospiteringsdag 20\.04\.2027"):
        moved(turning(1), on=date(2027, 4, 22))


def test_what_would_fall_in_the_past_is_named_and_nothing_is_moved():
    running_round()

    with pytest.raises(DomainError, match=r"Hospiteringsdag ville havnet 30\.11\.2026"):
        moved(turning(1), on=date(2026, 12, 20), today=date(2026, 12, 1), now=datetime(2026, 12, 1, 8, tzinfo=OSLO))

    assert local_day(turning(1).starts_at) == date(2027, 1, 11)


def test_what_has_been_is_left_where_it_was_when_the_rotation_moves():
    running_round()
    after_the_hospitation = datetime(2026, 12, 25, 8, tzinfo=OSLO)

    moved(turning(1), on=date(2027, 1, 18), today=after_the_hospitation.date(), now=after_the_hospitation)

    assert days_of(kind=DateKind.HOSPITATION, turning=1) == {date(2026, 12, 22), date(2026, 12, 23), date(2026, 12, 24)}
    assert days_of(kind=DateKind.GATHERING, turning=1) == {date(2027, 1, 7)}


def test_a_gathering_after_its_rotation_is_refused():
    running_round()

    with pytest.raises(DomainError, match="Samling må være før rulleringen") as refusal:
        moved(LoopDate.objects.get(kind=DateKind.GATHERING, turning=1), on=date(2027, 1, 12))

    assert refusal.value.field == "on"


def test_a_stale_form_is_refused_with_a_sentence():
    running_round()
    gathering = LoopDate.objects.get(kind=DateKind.GATHERING, turning=1)
    moved(gathering, on=date(2027, 1, 5))

    with pytest.raises(DomainError, match="Noen andre har endret denne datoen"):
        moved(gathering, on=date(2027, 1, 6), sequence=0)

    assert LoopDate.objects.get(pk=gathering.pk).sequence == 1


def test_a_date_that_is_left_as_it_was_tells_nobody():
    running_round()
    Message.objects.all().delete()

    with pytest.raises(DomainError, match="Alt er som før"):
        moved(LoopDate.objects.get(kind=DateKind.GATHERING, turning=1), on=date(2026, 12, 31))

    assert not Message.objects.exists()


def test_each_gets_a_new_reminder_of_a_moved_date_and_the_old_one_is_taken_back():
    running_round()
    gathering = LoopDate.objects.get(kind=DateKind.GATHERING, turning=1)

    moved(gathering, on=date(2027, 1, 5))

    reminders = Message.objects.filter(once__startswith=f"loops/reminder:{gathering.public_id}:")
    waiting = reminders.filter(state=MessageState.WAITING)
    assert waiting.count() == gathering.appointment.parties.count() == 7
    assert {message.send_after.astimezone(OSLO) for message in waiting} == {datetime(2027, 1, 2, 9, tzinfo=OSLO)}
    assert reminders.exclude(state=MessageState.WAITING).count() == 7


def test_one_who_begins_late_or_leaves_early_keeps_that_day():
    made = running_round()
    late, early = made.stay(0, 1), made.stay(1, 1)
    Stay.objects.filter(pk=late.pk).update(starts_on=date(2027, 2, 1))
    Stay.objects.filter(pk=early.pk).update(ends_on=date(2027, 3, 1))
    Stay.objects.filter(participant=early.participant_id, period=2).delete()
    Participant.objects.filter(pk=early.participant_id).update(left_on=date(2027, 3, 1), left_for=LeftFor.JOB)

    moved(turning(1), on=date(2027, 1, 18))

    assert made.stay(0, 1).starts_on == date(2027, 2, 1)
    assert made.stay(1, 1).ends_on == date(2027, 3, 1)
    assert made.stay(1, 1).starts_on == date(2027, 1, 18)


def test_a_start_that_moves_moves_the_start_of_the_loop():
    made = running_round()

    moved(turning(0), on=date(2026, 9, 16))

    made.loop.refresh_from_db()
    assert made.loop.starts_on == date(2026, 9, 16)
    assert {stay.starts_on for stay in Stay.objects.filter(period=0)} == {date(2026, 9, 16)}


def test_a_turning_that_is_ticked_off_stays_where_it_was():
    made = running_round()
    rotate(made.loop, turning=0, actor=made.loop.coordinator, now=midnight(date(2026, 9, 14)))

    with pytest.raises(DomainError, match="Noen andre har endret"):
        moved(turning(0), on=date(2026, 9, 20))

    assert turning(0).state == AppointmentState.HELD


def test_a_rotation_that_was_put_off_without_a_word_is_moved_after_its_day():
    made = running_round()
    rotate(made.loop, turning=0, actor=made.loop.coordinator, now=midnight(date(2026, 9, 14)))
    a_day_late = {"today": date(2027, 1, 12), "now": datetime(2027, 1, 12, 9, tzinfo=OSLO)}

    moved(turning(1), on=date(2027, 1, 18), **a_day_late)
    rotate(made.loop, turning=1, actor=made.loop.coordinator, now=midnight(date(2027, 1, 18)))

    assert set(Stay.objects.filter(period=0).values_list("ends_on", "placement__ends_on")) == {(date(2027, 1, 17), date(2027, 1, 17))}
    assert set(Stay.objects.filter(period=1).values_list("starts_on", flat=True)) == {date(2027, 1, 18)}


def test_a_gathering_that_has_been_is_not_moved():
    made = running_round()
    gathering = LoopDate.objects.get(loop=made.loop, kind=DateKind.GATHERING, turning=1)

    with pytest.raises(DomainError, match="har vært"):
        moved(gathering, on=date(2027, 1, 8), today=date(2027, 1, 4), now=datetime(2027, 1, 4, 9, tzinfo=OSLO))


@pytest.mark.parametrize("days", [0, -1])
def test_the_start_is_not_moved_to_the_kick_off_or_before_it(days):
    made = running_round()
    kick_off_on = date(2026, 9, 12)
    Loop.objects.filter(pk=made.loop.pk).update(kick_off_on=kick_off_on)

    with pytest.raises(DomainError, match=r"Oppstarten må være etter kick-off 12\.09\.2026\. Velg en senere dag") as refusal:
        moved(turning(0), on=kick_off_on + timedelta(days=days))

    assert refusal.value.field == "on"
    assert turnings_of(made.loop)[0] == date(2026, 9, 14)


def test_the_start_may_be_the_day_after_the_kick_off():
    made = running_round()
    Loop.objects.filter(pk=made.loop.pk).update(kick_off_on=date(2026, 9, 12))

    moved(turning(0), on=date(2026, 9, 13))

    made.loop.refresh_from_db()
    assert made.loop.starts_on == date(2026, 9, 13)


@pytest.mark.parametrize("year", [1, 26, 2024, 2029, 2207, 9999])
@pytest.mark.parametrize("kind", [DateKind.END, DateKind.GATHERING])
def test_a_year_nobody_meant_is_refused_in_words_and_moves_nothing(kind: DateKind, year: int):
    row = LoopDate.objects.filter(loop=running_round().loop, kind=kind).order_by("-turning")[0]

    with pytest.raises(DomainError, match=r"kan ikke være riktig|er mer enn et år fra dagen den står på nå") as refusal:
        moved(row, on=date(year, 12, 31))

    assert refusal.value.field == "on"
    assert LoopDate.objects.get(pk=row.pk).starts_at == row.starts_at
