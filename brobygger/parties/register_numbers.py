"""Organisation numbers: nine digits, the last checks the first eight.

Source  Brønnøysundregistrene; weights in data/testdata of the design
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Func
from django.utils.translation import gettext_lazy as _

BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]")
AROUND = re.compile(r"^NO(?=\d)|(?<=\d)MVA$", re.IGNORECASE)
NO_REGISTER_NUMBER = _(
    "«%(number)s» er ikke et organisasjonsnummer. Det har ni sifre, og det siste er et kontrollsiffer. Se etter en skrivefeil."
)
WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def check_digit(first_eight: str) -> int | None:
    """The ninth digit that eight digits ask for, or None when no digit fits them."""
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_eight, strict=True)) % 11
    return {11: 0, 10: None}.get(rest, rest)


def register_number_of(text: str) -> str:
    """What somebody has typed as the nine digits stand in the register: without spaces, full stops, and the NO and MVA of a tax number."""
    return AROUND.sub("", BETWEEN.sub("", text))


def is_register_number(number: str) -> bool:
    return len(number) == 9 and number.isascii() and number.isdigit() and check_digit(number[:8]) == int(number[8]) and int(number) > 0


def require_valid_register_number(number: str) -> None:
    if not is_register_number(number):
        raise ValidationError(NO_REGISTER_NUMBER, params={"number": number})


class IsRegisterNumber(Func):
    """The same rule for the database: nine digits whose weighted sum, the last by one, is a multiple of eleven."""

    template = (
        "(CASE WHEN %(expressions)s ~ '^[0-9]{9}$' THEN mod("
        + " + ".join(f"substr(%(expressions)s, {place}, 1)::int * {weight}" for place, weight in enumerate((*WEIGHTS, 1), start=1))
        + ", 11) = 0 ELSE false END)"
    )
    output_field = BooleanField()
