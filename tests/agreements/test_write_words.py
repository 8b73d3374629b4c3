from __future__ import annotations

from datetime import timedelta

import pytest

from brobygger.agreements.actions.words import ask_for_words, write_words
from brobygger.agreements.letters import words_are_wanted
from brobygger.agreements.models import EmployerWords
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import LoopEmployer
from brobygger.loops.states import CommitmentState
from brobygger.outbox.models import Message
from brobygger.parties.models import ContactPerson, Grant, Protection
from tests.agreements.scenes import NOW, TODAY, year_scene
from tests.factories import ContactPersonFactory

pytestmark = pytest.mark.django_db


def write(stay, **fields):
    given = {"tasks": ["Lage deig"], "words": "Kommer presis.", "signed_by": stay.employer.contact, "title": "Daglig leder"}
    return write_words(stay, now=NOW, **{"actor": stay.employer.contact, **given, **fields})


def test_words_are_kept_as_they_were_written_and_written_again_they_take_the_place_of_the_first():
    stay = year_scene().stays[0]
    write(stay)

    words = write(stay, tasks=["Pakke brød ", "Pakke brød", "", "Bake <b>kringle</b>"], words=" Rolig & blid. ")

    assert EmployerWords.objects.get() == words
    assert words.tasks == ["Pakke brød", "Bake <b>kringle</b>"]
    assert words.words == "Rolig & blid."


@pytest.mark.parametrize(
    ("fields", "message", "field"),
    [
        ({"tasks": [" "]}, "minst én oppgave", "tasks"),
        ({"tasks": [f"Oppgave {number}" for number in range(11)]}, "høyst 10 oppgaver. Du har 11", "tasks"),
        ({"tasks": ["x" * 121]}, "høyst 120 tegn", "tasks"),
        ({"words": "  "}, "Skriv noen ord", "words"),
    ],
)
def test_what_cannot_stand_on_a_certificate_is_refused(fields, message, field):
    with pytest.raises(DomainError, match=message) as refusal:
        write(year_scene().stays[0], **fields)

    assert refusal.value.field == field
    assert not EmployerWords.objects.exists()


def test_only_somebody_who_answers_for_the_employer_signs():
    scene = year_scene()

    with pytest.raises(DomainError, match="står ikke som kontakt hos Rugbakken bakeri") as refusal:
        write(scene.stays[0], signed_by=scene.employers[1].contact)

    assert refusal.value.field == "signed_by"


def test_an_employer_that_is_gone_can_have_it_typed_after_a_talk_with_a_former_contact():
    scene = year_scene()
    former = ContactPersonFactory(workplace=scene.bakery.workplace, person__first_name="Nils", ends_on=TODAY - timedelta(days=60))
    LoopEmployer.objects.filter(pk=scene.bakery.pk).update(
        state=CommitmentState.DROPPED_OUT, dropped_out_on=TODAY, dropped_out_because="bankrupt"
    )

    words = write(scene.stays[0], signed_by=former.person, typed_by=scene.lise, actor=scene.lise)

    assert (words.signed_by.first_name, words.typed_by) == ("Nils", scene.lise)


def test_a_stay_that_has_not_begun_gets_no_words():
    with pytest.raises(DomainError, match="har ikke begynt hos"):
        write(year_scene().stays[2])


def test_an_employer_is_asked_once_a_day():
    scene = year_scene()
    stay = scene.stays[0]
    ask_for_words(stay, now=NOW, actor=scene.lise)

    with pytest.raises(DomainError, match=r"fikk brev om dette i dag\. Vent til i morgen, eller ring Tor Bakkli"):
        ask_for_words(stay, now=NOW + timedelta(hours=3), actor=scene.lise)
    ask_for_words(stay, now=NOW + timedelta(days=1), actor=scene.lise)

    letters = Message.objects.filter(template="agreements/words_employer")
    assert [(letter.recipient_address, letter.values["first_name"]) for letter in letters] == [("tor@brovik.invalid", "Amina")] * 2
    assert words_are_wanted(stay.placement.public_id, TODAY)


def test_an_employer_that_has_written_is_not_asked_and_a_letter_that_waits_no_longer_applies():
    scene = year_scene()
    stay = scene.stays[0]
    write(stay)

    with pytest.raises(DomainError, match="Rugbakken bakeri har skrevet allerede"):
        ask_for_words(stay, now=NOW, actor=scene.lise)

    assert not words_are_wanted(stay.placement.public_id, TODAY)


@pytest.mark.parametrize("why", ["yes taken back", "protected", "contact gone"])
def test_an_employer_that_may_not_see_the_candidate_gets_no_letter(why):
    scene = year_scene()
    stay = scene.stays[0]
    if why == "yes taken back":
        Grant.objects.filter(workplace=scene.bakery.workplace).update(withdrawn_at=NOW)
    elif why == "protected":
        scene.amina.person.protection = Protection.CODE_6
        scene.amina.person.save()
    else:
        ContactPerson.objects.filter(workplace=scene.bakery.workplace).update(ends_on=TODAY - timedelta(days=1))

    with pytest.raises(DomainError, match=r"ser ikke Amina lenger\. Ring Tor Bakkli"):
        ask_for_words(stay, now=NOW, actor=scene.lise)

    assert not Message.objects.exists()
    assert not words_are_wanted(stay.placement.public_id, TODAY)
