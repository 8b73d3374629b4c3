"""The states of an appointment, and the moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.kernel.errors import DomainError


class AppointmentState(models.TextChoices):
    PLANNED = "planned", gettext_lazy("planlagt")
    HELD = "held", gettext_lazy("gjennomført")
    CALLED_OFF = "called_off", gettext_lazy("avlyst")


MOVES: dict[AppointmentState, set[AppointmentState]] = {
    AppointmentState.PLANNED: {AppointmentState.HELD, AppointmentState.CALLED_OFF},
    AppointmentState.HELD: {AppointmentState.PLANNED},  # by taking back what was written down
    AppointmentState.CALLED_OFF: {AppointmentState.PLANNED},  # by «Angre»
}


def move_on(now: str, to: AppointmentState) -> AppointmentState:
    """The state an appointment gets when it may go from one to the other. Raises DomainError when it may not."""
    if to not in MOVES[AppointmentState(now)]:
        words = {"now": AppointmentState(now).label, "to": to.label}
        raise DomainError(_("Avtalen er «%(now)s» og kan ikke bli «%(to)s».") % words)
    return to
