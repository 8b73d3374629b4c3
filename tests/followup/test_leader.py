from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import pytest

from brobygger.access import door
from brobygger.access.principal import Principal
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup import leader
from brobygger.followup.due_dates import with_due_dates
from brobygger.followup.models import CallBack, Contact, ContactKind, ContactWith
from brobygger.followup.working_time import minutes_at_work
from brobygger.intake.cover import held_on, the_two
from brobygger.intake.models import EmployerRelation, Engagement, Intake, Part
from brobygger.jobdev.models import EmployerVisit, Opening
from brobygger.jobdev.queries import openings_without_follow_up
from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import local_day
from brobygger.parties.models import Membership, Protection, Role, Unit
from brobygger.placements.models import PlacementKind
from tests.access.principals import asking
from tests.factories import (
    AbsenceFactory,
    CallBackFactory,
    ClearanceFactory,
    ContactFactory,
    EmployerRelationFactory,
    EmployerVisitFactory,
    EngagementFactory,
    IntakeFactory,
    OpeningFactory,
    PlacementFactory,
    ResponsibilityFactory,
    UnitFactory,
    UserFactory,
)
from tests.followup.phases import load_phases

TODAY = date(2026, 11, 12)  # a Thursday
NOW = datetime(2026, 11, 12, 10, 0, tzinfo=OSLO)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # the days when the clock is changed

pytestmark = pytest.mark.django_db


def at(day: date, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=OSLO)


def met(engagement: Engagement, day: date, hour: int = 12, minute: int = 0, **more) -> Contact:
    return ContactFactory(engagement=engagement, happened_at=at(day, hour, minute), **more)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def rows_of(principal: Principal, unit: Unit) -> leader.UnitRows:
    calls = door.rows(principal, Verb.READ, CallBack)
    return leader.UnitRows(
        unit,
        door.rows(principal, Verb.FIND, Engagement).filter(unit=unit),
        door.rows(principal, Verb.READ, Intake).filter(unit=unit),
        calls.filter(engagement__unit=unit) | calls.filter(relation__unit=unit),
        door.rows(principal, Verb.READ, Opening).filter(unit=unit),
        door.rows(principal, Verb.READ, EmployerRelation).filter(unit=unit),
        door.rows(principal, Verb.READ, EmployerVisit).filter(unit=unit),
    )


@pytest.fixture
def unit() -> Unit:
    return UnitFactory(name="Enheten i Brovik")


@pytest.fixture
def siri(unit) -> Principal:
    return asking(UserFactory(name="Siri Lunden", role=Role.LEADER, role__unit=unit), TODAY)


def everybody() -> list[Engagement]:
    return list(leader.uncontacted(Engagement.objects.all(), today=TODAY))


# Not contacted


def test_those_never_contacted_stand_first_and_then_the_longest_ago():
    month_ago, two_weeks_ago = EngagementFactory(), EngagementFactory()
    met(month_ago, days_ago(30))
    met(two_weeks_ago, days_ago(14))
    lately = EngagementFactory()
    met(lately, days_ago(13))
    new, old = EngagementFactory(starts_on=days_ago(1)), EngagementFactory(starts_on=days_ago(90))

    found = everybody()

    assert found == [old, new, month_ago, two_weeks_ago]
    assert [each.last_met_at for each in found[:2]] == [None, None]


@pytest.mark.parametrize(
    "of_no_use",
    [{"kind": ContactKind.NO_ANSWER}, {"whom": ContactWith.EMPLOYER}],
    ids=["no answer", "with the employer only"],
)
def test_an_attempt_and_a_talk_about_somebody_are_not_contact_with_them(of_no_use):
    engagement = EngagementFactory()
    met(engagement, days_ago(1), **of_no_use)

    assert everybody() == [engagement]


def test_a_contact_that_was_taken_back_never_was():
    engagement = EngagementFactory()
    mistake = met(engagement, days_ago(1))
    met(engagement, days_ago(1), withdraws=mistake)

    assert everybody()[0].last_met_at is None


def test_only_those_who_are_followed_up_today_are_missed():
    EngagementFactory(ends_on=days_ago(1))
    EngagementFactory(starts_on=TODAY + timedelta(days=1))

    assert everybody() == []


@pytest.mark.parametrize("changed", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_fourteen_days_are_days_by_the_calendar_over_a_change_of_the_clock(changed):
    just_in, just_out = EngagementFactory(), EngagementFactory()
    today = changed + timedelta(days=7)
    met(just_in, today - timedelta(days=13), 0, 1)
    met(just_out, today - timedelta(days=14), 23, 59)

    assert list(leader.uncontacted(Engagement.objects.all(), today=today)) == [just_out]


def test_a_list_of_an_earlier_day_knows_nothing_of_what_came_later():
    engagement = EngagementFactory()
    met(engagement, days_ago(40))
    met(engagement, days_ago(3))

    then = list(leader.uncontacted(Engagement.objects.all(), today=days_ago(10)))

    assert then == [engagement]
    assert then[0].last_met_at == at(days_ago(40))
    assert everybody() == []


def test_one_whose_rhythm_is_a_month_is_counted_and_said_to_be_in_time(unit, siri):
    load_phases()
    monthly, late = EngagementFactory(unit=unit), EngagementFactory(unit=unit)
    PlacementFactory(person=monthly.person, kind=PlacementKind.ORDINARY_PERMANENT, starts_on=days_ago(200))
    met(monthly, days_ago(16))
    met(late, days_ago(60))
    never = EngagementFactory(unit=unit)

    figures = leader.to_take_up(rows_of(siri, unit), today=TODAY, now=NOW)

    found = with_due_dates(leader.uncontacted(Engagement.objects.all(), today=TODAY), today=TODAY)
    assert list(found) == [never, late, monthly]
    assert [each for each in found if each.last_met_at is not None and each.due_on > TODAY] == [monthly]
    assert (figures.uncontacted, figures.never_contacted, figures.seldom_contacted) == (3, 1, 1)


# Intakes, calls, openings, and whom nobody answers for


@pytest.mark.parametrize(
    ("now", "since"),
    [
        (at(date(2026, 11, 12), 10), at(date(2026, 11, 11), 10)),
        (at(date(2026, 11, 16), 10), at(date(2026, 11, 13), 10)),
        (at(date(2026, 11, 15), 12), at(date(2026, 11, 13), 8)),
        (at(date(2026, 5, 15), 9), at(date(2026, 5, 13), 9)),
    ],
    ids=["the day before", "over a week-end", "on a Sunday", "over Ascension Day"],
)
def test_a_working_day_has_gone_by_since(now, since):
    assert leader.a_working_day_before(now) == since
    assert minutes_at_work(since, now) == 450


def test_intakes_show_when_they_have_waited_a_working_day_without_anybody(unit):
    colleague = UserFactory(role=Role.SPECIALIST, role__unit=unit)
    late = IntakeFactory(unit=unit, referred_at=at(days_ago(1), 9, 59), owner=None)
    IntakeFactory(unit=unit, referred_at=at(days_ago(1), 10, 1), owner=None)
    IntakeFactory(unit=unit, referred_at=at(days_ago(5)), owner=colleague)

    assert list(leader.intakes_standing_still(Intake.objects.all(), now=NOW)) == [late]


def test_an_intake_whose_owner_has_left_has_no_owner(unit):
    gone = UserFactory(role=Role.SPECIALIST, role__unit=unit)
    intake = IntakeFactory(unit=unit, referred_at=at(days_ago(5)), owner=gone)
    Membership.objects.filter(user=gone).update(ends_on=days_ago(1))

    assert list(leader.intakes_standing_still(Intake.objects.all(), now=NOW)) == [intake]


def test_an_intake_stands_still_while_its_owner_is_long_away_and_once_the_promised_day_has_been(unit):
    long_away, shortly = UserFactory(), UserFactory()
    AbsenceFactory(user=long_away, starts_on=TODAY, ends_on=TODAY + timedelta(days=9))  # two that follow each other
    AbsenceFactory(user=long_away, starts_on=TODAY + timedelta(days=10), ends_on=TODAY + timedelta(days=20))
    AbsenceFactory(user=shortly, starts_on=TODAY, ends_on=TODAY + timedelta(days=6))
    nobody_here = IntakeFactory(unit=unit, referred_at=at(days_ago(6)), owner=long_away)
    IntakeFactory(unit=unit, referred_at=at(days_ago(6)), owner=shortly)
    forgotten = IntakeFactory(unit=unit, referred_at=at(days_ago(5)), waiting=True, waits_until=days_ago(1))
    IntakeFactory(unit=unit, referred_at=at(days_ago(5)), waiting=True, waits_until=TODAY)

    found = leader.intakes_standing_still(Intake.objects.all(), now=NOW)

    assert [(each, each.is_forgotten, each.has_nobody) for each in found] == [(nobody_here, False, True), (forgotten, True, False)]


def test_a_call_is_overdue_from_its_time_until_it_is_made():
    late = CallBackFactory(asked_at=NOW - timedelta(hours=3))
    CallBackFactory(asked_at=NOW - timedelta(hours=1))
    CallBackFactory(rung=True)

    assert list(leader.calls_overdue(CallBack.objects.all(), now=NOW)) == [late]


def test_nobody_answers_when_there_is_nobody_or_when_both_are_away():
    kari, jonas, gone = UserFactory(), UserFactory(), UserFactory(role=Role.SPECIALIST)
    Membership.objects.filter(user=gone).update(ends_on=days_ago(1))
    AbsenceFactory(user=kari, starts_on=TODAY)
    without = EngagementFactory()
    both_away = EngagementFactory(responsible=kari)
    ResponsibilityFactory(engagement=both_away, user=kari, part=Part.DEPUTY)
    left = EngagementFactory(responsible=gone)
    EngagementFactory(responsible=kari, deputy=jonas)
    EngagementFactory(responsible=jonas)

    found = list(leader.people_nobody_answers_for(Engagement.objects.all(), today=TODAY))

    assert found == [without, both_away, left]


def test_a_deputy_alone_is_nobody_responsible():
    gone, jonas = UserFactory(role=Role.SPECIALIST, role__ends_on=days_ago(1)), UserFactory()
    left = EngagementFactory(responsible=gone, deputy=jonas)
    over = EngagementFactory(responsible=UserFactory(), responsible__ends_on=days_ago(1), deputy=jonas)

    assert list(leader.people_nobody_answers_for(Engagement.objects.all(), today=TODAY)) == [left, over]


def test_one_without_a_deputy_shows_while_somebody_answers_and_a_deputy_who_is_away_is_one():
    kari, jonas, gone = UserFactory(), UserFactory(), UserFactory(role=Role.SPECIALIST)
    Membership.objects.filter(user=gone).update(ends_on=days_ago(1))
    AbsenceFactory(user=jonas, starts_on=TODAY)
    EngagementFactory()
    EngagementFactory(responsible=kari, deputy=jonas)
    alone, left = EngagementFactory(responsible=kari), EngagementFactory(responsible=kari, deputy=gone)
    employer = EmployerRelationFactory(responsible=kari)
    EmployerRelationFactory(responsible=kari, deputy=jonas)

    assert list(leader.people_without_deputy(Engagement.objects.all(), today=TODAY)) == [alone, left]
    assert list(leader.employers_without_deputy(EmployerRelation.objects.all(), today=TODAY)) == [employer]


def test_an_employer_without_anybody_to_ring_shows_until_somebody_is_back():
    kari = UserFactory()
    AbsenceFactory(user=kari, starts_on=TODAY)
    relation = EmployerRelationFactory(responsible=kari)
    EmployerRelationFactory(responsible=UserFactory())

    scope = EmployerRelation.objects.all()

    assert list(leader.employers_nobody_answers_for(scope, today=TODAY)) == [relation]
    assert list(leader.employers_nobody_answers_for(scope, today=TODAY + timedelta(days=30))) == []


PRESENCE = ["nobody", "at work", "away", "has left"]


@pytest.mark.parametrize("responsible", PRESENCE)
@pytest.mark.parametrize("deputy", PRESENCE)
def test_the_lists_say_the_same_of_the_two_as_the_one_to_ring(responsible, deputy):
    def somebody(presence: str) -> User | None:
        if presence == "nobody":
            return None
        user = UserFactory(role=Role.SPECIALIST, role__ends_on=days_ago(1) if presence == "has left" else None)
        if presence == "away":
            AbsenceFactory(user=user, starts_on=TODAY)
        return user

    held = {"responsible": somebody(responsible), "deputy": somebody(deputy)}
    person, employer = EngagementFactory(**held), EmployerRelationFactory(**held)
    people, employers = Engagement.objects.all(), EmployerRelation.objects.all()

    for row, of_row, unanswered, alone in (
        (person, "engagement", leader.people_nobody_answers_for(people, today=TODAY), leader.people_without_deputy(people, today=TODAY)),
        (
            employer,
            "relation",
            leader.employers_nobody_answers_for(employers, today=TODAY),
            leader.employers_without_deputy(employers, today=TODAY),
        ),
    ):
        two = the_two(held_on(TODAY).filter(**{of_row: row}))
        is_answered = two.responsible is not None and two.answers is not None
        assert list(unanswered) == ([] if is_answered else [row])
        assert list(alone) == ([row] if is_answered and two.deputy is None else [])


# Figures and lists are one


def a_full_week(unit: Unit) -> None:
    """Something in every list of a unit."""
    jonas = UserFactory(name="Jonas Hauglid", role=Role.SPECIALIST, role__unit=unit)
    EngagementFactory(unit=unit)
    reached = EngagementFactory(unit=unit, responsible=jonas)
    met(reached, days_ago(3))
    met(EngagementFactory(unit=unit, responsible=jonas), days_ago(20))
    IntakeFactory(unit=unit, referred_at=at(days_ago(5)), owner=None)
    CallBackFactory(engagement=reached, asked_at=NOW - timedelta(hours=5))
    CallBackFactory(from_employer=True, relation__unit=unit, asked_at=NOW - timedelta(hours=4))
    OpeningFactory(unit=unit, followed_up_at=at(days_ago(30)))
    EmployerVisitFactory(unit=unit, held=True, held_at=at(days_ago(2)))


def test_every_figure_is_the_length_of_its_list(unit, siri):
    a_full_week(unit)
    rows = rows_of(siri, unit)

    figures = leader.to_take_up(rows, today=TODAY, now=NOW)

    lists = {
        "uncontacted": leader.uncontacted(rows.engagements, today=TODAY),
        "never_contacted": leader.uncontacted(rows.engagements, today=TODAY).filter(last_met_at__isnull=True),
        "standing_still": leader.intakes_standing_still(rows.intakes, now=NOW),
        "not_rung": leader.calls_overdue(rows.calls, now=NOW),
        "openings": openings_without_follow_up(rows.openings, today=TODAY),
        "people_unanswered": leader.people_nobody_answers_for(rows.engagements, today=TODAY),
        "employers_unanswered": leader.employers_nobody_answers_for(rows.relations, today=TODAY),
        "people_without_deputy": leader.people_without_deputy(rows.engagements, today=TODAY),
        "employers_without_deputy": leader.employers_without_deputy(rows.relations, today=TODAY),
        "followed": leader.people_followed(rows.engagements, today=TODAY),
    }
    assert {name: getattr(figures, name) for name in lists} == {name: len(list(found)) for name, found in lists.items()}
    assert (figures.uncontacted, figures.never_contacted, figures.not_rung, figures.followed) == (2, 1, 2, 3)
    assert (figures.standing_still, figures.openings, figures.people_unanswered, figures.employers_unanswered) == (1, 1, 1, 1)


def test_another_units_rows_are_in_no_figure_even_for_one_who_leads_both(unit, siri):
    other = UnitFactory()
    a_full_week(other)
    Membership.objects.create(user=siri.user, unit=other, role=Role.LEADER, starts_on=days_ago(100))
    of_both = asking(siri.user, TODAY)

    here = rows_of(of_both, unit)
    not_hers = rows_of(siri, other)

    for rows in (here, not_hers):
        figures = leader.to_take_up(rows, today=TODAY, now=NOW)
        weeks = leader.last_weeks_of(rows, today=TODAY)
        assert set(vars(figures).values()) == {0}
        assert {(each.contacts, each.meetings, each.uncontacted, each.answers.waiting_count) for each in weeks.weeks} == {(0, 0, 0, 0)}
    assert leader.to_take_up(rows_of(of_both, other), today=TODAY, now=NOW).uncontacted == 2


def test_somebody_protected_is_in_no_list_and_no_figure_without_a_clearance(unit, siri):
    jonas = UserFactory(role=Role.SPECIALIST, role__unit=unit)
    hidden = EngagementFactory(unit=unit, responsible=jonas, person__protection=Protection.CODE_6)
    met(hidden, days_ago(20))
    CallBackFactory(engagement=hidden, asked_at=NOW - timedelta(hours=5))
    IntakeFactory(unit=unit, person=hidden.person, referred_at=at(days_ago(5)), owner=None)

    def seen_by(principal):
        rows = rows_of(principal, unit)
        figures, weeks = leader.to_take_up(rows, today=TODAY, now=NOW), leader.last_weeks_of(rows, today=TODAY)
        (load,) = leader.loads(rows, today=TODAY)
        return (
            figures.uncontacted,
            figures.followed,
            figures.not_rung,
            figures.standing_still,
            figures.without_deputy,
            sum(w.contacts for w in weeks.weeks),
            load.count,
        )

    before = seen_by(siri)
    ClearanceFactory(user=siri.user, protection=Protection.CODE_6)

    assert before == (0, 0, 0, 0, 0, 0, 0)
    assert seen_by(asking(siri.user, TODAY)) == (1, 1, 1, 1, 1, 1, 1)


# Who has room


def test_somebody_followed_in_two_services_is_one_person_in_the_list_and_in_the_load(unit, siri):
    jonas = UserFactory(role=Role.SPECIALIST, role__unit=unit)
    first = EngagementFactory(unit=unit, responsible=jonas)
    EngagementFactory(unit=unit, person=first.person, service="supported_employment", responsible=jonas)
    EngagementFactory(unit=unit, responsible=jonas)
    rows = rows_of(siri, unit)

    (load,) = leader.loads(rows, today=TODAY)

    assert load.count == 2
    assert len(leader.people_followed(rows.engagements, today=TODAY, by=jonas)) == 2
    assert len(leader.people_followed(rows.engagements, today=TODAY)) == 2


def test_those_who_have_room_stand_by_the_alphabet_and_never_by_how_much(unit, siri):
    for name, people in (("Åse Dahl", 1), ("Gro Heimdal", 3), ("Ahmed Sund", 2)):
        user = UserFactory(name=name, role=Role.SPECIALIST, role__unit=unit)
        EngagementFactory.create_batch(people, unit=unit, responsible=user)

    found = leader.loads(rows_of(siri, unit), today=TODAY)

    assert [(each.user.name, each.count) for each in found] == [("Ahmed Sund", 2), ("Gro Heimdal", 3), ("Åse Dahl", 1)]


# The last weeks


@pytest.mark.parametrize("changed", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_a_contact_falls_in_its_week_by_the_clock_in_norway_when_the_clock_is_changed(unit, siri, changed):
    engagement = EngagementFactory(unit=unit)
    met(engagement, changed, 23, 59)
    met(engagement, changed + timedelta(days=1), 0, 1)
    met(engagement, changed - timedelta(days=6), 0, 1)
    met(engagement, changed - timedelta(days=7), 23, 59)
    today = changed + timedelta(days=3)

    weeks = leader.last_weeks_of(rows_of(siri, unit), today=today).weeks

    assert [each.contacts for each in weeks[-3:]] == [1, 2, 1]
    assert weeks[-2].sunday == changed
    assert [len(leader.contacts_between(Engagement.objects.all(), first=each.monday, last=each.sunday)) for each in weeks[-3:]] == [1, 2, 1]


def test_weeks_count_talks_with_employers_too_but_no_attempts_and_nothing_taken_back(unit, siri):
    engagement = EngagementFactory(unit=unit)
    met(engagement, TODAY, whom=ContactWith.EMPLOYER)
    met(engagement, TODAY, kind=ContactKind.NO_ANSWER)
    met(engagement, TODAY, withdraws=met(engagement, TODAY))
    met(EngagementFactory(unit=unit, ends_on=days_ago(2)), days_ago(3))

    assert leader.last_weeks_of(rows_of(siri, unit), today=TODAY).weeks[-1].contacts == 2


def test_there_are_twelve_weeks_and_the_last_is_the_one_that_runs(unit, siri):
    weeks = leader.last_weeks_of(rows_of(siri, unit), today=TODAY).weeks

    assert [each.number for each in weeks] == list(range(35, 47))
    assert (weeks[-1].monday, weeks[-1].sunday) == (date(2026, 11, 9), date(2026, 11, 15))


def test_the_last_week_has_the_figure_of_today_and_the_others_that_of_their_sunday(unit, siri):
    engagement = EngagementFactory(unit=unit, starts_on=days_ago(30))
    met(engagement, days_ago(30))
    rows = rows_of(siri, unit)

    weeks = leader.last_weeks_of(rows, today=TODAY).weeks

    assert [each.uncontacted for each in weeks[-4:]] == [0, 1, 1, 1]
    assert weeks[-1].uncontacted == leader.to_take_up(rows, today=TODAY, now=NOW).uncontacted


@pytest.mark.parametrize("today", [TODAY, date(2026, 11, 9), date(2026, 11, 15)], ids=["Thursday", "Monday", "Sunday"])
def test_each_week_counts_what_its_lists_have_and_what_a_slow_reckoning_finds(today, unit, siri):
    for days in (13, 14):
        met(EngagementFactory(unit=unit), today - timedelta(days=days))
    chance = Random(10)
    for _number in range(12):
        began = today - timedelta(days=chance.randrange(120))
        ended = chance.choice([None, None, began + timedelta(days=chance.randrange(60))])
        engagement = EngagementFactory(unit=unit, starts_on=began, ends_on=ended)
        for _talk in range(chance.randrange(5)):
            talk = met(
                engagement,
                today - timedelta(days=chance.randrange(100)),
                chance.choice([0, 12, 23]),
                **chance.choice([{"kind": ContactKind.PHONE}, {"together": True}, {"kind": ContactKind.NO_ANSWER}]),
                whom=chance.choice([ContactWith.CANDIDATE, ContactWith.BOTH, ContactWith.EMPLOYER]),
            )
            if chance.random() < 0.2:
                ContactFactory(engagement=engagement, happened_at=talk.happened_at, withdraws=talk)
    rows = rows_of(asking(siri.user, today), unit)

    weeks = leader.last_weeks_of(rows, today=today).weeks

    for week in weeks:
        evening = leader.week_end(week.monday, today=today)
        assert week.uncontacted == len(leader.uncontacted(rows.engagements, today=evening)) == slowly_uncontacted(evening), week
        assert week.contacts == len(leader.contacts_between(rows.engagements, first=week.monday, last=week.sunday)), week
    assert sum(week.uncontacted for week in weeks) > sum(week.contacts for week in weeks) > 0


def slowly_uncontacted(evening: date) -> int:
    """How many run on a day without a talk in the two weeks until then: row by row, without the database's functions."""
    taken_back = set(Contact.objects.filter(withdraws__isnull=False).values_list("withdraws", flat=True))
    days = {
        (talk.engagement_id, local_day(talk.happened_at))
        for talk in Contact.objects.filter(withdraws__isnull=True)
        if talk.pk not in taken_back and talk.kind != ContactKind.NO_ANSWER and talk.whom != ContactWith.EMPLOYER
    }
    lately = [evening - timedelta(days=back) for back in range(14)]
    running = [each for each in Engagement.objects.all() if each.starts_on <= evening <= (each.ends_on or date.max)]
    return sum(not any((each.pk, day) in days for day in lately) for each in running)


def test_one_who_is_not_rung_yet_is_counted_as_waiting_and_never_dropped(unit, siri):
    engagement = EngagementFactory(unit=unit)
    CallBackFactory(engagement=engagement, asked_at=at(days_ago(1), 9), rung_at=at(days_ago(1), 9, 38), rung_by=UserFactory())
    CallBackFactory(engagement=engagement, asked_at=at(TODAY, 8))
    CallBackFactory(engagement=EngagementFactory(unit=unit), asked_at=at(days_ago(8), 9))

    found = leader.last_weeks_of(rows_of(siri, unit), today=TODAY)

    assert (found.answers.count, found.answers.median_minutes, found.answers.waiting_count) == (1, 38, 2)
    assert [(each.answers.median_minutes, each.answers.waiting_count) for each in found.weeks[-2:]] == [(None, 1), (38, 1)]


@pytest.mark.parametrize("people", [1, 30])
def test_the_figures_cost_the_same_however_many_there_are(people, unit, siri, django_assert_num_queries):
    jonas = UserFactory(role=Role.SPECIALIST, role__unit=unit)
    for engagement in EngagementFactory.create_batch(people, unit=unit, responsible=jonas):
        met(engagement, days_ago(3))
    rows = rows_of(siri, unit)

    with django_assert_num_queries(7):
        leader.to_take_up(rows, today=TODAY, now=NOW)
        leader.last_weeks_of(rows, today=TODAY)
        leader.loads(rows, today=TODAY)
