"""Who has looked at a candidate, and why, in words for the one who was looked at."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from brobygger.access import door
from brobygger.access.purposes import OF_CODE
from brobygger.access.verbs import Verb
from brobygger.audit.models import LookUp
from brobygger.parties.models import Role
from brobygger.web.window.candidate.page import home_crumb
from brobygger.web.window.pages import address, opened_by, show

LOOKS_ON_A_PAGE = 20


@opened_by(Role.CANDIDATE)
@require_safe
def look_ups(request: HttpRequest) -> HttpResponseBase:
    number = page_number(request)
    rows = door.rows(request.principal, Verb.READ, LookUp).order_by("-looked_up_at", "-id")
    first = (number - 1) * LOOKS_ON_A_PAGE
    found = [look(row) for row in rows[first : first + LOOKS_ON_A_PAGE + 1]]
    here = address(request, "look_ups")
    return show(
        request,
        "window/look_ups.html",
        {
            "looks": found[:LOOKS_ON_A_PAGE],
            "newer_url": f"{here}?side={number - 1}" if number > 1 else "",
            "older_url": f"{here}?side={number + 1}" if len(found) > LOOKS_ON_A_PAGE else "",
            "crumbs": [home_crumb(request)],
        },
    )


def page_number(request: HttpRequest) -> int:
    asked = request.GET.get("side", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,5}", asked):
        raise Http404
    return int(asked)


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
