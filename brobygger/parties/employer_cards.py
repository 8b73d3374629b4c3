"""Putting an employer's card right: the firm's name, the workplace, and whom to call there no more. Source: RULES P4, W7; ADR 0123."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.audit.actions import HasPublicId
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day
from brobygger.parties.changes import record_change
from brobygger.parties.models import ContactPerson, Organisation, Person, Workplace
from brobygger.reference.models import PostalCode


@transaction.atomic
def correct_workplace(
    workplace: Workplace,
    *,
    name: str,
    street: str,
    postal_code: PostalCode | None,
    phone: str,
    email: str,
    way_in: str,
    actor: HasPublicId,
) -> Workplace:
    """Put right what a workplace is called, where it is, how it is reached and how one gets in; the history keeps what stood there.

    Raises  DomainError for the name of another workplace of the same organisation
    """
    workplace = Workplace.objects.select_for_update().get(pk=workplace.pk)
    others = Workplace.objects.filter(organisation=workplace.organisation_id, name=name).exclude(pk=workplace.pk)
    if others.exists():
        raise DomainError(_("Bedriften har allerede et arbeidssted med dette navnet."), field="name")
    stands = {"name": name, "street": street, "postal_code": postal_code, "phone": phone, "email": email, "way_in": way_in}
    if save_what_changed(workplace, stands):
        record_change("parties.workplace_corrected", workplace, actor=actor)
    return workplace


@transaction.atomic
def correct_organisation(organisation: Organisation, *, name: str, trade: str, actor: HasPublicId) -> Organisation:
    """Put right what a firm is called, and its trade, at all its workplaces; the history keeps what stood there. The number stands."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if save_what_changed(organisation, {"name": name, "trade": trade}):
        record_change("parties.organisation_corrected", organisation, actor=actor)
    return organisation


def save_what_changed(row: Organisation | Workplace | ContactPerson | Person, stands: Mapping[str, object]) -> bool:
    """Save the fields that are to be something else. Gives whether any was: saved as it stood, a row gets no version to tell of."""
    changed = [name for name, value in stands.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, stands[name])
    if changed:
        row.save(update_fields=changed)
    return bool(changed)


def require_in_business(workplace: Workplace, *, field: str = "") -> None:
    """Raises DomainError for a workplace of a firm that is bankrupt."""
    firm = workplace.organisation
    if firm.bankrupt_on is not None:
        words = {"firm": firm, "day": day(firm.bankrupt_on)}
        raise DomainError(_("%(firm)s er konkurs siden %(day)s. Er det en feil, så rett det på siden til bedriften.") % words, field=field)


@transaction.atomic
def end_contact(contact: ContactPerson, *, on: date, actor: HasPublicId) -> ContactPerson:
    """Somebody is called at a workplace until a day, and not after. Their own page works as long as they stand somewhere.

    Takes   on  the last day; another day than before moves it
    Raises  DomainError for a day before the first
    Source  ADR 0123
    """
    contact = ContactPerson.objects.select_for_update(of=("self",)).select_related("person").get(pk=contact.pk)
    if on < contact.starts_on:
        words = {"name": contact.person, "day": day(contact.starts_on)}
        raise DomainError(_("%(name)s har stått her siden %(day)s. Velg den dagen eller en senere.") % words, field="on")
    if save_what_changed(contact, {"ends_on": on}):
        record_change("parties.contact_ended", contact, actor=actor, on=on.isoformat())
    return contact


@transaction.atomic
def let_contact_stay(contact: ContactPerson, *, actor: HasPublicId) -> ContactPerson:
    """Take back that somebody was to be called no more. Raises DomainError for one who stands there anew since."""
    contact = ContactPerson.objects.select_for_update(of=("self",)).select_related("person").get(pk=contact.pk)
    later = ContactPerson.objects.filter(person=contact.person_id, workplace=contact.workplace_id, starts_on__gt=contact.starts_on)
    if later.exists():
        raise DomainError(_("%(name)s er skrevet opp her på nytt siden.") % {"name": contact.person})
    if save_what_changed(contact, {"ends_on": None}):
        record_change("parties.contact_stays", contact, actor=actor)
    return contact
