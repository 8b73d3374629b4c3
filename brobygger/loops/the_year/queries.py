"""What the pages of a loop's year ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from brobygger.appointments.models import AppointmentParty
from brobygger.appointments.states import AppointmentState
from brobygger.kernel.local_time import local_day
from brobygger.loops.models import TURNINGS, DateKind, Loop, LoopDate, LoopEmployer, Participant, Side, Stay
from brobygger.loops.periods import Period, periods
from brobygger.loops.states import CommitmentState
from brobygger.loops.the_year.calendars import LOADED
from brobygger.loops.the_year.dates import periods_between
from brobygger.parties.models import ContactPerson
from brobygger.parties.queries import holds_on, in_norwegian_order
from brobygger.placements.states import BEGUN, PlacementState

OF_DATE = ("appointment", "loop__coordinator", "loop__unit", "participant__person", "employer__workplace")
OF_STAY = (
    "participant__person", "participant__proposed_by", "participant__went_to__workplace",
    "employer__workplace", "employer__contact", "placement", "mentor__person",
)  # fmt: skip
SAID_BEFORE_THE_END = timedelta(days=21)  # when the window begins to ask how a stay went; the talk about it is some days later
Written = Collection[tuple[int, str]]  # the key of a stay, and the side that has said how it went


@dataclass(frozen=True)
class Parts:
    """Those of a loop by key, each once: its stays and dates name them many times over, and are read without them."""

    loop: Loop
    participants: dict[int, Participant]
    employers: dict[int, LoopEmployer]  # by name

    @property
    def committed(self) -> list[LoopEmployer]:
        return [employer for employer in self.employers.values() if employer.state == CommitmentState.COMMITTED]


def parts_of(loop: Loop) -> Parts:
    """Participants with person and the place they have gone to, employers with workplace. Cost: two queries."""
    participants = Participant.objects.filter(loop=loop).select_related("person", "went_to__workplace")
    employers = LoopEmployer.objects.filter(loop=loop).select_related("workplace").order_by("workplace__name", "pk")
    return Parts(loop, {each.pk: each for each in participants}, {each.pk: each for each in employers})


def dates_of(parts: Parts, seen: QuerySet[Participant], *, is_run_by_reader: bool) -> list[LoopDate]:
    """Every date of a loop by time, as the reader may see it.

    Takes   seen              the participants the reader may see, from access.rows(…, READ, Participant)
            is_run_by_reader  whoever runs the year sees the dates of those they may not name too, as «En deltaker»
    Cost    one query
    """
    found = readable_dates(parts.loop, seen, is_run_by_reader=is_run_by_reader)
    rows = list(found.select_related("appointment").order_by("appointment__starts_at", "kind", "participant__person__first_name", "pk"))
    for row in rows:
        row.loop = parts.loop
        row.participant = parts.participants[row.participant_id] if row.participant_id is not None else None
        row.employer = parts.employers[row.employer_id] if row.employer_id is not None else None
    return rows


def date_of(loop: Loop, public_id: UUID, seen: QuerySet[Participant], *, is_run_by_reader: bool) -> LoopDate | None:
    """One date, as `dates_of`. Cost: one query."""
    rows = readable_dates(loop, seen, is_run_by_reader=is_run_by_reader)
    return rows.filter(public_id=public_id).select_related(*OF_DATE).first()


def readable_dates(loop: Loop, seen: QuerySet[Participant], *, is_run_by_reader: bool) -> QuerySet[LoopDate]:
    rows = LoopDate.objects.filter(loop=loop)
    if is_run_by_reader:
        return rows
    return rows.filter(Q(participant__isnull=True) | Q(participant__in=seen.filter(loop=loop).values("pk")))


def stays_by_name(parts: Parts) -> list[Stay]:
    """Every stay of a loop with its placement, by the candidate's first name and then by day. Cost: one query."""
    found = Stay.objects.filter(participant__loop=parts.loop).select_related("placement")
    rows = list(found.order_by(in_norwegian_order("participant__person__first_name"), "participant", "starts_on", "pk"))
    for row in rows:
        row.participant, row.employer = parts.participants[row.participant_id], parts.employers[row.employer_id]
    return rows


def stay_in(loop: Loop, public_id: UUID) -> Stay | None:
    """One stay of a loop, with all that its page says. Cost: one query."""
    return Stay.objects.filter(participant__loop=loop, public_id=public_id).select_related(*OF_STAY, "participant__loop").first()


def stay_of(row: LoopDate) -> Stay | None:
    """The stay a date is about, if it is about one and that is still in the year. Cost: one query."""
    if row.participant_id is None:
        return None
    return Stay.objects.filter(participant=row.participant_id, employer=row.employer_id).first()


@dataclass(frozen=True)
class Way:
    """One candidate's way round the loop: where they are in each period. A period may be empty, or shared by two after a repair."""

    participant: Participant
    stays: tuple[tuple[Stay, ...], ...]

    def at(self, period: int) -> Stay | None:
        """Where one is at the end of a period, so that one moves on from there; nowhere outside the year."""
        return self.stays[period][-1] if 0 <= period < len(self.stays) and self.stays[period] else None


@dataclass(frozen=True)
class Year:
    """A loop's year as it stands."""

    loop: Loop
    periods: tuple[Period, ...]
    ways: tuple[Way, ...]  # of those who are in it, by first name
    gone: tuple[Way, ...]  # of those who have gone on, by first name
    dates: tuple[LoopDate, ...]  # by time
    now: datetime

    @property
    def turnings(self) -> list[LoopDate]:
        return sorted((row for row in self.dates if row.kind in TURNINGS), key=lambda row: row.turning)

    @property
    def period(self) -> Period | None:
        """The period that has begun and is not ended: the last turning that is ticked off begins it."""
        held = [row.turning for row in self.turnings if row.state == AppointmentState.HELD]
        return self.periods[max(held)] if held and max(held) < len(self.periods) else None

    @property
    def next_turning(self) -> LoopDate | None:
        """The first that is not ticked off."""
        return next((row for row in self.turnings if row.state == AppointmentState.PLANNED), None)

    @property
    def due(self) -> LoopDate | None:
        """The turning whose day has come, and which waits to be ticked off."""
        first = self.next_turning
        return first if first is not None and local_day(first.starts_at) <= local_day(self.now) else None

    @property
    def ahead(self) -> list[LoopDate]:
        return [row for row in self.dates if row.state == AppointmentState.PLANNED and row.ends_at > self.now]

    @property
    def past(self) -> list[LoopDate]:
        """What has been or is called off, the latest first."""
        return [row for row in reversed(self.dates) if row.state != AppointmentState.PLANNED or row.ends_at <= self.now]

    def moves(self, turning: int) -> list[tuple[Way, Stay | None, Stay | None]]:
        """Who goes from where to where at a turning; nowhere before the first and after the last."""
        found = [(way, way.at(turning - 1), way.at(turning)) for way in self.ways]
        return [(way, from_stay, to_stay) for way, from_stay, to_stay in found if from_stay is not None or to_stay is not None]

    def unwritten(self, turning: int, written: Written) -> list[tuple[Stay, Side]]:
        """The stays that end at a turning and have begun, with the side that has not said how it went.

        Takes   written  what the reader may see
        """
        ends = 0 < turning <= len(self.periods)
        ending = [stay for way in self.ways for stay in (way.stays[turning - 1] if ends else ()) if has_begun(stay)]
        return [(stay, side) for stay in ending for side in Side if (stay.pk, side) not in written]

    def evaluations_waited_for(self, written: Written) -> list[tuple[Stay, Side]]:
        """Of what ends next, those whose evaluation was to be held by now and is not written by both sides."""
        if self.next_turning is None:
            return []
        evaluations = [row for row in self.dates if row.kind == DateKind.EVALUATION and row.starts_at <= self.now]
        kept = {(row.participant_id, row.employer_id) for row in evaluations}
        waiting = self.unwritten(self.next_turning.turning, written)
        return [(stay, side) for stay, side in waiting if (stay.participant_id, stay.employer_id) in kept]

    def without_goals(self, turning: int) -> list[Stay]:
        """The stays that begin at a turning and have no goals written."""
        return [to_stay for _way, _from, to_stay in self.moves(turning) if to_stay is not None and not to_stay.goals]


def has_begun(stay: Stay) -> bool:
    """Whether somebody has said that the stay began. What is only planned has nothing to be said about it."""
    return stay.placement is not None and stay.placement.state in BEGUN


def is_due_to_begin(participant: Participant, *, today: date) -> bool:
    """Whether the first day has come where somebody went from the loop, and nobody has said that they began."""
    place = participant.went_to
    return place is not None and place.state == PlacementState.PLANNED and place.starts_on <= today


def read_year(loop: Loop, *, dates: Sequence[LoopDate], stays: Iterable[Stay], now: datetime) -> Year:
    """A year from its dates and stays, those the reader may see.

    Takes   dates, stays  in the order of `dates_of` and `stays_by_name`
    Cost    no query
    """
    turnings = {row.turning: local_day(row.starts_at) for row in dates if row.kind in TURNINGS}
    calendar = periods_between(turnings) if turnings else periods(loop)
    of_each: dict[int, list[Stay]] = {}
    for stay in stays:
        of_each.setdefault(stay.participant_id, []).append(stay)
    ways = [
        Way(of_one[0].participant, tuple(tuple(stay for stay in of_one if stay.period == period.number) for period in calendar))
        for of_one in of_each.values()
    ]
    today = local_day(now)
    gone = [way for way in ways if way.participant.left_on is not None and way.participant.left_on < today]
    return Year(loop, calendar, tuple(way for way in ways if way not in gone), tuple(gone), tuple(dates), now)


def parties_in(rows: Iterable[LoopDate]) -> list[AppointmentParty]:
    """Those some dates concern, date by date. Cost: one query."""
    found = AppointmentParty.objects.filter(appointment__in=[row.appointment_id for row in rows]).select_related("person", "user")
    return list(found.order_by("appointment", "pk"))


def once_each(parties: Iterable[AppointmentParty]) -> list[AppointmentParty]:
    """The same, each of them once, by role and name."""
    found = {(party.person_id, party.user_id): party for party in parties}
    return sorted(found.values(), key=lambda party: (party.role, str(party.person or party.user), party.pk))


def mentors_at(stay: Stay, *, today: date) -> list[ContactPerson]:
    """Those who may be mentor of a stay, by name. Cost: one query."""
    rows = ContactPerson.objects.filter(holds_on(today), workplace=stay.employer.workplace_id, is_mentor=True).select_related("person")
    return list(rows.order_by(in_norwegian_order("person__first_name"), "pk"))


def with_next_turning(loop: Loop) -> Loop:
    """The loop in hand with `turns_at` and `turns_as`, as `queries.loops_by_kick_off` gives them. Cost: one query."""
    ahead = LoopDate.objects.filter(loop=loop, kind__in=TURNINGS, appointment__state=AppointmentState.PLANNED)
    row = ahead.select_related("appointment").order_by("turning").first()
    vars(loop).update(turns_at=row.starts_at if row is not None else None, turns_as=row.kind if row is not None else None)
    return loop


def dates_ahead(scope: QuerySet[LoopDate], *, now: datetime) -> QuerySet[LoopDate]:
    """Dates that are not over and not called off, by time; loaded for the page and the calendar file. Cost: one query."""
    ahead = scope.filter(appointment__state=AppointmentState.PLANNED, appointment__ends_at__gt=now)
    return ahead.select_related(*LOADED).order_by("appointment__starts_at", "kind", "pk")


def is_near_its_end(stay: Stay, *, today: date) -> bool:
    """Whether it is time to say how a stay that has begun went."""
    return has_begun(stay) and stay.ends_on - SAID_BEFORE_THE_END <= today


def mentor_of(stay: Stay, *, today: date) -> ContactPerson | None:
    """The mentor of a stay, as long as they work there."""
    mentor = stay.mentor
    return mentor if mentor is not None and (mentor.ends_on is None or mentor.ends_on >= today) else None
