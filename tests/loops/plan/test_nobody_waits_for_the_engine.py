"""While the engine searches, which may take half a minute for a large loop, nobody else's change of the loop has to wait."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from brobygger.kernel.errors import DomainError
from brobygger.loops.models import Adjustment, AdjustmentKind, Loop
from brobygger.loops.plan import actions as planning
from brobygger.loops.plan.actions import adjust, choose_minimum, propose_plan, release
from brobygger.proposals.models import Proposal
from tests.factories import AdjustmentFactory
from tests.loops.plan.scenes import NOW, three_who_agree


def take_the_loop(loop):
    """Lock the loop as another person's change would, without waiting; OperationalError when somebody holds it."""
    try:
        with transaction.atomic():
            return Loop.objects.select_for_update(nowait=True).get(pk=loop.pk).pk
    finally:
        connection.close()


def change(name, scene):
    pair = {"participant": scene.people["Amina"], "employer": scene.places["Verkstedet"]}
    said = {"actor": scene.lise, "now": NOW}
    match name:
        case "adjust":
            adjust(scene.loop, **pair, kind=AdjustmentKind.PIN, **said)
        case "release":
            release(scene.loop, adjustment_id=AdjustmentFactory(**pair).public_id, **said)
        case "choose_minimum":
            choose_minimum(scene.loop, min_visits=1, **said)
        case "propose_plan":
            propose_plan(scene.loop, **said)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["adjust", "release", "choose_minimum", "propose_plan"])
def test_another_can_lock_the_loop_while_the_engine_searches(name, monkeypatch):
    scene = three_who_agree()
    taken = []

    def search(*args, **kwargs):
        with ThreadPoolExecutor(1) as other:
            taken.append(other.submit(take_the_loop, scene.loop).result(timeout=10))
        return plan_loop(*args, **kwargs)

    plan_loop = planning.plan_loop
    monkeypatch.setattr(planning, "plan_loop", search)

    change(name, scene)

    assert taken
    assert set(taken) == {scene.loop.pk}
    assert Proposal.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["adjust", "release", "choose_minimum"])
def test_a_wish_that_comes_meanwhile_refuses_the_change_and_leaves_no_trace(name, monkeypatch):
    scene = three_who_agree()

    def search(*args, **kwargs):
        scene.people["Sara"].wishes.update(value=1)
        return plan_loop(*args, **kwargs)

    plan_loop = planning.plan_loop
    monkeypatch.setattr(planning, "plan_loop", search)

    with pytest.raises(DomainError, match="Noe ble endret mens planen ble regnet ut"):
        change(name, scene)

    assert Adjustment.objects.count() == (name == "release")
    assert not Proposal.objects.exists()
    scene.loop.refresh_from_db()
    assert scene.loop.min_visits is None
