"""The letter to a colleague who stands in for one who is away."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.accounts.reach import letter_to_user
from brobygger.intake.models import Absence
from brobygger.kernel.units import day
from brobygger.outbox.letters import Audience, Letter, Page
from brobygger.outbox.words import PAGE


def is_ahead(about: UUID, today: date) -> bool:
    """Whether the letter to the one who stands in still applies."""
    return Absence.objects.filter(public_id=about, ends_on__gte=today).exists()


STANDS_IN = Letter(
    "intake/stands_in",
    to=Audience.STAFF,
    subject=_("Du står inn for %(colleague)s"),
    text=(
        _(
            "%(colleague)s er borte %(first)s–%(last)s, og du står inn i de dagene. "
            "De du svarer for, står på siden din. Etterpå går alt tilbake av seg selv."
        ),
        PAGE,
    ),
    applies=is_ahead,
    page=Page.CALLS,
    example={"colleague": "Kari Moseby", "first": "04.01.2027", "last": "08.01.2027"},
)


def tell_stand_in(absence: Absence, stand_in: User, *, now: datetime) -> None:
    STANDS_IN.put(
        once=f"{absence.public_id}:{stand_in.public_id}:{now.isoformat()}",
        to=letter_to_user(stand_in),
        about=absence.public_id,
        values={"colleague": absence.user.name, "first": day(absence.starts_on), "last": day(absence.ends_on)},
        now=now,
    )
