"""What many have said, read together by the leader of their unit: question by question, without names. Source: RULES P6; ADR 0102."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.followup.experiences import FEWEST, read_across
from brobygger.followup.models import ExperienceInterview, Guide
from brobygger.web.experiences.views import crumb, title_of
from brobygger.web.leader.unit import UNIT, led
from brobygger.web.page import page
from brobygger.web.phrases import opening
from brobygger.web.rendering import render_part
from brobygger.web.request import Request


@page(Verb.LEAD, ExperienceInterview)
def together(request: Request, guide: str) -> HttpResponse:
    if guide not in Guide.values:
        raise Http404
    here = led(request)
    found = read_across(door.rows(request.principal, Verb.LEAD, ExperienceInterview).filter(unit=here.unit), guide=guide)
    address = reverse("experiences:together", args=[guide])
    context = {
        "title": title_of(guide),
        "found": found,
        "count": opening(found.count) if found is not None else "",
        "quarters": quarters(found.first_quarter, found.last_quarter) if found is not None else "",
        "fewest": FEWEST,
        "here": here,
        "units": [(unit, f"{address}?{UNIT}={unit.public_id}") for unit in here.units],
        "crumbs": [crumb()],
    }
    return render_part(request, "experiences/together.html", context)


def quarters(first: tuple[int, int], last: tuple[int, int]) -> str:
    """«2. kvartal 2026»; «2. kvartal 2026 – 4. kvartal 2026»."""
    begins, ends = (_("%(quarter)s. kvartal %(year)s") % {"quarter": quarter, "year": year} for year, quarter in (first, last))
    return begins if begins == ends else f"{begins} – {ends}"
