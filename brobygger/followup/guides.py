"""What is asked when somebody tells how it was: one short guide for each of the three sides. Source: MISSION §6.5.

A question asks what happened and what would have helped. It never asks about health, and never for a mark on anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brobygger.followup.models import Guide


@dataclass(frozen=True)
class Question:
    """A question and the code its answers are kept by."""

    code: str
    text: str | Promise


GUIDES: dict[Guide, tuple[Question, ...]] = {
    Guide.JOB_SEEKER: (
        Question("first_time", _("Hvordan var det å komme hit første gang?")),
        Question("listened", _("Fortell om en gang noen hørte på det du ville. Og en gang ingen gjorde det.")),
        Question("decided", _("Hva fikk du bestemme selv?")),
        Question("helped", _("Hva hjalp deg mest på veien mot jobb?")),
        Question("missed", _("Hva savnet du?")),
        Question("to_the_next", _("Hva ville du sagt til en som begynner hos oss nå?")),
    ),
    Guide.EMPLOYER: (
        Question("first_time", _("Hvordan ble dere kjent med oss?")),
        Question("beforehand", _("Hva visste dere før den første dagen, og hva skulle dere gjerne visst?")),
        Question("reached", _("Hvordan var det å få tak i oss når dere trengte det?")),
        Question("workplace", _("Hva har dette gjort med arbeidsplassen?")),
        Question("otherwise", _("Hva burde vi gjort på en annen måte?")),
        Question("again", _("Hva skal til for at dere åpner døra for en til?")),
    ),
    Guide.SPECIALIST: (
        Question("time", _("Hva bruker du mest tid på, og hva skulle du brukt mer tid på?")),
        Question("worked", _("Fortell om en gang noe gikk bra. Hva gjorde dere?")),
        Question("stuck", _("Hva stopper opp, gang på gang?")),
        Question("support", _("Når fikk du hjelp av kolleger eller leder, og når manglet den?")),
        Question("employers", _("Hva har du lært av bedriftene i det siste?")),
        Question("first_change", _("Hva ville du endret først?")),
    ),
}


def questions_of(guide: str) -> tuple[Question, ...]:
    return GUIDES[Guide(guide)]
