"""From a thought to a handshake: the candidate is asked before the employer, always. Source: RULES M1, M4, M5; ADR 0099."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.appointments.actions import Party, book, call_off, move, restore
from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.appointments.moments import When
from brobygger.appointments.states import AppointmentState
from brobygger.audit.actions import HasPublicId, record
from brobygger.audit.undoing import require_undoable
from brobygger.followup.actions.first_days import first_day_follows
from brobygger.followup.actions.together import never_talked, talked
from brobygger.followup.models import Act
from brobygger.followup.suggesting import Fitting, fitting, told_here
from brobygger.followup.suggestion_letters import ANSWER, MEETING, QUESTION, TO_EMPLOYER, ask_by_letter, tell_of_answer
from brobygger.jobdev.actions.openings import fill_opening, reopen_opening
from brobygger.jobdev.actions.visits import place_of
from brobygger.jobdev.models import Opening, OpeningState, SaidBy, Suggestion, SuggestionState
from brobygger.jobdev.states import move_suggestion_on
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import in_norway, local_day
from brobygger.kernel.our_time import require_our_time
from brobygger.matching.openings import OPENINGS_VERSION, about_as_json, inputs_as_json
from brobygger.outbox.actions import cancel
from brobygger.parties.models import ContactPerson, Person, Protection, Role
from brobygger.parties.queries import holds_on
from brobygger.placements.actions import start_placement
from brobygger.placements.models import Placement, PlacementKind
from brobygger.placements.states import UNDER_WAY, PlacementState
from brobygger.proposals.models import Decision, Proposal, ProposalKind
from brobygger.talent.models import Disclosure, VocationalProfile
from brobygger.talent.queries import latest_profile

S = SuggestionState


@transaction.atomic
def think_of(opening: Opening, person: Person, *, because: str = "", today: date, now: datetime, actor: User) -> Suggestion:
    """Think of somebody for an opening. What is true of the two is worked out anew, and kept with the one who decided it.

    Takes   because  needed when nothing in what the candidate has wished for speaks for it
    Raises  DomainError when the opening isn't open, the candidate is protected, has been thought of for it or is there already, or the
            reason is missing
    Source  RULES A3, M1, M4
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("postal_code").get(pk=person.pk)
    require_unprotected(person)
    opening = followed_up(opening, now=now)
    if opening.ends_on is not None and opening.ends_on < today:
        raise DomainError(_("Siste dag i denne muligheten har vært. Rett den, eller velg en annen."))
    if Suggestion.objects.filter(opening=opening, person=person).exists():
        raise DomainError(_("%(name)s er allerede tenkt på til «%(title)s».") % {"name": person.first_name, "title": opening.title})
    if Placement.objects.filter(person=person, workplace=opening.workplace, state__in=UNDER_WAY).exists():
        words = {"name": person.first_name, "place": opening.workplace}
        raise DomainError(_("%(name)s har allerede en plass hos %(place)s. Endre den i stedet.") % words)
    fit = fitting(person, opening, profile=latest_profile(VocationalProfile.objects.all(), person))
    if not fit.for_it and not because.strip():
        raise DomainError(
            _("Ingenting av det %(name)s har ønsket, står her. Skriv hva du tenker.") % {"name": person.first_name}, field="because"
        )

    suggestion = Suggestion.objects.create(opening=opening, person=person, made_by=actor, made_at=now, because=because.strip())
    keep(suggestion, fit, now=now, actor=actor)
    record("followup.opening_thought_of", suggestion, actor=actor, person=person.public_id, opening=opening.public_id)
    return suggestion


def keep(suggestion: Suggestion, fit: Fitting, *, now: datetime, actor: User) -> Decision:
    """Keep what the engine said of the two, from what, and who decided."""
    proposal = Proposal.objects.create(
        kind=ProposalKind.OPENING,
        subject_id=suggestion.public_id,
        inputs=inputs_as_json(fit.wishes, fit.place),
        settings={},
        engine_version=OPENINGS_VERSION,
        result={"because": about_as_json(fit.about), "names": [{"code": code, "name": name} for code, name in sorted(fit.names.items())]},
        proposed_for=actor,
        created_at=now,
    )
    return Decision.objects.create(proposal=proposal, decided_by=actor, departs=not fit.for_it, reason=suggestion.because, decided_at=now)


@transaction.atomic
def ask_candidate(suggestion: Suggestion, *, now: datetime, actor: User) -> Suggestion:
    """Ask the candidate, in their window and by a letter when one can reach them. No employer hears of it.

    Raises  DomainError when the candidate is asked already, or the opening isn't open
    Source  RULES M5
    """
    found = locked(suggestion)
    require_unprotected(found.person)
    found.state = move_suggestion_on(found.state, S.CANDIDATE_ASKED)
    found.candidate_asked_at = now
    save(found, "candidate_asked_at", now=now, event="followup.candidate_asked", actor=actor)
    ask_by_letter(QUESTION, found, found.person, Role.CANDIDATE, now=now, actor=actor)
    return found


@transaction.atomic
def candidate_says_yes(suggestion: Suggestion, *, said_how: str = "", now: datetime, actor: User | Person) -> Suggestion:
    """The candidate lets an employer be asked. A «not now» of their own can become a yes; an employer's cannot.

    Takes   said_how  how it was said; needed when staff write it down
    Raises  DomainError when the question isn't asked, when it was another who said not now, or the opening isn't open
    """
    found = locked(suggestion)
    require_said_how(actor, said_how, found)
    if found.state == S.NOT_NOW and (found.closed_by != SaidBy.CANDIDATE or found.candidate_asked_at is None):
        raise DomainError(_("Dette ble ikke noe av. Se etter en annen mulighet for %(name)s.") % {"name": found.person.first_name})
    found.state = move_suggestion_on(found.state, S.CANDIDATE_WILL)
    found.candidate_said_yes_at, found.candidate_said_how = now, said_how.strip()
    found.employer_asked_at = found.meeting = found.closed_at = None
    found.closed_by = found.closed_because = ""
    fields = ("candidate_said_yes_at", "candidate_said_how", "employer_asked_at", "meeting", "closed_at", "closed_by", "closed_because")
    save(found, *fields, now=now, event="followup.candidate_said_yes", actor=actor)
    answered_together(found, now=now, actor=actor)
    tell_of_answer(found, now=now, actor=actor)
    return found


@transaction.atomic
def ask_employer(suggestion: Suggestion, *, contact: ContactPerson | None, today: date, now: datetime, actor: User) -> Suggestion:
    """Ask the employer, who then reads the first name and what the candidate lets that workplace know.

    Takes   contact  who gets the letter; none when staff ring
    Raises  DomainError before the candidate's yes, when what the workplace may know has not been gone through, or the opening is taken
    Source  RULES A7, M5, P3
    """
    found = locked(suggestion)
    require_unprotected(found.person)
    words = {"name": found.person.first_name, "place": found.opening.workplace}
    if found.candidate_said_yes_at is None or found.state == S.NOT_NOW:
        raise DomainError(_("Spør %(name)s først. %(place)s kan ikke spørres før %(name)s har sagt ja.") % words)
    if told_here(Disclosure.objects.all(), person=found.person, workplace=found.opening.workplace) is None:
        raise DomainError(_("Gå først gjennom sammen med %(name)s hva %(place)s får vite.") % words)
    if contact is not None and not is_contact(contact, found, today=today):
        raise DomainError(_("Velg en som er kontakt hos %(place)s nå, eller ring selv.") % words, field="contact")
    found.state = move_suggestion_on(found.state, S.EMPLOYER_ASKED)
    found.employer_asked_at = now
    save(found, "employer_asked_at", now=now, event="followup.employer_asked", actor=actor)
    if contact is not None:
        ask_by_letter(TO_EMPLOYER, found, contact.person, Role.EMPLOYER, now=now, actor=actor)
    return found


def is_contact(contact: ContactPerson, suggestion: Suggestion, *, today: date) -> bool:
    here = ContactPerson.objects.filter(holds_on(today), workplace=suggestion.opening.workplace, pk=contact.pk)
    return here.exists()


@transaction.atomic
def agree_meeting(suggestion: Suggestion, *, at: datetime, now: datetime, actor: User | Person) -> Suggestion:
    """The employer and the candidate are to meet; the candidate gets a letter. A meeting that is agreed can be moved.

    Raises  DomainError for a moment that has been, before the employer is asked, and when the opening is taken
    """
    found = locked(suggestion)
    require_our_time(day=at)
    if at <= now:
        raise DomainError(_("Velg et tidspunkt som ikke har vært."), field="day")
    before = (found.meeting_id, found.meeting.sequence) if found.meeting is not None else None
    found.state = move_suggestion_on(found.state, S.WILL_MEET)
    found.meeting = meet(found, at=at, now=now, actor=actor)
    save(found, "meeting", now=now, event="followup.meeting_agreed", actor=actor)
    if before != (found.meeting_id, found.meeting.sequence):
        ask_by_letter(MEETING, found, found.person, Role.CANDIDATE, now=now, actor=actor)
        tell_of_answer(found, now=now, actor=actor)
    return found


def meet(suggestion: Suggestion, *, at: datetime, now: datetime, actor: User | Person) -> Appointment:
    """The meeting as an appointment: the one that stands is moved. The candidate is there, whoever asked, and those at the employer's."""
    local = in_norway(at)
    when = When(local.date(), local.time())
    if suggestion.meeting is not None:
        return move(suggestion.meeting, when, now=now, actor=actor)
    workplace = suggestion.opening.workplace
    hosts = ContactPerson.objects.filter(holds_on(local_day(now)), workplace=workplace).select_related("person").order_by("pk")
    return book(
        AppointmentKind.THREE,
        when,
        unit=suggestion.opening.unit,
        parties=[
            Party(user=suggestion.made_by),
            Party(person=suggestion.person, role=Role.CANDIDATE),
            *(Party(person=each.person, role=Role.EMPLOYER) for each in hosts),
        ],
        workplace=workplace,
        place=place_of(workplace),
        about=suggestion.opening.title,
        now=now,
        actor=actor,
    )


@transaction.atomic
def not_now(suggestion: Suggestion, *, side: SaidBy, because: str = "", now: datetime, actor: User | Person) -> Suggestion:
    """It comes to nothing this time. Why is for staff only: neither side is told the other's reason.

    Takes   because  needed when staff write it down
    Raises  DomainError when it is settled, or a reason is missing
    """
    found = locked(suggestion, is_open=False)
    if found.state == S.BEGINS:
        words = {"name": found.person.first_name, "place": found.opening.workplace}
        raise DomainError(_("%(name)s begynner hos %(place)s. Blir det ikke noe av, avlys plassen på siden til %(name)s.") % words)
    if isinstance(actor, User) and not because.strip():
        raise DomainError(_("Skriv hvorfor. Bare de som følger opp, leser det."), field="because")
    if side == SaidBy.EMPLOYER and found.employer_asked_at is None:
        raise DomainError(_("%(place)s er ikke spurt.") % {"place": found.opening.workplace})
    found.state = move_suggestion_on(found.state, S.NOT_NOW)
    found.closed_at, found.closed_by, found.closed_because = now, side, because.strip()
    save(found, "closed_at", "closed_by", "closed_because", now=now, event="followup.opening_not_now", actor=actor)
    if found.meeting is not None and found.meeting.state == AppointmentState.PLANNED:
        call_off(found.meeting, now=now, actor=actor)
    if side == SaidBy.CANDIDATE:
        answered_together(found, now=now, actor=actor)
    tell_of_answer(found, now=now, actor=actor)
    return found


@transaction.atomic
def not_now_after_all(suggestion: Suggestion, *, now: datetime, actor: User) -> Suggestion:
    """Take back a «not now» that was written down by mistake: it stands where it had come, and a letter about it that waits is not sent.

    What the candidate or the employer said themselves is theirs. One that is not «not now» any more is left as it is.

    Raises  DomainError when another wrote it, on a later day, and when the opening is taken
    Source  ADR 0124
    """
    found = locked(suggestion)
    if found.state != S.NOT_NOW:
        return found
    require_undoable(found, "followup.opening_not_now", now=now, actor=actor)
    closed_at = found.closed_at
    assert closed_at is not None, "not now says when"
    if found.meeting is not None:
        found.meeting = restore(found.meeting, now=now, actor=actor) if found.meeting.ends_at > now else None
    found.state = move_suggestion_on(found.state, come_so_far(found))
    found.closed_at, found.closed_by, found.closed_because = None, "", ""
    fields = ("meeting", "closed_at", "closed_by", "closed_because")
    save(found, *fields, now=now, event="followup.opening_not_now_undone", actor=actor)
    never_talked(Act.ANSWER, about=found.public_id, at=closed_at, now=now, actor=actor)
    cancel(found.public_id, template=ANSWER.name)
    return found


def come_so_far(suggestion: Suggestion) -> SuggestionState:
    """How far the asking has come, from what was done."""
    if suggestion.meeting is not None:
        return S.WILL_MEET
    if suggestion.employer_asked_at is not None:
        return S.EMPLOYER_ASKED
    if suggestion.candidate_said_yes_at is not None:
        return S.CANDIDATE_WILL
    return S.CANDIDATE_ASKED if suggestion.candidate_asked_at is not None else S.THOUGHT_OF


@transaction.atomic
def begins(
    suggestion: Suggestion,
    *,
    kind: PlacementKind,
    starts_on: date,
    ends_on: date | None = None,
    hours_per_week: Decimal | None = None,
    today: date,
    now: datetime,
    actor: User,
) -> Placement:
    """The candidate begins: a placement with the opening on it. When the last place is taken, the opening is filled.

    Raises  DomainError before the employer is asked, when the opening is taken, and for days in the wrong order
    """
    Person.objects.select_for_update(of=("self",)).get(pk=suggestion.person_id)  # before the opening, as others who place somebody do
    found = locked(suggestion)
    found.state = move_suggestion_on(found.state, S.BEGINS)
    save(found, now=now, event="followup.opening_begins", actor=actor)
    placement = start_placement(
        found.person,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        hours_per_week=hours_per_week,
        workplace=found.opening.workplace,
        opening=found.opening,
        today=today,
        actor=actor,
    )
    first_day_follows(placement, now=now, actor=actor)
    taken = Placement.objects.filter(opening=found.opening).exclude(state=PlacementState.CANCELLED).count()
    if taken >= found.opening.places:
        fill_opening(found.opening, actor=actor)
    return placement


@transaction.atomic
def begins_no_more(placement: Placement, *, now: datetime, actor: User) -> None:
    """What was to begin comes to nothing: the suggestion is closed, and the opening has room again. Nobody is told why."""
    found = Suggestion.objects.filter(opening=placement.opening_id, person=placement.person_id, state=S.BEGINS).first()
    if found is None:
        return
    found = locked(found, is_open=False)
    found.state, found.closed_at, found.closed_by = move_suggestion_on(found.state, S.NOT_NOW), now, SaidBy.OFFICE
    save(found, "closed_at", "closed_by", now=now, event="followup.opening_begins_no_more", actor=actor)
    if found.opening.state == OpeningState.FILLED:
        reopen_opening(found.opening, now=now, actor=actor)


@transaction.atomic
def comes_to_nothing(suggestion: Suggestion, *, because: str, now: datetime, actor: User) -> None:
    """The employer is no more, so nobody is to answer. Those whom it concerns are told by what ended it, not by this."""
    found = locked(suggestion, is_open=False)
    found.state, found.closed_at, found.closed_by = move_suggestion_on(found.state, S.NOT_NOW), now, SaidBy.OFFICE
    found.closed_because = because
    save(found, "closed_at", "closed_by", "closed_because", now=now, event="followup.opening_not_now", actor=actor)
    if found.meeting is not None and found.meeting.state == AppointmentState.PLANNED:
        call_off(found.meeting, now=now, actor=actor)


@transaction.atomic
def begins_after_all(placement: Placement, opening: Opening, *, now: datetime, actor: User) -> None:
    """What was called off, or taken out by mistake, stands again: so does the suggestion it came of, and the place is taken.

    Raises  DomainError when the opening is closed, or others have its places by now
    """
    opening = Opening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    taken = Placement.objects.filter(opening=opening).exclude(state=PlacementState.CANCELLED).count()
    if opening.state == OpeningState.CLOSED or taken > opening.places:
        raise DomainError(_("«%(title)s» er ikke ledig lenger. Skriv inn en ny plass i stedet.") % {"title": opening.title})
    asked = Suggestion.objects.filter(candidate_said_yes_at__isnull=False, employer_asked_at__isnull=False)
    found = asked.filter(opening=opening, person=placement.person_id, state=S.NOT_NOW, closed_by=SaidBy.OFFICE).first()
    if found is not None:
        found = locked(found, is_open=False)
        found.state, found.closed_at, found.closed_by, found.closed_because = move_suggestion_on(found.state, S.BEGINS), None, "", ""
        save(found, "closed_at", "closed_by", "closed_because", now=now, event="followup.opening_begins", actor=actor)
    if opening.state == OpeningState.OPEN and taken == opening.places:
        fill_opening(opening, actor=actor)


# What every step does


def locked(suggestion: Suggestion, *, is_open: bool = True) -> Suggestion:
    """The suggestion and its opening under lock. Raises DomainError when the opening must be open and isn't."""
    found = (
        Suggestion.objects.select_for_update(of=("self", "opening"))
        .select_related("person", "opening__workplace", "opening__owner", "opening__unit", "made_by", "meeting")
        .get(pk=suggestion.pk)
    )
    if is_open:
        require_open(found.opening)
    return found


def followed_up(opening: Opening, *, now: datetime) -> Opening:
    """The opening under lock, with something done about it now. Raises DomainError when it isn't open."""
    found = (
        Opening.objects.select_for_update(of=("self",)).select_related("workplace__postal_code", "occupation", "owner").get(pk=opening.pk)
    )
    require_open(found)
    found.followed_up_at = now
    found.save(update_fields=["followed_up_at"])
    return found


def save(suggestion: Suggestion, *fields: str, now: datetime, event: str, actor: HasPublicId) -> None:
    """Save the state and the fields named, count the opening as followed up, and write down who did it."""
    suggestion.save(update_fields=["state", *fields])
    suggestion.opening.followed_up_at = now
    suggestion.opening.save(update_fields=["followed_up_at"])
    record(event, suggestion, actor=actor, person=suggestion.person.public_id, opening=suggestion.opening.public_id)


def require_open(opening: Opening) -> None:
    if opening.state != OpeningState.OPEN:
        raise DomainError(_("«%(title)s» er ikke ledig lenger. Se etter en annen mulighet.") % {"title": opening.title})


def require_unprotected(person: Person) -> None:
    if person.protection != Protection.NONE:
        raise DomainError(
            _("%(name)s er skjermet for bedrifter her, så ingen bedrift kan spørres herfra. Avtal det muntlig.") % {"name": person}
        )


def answered_together(suggestion: Suggestion, *, now: datetime, actor: User | Person) -> None:
    """An answer that staff write down was given in a talk with them."""
    if isinstance(actor, User):
        talked(suggestion.person, Act.ANSWER, about=suggestion.public_id, at=now, now=now, actor=actor)


def require_said_how(actor: User | Person, said_how: str, suggestion: Suggestion) -> None:
    if isinstance(actor, User) and not said_how.strip():
        words = {"name": suggestion.person.first_name}
        raise DomainError(_("Skriv hvordan %(name)s sa det, for eksempel på telefon i dag.") % words, field="said_how")
