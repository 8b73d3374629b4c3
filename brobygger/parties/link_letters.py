"""The letter with a signed link that was asked for anew, and word to an address that is left. Source: RULES W7, W8."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from brobygger.outbox.actions import Recipient
from brobygger.outbox.letters import Audience, Letter
from brobygger.outbox.models import Message
from brobygger.outbox.words import LINK
from brobygger.parties.models import Person, SignedLink


def link_works(link: UUID, today: date) -> bool:
    """Whether a signed link opens today.

    Takes   link  its public id
    """
    return SignedLink.objects.filter(public_id=link, withdrawn_at__isnull=True, expires_on__gte=today).exists()


FRESH_LINK = Letter(
    "parties/fresh_link",
    to=Audience.EVERYBODY,
    subject=_("Her er den nye lenken din"),
    greeting=_("Hei %(first_name)s."),
    text=(
        _("Her er lenken til siden din. Den gamle virker ikke lenger."),
        LINK,
        _("Siden er din egen, så ikke send adressen videre. Har du ikke bedt om en ny lenke, kan du la denne ligge."),
    ),
    applies=link_works,
    example={"first_name": "Amina"},
)


def is_somebody(about: UUID, today: date) -> bool:
    """Word to an address that was somebody's: what has happened stays true."""
    return Person.objects.filter(public_id=about).exists()


MOVED = Letter(
    "parties/moved",
    to=Audience.CANDIDATE,
    subject=_("E-postadressen din er endret"),
    greeting=_("Hei %(first_name)s."),
    text=(
        _("Du har skrevet inn en ny e-postadresse. Brev fra oss går dit fra nå, og ikke hit."),
        _("Var det ikke du som gjorde det, så ring den som følger deg opp. Da retter vi det og gir deg en ny lenke."),
    ),
    applies=is_somebody,
    example={"first_name": "Amina"},
)


def tell_old_address(person: Person, address: str, *, now: datetime) -> Message:
    """Tell the address somebody has left, without naming the new one."""
    return MOVED.put(
        once=f"{person.public_id} {now.isoformat()}",
        to=Recipient(name=person.first_name, address=address, language=person.language),
        about=person.public_id,
        values={"first_name": person.first_name},
        now=now,
    )


def mail_link(link: SignedLink, to: Recipient, *, once: str, now: datetime) -> Message:
    """Send somebody their link, once for each version of it and what `once` says."""
    return FRESH_LINK.put(
        once=f"{link.public_id} {link.version} {once}",
        to=to,
        about=link.public_id,
        values={"first_name": link.person.first_name},
        link=link.public_id,
        now=now,
    )
