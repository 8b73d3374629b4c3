"""The kinds of pages. Each kind is one helper here and one base template under templates/kinds; a page adds what is special to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from brobygger.web.addresses import Place, address_of
from brobygger.web.forms import Form
from brobygger.web.rendering import render_part
from brobygger.web.request import Request
from brobygger.web.shell import Crumb


def form_page(
    request: Request,
    form: Form,
    *,
    heading: str,
    save: str,
    back: Place | None,
    lead: str = "",
    title: str = "",
    crumbs: Sequence[Crumb] = (),
    template: str = "kinds/form.html",
    **special: Any,
) -> HttpResponse:
    """A page that is one form.

    Takes   save      the words on the button, verb first
            back      where «Avbryt» goes; None where there is nowhere to go back to
            title     of the browser's tab, where it is not the heading
            template  one of the page's own that extends kinds/form.html, with the names it reads as `special`
    """
    cancel_url = address_of(back) if back is not None else ""
    words = {"heading": heading, "lead": lead, "title": title or heading, "save": save}
    return render_part(request, template, {"form": form, "cancel_url": cancel_url, "crumbs": crumbs} | words | special)
