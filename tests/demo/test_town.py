from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from brobygger.demo import town
from brobygger.demo.cast import cast
from brobygger.loops.models import Loop, LoopEmployer, NextStep, Stay
from brobygger.loops.queries import answers, invitation_counts, turned_up
from brobygger.loops.states import CommitmentState, LoopState
from brobygger.parties.models import Organisation, Person
from brobygger.proposals.models import Proposal
from brobygger.reference.actions import load_reference_data

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.django_db


@pytest.fixture
def brovik(db):
    load_reference_data()
    town.seed(today=TODAY)


def test_the_town_has_its_people_its_employers_and_its_three_loops(brovik):
    today_loop = Loop.objects.get(kick_off_on=TODAY)
    decided = Loop.objects.get(state=LoopState.DECIDED)
    gathering = Loop.objects.get(state=LoopState.RECRUITING)

    assert town.seeded_on() == TODAY
    assert len(cast()) == 12
    assert Organisation.objects.count() == 28
    assert Organisation.objects.values("trade").distinct().count() == 9
    assert Person.objects.filter(engagements__isnull=False).distinct().count() == 60
    assert LoopEmployer.objects.filter(loop=gathering, state=CommitmentState.COMMITTED).count() == 2
    assert turned_up(today_loop).count() == 9
    assert (answers(today_loop).given, answers(today_loop).wanted) == (7, 12)
    assert invitation_counts(today_loop).yes == 11
    assert decided.starts_on.weekday() == 0
    assert Stay.objects.filter(participant__loop=decided).count() == 9
    assert NextStep.objects.filter(loop=decided, participant__isnull=False).count() == 7


def test_no_name_number_or_address_of_the_town_can_be_anybodys(brovik):
    assert all(person.phone.startswith("680 5") for person in Person.objects.exclude(phone=""))
    assert all(person.email.endswith(".example") for person in Person.objects.exclude(email=""))
    assert all(number.startswith("3") for number in Organisation.objects.values_list("register_number", flat=True))


def test_the_same_plan_is_made_in_every_town(db):
    load_reference_data()

    assert plan_of_a_new_town() == plan_of_a_new_town()


def plan_of_a_new_town() -> dict[str, object]:
    with transaction.atomic():
        town.seed(today=TODAY)
        plan = Proposal.objects.get().result["plan"]
        transaction.set_rollback(True)
    return {key: value for key, value in plan.items() if key != "proof"}
