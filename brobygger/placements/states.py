"""The states of a placement, and the moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.kernel.errors import DomainError


class PlacementState(models.TextChoices):
    PLANNED = "planned", gettext_lazy("planlagt")
    ACTIVE = "active", gettext_lazy("i gang")
    ENDED = "ended", gettext_lazy("avsluttet")
    CANCELLED = "cancelled", gettext_lazy("ble ikke noe av")


UNDER_WAY = (PlacementState.PLANNED, PlacementState.ACTIVE)
BEGUN = (PlacementState.ACTIVE, PlacementState.ENDED)

S = PlacementState
MOVES: dict[PlacementState, set[PlacementState]] = {
    S.PLANNED: {S.ACTIVE, S.CANCELLED},
    S.ACTIVE: {S.ENDED, S.CANCELLED},  # written down by mistake
    S.ENDED: {S.ACTIVE, S.CANCELLED},  # it goes on after all, or was never
    S.CANCELLED: {S.PLANNED, S.ACTIVE, S.ENDED},  # back to what it was
}


def move(now: str, to: PlacementState) -> PlacementState:
    """The state a placement gets when it may go from one to the other. Raises DomainError when it may not."""
    if to not in MOVES[S(now)]:
        raise DomainError(_("Plasseringen er «%(now)s» og kan ikke bli «%(to)s».") % {"now": S(now).label, "to": to.label})
    return to
