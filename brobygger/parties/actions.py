"""Registering employers, and opening and closing people's own links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.audit.actions import HasPublicId, record, record_each
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.outbox.actions import Draft, Recipient, call_off, enqueue
from brobygger.outbox.models import Message
from brobygger.outbox.reach import can_go_to
from brobygger.outbox.states import MessageState
from brobygger.parties.changes import record_change
from brobygger.parties.employer_cards import save_what_changed
from brobygger.parties.link_actions import RENEWED_FOR
from brobygger.parties.link_letters import mail_link
from brobygger.parties.models import ContactPerson, Organisation, Person, Protection, Role, SignedLink, Workplace, full_name
from brobygger.parties.register_numbers import NO_REGISTER_NUMBER, is_register_number
from brobygger.reference.models import PostalCode


@dataclass(frozen=True)
class EmployerCard:
    """What one writes down about an employer the first time: the firm, where the work is, and whom to call.

    Takes   is_the_known  that the firm which has the number already is the one that is meant, though it is called something else here
    """

    register_number: str
    organisation: str
    trade: str
    workplace: str
    street: str
    postal_code: PostalCode | None
    first_name: str
    last_name: str
    title: str
    phone: str
    email: str
    can_decide: bool
    is_the_known: bool = False


@transaction.atomic
def register_employer(card: EmployerCard, *, today: date, actor: HasPublicId) -> ContactPerson:
    """Find or make the firm, the workplace and the contact; what is there already is kept as it is.

    Gives   the contact, at the workplace
    Raises  DomainError for a register number that does not check, a contact nobody can reach, or a number that is another firm's
    """
    if not is_register_number(card.register_number):
        raise DomainError(NO_REGISTER_NUMBER % {"number": card.register_number}, field="register_number")
    if not (card.phone or card.email):
        raise DomainError(_("Skriv telefon eller e-post til kontaktpersonen, så noen kan ringe."), field="phone")
    organisation, is_new = Organisation.objects.get_or_create(
        register_number=card.register_number, defaults={"name": card.organisation, "trade": card.trade}
    )
    if not (is_new or card.is_the_known or is_called(organisation, card.organisation)):
        raise DomainError(
            _("Organisasjonsnummeret er nummeret til %(name)s. Er det dem du mener, kryss av. Er det ikke, rett nummeret.")
            % {"name": organisation},
            field="is_the_known",
        )
    workplace, _made = Workplace.objects.get_or_create(
        organisation=organisation,
        name=card.workplace,
        defaults={"street": card.street, "postal_code": card.postal_code},
    )
    contact = ContactPerson.objects.filter(
        workplace=workplace, person__first_name=card.first_name, person__last_name=card.last_name, ends_on__isnull=True
    ).first()
    if contact is None:
        person = Person.objects.create(
            first_name=card.first_name, last_name=card.last_name, phone=card.phone, email=card.email, protection=Protection.NONE
        )
        contact = ContactPerson.objects.create(
            person=person, workplace=workplace, title=card.title, can_decide=card.can_decide, starts_on=today
        )
    record("parties.employer_registered", workplace, actor=actor)
    return contact


def is_called(organisation: Organisation, name: str) -> bool:
    """Whether a name is that of a firm, as people write it: with other capitals, or without the AS."""
    said, stands = (each.casefold().removesuffix(" as") for each in (name, organisation.name))
    return said == stands


@transaction.atomic
def add_contact(
    workplace: Workplace,
    *,
    first_name: str,
    last_name: str,
    title: str,
    phone: str,
    email: str,
    can_decide: bool,
    today: date,
    actor: HasPublicId,
) -> ContactPerson:
    """Write down one more to call at a workplace.

    Raises  DomainError for one nobody could reach, or one of the same name who stands there already
    """
    workplace = Workplace.objects.select_for_update().get(pk=workplace.pk)
    if not (phone or email):
        raise DomainError(_("Skriv telefon eller e-post til kontaktpersonen, så noen kan ringe."), field="phone")
    here = ContactPerson.objects.filter(workplace=workplace, ends_on__isnull=True)
    if here.filter(person__first_name__iexact=first_name, person__last_name__iexact=last_name).exists():
        raise DomainError(
            _("%(name)s står her fra før. Rett det som står, eller skriv navnet så de to kan kjennes fra hverandre.")
            % {"name": full_name(first_name, last_name)},
            field="last_name",
        )
    person = Person.objects.create(first_name=first_name, last_name=last_name, phone=phone, email=email, protection=Protection.NONE)
    contact = ContactPerson.objects.create(person=person, workplace=workplace, title=title, can_decide=can_decide, starts_on=today)
    record("parties.contact_added", contact, actor=actor, workplace=workplace.public_id)
    return contact


@transaction.atomic
def correct_contact(
    person: Person,
    *,
    workplace: Workplace,
    first_name: str,
    last_name: str,
    title: str,
    phone: str,
    email: str,
    can_decide: bool | None = None,
    now: datetime,
    actor: HasPublicId,
) -> Person:
    """Put right how somebody at an employer is called and reached; the history keeps what stood there.

    Letters that wait go to the new address.

    Takes   workplace   where the title is theirs
            can_decide  none lets it stand
    Raises  DomainError for a contact nobody could reach, or somebody who is more than a contact to Brobygger
    Source  RULES W7
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.user_id is not None or SignedLink.objects.filter(person=person, role=Role.CANDIDATE).exists():
        raise DomainError(_("%(name)s er mer enn kontaktperson i Brobygger, og kan ikke endres herfra.") % {"name": person})
    if not (phone or email):
        raise DomainError(_("Skriv telefon eller e-post til kontaktpersonen, så noen kan ringe."), field="phone")
    has_moved = (person.first_name, person.email or person.phone) != (first_name, email or phone)
    stands = {"first_name": first_name, "last_name": last_name, "phone": phone, "email": email}
    is_changed = save_what_changed(person, stands)
    here = ContactPerson.objects.select_for_update().filter(person=person, workplace=workplace, ends_on__isnull=True)
    for contact in here.order_by("pk"):
        role = {"title": title, "can_decide": contact.can_decide if can_decide is None else can_decide}
        if save_what_changed(contact, role):
            record_change("parties.contact_role_corrected", contact, actor=actor, workplace=workplace.public_id)
    resent = send_to_new_address(person, now=now) if has_moved else 0
    if is_changed:
        record_change("parties.contact_corrected", person, actor=actor, workplace=workplace.public_id, resent=resent)
    return person


def send_to_new_address(person: Person, *, now: datetime) -> int:
    """Take back the letters that wait with a link of somebody's, and put them in the outbox anew. Gives how many.

    When there is no address any more they are only taken back.
    """
    address = person.email or person.phone
    links = SignedLink.objects.filter(person=person).values("public_id")
    waiting = list(Message.objects.select_for_update().filter(state=MessageState.WAITING, link__in=links).order_by("pk"))
    for message in waiting:
        call_off(message)
        if not address:
            continue
        again = Draft(
            message.template,
            once=f"{message.once}@{now.isoformat()}",
            to=Recipient(name=person.first_name, address=address, language=message.language),
            about=message.about,
            values=message.values,
            link=message.link,
            page=message.page,
            page_of=message.page_of,
            send_after=message.send_after,
            send_before=message.send_before,
        )
        enqueue(again, now=now)
    return len(waiting) if address else 0


@transaction.atomic
def open_link(person: Person, role: Role, *, until: date, actor: HasPublicId) -> SignedLink:
    """Give a person a link that works until a date. An open link is kept and lasts the longer of the two; a withdrawn one starts anew."""
    link, is_new = SignedLink.objects.select_for_update().get_or_create(person=person, role=role, defaults={"expires_on": until})
    if not is_new and (link.withdrawn_at is not None or link.expires_on < until):
        link.version += link.withdrawn_at is not None
        link.withdrawn_at, link.expires_on = None, max(until, link.expires_on)
        link.save(update_fields=["version", "withdrawn_at", "expires_on"])
    record("parties.link_opened", link, actor=actor, until=until.isoformat())
    return link


@transaction.atomic
def keep_links_open(until: Mapping[tuple[int, Role], date], *, actor: HasPublicId) -> dict[tuple[int, Role], SignedLink]:
    """Let the links of many last until a date, and make those that are missing. One that is withdrawn stays so, and is left out.

    Takes   until  the last day, by the person's key and the role
    Gives   the links that are open, by the same
    Cost    four queries at most
    """
    known = SignedLink.objects.select_for_update().filter(person__in={person for person, _role in until})
    standing = {(link.person_id, Role(link.role)): link for link in known.order_by("pk")}
    made = [SignedLink(person_id=key[0], role=key[1], expires_on=day) for key, day in until.items() if key not in standing]
    SignedLink.objects.bulk_create(made)
    lengthened = []
    for key, day in until.items():
        link = standing.get(key)
        if link is not None and link.withdrawn_at is None and link.expires_on < day:
            link.expires_on = day
            lengthened.append(link)
    SignedLink.objects.bulk_update(lengthened, ["expires_on"])
    opened = [(link, {"until": link.expires_on.isoformat()}) for link in [*made, *lengthened]]
    record_each("parties.link_opened", opened, actor=actor)
    standing |= {(link.person_id, Role(link.role)): link for link in made}
    return {key: standing[key] for key in until if standing[key].withdrawn_at is None}


@transaction.atomic
def withdraw_link(link: SignedLink, *, now: datetime, actor: HasPublicId) -> SignedLink:
    """Make a link dead at once; opening a new one gives another address."""
    link = SignedLink.objects.select_for_update().get(pk=link.pk)
    link.withdrawn_at = now
    link.save(update_fields=["withdrawn_at"])
    record("parties.link_withdrawn", link, actor=actor)
    return link


@transaction.atomic
def close_link(person: Person, *, role: Role, now: datetime, actor: HasPublicId) -> SignedLink:
    """Make somebody's link dead at once. Raises DomainError for one who has none."""
    return withdraw_link(link_of(person, role), now=now, actor=actor)


@transaction.atomic
def replace_link(person: Person, *, role: Role, now: datetime, actor: HasPublicId) -> SignedLink:
    """Make somebody's link dead at once and mail them another, for when the address has come to somebody else.

    Letters that wait carry the new one.

    Raises  DomainError for one who has no link or whom no letter can reach; the old link then stands
    Source  RULES W7
    """
    link, address = link_of(person, role), person.email or person.phone
    if not can_go_to(address):
        raise DomainError(_("%(name)s har ikke e-post, så en ny lenke kan ikke sendes. Steng den gamle, og ring.") % {"name": person})
    until = max(link.expires_on, local_day(now) + RENEWED_FOR)
    withdraw_link(link, now=now, actor=actor)
    link = open_link(person, role, until=until, actor=actor)
    mail_link(link, Recipient(str(person), address, person.language), once="replaced", now=now)
    return link


def link_of(person: Person, role: Role) -> SignedLink:
    link = SignedLink.objects.select_for_update().filter(person=person, role=role).first()
    if link is None:
        raise DomainError(_("%(name)s har ikke fått noen lenke ennå.") % {"name": person})
    return link
