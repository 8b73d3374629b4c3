"""What all the phases of a loop ask: the list of loops, who is in one, and its employers."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from brobygger.appointments.states import AppointmentState
from brobygger.loops.models import TURNINGS, Loop, LoopDate, LoopEmployer, NextStep, Participant
from brobygger.loops.states import CommitmentState


def loops_by_kick_off(scope: QuerySet[Loop]) -> QuerySet[Loop]:
    """Loops, those without a day first, then the latest kick-off first.

    Gives  loops with `committed_count`, `coordinator` and `region`, `open_steps` (the loop's own next step), in `turns_at` and
           `turns_as` the first turning of the year that is not ticked off, and `kick_off_or_never`, the day they are ordered by
    Cost   two queries for any number of rows
    """
    said_yes = LoopEmployer.objects.filter(loop=OuterRef("pk"), state=CommitmentState.COMMITTED).order_by().values("loop")
    ahead = LoopDate.objects.filter(kind__in=TURNINGS, appointment__state=AppointmentState.PLANNED)
    turning = ahead.filter(loop=OuterRef("pk")).order_by("turning")
    own_step = NextStep.objects.filter(participant__isnull=True, done_at__isnull=True).select_related("owner").order_by("pk")
    return (
        scope.annotate(
            committed_count=Coalesce(Subquery(said_yes.annotate(n=Count("*")).values("n"), output_field=IntegerField()), 0),
            turns_at=Subquery(turning.values("appointment__starts_at")[:1]),
            turns_as=Subquery(turning.values("kind")[:1]),
            kick_off_or_never=Coalesce("kick_off_on", date.max),
        )
        .select_related("coordinator", "region")
        .prefetch_related(Prefetch("next_steps", queryset=own_step, to_attr="open_steps"))
        .order_by("-kick_off_or_never", "-pk")
    )


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
