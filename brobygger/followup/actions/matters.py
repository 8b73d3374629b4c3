"""Something is hard: it is raised, worked on together, and solved. Nothing is deleted. Source: MISSION §5.8; ADR 0089."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record
from brobygger.audit.undoing import require_undoable
from brobygger.followup.actions.together import talked
from brobygger.followup.letters import (
    NEWS_TO_CANDIDATE,
    NEWS_TO_EMPLOYER,
    OWNER,
    SOLVED_TO_CANDIDATE,
    SOLVED_TO_EMPLOYER,
    SOLVED_TO_STAFF,
    WAITS,
    staff_of,
    tell_employer,
    tell_person,
    tell_user,
)
from brobygger.followup.models import Act, Matter, MatterNote, MatterState
from brobygger.followup.queries import employer_of, first_owner, may_raise, shares_with, stays_of, those_who_can_take
from brobygger.kernel.errors import DomainError
from brobygger.kernel.our_time import require_our_time
from brobygger.kernel.units import day
from brobygger.kernel.working_days import working_days_after
from brobygger.loops.counsellors import counsellor_of
from brobygger.loops.models import Participant
from brobygger.outbox.actions import cancel
from brobygger.parties.models import Person, Role, Workplace

WORKING_DAYS_TO_SOLVE = 3  # a new matter's deadline, unless somebody sets another; ADR 0089, 0105
LONGEST_WITHHELD = timedelta(weeks=12)  # a note is held back from the candidate no longer; ADR 0089
LONGEST_WHAT, LONGEST_TEXT, LONGEST_NOTE, LONGEST_REASON = 300, 600, 1000, 200  # letters, as the table has them


@transaction.atomic
def raise_matter(
    participant: Participant,
    *,
    what: str,
    role: Role,
    actor: Person | User,
    workplace: Workplace | None = None,
    is_shared: bool = False,
    owner: User | None = None,
    due_on: date | None = None,
    today: date,
    now: datetime,
) -> Matter:
    """Say that something is hard. The owner and the counsellor are told at once that something waits, never what.

    Takes   role       what the one who raises it is
            workplace  of the employer it concerns, one the participant is to be at
            is_shared  whether the employer is part of it; only the candidate's own yes makes it so from the beginning
            owner      none gives the loop's coordinator
            due_on     none gives three working days
    Raises  DomainError when the loop is not decided or running, the participant has no place in it or has left, the employer is not
            theirs, the deadline has passed, or the owner could not open it
    Source  MISSION §5.8; ADR 0089
    """
    participant = Participant.objects.select_for_update(of=("self",)).select_related("loop", "person", "proposed_by").get(pk=participant.pk)
    if not may_raise(Participant.objects.filter(pk=participant.pk), today=today).exists():
        raise DomainError(
            _("Dette kan skrives mens loopen er i gang, for dem som har plass i den. Ring %(name)s i stedet.")
            % {"name": participant.loop.coordinator.name}
        )
    if workplace is not None:
        require_theirs(participant, workplace)
    if is_shared and workplace is None:
        raise DomainError(_("Velg hvilken bedrift det gjelder før den kan være med."), field="workplace")
    if is_shared and workplace is not None:
        require_sharing(participant, workplace, today=today)
    require_our_time(due_on=due_on)
    if due_on is not None and due_on < today:
        raise DomainError(_("Fristen %(day)s har vært. Velg en dag som kommer.") % {"day": day(due_on)}, field="due_on")
    if owner is not None:
        require_able(participant, owner, today=today)

    matter = Matter.objects.create(
        person=participant.person,
        participant=participant,
        workplace=workplace,
        what=what.strip(),
        raised_by_role=role,
        raised_by_person=actor if isinstance(actor, Person) else None,
        raised_by_user=actor if isinstance(actor, User) else None,
        raised_at=now,
        owner=owner or first_owner(participant, today=today),
        due_on=due_on or working_days_after(today, WORKING_DAYS_TO_SOLVE),
        is_shared_with_employer=is_shared,
    )
    record(
        "followup.matter_raised",
        matter,
        actor=actor,
        role=str(role),
        owner=matter.owner.public_id,
        due=f"{matter.due_on}",
        shared=is_shared,
    )
    for user in {matter.owner, counsellor_of(participant, today=today)} - {actor}:
        tell_user(WAITS, user, matter, when="raised", now=now)
    tell_employer(NEWS_TO_EMPLOYER, matter, when="raised", now=now, actor=actor)
    return matter


def require_theirs(participant: Participant, workplace: Workplace) -> None:
    if workplace.pk not in {stay.employer.workplace_id for stay in stays_of(participant)}:
        raise DomainError(
            _("%(name)s skal ikke være hos %(place)s. Velg en av bedriftene i planen.") % {"name": participant, "place": workplace},
            field="workplace",
        )


def require_sharing(participant: Participant, workplace: Workplace, *, today: date) -> None:
    if not shares_with(participant, workplace, today=today):
        raise DomainError(
            _("%(name)s deler ikke opplysninger med %(place)s nå, så bedriften kan ikke være med.")
            % {"name": participant, "place": workplace},
            field="workplace",
        )


def require_able(participant: Participant, owner: User, *, today: date) -> None:
    if not those_who_can_take(participant, today=today).filter(pk=owner.pk).exists():
        raise DomainError(
            _("%(name)s kan ikke åpne denne saken. Velg en koordinator for loopen eller en som følger opp %(first_name)s.")
            % {"name": owner.name, "first_name": participant.person.first_name},
            field="owner",
        )


def locked(matter: Matter) -> Matter:
    """The matter under lock, with all an action needs."""
    loaded = ("owner", "person", "workplace", "participant__loop", "participant__person", "participant__proposed_by")
    return Matter.objects.select_for_update(of=("self",)).select_related(*loaded).get(pk=matter.pk)


def being_worked_on(matter: Matter) -> Matter:
    """The matter under lock. Raises DomainError when it is solved."""
    found = locked(matter)
    if found.state == MatterState.SOLVED:
        raise DomainError(_("Dette er løst. Er det vanskelig igjen, ta det opp som noe nytt."))
    return found


@transaction.atomic
def add_note(
    matter: Matter, *, text: str, withheld_until: date | None = None, withheld_because: str = "", today: date, now: datetime, actor: User
) -> MatterNote:
    """Write down what has been done. The candidate reads it, unless it is withheld for a reason until a day; then it shows by itself.

    Raises  DomainError for a day without a reason, a reason without a day, a day that has come, or one more than twelve weeks ahead
    Source  RULES A8
    """
    matter = being_worked_on(matter)
    if withheld_because.strip() and withheld_until is None:
        raise DomainError(_("Skriv når deltakeren får lese notatet."), field="withheld_until")
    if withheld_until is not None:
        require_withholdable(withheld_until, withheld_because, today=today)
    note = MatterNote.objects.create(
        matter=matter,
        text=text.strip(),
        written_by=actor,
        written_at=now,
        withheld_until=withheld_until,
        withheld_because=withheld_because.strip(),
    )
    record("followup.note_written", matter, actor=actor, note=note.public_id, withheld_until=f"{withheld_until or ''}")
    return note


def require_withholdable(until: date, because: str, *, today: date) -> None:
    if not because.strip():
        raise DomainError(_("Skriv hvorfor deltakeren ikke skal lese notatet ennå."), field="withheld_because")
    if until <= today:
        raise DomainError(_("Skriv en dag som kommer, eller la feltet stå tomt."), field="withheld_until")
    if until > today + LONGEST_WITHHELD:
        raise DomainError(
            _("Et notat kan holdes tilbake til og med %(day)s. Velg en tidligere dag.") % {"day": day(today + LONGEST_WITHHELD)},
            field="withheld_until",
        )


@transaction.atomic
def write_agreement(matter: Matter, *, text: str, now: datetime, actor: User) -> Matter:
    """Say what has been agreed. All who are part of it read it, and the candidate and the employer are told that there is something new."""
    matter = being_worked_on(matter)
    if matter.agreed == text.strip():
        return matter
    matter.agreed = text.strip()
    matter.save(update_fields=["agreed"])
    record("followup.agreement_written", matter, actor=actor)
    talked(matter.person, Act.MATTER, about=matter.public_id, at=now, now=now, actor=actor)
    tell_person(NEWS_TO_CANDIDATE, matter.person, Role.CANDIDATE, matter, when=now.isoformat(), now=now, actor=actor)
    tell_employer(NEWS_TO_EMPLOYER, matter, when=now.isoformat(), now=now, actor=actor)
    return matter


@transaction.atomic
def change_owner(matter: Matter, *, to: User, today: date, now: datetime, actor: User) -> Matter:
    """Give the matter to somebody else, who is told. Giving it to the one who has it changes nothing.

    Raises  DomainError for one who could not open it
    """
    matter = being_worked_on(matter)
    assert matter.participant is not None
    require_able(matter.participant, to, today=today)
    if matter.owner_id == to.pk:
        return matter
    before, matter.owner = matter.owner, to
    matter.save(update_fields=["owner"])
    record("followup.owner_changed", matter, actor=actor, before=before.public_id, owner=to.public_id)
    cancel(matter.public_id, template=OWNER.name)
    if to.pk != actor.pk:
        tell_user(OWNER, to, matter, when=now.isoformat(), now=now)
    return matter


@transaction.atomic
def move_deadline(matter: Matter, *, to: date, reason: str, today: date, now: datetime, actor: User) -> Matter:
    """Set another deadline, and say why in a note the candidate reads.

    Raises  DomainError for a day that has been
    """
    matter = being_worked_on(matter)
    require_our_time(due_on=to)
    if to < today:
        raise DomainError(_("Fristen %(day)s har vært. Velg en dag som kommer.") % {"day": day(to)}, field="due_on")
    before, matter.due_on = matter.due_on, to
    if before == to:
        return matter
    matter.save(update_fields=["due_on"])
    words = _("Fristen er flyttet fra %(before)s til %(after)s. %(reason)s")
    add_note(matter, text=words % {"before": day(before), "after": day(to), "reason": reason.strip()}, today=today, now=now, actor=actor)
    record("followup.deadline_moved", matter, actor=actor, before=f"{before}", due=f"{to}")
    return matter


@transaction.atomic
def include_employer(
    matter: Matter, *, workplace: Workplace, has_said_yes: bool, said: str, today: date, now: datetime, actor: User
) -> Matter:
    """Let the employer be part of it, when the candidate has said yes. It reads what is agreed from now on, and never the notes.

    Takes   said  who said yes, how and when: kept as a note the candidate reads
    Raises  DomainError without the candidate's yes, and for an employer the candidate is not to be at
    Source  RULES A7, P3
    """
    matter = being_worked_on(matter)
    assert matter.participant is not None
    if not has_said_yes:
        raise DomainError(
            _("Spør %(name)s først. Bedriften kan bare være med når %(name)s vil det.") % {"name": matter.person.first_name},
            field="has_said_yes",
        )
    require_theirs(matter.participant, workplace)
    require_sharing(matter.participant, workplace, today=today)
    if matter.is_shared_with_employer and matter.workplace_id == workplace.pk:
        return matter
    matter.workplace, matter.is_shared_with_employer = workplace, True
    if employer_of(matter) is None:
        raise DomainError(_("%(place)s er ikke med i loopen lenger.") % {"place": workplace}, field="workplace")
    matter.save(update_fields=["workplace", "is_shared_with_employer"])
    words = _("%(place)s er med på å løse dette. %(said)s")
    add_note(matter, text=words % {"place": workplace, "said": said.strip()}, today=today, now=now, actor=actor)
    record("followup.employer_included", matter, actor=actor, workplace=workplace.public_id)
    tell_employer(NEWS_TO_EMPLOYER, matter, when=now.isoformat(), now=now, actor=actor)
    return matter


@transaction.atomic
def exclude_employer(matter: Matter, *, actor: HasPublicId) -> Matter:
    """The candidate takes the yes back, by themselves or by telling the staff. It works at once, also when the matter is solved.

    What waits to be sent to the employer is not sent. What it has read, it has read.
    """
    matter = locked(matter)
    if not matter.is_shared_with_employer:
        return matter
    matter.is_shared_with_employer = False
    matter.save(update_fields=["is_shared_with_employer"])
    cancel(matter.public_id, template=NEWS_TO_EMPLOYER.name)
    cancel(matter.public_id, template=SOLVED_TO_EMPLOYER.name)
    record("followup.employer_excluded", matter, actor=actor)
    return matter


@transaction.atomic
def keep_employer(matter: Matter, *, today: date, now: datetime, actor: User) -> Matter:
    """Undo that one has written down that the employer is no part of it any more. Only that one can, and only the same day.

    Raises  DomainError when another did, the candidate above all, when something has been done since, and when they don't share any more
    Source  RULES A7, P3; ADR 0124
    """
    matter = being_worked_on(matter)
    if matter.is_shared_with_employer:
        return matter
    require_undoable(matter, "followup.employer_excluded", now=now, actor=actor)
    assert matter.participant is not None
    assert matter.workplace is not None
    require_sharing(matter.participant, matter.workplace, today=today)
    matter.is_shared_with_employer = True
    matter.save(update_fields=["is_shared_with_employer"])
    record("followup.employer_kept", matter, actor=actor)
    return matter


@transaction.atomic
def solve_matter(matter: Matter, *, outcome: str, today: date, now: datetime, actor: User) -> Matter:
    """It is solved: say how it went. All who are part of it are told, and read the outcome.

    Raises  DomainError when it is solved already
    """
    matter = being_worked_on(matter)
    matter.state, matter.solved_at, matter.outcome = MatterState.SOLVED, now, outcome.strip()
    matter.save(update_fields=["state", "solved_at", "outcome"])
    record("followup.matter_solved", matter, actor=actor)
    for user in staff_of(matter, today=today):
        if user.pk != actor.pk:
            tell_user(SOLVED_TO_STAFF, user, matter, when="solved", now=now)
    tell_person(SOLVED_TO_CANDIDATE, matter.person, Role.CANDIDATE, matter, when="solved", now=now, actor=actor)
    tell_employer(SOLVED_TO_EMPLOYER, matter, when="solved", now=now, actor=actor)
    return matter
