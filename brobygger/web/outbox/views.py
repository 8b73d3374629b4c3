"""What the demo would have sent, with links that work. Included in the addresses of the demo only."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from brobygger.access import door
from brobygger.access.addresses import open_addresses, page_address
from brobygger.access.letters import LETTERS
from brobygger.access.verbs import Verb
from brobygger.outbox.models import Message
from brobygger.outbox.queries import messages_newest_first
from brobygger.outbox.states import MessageState
from brobygger.outbox.words import Words
from brobygger.web.paging import newest_first
from brobygger.web.rendering import render_part

PAGE_SIZE = 25
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


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    door.require(request.principal, Verb.READ, Message)
    scope = door.rows(request.principal, Verb.READ, Message)
    page = newest_first(request, messages_newest_first(scope), moment="created_at", size=PAGE_SIZE)
    addresses = open_addresses([row.link for row in page.rows if row.link], today=request.principal.today)
    sendings = []
    for row in page.rows:
        address = addresses.get(row.link, "")
        link = _("(her står lenken)") if row.link else ""
        sendings.append(Sending(row, LETTERS[row.template].words(row, link=link, page=page_address(row)), address))
    return render_part(request, "outbox/messages.html#messages", {"page": page, "sendings": sendings})
