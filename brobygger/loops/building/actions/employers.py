"""A driver builds a loop: employers one by one, until enough have said yes, and then the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.clock import age_on
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day
from brobygger.loops.messages import LINK_LASTS, kick_off_words
from brobygger.loops.models import (
    FEWEST_EMPLOYERS,
    MAX_AGE,
    MIN_AGE,
    MOST_EMPLOYERS,
    MOST_PLACES,
    Closure,
    Interview,
    Loop,
    LoopEmployer,
    NextStep,
    Participant,
    StatedVeto,
)
from brobygger.loops.states import BEING_BUILT, CommitmentState, InvitationState, LoopState, move_commitment, move_loop
from brobygger.outbox.actions import cancel, enqueue
from brobygger.parties.actions import EmployerCard, open_link, register_employer
from brobygger.parties.models import Grant, Membership, Person, Role, Unit, Workplace
from brobygger.parties.queries import holds_on
from brobygger.parties.reach import can_be_sent_to, letter_to
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


@transaction.atomic
def ask_employer(
    loop: Loop,
    *,
    workplace: Workplace,
    contact: Person,
    places: Sequence[int] = (),
    commitments: str = "",
    shifts: Sequence[str] = (),
    cannot_arrange: Sequence[str] = (),
    actor: HasPublicId,
) -> LoopEmployer:
    """Write down that an employer has been asked to join, with one place in every period unless told otherwise.

    One that has been out of the loop is asked again.

    Raises  DomainError when the loop is decided, the employer is in it already, or the places are out of range
    """
    loop = being_built(loop)
    employer = LoopEmployer.objects.select_for_update().filter(loop=loop, workplace=workplace).first()
    if employer is None:
        employer = LoopEmployer(loop=loop, workplace=workplace)
    elif employer.state != CommitmentState.WITHDRAWN:
        raise DomainError(_("%(place)s er allerede med i loopen.") % {"place": workplace}, field="workplace")
    else:
        employer.state = move_commitment(employer.state, CommitmentState.ASKED)
    employer.contact = contact
    employer.places = valid_places(loop, places or [1] * loop.periods)
    employer.commitments, employer.shifts, employer.cannot_arrange = commitments, list(shifts), list(cannot_arrange)
    employer.save()
    record("loops.employer_asked", employer, actor=actor, loop=loop.public_id)
    return employer


@transaction.atomic
def ask_new_employer(loop: Loop, *, card: EmployerCard, today: date, actor: HasPublicId) -> LoopEmployer:
    """Register an employer and write down that it has been asked: both or neither.

    Raises  DomainError as `register_employer` and `ask_employer`
    """
    contact = register_employer(card, today=today, actor=actor)
    return ask_employer(loop, workplace=contact.workplace, contact=contact.person, actor=actor)


@transaction.atomic
def change_employer(
    employer: LoopEmployer,
    *,
    contact: Person,
    places: Sequence[int],
    commitments: str,
    room: str,
    shifts: Sequence[str],
    cannot_arrange: Sequence[str],
    actor: HasPublicId,
) -> LoopEmployer:
    """Change what an employer brings to the loop, until the plan is decided."""
    loop = being_built(employer.loop)
    employer = LoopEmployer.objects.select_for_update().get(pk=employer.pk)
    employer.contact = contact
    employer.places = valid_places(loop, places)
    employer.commitments, employer.room = commitments, room
    employer.shifts, employer.cannot_arrange = list(shifts), list(cannot_arrange)
    employer.save(update_fields=["contact", "places", "commitments", "room", "shifts", "cannot_arrange"])
    record("loops.employer_changed", employer, actor=actor)
    return employer


def valid_places(loop: Loop, places: Sequence[int]) -> list[int]:
    if len(places) != loop.periods or not all(0 <= count <= MOST_PLACES for count in places) or not any(places):
        raise DomainError(
            _("Skriv plasser for hver av de %(periods)s periodene, fra 0 (stengt) til 6, og minst én plass til sammen.")
            % {"periods": loop.periods},
            field="places",
        )
    return list(places)


@transaction.atomic
def commit_employer(employer: LoopEmployer, *, on: date, actor: HasPublicId) -> LoopEmployer:
    """Write down an employer's yes. The loop opens when as many as it wants have said yes.

    Raises  DomainError when the loop is full or decided, or the employer has said yes already
    """
    loop = being_built(employer.loop)
    employer = LoopEmployer.objects.select_for_update().get(pk=employer.pk)
    committed = committed_count(loop)
    if committed >= loop.employers_wanted:
        raise DomainError(
            _("Loopen har allerede de %(count)s bedriftene den skal ha. Øk antallet først.") % {"count": loop.employers_wanted}
        )
    employer.places = valid_places(loop, employer.places)  # one that was out when the loop shrank may have none left
    employer.state, employer.committed_on = move_commitment(employer.state, CommitmentState.COMMITTED), on
    employer.save(update_fields=["state", "committed_on"])
    record("loops.employer_committed", employer, actor=actor, loop=loop.public_id)
    if committed + 1 == loop.employers_wanted and loop.state == LoopState.RECRUITING:
        loop.state = move_loop(loop.state, LoopState.OPEN)
        loop.save(update_fields=["state"])
        record("loops.loop_opened", loop, actor=actor)
    return employer


@transaction.atomic
def withdraw_employer(employer: LoopEmployer, *, now: datetime, actor: HasPublicId) -> LoopEmployer:
    """Take an employer out before the plan is decided; all sharing with it for the loop ends at once.

    A loop that then has too few goes back to gathering. Asked again, the employer meets nobody before each has said yes anew.
    """
    loop = being_built(employer.loop)
    employer = LoopEmployer.objects.select_for_update().get(pk=employer.pk)
    employer.state, employer.committed_on = move_commitment(employer.state, CommitmentState.WITHDRAWN), None
    employer.save(update_fields=["state", "committed_on"])
    Interview.objects.filter(employer=employer).delete()
    shared = Grant.objects.filter(workplace=employer.workplace_id, subject_id=loop.public_id, withdrawn_at__isnull=True)
    shared.update(withdrawn_at=now)
    record("loops.employer_withdrawn", employer, actor=actor, loop=loop.public_id)
    if loop.state == LoopState.OPEN and committed_count(loop) < loop.employers_wanted:
        loop.state = move_loop(loop.state, LoopState.RECRUITING)
        loop.save(update_fields=["state"])
    return employer


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


@transaction.atomic
def close_weeks(employer: LoopEmployer, *, starts_on: date, ends_on: date, reason: str, actor: HasPublicId) -> Closure:
    """Write down days when an employer is closed."""
    being_built(employer.loop)
    if ends_on < starts_on:
        raise DomainError(_("Siste dag kan ikke være før %(day)s.") % {"day": day(starts_on)}, field="ends_on")
    closure = Closure.objects.create(employer=employer, starts_on=starts_on, ends_on=ends_on, reason=reason)
    record("loops.weeks_closed", employer, actor=actor, starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat())
    return closure


@transaction.atomic
def open_weeks(closure: Closure, *, actor: HasPublicId) -> None:
    """Take out days an employer was to be closed."""
    being_built(closure.employer.loop)
    record("loops.weeks_opened", closure.employer, actor=actor, starts_on=closure.starts_on.isoformat())
    closure.delete()


@transaction.atomic
def plan_kick_off(
    loop: Loop,
    *,
    on: date,
    from_time: time,
    to_time: time,
    place: str,
    interviews_from: time,
    interview_minutes: int,
    starts_on: date,
    today: date,
    now: datetime,
    actor: HasPublicId,
) -> Loop:
    """Set the kick-off day and the start at the employers. Those who are invited and the employers are told when the day, the time or the
    place changes.

    Raises  DomainError for a day that has been, a start that is not after the kick-off, a day that ends before it begins,
            a day when somebody who is invited is too young or too old, or a move after attendance is taken
    """
    loop = being_built(loop)
    moves = is_moved(loop, on=on, from_time=from_time, place=place)
    if moves and Participant.objects.filter(loop=loop, has_attended__isnull=False).exists():
        raise DomainError(_("Oppmøtet er lagret, så dagen, tiden og stedet kan ikke endres."), field="on")
    if on < today:
        raise DomainError(_("%(day)s har vært. Velg en dag fra i dag av.") % {"day": day(on)}, field="on")
    if starts_on <= on:
        raise DomainError(_("Oppstarten må være etter kick-off %(day)s.") % {"day": day(on)}, field="starts_on")
    if not from_time <= interviews_from < to_time:
        raise DomainError(_("Intervjuene må begynne mellom kick-offens start og slutt."), field="interviews_from")
    if not 5 <= interview_minutes <= 60:
        raise DomainError(_("Et intervju varer fra 5 til 60 minutter."), field="interview_minutes")
    require_invited_of_age(loop, on=on)
    loop.kick_off_on, loop.kick_off_from, loop.kick_off_to, loop.kick_off_place = on, from_time, to_time, place
    loop.interviews_from, loop.interview_minutes, loop.starts_on = interviews_from, interview_minutes, starts_on
    loop.save(
        update_fields=[
            "kick_off_on", "kick_off_from", "kick_off_to", "kick_off_place", "interviews_from", "interview_minutes", "starts_on",
        ]
    )  # fmt: skip
    record("loops.kick_off_planned", loop, actor=actor, on=on.isoformat(), starts_on=starts_on.isoformat(), moved=moves)
    if moves:
        tell_of_the_move(loop, now=now, actor=actor)
    return loop


def is_moved(loop: Loop, *, on: date, from_time: time, place: str) -> bool:
    """Whether a day that was set gets another date, time or place."""
    before = (loop.kick_off_on, loop.kick_off_from, loop.kick_off_place)
    return loop.kick_off_on is not None and before != (on, from_time, place)


def tell_of_the_move(loop: Loop, *, now: datetime, actor: HasPublicId) -> None:
    """A letter to each who is invited or has said yes, and to each employer.

    What waits with the old day is taken back; an invitation goes anew instead.
    """
    for participant in Participant.objects.filter(loop=loop).exclude(state=InvitationState.NO).select_related("person").order_by("pk"):
        is_unsent = cancel(participant.public_id, template="loops/invitation") > 0
        cancel(participant.public_id, template="loops/kick_off_moved")
        template = "loops/invitation" if is_unsent else "loops/kick_off_moved"
        send_word(template, participant, participant.person, Role.CANDIDATE, loop=loop, now=now, actor=actor)
    for employer in (
        LoopEmployer.objects.filter(loop=loop).exclude(state=CommitmentState.WITHDRAWN).select_related("contact").order_by("pk")
    ):
        cancel(employer.public_id, template="loops/kick_off_moved_employer")
        send_word("loops/kick_off_moved_employer", employer, employer.contact, Role.EMPLOYER, loop=loop, now=now, actor=actor)


def send_word(
    template: str, about: Participant | LoopEmployer, person: Person, role: Role, *, loop: Loop, now: datetime, actor: HasPublicId
) -> None:
    """A letter with when and where the kick-off is, to one whom a letter can reach; the others are called."""
    if not can_be_sent_to(person):
        return
    link = open_link(person, role, until=(loop.kick_off_on or local_day(now)) + LINK_LASTS, actor=actor)
    enqueue(
        template,
        once=f"{template}:{about.public_id}:{now.isoformat()}",
        to=letter_to(person),
        about=about.public_id,
        values=kick_off_words(loop, person),
        link=link.public_id,
        now=now,
    )


def require_invited_of_age(loop: Loop, *, on: date) -> None:
    """Counts only: before a yes nobody but the counsellor knows who."""
    born = Participant.objects.filter(loop=loop).exclude(state=InvitationState.NO)
    ages = [age_on(born_on, on) for born_on in born.values_list("person__born_on", flat=True) if born_on]
    outside = sum(not MIN_AGE <= age <= MAX_AGE for age in ages)
    if outside:
        raise DomainError(
            ngettext(
                "Én av de inviterte er ikke fra 18 til og med 30 år %(day)s. Velg en annen dag, eller snakk med veilederne først.",
                "%(count)s av de inviterte er ikke fra 18 til og med 30 år %(day)s. Velg en annen dag, eller snakk med veilederne først.",
                outside,
            )
            % {"count": outside, "day": day(on)},
            field="on",
        )


@transaction.atomic
def set_next_step(
    loop: Loop, *, participant: Participant | None = None, text: str, owner: User, due_on: date, actor: HasPublicId
) -> NextStep:
    """Say what happens next and who sees to it: for the loop, or for one who was at the kick-off. It takes the place of the one before."""
    before = NextStep.objects.select_for_update().filter(loop=loop, participant=participant)
    if participant is None:
        before = before.filter(done_at__isnull=True)
    step = before.first() or NextStep(loop=loop, participant=participant)
    step.text, step.owner, step.due_on, step.done_at = text, owner, due_on, None
    step.save()
    record("loops.next_step_set", step, actor=actor, owner=owner.public_id, due_on=due_on.isoformat())
    return step


@transaction.atomic
def finish_next_step(step: NextStep, *, now: datetime, actor: HasPublicId) -> NextStep:
    """Tick off the loop's next step, so another can be set."""
    step = NextStep.objects.select_for_update().get(pk=step.pk)
    step.done_at = step.done_at or now
    step.save(update_fields=["done_at"])
    record("loops.next_step_done", step, actor=actor)
    return step


def being_built(loop: Loop) -> Loop:
    """The loop under lock, so that two who change it at once wait for each other. Raises DomainError once it is decided or called off."""
    loop = Loop.objects.select_for_update().get(pk=loop.pk)
    if loop.state not in BEING_BUILT:
        raise DomainError(_("Loopen er «%(state)s», så dette kan ikke endres lenger.") % {"state": loop.get_state_display()})
    return loop
