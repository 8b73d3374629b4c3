"""Putting right what stands on the card of somebody who is followed up: how they are called and reached. Source: RULES P4, W7; ADR 0122."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import Language
from brobygger.audit.actions import HasPublicId
from brobygger.kernel.errors import DomainError
from brobygger.outbox.reach import is_email
from brobygger.parties.actions import send_to_new_address
from brobygger.parties.changes import latest_version, record_change
from brobygger.parties.link_letters import tell_old_address
from brobygger.parties.models import SECRET_ADDRESS, Person, SpokenLanguage
from brobygger.reference.models import PostalCode


@dataclass(frozen=True, kw_only=True)
class Card:
    """What one can put right about a person. Protection is not among it: that takes another kind of care. Source: RULES A3.

    Takes   talks_best  empty for one who is not asked
    """

    first_name: str
    last_name: str
    born_on: date | None
    phone: str
    email: str
    street: str
    postal_code: PostalCode | None
    language: Language
    talks_best: SpokenLanguage | str


CARD_FIELDS = tuple(field.name for field in fields(Card))


def card_of(person: Person) -> Card:
    return Card(**{name: getattr(person, name) for name in CARD_FIELDS})


@transaction.atomic
def correct_card(person: Person, *, card: Card, after: int | None = None, today: date, now: datetime, actor: HasPublicId) -> Person:
    """Put right what stands on somebody's card; the history keeps what stood there. Sending the same again changes nothing.

    Letters that wait go to the new address, and are taken back when there is none any more. When the person changes the e-mail
    themselves, the old address is told, in case it was somebody else who held the link.

    Takes   after  the version the writer had before them; none for one who writes about themselves
    Raises  DomainError when somebody has changed it meanwhile, for one without a first name, a birthday that has not been, and a street
            where the address is secret
    Source  RULES P4, W7
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    require_sense(person, card, today=today)
    changed = [name for name in CARD_FIELDS if getattr(person, name) != getattr(card, name)]
    if not changed:
        return person
    if after is not None and after != latest_version(person):
        raise DomainError(_("Noen har rettet opplysningene mens du skrev. Det står nederst hva. Se over, og lagre på nytt."))
    before = person.email
    reached_before = (person.first_name, person.email or person.phone)
    for name in changed:
        setattr(person, name, getattr(card, name))
    person.save(update_fields=changed)
    has_moved = reached_before != (person.first_name, person.email or person.phone)
    resent = send_to_new_address(person, now=now) if has_moved else 0
    record_change("parties.card_corrected", person, actor=actor, fields="+".join(changed), resent=resent)
    if is_email(before) and before != person.email and actor.public_id == person.public_id:
        tell_old_address(person, before, now=now)
    return person


def require_sense(person: Person, card: Card, *, today: date) -> None:
    if not card.first_name:
        raise DomainError(_("Skriv fornavnet."), field="first_name")
    if card.born_on is not None and card.born_on > today:
        raise DomainError(_("Fødselsdatoen har ikke vært ennå. Se etter en skrivefeil."), field="born_on")
    if card.street and person.protection in SECRET_ADDRESS:
        raise DomainError(
            _("Gateadressen til %(name)s skrives ikke ned, fordi adressen er beskyttet eller ikke avklart.") % {"name": person.first_name},
            field="street",
        )
