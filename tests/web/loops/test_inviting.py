from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from brobygger.audit.models import LookUp
from brobygger.loops.models import Mark, Participant
from brobygger.outbox.models import Message
from tests.factories import EngagementFactory, LoopFactory, PersonFactory, TaskMarkFactory
from tests.kit import signed_in


@pytest.fixture
def kari(scene):
    return signed_in(scene.kari)


def followed(scene, first_name, **fields):
    """Somebody Kari follows who is not invited."""
    person = PersonFactory(**{"first_name": first_name, "of_loop_age": True, **fields})
    EngagementFactory(person=person, unit=scene.office, responsible=scene.kari)
    return person


def page_of(client, name, loop, **query) -> str:
    return client.get(reverse(f"loops:{name}", args=[loop.public_id]), query).content.decode()


def test_the_list_holds_those_one_follows_who_are_of_age_and_not_invited(scene, kari):
    followed(scene, "Amina")
    followed(scene, "Gamle", of_loop_age=False, born_on=date(1980, 1, 1))
    followed(scene, "Ukjent", of_loop_age=False, born_on=None)
    scene.participant("Emil")
    PersonFactory(first_name="Fremmed", of_loop_age=True)

    page = page_of(kari, "invite", scene.loop)

    assert "Inviter Amina" in page
    assert not any(name in page for name in ("Gamle", "Ukjent", "Emil", "Fremmed"))


def test_somebody_outside_the_ages_is_found_by_name_and_refused_with_a_sentence(scene, kari):
    old = followed(scene, "Gamle", last_name="Olsen", of_loop_age=False, born_on=date(1980, 1, 1))

    found = page_of(kari, "invite", scene.loop, sok="gam ols")
    page = kari.post(reverse("loops:invite_person", args=[scene.loop.public_id]), {"person": str(old.public_id)}, follow=True)

    assert "Inviter Gamle Olsen" in found
    assert page.redirect_chain == [(reverse("loops:invite", args=[scene.loop.public_id]), 302)]
    assert "JobbLoop er for dem som er fra 18 til og med 30 år på kick-off-dagen. Gamle Olsen er" in page.content.decode()
    assert not Participant.objects.exists()


def test_inviting_sends_the_link_once_even_when_pressed_twice(scene, kari):
    amina = followed(scene, "Amina", email="amina@brovik.example")
    fields = {"person": str(amina.public_id), "once": "6f9d2c1e-7f0a-4a52-b7f8-6f5f4b0c1a11"}
    url = reverse("loops:invite_person", args=[scene.loop.public_id])

    first, second = kari.post(url, fields), kari.post(url, fields)

    assert first.url == second.url == reverse("loops:invite", args=[scene.loop.public_id])
    assert Participant.objects.get().proposed_by == scene.kari
    assert Message.objects.filter(template="loops/invitation").count() == 1


def test_somebody_one_does_not_follow_can_not_be_invited(scene, kari):
    other = PersonFactory(of_loop_age=True)

    answer = kari.post(reverse("loops:invite_person", args=[scene.loop.public_id]), {"person": str(other.public_id)})

    assert answer.status_code == 404
    assert LookUp.objects.filter(person=other.public_id, is_permitted=False).exists()
    assert not Participant.objects.exists()


@pytest.mark.parametrize("garbage", ["", "1", "tull"])
def test_what_is_no_person_is_not_there(scene, kari, garbage):
    assert kari.post(reverse("loops:invite_person", args=[scene.loop.public_id]), {"person": garbage}).status_code == 404


def test_a_loop_that_is_not_open_says_when_it_opens_and_lists_nobody(scene, kari):
    followed(scene, "Amina")
    gathering = LoopFactory(offices=[scene.office])

    page = page_of(kari, "invite", gathering)

    assert "er ikke åpen ennå. Den åpner når alle bedriftene har sagt ja og dagen er satt." in page
    assert "Amina" not in page


def test_the_long_list_goes_on_where_it_left_off(scene, kari):
    for number in range(25):
        followed(scene, f"Navn{number:02d}")

    first = kari.get(reverse("loops:invite", args=[scene.loop.public_id]))
    second = kari.get(first.context["found"].after_url)

    names = [person.first_name for page in (first, second) for person in page.context["found"].rows]
    assert names == [f"Navn{number:02d}" for number in range(25)]
    assert second.context["found"].after_url == ""


def test_everyone_on_the_list_is_written_in_the_log(scene, kari):
    amina, emil = followed(scene, "Amina"), followed(scene, "Emil")

    page_of(kari, "invite", scene.loop)

    assert set(LookUp.objects.values_list("person", flat=True)) == {amina.public_id, emil.public_id}


def test_a_counsellor_sees_the_answers_of_their_own_and_of_nobody_else(scene, kari):
    scene.participant("Amina")
    scene.participant("Emil", said_yes=False, granted=False)
    scene.participant("Helene", said_yes=False, granted=False, said_no=True)
    other = LoopFactory(offices=[scene.office])
    page = page_of(kari, "invitations", scene.loop)

    assert all(name in page for name in ("Amina", "Emil", "Helene", "Har sagt ja", "Invitert", "Vil noe annet", "Én har ikke svart ennå."))
    assert "Amina" not in page_of(kari, "invitations", other)


def test_the_link_is_sent_again(scene, kari):
    emil = scene.participant("Emil", said_yes=False, granted=False)

    for _press in range(2):
        answer = kari.post(reverse("loops:send_again", args=[emil.public_id]))

    assert answer.url == reverse("loops:invitations", args=[scene.loop.public_id])
    assert Message.objects.filter(template="loops/invitation").count() == 2


def test_after_the_decision_no_invitation_is_sent(scene, kari):
    scene.loop = LoopFactory(decided=True, unit=scene.centre, offices=[scene.office])
    emil = scene.participant("Emil", said_yes=False, granted=False)

    page = kari.post(reverse("loops:send_again", args=[emil.public_id]), follow=True)

    assert page.redirect_chain == [(reverse("loops:invitations", args=[scene.loop.public_id]), 302)]
    assert "så dette kan ikke endres lenger." in page.content.decode()
    assert not Message.objects.exists()


def prepared(**fields):
    return {"presentation": "Jeg liker å bake.", "travel_limit_km": "20", "cannot_work": ["night"], "needs": ["quiet"], **fields}


def test_the_candidate_is_prepared_together_with_the_counsellor(scene, kari):
    amina = scene.participant("Amina")

    kari.post(reverse("loops:prepare", args=[amina.public_id]), prepared())

    amina.refresh_from_db()
    assert (amina.presentation, amina.travel_limit_km, amina.cannot_work, amina.needs) == ("Jeg liker å bake.", 20, ["night"], ["quiet"])


def test_the_preview_shows_what_is_typed_and_saves_nothing(scene, kari):
    amina = scene.participant("Amina")

    page = kari.post(reverse("loops:prepare", args=[amina.public_id]), prepared(se="1"))

    amina.refresh_from_db()
    preview = page.content.decode().partition('id="visning"')[2]
    assert "Jeg liker å bake." in preview
    assert "Ikke lagret ennå." in page.content.decode()
    assert amina.presentation == ""


def test_the_preview_is_first_name_words_and_marks_and_nothing_else(scene, kari):
    amina = scene.participant(
        "Amina", person__last_name="Rahimi", person__phone="68050214", presentation="Jeg liker <b>brød</b>.", needs=["quiet"]
    )
    TaskMarkFactory(participant=amina, task=scene.bakery.tasks.first(), mark=Mark.WANT)

    page = kari.get(reverse("loops:prepare", args=[amina.public_id])).content.decode()

    preview = page.partition('id="vises"')[2].partition("</section>")[0]
    assert "Jeg liker &lt;b&gt;brød&lt;/b&gt;." in preview
    assert "steke brød" in preview
    assert "Vil gjerne" in preview
    assert not any(hidden in preview for hidden in ("Rahimi", "68050214", "2003", "rolig"))
    assert "Bedriftene i loopen og koordinatoren kan lese det du skriver." in page


@pytest.mark.parametrize(
    ("text", "words"), [("Jeg har angst", "Dette ligner helseopplysninger"), ("Jeg er 13097248022", "fødselsnummer eller D-nummer")]
)
def test_health_and_national_ids_are_stopped_before_they_are_saved(scene, kari, text, words):
    amina = scene.participant("Amina")

    page = kari.post(reverse("loops:prepare", args=[amina.public_id]), prepared(presentation=text))

    assert page.status_code == 422
    assert words in page.content.decode()
    amina.refresh_from_db()
    assert amina.presentation == ""


def test_somebody_a_colleague_follows_can_not_be_invited(scene, kari):
    theirs = PersonFactory(first_name="Kollegas", of_loop_age=True)
    EngagementFactory(person=theirs, unit=scene.office, responsible=scene.siri)

    listed = page_of(kari, "invite", scene.loop, sok="Kollegas")
    answer = kari.post(reverse("loops:invite_person", args=[scene.loop.public_id]), {"person": str(theirs.public_id)})

    assert "Inviter Kollegas" not in listed
    assert answer.status_code == 404
    assert not Participant.objects.exists()
