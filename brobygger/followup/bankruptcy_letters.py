"""The letter about an employer that is bankrupt. It names nobody who was there. Source: ADR 0100."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from brobygger.outbox.letters import Audience, Letter, Page
from brobygger.outbox.words import PAGE, Lines
from brobygger.parties.models import Organisation


def employer_is_known(about: UUID, today: date) -> bool:
    """The letter to those who answer: it tells of what has been done, and is never taken back."""
    return Organisation.objects.filter(public_id=about).exists()


BANKRUPTCY = Letter(
    "followup/bankruptcy",
    to=Audience.STAFF,
    subject=_("%(employer)s har gått konkurs"),
    text=(
        _("%(employer)s har gått konkurs. Plassene der er avsluttet, og det som var planlagt, er avlyst."),
        Lines(
            ngettext_lazy(
                "Det gjelder én som du svarer for nå. Ring i dag. Hvem det er, står bare på siden, som du åpner når du er logget inn:",
                "Det gjelder %(people)s som du svarer for nå. Ring dem i dag. "
                "Hvem det er, står bare på siden, som du åpner når du er logget inn:",
                "people",
            ),
            PAGE,
            given="people",
        ),
        Lines(
            _("Bedriften var med i %(loops)s. Se på loopen om noe må planlegges på nytt."),
            Lines(PAGE, unless="people"),
            given="loops",
        ),
        Lines(
            _("Du skulle dit. Det er avlyst."),
            Lines(Lines(PAGE, unless="people"), unless="loops"),
            given="visit",
        ),
    ),
    applies=employer_is_known,
    page=Page.PEOPLE,
    example={"employer": "Rugbakken AS", "people": 2, "loops": "Brovik-loopen", "visit": 1},
)
