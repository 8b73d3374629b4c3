"""Whether a letter of the loop still applies when it is about to be sent, and whom none can reach."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from brobygger.kernel.local_time import local_day
from brobygger.loops.models import DateParty, Loop, LoopEmployer, Participant
from brobygger.loops.states import AFTER_THE_DECISION, CommitmentState, DateState, InvitationState, LoopState
from brobygger.parties.models import Person
from brobygger.parties.queries import in_norwegian_order
from brobygger.parties.reach import can_be_sent_to


def kick_off_is_ahead(about: UUID, today: date) -> bool:
    """An invitation, or word of another day: the candidate has not said no, the kick-off is ahead, and the plan is not decided."""
    asked = Participant.objects.filter(public_id=about, state__in=[InvitationState.INVITED, InvitationState.YES])
    return asked.filter(loop__kick_off_on__gte=today, loop__state__in=[LoopState.RECRUITING, LoopState.OPEN]).exists()


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


def candidate_was_there(about: UUID, today: date) -> bool:
    """A next step, for the loop or for something else, once the plan is decided: for those who turned up and were still in."""
    return there(about).filter(loop__state__in=AFTER_THE_DECISION).exists()


def there(about: UUID) -> QuerySet[Participant]:
    return Participant.objects.filter(public_id=about, state=InvitationState.YES, has_attended=True)


def employer_takes_part(about: UUID, today: date) -> bool:
    """Who comes when, once the plan is decided."""
    return LoopEmployer.objects.filter(public_id=about, state=CommitmentState.COMMITTED, loop__state__in=AFTER_THE_DECISION).exists()


def year_is_under_way(about: UUID, today: date) -> bool:
    """The dates of the year, or those of them that are changed."""
    return Loop.objects.filter(public_id=about, state=LoopState.RUNNING).exists()


def date_is_ahead(about: UUID, today: date) -> bool:
    """A reminder to somebody a date concerns: the year is under way, the date stands and is ahead, and nobody has left before it."""
    standing = DateParty.objects.filter(public_id=about, date__state=DateState.PLANNED, date__loop__state=LoopState.RUNNING)
    party = standing.select_related("date").first()
    if party is None or local_day(party.date.starts_at) < today:
        return False
    left = Participant.objects.filter(loop=party.date.loop_id, left_on__lt=local_day(party.date.starts_at))
    return not left.filter(Q(person=party.person_id) | Q(pk=party.date.participant_id)).exists()


def unreachable(loop: Loop) -> list[Person]:
    """Those with a date ahead in a loop's year whom no letter can go to, by first name; somebody must call or meet them.

    Cost    one query
    Source  RULES W7, W8; ADR 0092
    """
    asked = DateParty.objects.filter(person=OuterRef("pk"), date__loop=loop, date__state=DateState.PLANNED)
    people = Person.objects.filter(Exists(asked)).order_by(in_norwegian_order("first_name"), "pk")
    return [person for person in people if not can_be_sent_to(person)]


def employer_comes_to_kick_off(about: UUID, today: date) -> bool:
    """Word of another day to an employer: it has not withdrawn, the kick-off is ahead, and the plan is not decided."""
    asked = LoopEmployer.objects.filter(public_id=about).exclude(state=CommitmentState.WITHDRAWN)
    return asked.filter(loop__kick_off_on__gte=today, loop__state__in=[LoopState.RECRUITING, LoopState.OPEN]).exists()


def candidate_was_asked(about: UUID, today: date) -> bool:
    """That the loop is called off, to a candidate who has not said no."""
    return Participant.objects.filter(public_id=about, loop__state=LoopState.CANCELLED).exclude(state=InvitationState.NO).exists()


def employer_was_asked(about: UUID, today: date) -> bool:
    """That the loop is called off, to an employer that has not withdrawn."""
    return LoopEmployer.objects.filter(public_id=about, loop__state=LoopState.CANCELLED).exclude(state=CommitmentState.WITHDRAWN).exists()
