"""Who answers for somebody, whom to ring around them, and when they are due, as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.followup.around import AtWork
from brobygger.followup.due_dates import NEVER, in_words
from brobygger.intake.models import Service
from brobygger.intake.queries import PickUp
from brobygger.kernel.units import day
from brobygger.placements.chain import Chain
from brobygger.web.addresses import address_of
from brobygger.web.placements.words import followed_until_in_words


@dataclass(frozen=True)
class Call:
    """Somebody around the person, and the number to tap."""

    name: str
    what: str
    phone: str


@dataclass(frozen=True)
class NextFollowUp:
    """When somebody is due, and why, in words."""

    when: str
    why: str
    after: str
    is_late: bool


@dataclass(frozen=True)
class Listed:
    """Somebody on the list: who they are, what the reader is for them, and when they are due."""

    name: str
    url: str
    part: str
    due: str
    is_late: bool


def in_list(engagement: Any, due: Any, *, today: date) -> Listed:
    """Takes an engagement from `caseload`, and the same with due dates."""
    if engagement.is_mine:
        part = str(capfirst(engagement.get_service_display()))
    else:
        part = _("Du svarer nå") if engagement.is_covered else _("Du er stedfortreder")
    when, _why = in_words(due, today=today)
    person = engagement.person
    return Listed(str(person), address_of(person), part, when, is_late(due, today=today))


def is_late(engagement: Any, *, today: date) -> bool:
    """Whether the day has been, or nobody has been in touch yet."""
    return bool(engagement.due_phase == NEVER or (engagement.due_on is not None and engagement.due_on < today))


def first_of(pick_ups: Sequence[PickUp], user: User) -> PickUp | None:
    """The engagement the page speaks of: the reader's own, or else that of the specialists, or else the longest running."""
    by_weight = sorted(
        pick_ups,
        key=lambda each: (
            each.responsible != user,
            each.deputy != user,
            each.engagement.service != Service.SUPPORTED_EMPLOYMENT,
        ),
    )
    return by_weight[0] if by_weight else None


def who_answers(pick_up: PickUp, *, user: User) -> str:
    """Who is responsible and who stands in, in one or two sentences."""
    responsible = pick_up.responsible
    if responsible is None:
        return _("Ingen er ansvarlig i dag. Si fra til lederen.")
    first = _("Ansvarlig er du.") if responsible == user else _("Ansvarlig er %(name)s.") % {"name": responsible.name}
    return f"{first} {who_stands_in(pick_up, responsible, user=user)}"


def who_stands_in(pick_up: PickUp, responsible: User, *, user: User) -> str:
    deputy = pick_up.deputy
    if deputy is None:
        return _("Ingen er stedfortreder i dag.")
    names = {"name": responsible.name, "deputy": deputy.name}
    if pick_up.away_until is not None:
        if pick_up.answers is None:
            return _("Ansvarlig og stedfortreder er borte. Si fra til lederen.")
        names["day"] = day(pick_up.away_until)
        return (_("Du svarer til og med %(day)s.") if deputy == user else _("%(deputy)s svarer til og med %(day)s.")) % names
    if responsible == user:
        return _("%(deputy)s tar over når du er borte.") % names
    return (_("Du tar over når %(name)s er borte.") if deputy == user else _("%(deputy)s er stedfortreder.")) % names


def calls_around(pick_ups: Iterable[PickUp], at_work: Iterable[AtWork], *, user: User) -> list[Call]:
    """Those at work first, then those who follow the person up, without the reader. Each stands once."""
    calls = [Call(each.name, ", ".join(filter(None, (each.title, each.workplace))), each.phone) for each in at_work]
    seen = {user}
    for pick_up in pick_ups:
        for who, what in ((pick_up.responsible, service_in_words(pick_up)), (pick_up.deputy, deputy_in_words(pick_up, user=user))):
            if who is not None and who not in seen:
                seen.add(who)
                calls.append(Call(who.name, what, who.phone))
    return calls


def service_in_words(pick_up: PickUp) -> str:
    unit = {"unit": pick_up.engagement.unit.name}
    if pick_up.engagement.service == Service.SUPPORTED_EMPLOYMENT:
        return _("Jobbspesialist, %(unit)s") % unit
    return _("Veileder, %(unit)s") % unit


def deputy_in_words(pick_up: PickUp, *, user: User) -> str:
    if pick_up.responsible is None:
        return _("Stedfortreder")
    return (
        _("Stedfortreder for deg") if pick_up.responsible == user else _("Stedfortreder for %(name)s") % {"name": pick_up.responsible.name}
    )


def next_follow_up(engagement: Any, chain: Chain, *, today: date) -> NextFollowUp:
    """Takes an engagement from `with_due_dates`."""
    when, why = in_words(engagement, today=today)
    until = followed_until_in_words(chain)
    return NextFollowUp(when, why, f"{until}." if until else "", is_late(engagement, today=today))
