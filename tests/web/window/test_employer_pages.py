from __future__ import annotations

from datetime import date

import pytest

from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.loops.building.actions.calling_off import call_off_loop
from brobygger.loops.models import CalledOffBecause, LoopEmployer, Side, Task, Wish
from brobygger.loops.states import LoopState
from brobygger.parties.models import Grant, Person, Protection
from tests.factories import (
    ContactPersonFactory,
    DecisionFactory,
    InterviewFactory,
    LoopEmployerFactory,
    StayFactory,
    TaskMarkFactory,
    WishFactory,
)
from tests.web.window.scenes import employer_url, kick_off_scene

pytestmark = pytest.mark.django_db
FILLED = {"places_0": "1", "places_1": "2", "places_2": "0"}


def lines(*texts):
    return {f"task_{number}": text for number, text in enumerate(texts)} | FILLED


def decide(scene):
    scene.loop.state, scene.loop.decision = LoopState.DECIDED, DecisionFactory()
    scene.loop.save()


def test_an_employer_lists_its_tasks_and_places(client):
    scene = kick_off_scene(days_ahead=7)
    Task.objects.all().delete()

    page = client.get(employer_url(scene.bakery)).content.decode()
    answer = client.post(employer_url(scene.bakery, "tasks"), lines("Lage deig", "Pakke brød", "", "Stå i kassa"))

    assert "Skriv oppgavene" in page
    assert answer.status_code == 302
    assert list(scene.bakery.tasks.values_list("text", flat=True)) == ["Lage deig", "Pakke brød", "Stå i kassa"]
    scene.bakery.refresh_from_db()
    assert scene.bakery.places == [1, 2, 0]
    assert scene.bakery.room == "Rom 1"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (lines("Lage deig", "Pakke brød"), "Skriv tre til ti oppgaver"),
        (lines("Lage deig", "lage deig", "Pakke"), "står to ganger"),
        (lines("Lage deig", "Pakke", "Hjelpe en med ADHD"), "helseopplysninger"),
        (lines("Lage deig", "Pakke", "Rydde") | {"places_0": "7"}, "6 eller mindre"),
        (lines("Lage deig", "Pakke", "Rydde") | {"places_0": "0", "places_1": "0"}, "minst én plass"),
    ],
)
def test_what_cannot_be_kept_is_said_in_words_and_nothing_is_saved(client, sent, words):
    scene = kick_off_scene(days_ahead=7)
    before = list(scene.bakery.tasks.values_list("text", flat=True))

    answer = client.post(employer_url(scene.bakery, "tasks"), sent)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert list(scene.bakery.tasks.values_list("text", flat=True)) == before
    assert LoopEmployer.objects.get(pk=scene.bakery.pk).places == [1, 1, 1]


def test_cards_hold_first_name_words_and_marks_on_own_tasks_in_the_order_of_the_alphabet(client):
    scene = kick_off_scene(days_ahead=7, names=("Østen", "Amina", "Bo"), said_yes=True)
    amina = scene.participants[1]
    amina.presentation = "Jeg vil lære å bake. <b>Fet</b>"
    amina.save()
    TaskMarkFactory(participant=amina, task=scene.bakery.tasks.get(text="Lage deig"), mark="want")
    TaskMarkFactory(participant=amina, task=scene.employers[1].tasks.get(text="Stå i kassa"), mark="rather_not")

    answer = client.get(employer_url(scene.bakery, "people"))

    page = answer.content.decode()
    assert [card.first_name for card, _marks in answer.context["cards"]] == ["Amina", "Bo", "Østen"]
    assert "Jeg vil lære å bake. &lt;b&gt;Fet&lt;/b&gt;" in page
    assert "vil gjerne" in page
    assert "helst ikke" not in page
    for hidden in ["Hemmelig", "2003", "17.05", "Kari"]:
        assert hidden not in page


def test_each_look_at_a_candidate_is_written_down(client):
    scene = kick_off_scene(days_ahead=7, said_yes=True)

    client.get(employer_url(scene.bakery, "people"))

    seen = LookUp.objects.all()
    assert {row.person for row in seen} == {row.person.public_id for row in scene.participants}
    assert {(row.actor_role, row.purpose, row.is_permitted) for row in seen} == {("employer", "loop cards", True)}


def test_only_those_who_said_yes_to_this_workplace_are_met(client):
    scene = kick_off_scene(days_ahead=7, said_yes=True)
    Grant.objects.filter(person=scene.amina.person, workplace=scene.bakery.workplace).delete()

    page = client.get(employer_url(scene.bakery, "people"))

    assert [card.first_name for card, _marks in page.context["cards"]] == ["Bo"]


def test_a_contact_of_two_employers_in_a_loop_sees_each_one_apart(client):
    scene = kick_off_scene(days_ahead=7, said_yes=True)
    late = LoopEmployerFactory(loop=scene.loop, committed=True, contact=scene.bakery.contact)
    ContactPersonFactory(person=scene.bakery.contact, workplace=late.workplace)

    page = client.get(employer_url(late, "people"))

    assert page.context["cards"] == []


def test_a_withdrawn_yes_takes_the_card_away_at_once(client):
    scene = kick_off_scene(days_ahead=7, said_yes=True)
    Grant.objects.filter(person=scene.amina.person).update(withdrawn_at="2026-01-01T00:00Z")

    page = client.get(employer_url(scene.bakery, "people"))

    assert [card.first_name for card, _marks in page.context["cards"]] == ["Bo"]


def test_the_interview_plan_is_that_of_the_own_room(client):
    scene = kick_off_scene(turned_up=True)
    InterviewFactory(loop=scene.loop, participant=scene.amina, employer=scene.bakery, round=1)
    InterviewFactory(loop=scene.loop, participant=scene.participants[1], employer=scene.employers[1], round=2)

    page = client.get(employer_url(scene.bakery)).content.decode()

    assert "10.12" in page
    assert "Amina" in page
    assert "10.24" not in page
    assert LookUp.objects.filter(purpose="loop own room").count() == 1


def wishes_for(scene, *values):
    return {f"onske-{participant.public_id}": value for participant, value in zip(scene.participants, values, strict=True)}


def test_an_employer_gives_private_wishes_for_each_who_turned_up(client):
    scene = kick_off_scene(turned_up=True)

    answer = client.post(employer_url(scene.bakery, "employer_wishes"), wishes_for(scene, 5, 2))
    page = client.get(employer_url(scene.employers[1], "employer_wishes")).content.decode()

    assert answer.status_code == 302
    assert set(Wish.objects.filter(side=Side.EMPLOYER, employer=scene.bakery).values_list("value", flat=True)) == {5, 2}
    assert "checked" not in page


def test_wishes_of_candidates_are_never_filled_in_for_the_employer(client):
    scene = kick_off_scene(turned_up=True)
    WishFactory(participant=scene.amina, employer=scene.bakery, value=4)

    page = client.get(employer_url(scene.bakery, "employer_wishes")).content.decode()

    assert "checked" not in page


def test_a_wish_for_a_participant_of_another_loop_is_refused(client):
    scene, other = kick_off_scene(turned_up=True), kick_off_scene(turned_up=True, names=("Sara",))

    answer = client.post(employer_url(scene.bakery, "employer_wishes"), wishes_for(scene, 5, 2) | wishes_for(other, 5))

    assert answer.status_code == 422
    assert not Wish.objects.exists()


def test_two_with_the_same_first_name_are_told_apart_by_their_time(client):
    scene = kick_off_scene(turned_up=True, names=("Amina", "Amina"))
    InterviewFactory(loop=scene.loop, participant=scene.amina, employer=scene.bakery, round=0)
    InterviewFactory(loop=scene.loop, participant=scene.participants[1], employer=scene.bakery, round=1)

    page = client.get(employer_url(scene.bakery, "employer_wishes")).content.decode()

    assert "Møtte dere kl. 10.00" in page
    assert "Møtte dere kl. 10.12" in page


def test_after_the_decision_an_employer_sees_its_own_stays_and_nobody_else(client):
    scene = kick_off_scene(turned_up=True)
    decide(scene)
    StayFactory(participant=scene.amina, employer=scene.bakery, starts_on=scene.loop.starts_on, ends_on=date(2099, 1, 1))
    StayFactory(participant=scene.participants[1], employer=scene.employers[1], starts_on=date(2026, 10, 1))

    home = client.get(employer_url(scene.bakery)).content.decode()
    cards = client.get(employer_url(scene.bakery, "people"))

    assert "Amina" in home
    assert f'Amina begynner <span class="bb-nowrap">{scene.loop.starts_on:%d.%m.%Y}' in home
    assert "01.10.2026" not in home
    assert [card.first_name for card, _marks in cards.context["cards"]] == ["Amina"]
    assert LookUp.objects.filter(purpose="loop arrivals").count() == 1


def test_an_employer_in_no_loop_gets_a_calm_page(client):
    scene = kick_off_scene()
    LoopEmployer.objects.filter(pk=scene.bakery.pk).update(state="withdrawn")

    answer = client.get(employer_url(scene.bakery))

    assert answer.status_code == 200
    assert "ikke med i noen loop nå" in answer.content.decode()


@pytest.mark.parametrize("protection", [kind for kind in Protection if kind != Protection.NONE])
def test_somebody_who_gets_a_protected_address_after_the_yes_is_met_by_no_employer(client, protection):
    scene = kick_off_scene(turned_up=True)
    InterviewFactory(loop=scene.loop, participant=scene.amina, employer=scene.bakery, round=1)
    Person.objects.filter(pk=scene.amina.person_id).update(protection=protection)

    pages = [client.get(employer_url(scene.bakery, name)).content.decode() for name in ("home", "people", "employer_wishes")]

    assert not [page for page in pages if "Amina" in page]
    assert "10.12" not in pages[0]
    assert "til er her" not in pages[0]
    assert "Bo" in pages[1]
    assert not LookUp.objects.filter(person=scene.amina.person.public_id).exists()


def test_a_protected_address_takes_the_whole_arrival_away(client):
    scene = kick_off_scene(turned_up=True)
    decide(scene)
    StayFactory(participant=scene.amina, employer=scene.bakery, starts_on=date(2098, 1, 1), ends_on=date(2099, 1, 1))
    Person.objects.filter(pk=scene.amina.person_id).update(protection=Protection.CODE_6)

    page = client.get(employer_url(scene.bakery)).content.decode()

    assert "Amina" not in page
    assert "01.01.2098" not in page


def test_a_yes_taken_back_after_the_decision_hides_the_name_and_leaves_the_dates(client):
    scene = kick_off_scene(turned_up=True)
    decide(scene)
    StayFactory(participant=scene.amina, employer=scene.bakery, starts_on=date(2098, 1, 1), ends_on=date(2099, 1, 1))
    Grant.objects.filter(person=scene.amina.person).update(withdrawn_at="2026-01-01T00:00Z")

    page = client.get(employer_url(scene.bakery)).content.decode()

    assert "Amina" not in page
    assert 'En deltaker begynner <span class="bb-nowrap">01.01.2098' in page
    assert '<p class="bb-name">En deltaker</p>' in page
    assert not LookUp.objects.filter(purpose="loop arrivals").exists()


@pytest.mark.parametrize("name", ["place", "tasks", "people", "employer_wishes"])
def test_an_employer_that_has_left_the_loop_is_sent_home(client, name):
    scene = kick_off_scene(turned_up=True)
    LoopEmployer.objects.filter(pk=scene.bakery.pk).update(state="withdrawn")

    answer = client.get(employer_url(scene.bakery, name))

    assert (answer.status_code, answer.url) == (302, employer_url(scene.bakery))


def test_when_a_loop_is_called_off_nobody_is_shown(client):
    scene = kick_off_scene(days_ahead=7, said_yes=True)
    because = CalledOffBecause.TOO_FEW_CANDIDATES
    call_off_loop(scene.loop, because=because, now=clock.now(), actor=scene.loop.coordinator)

    page = client.get(employer_url(scene.bakery, "people"))

    assert page.context["cards"] == []
