"""What an employer is told about people. Source: RULES A7, P3; ADR 0098."""

from __future__ import annotations

from collections.abc import Iterable

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.talent.models import Disclosure
from brobygger.talent.queries import Told, shared_items
from brobygger.web.request import Request


def told_here(request: Request) -> list[Told]:
    """What the holder of an employer's link is told, by first name; each of those people is written down as looked at."""
    found = told_at_all(request)
    door.seen(request.principal, [each.person for each in found], Purpose.TALENT_TOLD)
    return found


def told_at_all(request: Request) -> list[Told]:
    """The same for a page that writes down itself whom it shows."""
    return shared_items(door.rows(request.principal, Verb.READ, Disclosure))


def besides(told: Iterable[Told], shown: Iterable[tuple[int, int]]) -> list[Told]:
    """What is told about those who do not stand on the page already, each by person and workplace."""
    already = set(shown)
    return [each for each in told if (each.person.pk, each.workplace.pk) not in already]
