"""Every page of a loop, asked for by everyone: 200 or 404 as the access table says, never anything else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from brobygger.parties.models import Role
from tests.factories import UserFactory
from tests.kit import signed_in

STAFF = ("lise", "dag", "kari", "siri", "per", "stranger")
MAY_READ = {"lise", "dag", "kari", "siri", "per"}
MAY_BUILD = {"lise", "dag"}
PAGES = {
    "loop": ("loop", MAY_READ),
    "size": ("loop", MAY_BUILD),
    "hand_over": ("loop", {"lise"}),
    "kick_off_edit": ("loop", MAY_BUILD),
    "employer_new": ("loop", MAY_BUILD),
    "employer": ("employer", MAY_BUILD),
    "invite": ("loop", {"kari"}),
    "invitations": ("loop", {"kari"}),
    "prepare": ("participant", {"kari"}),
    "kick_off": ("loop", {"lise"}),
    "print_rooms": ("loop", {"lise"}),
    "print_people": ("loop", {"lise"}),
    "type_wishes": ("loop", {"lise"}),
    "type_candidate_wishes": ("participant", {"lise"}),
    "type_employer_wishes": ("employer", {"lise"}),
    "next_steps": ("loop", {"lise"}),
    "next_step_of": ("participant", {"lise"}),
}
POSTS = {
    "next_step": ("loop", MAY_BUILD),
    "next_step_done": ("loop", MAY_BUILD),
    "next_step_not_done": ("loop", MAY_BUILD),
    "next_step_renew": ("loop", MAY_BUILD),
    "call_off": ("loop", MAY_BUILD),
    "employer_yes": ("employer", MAY_BUILD),
    "employer_out": ("employer", MAY_BUILD),
    "employer_tasks": ("employer", MAY_BUILD),
    "employer_tasks_link": ("employer", MAY_BUILD),
    "employer_closed": ("employer", MAY_BUILD),
    "employer_opened": ("employer", MAY_BUILD),
    "employer_contact": ("employer", MAY_BUILD),
    "employer_new_link": ("employer", MAY_BUILD),
    "candidate_new_link": ("participant", {"kari"}),
    "send_again": ("participant", {"kari"}),
    "attendance": ("loop", {"lise"}),
    "interviews": ("loop", {"lise"}),
    "ask_for_wishes": ("loop", {"lise"}),
    "candidate_link": ("participant", {"lise"}),
    "employer_link": ("employer", {"lise"}),
}

BUTTONS_FOR_SOMEBODY = {"employer_pick": ("loop", MAY_BUILD), "invite_person": ("loop", {"kari"})}  # the form says whom


@pytest.fixture
def subjects(scene):
    amina = scene.participant("Amina", turned_up=True)
    return {"loop": scene.loop.public_id, "employer": scene.bakery.public_id, "participant": amina.public_id}


@pytest.mark.parametrize("who", STAFF)
def test_each_page_opens_for_those_the_table_names_and_is_not_there_for_others(scene, subjects, who):
    client = signed_in(getattr(scene, who))

    answers = {name: client.get(reverse(f"loops:{name}", args=[subjects[kind]])).status_code for name, (kind, _roles) in PAGES.items()}

    assert answers == {name: 200 if who in roles else 404 for name, (_kind, roles) in PAGES.items()}


@pytest.mark.parametrize("who", STAFF)
def test_each_button_works_for_those_the_table_names_and_is_not_there_for_others(scene, subjects, who):
    client = signed_in(getattr(scene, who))

    answers = {name: client.post(reverse(f"loops:{name}", args=[subjects[kind]])).status_code for name, (kind, _roles) in POSTS.items()}

    refused = {name for name, status in answers.items() if status == 404}
    assert refused == {name for name, (_kind, roles) in POSTS.items() if who not in roles}
    assert set(answers.values()) <= {302, 404, 422}


@pytest.mark.parametrize("who", STAFF)
def test_each_address_a_form_is_sent_to_shows_a_page_when_it_is_only_asked_for(scene, subjects, who):
    client, addresses = signed_in(getattr(scene, who)), POSTS | BUTTONS_FOR_SOMEBODY

    answers = {
        name: client.get(reverse(f"loops:{name}", args=[subjects[kind]]), follow=True).status_code
        for name, (kind, _roles) in addresses.items()
    }

    assert answers == {name: 200 if who in roles else 404 for name, (_kind, roles) in addresses.items()}


def test_nobody_comes_in_without_signing_in(subjects, client):
    answers = {name: client.get(reverse(f"loops:{name}", args=[subjects[kind]])) for name, (kind, _roles) in (PAGES | POSTS).items()}

    sent_in = {name for name, answer in answers.items() if answer.status_code == 302 and "/looper/" in answer.url.partition("?")[0]}
    assert {answer.status_code for answer in answers.values()} == {302}
    assert sent_in == set()


@pytest.mark.parametrize("who", ["lise", "dag"])
def test_those_who_build_may_start_a_loop(scene, who):
    assert signed_in(getattr(scene, who)).get(reverse("loops:new")).status_code == 200


@pytest.mark.parametrize("who", ["kari", "siri", "per"])
def test_others_may_not_start_a_loop(scene, who):
    assert signed_in(getattr(scene, who)).get(reverse("loops:new")).status_code == 404


def test_the_list_holds_nothing_of_other_units(scene):
    from_elsewhere = signed_in(scene.stranger)

    page = from_elsewhere.get(reverse("loops:list"))

    assert page.status_code == 200
    assert "Brovik-loopen" not in page.content.decode()


def test_the_list_is_not_there_for_one_whose_role_has_no_loops(scene):
    peer_worker = UserFactory(role=Role.PEER_WORKER, role__unit=scene.office)

    answer = signed_in(peer_worker).get(reverse("loops:list"))

    assert answer.status_code == 404


def test_an_employer_of_another_loop_can_not_be_reached_through_its_address(scene):
    from_elsewhere = signed_in(scene.stranger)

    answer = from_elsewhere.get(reverse("loops:employer", args=[scene.bakery.public_id]))

    assert answer.status_code == 404
