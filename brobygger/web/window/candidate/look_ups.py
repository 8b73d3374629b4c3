"""Who has looked at a candidate, and why, in words for the one who was looked at."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import OF_CODE
from brobygger.access.verbs import Verb
from brobygger.audit.models import LookUp
from brobygger.parties.models import Role
from brobygger.web.keyset import keyset
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request
from brobygger.web.window.pages import home_crumb, opened_by

LOOKS_ON_A_PAGE = 20


class Look(NamedTuple):
    """One look-up as the person reads it."""

    row: LookUp
    who: str
    why: str


@opened_by(Role.CANDIDATE)
@page()
def look_ups(request: Request) -> HttpResponse:
    found = keyset(request, door.rows(request.principal, Verb.READ, LookUp), by=("-looked_up_at",), size=LOOKS_ON_A_PAGE)
    looks = [Look(row, kind_of_staff(row.actor_role), why_words(row)) for row in found.rows]
    return render_part(request, "window/look_ups.html", {"page": found, "looks": looks, "crumbs": [home_crumb(request)]})


def kind_of_staff(roles: str) -> str:
    """The roles somebody looked in, as words; never which unit or who they are."""
    known = [str(Role(code).label) for code in roles.split(",") if code in Role.values]
    return ", ".join(known).capitalize() or _("En ansatt")


def why_words(row: LookUp) -> str:
    if not row.is_permitted:
        return _("Ville åpne opplysningene dine, men fikk ikke se dem.")
    purpose = OF_CODE.get(row.purpose)
    return str(purpose.why) if purpose is not None else _("Åpnet en side der du står.")
