"""What the holder of a signed link can ask for without being able to open it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from brobygger.audit.actions import record
from brobygger.kernel.local_time import local_day
from brobygger.outbox.actions import Recipient
from brobygger.outbox.models import Message
from brobygger.parties.link_letters import mail_link
from brobygger.parties.models import SignedLink
from brobygger.parties.queries import has_left, with_last_day

RENEWED_FOR = timedelta(days=30)


@transaction.atomic
def send_fresh_link(public_id: str, *, now: datetime) -> Message | None:
    """Mail somebody a link that works, to the address on file.

    An expired link is renewed with a new version, so that only the new message opens anything: an old address in a forwarded
    message can ask for a new one, but does not get it. An open link is sent again as it is, at most once an hour.

    Takes   public_id  of the link, from an address whose signature was right, of any version
    Gives   the message; None when the link is withdrawn or unknown, or its holder has no e-mail or has left the employer
    Source  RULES W7; ADR 0053, 0123
    """
    known = with_last_day(SignedLink.objects.select_for_update(of=("self",)).select_related("person"))
    link = known.filter(public_id=UUID(public_id)).first()
    if link is None or link.withdrawn_at is not None or not link.person.email:
        return None
    if has_left(link, today=local_day(now)):
        return None
    if not link.is_open(local_day(now)):
        link.version, link.expires_on = link.version + 1, local_day(now) + RENEWED_FOR
        link.save(update_fields=["version", "expires_on"])
        record("parties.link_renewed", link, actor=link.person, until=link.expires_on.isoformat())
    to = Recipient(name=str(link.person), address=link.person.email, language=link.person.language)
    return mail_link(link, to, once=f"{now:%Y-%m-%dT%H}", now=now)
