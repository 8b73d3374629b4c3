"""The letters about the plan, once it is decided."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from brobygger.loops.kick_off.letters import there
from brobygger.loops.messages import WHO
from brobygger.loops.models import LoopEmployer
from brobygger.loops.states import AFTER_THE_DECISION, CommitmentState
from brobygger.outbox.letters import Audience, Letter
from brobygger.outbox.words import LINK, Lines


def candidate_was_there(about: UUID, today: date) -> bool:
    """A next step, for the loop or for something else, once the plan is decided: for those who turned up and were still in."""
    return there(about).filter(loop__state__in=AFTER_THE_DECISION).exists()


def employer_takes_part(about: UUID, today: date) -> bool:
    """Who comes when, once the plan is decided."""
    return LoopEmployer.objects.filter(public_id=about, state=CommitmentState.COMMITTED, loop__state__in=AFTER_THE_DECISION).exists()


NEXT_STEP = Letter(
    "loops/next_step",
    to=Audience.CANDIDATE,
    subject=_("Ditt neste steg er %(day)s"),
    text=(
        _("Takk for sist. Dette er neste steg for deg:"),
        Lines("%(step)s", _("Når: %(day)s")),
        _("Passer det ikke, eller lurer du på noe, ring %(owner)s på %(phone)s."),
        _("Du finner det også på siden din:"),
        LINK,
    ),
    applies=candidate_was_there,
    example={"step": "Møt på bakeriet", "day": "04.01.2027", "owner": "Lise", "phone": "680 50 214"},
)
PLAN_TO_EMPLOYER = Letter(
    "loops/plan_employer",
    to=Audience.EMPLOYER,
    subject=_("Planen for %(loop)s er klar"),
    text=(
        _("Planen for %(loop)s er klar. Dette er de som kommer til dere, og dagen de begynner:"),
        "%(arrivals)s",
        _("Siden deres viser hele planen deres:"),
        LINK,
        _("Passer noe ikke, ring %(owner)s på %(phone)s."),
    ),
    applies=employer_takes_part,
    example={**WHO, "arrivals": "Amina 04.01.2027"},
)
