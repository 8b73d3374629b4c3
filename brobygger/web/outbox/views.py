"""What the demo would have sent, with links that work. Included in the addresses of the demo only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.addresses import open_addresses, page_address
from brobygger.access.letters import LETTERS
from brobygger.access.verbs import Verb
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.outbox.words import Words
from brobygger.web.keyset import keyset
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request

SHOWN_AS = {MessageState.SENT: "yes", MessageState.WAITING: "ask", MessageState.SENDING: "ask"}


@dataclass(frozen=True)
class Sending:
    """A message as the page shows it. `address` is empty when the link no longer works, or there is none."""

    message: Message
    words: Words
    address: str

    @property
    def shown_as(self) -> str:
        return SHOWN_AS.get(MessageState(self.message.state), "no")

    @property
    def date_count(self) -> int:
        """How many dates go along as calendar files; none to a telephone."""
        return len(str(self.message.values.get("date_ids", "")).split()) if self.message.is_email else 0


@page(Verb.READ, Message)
def messages(request: Request) -> HttpResponse:
    found = keyset(request, door.rows(request.principal, Verb.READ, Message), by=("-created_at",))
    addresses = open_addresses([row.link for row in found.rows if row.link], today=request.principal.today)
    sendings = [sending(row, addresses) for row in found.rows]
    return render_part(request, "outbox/messages.html", {"page": found, "sendings": sendings})


def sending(row: Message, addresses: Mapping[UUID, str]) -> Sending:
    link = _("(her står lenken)") if row.link else ""
    words = LETTERS[row.template].words(row, link=link, page=page_address(row))
    return Sending(row, words, addresses.get(row.link, "") if row.link else "")
