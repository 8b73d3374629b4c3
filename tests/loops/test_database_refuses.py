"""What the database itself refuses, whoever writes to it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.factories import (
    AdjustmentFactory,
    InterviewFactory,
    LoopEmployerFactory,
    LoopFactory,
    NextStepFactory,
    ParticipantFactory,
    PersonFactory,
    StatedVetoFactory,
    StayFactory,
    TaskFactory,
    TaskMarkFactory,
    UnitFactory,
    WishFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("factory", "change", "rule"),
    [
        (LoopFactory, {"state": "paused"}, "loop_is_in_a_known_state"),
        (LoopEmployerFactory, {"state": "maybe"}, "loop_employer_is_in_a_known_state"),
        (LoopEmployerFactory, {"places": [1, 7, 1]}, "loop_employer_has_nought_to_six_places_in_a_period"),
        (LoopEmployerFactory, {"places": [1, None, 1]}, "loop_employer_has_nought_to_six_places_in_a_period"),
        (ParticipantFactory, {"state": "maybe", "answered_at": "2026-09-01T09:00Z"}, "participant_is_in_a_known_state"),
        (TaskMarkFactory, {"mark": "love"}, "task_mark_is_a_known_mark"),
        (WishFactory, {"side": "office"}, "wish_is_from_a_known_side"),
        (StatedVetoFactory, {"kind": "mood"}, "stated_veto_is_of_a_known_kind"),
        (StatedVetoFactory, {"period": 6}, "stated_veto_is_for_one_of_six_periods"),
        (AdjustmentFactory, {"kind": "swap"}, "adjustment_is_of_a_known_kind"),
        (StayFactory, {"period": 6}, "stay_is_in_one_of_six_periods"),
        (NextStepFactory, {"text": ""}, "next_step_says_something"),
        (UnitFactory, {"kind": "shop"}, "unit_is_of_a_known_kind"),
        (UnitFactory, {"sector": "church"}, "unit_is_in_a_known_sector"),
        (PersonFactory, {"protection": "hidden"}, "person_has_a_known_protection"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_value_that_has_no_meaning_is_refused(factory, change, rule):
    row = factory()

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**change)


@pytest.mark.parametrize(
    ("factory", "rule"),
    [
        (WishFactory, "wish_is_within_one_loop"),
        (StayFactory, "stay_is_within_one_loop"),
        (InterviewFactory, "interview_is_within_one_loop"),
        (StatedVetoFactory, "stated_veto_is_within_one_loop"),
        (AdjustmentFactory, "adjustment_is_within_one_loop"),
    ],
)
def test_a_candidate_and_an_employer_of_two_loops_never_stand_in_one_row(factory, rule):
    row = factory()
    elsewhere = LoopEmployerFactory()

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        factory(employer=elsewhere)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(employer=elsewhere)


def test_an_interview_is_in_the_loop_of_those_who_meet():
    participant = ParticipantFactory()
    employer = LoopEmployerFactory(loop=participant.loop)

    with pytest.raises(IntegrityError, match="interview_is_within_one_loop"), transaction.atomic():
        InterviewFactory(loop=LoopFactory(), participant=participant, employer=employer)


def test_a_candidate_marks_only_tasks_of_the_same_loop():
    with pytest.raises(IntegrityError, match="task_mark_is_within_one_loop"), transaction.atomic():
        TaskMarkFactory(task=TaskFactory())


def test_a_next_step_for_somebody_is_in_that_persons_loop_and_a_step_for_the_loop_has_nobody():
    participant = ParticipantFactory()

    NextStepFactory(loop=participant.loop, participant=participant)
    NextStepFactory(participant=None)

    with pytest.raises(IntegrityError, match="next_step_is_within_one_loop"), transaction.atomic():
        NextStepFactory(participant=ParticipantFactory())


@pytest.mark.parametrize(
    ("factory", "rule"), [(ParticipantFactory, "participant_stays_in_its_loop"), (LoopEmployerFactory, "loop_employer_stays_in_its_loop")]
)
def test_nobody_is_moved_from_one_loop_to_another(factory, rule):
    row = factory()

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(loop=LoopFactory())
