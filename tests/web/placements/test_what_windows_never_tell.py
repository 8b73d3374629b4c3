"""How a stay ended is for staff: neither the cause nor the words of it stand in any window. Source: RULES A7."""

from __future__ import annotations

import pytest

from brobygger.followup.actions.bankruptcy import employer_went_bankrupt
from brobygger.kernel import clock
from brobygger.outbox.models import Message
from brobygger.placements.models import EndCause, Placement
from brobygger.placements.states import PlacementState
from tests.factories import PlacementFactory, UserFactory
from tests.web.window.test_what_windows_never_show import BAKERY, GARDEN, WORKSHOP, full_loop, pages_of_employer, pages_of_mentor, texts
from tests.web.window.year_scenes import of_candidate

pytestmark = pytest.mark.django_db

WORDS = "Ville ikke mer, og tempoet var for høyt."


CANDIDATES_PAGES = ("home", "written", "given", "wanted", "told", "look_ups", "experiences")


@pytest.mark.parametrize("number", [BAKERY, WORKSHOP, GARDEN])
def test_the_words_of_an_ending_stand_on_no_page_of_an_employer_or_a_mentor(client, number):
    scene = full_loop()
    Placement.objects.filter(state=PlacementState.ENDED).update(end_words=WORDS)
    for participant in scene.participants:
        PlacementFactory(
            person=participant.person,
            workplace=scene.employers[number].workplace,
            ended=True,
            ends_on=clock.today(),
            end_cause=EndCause.DID_NOT_COME,
            end_words=WORDS,
        )

    shown = texts(client, pages_of_employer(scene, number)) | texts(client, pages_of_mentor(scene, number))

    assert [url for url, text in shown.items() if WORDS in text or "møtte ikke" in text.lower()] == []


# Each as it stands for staff, as a code, and in the two other languages.
OF_A_CAUSE = {
    EndCause.HEALTH: ("på grunn av helse", "på grunn av helsa", ">health<", "because of health"),
    EndCause.RESIGNED: ("sa opp selv", "sa opp sjølv", "resigned"),
    EndCause.DISMISSED: ("ble sagt opp", "vart sagt opp", "dismissed"),
}


@pytest.mark.parametrize("cause", OF_A_CAUSE)
def test_that_it_ended_for_health_or_by_notice_stands_in_no_window_of_anybody_and_in_no_letter(client, cause):
    scene = full_loop()
    for participant in scene.participants:
        for employer in scene.employers:
            PlacementFactory(
                person=participant.person, workplace=employer.workplace, ended=True, ends_on=clock.today(), end_cause=cause, end_words=WORDS
            )

    pages = [page for number in (BAKERY, WORKSHOP, GARDEN) for page in (*pages_of_employer(scene, number), *pages_of_mentor(scene, number))]
    own = [of_candidate(person, name) for person in scene.participants for name in CANDIDATES_PAGES]
    shown = texts(client, [*pages, *own])

    assert len(shown) > 20
    assert [url for url, text in shown.items() if WORDS in text or any(word in text.lower() for word in OF_A_CAUSE[cause])] == []
    assert not Message.objects.filter(values__icontains=WORDS).exists()


def test_every_cause_has_words_that_windows_are_searched_for_or_says_nothing_of_anybody():
    harmless = {
        EndCause.AS_PLANNED,
        EndCause.GOT_JOB,
        EndCause.BEGAN_EDUCATION,
        EndCause.PLAN_CHANGED,
        EndCause.OTHER,
        EndCause.EMPLOYER_LEFT,
    }
    tested = {*OF_A_CAUSE, EndCause.DID_NOT_COME, EndCause.EMPLOYER_BANKRUPT}

    assert tested | harmless == set(EndCause)


def test_after_a_bankruptcy_no_window_says_why(client):
    scene = full_loop()
    workshop = scene.employers[WORKSHOP]
    PlacementFactory(person=scene.participants[0].person, workplace=workshop.workplace, active=True)

    employer_went_bankrupt(
        workshop.workplace.organisation, on=clock.today(), words=WORDS, actor=UserFactory(), today=clock.today(), now=clock.now()
    )

    for number in (BAKERY, WORKSHOP, GARDEN):
        shown = texts(client, pages_of_employer(scene, number)) | texts(client, pages_of_mentor(scene, number))
        assert [url for url, text in shown.items() if WORDS in text or "konkurs" in text] == []
