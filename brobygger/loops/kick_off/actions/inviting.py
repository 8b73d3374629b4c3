"""Counsellors propose candidates; the candidate says yes or no. The yes is the grant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.clock import age_on
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day, phone
from brobygger.loops.building.actions.loop import being_built
from brobygger.loops.building.letters import INVITATION, kick_off_is_ahead
from brobygger.loops.kick_off.letters import TASKS, employer_may_list_tasks
from brobygger.loops.messages import LINK_LASTS, kick_off_words, require_reach
from brobygger.loops.models import FEWEST_TASKS, MAX_AGE, MIN_AGE, MOST_TASKS, Loop, LoopEmployer, Participant, Task, TaskMark
from brobygger.loops.sharing import shared_with_coordinator, shared_with_employer, sharing_ends_on
from brobygger.loops.states import CommitmentState, InvitationState, LoopState, move_invitation
from brobygger.parties.actions import open_link
from brobygger.parties.models import Grant, GrantPurpose, Person, Role
from brobygger.parties.reach import can_be_sent_to, letter_to

LONGEST_TASK = 120  # letters; a line on a phone or two
LEGAL_BASIS = "Samtykke, personvernforordningen artikkel 6 nr. 1 bokstav a"


@transaction.atomic
def invite_candidate(loop: Loop, *, person: Person, actor: User, now: datetime) -> Participant:
    """Invite a candidate to the kick-off, and send the link they answer by when a letter can reach them.

    Raises  DomainError when the loop is not open, the kick-off day is not set or has been, or the person's age that day is unknown
            or outside 18–30
    Source  MISSION §5.2
    """
    loop = being_built(loop)
    if loop.state != LoopState.OPEN or loop.kick_off_on is None:
        raise DomainError(_("Loopen er ikke åpen for deltakere ennå. Den åpner når alle bedriftene har sagt ja og dagen er satt."))
    require_age(person, on=loop.kick_off_on)
    if Participant.objects.filter(loop=loop, person=person).exists():
        raise DomainError(_("%(name)s er allerede invitert til denne loopen.") % {"name": person}, field="person")
    participant = Participant.objects.create(loop=loop, person=person, proposed_by=actor)
    record("loops.candidate_invited", participant, actor=actor, loop=loop.public_id, person=person.public_id)
    require_ahead(participant, today=local_day(now))
    if can_be_sent_to(person):
        send_invitation(participant, actor=actor, now=now)
    return participant


def require_ahead(participant: Participant, *, today: date) -> None:
    """Raises DomainError, in the words that fit, when an invitation would not apply."""
    if kick_off_is_ahead(participant.public_id, today):
        return
    if participant.state == InvitationState.NO:
        raise DomainError(_("%(name)s vil noe annet, så lenken sendes ikke.") % {"name": participant.person})
    if participant.loop.kick_off_on is None:
        raise DomainError(_("Dagen for kick-off er ikke satt ennå, så lenken sendes ikke."))
    raise DomainError(_("Kick-off var %(day)s, så lenken sendes ikke.") % {"day": day(participant.loop.kick_off_on)})


def require_age(person: Person, *, on: date) -> None:
    if person.born_on is None:
        raise DomainError(_("Fødselsdatoen til %(name)s mangler. Legg den inn først.") % {"name": person}, field="person")
    if not MIN_AGE <= age_on(person.born_on, on) <= MAX_AGE:
        raise DomainError(
            _("JobbLoop er for dem som er fra 18 til og med 30 år på kick-off-dagen. %(name)s er %(age)s år %(day)s.")
            % {"name": person, "age": age_on(person.born_on, on), "day": day(on)},
            field="person",
        )


@transaction.atomic
def send_invitation(participant: Participant, *, actor: HasPublicId, now: datetime, again: bool = False) -> None:
    """Send the candidate's link, the first time or again.

    Raises  DomainError once the loop is decided or called off, after the kick-off day, for one who said no, and for one no letter can reach
    """
    loop, person = being_built(participant.loop), participant.person
    require_ahead(participant, today=local_day(now))
    require_reach(person)
    link = open_link(person, Role.CANDIDATE, until=(loop.kick_off_on or local_day(now)) + LINK_LASTS, actor=actor)
    INVITATION.put(
        once=f"{participant.public_id}:{now.isoformat() if again else 'first'}",
        to=letter_to(person),
        about=participant.public_id,
        values=kick_off_words(loop, person),
        link=link.public_id,
        now=now,
    )


@transaction.atomic
def prepare_candidate(
    participant: Participant,
    *,
    presentation: str,
    travel_limit_km: int | None,
    cannot_work: Sequence[str],
    needs: Sequence[str],
    actor: HasPublicId,
) -> Participant:
    """Write down how a candidate wants to present themselves, and what the plan must heed. By the candidate, or with their counsellor."""
    being_built(participant.loop)
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    participant.presentation, participant.travel_limit_km = presentation, travel_limit_km
    participant.cannot_work, participant.needs = list(cannot_work), list(needs)
    participant.save(update_fields=["presentation", "travel_limit_km", "cannot_work", "needs"])
    record("loops.candidate_prepared", participant, actor=actor)
    return participant


@transaction.atomic
def accept_invitation(participant: Participant, *, today: date, now: datetime, actor: HasPublicId) -> Participant:
    """The candidate's yes: to come, and to the sharing it needs. Saying yes again extends it to employers who came later."""
    loop = being_built(participant.loop)
    participant = Participant.objects.select_for_update().select_related("person").get(pk=participant.pk)
    participant.state, participant.answered_at = move_invitation(participant.state, InvitationState.YES), now
    participant.save(update_fields=["state", "answered_at"])
    share(participant, loop, today=today, now=now)
    record("loops.invitation_accepted", participant, actor=actor, loop=loop.public_id)
    return participant


def share(participant: Participant, loop: Loop, *, today: date, now: datetime) -> None:
    """One grant to the coordinator's unit and one to each employer, with the text the person said yes to.

    A yes that ends too early, since the day has been moved, gives way to a new one.
    """
    until = sharing_ends_on(loop, today=today)
    terms = {"purpose": GrantPurpose.JOBBLOOP, "legal_basis": LEGAL_BASIS, "starts_on": today, "ends_on": until}
    live = Grant.objects.filter(person=participant.person, subject_id=loop.public_id, withdrawn_at__isnull=True)
    live.filter(ends_on__lt=until).update(withdrawn_at=now)
    if not live.filter(unit=loop.unit).exists():
        Grant.objects.create(person=participant.person, subject_id=loop.public_id, unit=loop.unit, items=shared_with_coordinator(), **terms)
    met = set(live.filter(workplace__isnull=False).values_list("workplace_id", flat=True))
    Grant.objects.bulk_create(
        Grant(person=participant.person, subject_id=loop.public_id, workplace=employer.workplace, items=shared_with_employer(), **terms)
        for employer in committed(loop)
        if employer.workplace_id not in met
    )


@transaction.atomic
def decline_invitation(participant: Participant, *, now: datetime, actor: HasPublicId) -> Participant:
    """The candidate wants something else. All sharing for this loop ends at once."""
    loop = being_built(participant.loop)
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    participant.state, participant.answered_at = move_invitation(participant.state, InvitationState.NO), now
    participant.has_attended = None
    participant.save(update_fields=["state", "answered_at", "has_attended"])
    Grant.objects.filter(person=participant.person_id, subject_id=loop.public_id, withdrawn_at__isnull=True).update(withdrawn_at=now)
    participant.interviews.all().delete()
    record("loops.invitation_declined", participant, actor=actor, loop=loop.public_id)
    return participant


def committed(loop: Loop) -> list[LoopEmployer]:
    return list(
        LoopEmployer.objects.filter(loop=loop, state=CommitmentState.COMMITTED)
        .select_related("workplace")
        .order_by("workplace__name", "pk")
    )


@transaction.atomic
def list_tasks(employer: LoopEmployer, *, texts: Sequence[str], actor: HasPublicId) -> list[Task]:
    """Say what one does at an employer: three to ten tasks. A task whose text stands keeps its marks.

    Raises  DomainError for too few, too many, one that is too long, or the same task twice
    """
    being_built(employer.loop)
    employer = LoopEmployer.objects.select_for_update().get(pk=employer.pk)
    wanted = [text.strip() for text in texts if text.strip()]
    if not FEWEST_TASKS <= len(wanted) <= MOST_TASKS:
        raise DomainError(_("Skriv tre til ti oppgaver. Du har skrevet %(count)s.") % {"count": len(wanted)}, field="tasks")
    if too_long := next((text for text in wanted if len(text) > LONGEST_TASK), ""):
        raise DomainError(
            _("«%(text)s …» er for lang. Skriv hver oppgave med høyst %(most)s tegn.") % {"text": too_long[:30], "most": LONGEST_TASK},
            field="tasks",
        )
    if len({text.casefold() for text in wanted}) < len(wanted):
        raise DomainError(_("Den samme oppgaven står to ganger. Stryk den ene."), field="tasks")
    employer.tasks.exclude(text__in=wanted).delete()
    kept = {task.text: task for task in employer.tasks.all()}
    for position, text in enumerate(wanted, start=1):
        if text in kept:
            kept[text].position = position
    Task.objects.bulk_update(kept.values(), ["position"])
    Task.objects.bulk_create(
        Task(employer=employer, text=text, position=position) for position, text in enumerate(wanted, start=1) if text not in kept
    )
    record("loops.tasks_listed", employer, actor=actor, count=len(wanted))
    return list(employer.tasks.all())


@transaction.atomic
def ask_for_tasks(employer: LoopEmployer, *, now: datetime, actor: HasPublicId) -> None:
    """Send the employer a link to list their tasks; sent again each time it is asked for.

    Raises  DomainError once the loop is decided or called off, for an employer that is out of it, and for one no letter can reach
    """
    loop = being_built(employer.loop)
    if not employer_may_list_tasks(employer.public_id, local_day(now)):
        raise DomainError(_("%(place)s er ikke med i loopen, så lenken sendes ikke.") % {"place": employer})
    require_reach(employer.contact)
    until = (loop.kick_off_on or local_day(now)) + LINK_LASTS
    link = open_link(employer.contact, Role.EMPLOYER, until=until, actor=actor)
    TASKS.put(
        once=f"{employer.public_id}:{now.isoformat()}",
        to=letter_to(employer.contact),
        about=employer.public_id,
        values={"loop": loop.name, "owner": loop.coordinator.name, "phone": phone(loop.coordinator.phone)},
        link=link.public_id,
        now=now,
    )


@transaction.atomic
def mark_tasks(participant: Participant, *, marks: Mapping[Task, str], now: datetime, actor: HasPublicId) -> Participant:
    """Keep what a candidate thinks of the tasks; a task left out keeps the mark it had.

    Raises  DomainError for a task that is not in this loop
    """
    loop = being_built(participant.loop)
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    if any(task.employer.loop_id != loop.pk for task in marks):
        raise DomainError(_("Oppgavene er endret siden du åpnet siden. Åpne den på nytt."))
    TaskMark.objects.bulk_create(
        [TaskMark(participant=participant, task=task, mark=mark) for task, mark in marks.items()],
        update_conflicts=True,
        unique_fields=["participant", "task"],
        update_fields=["mark"],
    )
    participant.marks_given_at = now
    participant.save(update_fields=["marks_given_at"])
    record("loops.tasks_marked", participant, actor=actor, count=len(marks))
    return participant
