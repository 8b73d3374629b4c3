"""The questions about tasks and wishes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from brobygger.loops.messages import WHO
from brobygger.loops.models import LoopEmployer, Participant
from brobygger.loops.states import CommitmentState, InvitationState, LoopState
from brobygger.outbox.letters import Audience, Letter
from brobygger.outbox.words import LINK


def candidate_may_wish(about: UUID, today: date) -> bool:
    """A question about a candidate's wishes: they turned up and are still in, and the plan is not decided."""
    return there(about).filter(loop__state=LoopState.OPEN).exists()


def employer_may_wish(about: UUID, today: date) -> bool:
    """A question about an employer's wishes: they take part, and the plan is not decided."""
    return LoopEmployer.objects.filter(public_id=about, state=CommitmentState.COMMITTED, loop__state=LoopState.OPEN).exists()


def employer_may_list_tasks(about: UUID, today: date) -> bool:
    """A question about an employer's tasks: they have not withdrawn, and the loop is still being built."""
    asked = LoopEmployer.objects.filter(public_id=about).exclude(state=CommitmentState.WITHDRAWN)
    return asked.filter(loop__state__in=[LoopState.RECRUITING, LoopState.OPEN]).exists()


def there(about: UUID) -> QuerySet[Participant]:
    return Participant.objects.filter(public_id=about, state=InvitationState.YES, has_attended=True)


TASKS = Letter(
    "loops/tasks",
    to=Audience.EMPLOYER,
    subject=_("Hva kan man lære å gjøre hos dere?"),
    text=(
        _(
            "Før kick-off for %(loop)s trenger vi tre til ti oppgaver man kan få hos dere, med vanlige ord. "
            "For eksempel «sette på plass varer» eller «lage deig»."
        ),
        _("Skriv oppgavene her:"),
        LINK,
        _("Siden er din egen, så ikke send adressen videre. Spørsmål? Ring %(owner)s på %(phone)s."),
    ),
    applies=employer_may_list_tasks,
    example=WHO,
)
WISHES_OF_CANDIDATE = Letter(
    "loops/wishes_candidate",
    to=Audience.CANDIDATE,
    subject=_("Hvor har du mest lyst til å lære?"),
    text=(
        _("Nå har du møtt arbeidsgiverne i %(loop)s. Fortell hvor du har mest lyst til å være. Det tar et par minutter."),
        LINK,
        _("Bare den som lager planen ser hva du ønsker. Lurer du på noe, ring %(owner)s på %(phone)s."),
    ),
    applies=candidate_may_wish,
    example=WHO,
)
WISHES_OF_EMPLOYER = Letter(
    "loops/wishes_employer",
    to=Audience.EMPLOYER,
    subject=_("Hvem vil dere gjerne ha hos dere i %(loop)s?"),
    text=(
        _("Takk for at dere er med på kick-off for %(loop)s. Si hvem dere gjerne vil ha hos dere. Det tar et par minutter."),
        LINK,
        _(
            "Bare den som lager planen ser hva dere ønsker. Siden er din egen, så ikke send adressen videre. "
            "Spørsmål? Ring %(owner)s på %(phone)s."
        ),
    ),
    applies=employer_may_wish,
    example=WHO,
)
