from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from brobygger.intake.absence_actions import call_off_absence, change_absence, record_absence
from brobygger.intake.gaps import gaps_while_away
from brobygger.intake.models import Absence, Engagement, Part, Responsibility
from brobygger.intake.queries import who_picks_up
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.parties.models import Protection, Role
from tests.factories import (
    ClearanceFactory,
    EmployerRelationFactory,
    EngagementFactory,
    FamilyTieFactory,
    MembershipFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
)

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 10, 0, tzinfo=OSLO)
ONE = timedelta(days=1)
MONDAY, FRIDAY = date(2026, 9, 7), date(2026, 9, 11)
AT = {"today": TODAY, "now": NOW}


@pytest.fixture
def team(db):
    """Kari, Jonas and Hanne are specialists in one unit."""
    unit = UnitFactory()
    return [UserFactory(name=name, role=Role.SPECIALIST, role__unit=unit) for name in ("Kari Moseby", "Jonas Hauglid", "Hanne Lie")]


def unit_of(user):
    return user.memberships.get().unit


def answers(engagement, *days):
    return [who_picks_up(Engagement.objects.filter(pk=engagement.pk), today=day)[0].answers for day in days]


def deputies(engagement):
    rows = Responsibility.objects.filter(engagement=engagement, part=Part.DEPUTY).order_by("starts_on")
    return [(row.user.name.split()[0], row.starts_on, row.ends_on) for row in rows]


def away(user, first=MONDAY, last=FRIDAY, **named):
    return record_absence(user, starts_on=first, ends_on=last, **{"actor": user, **AT, **named})


def test_with_a_deputy_at_work_nothing_more_is_asked_and_nothing_is_made(team):
    kari, jonas, _hanne = team
    engagement = EngagementFactory(unit=unit_of(kari), responsible=kari, deputy=jonas)

    away(kari)

    assert Responsibility.objects.count() == 2
    assert answers(engagement, MONDAY - ONE, MONDAY, FRIDAY, FRIDAY + ONE) == [kari, jonas, jonas, kari]
    assert not Message.objects.exists()


def test_without_a_deputy_the_names_are_said_and_nothing_is_stored(team):
    EngagementFactory(unit=unit_of(team[0]), responsible=team[0], person__first_name="Amina", person__last_name="Rahimi")
    EmployerRelationFactory(unit=unit_of(team[0]), responsible=team[0], workplace__name="Rugbakken bakeri")

    with pytest.raises(DomainError, match="Amina Rahimi, Rugbakken bakeri") as refusal:
        away(team[0])

    assert refusal.value.field == "stand_in"
    assert not Absence.objects.exists()


def test_the_colleague_who_stands_in_is_deputy_for_exactly_those_days_and_is_told(team):
    kari, jonas, _hanne = team
    engagement = EngagementFactory(unit=unit_of(kari), responsible=kari)

    away(kari, stand_in=jonas)

    assert deputies(engagement) == [("Jonas", MONDAY, FRIDAY)]
    assert answers(engagement, MONDAY - ONE, MONDAY, FRIDAY, FRIDAY + ONE) == [kari, jonas, jonas, kari]
    (letter,) = Message.objects.all()
    assert (letter.template, letter.recipient_address) == ("intake/stands_in", jonas.email)


def test_a_deputy_who_is_away_too_is_deputy_again_when_both_are_back(team):
    kari, jonas, hanne = team
    engagement = EngagementFactory(unit=unit_of(kari), responsible=kari, deputy=jonas)
    away(jonas, first=MONDAY + ONE, last=FRIDAY + ONE)

    away(kari, stand_in=hanne)

    start = engagement.starts_on
    assert deputies(engagement) == [("Jonas", start, MONDAY), ("Hanne", MONDAY + ONE, FRIDAY), ("Jonas", FRIDAY + ONE, None)]
    assert answers(engagement, MONDAY, MONDAY + ONE, FRIDAY, FRIDAY + ONE) == [jonas, hanne, hanne, kari]


def test_one_who_stands_in_can_not_go_without_another_standing_in(team):
    kari, jonas, hanne = team
    engagement = EngagementFactory(unit=unit_of(kari), responsible=kari, deputy=jonas)
    away(kari)

    with pytest.raises(DomainError, match="ingen som svarer"):
        away(jonas)
    away(jonas, stand_in=hanne)

    assert answers(engagement, MONDAY, FRIDAY, FRIDAY + ONE) == [hanne, hanne, kari]


def test_calling_it_off_before_it_begins_leaves_everything_as_it_was(team):
    kari, jonas, hanne = team
    engagement = EngagementFactory(unit=unit_of(kari), responsible=kari, deputy=jonas)
    away(jonas)
    absence = away(kari, stand_in=hanne)

    call_off_absence(absence, today=TODAY, actor=kari)

    assert deputies(engagement) == [("Jonas", engagement.starts_on, None)]
    assert not Absence.objects.filter(user=kari).exists()
    assert Message.objects.get().state == MessageState.CANCELLED


@pytest.mark.parametrize("today", [TODAY, MONDAY + 2 * ONE])
def test_a_deputy_who_is_not_away_after_all_is_deputy_again(team, today):
    kari, jonas, hanne = team
    engagement = EngagementFactory(unit=unit_of(kari), responsible=kari, deputy=jonas)
    away(kari, last=FRIDAY + 7 * ONE)
    absence = away(jonas, stand_in=hanne)

    call_off_absence(absence, today=today, actor=jonas)

    start = engagement.starts_on
    stood_in = [("Jonas", start, MONDAY - ONE), ("Hanne", MONDAY, today - ONE), ("Jonas", today, None)]
    assert deputies(engagement) == (stood_in if today > MONDAY else [("Jonas", start, None)])
    assert answers(engagement, today, FRIDAY, FRIDAY + ONE) == [jonas if today > MONDAY else kari, jonas, jonas]


def test_coming_back_early_hands_back_the_same_day(team):
    kari, jonas, hanne = team
    engagement = EngagementFactory(unit=unit_of(kari), responsible=kari, deputy=jonas)
    away(jonas)
    absence = away(kari, stand_in=hanne)

    call_off_absence(absence, today=MONDAY + 2 * ONE, actor=kari)

    absence.refresh_from_db()
    assert absence.ends_on == MONDAY + ONE
    assert answers(engagement, MONDAY + ONE, MONDAY + 2 * ONE) == [hanne, kari]
    assert [name for name, _first, _last in deputies(engagement)] == ["Jonas", "Hanne", "Jonas"]
    assert deputies(engagement)[2][1] == MONDAY + 2 * ONE


def test_three_who_stand_in_after_each_other_are_all_let_go(team):
    kari, jonas, hanne = team
    siri = UserFactory(name="Siri", role=Role.SPECIALIST, role__unit=kari.memberships.get().unit)
    engagement = EngagementFactory(unit=unit_of(kari), responsible=kari, deputy=siri)
    away(siri, last=FRIDAY + 10 * ONE)
    absence = away(kari, stand_in=jonas)
    away(jonas, first=MONDAY + ONE, last=MONDAY + ONE, stand_in=hanne)
    assert [name for name, _first, _last in deputies(engagement)] == ["Siri", "Jonas", "Hanne", "Jonas", "Siri"]

    call_off_absence(absence, today=TODAY, actor=kari)

    assert deputies(engagement) == [("Siri", engagement.starts_on, None)]


def test_other_days_ask_anew_who_stands_in(team):
    kari, jonas, hanne = team
    engagement = EngagementFactory(unit=unit_of(kari), responsible=kari)
    absence = away(kari, stand_in=jonas)

    with pytest.raises(DomainError, match="ingen som svarer"):
        change_absence(absence, starts_on=MONDAY, ends_on=FRIDAY + 3 * ONE, actor=kari, **AT)
    assert deputies(engagement) == [("Jonas", MONDAY, FRIDAY)]
    change_absence(absence, starts_on=MONDAY, ends_on=FRIDAY + 3 * ONE, stand_in=hanne, actor=kari, **AT)

    assert deputies(engagement) == [("Hanne", MONDAY, FRIDAY + 3 * ONE)]


def test_an_absence_that_has_begun_keeps_its_first_day_and_what_was_done(team):
    kari, jonas, hanne = team
    engagement = EngagementFactory(unit=unit_of(kari), responsible=kari)
    absence = away(kari, stand_in=jonas)
    later = {"today": MONDAY + ONE, "now": NOW + 7 * ONE}

    with pytest.raises(DomainError, match="bare endre siste dag"):
        change_absence(absence, starts_on=MONDAY + ONE, ends_on=FRIDAY, actor=kari, **later)
    change_absence(absence, starts_on=MONDAY, ends_on=FRIDAY, stand_in=hanne, actor=kari, **later)

    assert deputies(engagement) == [("Jonas", MONDAY, MONDAY), ("Hanne", MONDAY + ONE, FRIDAY)]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (FRIDAY, MONDAY, "før første dag"),
        (TODAY - 5 * ONE, TODAY - ONE, "har vært"),
        (MONDAY, MONDAY + timedelta(days=400), "ett år"),
        (FRIDAY + 5 * ONE, FRIDAY + 8 * ONE, "allerede borte"),
    ],
)
def test_days_that_make_no_sense_are_refused(team, first, last, words):
    away(team[0], first=FRIDAY + 6 * ONE, last=FRIDAY + 7 * ONE)

    with pytest.raises(DomainError, match=words):
        away(team[0], first=first, last=last)


def test_only_colleagues_who_may_meet_all_of_them_can_stand_in(team):
    kari, jonas, hanne = team
    unit = kari.memberships.get().unit
    shielded, mother = PersonFactory(protection=Protection.SHIELDED), PersonFactory(user=hanne)
    FamilyTieFactory(person=shielded, relative=mother)
    EngagementFactory(unit=unit_of(kari), responsible=kari, person=shielded)
    stranger = UserFactory(role=Role.SPECIALIST)
    leader = UserFactory(role=Role.LEADER, role__unit=unit)
    ClearanceFactory(user=hanne)

    for colleague in (jonas, hanne, stranger, leader, kari):
        with pytest.raises(DomainError, match="kan ikke stå inn"):
            away(kari, stand_in=colleague)
    ClearanceFactory(user=jonas)

    away(kari, stand_in=jonas)


def test_one_who_works_with_the_absent_in_another_unit_can_not_stand_in(team):
    kari, jonas, _hanne = team
    elsewhere = MembershipFactory(user=kari, role=Role.SPECIALIST).unit
    berit = UserFactory(role=Role.SPECIALIST, role__unit=elsewhere)
    engagement = EngagementFactory(unit=jonas.memberships.get().unit, responsible=kari)

    with pytest.raises(DomainError, match="kan ikke stå inn"):
        away(kari, stand_in=berit)
    away(kari, stand_in=jonas)

    assert deputies(engagement) == [("Jonas", MONDAY, FRIDAY)]


def test_a_leader_who_writes_the_days_is_told_no_names_by_a_refusal(team):
    kari = team[0]
    EngagementFactory(unit=unit_of(kari), responsible=kari, person__first_name="Amina")

    with pytest.raises(DomainError, match="Noen har ingen som svarer") as refusal:
        away(kari, actor=UserFactory(role=Role.LEADER, role__unit=unit_of(kari)))

    assert "Amina" not in refusal.value.message


def test_a_coordinator_of_employers_can_stand_in_for_employers_only(team):
    kari = team[0]
    tone = UserFactory(role=Role.BUSINESS_COORDINATOR, role__unit=kari.memberships.get().unit)
    EmployerRelationFactory(unit=unit_of(kari), responsible=kari)

    away(kari, stand_in=tone)
    EngagementFactory(unit=unit_of(kari), responsible=kari)

    with pytest.raises(DomainError, match="kan ikke stå inn"):
        away(kari, first=FRIDAY + ONE, last=FRIDAY + ONE, stand_in=tone)


def test_what_has_ended_or_is_handed_over_by_then_needs_nobody(team):
    kari = team[0]
    EngagementFactory(unit=unit_of(kari), responsible=kari, ends_on=MONDAY - ONE)
    EngagementFactory(unit=unit_of(kari), responsible=kari, responsible__ends_on=MONDAY - ONE)

    assert gaps_while_away(kari, starts_on=MONDAY, ends_on=FRIDAY) == []


def test_a_deputy_who_has_left_covers_nobody(team):
    kari = team[0]
    gone = UserFactory()
    MembershipFactory(user=gone, ends_on=TODAY - ONE)
    EngagementFactory(unit=unit_of(kari), responsible=kari, deputy=gone)

    assert len(gaps_while_away(kari, starts_on=MONDAY, ends_on=FRIDAY)) == 1


@pytest.mark.parametrize("row_count", [1, 12])
def test_finding_the_gaps_costs_the_same_however_many(row_count, team, django_assert_num_queries):
    for _each in range(row_count):
        EngagementFactory(unit=unit_of(team[0]), responsible=team[0], deputy=team[1])
        EmployerRelationFactory(unit=unit_of(team[0]), responsible=team[0])

    with django_assert_num_queries(3):
        found = [gap.name for gap in gaps_while_away(team[0], starts_on=MONDAY, ends_on=FRIDAY)]

    assert len(found) == row_count
