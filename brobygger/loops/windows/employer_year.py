"""What an employer's own page asks of a year that runs or is finished: its own people, dates and places. Source: RULES A7; ADR 0091"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from brobygger.loops.kick_off.queries import Card, cards
from brobygger.loops.models import LoopDate, LoopEmployer, Mark, Participant, Stay, Task
from brobygger.loops.repair.holes import EmptyPlace, holes_among
from brobygger.loops.sharing import SHARING_LASTS, shown_here
from brobygger.loops.states import CommitmentState, LoopState
from brobygger.loops.the_year.dates import year_of
from brobygger.loops.the_year.queries import dates_ahead, is_near_its_end, mentor_of
from brobygger.parties.models import ContactPerson, Person, Protection
from brobygger.parties.queries import in_norwegian_order


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
