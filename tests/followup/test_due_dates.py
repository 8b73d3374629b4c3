"""When somebody is due, by hand for what the rule says, and against a slow reckoning in plain Python for what nobody thought of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.appointments.models import Appointment
from brobygger.appointments.states import AppointmentState
from brobygger.followup.actions.contacts import log_contact, withdraw_contact
from brobygger.followup.due_dates import AGREED, NEVER, OVER, in_words, most_overdue_first, with_due_dates
from brobygger.followup.models import Contact, ContactKind, ContactWith
from brobygger.intake.models import Engagement, Service
from brobygger.kernel.clock import OSLO
from brobygger.placements.models import Placement, PlacementKind
from brobygger.placements.states import PlacementState
from brobygger.reference.models import FollowUpPhase, PhaseKind
from tests.factories import ContactFactory, EngagementFactory, FollowUpPhaseFactory, PersonFactory, PlacementFactory, UserFactory
from tests.followup.phases import load_phases

TODAY = date(2027, 6, 1)
PERMANENT, TEMPORARY = PlacementKind.ORDINARY_PERMANENT, PlacementKind.ORDINARY_TEMPORARY
PRACTICE, SUBSIDISED = PlacementKind.PRACTICE, PlacementKind.SUBSIDISED


@pytest.fixture(autouse=True)
def phases(db):
    load_phases()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def at(on: date, clock: time = time(12)) -> datetime:
    return datetime.combine(on, clock, OSLO)


def stay(kind: PlacementKind, starts_ago: int, ends_ago: int | None = None, **fields) -> Placement:
    return PlacementFactory.build(kind=kind, starts_on=ago(starts_ago), ends_on=None if ends_ago is None else ago(ends_ago), **fields)


def due(engagement: Engagement, *, today: date = TODAY) -> Engagement:
    return with_due_dates(Engagement.objects.filter(pk=engagement.pk), today=today).get()


def followed(*stays: Placement, contact_ago: int | None, **contact) -> Engagement:
    """Somebody taken in two years ago, with these stays, last in touch so many days ago."""
    engagement = EngagementFactory(starts_on=ago(730), service=Service.SUPPORTED_EMPLOYMENT)
    for each in stays:
        PlacementFactory(
            person=engagement.person,
            kind=each.kind,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            state=each.state,
            end_cause=each.end_cause,
        )
    if contact_ago is not None:
        ContactFactory(engagement=engagement, happened_at=at(ago(contact_ago)), **contact)
    return engagement


# What stands: the stays by days ago (below 0 is to come), the last contact by days ago, and by hand the days to the due date (below 0 is
# over the time) and the phase.
BY_HAND = [
    ("nobody has been in touch", [], None, -730, NEVER),
    ("seeking, met today", [], 0, 14, PhaseKind.SEEKING),
    ("seeking, two weeks to the day", [], 14, 0, PhaseKind.SEEKING),
    ("seeking, over the time", [], 20, -6, PhaseKind.SEEKING),
    ("starts in ten days, met today", [stay(PRACTICE, -10)], 0, 9, PhaseKind.BEFORE_START),
    ("starts in thirty days: the rhythm comes first", [stay(PRACTICE, -30)], 4, 10, PhaseKind.SEEKING),
    ("starts in five days, met nine days ago", [stay(PRACTICE, -5)], 9, 4, PhaseKind.BEFORE_START),
    ("starts tomorrow, met eight days ago", [stay(PRACTICE, -1)], 8, 0, PhaseKind.BEFORE_START),
    ("starts tomorrow, met five days ago", [stay(PRACTICE, -1)], 5, 4, PhaseKind.FIRST_DAYS),
    ("starts in six days, met yesterday", [stay(PERMANENT, -6)], 1, 9, PhaseKind.FIRST_DAYS),
    ("started today", [stay(PERMANENT, 0)], 3, 3, PhaseKind.FIRST_DAYS),
    ("started three days ago, not met since", [stay(PERMANENT, 3)], 6, 0, PhaseKind.FIRST_DAYS),
    ("started ten days ago, not met since", [stay(PRACTICE, 10)], 12, -7, PhaseKind.FIRST_DAYS),
    ("met on the first day", [stay(PERMANENT, 2)], 2, 5, PhaseKind.FIRST_MONTH),
    ("met in the first month", [stay(PERMANENT, 20)], 3, 4, PhaseKind.FIRST_MONTH),
    ("met on day 30", [stay(PERMANENT, 30)], 0, 7, PhaseKind.FIRST_MONTH),
    ("met on day 31", [stay(PERMANENT, 31)], 0, 14, PhaseKind.TO_THREE_MONTHS),
    ("met on day 91", [stay(SUBSIDISED, 91)], 0, 14, PhaseKind.TO_THREE_MONTHS),
    ("met on day 92", [stay(SUBSIDISED, 92)], 0, 30, PhaseKind.TO_A_YEAR),
    ("practice goes on past a year", [stay(PRACTICE, 500)], 10, 20, PhaseKind.TO_A_YEAR),
    ("an ordinary job, month after month", [stay(PERMANENT, 200)], 40, -10, PhaseKind.TO_A_YEAR),
    ("the year is nearly over", [stay(PERMANENT, 350)], 10, 15, "a_year"),
    ("the year was over, and nobody called", [stay(TEMPORARY, 400)], 60, -35, "a_year"),
    ("the last talk was in the last week", [stay(PERMANENT, 370)], 12, None, OVER),
    ("the last talk was a day too early", [stay(PERMANENT, 370)], 13, -5, "a_year"),
    ("the last talk was late", [stay(PERMANENT, 500)], 90, None, OVER),
    ("the job ended: seeking", [stay(TEMPORARY, 100, 5)], 10, 4, PhaseKind.SEEKING),
    ("practice ended: seeking", [stay(PRACTICE, 100, 1)], 3, 11, PhaseKind.SEEKING),
    ("the job ended long after the year: seeking from then", [stay(PERMANENT, 500, 2)], 140, 12, PhaseKind.SEEKING),
    ("two jobs, two weeks between: the year goes on", [stay(TEMPORARY, 200, 65), stay(PERMANENT, 50)], 20, 10, PhaseKind.TO_A_YEAR),
    ("two jobs, fifteen days between: a new year", [stay(TEMPORARY, 200, 66), stay(PERMANENT, 50)], 20, -13, PhaseKind.FIRST_MONTH),
    ("the first days of the second job count too", [stay(TEMPORARY, 200, 10), stay(PERMANENT, 2)], 5, 1, PhaseKind.FIRST_DAYS),
    ("the year is over in the second job", [stay(TEMPORARY, 400, 190), stay(PERMANENT, 180)], 30, None, OVER),
    ("practice does not hold the year", [stay(TEMPORARY, 300, 200), stay(PRACTICE, 199, 50), stay(PERMANENT, 49)], 19, -12, "first_month"),
    ("two at once: the earliest", [stay(PRACTICE, 200), stay(PERMANENT, 20)], 3, 4, PhaseKind.FIRST_MONTH),
    ("in a job, another starts tomorrow", [stay(PRACTICE, 200), stay(PERMANENT, -1)], 20, 0, PhaseKind.BEFORE_START),
    ("called off counts for nothing", [stay(PRACTICE, -1, state=PlacementState.CANCELLED)], 9, 5, PhaseKind.SEEKING),
    ("nobody pressed that it began", [stay(PRACTICE, 3, state=PlacementState.PLANNED)], 6, 0, PhaseKind.FIRST_DAYS),
    ("the planned last day has been", [stay(PRACTICE, 100, 1, state=PlacementState.ACTIVE)], 4, 10, PhaseKind.SEEKING),
    ("today is the last day", [stay(PRACTICE, 100, 0, state=PlacementState.ACTIVE)], 4, 26, PhaseKind.TO_A_YEAR),
]  # fmt: skip


@pytest.mark.parametrize(("stays", "contact_ago", "days_left", "phase"), [row[1:] for row in BY_HAND], ids=[row[0] for row in BY_HAND])
def test_somebody_is_due_on_the_day_the_rule_says(stays, contact_ago, days_left, phase):
    engagement = followed(*stays, contact_ago=contact_ago)

    found = due(engagement)

    assert (found.due_on and (found.due_on - TODAY).days, found.due_phase) == (days_left, phase)


def test_an_agreed_day_that_comes_first_counts():
    sooner = followed(contact_ago=2, next_step="Ringe Tor", next_step_on=ago(-3))
    later = followed(contact_ago=2, next_step="Ringe Tor", next_step_on=ago(-30))

    assert (due(sooner).due_on, due(sooner).due_phase) == (ago(-3), AGREED)
    assert (due(later).due_on, due(later).due_phase) == (ago(-12), PhaseKind.SEEKING)


def test_an_agreed_day_counts_also_when_the_year_is_over():
    engagement = followed(stay(PERMANENT, 400), contact_ago=5, next_step="Ringe", next_step_on=ago(-10))

    assert due(engagement).due_on == ago(-10)


def test_a_day_agreed_before_the_last_contact_is_done_with():
    engagement = followed(contact_ago=6, next_step="Ringe", next_step_on=ago(4))
    log_contact(
        engagement,
        kind=ContactKind.PHONE,
        whom="candidate",
        happened_at=at(ago(4)),
        line="",
        key=uuid4(),
        now=at(TODAY),
        actor=UserFactory(),
    )

    assert due(engagement).due_on == ago(-10)


def test_what_was_done_together_is_contact_and_leaves_a_day_to_come_that_was_agreed_before_it():
    done, kept = (followed(contact_ago=6, next_step="Ringe", next_step_on=ago(days)) for days in (1, -3))
    for engagement in (done, kept):
        ContactFactory(engagement=engagement, happened_at=at(TODAY), together=True)
    never = EngagementFactory(starts_on=ago(9), service=Service.SUPPORTED_EMPLOYMENT)
    ContactFactory(engagement=never, happened_at=at(ago(2)), together=True)

    assert (due(kept).due_on, due(kept).due_phase) == (ago(-3), AGREED)
    assert [due(each).due_on for each in (done, never)] == [ago(-14), ago(-12)]


@pytest.mark.parametrize("fields", [{"kind": ContactKind.NO_ANSWER}, {"whom": ContactWith.EMPLOYER}, {"whom": ContactWith.OTHER}])
def test_attempts_and_talks_with_others_move_nothing(fields):
    met, never = followed(contact_ago=10), followed(contact_ago=None)
    for engagement in (met, never):
        ContactFactory(engagement=engagement, happened_at=at(TODAY), **fields)

    assert (due(met).due_on, due(met).last_contact_at) == (ago(-4), at(ago(10)))
    assert (due(never).due_phase, due(never).last_contact_at) == (NEVER, None)


def test_a_contact_that_is_taken_back_moves_nothing():
    jonas = UserFactory()
    engagement = followed(contact_ago=10)
    mistake = ContactFactory(engagement=engagement, happened_at=at(TODAY), written_by=jonas)

    withdraw_contact(mistake, now=at(TODAY), actor=jonas)

    assert due(engagement).due_on == ago(-4)


def test_when_all_is_taken_back_nobody_has_been_in_touch():
    jonas = UserFactory()
    engagement = followed(contact_ago=10, written_by=jonas)

    withdraw_contact(Contact.objects.get(), now=at(TODAY), actor=jonas)

    assert due(engagement).due_phase == NEVER


def test_contacts_in_another_engagement_and_about_others_move_nothing():
    engagement = followed(contact_ago=10)
    ContactFactory(engagement=EngagementFactory(person=engagement.person), happened_at=at(TODAY))
    followed(contact_ago=0)

    assert due(engagement).due_on == ago(-4)


def test_those_never_contacted_top_the_list_however_late_others_are():
    late, new, old = followed(contact_ago=700), EngagementFactory(starts_on=TODAY), EngagementFactory(starts_on=ago(9))
    over, soon = followed(stay(PERMANENT, 400), contact_ago=5), followed(contact_ago=1)

    found = most_overdue_first(with_due_dates(Engagement.objects.all(), today=TODAY))

    assert list(found) == [old, new, late, soon, over]


def test_nothing_is_due_once_an_engagement_has_ended():
    engagement = EngagementFactory(starts_on=ago(100), ends_on=ago(1))
    last_day = EngagementFactory(starts_on=ago(100), ends_on=TODAY)

    assert (due(engagement).due_on, due(engagement).due_phase) == (None, OVER)
    assert due(last_day).due_phase == NEVER


def test_a_service_with_a_rhythm_of_its_own_follows_it_from_its_first_day():
    FollowUpPhase.objects.filter(service=Service.SUPPORTED_EMPLOYMENT, phase=PhaseKind.SEEKING).update(valid_to=TODAY)
    FollowUpPhaseFactory(service=Service.SUPPORTED_EMPLOYMENT, every_days=10, valid_from=TODAY + timedelta(days=1))
    engagement, other = followed(contact_ago=0), EngagementFactory(service=Service.ORDINARY_FOLLOW_UP)
    ContactFactory(engagement=other, happened_at=at(TODAY))

    tomorrow = TODAY + timedelta(days=1)

    assert due(engagement).due_on == TODAY + timedelta(days=14)
    assert due(engagement, today=tomorrow).due_on == TODAY + timedelta(days=10)
    assert due(other, today=tomorrow).due_on == TODAY + timedelta(days=14)


def test_without_rules_somebody_is_due_at_once_and_not_forgotten():
    FollowUpPhase.objects.all().delete()

    assert due(followed(contact_ago=3)).due_on == ago(3)
    assert due(followed(stay(PERMANENT, 200), contact_ago=3)).due_on == ago(3)


@pytest.mark.parametrize("clock_change", [date(2027, 3, 28), date(2027, 10, 31)])
def test_days_are_norwegian_also_when_the_clock_is_changed(clock_change):
    engagement = EngagementFactory(starts_on=clock_change - timedelta(days=30), service=Service.SUPPORTED_EMPLOYMENT)
    early, late = datetime.combine(clock_change, time(0, 5), OSLO), datetime.combine(clock_change, time(23, 55), OSLO)

    ContactFactory(engagement=engagement, happened_at=early)
    after_midnight = due(engagement, today=clock_change).due_on
    ContactFactory(engagement=engagement, happened_at=late)
    before_midnight = due(engagement, today=clock_change).due_on

    assert early.astimezone(UTC).date() == clock_change - timedelta(days=1)
    assert after_midnight == before_midnight == clock_change + timedelta(days=14)


def test_a_quarter_past_midnight_by_utc_is_the_next_day_in_norway():
    engagement = followed(contact_ago=None)

    ContactFactory(engagement=engagement, happened_at=datetime(2027, 5, 31, 22, 30, tzinfo=UTC))

    assert due(engagement).due_on == TODAY + timedelta(days=14)


@pytest.mark.parametrize("row_count", [1, 25])
def test_the_list_costs_one_query_however_long(row_count, django_assert_num_queries):
    for number in range(row_count):
        followed(stay(PRACTICE, 100, 50), stay(PERMANENT, 20), contact_ago=number % 30)

    with django_assert_num_queries(1):
        rows = list(most_overdue_first(with_due_dates(Engagement.objects.all(), today=TODAY)))
        assert all(in_words(row, today=TODAY) for row in rows)

    assert len(rows) == row_count


@pytest.mark.parametrize(
    ("stays", "contact_ago", "words"),
    [
        ([], None, ("Ikke kontaktet ennå.", "Tatt inn 01.06.2025.")),
        ([], 14, ("I dag.", "Hver 14. dag på vei mot jobb.")),
        ([], 13, ("I morgen.", "Hver 14. dag på vei mot jobb.")),
        ([], 15, ("En dag over tiden.", "Hver 14. dag på vei mot jobb.")),
        ([], 30, ("16 dager over tiden.", "Hver 14. dag på vei mot jobb.")),
        ([], 0, ("Senest 15.06.2027.", "Hver 14. dag på vei mot jobb.")),
        ([stay(PERMANENT, 15)], 10, ("Tre dager over tiden.", "Ukentlig den første måneden.")),
        ([stay(PERMANENT, 5)], 3, ("Om fire dager.", "Ukentlig den første måneden.")),
        ([stay(PERMANENT, 60)], 3, ("Senest 12.06.2027.", "Hver 14. dag fram til tre måneder.")),
        ([stay(PERMANENT, 160)], 28, ("Om to dager.", "Månedlig etter de tre første månedene.")),
        ([stay(PERMANENT, 365)], 20, ("I dag.", "Ett år i jobben. Siste planlagte samtale.")),
        ([stay(PERMANENT, 400)], 20, ("Ingen flere samtaler er planlagt.", "")),
        ([stay(PERMANENT, -1)], 9, ("I dag.", "Første dag er 02.06.2027.")),
        ([stay(PERMANENT, 3)], 9, ("I dag.", "Den første samtalen etter oppstart.")),
    ],
)
def test_the_words_say_when_and_why(stays, contact_ago, words):
    assert in_words(due(followed(*stays, contact_ago=contact_ago)), today=TODAY) == words


def test_the_words_say_how_lately_somebody_was_taken_in():
    said = {days: in_words(due(EngagementFactory(starts_on=ago(days))), today=TODAY)[1] for days in (-3, 0, 1, 4)}

    assert said == {-3: "Første dag er 04.06.2027.", 0: "Tatt inn i dag.", 1: "Tatt inn i går.", 4: "Tatt inn for fire dager siden."}


def test_the_words_say_that_a_day_was_agreed():
    assert in_words(due(followed(contact_ago=1, next_step="Ringe", next_step_on=TODAY)), today=TODAY) == ("I dag.", "Det ble avtalt sist.")


def test_asked_again_after_an_outage_the_answer_is_what_it_would_have_been():
    engagement = followed(stay(PERMANENT, 20), contact_ago=10)

    days = [due(engagement, today=TODAY + timedelta(days=later)).due_on for later in (0, 3, 40)]

    assert days == [ago(3)] * 3


# The slow reckoning: day by day, from the words of docs/followup.md and nothing of the query.


@dataclass
class Stay:
    kind: PlacementKind
    first: int
    last: int | None
    state: PlacementState

    def is_on(self, at_day: int) -> bool:
        return self.first <= at_day and (self.last is None or at_day <= self.last)

    @property
    def is_ordinary(self) -> bool:
        return self.kind in {PERMANENT, TEMPORARY}


@dataclass
class Life:
    """Days are counted from TODAY, which is 0."""

    stays: list[Stay] = field(default_factory=list)
    contacts: list[tuple[int, ContactKind, ContactWith, bool, int | None]] = field(default_factory=list)


RHYTHM = [(30, 7, PhaseKind.FIRST_MONTH), (91, 14, PhaseKind.TO_THREE_MONTHS)]


def year_began(stay: Stay, jobs: list[Stay]) -> int:
    """Go back from a job one day at a time until there have been more than fourteen days without any."""
    began, idle, day_number = stay.first, 0, stay.first - 1
    while idle <= 14:
        if any(job.first <= day_number and (job.last is None or day_number <= job.last) for job in jobs):
            began, idle = day_number, 0
        else:
            idle += 1
        day_number -= 1
    return began


def reckoned(life: Life) -> tuple[int | None, str]:
    met = [
        contact
        for contact in life.contacts
        if contact[1] != ContactKind.NO_ANSWER and contact[2] in {"candidate", "both"} and not contact[3]
    ]
    if not met:
        return -730, NEVER
    last = met[-1][0]
    agreed = [step for *_said, is_withdrawn, step in life.contacts if step is not None and step >= last and not is_withdrawn]
    stays = [stay for stay in life.stays if stay.state != PlacementState.CANCELLED]
    jobs = [stay for stay in stays if stay.is_ordinary]
    found: list[tuple[int, str]] = []
    since = last
    for each in stays:
        began = year_began(each, jobs) if each.is_ordinary else each.first
        year_on = began + 365
        if each.is_ordinary and last >= year_on - 7:
            if each.last is not None and each.last < 0 and each.last >= year_on:
                since = max(since, each.last)
            continue
        if each.last is not None and each.last < 0:
            continue
        if each.first > 0 and last < each.first - 7:
            candidate = (each.first - 1, PhaseKind.BEFORE_START)
        elif last < each.first:
            candidate = (each.first + 3, PhaseKind.FIRST_DAYS)
        else:
            every, phase = next(((every, phase) for to, every, phase in RHYTHM if last - began <= to), (30, PhaseKind.TO_A_YEAR))
            candidate = (last + every, phase)
        if each.is_ordinary and candidate[0] >= year_on:
            candidate = (year_on, "a_year")
        found.append(candidate)
    if not any(stay.is_on(0) for stay in stays):
        found.append((since + 14, PhaseKind.SEEKING))
    if agreed:
        found.append((min(agreed), AGREED))
    order = ["a_year", "before_start", "first_days", "first_month", "to_three_months", "to_a_year", "seeking", AGREED]
    return min(found, key=lambda each: (each[0], order.index(each[1]))) if found else (None, OVER)


@st.composite
def a_stay(draw) -> Stay:
    first = draw(st.integers(-700, 40))
    length = draw(st.none() | st.integers(0, 400))
    state = draw(st.sampled_from([PlacementState.ACTIVE, PlacementState.ACTIVE, PlacementState.PLANNED, PlacementState.CANCELLED]))
    kind = draw(st.sampled_from([PERMANENT, TEMPORARY, TEMPORARY, PRACTICE, SUBSIDISED]))
    return Stay(kind, first, None if length is None else first + length, state)


@st.composite
def a_chain(draw) -> list[Stay]:
    """Jobs one after the other, with pauses around the fourteen days that count."""
    first, jobs = draw(st.integers(-700, -1)), []
    for _number in range(draw(st.integers(1, 4))):
        length = draw(st.sampled_from([20, 60, 180, 364, 365, 366]))
        jobs.append(Stay(draw(st.sampled_from([PERMANENT, TEMPORARY])), first, first + length, PlacementState.ACTIVE))
        first += length + 1 + draw(st.sampled_from([0, 1, 13, 14, 15, 40]))
    return jobs


@st.composite
def a_life(draw) -> Life:
    kinds, whom = st.sampled_from(ContactKind), st.sampled_from(ContactWith)
    contacts = []
    for days in sorted(draw(st.lists(st.integers(-400, 0), max_size=5, unique=True))):
        kind, step = draw(kinds), draw(st.none() | st.integers(0, 40))
        has_step = step is not None and kind != ContactKind.TOGETHER
        contacts.append((days, kind, draw(whom), draw(st.booleans()), days + step if has_step else None))
    return Life(draw(a_chain() | st.just([])) + draw(st.lists(a_stay(), max_size=3)), contacts)


def written(life: Life) -> Engagement:
    engagement = EngagementFactory(starts_on=ago(730), service=Service.SUPPORTED_EMPLOYMENT)
    for each in life.stays:
        last = None if each.last is None else TODAY + timedelta(days=each.last)
        PlacementFactory(
            person=engagement.person, kind=each.kind, state=each.state, starts_on=TODAY + timedelta(days=each.first), ends_on=last
        )
    for days, kind, whom, is_withdrawn, step in life.contacts:
        on = None if step is None else TODAY + timedelta(days=step)
        contact = ContactFactory(
            engagement=engagement,
            happened_at=at(TODAY + timedelta(days=days), time(0, 5) if days % 2 else time(23, 55)),
            together=kind == ContactKind.TOGETHER,
            **({} if kind == ContactKind.TOGETHER else {"kind": kind}),
            whom=whom,
            next_step="" if on is None else "Ringe",
            next_step_on=on,
        )
        if is_withdrawn:
            ContactFactory(engagement=engagement, withdraws=contact)
            Appointment.objects.filter(agreed_in=contact).update(state=AppointmentState.CALLED_OFF)
    return engagement


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(a_life(), min_size=1, max_size=6))
def test_any_life_is_due_when_a_slow_reckoning_says_so(lives):
    engagements = [written(life) for life in lives]

    found = with_due_dates(Engagement.objects.filter(pk__in=[each.pk for each in engagements]), today=TODAY).order_by("pk")

    assert [(row.due_on and (row.due_on - TODAY).days, row.due_phase) for row in found] == [reckoned(life) for life in lives]


def test_the_shipped_rhythms_are_those_of_the_rules():
    rows = FollowUpPhase.objects.filter(service=Service.SUPPORTED_EMPLOYMENT).order_by("from_day", "phase")

    assert {row.phase: (row.from_day, row.to_day, row.every_days) for row in rows} == {
        PhaseKind.SEEKING: (0, 0, 14),
        PhaseKind.BEFORE_START: (-7, -1, 7),
        PhaseKind.FIRST_DAYS: (0, 3, 3),
        PhaseKind.FIRST_MONTH: (4, 30, 7),
        PhaseKind.TO_THREE_MONTHS: (31, 91, 14),
        PhaseKind.TO_A_YEAR: (92, 365, 30),
    }
    assert set(FollowUpPhase.objects.values_list("service", flat=True)) == set(Service.values)


def test_a_person_without_placements_or_contacts_is_among_the_rows():
    engagement = EngagementFactory(person=PersonFactory())

    assert with_due_dates(Engagement.objects.all(), today=TODAY).get() == engagement
