"""A loop's year through any sequence of what can happen in it: whatever is done, and whatever is refused, the year adds up."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.appointments.states import AppointmentState
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day, midnight
from brobygger.loops.models import TURNINGS, DateKind, DropOut, LeftFor, Loop, LoopDate, LoopEmployer, Participant, Side, Stay
from brobygger.loops.periods import periods
from brobygger.loops.repair.actions.leaving import NewPlace, drop_out, leave_loop
from brobygger.loops.repair.actions.repairing import decide_repair, propose_repair
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.actions.dates import call_off_date, mark_held, move_date
from brobygger.loops.the_year.actions.turnings import rotate, start_year
from brobygger.loops.the_year.dates import is_ahead, turnings_of
from brobygger.outbox.models import Message
from brobygger.placements.models import PlacementKind
from brobygger.placements.states import PlacementState
from tests.factories import GrantFactory, LoopEmployerFactory, LoopFactory, ParticipantFactory, StayFactory, WishFactory

pytestmark = pytest.mark.django_db

STARTS_ON = date(2026, 9, 14)
FEW_DAYS = st.integers(-20, 20)
WHICH = st.integers(0, 40)
STEP = st.one_of(
    st.tuples(st.just("wait"), st.integers(0, 45)),
    st.tuples(st.just("turn")),
    st.tuples(st.just("turn")),
    st.tuples(st.just("move_turning"), WHICH, FEW_DAYS, st.booleans()),
    st.tuples(st.just("move_other"), WHICH, FEW_DAYS),
    st.tuples(st.sampled_from(["call_off", "hold"]), WHICH),
    st.tuples(st.just("leave"), WHICH, st.integers(-10, 150), st.booleans()),
    st.tuples(st.just("drop_out"), WHICH, st.integers(-10, 150)),
    st.tuples(st.just("repair"), WHICH, st.integers(0, 30), st.booleans()),
    st.tuples(st.just("repair"), WHICH, st.integers(0, 30), st.booleans()),
)


class Year:
    """A loop under way, the day it is, and what can be done that day. What is refused changes nothing."""

    def __init__(self, loop: Loop, *, today: date) -> None:
        self.loop, self.today = loop, today

    @property
    def now(self) -> datetime:
        return datetime.combine(self.today, time(8), tzinfo=UTC)

    def do(self, name: str, *arguments: int) -> None:
        if name == "wait":
            self.today += timedelta(days=arguments[0])
            return
        told = Message.objects.count()
        with suppress(DomainError), transaction.atomic():
            getattr(self, name)(*arguments)
        letters = Message.objects.order_by("pk")[told:]
        once_each = Counter((each.recipient_address, each.link) for each in letters if each.template != "loops/reminder")
        assert set(once_each.values()) <= {1}, f"{name} tells somebody twice: {[(each.template, each.recipient_name) for each in letters]}"

    def turn(self) -> None:
        row = (
            LoopDate.objects.filter(loop=self.loop, kind__in=TURNINGS, appointment__state=AppointmentState.PLANNED)
            .order_by("turning")
            .first()
        )
        if row is not None:
            rotate(self.loop, turning=row.turning, actor=self.loop.coordinator, now=midnight(max(self.today, local_day(row.starts_at))))
            self.today = max(self.today, local_day(row.starts_at))

    def move_turning(self, which: int, days: int, with_the_rest: bool) -> None:
        self.move(LoopDate.objects.filter(kind__in=TURNINGS), which, days, with_the_rest=with_the_rest)

    def move_other(self, which: int, days: int) -> None:
        self.move(LoopDate.objects.exclude(kind__in=TURNINGS), which, days, with_the_rest=False)

    def move(self, rows, which: int, days: int, *, with_the_rest: bool) -> None:
        row = self.one_of(
            rows.filter(loop=self.loop, appointment__state=AppointmentState.PLANNED, appointment__starts_at__gt=self.now), which
        )
        if row is not None:
            at = {"from_time": time(9), "to_time": time(10), "place": "", "sequence": row.sequence, "with_the_rest": with_the_rest}
            on = local_day(row.starts_at) + timedelta(days=days)
            move_date(row, on=on, **at, actor=self.loop.coordinator, today=self.today, now=self.now)

    def call_off(self, which: int) -> None:
        row = self.one_of(
            LoopDate.objects.filter(loop=self.loop, appointment__state=AppointmentState.PLANNED).exclude(kind__in=TURNINGS), which
        )
        if row is not None:
            call_off_date(row, sequence=row.sequence, actor=self.loop.coordinator, now=self.now)

    def hold(self, which: int) -> None:
        row = self.one_of(
            LoopDate.objects.filter(loop=self.loop, appointment__state=AppointmentState.PLANNED, appointment__starts_at__lte=self.now),
            which,
        )
        if row is not None:
            mark_held(row, actor=self.loop.coordinator, now=self.now)

    def leave(self, which: int, days: int, for_a_job: bool) -> None:
        on = self.today + timedelta(days=days)
        job = NewPlace(PlacementKind.ORDINARY_PERMANENT, starts_on=on + timedelta(days=1), place_name="Fjordbakeriet")
        participant = self.one_of(Participant.objects.filter(loop=self.loop), which)
        leave_loop(
            participant,
            on=on,
            left_for=LeftFor.JOB if for_a_job else LeftFor.OTHER,
            goes_to=job if for_a_job else None,
            actor=self.loop.coordinator,
            today=self.today,
            now=self.now,
        )

    def drop_out(self, which: int, days: int) -> None:
        employer = self.one_of(LoopEmployer.objects.filter(loop=self.loop), which)
        on = self.today + timedelta(days=days)
        drop_out(employer, on=on, because=DropOut.BANKRUPT, actor=self.loop.coordinator, today=self.today, now=self.now)

    def repair(self, which: int, days: int, with_newcomers: bool) -> None:
        newcomers = list(Participant.objects.filter(loop=self.loop, stays__isnull=True, left_on__isnull=True)) if with_newcomers else []
        proposal = propose_repair(
            self.loop,
            from_period=which % self.loop.periods,
            starts_on=self.today + timedelta(days=days),
            newcomers=newcomers,
            actor=self.loop.coordinator,
            today=self.today,
            now=self.now,
        )
        decide_repair(self.loop, proposal_id=proposal.public_id, reason="", actor=self.loop.coordinator, today=self.today, now=self.now)

    @staticmethod
    def one_of(rows, which: int):
        found = list(rows.order_by("pk"))
        return found[which % len(found)] if found else None

    def adds_up(self) -> None:
        self.loop.refresh_from_db()
        rows = Stay.objects.filter(participant__loop=self.loop).select_related("placement", "participant", "employer")
        stays = list(rows.order_by("pk"))
        for stay in stays:
            placement = stay.placement
            assert (stay.starts_on, stay.ends_on) == (placement.starts_on, placement.ends_on)
            assert placement.state != PlacementState.CANCELLED
            assert placement.state == PlacementState.ENDED or self.loop.state == LoopState.RUNNING
            assert placement.state == PlacementState.PLANNED or placement.starts_on <= self.today
            assert stay.participant.left_on is None or stay.ends_on <= stay.participant.left_on
            assert stay.employer.dropped_out_on is None or stay.ends_on <= stay.employer.dropped_out_on
        self.has_no_more_people_than_places(stays)
        turnings = turnings_of(self.loop)
        assert sorted(turnings.values()) == list(turnings.values())
        ends = {(stay.participant_id, stay.employer_id): stay.ends_on for stay in stays}
        for row in LoopDate.objects.filter(loop=self.loop).exclude(kind__in=TURNINGS):
            if is_ahead(row, now=self.now):
                on = local_day(row.starts_at)
                assert row.turning == 0 or on > turnings[row.turning - 1]
                assert row.kind == DateKind.START_MEETING or on < turnings[row.turning]
                assert row.participant is None or (row.participant_id, row.employer_id) in ends
                assert row.participant is None or on <= ends[row.participant_id, row.employer_id]

    @staticmethod
    def has_no_more_people_than_places(stays: list[Stay]) -> None:
        for day in {stay.starts_on for stay in stays}:
            there = [stay for stay in stays if stay.starts_on <= day <= stay.ends_on]
            taken = Counter(stay.employer_id for stay in there)
            for stay in there:
                assert taken[stay.employer_id] <= max(stay.employer.places), f"{stay.employer} has {taken[stay.employer_id]} on {day}"


def a_year(*, size: int, months: int) -> Year:
    """As many employers, candidates and periods as the size; two more who were at the kick-off, and one employer with two places."""
    loop = LoopFactory(decided=True, kick_off_on=STARTS_ON - timedelta(days=13), starts_on=STARTS_ON, periods=size, period_months=months)
    employers = [
        LoopEmployerFactory(
            loop=loop,
            committed=True,
            with_contact=True,
            contact__email=f"bedrift{number}@brovik.example",
            places=[1 + (number == 0)] * size,
            tasks=["Ta imot", "Rydde"],
        )
        for number in range(size)
    ]
    people = [
        ParticipantFactory(loop=loop, turned_up=True, granted=True, person__email=f"deltaker{number}@brovik.example")
        for number in range(size + 2)
    ]
    for person in people:
        for employer in employers:
            GrantFactory(person=person.person, unit=None, workplace=employer.workplace, subject_id=loop.public_id)
            for side in Side:
                WishFactory(participant=person, employer=employer, side=side, value=4)
    for number, person in enumerate(people[:size]):
        for period in periods(loop):
            employer = employers[(number + period.number) % size]
            StayFactory(participant=person, employer=employer, period=period.number, starts_on=period.starts_on, ends_on=period.ends_on)
    year = Year(loop, today=STARTS_ON - timedelta(days=7))
    start_year(loop, actor=loop.coordinator, today=year.today, now=year.now)
    year.turn()
    return year


@pytest.mark.parametrize(("size", "months", "examples"), [(2, 2, 5), (3, 4, 4)])
def test_whatever_happens_in_a_year_it_adds_up(size: int, months: int, examples: int):
    """A few sequences, the same each time; raise `examples` and set `derandomize=False` to look for more."""
    year = a_year(size=size, months=months)

    @settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    @given(st.lists(STEP, min_size=6, max_size=10))
    def adds_up(steps: list[tuple]) -> None:
        with transaction.atomic():
            here = Year(Loop.objects.select_related("coordinator").get(pk=year.loop.pk), today=year.today)
            for step in steps:
                here.do(*step)
                here.adds_up()
            transaction.set_rollback(True)

    adds_up()
