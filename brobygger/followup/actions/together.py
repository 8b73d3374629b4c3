"""What was done together with a candidate counts as contact, wherever it was entered, once. Source: RULES W4; ADR 0124."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from brobygger.accounts.models import User
from brobygger.agreements.actions import evaluating
from brobygger.agreements.actions.way_on import write_way_on
from brobygger.agreements.models import Evaluation, WayOn
from brobygger.followup.actions.contacts import withdraw_contact, written_once
from brobygger.followup.contacts import standing
from brobygger.followup.models import Act, Contact, ContactKind, ContactWith
from brobygger.intake.models import Engagement, Responsibility
from brobygger.kernel.local_time import local_day, midnight, moment_on
from brobygger.loops.models import DateKind, LoopDate, Participant, Side, Stay
from brobygger.loops.the_year.actions import dates, turnings
from brobygger.parties.models import ContactPerson, Person, Workplace
from brobygger.parties.queries import holds_on
from brobygger.talent.actions import disclosing, profile
from brobygger.talent.actions.disclosing import Item
from brobygger.talent.actions.profile import ProfileContent
from brobygger.talent.models import Disclosure, VocationalProfile

NOON = time(12)
A_DAY = timedelta(days=1)
ONE_MEETING = frozenset({Act.START_MEETING, Act.EVALUATION, Act.EXPERIENCE})  # put right on a later day, it is still the same meeting
MEETINGS = {DateKind.START_MEETING: Act.START_MEETING, DateKind.EVALUATION: Act.EVALUATION}


# How it is counted


@transaction.atomic
def talked(
    person: Person, act: Act, *, about: UUID, at: datetime, whom: ContactWith = ContactWith.CANDIDATE, now: datetime, actor: User
) -> Contact | None:
    """Let something that was done together count as contact: in the engagement the actor follows up, or else in the first that runs.

    Takes   about  public id of what was done together; the same act about the same is one talk a day, and a meeting is one for good
            at     when they were together; a moment to come counts as now
    Gives   the contact, the one that stands when it is counted already; none when nobody followed the person up that day
    """
    at = min(at, now)
    engagement = followed_in(person, on=local_day(at), user=actor)
    if engagement is None:
        return None
    earlier = talks_about(act, about, on=local_day(at))
    same = standing(earlier).first()
    if same is not None:
        return same
    contact = Contact(
        key=uuid5(about, f"{act} {local_day(at)} {earlier.count()}"),  # two at once have the same
        engagement=engagement,
        person=person,
        whom=whom,
        kind=ContactKind.TOGETHER,
        act=act,
        about=about,
        happened_at=at,
        written_by=actor,
        written_at=now,
    )
    return written_once(contact, at=None, where="", instead_of=None)


def followed_in(person: Person, *, on: date, user: User) -> Engagement | None:
    held = Responsibility.objects.filter(holds_on(on), user=user, engagement=OuterRef("pk"))
    running = Engagement.objects.filter(holds_on(on), person=person).annotate(is_own=Exists(held)).select_related("person")
    return running.order_by("-is_own", "starts_on", "pk").first()


def talks_about(act: Act, about: UUID, *, on: date) -> QuerySet[Contact]:
    found = Contact.objects.filter(act=act, about=about, withdraws__isnull=True)
    return found if act in ONE_MEETING else found.filter(happened_at__gte=midnight(on), happened_at__lt=midnight(on + A_DAY))


def moment_of(on: date, *, now: datetime) -> datetime:
    """A day that has no time: the middle of it, or now when it is today."""
    return now if on == local_day(now) else moment_on(on, NOON)


def never_talked(act: Act, *, about: UUID, at: datetime, now: datetime, actor: User) -> None:
    """What was written down as done together at a moment is undone, and counts no more. Another talk about the same stands."""
    for contact in standing(Contact.objects.filter(act=act, about=about, happened_at=at, written_by=actor, withdraws__isnull=True)):
        withdraw_contact(contact, now=now, actor=actor)


# What is done together in the apps below


@transaction.atomic
def go_through_profile(
    person: Person, *, content: ProfileContent, after: int, gone_through_on: date, today: date, now: datetime, actor: User
) -> VocationalProfile:
    """Write what somebody wants, gone through with them that day. Raises as `write_profile`."""
    days: dict[str, Any] = {"gone_through_on": gone_through_on, "today": today}
    written = profile.write_profile(person, content=content, after=after, **days, now=now, actor=actor)
    talked(person, Act.PROFILE, about=person.public_id, at=moment_of(gone_through_on, now=now), now=now, actor=actor)
    return written


@transaction.atomic
def go_through_disclosure(
    person: Person, workplace: Workplace, *, items: Sequence[Item], replaces: UUID | None, previewed_at: datetime, actor: User
) -> Disclosure:
    """Agree what a workplace may know, read together now. Raises as `agree_disclosure`."""
    agreed = disclosing.agree_disclosure(person, workplace, items=items, replaces=replaces, previewed_at=previewed_at, actor=actor)
    talked(person, Act.DISCLOSURE, about=person.public_id, at=previewed_at, now=previewed_at, actor=actor)
    return agreed


@transaction.atomic
def agree_on_goals(stay: Stay, *, goals: str, mentor: ContactPerson | None, now: datetime, actor: User) -> Stay:
    """Write down what the four agreed at the start meeting. Raises as the action of the loop."""
    found = turnings.agree_on_goals(stay, goals=goals, mentor=mentor, actor=actor, now=now)
    if found.goals:
        talked_of_stay(found, Act.START_MEETING, at=now, now=now, actor=actor)
    return found


@transaction.atomic
def hold_date(row: LoopDate, *, now: datetime, actor: User) -> LoopDate:
    """Say that a date was held; a start meeting or an evaluation was with the candidate. Raises as `mark_held`."""
    held = dates.mark_held(row, actor=actor, now=now)
    act = MEETINGS.get(DateKind(held.kind))
    stay = Stay.objects.filter(participant=held.participant_id, employer=held.employer_id).select_related("participant__person").first()
    if act is not None and stay is not None:
        talked_of_stay(stay, act, at=held.starts_at, now=now, actor=actor)
    return held


@transaction.atomic
def type_evaluation(stay: Stay, *, side: Side, worked: str, hard: str = "", way_on: str = "", now: datetime, actor: User) -> Evaluation:
    """Write down what one side has said of a stay. Raises as `evaluate_stay`."""
    said = {"worked": worked, "hard": hard, "way_on": way_on}
    written = evaluating.evaluate_stay(stay, side=side, **said, typed_by=actor, now=now, actor=actor)
    if side == Side.CANDIDATE:
        talked_of_stay(stay, Act.EVALUATION, at=now, whom=ContactWith.CANDIDATE, now=now, actor=actor)
    return written


def talked_of_stay(
    stay: Stay, act: Act, *, at: datetime, whom: ContactWith = ContactWith.BOTH, now: datetime, actor: User
) -> Contact | None:
    return talked(stay.participant.person, act, about=stay.public_id, at=at, whom=whom, now=now, actor=actor)


@transaction.atomic
def find_way_on(
    participant: Participant,
    *,
    aim: str,
    first_step: str,
    owner: User,
    due_on: date,
    helps: str = "",
    today: date,
    now: datetime,
    actor: User,
) -> WayOn:
    """Write the way on together with the candidate. Raises as `write_way_on`."""
    said: dict[str, Any] = {"aim": aim, "first_step": first_step, "owner": owner, "due_on": due_on, "helps": helps}
    written = write_way_on(participant, **said, today=today, now=now, actor=actor)
    talked(participant.person, Act.WAY_ON, about=participant.public_id, at=now, now=now, actor=actor)
    return written
