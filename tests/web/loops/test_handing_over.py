from __future__ import annotations

from django.urls import reverse

from brobygger.parties.models import Role
from tests.factories import UserFactory
from tests.kit import signed_in


def test_a_loop_is_given_to_a_colleague_who_then_decides_its_plan(scene):
    colleague = UserFactory(name="Hanne Solbakk", role=Role.LOOP_COORDINATOR, role__unit=scene.centre)
    page = reverse("loops:hand_over", args=[scene.loop.public_id])
    client = signed_in(colleague)
    assert client.get(reverse("loops:plan", args=[scene.loop.public_id])).status_code == 404

    answer = client.post(page, {"coordinator": colleague.public_id})

    assert answer.status_code == 302
    assert client.get(reverse("loops:plan", args=[scene.loop.public_id])).status_code == 200
    assert signed_in(scene.lise).get(reverse("loops:plan", args=[scene.loop.public_id])).status_code == 404


def test_a_coordinator_of_another_unit_is_not_offered_and_not_taken(scene):
    client = signed_in(scene.lise)
    page = reverse("loops:hand_over", args=[scene.loop.public_id])

    shown = client.get(page).content.decode()
    answer = client.post(page, {"coordinator": scene.stranger.public_id})

    assert "Lise Dalby" in shown
    assert scene.stranger.name not in shown
    assert answer.status_code == 422
    scene.loop.refresh_from_db()
    assert scene.loop.coordinator == scene.lise
