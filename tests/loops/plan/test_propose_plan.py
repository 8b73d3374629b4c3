from __future__ import annotations

import json
from datetime import date

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.models import Mark, Participant
from brobygger.loops.plan.actions import matches, propose_plan
from brobygger.loops.plan.gathering import gather
from brobygger.loops.plan.instance import prepare
from brobygger.loops.plan.queries import read_plan
from brobygger.matching import read_instance
from brobygger.parties.models import Person, Protection
from brobygger.proposals.models import Proposal
from tests.factories import LoopFactory, StatedVetoFactory, TaskMarkFactory
from tests.loops.plan.scenes import NOW, Scene, three_who_agree

pytestmark = pytest.mark.django_db


def test_everybody_begins_where_both_wished_it_most_and_the_plan_says_so():
    scene = three_who_agree()

    proposal = propose_plan(scene.loop, actor=scene.lise, now=NOW)

    reading = read_plan(scene.loop, proposal, gather(scene.loop))
    assert reading.status == "optimal"
    assert reading.is_full
    starts = {walk.participant.person.first_name: walk.stays[0].workplace.name for walk in reading.walks}
    assert starts == {"Amina": "Bakeriet", "Emil": "Verkstedet", "Sara": "Hagesenteret"}
    assert reading.walks[0].because[0] == "Amina begynner hos Bakeriet. Begge ønsket det mest."
    assert all(len({stay.pk for stay in walk.stays}) == 3 for walk in reading.walks)


def test_what_a_proposal_was_worked_out_from_is_a_file_the_command_can_read():
    scene = three_who_agree()
    StatedVetoFactory(participant=scene.people["Emil"], employer=scene.places["Bakeriet"], period=1)

    proposal = propose_plan(scene.loop, actor=scene.lise, now=NOW)

    instance = read_instance(json.dumps(proposal.inputs))
    assert len(instance.candidates) == 3
    assert [(veto.period, veto.reason) for veto in instance.vetoes] == [(1, "other")]
    assert proposal.created_at == NOW


def test_fit_is_what_the_candidate_marked_on_the_employers_tasks():
    scene = three_who_agree()
    tasks = list(scene.places["Bakeriet"].tasks.all())
    for task, mark in zip(tasks, (Mark.WANT, Mark.WANT, Mark.CAN, Mark.RATHER_NOT), strict=True):
        TaskMarkFactory(participant=scene.people["Amina"], task=task, mark=mark)

    prepared = prepare(scene.loop)

    amina, bakery = str(scene.people["Amina"].public_id), str(scene.places["Bakeriet"].public_id)
    assert prepared.instance.fit[amina][bakery] == 63  # 2.5 of 4 tasks


def test_name_age_birth_and_address_protection_change_nothing():
    scene = three_who_agree()
    before = propose_plan(scene.loop, actor=scene.lise, now=NOW)

    for participant, first_name in zip(Participant.objects.select_related("person"), ("Zahra", "Øyvind", "Bo"), strict=True):
        Person.objects.filter(pk=participant.person_id).update(
            first_name=first_name,
            last_name="Annen",
            born_on=date(1997, 1, 1),
            protection=Protection.SHIELDED,
            email="x@brovik.invalid",
            language="en",
        )
    after = propose_plan(scene.loop, actor=scene.lise, now=NOW)

    assert after.inputs == before.inputs
    assert after.result["plan"] | {"proof": None} == before.result["plan"] | {"proof": None}


def test_nothing_about_a_person_but_ids_reaches_the_engine():
    scene = three_who_agree()

    proposal = propose_plan(scene.loop, actor=scene.lise, now=NOW)

    text = json.dumps(proposal.inputs)
    assert "Amina" not in text
    assert set(proposal.inputs) == {
        "format", "periods", "min_visits", "employers", "candidates", "candidate_wishes", "employer_wishes", "fit", "vetoes",
    }  # fmt: skip
    assert all(set(row) == {"id"} for row in proposal.inputs["candidates"])


def test_a_proposal_no_longer_matches_once_a_wish_is_changed():
    scene = three_who_agree()
    proposal = propose_plan(scene.loop, actor=scene.lise, now=NOW)
    assert matches(scene.loop, prepare(scene.loop), proposal)

    scene.people["Amina"].wishes.filter(side="candidate").update(value=1)

    assert not matches(scene.loop, prepare(scene.loop), proposal)


def test_the_plans_for_every_minimum_stand_side_by_side():
    scene = Scene(dict.fromkeys(("Amina", "Emil", "Sara"), (5, 0, 0)))

    reading = read_plan(scene.loop, propose_plan(scene.loop, actor=scene.lise, now=NOW), gather(scene.loop))

    chosen = {row.minimum: (row.selected, row.is_chosen) for row in reading.alternatives}
    assert chosen == {3: (0, True), 2: (0, False), 1: (1, False)}


def test_a_plan_without_anybody_here_is_refused_in_words():
    loop = LoopFactory(open=True)

    with pytest.raises(DomainError, match="Kryss av hvem som møtte"):
        propose_plan(loop, actor=loop.coordinator, now=NOW)

    assert not Proposal.objects.exists()
