"""What is said about a contact: in the toast, and in the list."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from brobygger.followup.models import Contact, ContactKind, ContactWith
from brobygger.kernel.local_time import in_norway
from brobygger.kernel.units import day


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
