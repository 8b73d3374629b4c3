"""What the windows ask of a loop whose year runs or is finished: a candidate's year, those at an employer, and those one is mentor for.

Source  MISSION §5.5–5.9; RULES A7; ADR 0091
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from brobygger.kernel.local_time import local_day
from brobygger.loops.models import DateKind, Loop, LoopDate, LoopEmployer, Mark, NextStep, Participant, Side, Stay, Task
from brobygger.loops.periods import SHARING_LASTS
from brobygger.loops.queries import Card, cards
from brobygger.loops.repair.holes import EmptyPlace, holes_among
from brobygger.loops.states import CommitmentState, DateState, LoopState
from brobygger.loops.the_year.calendars import LOADED
from brobygger.loops.the_year.dates import year_of
from brobygger.loops.windows.candidate import shown_here
from brobygger.parties.models import ContactPerson, Grant, Person, Protection
from brobygger.parties.queries import holds_on, in_norwegian_order
from brobygger.placements.states import PlacementState

SAID_BEFORE_THE_END = timedelta(days=21)  # when the window begins to ask how a stay went; the talk about it is some days later
BEGUN = (PlacementState.ACTIVE, PlacementState.ENDED)
OF_STAY = ("employer__workplace__postal_code", "placement", "mentor__person")


def dates_ahead(scope: QuerySet[LoopDate], *, now: datetime) -> QuerySet[LoopDate]:
    """Dates that are not over and not called off, by time; loaded for the page and the calendar file. Cost: one query."""
    return scope.filter(state=DateState.PLANNED, ends_at__gt=now).select_related(*LOADED).order_by("starts_at", "kind", "pk")


def is_near_its_end(stay: Stay, *, today: date) -> bool:
    """Whether it is time to say how a stay that has begun went."""
    has_begun = stay.placement is not None and stay.placement.state in BEGUN
    return has_begun and stay.ends_on - SAID_BEFORE_THE_END <= today


# The candidate


@dataclass(frozen=True)
class OwnYear:
    """A loop's year as one candidate has it: where they are, what comes, and nothing of the others but who shows them a place."""

    participant: Participant
    stays: tuple[Stay, ...]  # by day, each with `is_said`: whether the candidate has said how it went
    dates: tuple[LoopDate, ...]  # ahead, by time
    hosts: Mapping[int, Person]  # who has the place now, by the key of the hospitation date, when they may be named
    mentor: ContactPerson | None  # where one is now, or else comes to next
    next_step: NextStep | None
    today: date

    @property
    def loop(self) -> Loop:
        return self.participant.loop

    @property
    def here(self) -> Stay | None:
        return next((stay for stay in self.stays if stay.starts_on <= self.today <= stay.ends_on), None)

    @property
    def following(self) -> Stay | None:
        return next((stay for stay in self.stays if stay.starts_on > self.today), None)

    @property
    def been(self) -> tuple[Stay, ...]:
        return tuple(stay for stay in self.stays if stay.ends_on < self.today)

    @property
    def has_left(self) -> bool:
        left_on = self.participant.left_on
        return left_on is not None and left_on < self.today

    @property
    def is_finished(self) -> bool:
        return self.loop.state == LoopState.FINISHED

    @property
    def is_over(self) -> bool:
        return self.has_left or self.is_finished

    @property
    def may_raise(self) -> bool:
        return bool(self.stays) and not self.is_over

    @property
    def to_say(self) -> tuple[Stay, ...]:
        """The stays to say something about now."""
        if self.is_finished:
            return ()
        return tuple(stay for stay in self.stays if not getattr(stay, "is_said", False) and is_near_its_end(stay, today=self.today))


def own_year(participant: Participant, *, dates: QuerySet[LoopDate], evaluations: QuerySet[Any], today: date, now: datetime) -> OwnYear:
    """Everything a candidate's page says of a year.

    Takes   participant  one with a year, next step loaded
            dates        from access.rows(…, READ, LoopDate)
            evaluations  from access.rows(…, READ, Evaluation)
    Cost    three queries, and one when a hospitation day is ahead
    """
    said = evaluations.filter(stay=OuterRef("pk"), side=Side.CANDIDATE)
    stays = tuple(participant.stays.annotate(is_said=Exists(said)).select_related(*OF_STAY).order_by("starts_on", "pk"))
    ahead = tuple(dates_ahead(dates.filter(loop=participant.loop), now=now))
    near = next((stay for stay in stays if stay.ends_on >= today), None)
    return OwnYear(
        participant=participant,
        stays=stays,
        dates=ahead,
        hosts=hosts_of([row for row in ahead if row.participant_id == participant.pk], today=today),
        mentor=mentor_of(near, today=today) if near is not None else None,
        next_step=step_of(participant, is_somewhere=near is not None, today=today),
        today=today,
    )


def mentor_of(stay: Stay, *, today: date) -> ContactPerson | None:
    """The mentor of a stay, as long as they work there."""
    mentor = stay.mentor
    return mentor if mentor is not None and (mentor.ends_on is None or mentor.ends_on >= today) else None


def step_of(participant: Participant, *, is_somewhere: bool, today: date) -> NextStep | None:
    """The next step of one who has gone on or lost a place. To begin where one was to begin is no news, nor is a day that has been."""
    step: NextStep | None = getattr(participant, "next_step", None)
    if step is None or step.done_at is not None:
        return None
    if participant.left_on is not None:
        return step
    loop = participant.loop
    is_new = loop.starts_on is None or step.due_on > loop.starts_on
    is_live = step.due_on >= today or not is_somewhere
    return step if is_new and is_live and loop.state == LoopState.RUNNING else None


def hosts_of(rows: Iterable[LoopDate], *, today: date) -> dict[int, Person]:
    """Who has the place one comes to see on a hospitation day, by the key of the date. Only who is not protected and shares in the loop.

    Cost    one query, none without such a day
    Source  RULES A3, A5
    """
    visits = [row for row in rows if row.kind == DateKind.HOSPITATION]
    if not visits:
        return {}
    yes = Grant.objects.filter(
        holds_on(today),
        withdrawn_at__isnull=True,
        person=OuterRef("participant__person"),
        subject_id=OuterRef("participant__loop__public_id"),
        unit=OuterRef("participant__loop__unit"),
    )
    stays = (
        Stay.objects.filter(Exists(yes), employer__in=[row.employer_id for row in visits], participant__person__protection=Protection.NONE)
        .select_related("participant__person")
        .order_by("starts_on", "pk")
    )
    found = {}
    for row in visits:
        that_day = local_day(row.starts_at)
        here = [stay for stay in stays if stay.employer_id == row.employer_id and stay.starts_on <= that_day <= stay.ends_on]
        there = [stay.participant.person for stay in here if stay.participant_id != row.participant_id]
        if len(there) == 1:  # with several, nobody knows whose place it is
            found[row.pk] = there[0]
    return found


# The employer


@dataclass(frozen=True)
class Guest:
    """Somebody at an employer: dates, and the rest only of those who share with it now."""

    stay: Stay
    card: Card | None
    mentor: ContactPerson | None

    @property
    def person(self) -> Person | None:
        return self.card.participant.person if self.card is not None else None

    @property
    def first_name(self) -> str:
        return self.card.first_name if self.card is not None else ""

    @property
    def goals(self) -> str:
        return self.stay.goals if self.card is not None else ""

    @property
    def wants(self) -> list[Task]:
        """The employer's tasks they would like to do; never those they would rather not."""
        return [task for task, mark in self.card.marks if mark == Mark.WANT] if self.card is not None else []

    @property
    def tells(self) -> bool:
        """Whether there is anything agreed or told."""
        return self.card is not None and bool(self.goals or self.wants or self.card.presentation)


@dataclass(frozen=True)
class YearHere:
    """A loop's year as one employer has it: its own people, dates and places, and nothing of the other employers'."""

    employer: LoopEmployer
    guests: tuple[Guest, ...]  # by day; until twelve weeks after their last
    dates: tuple[LoopDate, ...]  # ahead, by time
    empty: tuple[EmptyPlace, ...]
    today: date

    @property
    def is_out(self) -> bool:
        return self.employer.state == CommitmentState.DROPPED_OUT

    @property
    def is_finished(self) -> bool:
        return self.employer.loop.state == LoopState.FINISHED

    @property
    def here(self) -> tuple[Guest, ...]:
        return tuple(guest for guest in self.guests if guest.stay.starts_on <= self.today <= guest.stay.ends_on)

    @property
    def coming(self) -> tuple[Guest, ...]:
        return tuple(guest for guest in self.guests if guest.stay.starts_on > self.today)

    @property
    def been(self) -> tuple[Guest, ...]:
        return tuple(guest for guest in self.guests if guest.stay.ends_on < self.today)

    @property
    def named(self) -> dict[int, Person]:
        """Those who may be named here, by the participant's key."""
        return {guest.stay.participant_id: guest.card.participant.person for guest in self.guests if guest.card is not None}

    @property
    def begun(self) -> list[Stay]:
        """The stays of those who are named that have begun and are near their end, or over."""
        return [guest.stay for guest in self.guests if guest.card is not None and is_near_its_end(guest.stay, today=self.today)]

    @property
    def may_tell(self) -> bool:
        """Whether there is anybody something can be happening with today."""
        return self.employer.loop.state == LoopState.RUNNING and any(guest.card is not None for guest in self.here)


def year_here(employer: LoopEmployer, *, scope: QuerySet[Participant], dates: QuerySet[LoopDate], today: date, now: datetime) -> YearHere:
    """Everything an employer's page says of a year. One with a protected address is left out, dates and all.

    Takes   employer  one whose loop has a year
            scope     from access.rows(…, MEET, Participant)
            dates     from access.rows(…, READ, LoopDate)
    Cost    five queries for any number of people
    Source  RULES A3, A7; ADR 0061, 0083, 0091
    """
    stays = list(
        employer.stays.select_related("participant__person", "participant__loop", "employer", "placement", "mentor__person").order_by(
            "starts_on", in_norwegian_order("participant__person__first_name"), "pk"
        )
    )
    told = {card.participant.pk: card for card in cards(shown_here(scope, employer, today=today), employer)}
    over = today - SHARING_LASTS
    guests = tuple(
        Guest(stay, told.get(stay.participant_id), mentor_of(stay, today=today))
        for stay in stays
        if stay.ends_on >= over and stay.participant.person.protection == Protection.NONE
    )
    return YearHere(
        employer=employer,
        guests=guests,
        dates=tuple(dates_ahead(dates_at(employer, dates), now=now)),
        empty=empty_places(employer, stays, today=today),
        today=today,
    )


def dates_at(employer: LoopEmployer, scope: QuerySet[LoopDate]) -> QuerySet[LoopDate]:
    """Of the holder's dates, those that concern one employer: its own, and those for all in the loop."""
    return scope.filter(Q(employer=employer) | Q(employer__isnull=True), loop=employer.loop)


def empty_places(employer: LoopEmployer, stays: list[Stay], *, today: date) -> tuple[EmptyPlace, ...]:
    """The employer's own places that nobody has, now or within thirty days. Never why. Cost: one query."""
    if employer.state != CommitmentState.COMMITTED or employer.loop.state != LoopState.RUNNING:
        return ()
    return holes_among(year_of(employer.loop), stays, [employer], today=today).places


# The mentor


@dataclass(frozen=True)
class Mentored:
    """One stay as its mentor has it: when, what one does there, and the goals. Nothing else. Source: RULES A7."""

    stay: Stay
    person: Person | None
    tasks: tuple[Task, ...]

    @property
    def first_name(self) -> str:
        return self.person.first_name if self.person is not None else ""

    @property
    def goals(self) -> str:
        return self.stay.goals if self.person is not None else ""


@dataclass(frozen=True)
class MentorYear:
    """Those somebody is mentor for, and the dates that concern them."""

    here: tuple[Mentored, ...]
    coming: tuple[Mentored, ...]
    been: tuple[Mentored, ...]
    dates: tuple[LoopDate, ...]

    @property
    def all(self) -> tuple[Mentored, ...]:
        return self.here + self.coming + self.been

    @property
    def named(self) -> dict[int, Person]:
        return {each.stay.participant_id: each.person for each in self.all if each.person is not None}

    @property
    def loops(self) -> list[Loop]:
        """Each once, by what begins first."""
        return list({each.stay.participant.loop_id: each.stay.participant.loop for each in self.all}.values())


def mentor_year(
    scope: QuerySet[Stay], *, meets: QuerySet[Participant], dates: QuerySet[LoopDate], today: date, now: datetime
) -> MentorYear:
    """Everything a mentor's page says.

    Takes   scope  from access.rows(…, READ, Stay)
            meets  from access.rows(…, MEET, Participant), for who may be named
            dates  from access.rows(…, READ, LoopDate)
    Cost    four queries for any number of stays
    """
    stays = (
        scope.annotate(is_named=Exists(meets.filter(pk=OuterRef("participant"))))
        .select_related("participant__person", "participant__loop__coordinator", "employer__workplace")
        .prefetch_related(Prefetch("employer__tasks", Task.objects.order_by("position", "pk")))
        .order_by("starts_on", in_norwegian_order("participant__person__first_name"), "pk")
    )
    rows = [Mentored(stay, stay.participant.person if stay.is_named else None, tuple(stay.employer.tasks.all())) for stay in stays]
    return MentorYear(
        here=tuple(row for row in rows if row.stay.starts_on <= today <= row.stay.ends_on),
        coming=tuple(row for row in rows if row.stay.starts_on > today),
        been=tuple(row for row in rows if row.stay.ends_on < today),
        dates=tuple(dates_ahead(dates, now=now)),
    )
