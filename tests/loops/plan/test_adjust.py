from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.models import Adjustment, AdjustmentKind, VetoKind
from brobygger.loops.plan.actions import adjust, propose_plan, release, state_veto
from brobygger.loops.plan.gathering import gather
from brobygger.loops.plan.instance import prepare
from brobygger.loops.plan.queries import price_of_change, read_plan
from brobygger.proposals.models import Proposal
from tests.loops.plan.scenes import NOW, three_who_agree

pytestmark = pytest.mark.django_db


def starts(scene, proposal):
    walks = read_plan(scene.loop, proposal, gather(scene.loop)).walks
    return {walk.participant.person.first_name: walk.stays[0] and walk.stays[0].workplace.name for walk in walks}


def test_a_pinned_pair_begins_together_and_the_pairs_it_sets_aside_are_named():
    scene = three_who_agree()

    proposal = adjust(
        scene.loop,
        participant=scene.people["Amina"],
        employer=scene.places["Verkstedet"],
        kind=AdjustmentKind.PIN,
        actor=scene.lise,
        now=NOW,
    )

    assert starts(scene, proposal)["Amina"] == "Verkstedet"
    reading = read_plan(scene.loop, proposal, gather(scene.loop))
    assert reading.objective["blocking"] == len(reading.blocking) > 0
    assert "Det er låst av koordinatoren." in reading.walks[0].because[0]


def test_a_forbidden_pair_is_never_together_in_any_period():
    scene = three_who_agree()

    proposal = adjust(
        scene.loop,
        participant=scene.people["Amina"],
        employer=scene.places["Bakeriet"],
        kind=AdjustmentKind.FORBID,
        actor=scene.lise,
        now=NOW,
    )

    for walk in read_plan(scene.loop, proposal, gather(scene.loop)).walks:
        assert walk.participant != scene.people["Amina"] or scene.places["Bakeriet"] not in walk.stays


def test_the_price_of_a_pin_is_shown_without_anything_being_kept():
    scene = three_who_agree()
    propose_plan(scene.loop, actor=scene.lise, now=NOW)

    price = price_of_change(
        prepare(scene.loop), participant=scene.people["Amina"], employer=scene.places["Verkstedet"], kind=AdjustmentKind.PIN
    )

    assert price.before.blocking == 0
    assert price.after.blocking > 0
    assert price.new_blocking
    assert scene.people["Amina"] in [move.participant for move in price.moves]
    assert price.moved_stays > 0
    assert not Adjustment.objects.exists()
    assert Proposal.objects.count() == 1


def test_a_second_pin_on_the_same_participant_is_refused_and_leaves_no_trace():
    scene = three_who_agree()
    pin = {"participant": scene.people["Amina"], "kind": AdjustmentKind.PIN, "actor": scene.lise, "now": NOW}
    adjust(scene.loop, employer=scene.places["Verkstedet"], **pin)

    with pytest.raises(DomainError, match="allerede låst til en annen bedrift") as refusal:
        adjust(scene.loop, employer=scene.places["Bakeriet"], **pin)

    assert "Amina" not in refusal.value.message  # the coordinator may no longer be one who may know the name
    assert Adjustment.objects.count() == 1
    assert Proposal.objects.count() == 1


def test_a_pin_that_no_plan_can_have_is_refused_and_leaves_no_trace():
    scene = three_who_agree()
    state_veto(
        scene.people["Amina"], scene.places["Bakeriet"], period=0, kind=VetoKind.OTHER, reason="Har arbeidet der før", actor=scene.lise
    )

    with pytest.raises(DomainError, match="Ingen plan kan ha"):
        adjust(
            scene.loop,
            participant=scene.people["Amina"],
            employer=scene.places["Bakeriet"],
            kind=AdjustmentKind.PIN,
            actor=scene.lise,
            now=NOW,
        )

    assert not Adjustment.objects.exists()


def test_releasing_gives_the_engines_own_plan_back_and_twice_is_no_mistake():
    scene = three_who_agree()
    own = propose_plan(scene.loop, actor=scene.lise, now=NOW)
    adjust(
        scene.loop,
        participant=scene.people["Amina"],
        employer=scene.places["Verkstedet"],
        kind=AdjustmentKind.PIN,
        actor=scene.lise,
        now=NOW,
    )
    adjustment = Adjustment.objects.get()

    released = release(scene.loop, adjustment_id=adjustment.public_id, actor=scene.lise, now=NOW)
    again = release(scene.loop, adjustment_id=adjustment.public_id, actor=scene.lise, now=NOW)

    assert starts(scene, released) == starts(scene, own) == starts(scene, again)


def test_while_a_pair_is_pinned_what_bars_another_pair_is_still_said_and_nothing_more():
    scene = three_who_agree()
    state_veto(scene.people["Emil"], scene.places["Bakeriet"], period=0, kind=VetoKind.OTHER, reason="Buss først i mai", actor=scene.lise)

    proposal = adjust(
        scene.loop,
        participant=scene.people["Amina"],
        employer=scene.places["Verkstedet"],
        kind=AdjustmentKind.PIN,
        actor=scene.lise,
        now=NOW,
    )

    reading = read_plan(scene.loop, proposal, gather(scene.loop))
    assert reading.has_pins
    assert [(answer.participant.person.first_name, answer.employer.workplace.name, answer.sentence) for answer in reading.answers] == [
        ("Amina", "Bakeriet", "Amina er låst til Verkstedet."),
        ("Amina", "Hagesenteret", "Amina er låst til Verkstedet."),
        ("Emil", "Bakeriet", "Et hensyn stenger for det fra start: annet."),
    ]
