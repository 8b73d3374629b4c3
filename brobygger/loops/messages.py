"""What a letter about a loop says, how long its link lasts, and what to do for one no letter can go to."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day, phone
from brobygger.loops.models import Loop
from brobygger.parties.models import Person, Protection
from brobygger.parties.named import Named
from brobygger.parties.reach import can_be_sent_to

WHO = {"loop": "Brovik-loopen", "owner": "Lise", "phone": "680 50 214"}  # in examples
LINK_LASTS = timedelta(days=60)  # after the kick-off; it can be sent again


def require_reach(person: Person) -> None:
    """Raises DomainError, with what to do instead, for one no letter can go to."""
    if can_be_sent_to(person):
        return
    if person.phone:
        raise DomainError(
            _("%(name)s har ikke e-post. Ring %(phone)s, eller skriv inn svaret.") % {"name": person, "phone": phone(person.phone)}
        )
    raise DomainError(_("%(name)s har verken e-post eller telefon. Skriv inn det ene først, eller skriv inn svaret.") % {"name": person})


def kick_off_words(loop: Loop, person: Person) -> dict[str, str | int]:
    """What a letter says of the kick-off, in the person's language."""
    with override(person.language):
        return {
            "loop": loop.name,
            "day": day(loop.kick_off_on) if loop.kick_off_on else _("en dag som ikke er bestemt ennå"),
            "time": f"{loop.kick_off_from:%H.%M}",
            "place": loop.kick_off_place,
            "owner": loop.coordinator.name,
            "phone": phone(loop.coordinator.phone),
        }


def name_in_a_letter(person: Person) -> str:
    """The first name, unless the person has become protected since the yes: then the coordinator tells by telephone. Source: RULES A3."""
    return Named(person, person.protection == Protection.NONE).in_a_sentence
