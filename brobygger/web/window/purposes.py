"""Why somebody looked, in words for the one who was looked at."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from brobygger.access.purposes import OF_CODE
from brobygger.audit.models import LookUp
from brobygger.parties.models import Role


class Look(NamedTuple):
    """One look-up as the person reads it."""

    row: LookUp
    who: str
    why: str


def look(row: LookUp) -> Look:
    return Look(row, kind_of_staff(row.actor_role), words(row))


def kind_of_staff(roles: str) -> str:
    """The roles somebody looked in, as words; never which unit or who they are."""
    known = [str(Role(code).label) for code in roles.split(",") if code in Role.values]
    return ", ".join(known).capitalize() or _("En ansatt")


def words(row: LookUp) -> str:
    if not row.is_permitted:
        return _("Ville åpne opplysningene dine, men fikk ikke se dem.")
    purpose = OF_CODE.get(row.purpose)
    return str(purpose.why) if purpose is not None else _("Åpnet en side der du står.")
