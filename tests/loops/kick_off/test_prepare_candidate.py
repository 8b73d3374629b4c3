from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.kick_off.actions.inviting import prepare_candidate
from tests.factories import LoopFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db


def prepare(participant):
    return prepare_candidate(
        participant, presentation="Jeg baker.", travel_limit_km=20, cannot_work=["night"], needs=["quiet"], actor=UserFactory()
    )


def test_words_and_needs_are_kept():
    amina = ParticipantFactory(loop=LoopFactory(open=True))

    prepare(amina)

    amina.refresh_from_db()
    assert (amina.presentation, amina.travel_limit_km, amina.cannot_work, amina.needs) == ("Jeg baker.", 20, ["night"], ["quiet"])


def test_after_the_decision_they_stand():
    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        prepare(ParticipantFactory(loop=LoopFactory(decided=True)))
