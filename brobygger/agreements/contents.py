"""What a joint certificate is made from: gathered from the rows, kept with the file as plain values, and turned into the file's text.

The values are the same in every language. Nobody else's words, no cause, no benefit and no national id has a place among them.

Source  MISSION §5.9; RULES A7; ADR 0090
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, cast

from django.utils.translation import gettext as _
from django.utils.translation import override

from brobygger.accounts.models import User
from brobygger.agreements.certificate_file import CertificateText, EmployerText, left_out
from brobygger.agreements.models import EmployerWords, Evaluation, JointCertificate
from brobygger.agreements.queries import Written, begun_stays, written
from brobygger.agreements.seal import Sealed, check_seal
from brobygger.kernel.local_time import local_day
from brobygger.loops.models import Participant
from brobygger.parties.models import Person


class EmployerContents(TypedDict):
    employer: str
    register_number: str
    starts_on: str
    ends_on: str
    tasks: list[str]
    words: str
    signed_by: str
    title: str
    given_on: str
    typed_by: str


class Contents(TypedDict):
    name: str
    born_on: str
    loop: str
    trade: str
    starts_on: str
    ends_on: str
    employers: list[EmployerContents]
    issued_on: str
    issued_by: str
    issued_unit: str


def gather(participant: Participant, *, issued_on: date, issued_by: User) -> Contents:
    """The values of a certificate as the rows stand now: every stay that has begun, with the words that exist.

    Takes   participant  with at least one stay that has begun; person, loop and region loaded
    Raises  ValueError for one who has not begun anywhere
    Cost    three queries
    """
    stays = written(
        begun_stays(participant.stays.all()).select_related("employer__workplace__organisation"),
        evaluations=Evaluation.objects.none(),
        words=EmployerWords.objects.all(),
    )
    if not stays:
        raise ValueError("a certificate is about stays that have begun, and there are none")
    person, loop = participant.person, participant.loop
    return {
        "name": str(person),
        "born_on": iso(person.born_on),
        "loop": loop.name,
        "trade": loop.trade,
        "starts_on": iso(min(each.days.starts_on for each in stays)),
        "ends_on": iso(max(each.days.ends_on for each in stays)),
        "employers": [of_employer(each) for each in stays],
        "issued_on": iso(issued_on),
        "issued_by": issued_by.name,
        "issued_unit": f"JobbLoop {loop.region.name}",  # read by later employers, so no authority is named
    }


def of_employer(each: Written) -> EmployerContents:
    words, workplace = each.words, each.stay.employer.workplace
    return {
        "employer": workplace.name,
        "register_number": workplace.organisation.register_number,
        "starts_on": iso(each.days.starts_on),
        "ends_on": iso(each.days.ends_on),
        "tasks": list(words.tasks) if words else [],
        "words": words.words if words else "",
        "signed_by": str(words.signed_by) if words else "",
        "title": words.title if words else "",
        "given_on": iso(local_day(words.given_at)) if words else "",
        "typed_by": words.typed_by.name if words and words.typed_by else "",
    }


def iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def kept(certificate: JointCertificate) -> Contents:
    """The values a certificate was made from."""
    return cast("Contents", certificate.contents)


def certificate_text(contents: Contents, *, language: str) -> CertificateText:
    """The values as the file needs them, with the few words around them in its language."""
    with override(language):
        return CertificateText(
            name=contents["name"],
            born_on=day_or_none(contents["born_on"]),
            loop=contents["loop"],
            trade=contents["trade"],
            starts_on=date.fromisoformat(contents["starts_on"]),
            ends_on=date.fromisoformat(contents["ends_on"]),
            employers=tuple(employer_text(each) for each in contents["employers"]),
            issued_on=date.fromisoformat(contents["issued_on"]),
            issued_by=contents["issued_by"],
            issued_unit=contents["issued_unit"],
            language=language,
        )


def employer_text(each: EmployerContents) -> EmployerText:
    return EmployerText(
        employer=each["employer"],
        register_number=each["register_number"],
        starts_on=date.fromisoformat(each["starts_on"]),
        ends_on=date.fromisoformat(each["ends_on"]),
        tasks=tuple(each["tasks"]),
        words=each["words"],
        signed_by=signature(each["signed_by"], each["typed_by"]),
        title=each["title"],
        given_on=day_or_none(each["given_on"]),
    )


def signature(signed_by: str, typed_by: str) -> str:
    """Who the words are from. What was said in a talk says who wrote it down."""
    if not typed_by:
        return signed_by
    return _("Skrevet ned av %(writer)s etter samtale med %(name)s") % {"writer": typed_by, "name": signed_by}


def day_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class Part:
    """One employer's part of a certificate as a page shows it, in the language of the page."""

    employer: str
    starts_on: date
    ends_on: date
    tasks: tuple[str, ...]
    words: str
    signed: str
    given_on: date | None


def part(each: EmployerContents) -> Part:
    text = employer_text(each)
    signed = ", ".join(bit for bit in (text.signed_by, text.title) if bit)
    return Part(text.employer, text.starts_on, text.ends_on, text.tasks, text.words, signed, text.given_on)


def without_a_font(person: str, loop: str, parts: Iterable[Part]) -> list[str]:
    """The words on a certificate that hold letters none of its fonts has. Each becomes □ in the file."""
    said = [text for part in parts for text in (part.employer, *part.tasks, part.words, part.signed)]
    return left_out([person, loop, *said])


def part_now(each: Written) -> Part:
    """One employer's part as the rows stand now."""
    return part(of_employer(each))


def parts_of(certificate: JointCertificate) -> list[Part]:
    """What a certificate says, employer by employer, so that the file is not the only way to read it."""
    return [part(each) for each in kept(certificate)["employers"]]


def preview(
    each: Written, *, tasks: Sequence[str], words: str, title: str, signed_by: Person, typed_by: User | None = None, on: date
) -> Part:
    """One employer's part exactly as it will read when these words are kept."""
    tried: EmployerContents = {
        **of_employer(each),
        "tasks": list(tasks),
        "words": words.strip(),
        "signed_by": str(signed_by),
        "title": title.strip(),
        "given_on": iso(on),
        "typed_by": typed_by.name if typed_by is not None else "",
    }
    return part(tried)


def is_unchanged(certificate: JointCertificate, *, now: datetime) -> bool:
    """Whether the kept file is the very one that was issued, with its seal unbroken. One that is missing is not.

    Cost    about 20 ms
    """
    try:
        with certificate.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError:
        return False
    return hashlib.sha256(content).hexdigest() == certificate.digest and check_seal(content, now=now).state == Sealed.UNCHANGED
