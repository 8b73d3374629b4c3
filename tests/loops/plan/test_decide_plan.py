from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from brobygger.kernel.errors import DomainError
from brobygger.loops.building.actions.employers import change_employer
from brobygger.loops.kick_off.actions.inviting import decline_invitation
from brobygger.loops.models import AdjustmentKind, Loop, NextStep, Stay
from brobygger.loops.plan.actions import adjust, decide_plan, propose_plan
from brobygger.loops.states import LoopState
from brobygger.outbox.models import Message
from brobygger.parties.models import Person, Protection
from brobygger.proposals.models import Decision, Proposal
from tests.factories import EngagementFactory, NextStepFactory, UserFactory
from tests.loops.plan.scenes import NOW, TODAY, Scene, three_who_agree

pytestmark = pytest.mark.django_db


def decide(scene, proposal, reason=""):
    return decide_plan(scene.loop, proposal_id=proposal.public_id, reason=reason, actor=scene.lise, today=TODAY, now=NOW)


def test_deciding_stores_stays_for_every_period_with_dates_that_meet():
    scene = three_who_agree()

    loop = decide(scene, propose_plan(scene.loop, actor=scene.lise, now=NOW))

    stays = list(Stay.objects.filter(participant=scene.people["Amina"]).order_by("period"))
    assert loop.state == LoopState.DECIDED
    assert [stay.starts_on for stay in stays] == [date(2026, 9, 14), date(2027, 1, 11), date(2027, 5, 10)]
    assert stays[0].ends_on + timedelta(days=1) == stays[1].starts_on
    assert stays[2].ends_on == date(2027, 9, 12)
    assert loop.decision.decided_by == scene.lise
    assert loop.decision.departs is False


def test_everybody_who_turned_up_has_a_next_step_with_an_owner_also_those_whose_step_is_another():
    scene = Scene({"Amina": (5, 4, 3), "Emil": (4, 5, 3), "Sara": (3, 4, 5), "Thea": (1, 1, 1)}, ratings={"Thea": (1, 1, 1)})

    decide(scene, propose_plan(scene.loop, actor=scene.lise, now=NOW))

    steps = {step.participant.person.first_name: step for step in NextStep.objects.filter(participant__isnull=False)}
    assert set(steps) == {"Amina", "Emil", "Sara", "Thea"}
    assert steps["Amina"].text == "Begynner hos Bakeriet 14.09.2026"
    assert steps["Amina"].owner == scene.lise
    assert steps["Thea"].text == "Samtale om veien videre med Kari Moseby"
    assert (steps["Thea"].owner, steps["Thea"].due_on) == (scene.kari, TODAY + timedelta(days=7))


def test_one_who_begins_nowhere_is_called_in_by_whoever_follows_them_up_now():
    scene = Scene({"Amina": (5, 4, 3), "Emil": (4, 5, 3), "Sara": (3, 4, 5), "Thea": (1, 1, 1)}, ratings={"Thea": (1, 1, 1)})
    berit = UserFactory(name="Berit Sund")
    EngagementFactory(person=scene.people["Thea"].person, responsible=berit)

    decide(scene, propose_plan(scene.loop, actor=scene.lise, now=NOW))

    step = NextStep.objects.get(participant=scene.people["Thea"])
    assert (step.owner, step.text) == (berit, "Samtale om veien videre med Berit Sund")


def test_everybody_is_told_their_own_and_no_letter_names_another_candidate():
    scene = three_who_agree()

    decide(scene, propose_plan(scene.loop, actor=scene.lise, now=NOW))

    letters = {(message.template, message.recipient_name): message for message in Message.objects.all()}
    assert len(letters) == 6
    mine = letters["loops/next_step", "Amina"]
    assert "Bakeriet" in mine.values["step"]
    assert not any(name in str(mine.values) for name in ("Emil", "Sara"))
    assert mine.link is not None


def test_a_plan_that_departs_from_the_engines_own_needs_a_reason():
    scene = three_who_agree()
    proposal = adjust(
        scene.loop,
        participant=scene.people["Amina"],
        employer=scene.places["Verkstedet"],
        kind=AdjustmentKind.PIN,
        actor=scene.lise,
        now=NOW,
    )

    with pytest.raises(DomainError, match="hvorfor du avviker") as refusal:
        decide(scene, proposal, reason="  ")

    assert refusal.value.field == "reason"
    assert not Stay.objects.exists()
    assert decide(scene, proposal, reason="Amina kjenner verkstedet fra før.").decision.departs is True


def test_a_plan_is_not_decided_on_wishes_that_have_changed_since():
    scene = three_who_agree()
    proposal = propose_plan(scene.loop, actor=scene.lise, now=NOW)
    bakery = scene.places["Bakeriet"]
    change_employer(
        bakery, contact=bakery.contact, places=[2, 1, 1], commitments="", room="", shifts=[], cannot_arrange=[], actor=scene.lise
    )

    with pytest.raises(DomainError, match="Noe er endret"):
        decide(scene, proposal)

    assert not Decision.objects.exists()


def test_a_decided_plan_is_decided_once():
    scene = three_who_agree()
    proposal = propose_plan(scene.loop, actor=scene.lise, now=NOW)
    decide(scene, proposal)

    with pytest.raises(DomainError, match="planen er vedtatt"):
        decide(scene, proposal)

    assert Decision.objects.count() == 1


def test_the_database_refuses_to_change_what_was_proposed_or_decided():
    scene = three_who_agree()
    decide(scene, propose_plan(scene.loop, actor=scene.lise, now=NOW))

    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Decision.objects.update(reason="noe annet")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Proposal.objects.update(inputs={})


def test_a_plan_is_not_decided_on_other_days_than_those_that_were_shown():
    scene = three_who_agree()
    proposal = propose_plan(scene.loop, actor=scene.lise, now=NOW)
    Loop.objects.filter(pk=scene.loop.pk).update(starts_on=date(2026, 11, 2))

    with pytest.raises(DomainError, match="Noe er endret"):
        decide(scene, proposal)


def test_a_plan_whose_start_has_been_is_not_decided():
    scene = three_who_agree()
    proposal = propose_plan(scene.loop, actor=scene.lise, now=NOW)

    with pytest.raises(DomainError, match="Oppstartsdagen har vært"):
        decide_plan(scene.loop, proposal_id=proposal.public_id, reason="", actor=scene.lise, today=date(2026, 9, 15), now=NOW)

    assert not Decision.objects.exists()


def test_one_who_has_become_protected_is_not_named_in_a_letter():
    scene = three_who_agree()
    Person.objects.filter(pk=scene.people["Amina"].person_id).update(protection=Protection.CODE_6)

    decide(scene, propose_plan(scene.loop, actor=scene.lise, now=NOW))

    assert not [message for message in Message.objects.filter(template="loops/plan_employer") if "Amina" in str(message.values)]


def test_one_who_left_after_the_kick_off_gets_no_letter_about_a_next_step():
    scene = Scene({"Amina": (5, 4, 3), "Emil": (4, 5, 3), "Sara": (3, 4, 5), "Berit": (1, 1, 1)})
    NextStepFactory(loop=scene.loop, participant=scene.people["Berit"])
    decline_invitation(scene.people["Berit"], now=NOW, actor=scene.people["Berit"].person)

    decide(scene, propose_plan(scene.loop, actor=scene.lise, now=NOW))

    assert "Berit" not in Message.objects.filter(template="loops/next_step").values_list("recipient_name", flat=True)
