"""What is written about a candidate when somebody has been in touch, for the candidate to read. Source: RULES A8."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.followup.contacts import contacts_of
from brobygger.followup.models import Contact
from brobygger.parties.models import Role
from brobygger.web.paging import newest_first
from brobygger.web.window.candidate.page import home_crumb
from brobygger.web.window.pages import opened_by, show
from brobygger.web.window.ring import own_calls as calls

NOTES_ON_A_PAGE = 20


@opened_by(Role.CANDIDATE)
@require_safe
def written(request: HttpRequest) -> HttpResponse:
    """«Det som er skrevet om meg», newest first. What is withheld shows by itself on its day."""
    principal = request.principal
    rows = contacts_of(door.rows(principal, Verb.READ, Contact), principal.person)
    page = newest_first(request, rows, moment="happened_at", size=NOTES_ON_A_PAGE)
    return show(
        request,
        "window/written.html",
        {
            "contacts": page.rows,
            "newer_url": page.newer_url,
            "older_url": page.older_url,
            "calls": calls(request),
            "crumbs": [home_crumb(request)],
        },
    )
