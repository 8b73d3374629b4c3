"""The states of a loop, of an invitation and of a commitment, and the moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.kernel.errors import DomainError


class LoopState(models.TextChoices):
    RECRUITING = "recruiting", gettext_lazy("samler bedrifter")
    OPEN = "open", gettext_lazy("åpen")
    DECIDED = "decided", gettext_lazy("planen er vedtatt")
    RUNNING = "running", gettext_lazy("i gang")
    FINISHED = "finished", gettext_lazy("fullført")
    CANCELLED = "cancelled", gettext_lazy("avlyst")


BEING_BUILT = (LoopState.RECRUITING, LoopState.OPEN)
AFTER_THE_DECISION = (LoopState.DECIDED, LoopState.RUNNING, LoopState.FINISHED)


class InvitationState(models.TextChoices):
    INVITED = "invited", gettext_lazy("invitert")
    YES = "yes", gettext_lazy("har sagt ja")
    NO = "no", gettext_lazy("vil noe annet")


class CommitmentState(models.TextChoices):
    ASKED = "asked", gettext_lazy("er spurt")
    COMMITTED = "committed", gettext_lazy("har sagt ja")
    WITHDRAWN = "withdrawn", gettext_lazy("er ikke med")
    DROPPED_OUT = "dropped_out", gettext_lazy("gikk ut underveis")


LOOP_MOVES: dict[LoopState, set[LoopState]] = {
    LoopState.RECRUITING: {LoopState.OPEN, LoopState.CANCELLED},
    LoopState.OPEN: {LoopState.RECRUITING, LoopState.DECIDED, LoopState.CANCELLED},
    LoopState.DECIDED: {LoopState.RUNNING},
    LoopState.RUNNING: {LoopState.FINISHED},
    LoopState.FINISHED: set(),
    LoopState.CANCELLED: set(),
}

INVITATION_MOVES: dict[InvitationState, set[InvitationState]] = {
    InvitationState.INVITED: {InvitationState.YES, InvitationState.NO},
    InvitationState.YES: {InvitationState.NO},
    InvitationState.NO: {InvitationState.YES},
}

COMMITMENT_MOVES: dict[CommitmentState, set[CommitmentState]] = {
    CommitmentState.ASKED: {CommitmentState.COMMITTED, CommitmentState.WITHDRAWN},
    CommitmentState.COMMITTED: {CommitmentState.WITHDRAWN, CommitmentState.DROPPED_OUT},
    CommitmentState.WITHDRAWN: {CommitmentState.ASKED, CommitmentState.COMMITTED},
    CommitmentState.DROPPED_OUT: set(),
}


def move_loop(now: str, to: LoopState) -> LoopState:
    """The state a loop gets when it may go from one to the other. Raises DomainError when it may not."""
    if to not in LOOP_MOVES[LoopState(now)]:
        raise DomainError(_("Loopen er «%(now)s» og kan ikke bli «%(to)s».") % {"now": LoopState(now).label, "to": to.label})
    return to


def move_invitation(now: str, to: InvitationState) -> InvitationState:
    """The state an invitation gets; answering the same again is no move. Raises DomainError when it may not."""
    if to not in INVITATION_MOVES[InvitationState(now)] | {InvitationState(now)}:
        raise DomainError(_("Svaret er allerede «%(now)s».") % {"now": InvitationState(now).label})
    return to


def move_commitment(now: str, to: CommitmentState) -> CommitmentState:
    """The state an employer's commitment gets. Raises DomainError when it may not."""
    if to not in COMMITMENT_MOVES[CommitmentState(now)]:
        raise DomainError(_("Bedriften «%(now)s» og kan ikke bli «%(to)s».") % {"now": CommitmentState(now).label, "to": to.label})
    return to
