from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from brobygger.appointments.models import AppointmentParty
from brobygger.audit.models import Entry
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.loops.models import DateKind, LoopDate, Stay
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.actions.turnings import start_year
from brobygger.loops.the_year.dates import turnings_of
from brobygger.outbox.models import Message
from brobygger.placements.models import PlacementKind
from brobygger.placements.states import PlacementState
from tests.loops.the_year.rounds import DECIDED_ON, NOW, decided_round, running_round

pytestmark = pytest.mark.django_db


def test_starting_the_year_gives_every_stay_a_placement_in_work_training():
    made = decided_round()

    start_year(made.loop, actor=made.loop.coordinator, today=DECIDED_ON, now=NOW)

    made.loop.refresh_from_db()
    placements = [stay.placement for stay in Stay.objects.select_related("placement")]
    assert made.loop.state == LoopState.RUNNING
    assert len(placements) == 9
    assert {placement.kind for placement in placements} == {PlacementKind.WORK_TRAINING}
    assert {placement.state for placement in placements} == {PlacementState.PLANNED}


def test_starting_the_year_of_nine_stays_is_a_few_queries_though_each_has_its_placement_entry_and_letters(django_assert_max_num_queries):
    made = decided_round()

    with django_assert_max_num_queries(
        85
    ):  # 280 when each stay, job and entry was written by itself; a stay that is moved keeps its history
        start_year(made.loop, actor=made.loop.coordinator, today=DECIDED_ON, now=NOW)

    placed = Entry.objects.filter(event="placements.placed").values_list("subject_id", flat=True)
    assert set(placed) == {stay.placement.public_id for stay in Stay.objects.select_related("placement")}


def test_the_year_has_a_date_for_everything_the_loop_promises():
    made = running_round()

    counts = Counter(LoopDate.objects.values_list("kind", flat=True))
    assert counts == {
        DateKind.START: 1,
        DateKind.ROTATION: 2,
        DateKind.END: 1,
        DateKind.GATHERING: 2,
        DateKind.START_MEETING: 9,
        DateKind.HOSPITATION: 6,
        DateKind.EVALUATION: 9,
    }
    assert turnings_of(made.loop) == {0: date(2026, 9, 14), 1: date(2027, 1, 11), 2: date(2027, 5, 10), 3: date(2027, 9, 10)}


def test_a_gathering_is_the_thursday_of_the_week_before_the_last_and_a_hospitation_three_weeks_before():
    running_round()

    gathering = LoopDate.objects.get(kind=DateKind.GATHERING, turning=1)
    hospitations = LoopDate.objects.filter(kind=DateKind.HOSPITATION, turning=1)
    assert local_day(gathering.starts_at) == date(2026, 12, 31)
    assert min(local_day(row.starts_at) for row in hospitations) == date(2026, 12, 22)


def test_whoever_shows_somebody_the_place_is_not_away_on_a_hospitation_day_of_their_own():
    running_round()

    days = LoopDate.objects.filter(kind=DateKind.HOSPITATION, turning=1)
    away = {(row.participant_id, local_day(row.starts_at)) for row in days}
    shows = {(Stay.objects.get(employer=row.employer, period=row.turning - 1).participant_id, local_day(row.starts_at)) for row in days}
    assert len(shows) == 3
    assert away & shows == set()


def test_no_date_falls_on_a_saturday_or_a_sunday():
    running_round()

    assert {local_day(row.starts_at).weekday() for row in LoopDate.objects.all()} <= set(range(5))


def test_a_start_meeting_whose_usual_day_has_been_is_held_on_the_first_day():
    made = decided_round()

    start_year(made.loop, actor=made.loop.coordinator, today=date(2026, 9, 11), now=NOW.replace(day=11))

    meetings = LoopDate.objects.filter(kind=DateKind.START_MEETING, turning=0)
    assert {local_day(row.starts_at) for row in meetings} == {date(2026, 9, 14)}


def test_everybody_gets_one_letter_about_the_year_and_a_reminder_of_each_date_that_concerns_them():
    made = running_round()

    letters = Message.objects.filter(template="loops/year")
    reminders = Message.objects.filter(template="loops/reminder")
    people = {row.person.email for row in made.participants} | {row.contact.email for row in made.employers}
    assert people <= {letter.recipient_address for letter in letters}
    assert len({letter.recipient_address for letter in letters}) == letters.count()
    assert reminders.count() == AppointmentParty.objects.count()


def test_a_year_is_started_once():
    made = running_round()

    with pytest.raises(DomainError, match="i gang"):
        start_year(made.loop, actor=made.loop.coordinator, today=DECIDED_ON, now=NOW)

    assert LoopDate.objects.count() == 30
