"""What is said about a contact: in the toast, and in the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from brobygger.followup.models import Contact, ContactKind, ContactWith
from brobygger.intake.models import Engagement
from brobygger.kernel.local_time import in_norway
from brobygger.kernel.units import day
from brobygger.web.addresses import address_to
from brobygger.web.back import BACK


@dataclass(frozen=True)
class LogForm:
    """What contacts/_log.html is drawn from; a fresh key each, so that two taps on a slow line give one note."""

    id: str
    key: str
    first_name: str
    last_kind: ContactKind
    log_url: str
    longer_url: str
    agree_url: str
    next: str


def log_form(engagement: Engagement, *, last_kind: str, back: str) -> LogForm:
    """The log in two taps.

    Takes   last_kind  what was done last, whose button stands out; empty when nothing was
            back       the address to come back to
    """
    url = address_to("contacts:log", engagement.public_id)
    return LogForm(
        id=str(engagement.public_id),
        key=str(uuid4()),
        first_name=engagement.person.first_name,
        last_kind=ContactKind(last_kind or ContactKind.PHONE),
        log_url=url,
        longer_url=f"{url}?{urlencode({BACK: back})}",
        agree_url=f"{address_to('appointments:new')}?{urlencode({'person': str(engagement.person.public_id), BACK: back})}",
        next=back,
    )


def saved(contact: Contact, *, today: date) -> str:
    """«Lagret: telefon med Nora kl. 09.36.» The day comes along when it is another."""
    return _("Lagret: %(what)s %(when)s.") % {"what": what(contact), "when": when(contact, today=today)}


def when(contact: Contact, *, today: date) -> str:
    moment = in_norway(contact.happened_at)
    at = _("kl. %(time)s") % {"time": f"{moment:%H.%M}"}
    return at if moment.date() == today else f"{day(moment.date())} {at}"


def what(contact: Contact) -> str:
    name = {"name": contact.person.first_name}
    if contact.whom == ContactWith.EMPLOYER:
        return _("kontakt med arbeidsgiveren til %(name)s") % name
    if contact.whom == ContactWith.OTHER:
        return _("kontakt med en annen om %(name)s") % name
    if contact.whom == ContactWith.BOTH:
        return _("kontakt med %(name)s og arbeidsgiveren") % name
    return {
        ContactKind.PHONE: _("telefon med %(name)s"),
        ContactKind.AT_WORK: _("på jobben med %(name)s"),
        ContactKind.OUT: _("møtte %(name)s ute"),
        ContactKind.NO_ANSWER: _("ikke svar fra %(name)s"),
        ContactKind.OFFICE: _("på kontoret med %(name)s"),
        ContactKind.MESSAGE: _("melding til %(name)s"),
    }[ContactKind(contact.kind)] % name
