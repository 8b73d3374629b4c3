"""What is asked while a loop is built: what it has, and what it still needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.loops.models import FEWEST_TASKS, Closure, Loop, LoopEmployer, NextStep, Participant, Task
from brobygger.loops.states import CommitmentState, InvitationState, LoopState


class Lacks(StrEnum):
    """What a loop still needs; the page decides where each is put right."""

    EMPLOYERS = "employers"
    KICK_OFF = "kick_off"
    TASKS = "tasks"
    POSTAL_CODE = "postal_code"
    INVITATIONS = "invitations"
    NEXT_STEP = "next_step"


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, in words, and the employer it concerns, if it is one."""

    what: Lacks
    words: str
    employer: LoopEmployer | None = None


def missing(loop: Loop, *, employers: Sequence[LoopEmployer], invited: InvitationCounts, next_step: NextStep | None) -> tuple[Missing, ...]:
    """What a loop needs before its plan can be decided. Nothing once it is decided or called off.

    Takes   employers  as `employers_of` gives them
    Cost    no query
    """
    if loop.state not in {LoopState.RECRUITING, LoopState.OPEN}:
        return ()
    found = []
    committed = [employer for employer in employers if employer.state == CommitmentState.COMMITTED]
    lacking = loop.employers_wanted - len(committed)
    if lacking > 0:
        words = ngettext("Én bedrift til må si ja.", "%(count)s bedrifter til må si ja.", lacking) % {"count": lacking}
        found.append(Missing(Lacks.EMPLOYERS, words))
    if loop.kick_off_on is None:
        found.append(Missing(Lacks.KICK_OFF, _("Dagen er ikke satt.")))
    for employer in committed:
        if getattr(employer, "task_count", 0) < FEWEST_TASKS:  # counted by employers_of
            found.append(Missing(Lacks.TASKS, _("Oppgavene til %(employer)s mangler.") % {"employer": employer}, employer))
        if employer.workplace.postal_code_id is None:
            words = _("Postnummeret til %(employer)s mangler, så vi vet ikke hvor langt det er dit.") % {"employer": employer}
            found.append(Missing(Lacks.POSTAL_CODE, words, employer))
    if loop.state == LoopState.OPEN and loop.kick_off_on is not None and invited.asked == 0:
        found.append(Missing(Lacks.INVITATIONS, _("Ingen er invitert ennå.")))
    if next_step is None:
        found.append(Missing(Lacks.NEXT_STEP, _("Neste steg er ikke satt.")))
    return tuple(found)


def waiting_step(loop: Loop) -> NextStep | None:
    """The loop's own next step, with owner. Cost: one query."""
    return NextStep.objects.filter(loop=loop, participant__isnull=True, done_at__isnull=True).select_related("owner").first()


def employers_of(scope: QuerySet[LoopEmployer], loop: Loop) -> QuerySet[LoopEmployer]:
    """The employers of a loop by name, with workplace, organisation, contact and `task_count`. Cost: one query."""
    tasks = Task.objects.filter(employer=OuterRef("pk")).order_by().values("employer").annotate(n=Count("*")).values("n")
    return (
        scope.filter(loop=loop)
        .exclude(state=CommitmentState.WITHDRAWN)
        .annotate(task_count=Coalesce(Subquery(tasks, output_field=IntegerField()), 0))
        .select_related("workplace__organisation", "workplace__postal_code", "contact", "loop")
        .order_by("workplace__name", "pk")
    )


def closures_of(employer: LoopEmployer) -> list[Closure]:
    """When an employer is closed, in order. Cost: one query."""
    return list(employer.closures.order_by("starts_on", "pk"))


@dataclass(frozen=True)
class InvitationCounts:
    """How many have been asked and answered. Counts only: before a yes the coordinator does not know who."""

    invited: int
    yes: int
    no: int

    @property
    def asked(self) -> int:
        return self.invited + self.yes + self.no


def invitation_counts(loop: Loop) -> InvitationCounts:
    """Cost: one query."""
    counts = Participant.objects.filter(loop=loop).aggregate(
        invited=Count("pk", filter=Q(state=InvitationState.INVITED)),
        yes=Count("pk", filter=Q(state=InvitationState.YES)),
        no=Count("pk", filter=Q(state=InvitationState.NO)),
    )
    return InvitationCounts(**counts)
