"""What is written about a candidate when somebody has been in touch, for the candidate to read. Source: RULES A8."""

from __future__ import annotations

from django.http import HttpResponse

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.followup.contacts import contacts_of
from brobygger.followup.models import Contact
from brobygger.parties.models import Role
from brobygger.web.keyset import keyset
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request
from brobygger.web.window.pages import home_crumb, opened_by
from brobygger.web.window.ring import own_calls

NOTES_ON_A_PAGE = 20


@opened_by(Role.CANDIDATE)
@page()
def written(request: Request) -> HttpResponse:
    """«Det som er skrevet om meg», newest first. What is withheld shows by itself on its day."""
    rows = contacts_of(door.rows(request.principal, Verb.READ, Contact), request.principal.holder)
    found = keyset(request, rows, by=("-happened_at",), size=NOTES_ON_A_PAGE)
    return render_part(request, "window/written.html", {"page": found, "calls": own_calls(request), "crumbs": [home_crumb(request)]})
