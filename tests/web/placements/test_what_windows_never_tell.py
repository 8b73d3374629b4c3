"""How a stay ended is for staff: neither the cause nor the words of it stand in any window. Source: RULES A7."""

from __future__ import annotations

import pytest

from brobygger.followup.actions.bankruptcy import employer_went_bankrupt
from brobygger.kernel import clock
from brobygger.placements.models import EndCause, Placement
from brobygger.placements.states import PlacementState
from tests.factories import PlacementFactory, UserFactory
from tests.web.window.test_what_windows_never_show import BAKERY, GARDEN, WORKSHOP, full_loop, pages_of_employer, pages_of_mentor, texts

pytestmark = pytest.mark.django_db

WORDS = "Ville ikke mer, og tempoet var for høyt."


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
