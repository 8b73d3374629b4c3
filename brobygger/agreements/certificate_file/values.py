"""What a joint certificate says. There is no place here for other participants, for how a stay ended, or for money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class EmployerText:
    """One stay and what the employer wrote about it.

    Takes   register_number  nine digits, or nothing
            tasks, words     nothing of either when the employer has written nothing; the stay is listed all the same
            words            the employer's own; an empty line begins a new paragraph
            signed_by, title, given_on  who wrote them, and when
    """

    employer: str
    register_number: str
    starts_on: date
    ends_on: date
    tasks: tuple[str, ...] = ()
    words: str = ""
    signed_by: str = ""
    title: str = ""
    given_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class CertificateText:
    """A whole joint certificate.

    Takes   trade      the loop's trade, as it reads after «i»: butikk og kontor
            starts_on, ends_on  the first and the last day in work training
            employers  in the order the stays came
            issued_by, issued_unit  a name and an office that a later employer may read
            language   nb, nn or en
    Source  arbeidsmiljøloven § 15-15: name, date of birth, what the work was and how long it lasted
    """

    name: str
    born_on: date | None
    loop: str
    trade: str
    starts_on: date
    ends_on: date
    employers: tuple[EmployerText, ...]
    issued_on: date
    issued_by: str
    issued_unit: str
    language: str
