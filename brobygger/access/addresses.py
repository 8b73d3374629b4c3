"""The addresses letters carry: signed links, and the pages one signs in to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from brobygger.access.links import link_address
from brobygger.outbox.letters import Page
from brobygger.outbox.models import Message
from brobygger.parties.models import SignedLink
from brobygger.parties.queries import has_left, with_last_day

PAGES: dict[Page, str] = {
    Page.CALLS: "cover:calls",
    Page.EMPLOYER: "jobdev:employer",
    Page.HANDOVER: "cover:handover",
    Page.INTAKE: "intake:intake",
    Page.LOOPS: "loops:list",
    Page.MATTER: "followup:matter",
    Page.OPENING: "jobdev:opening",
    Page.PEOPLE: "people:list",
    Page.PERSON: "people:person",
    Page.SUGGESTION: "suggestions:suggestion",
}


def open_addresses(links: Iterable[UUID], *, today: date) -> dict[UUID, str]:
    """The whole address of each link that works today; one that is withdrawn or has run out is left out, as of one who has left.

    Cost    one query
    """
    found = with_last_day(SignedLink.objects.filter(public_id__in=set(links)))
    return {link.public_id: link_address(link) for link in found if link.is_open(today) and not has_left(link, today=today)}


def page_address(message: Message) -> str:
    """The whole address of the page a message leads to; empty when it leads to none."""
    if not message.page:
        return ""
    of = [message.page_of] if message.page_of is not None else []
    return f"{settings.BASE_URL.rstrip('/')}{reverse(PAGES[Page(message.page)], args=of)}"
