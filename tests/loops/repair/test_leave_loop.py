from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from brobygger.appointments.states import AppointmentState
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import midnight
from brobygger.loops.models import DateKind, LeftFor, LoopDate, NextStep, Stay
from brobygger.loops.repair.actions.leaving import NewPlace, begin_after_the_loop, leave_loop
from brobygger.loops.repair.holes import holes
from brobygger.loops.the_year.actions.turnings import rotate
from brobygger.outbox.models import Message
from brobygger.placements.models import EndCause, Placement, PlacementKind
from brobygger.placements.states import PlacementState
from tests.factories import EngagementFactory, UserFactory
from tests.loops.the_year.rounds import Round, running_round

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 14)
NOW = datetime(2026, 12, 14, 9, tzinfo=UTC)
JOB = NewPlace(kind=PlacementKind.ORDINARY_PERMANENT, starts_on=date(2026, 12, 21), place_name="Fjordbakeriet")


def begun() -> Round:
    made = running_round()
    rotate(made.loop, turning=0, actor=made.loop.coordinator, now=midnight(date(2026, 9, 14)))
    return made


def leave(made: Round, *, on: date = TODAY, left_for: LeftFor = LeftFor.JOB, goes_to: NewPlace | None = JOB) -> None:
    leave_loop(made.participants[0], on=on, left_for=left_for, goes_to=goes_to, actor=made.loop.coordinator, today=TODAY, now=NOW)


def test_leaving_for_a_job_ends_the_stay_that_day_and_takes_away_those_that_would_come():
    made = begun()

    leave(made)

    stay = Stay.objects.select_related("placement").get(participant=made.participants[0])
    assert stay.ends_on == TODAY
    assert (stay.placement.state, stay.placement.end_cause) == (PlacementState.ENDED, EndCause.GOT_JOB)
    assert Placement.objects.filter(person=made.participants[0].person, state=PlacementState.CANCELLED).count() == 2


def test_an_ordinary_job_is_a_placement_of_its_own_with_somebody_who_calls_within_three_days():
    made = begun()

    leave(made)

    job = Placement.objects.get(person=made.participants[0].person, kind=PlacementKind.ORDINARY_PERMANENT)
    step = NextStep.objects.get(participant=made.participants[0])
    assert (job.place, job.starts_on, job.ends_on) == ("Fjordbakeriet", date(2026, 12, 21), None)
    assert (step.owner, step.due_on) == (made.participants[0].proposed_by, date(2026, 12, 24))


def test_one_who_went_on_to_a_job_has_begun_when_somebody_says_so_and_not_before_its_first_day():
    made = begun()
    amina, lise = made.participants[0], made.loop.coordinator
    leave(made)

    with pytest.raises(DomainError, match=r"begynner 21\.12\.2026\. Kryss av når den dagen er kommet"):
        begin_after_the_loop(amina, actor=lise, today=date(2026, 12, 20))
    job = begin_after_the_loop(amina, actor=lise, today=date(2026, 12, 21))

    assert (job.place, job.state) == ("Fjordbakeriet", PlacementState.ACTIVE)
    with pytest.raises(DomainError, match="kan ikke bli «i gang»"):
        begin_after_the_loop(amina, actor=lise, today=date(2026, 12, 21))


def test_one_who_went_nowhere_has_nothing_to_begin():
    made = begun()
    leave(made, left_for=LeftFor.OTHER, goes_to=None)

    with pytest.raises(DomainError, match="ikke skrevet hvor"):
        begin_after_the_loop(made.participants[0], actor=made.loop.coordinator, today=TODAY)


def test_whoever_follows_somebody_up_now_calls_them_after_they_have_left():
    made = begun()
    berit = UserFactory(name="Berit Sund")
    EngagementFactory(person=made.participants[0].person, responsible=berit)

    leave(made)

    step = NextStep.objects.get(participant=made.participants[0])
    assert (step.owner, step.text) == (berit, "Berit Sund ringer og hører hvordan det går")


def test_what_was_to_happen_with_one_who_leaves_is_called_off_and_the_others_keep_theirs():
    made = begun()

    leave(made)

    of_one = LoopDate.objects.filter(participant=made.participants[0], appointment__starts_at__gt=NOW)
    assert {row.state for row in of_one} == {AppointmentState.CALLED_OFF}
    assert not LoopDate.objects.filter(appointment__state=AppointmentState.CALLED_OFF).exclude(participant=made.participants[0]).exists()
    assert LoopDate.objects.filter(kind=DateKind.GATHERING, appointment__state=AppointmentState.PLANNED).count() == 2


def test_the_empty_place_shows_now_and_the_next_one_thirty_days_ahead():
    made = begun()
    first, second = made.stay(0, 0).employer, made.stay(0, 1).employer

    leave(made)

    found = [(hole.employer, hole.period.number) for hole in holes(made.loop, today=TODAY).places]
    assert found == [(first, 0), (second, 1)] or found == [(second, 1)]
    assert (second, 1) not in [(h.employer, h.period.number) for h in holes(made.loop, today=date(2026, 12, 1)).places]


def test_a_last_day_ahead_keeps_the_stay_under_way_until_then_and_the_rotation_ends_it_for_the_right_cause():
    made = begun()

    leave(made, on=date(2027, 1, 4))
    rotate(made.loop, turning=1, actor=made.loop.coordinator, now=midnight(date(2027, 1, 11)))

    placement = Stay.objects.select_related("placement").get(participant=made.participants[0]).placement
    assert (placement.state, placement.ends_on, placement.end_cause) == (PlacementState.ENDED, date(2027, 1, 4), EndCause.GOT_JOB)


def test_one_letter_goes_to_the_one_who_leaves_and_one_to_each_employer_and_none_says_why():
    made = begun()
    Message.objects.all().delete()

    leave(made)

    letters = Message.objects.filter(template__startswith="loops/plan_changed")
    assert letters.filter(template="loops/plan_changed").count() == 1
    assert letters.filter(template="loops/plan_changed_employer").count() == 3
    addresses = list(Message.objects.exclude(template="loops/reminder").values_list("recipient_address", flat=True))
    assert len(addresses) == len(set(addresses))
    words = " ".join(str(letter.values) for letter in letters.filter(template="loops/plan_changed_employer"))
    assert "jobb" not in words.lower()
    assert "Fjordbakeriet" not in words


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"goes_to": None}, "Skriv hvor"),
        ({"on": date(2028, 1, 1)}, "Siste dag må være fra"),
        ({"left_for": LeftFor.EDUCATION}, "Slaget passer ikke"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_changed(wrong, sentence):
    made = begun()

    with pytest.raises(DomainError, match=sentence):
        leave(made, **wrong)

    made.participants[0].refresh_from_db()
    assert made.participants[0].left_on is None
    assert Stay.objects.filter(participant=made.participants[0]).count() == 3


def test_one_leaves_once():
    made = begun()
    leave(made)

    with pytest.raises(DomainError, match="ikke i loopen nå"):
        leave(made)
