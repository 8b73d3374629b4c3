"""What the four agreed at the start meeting, and whom to call."""

from __future__ import annotations

from brobygger.audit.models import LookUp
from brobygger.intake.models import Responsibility
from brobygger.loops.models import Loop
from brobygger.loops.states import LoopState
from tests.factories import ContactPersonFactory, EngagementFactory, UserFactory
from tests.kit import signed_in


def test_the_page_has_the_four_with_their_telephones(scene):
    text = signed_in(scene.lise).get(scene.url("stay", scene.stay(scene.amina, 0).public_id)).content.decode()

    assert "Amina hos Rugbakken bakeri" in text
    assert all(name in text for name in ("Kari Lund", "Lise Dalby", str(scene.employers[0].contact)))
    assert "tel:+4768051200" in text
    assert LookUp.objects.filter(person=scene.amina.person.public_id, purpose="loop year", is_permitted=True).exists()


def test_goals_and_mentor_are_saved_by_the_coordinator_or_the_counsellor(scene):
    stay = scene.stay(scene.amina, 0)
    mona = ContactPersonFactory(workplace=stay.employer.workplace, is_mentor=True)
    url = scene.url("stay", stay.public_id)

    first = signed_in(scene.lise).post(url, {"goals": "Lære å steke brød.", "mentor": mona.public_id})
    second = signed_in(scene.kari).post(url, {"goals": "Lære å stå i butikken.", "mentor": mona.public_id})

    stay.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 302)
    assert (stay.goals, stay.mentor) == ("Lære å stå i butikken.", mona)


def test_empty_goals_and_health_details_are_asked_about(scene):
    stay = scene.stay(scene.amina, 0)
    client = signed_in(scene.lise)

    answers = [client.post(scene.url("stay", stay.public_id), {"goals": text}) for text in ("", "Har angst, så begynn rolig.")]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Skriv målene dere ble enige om" in answers[0].content.decode()
    assert "Jeg har lest gjennom" in answers[1].content.decode()


def test_a_finished_year_is_only_read(scene):
    stay = scene.stay(scene.amina, 0)
    type(stay).objects.filter(pk=stay.pk).update(goals="Lære å steke.")
    Loop.objects.update(state=LoopState.FINISHED)
    client = signed_in(scene.lise)

    text = client.get(scene.url("stay", stay.public_id)).content.decode()

    assert "Lære å steke." in text
    assert "Lagre målene" not in text
    assert client.post(scene.url("stay", stay.public_id), {"goals": "Annet"}).status_code == 422


def test_whoever_follows_somebody_up_now_is_the_counsellor_to_call(scene):
    Responsibility.objects.filter(engagement__person=scene.amina.person).delete()
    EngagementFactory(person=scene.amina.person, responsible=UserFactory(name="Berit Sund", phone="68054099"))

    page = signed_in(scene.lise).get(scene.url("stay", scene.stay(scene.amina, 0).public_id))

    assert [call.name for call in page.context["calls"] if call.what == "Veilederen"] == ["Berit Sund"]
