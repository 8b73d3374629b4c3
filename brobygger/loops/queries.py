"""What all the phases of a loop ask: the list of loops, who is in one, and its employers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from brobygger.loops.models import TURNINGS, Loop, LoopDate, LoopEmployer, NextStep, Participant
from brobygger.loops.states import CommitmentState, DateState

LOOPS_ON_A_PAGE = 25


def loops_by_kick_off(scope: QuerySet[Loop]) -> QuerySet[Loop]:
    """Loops, those without a day first, then the latest kick-off first.

    Gives  loops with `committed_count`, `coordinator` and `region`, `open_steps` (the loop's own next step), and in `turns_at` and
           `turns_as` the first turning of the year that is not ticked off
    Cost   two queries for any number of rows
    """
    said_yes = LoopEmployer.objects.filter(loop=OuterRef("pk"), state=CommitmentState.COMMITTED).order_by().values("loop")
    turning = LoopDate.objects.filter(loop=OuterRef("pk"), kind__in=TURNINGS, state=DateState.PLANNED).order_by("turning")
    own_step = NextStep.objects.filter(participant__isnull=True, done_at__isnull=True).select_related("owner").order_by("pk")
    return (
        scope.annotate(
            committed_count=Coalesce(Subquery(said_yes.annotate(n=Count("*")).values("n"), output_field=IntegerField()), 0),
            turns_at=Subquery(turning.values("starts_at")[:1]),
            turns_as=Subquery(turning.values("kind")[:1]),
        )
        .select_related("coordinator", "region")
        .prefetch_related(Prefetch("next_steps", queryset=own_step, to_attr="open_steps"))
        .order_by("-kick_off_on", "-pk")
    )


@dataclass(frozen=True)
class LoopsPage:
    """Some loops in order, and whether there are others before and after."""

    loops: tuple[Loop, ...]
    newer_than: Loop | None  # the first here, when there are newer ones
    older_than: Loop | None  # the last here, when there are older ones


def loops_page(scope: QuerySet[Loop], *, older_than: Loop | None = None, newer_than: Loop | None = None) -> LoopsPage:
    """One page of `loops_by_kick_off`, beside a loop of another page. Cost: two queries, however far one has come."""
    rows = loops_by_kick_off(scope)
    if newer_than is not None:
        back = rows.filter(comes_before(newer_than)).order_by(F("kick_off_on").asc(nulls_last=True), "pk")
        found = list(back[: LOOPS_ON_A_PAGE + 1])
        here = found[:LOOPS_ON_A_PAGE][::-1]
        return LoopsPage(tuple(here), here[0] if len(found) > LOOPS_ON_A_PAGE else None, here[-1] if here else None)
    if older_than is not None:
        rows = rows.filter(~comes_before(older_than) & ~Q(pk=older_than.pk))
    found = list(rows[: LOOPS_ON_A_PAGE + 1])
    here = found[:LOOPS_ON_A_PAGE]
    return LoopsPage(
        tuple(here),
        here[0] if here and older_than is not None else None,
        here[-1] if len(found) > LOOPS_ON_A_PAGE else None,
    )


def comes_before(loop: Loop) -> Q:
    """The loops that stand before this one in the order of `loops_by_kick_off`."""
    if loop.kick_off_on is None:
        return Q(kick_off_on__isnull=True, pk__gt=loop.pk)
    later = Q(kick_off_on__isnull=True) | Q(kick_off_on__gt=loop.kick_off_on)
    return later | Q(kick_off_on=loop.kick_off_on, pk__gt=loop.pk)


def committed_employers(loop: Loop) -> QuerySet[LoopEmployer]:
    """The employers that have said yes, by name, with all that the plan needs. Cost: one query."""
    return (
        LoopEmployer.objects.filter(loop=loop, state=CommitmentState.COMMITTED)
        .select_related("workplace__postal_code", "workplace__organisation", "contact", "loop")
        .order_by("workplace__name", "pk")
    )


def participants_of(scope: QuerySet[Participant], loop: Loop) -> QuerySet[Participant]:
    """Candidates of a loop by first name, with person and counsellor. Cost: one query."""
    return (
        scope.filter(loop=loop)
        .select_related("person__postal_code", "proposed_by", "loop")
        .order_by("person__first_name", "person__last_name", "pk")
    )
