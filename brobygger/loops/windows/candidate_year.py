"""What a candidate's own page asks of a year that runs or is finished: where they are, and what comes. Source: RULES A3, A5; ADR 0091"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from brobygger.kernel.local_time import local_day
from brobygger.loops.models import DateKind, Loop, LoopDate, NextStep, Participant, Side, Stay
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.queries import dates_ahead, is_near_its_end, mentor_of
from brobygger.parties.models import ContactPerson, Grant, Person, Protection
from brobygger.parties.queries import holds_on

OF_STAY = ("employer__workplace__postal_code", "placement", "mentor__person")


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
