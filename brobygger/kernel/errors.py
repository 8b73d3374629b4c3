"""What a person reads when something can't be done."""

from __future__ import annotations


class DomainError(Exception):
    """A refusal in plain words: what is wrong, and what to do next.

    Takes   message  whole sentences for the person at the screen, already translated
            field    the form field it concerns, or None when it concerns the whole
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
