from __future__ import annotations

from datetime import timedelta

import pytest

from brobygger.kernel import clock
from brobygger.loops.models import Participant
from brobygger.loops.periods import periods
from brobygger.loops.states import InvitationState, LoopState
from brobygger.parties.models import Grant, Role
from tests.factories import (
    DecisionFactory,
    EngagementFactory,
    InterviewFactory,
    LoopEmployerFactory,
    NextStepFactory,
    ParticipantFactory,
    PersonFactory,
    StayFactory,
    TaskMarkFactory,
    UserFactory,
    WishFactory,
)
from tests.kit import token_of
from tests.web.window.scenes import candidate_url, kick_off_scene

pytestmark = pytest.mark.django_db


def decide(scene):
    scene.loop.state, scene.loop.decision = LoopState.DECIDED, DecisionFactory()
    scene.loop.save()


def test_an_invited_candidate_reads_exactly_who_will_see_what_and_until_when(client):
    scene = kick_off_scene(days_ahead=7)

    answer = client.get(candidate_url(scene.amina))

    assert answer.status_code == 200
    page = answer.content.decode()
    until = periods(scene.loop)[-1].ends_on + timedelta(weeks=12)
    for text in [
        "Vil du være med?",
        "Lise Dalby, koordinator, og de som arbeider der",
        "Navn, telefon, e-post, postnummer, det jeg har krysset av og skrevet, og hensyn planen må ta.",
        "Fornavn, det jeg har krysset av om oppgavene, og det jeg selv har skrevet. Når planen er bestemt, bare hvis jeg skal dit.",
        "Rugbakken bakeri",
        "Elvekroken verksted",
        f"{until:%d.%m.%Y}",
        "Ja, jeg blir med",
        "Nei, ikke denne gangen",
        "680\u00a051\u00a0200",
        "tel:+4768054090",
    ]:
        assert text in page


def test_the_page_promises_the_same_last_day_as_the_yes_keeps(client):
    scene = kick_off_scene(days_ahead=7)
    page = client.get(candidate_url(scene.amina)).content.decode()

    client.post(candidate_url(scene.amina, "answer"), {"answer": "yes"})

    grants = Grant.objects.filter(person=scene.amina.person)
    assert grants.count() == 4
    for grant in grants:
        assert f"{grant.ends_on:%d.%m.%Y}" in page
        assert grant.items in page


def test_after_no_the_page_says_who_will_call_and_lets_them_change_their_mind(client):
    scene = kick_off_scene(days_ahead=7)

    answer = client.post(candidate_url(scene.amina, "answer"), {"answer": "no"}, follow=True)
    again = client.post(candidate_url(scene.amina, "answer"), {"answer": "yes"}, follow=True)

    assert "Kari Moseby ringer deg" in answer.content.decode()
    assert "Ja, jeg blir med likevel" in answer.content.decode()
    assert "Du er med i Brovikloopen" in again.content.decode()
    scene.amina.refresh_from_db()
    assert scene.amina.state == InvitationState.YES


def test_nobody_is_answered_for_by_opening_the_page(client):
    scene = kick_off_scene(days_ahead=7)

    client.get(candidate_url(scene.amina, "answer"), {"answer": "yes"})
    client.head(candidate_url(scene.amina, "answer"))

    scene.amina.refresh_from_db()
    assert scene.amina.state == InvitationState.INVITED
    assert not Grant.objects.exists()


def test_an_answer_after_the_plan_is_decided_is_refused_in_words(client):
    scene = kick_off_scene()
    decide(scene)

    answer = client.post(candidate_url(scene.amina, "answer"), {"answer": "yes"}, follow=True)

    assert answer.redirect_chain == [(candidate_url(scene.amina, "invitation"), 302)]
    assert "kan ikke endres lenger" in answer.content.decode()


def test_an_employer_that_came_after_the_yes_is_asked_about_alone(client):
    scene = kick_off_scene(days_ahead=7, said_yes=True)
    late = LoopEmployerFactory(loop=scene.loop, committed=True, workplace__name="Sent bakeri")

    page = client.get(candidate_url(scene.amina)).content.decode()
    client.post(candidate_url(scene.amina, "answer"), {"answer": "yes"})

    assert "Flere bedrifter vil møte deg" in page
    assert Grant.objects.filter(person=scene.amina.person, workplace=late.workplace).count() == 1
    assert "Flere bedrifter vil møte deg" not in client.get(candidate_url(scene.amina)).content.decode()


def test_one_thing_waits_at_a_time_in_the_order_of_the_loop(client):
    scene = kick_off_scene(days_ahead=7, said_yes=True)
    waits = []

    def look():
        waits.append(client.get(candidate_url(scene.amina)).context["own"].waits)

    look()
    for employer in scene.employers:
        for task in employer.tasks.all():
            TaskMarkFactory(participant=scene.amina, task=task)
    look()
    Participant.objects.filter(pk=scene.amina.pk).update(presentation="Jeg liker å bake.")
    look()
    Participant.objects.filter(pk=scene.amina.pk).update(has_attended=True)
    look()
    for employer in scene.employers:
        WishFactory(participant=scene.amina, employer=employer)
    look()

    assert waits == ["marks", "presentation", "kick_off", "wishes", "plan"]


def test_the_interview_plan_shows_own_times_and_rooms_only(client):
    scene = kick_off_scene(turned_up=True)
    InterviewFactory(loop=scene.loop, participant=scene.amina, employer=scene.bakery, round=1)
    InterviewFactory(loop=scene.loop, participant=scene.participants[1], employer=scene.employers[1], round=2)

    page = client.get(candidate_url(scene.amina)).content.decode()

    assert "10.12" in page
    assert "Rom 1" in page
    assert "10.24" not in page
    assert "Bo" not in page.replace("Brobygger", "").split()


def test_a_decided_plan_shows_own_year_and_next_step(client):
    scene = kick_off_scene(turned_up=True)
    decide(scene)
    StayFactory(participant=scene.amina, employer=scene.bakery)
    StayFactory(participant=scene.participants[1], employer=scene.employers[1])
    NextStepFactory(
        loop=scene.loop,
        participant=scene.amina,
        text="Begynner hos Rugbakken bakeri 14.09.2026",
        owner=scene.loop.coordinator,
        due_on=clock.today(),
    )

    page = client.get(candidate_url(scene.amina)).content.decode()

    assert "Neste steg" in page
    assert "Året mitt" in page
    assert "Begynner hos Rugbakken bakeri 14.09.2026" in page
    assert "13.01.2027" in page
    assert "Elvekroken" not in page


def test_those_with_another_next_step_read_nothing_about_places_or_others(client):
    scene = kick_off_scene(turned_up=True)
    decide(scene)
    StayFactory(participant=scene.participants[1], employer=scene.bakery)
    kari = scene.amina.proposed_by
    NextStepFactory(loop=scene.loop, participant=scene.amina, text="Samtale om veien videre med Kari Moseby", owner=kari)

    page = client.get(candidate_url(scene.amina)).content.decode()

    assert "Samtale om veien videre med Kari Moseby" in page
    assert "tel:+4768054090" in page
    for word in ["Året mitt", "Rugbakken", "plass", "ikke valgt", "dessverre", "Planen for"]:
        assert word not in page


def test_a_next_step_set_before_the_decision_is_not_shown_yet(client):
    scene = kick_off_scene(turned_up=True)
    NextStepFactory(loop=scene.loop, participant=scene.amina, text="Samtale om veien videre")

    page = client.get(candidate_url(scene.amina)).content.decode()

    assert "veien videre" not in page


def test_the_one_who_follows_up_today_is_there_to_call(client):
    scene = kick_off_scene(days_ahead=7)
    EngagementFactory(person=scene.amina.person, responsible=UserFactory(name="Jonas Hauglid", phone="68053344"))

    page = client.get(candidate_url(scene.amina)).content.decode()

    assert "Ring Jonas, 680\u00a053\u00a0344" in page
    assert "Ring Lise, 680\u00a051\u00a0200" in page


def test_a_candidate_with_two_invitations_meets_the_newest_first_and_finds_the_other(client):
    scene = kick_off_scene(days_ahead=7)
    older = ParticipantFactory(person=scene.amina.person, loop__open=True, loop__name="Gammelloopen")
    older.loop.kick_off_on = clock.today() - timedelta(days=300)
    older.loop.starts_on = clock.today() - timedelta(days=290)
    older.loop.save()

    page = client.get(candidate_url(scene.amina))
    other = client.get(candidate_url(older, "invitation"))

    assert page.context["participant"] == scene.amina
    assert "Gammelloopen" in page.content.decode()
    assert other.context["participant"] == older


def test_a_candidate_without_an_invitation_gets_a_calm_page(client):
    person = PersonFactory(first_name="Sara")

    answer = client.get(f"/v/{token_of(person)}/")

    assert answer.status_code == 200
    assert "ingenting som venter på deg nå" in answer.content.decode()


def test_a_mentor_reads_whom_to_call(client):
    scene = kick_off_scene()

    answer = client.get(f"/v/{token_of(scene.bakery.contact, Role.MENTOR)}/")

    assert "Her er det ingenting for deg ennå" in answer.content.decode()
    assert "Ring Lise" in answer.content.decode()
