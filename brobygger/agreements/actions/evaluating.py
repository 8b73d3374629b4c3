"""How a stay went, from the candidate or from the employer. Source: MISSION §3.8, §5.6."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.agreements.models import Evaluation
from brobygger.agreements.queries import OF_STAY
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import Loop, Side, Stay
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.queries import has_begun


@transaction.atomic
def evaluate_stay(
    stay: Stay,
    *,
    side: Side,
    worked: str,
    hard: str = "",
    way_on: str = "",
    typed_by: User | None = None,
    now: datetime,
    actor: HasPublicId,
) -> Evaluation:
    """Keep what one side says of a stay; said again it takes the place of what was said before, which the history keeps.

    Takes   typed_by  the coordinator, when it was said on the telephone
    Raises  DomainError for a stay that has not begun, for an answer that says nothing, and once the loop is finished
    Source  ADR 0090
    """
    loop = Loop.objects.select_for_update().get(pk=stay.participant.loop_id)
    stay = begun(stay)
    if loop.state == LoopState.FINISHED:
        raise DomainError(_("%(loop)s er fullført, så evalueringen står som den er.") % {"loop": loop})
    if not worked.strip():
        raise DomainError(_("Skriv noe som gikk bra. Det kan være kort."), field="worked")
    evaluation, _made = Evaluation.objects.update_or_create(
        stay=stay,
        side=side,
        defaults={"worked": worked.strip(), "hard": hard.strip(), "way_on": way_on.strip(), "given_at": now, "typed_by": typed_by},
    )
    record("agreements.stay_evaluated", evaluation, actor=actor, side=str(side), typed=typed_by is not None)
    return evaluation


def begun(stay: Stay) -> Stay:
    """The stay under lock, with people and places. Raises DomainError for one that has not begun."""
    stay = Stay.objects.select_for_update(of=("self",)).select_related(*OF_STAY).get(pk=stay.pk)
    if not has_begun(stay):
        raise DomainError(
            _("%(name)s har ikke begynt hos %(employer)s ennå. Skriv når oppholdet er i gang.")
            % {"name": stay.participant, "employer": stay.employer}
        )
    return stay
