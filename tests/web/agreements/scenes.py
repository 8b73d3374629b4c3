"""The addresses of the pages about words and certificates, and who comes in."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from brobygger.loops.models import LoopEmployer, Participant
from brobygger.parties.models import Role
from tests.kit import token_of


def own(participant: Participant, name: str, about: Any = None) -> str:
    """An address in a candidate's own window: about the participant, unless something else is given."""
    return reverse(f"window:{name}", args=[token_of(participant.person), (about or participant).public_id])


def at(employer: LoopEmployer, name: str, about: Any = None) -> str:
    """An address in the window of an employer's contact."""
    return reverse(f"window:{name}", args=[token_of(employer.contact, Role.EMPLOYER), (about or employer).public_id])


def staff(name: str, about: Any) -> str:
    return reverse(f"agreements:{name}", args=[about.public_id])
