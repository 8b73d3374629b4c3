"""Where somebody came from, when the form or the address they sent says it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

BACK = "neste"  # in an address; a form says "next"
LONGEST = 1000  # @once keeps the address it answered with, and has room for twice as much


def back_to(request: HttpRequest, otherwise: str, *, under: str = "/") -> str:
    """The address somebody asks to come back to when it is ours, and else another.

    Takes   under  what the address must begin with
    """
    asked = request.POST.get("next") or request.GET.get(BACK, "")
    return asked if asked.startswith(under) and is_ours(request, asked) else otherwise


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address leads to this host. It begins with a slash: redirect() takes anything else for the name of a page."""
    return (
        address.startswith("/")
        and len(iri_to_uri(address)) <= LONGEST
        and url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    )
