"""A driver starts a loop and gives it its size; it can be changed until the plan is decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import FEWEST_EMPLOYERS, MOST_EMPLOYERS, Loop, LoopEmployer, StatedVeto
from brobygger.loops.states import BEING_BUILT, CommitmentState, LoopState
from brobygger.parties.models import Membership, Role, Unit
from brobygger.parties.queries import holds_on
from brobygger.reference.models import Municipality

MOST_PERIODS = 3  # four months each make a year


@transaction.atomic
def start_loop(
    *,
    name: str,
    unit: Unit,
    offices: Iterable[Unit],
    driver: User,
    coordinator: User,
    region: Municipality,
    trade: str,
    employers_wanted: int,
    today: date,
    actor: HasPublicId,
) -> Loop:
    """Begin gathering employers for a new loop.

    Raises  DomainError for a number of employers outside two to six, or one who is not a coordinator in the unit today
    """
    require_coordinator(coordinator, unit=unit, today=today)
    if not FEWEST_EMPLOYERS <= employers_wanted <= MOST_EMPLOYERS:
        raise DomainError(_("En loop har to til seks bedrifter. Tre er det vanlige."), field="employers_wanted")
    loop = Loop.objects.create(
        name=name,
        unit=unit,
        driver=driver,
        coordinator=coordinator,
        region=region,
        trade=trade,
        employers_wanted=employers_wanted,
        periods=min(employers_wanted, MOST_PERIODS),
    )
    loop.offices.set(offices)
    record("loops.loop_started", loop, actor=actor)
    return loop


def require_coordinator(user: User, *, unit: Unit, today: date) -> None:
    """Raises DomainError for one who could not decide the loop's plan. Source: RULES A11."""
    if not Membership.objects.filter(holds_on(today), user=user, user__is_active=True, unit=unit, role=Role.LOOP_COORDINATOR).exists():
        raise DomainError(
            _("%(name)s er ikke koordinator i %(unit)s. Velg en som er det.") % {"name": user.name, "unit": unit.name}, field="coordinator"
        )


def committed_count(loop: Loop) -> int:
    return LoopEmployer.objects.filter(loop=loop, state=CommitmentState.COMMITTED).count()


@transaction.atomic
def change_size(loop: Loop, *, employers_wanted: int, actor: HasPublicId) -> Loop:
    """Change how many employers the loop shall have; it opens at once when that many have said yes already.

    The periods follow, up to three, and with them each employer's places and what was stated for a period that is gone.

    Raises  DomainError for a number out of range, or when an employer would be left without a place
    """
    loop = being_built(loop)
    committed = committed_count(loop)
    if not max(FEWEST_EMPLOYERS, committed) <= employers_wanted <= MOST_EMPLOYERS:
        raise DomainError(
            _("Antallet må være fra to til seks, og ikke færre enn de %(count)s som har sagt ja.") % {"count": committed},
            field="employers_wanted",
        )
    loop.employers_wanted = employers_wanted
    loop.state = LoopState.OPEN if committed == employers_wanted else LoopState.RECRUITING
    loop.periods = min(employers_wanted, MOST_PERIODS)
    loop.min_visits = loop.min_visits and min(loop.min_visits, loop.periods)
    loop.save(update_fields=["employers_wanted", "state", "periods", "min_visits"])
    for employer in LoopEmployer.objects.select_for_update(of=("self",)).filter(loop=loop).select_related("workplace").order_by("pk"):
        employer.places = fitted(employer, loop.periods)
        employer.save(update_fields=["places"])
    gone, _by_model = StatedVeto.objects.filter(participant__loop=loop, period__gte=loop.periods).delete()
    record("loops.size_changed", loop, actor=actor, wanted=employers_wanted, vetoes_gone=gone)
    return loop


def fitted(employer: LoopEmployer, periods: int) -> list[int]:
    """As many periods' places as asked for. Nobody has offered a place in a new period, so there is none until it is written."""
    kept = [*employer.places[:periods], *[0] * (periods - len(employer.places))]
    if not any(kept) and employer.state != CommitmentState.WITHDRAWN:
        raise DomainError(
            _("%(place)s har bare plasser i en periode som faller bort. Skriv plasser for de andre periodene først.") % {"place": employer},
            field="employers_wanted",
        )
    return kept


def being_built(loop: Loop) -> Loop:
    """The loop under lock, so that two who change it at once wait for each other. Raises DomainError once it is decided or called off."""
    loop = Loop.objects.select_for_update().get(pk=loop.pk)
    if loop.state not in BEING_BUILT:
        raise DomainError(_("Loopen er «%(state)s», så dette kan ikke endres lenger.") % {"state": loop.get_state_display()})
    return loop
