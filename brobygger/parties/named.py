"""Somebody's name, for a reader who may not be allowed to know it. Source: RULES A3, A4; ADR 0061."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from brobygger.parties.models import Person


def somebody() -> str:
    """What to call one whose name the reader may not know. It says nothing of why: protected, or a yes that was taken back."""
    return _("En deltaker")


@dataclass(frozen=True)
class Named:
    """A person as one reader may name them."""

    person: Person
    is_seen: bool

    def __str__(self) -> str:
        return str(self.person) if self.is_seen else somebody()

    @property
    def first_name(self) -> str:
        return self.person.first_name if self.is_seen else somebody()

    @property
    def in_a_sentence(self) -> str:
        """The first name, or «en deltaker» after other words."""
        return self.person.first_name if self.is_seen else _("en deltaker")

    @property
    def in_order(self) -> tuple[str, str, int]:
        """What to sort by; where a hidden name stands does not give it away."""
        return self.first_name, self.person.last_name if self.is_seen else "", self.person.pk
