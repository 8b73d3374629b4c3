"""Who has knocked and who has the contact, in sentences; and where a workplace is on the map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.jobdev.queries import LATELY, Doorstep, Knock, Tie
from brobygger.kernel.units import day
from brobygger.parties.models import Organisation, Workplace

MAP = "https://www.openstreetmap.org/search"


class Before(NamedTuple):
    """What one reads before knocking.

    Takes   others   what others than the reader have done or will do here: be aware of it
            own      what the reader has done or will do
            contact  who has the contact
    """

    others: list[str]
    own: list[str]
    contact: list[str]

    @property
    def sentences(self) -> list[str]:
        return [*self.others, *self.own, *self.contact]


def before_in_words(known: Doorstep, *, user: User) -> Before:
    """What is known of a door, as the reader needs to hear it. Of another unit only its name and the day.

    Of one who has been there more than once the latest time is enough, and of one who is to go there more than once the first.
    """
    others = known.of_others(user)
    own = [knock for knock in known.knocks if knock not in others]
    return Before(
        others=[knock_in_words(knock, user=user) for knock in once_each(others)],
        own=[knock_in_words(knock, user=user) for knock in once_each(own)],
        contact=[sentence for tie in known.ties for sentence in tie_in_words(tie, user=user)],
    )


def once_each(knocks: Iterable[Knock]) -> list[Knock]:
    """The first knock of each, as they come, planned and made apart."""
    first: dict[tuple[object, bool], Knock] = {}
    for knock in knocks:
        first.setdefault((knock.who or knock.unit, knock.is_planned), knock)
    return list(first.values())


def bankrupt_in_words(organisation: Organisation) -> str:
    """Since when a firm is bankrupt, how it is known, and what became of what it had with anybody; empty for any other."""
    if organisation.bankrupt_on is None:
        return ""
    words = {"firm": organisation, "day": day(organisation.bankrupt_on), "how": organisation.bankrupt_words}
    return _("%(firm)s er konkurs siden %(day)s. %(how)s Plasser og muligheter er avsluttet, og planlagte besøk er avlyst.") % words


def nobody_lately() -> str:
    return _("Ingen har skrevet ned at de har vært her eller ringt de siste %(days)s dagene.") % {"days": LATELY.days}


def knock_in_words(knock: Knock, *, user: User) -> str:
    is_own = knock.visitor_key == user.pk
    name = knock.who.name if knock.who is not None else knock.unit
    values = {"name": name, "day": day(knock.on)}
    if knock.is_planned and knock.is_phone:
        return (_("Du skal ringe %(day)s.") if is_own else _("%(name)s skal ringe %(day)s.")) % values
    if knock.is_planned:
        return (_("Du skal hit %(day)s.") if is_own else _("%(name)s skal hit %(day)s.")) % values
    if knock.is_phone:
        return (_("Du ringte %(day)s.") if is_own else _("%(name)s ringte %(day)s.")) % values
    return (_("Du var her %(day)s.") if is_own else _("%(name)s var her %(day)s.")) % values


def tie_in_words(tie: Tie, *, user: User) -> list[str]:
    two = tie.two
    if two is None:
        return [_("%(unit)s har kontakt med bedriften.") % {"unit": tie.unit}]
    if two.responsible is None:
        return [_("Ingen har ansvaret for kontakten ennå.")]
    if two.responsible == user:
        said = [_("Du har kontakten.")]
    else:
        said = [_("%(name)s har kontakten.") % {"name": two.responsible.name}]
    if two.away_until is not None:
        said.append(_("%(name)s er borte til og med %(day)s.") % {"name": two.responsible.name, "day": day(two.away_until)})
    if two.deputy == user:
        said.append(_("Du er stedfortreder."))
    elif two.deputy is not None:
        said.append(_("%(name)s er stedfortreder.") % {"name": two.deputy.name})
    return said


def street_of(workplace: Workplace) -> str:
    return workplace.street_and_town


def map_url(workplace: Workplace) -> str:
    """A search on a map that follows nobody; empty without an address."""
    address = street_of(workplace)
    return f"{MAP}?{urlencode({'query': address})}" if address else ""
