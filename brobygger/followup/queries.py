"""What is hard, who takes it, and who is part of solving it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from brobygger.accounts.models import User
from brobygger.followup.models import Matter, MatterNote, MatterState
from brobygger.intake.intakes import may_meet
from brobygger.intake.models import Responsibility
from brobygger.loops.counsellors import counsellor_of
from brobygger.loops.models import LoopEmployer, Participant, Stay
from brobygger.loops.sharing import shown_here
from brobygger.loops.states import CommitmentState, InvitationState, LoopState
from brobygger.parties.models import Grant, Membership, Person, Protection, Role, Workplace
from brobygger.parties.queries import holds_on, in_norwegian_order
from brobygger.parties.reach import can_be_sent_to

RAISED_WHILE = (LoopState.DECIDED, LoopState.RUNNING)  # before that there is nobody at work, after it there is no loop to put right
FOLLOWS_PEOPLE = (Role.COUNSELLOR, Role.SPECIALIST)
SHOWN_AFTER_THE_END = 20  # solved matters on a page; the rest stand on their own pages
LOADED = ("person", "owner", "workplace", "participant__loop__coordinator", "participant__proposed_by")


def open_matters(scope: QuerySet[Matter], *, today: date) -> QuerySet[Matter]:
    """What is not solved yet: those whose deadline has passed first, then by deadline.

    Takes   scope  the matters the reader may see, from access.rows(); narrow it to one loop by `participant__loop`
    Gives   matters with `is_overdue`; person, owner, workplace and loop come loaded
    Cost    one query for any number of rows
    """
    overdue = ExpressionWrapper(Q(due_on__lt=today), output_field=BooleanField())
    return scope.filter(state=MatterState.OPEN).annotate(is_overdue=overdue).select_related(*LOADED).order_by("due_on", "pk")


def solved_matters(scope: QuerySet[Matter]) -> QuerySet[Matter]:
    """What has been solved, the latest first, as many as a page shows. Cost: one query."""
    return scope.filter(state=MatterState.SOLVED).select_related(*LOADED).order_by("-solved_at", "-pk")[:SHOWN_AFTER_THE_END]


def matters_of(scope: QuerySet[Matter], participant: Participant) -> QuerySet[Matter]:
    """All that is or has been hard for one participant, what is open first and then the latest. Cost: one query."""
    return scope.filter(participant=participant).select_related(*LOADED).order_by("state", "-raised_at", "-pk")


def matters_at(scope: QuerySet[Matter], employer: LoopEmployer) -> QuerySet[Matter]:
    """What one employer in a loop is part of, or has said itself; what is open first and then the latest. Cost: one query."""
    rows = scope.filter(workplace=employer.workplace_id, participant__loop=employer.loop_id)
    return rows.select_related(*LOADED).order_by("state", "-raised_at", "-pk")


def notes_of(scope: QuerySet[MatterNote], matter: Matter) -> QuerySet[MatterNote]:
    """The notes of a matter as they were written, for the one whose scope it is. Cost: one query."""
    return scope.filter(matter=matter).select_related("written_by").order_by("written_at", "pk")


def stays_of(participant: Participant) -> list[Stay]:
    """Where a participant is to be, in the order of the year, with the employers. Cost: one query."""
    return list(participant.stays.select_related("employer__workplace", "employer__contact").order_by("period"))


def employer_today(participant: Participant, *, today: date) -> LoopEmployer | None:
    """Where a participant is today, if they are anywhere. Cost: one query."""
    return next((stay.employer for stay in stays_of(participant) if stay.starts_on <= today <= stay.ends_on), None)


def may_raise(scope: QuerySet[Participant], *, today: date) -> QuerySet[Participant]:
    """Those of a scope something can be hard for: they have a place in the plan of a loop that is decided or running, and have not left.

    Gives   participants by first name, with person and loop loaded
    Cost    one query
    """
    still_in = Q(left_on__isnull=True) | Q(left_on__gte=today)
    rows = scope.filter(still_in, Exists(Stay.objects.filter(participant=OuterRef("pk"))), loop__state__in=RAISED_WHILE)
    return rows.select_related("person", "loop__coordinator", "proposed_by").order_by(in_norwegian_order("person__first_name"), "pk")


def present_at(scope: QuerySet[Participant], employer: LoopEmployer, *, today: date) -> QuerySet[Participant]:
    """Those who are at an employer today and share with it, by first name.

    Takes   scope  from access.rows(…, RAISE, Participant), which knows the loop but not which of the holder's workplaces
    Cost    one query
    """
    here = Stay.objects.filter(participant=OuterRef("pk"), employer=employer, starts_on__lte=today, ends_on__gte=today)
    return may_raise(shown_here(scope, employer, today=today).filter(Exists(here), state=InvitationState.YES), today=today)


def those_who_can_take(participant: Participant, *, today: date) -> QuerySet[User]:
    """Whom a matter about a participant can be given to: those who will be able to open it, by name.

    They coordinate in the loop's unit while the participant shares with it, or follow the participant up. Nobody gets a matter about
    themselves or their family, or about somebody whose protection they have no clearance for.

    Cost    two queries
    Source  RULES A2, A3, A5
    """
    person, loop = participant.person, participant.loop
    shares = Grant.objects.filter(holds_on(today), withdrawn_at__isnull=True, person=person, subject_id=loop.public_id, unit=loop.unit_id)
    works = Membership.objects.filter(holds_on(today), user=OuterRef("pk"))
    held = Responsibility.objects.filter(holds_on(today), holds_on(today, "engagement__"), user=OuterRef("pk"), engagement__person=person)
    coordinates = Exists(works.filter(Exists(shares), unit=loop.unit_id, role=Role.LOOP_COORDINATOR))
    follows = Exists(held) & Exists(works.filter(role__in=FOLLOWS_PEOPLE))
    return User.objects.filter(coordinates | follows, may_meet(person, today=today), is_active=True).order_by("name", "pk")


def first_owner(participant: Participant, *, today: date) -> User:
    """Who takes a new matter: the loop's coordinator, or whoever follows the participant up when the coordinator can't open it.

    Cost    four queries at most
    """
    coordinator = participant.loop.coordinator
    able = list(those_who_can_take(participant, today=today))
    if coordinator in able:
        return coordinator
    counsellor = counsellor_of(participant, today=today)
    return counsellor if counsellor in able or not able else able[0]


def shares_with(participant: Participant, workplace: Workplace, *, today: date) -> bool:
    """Whether a participant's yes to a workplace holds today. Cost: one query."""
    yes = Grant.objects.filter(holds_on(today), withdrawn_at__isnull=True, person=participant.person_id, workplace=workplace)
    return yes.filter(subject_id=participant.loop.public_id).exists() and participant.person.protection == Protection.NONE


def employer_of(matter: Matter) -> LoopEmployer | None:
    """The employer a matter concerns, as it stands in the loop; none once it has left. Cost: one query."""
    if matter.participant is None or matter.workplace_id is None:
        return None
    rows = LoopEmployer.objects.filter(loop=matter.participant.loop_id, workplace=matter.workplace_id, state=CommitmentState.COMMITTED)
    return rows.select_related("workplace", "contact", "loop").first()


@dataclass(frozen=True)
class Party:
    """One of the four: who they are, where they can be reached, and whether they are part of it and get letters."""

    name: str
    role: Role
    phone: str
    place: str = ""
    is_part: bool = True
    gets_letters: bool = True


def the_four(matter: Matter, *, today: date) -> list[Party]:
    """Candidate, employer, counsellor and coordinator, in that order; without an employer when the matter concerns none.

    Cost    two queries
    Source  MISSION §5.8
    """
    found = [party(matter.person, Role.CANDIDATE)]
    employer = employer_of(matter)
    if employer is not None:
        found.append(party(employer.contact, Role.EMPLOYER, place=str(employer), is_part=matter.is_shared_with_employer))
    if matter.participant is not None:
        counsellor, coordinator = counsellor_of(matter.participant, today=today), matter.participant.loop.coordinator
        found.append(Party(counsellor.name, Role.COUNSELLOR, counsellor.phone))
        found.append(Party(coordinator.name, Role.LOOP_COORDINATOR, coordinator.phone))
    return found


def party(person: Person, role: Role, *, place: str = "", is_part: bool = True) -> Party:
    return Party(str(person), role, person.phone, place, is_part, can_be_sent_to(person))
