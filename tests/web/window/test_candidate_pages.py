from __future__ import annotations

from uuid import uuid4

import pytest

from brobygger.access.principal import Trace
from brobygger.audit.actions import Seen, record_look_ups
from brobygger.kernel import clock
from brobygger.loops.models import Side, TaskMark, Wish
from brobygger.loops.states import InvitationState, LoopState
from brobygger.parties.models import Grant, Language
from tests.factories import DecisionFactory, StayFactory, TaskMarkFactory, WishFactory
from tests.web.window.scenes import candidate_url, kick_off_scene

pytestmark = pytest.mark.django_db


def tasks_of(employer):
    return list(employer.tasks.all())


def test_marks_can_be_saved_half_done_and_finished_later(client):
    scene = kick_off_scene(days_ahead=7, said_yes=True)
    first, second, _third = tasks_of(scene.bakery)

    client.post(candidate_url(scene.amina, "marks"), {f"oppgave-{first.public_id}": "want"})
    answer = client.post(candidate_url(scene.amina, "marks"), {f"oppgave-{second.public_id}": "rather_not"})

    assert answer.status_code == 302
    assert dict(TaskMark.objects.values_list("task", "mark")) == {first.pk: "want", second.pk: "rather_not"}


def test_a_task_of_another_loop_is_refused_and_nothing_is_saved(client):
    scene, other = kick_off_scene(days_ahead=7, said_yes=True), kick_off_scene(days_ahead=7, names=("Sara",), said_yes=True)
    own, foreign = tasks_of(scene.bakery)[0], tasks_of(other.bakery)[0]

    answer = client.post(candidate_url(scene.amina, "marks"), {f"oppgave-{own.public_id}": "want", f"oppgave-{foreign.public_id}": "want"})

    assert answer.status_code == 422
    assert "Lista er endret siden du åpnet siden" in answer.content.decode()
    assert not TaskMark.objects.exists()


def test_a_mark_that_is_none_of_the_three_is_refused(client):
    scene = kick_off_scene(days_ahead=7, said_yes=True)

    answer = client.post(candidate_url(scene.amina, "marks"), {f"oppgave-{tasks_of(scene.bakery)[0].public_id}": "hate"})

    assert answer.status_code == 422
    assert not TaskMark.objects.exists()


def test_the_preview_shows_what_stands_in_the_box_and_saves_nothing(client):
    scene = kick_off_scene(days_ahead=7, said_yes=True)
    TaskMarkFactory(participant=scene.amina, task=tasks_of(scene.bakery)[0], mark="want")

    page = client.post(candidate_url(scene.amina, "presentation"), {"presentation": "Jeg vil lære å bake.", "preview": "1"})

    assert page.status_code == 200
    assert page.context["text"] == "Jeg vil lære å bake."
    assert "Det er ikke lagret ennå" in page.content.decode()
    assert "vil gjerne" in page.content.decode()
    scene.amina.refresh_from_db()
    assert scene.amina.presentation == ""


def test_what_is_written_is_saved_with_the_limits_of_the_plan(client):
    scene = kick_off_scene(days_ahead=7, said_yes=True)
    sent = {"presentation": "Jeg vil lære å bake.", "travel_limit_km": "15", "cannot_work": ["night"], "needs": ["step_free"]}

    answer = client.post(candidate_url(scene.amina, "presentation"), sent)

    assert answer.status_code == 302
    scene.amina.refresh_from_db()
    assert (scene.amina.presentation, scene.amina.travel_limit_km) == ("Jeg vil lære å bake.", 15)
    assert (scene.amina.cannot_work, scene.amina.needs) == (["night"], ["step_free"])


@pytest.mark.parametrize("text", ["Jeg har ADHD og liker å bake.", "Nummeret mitt er 13097248022."])
def test_health_and_national_ids_are_not_saved_unread(client, text):
    scene = kick_off_scene(days_ahead=7, said_yes=True)

    answer = client.post(candidate_url(scene.amina, "presentation"), {"presentation": text})

    assert answer.status_code == 422
    scene.amina.refresh_from_db()
    assert scene.amina.presentation == ""


def test_stored_markup_is_shown_as_text(client):
    scene = kick_off_scene(days_ahead=7, said_yes=True)
    scene.amina.presentation = "<script>alert(1)</script>"
    scene.amina.save()

    page = client.get(candidate_url(scene.amina, "presentation")).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def wishes_for(scene, *values):
    return {f"onske-{employer.public_id}": value for employer, value in zip(scene.employers, values, strict=True)}


def test_wishes_are_kept_and_can_be_changed(client):
    scene = kick_off_scene(turned_up=True)

    client.post(candidate_url(scene.amina, "wishes"), wishes_for(scene, 5, 3, 0))
    client.post(candidate_url(scene.amina, "wishes"), wishes_for(scene, 1, 3, 0))

    values = dict(Wish.objects.filter(side=Side.CANDIDATE, participant=scene.amina).values_list("employer", "value"))
    assert [values[employer.pk] for employer in scene.employers] == [1, 3, 0]
    scene.amina.refresh_from_db()
    assert scene.amina.wishes_given_at is not None


def test_only_own_wishes_are_filled_in(client):
    scene = kick_off_scene(turned_up=True)
    WishFactory(participant=scene.amina, employer=scene.bakery, value=4)
    WishFactory(participant=scene.amina, employer=scene.employers[1], value=2, side=Side.EMPLOYER)
    WishFactory(participant=scene.participants[1], employer=scene.employers[2], value=1)

    page = client.get(candidate_url(scene.amina, "wishes")).content.decode()

    assert page.count("checked") == 1
    assert f'name="onske-{scene.bakery.public_id}" value="4"' in page.split("checked")[0][-200:]


@pytest.mark.parametrize("values", [(5, 3, 6), (5, 3, ""), (5, 3, -1), (5, "fem", 0)])
def test_a_wish_must_be_a_number_from_nought_to_five_for_each(client, values):
    scene = kick_off_scene(turned_up=True)

    answer = client.post(candidate_url(scene.amina, "wishes"), wishes_for(scene, *values))

    assert answer.status_code == 422
    assert not Wish.objects.exists()


def test_a_wish_for_an_employer_of_another_loop_is_refused(client):
    scene, other = kick_off_scene(turned_up=True), kick_off_scene(turned_up=True, names=("Sara",))

    answer = client.post(candidate_url(scene.amina, "wishes"), wishes_for(scene, 5, 3, 0) | wishes_for(other, 5, 5, 5))

    assert answer.status_code == 422
    assert not Wish.objects.exists()


def test_wishes_wait_until_one_is_ticked_off_as_here(client):
    scene = kick_off_scene(said_yes=True)

    answer = client.post(candidate_url(scene.amina, "wishes"), wishes_for(scene, 5, 3, 0))

    assert answer.status_code == 302
    assert not Wish.objects.exists()


def test_what_was_said_yes_to_can_be_taken_back_at_once(client):
    scene = kick_off_scene(days_ahead=7, said_yes=True)

    page = client.get(candidate_url(scene.amina, "given")).content.decode()
    client.post(candidate_url(scene.amina, "withdraw"))

    assert "Rugbakken bakeri" in page
    assert "Lise Dalby, koordinator, og de som arbeider der" in page
    scene.amina.refresh_from_db()
    assert scene.amina.state == InvitationState.NO
    assert not Grant.objects.filter(person=scene.amina.person, withdrawn_at__isnull=True).exists()
    assert Grant.objects.filter(person=scene.participants[1].person, withdrawn_at__isnull=True).count() == 4


def test_a_yes_can_be_taken_back_after_the_decision_too(client):
    scene = kick_off_scene(turned_up=True)
    scene.loop.state, scene.loop.decision = LoopState.DECIDED, DecisionFactory()
    scene.loop.save()

    StayFactory(participant=scene.amina, employer=scene.bakery)
    before = client.get(candidate_url(scene.amina, "given")).content.decode()
    answer = client.post(candidate_url(scene.amina, "withdraw"), follow=True)

    assert "Datoene dine står i planen, uten navn" in before
    assert "ser bare datoene i planen nå, uten navn. Ring Lise Dalby på 680\u00a051\u00a0200" in answer.content.decode()
    assert "Ingen i loopen ser" not in answer.content.decode()
    assert not Grant.objects.filter(person=scene.amina.person, withdrawn_at__isnull=True).exists()
    scene.amina.refresh_from_db()
    assert scene.amina.state == InvitationState.YES


def test_after_the_decision_only_the_employers_one_comes_to_are_said_to_see_anything(client):
    scene = kick_off_scene(turned_up=True)
    scene.loop.state, scene.loop.decision = LoopState.DECIDED, DecisionFactory()
    scene.loop.save()
    StayFactory(participant=scene.amina, employer=scene.bakery)

    page = client.get(candidate_url(scene.amina, "given")).content.decode()

    assert "Lise Dalby, koordinator" in page
    assert "Rugbakken bakeri" in page
    assert "Elvekroken verksted" not in page


def look_up(person, *, role, purpose, permitted=True, times=1):
    for _each in range(times):
        record_look_ups(
            actor=uuid4(),
            actor_role=role,
            purpose=purpose,
            reason="" if permitted else "Nysgjerrig <b>",
            request_id=Trace().request_id,
            path="/",
            seen=[Seen(person=person.public_id, permitted=permitted)],
            now=clock.now(),
        )


def test_one_reads_who_has_looked_in_words_and_why(client):
    scene = kick_off_scene()
    look_up(scene.amina.person, role="loop_coordinator", purpose="loop plan")
    look_up(scene.amina.person, role="employer", purpose="loop cards")
    look_up(scene.participants[1].person, role="leader", purpose="loop plan")

    page = client.get(candidate_url(scene.amina, "look_ups")).content.decode()

    assert "Koordinator for loopen" in page
    assert "Arbeidet med planen for loopen." in page
    assert "Arbeidsgiver" in page
    assert "Leste det du har valgt å vise bedriftene." in page
    assert "Leder" not in page


def test_the_log_is_paged(client):
    scene = kick_off_scene()
    look_up(scene.amina.person, role="counsellor", purpose="person page", times=25)

    first = client.get(candidate_url(scene.amina, "look_ups"))
    second = client.get(first.context["page"].after_url)
    made_up = client.get(candidate_url(scene.amina, "look_ups"), {"etter": "x"})

    assert len(first.context["looks"]) == 20
    assert len(second.context["looks"]) == 5
    assert second.context["page"].after_url == ""
    assert made_up.context["looks"] == first.context["looks"]


def test_the_language_is_kept_on_the_person_and_not_on_the_browser(client):
    scene = kick_off_scene()
    back = candidate_url(scene.amina, "given")

    answer = client.post(candidate_url(scene.amina, "language"), {"language": "nn", "next": back})
    refused = client.post(candidate_url(scene.amina, "language"), {"language": "xx", "next": "https://evil.invalid/"})

    scene.amina.person.refresh_from_db()
    assert scene.amina.person.language == Language.NYNORSK
    assert answer.url == back
    assert refused.url == candidate_url(scene.amina)
    assert 'lang="nn"' in client.get(back).content.decode()
