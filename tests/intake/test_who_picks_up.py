from __future__ import annotations

from datetime import date, timedelta

import pytest

from brobygger.intake.models import Engagement, Service
from brobygger.intake.queries import caseload, who_picks_up
from brobygger.parties.models import Role
from tests.factories import AbsenceFactory, EngagementFactory, PersonFactory, ResponsibilityFactory, UserFactory

TODAY = date(2026, 9, 1)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.django_db
def test_the_responsible_answers_and_the_deputy_stands_behind():
    kari, jonas = UserFactory.create_batch(2)
    engagement = EngagementFactory(responsible=kari, deputy=jonas)

    (pick_up,) = who_picks_up(Engagement.objects.all(), today=TODAY)

    assert pick_up.engagement == engagement
    assert (pick_up.responsible, pick_up.deputy, pick_up.answers) == (kari, jonas, kari)


@pytest.mark.django_db
def test_the_deputy_answers_when_nobody_is_responsible_today():
    jonas = UserFactory()
    EngagementFactory(responsible=UserFactory(), responsible__ends_on=YESTERDAY, deputy=jonas)

    (pick_up,) = who_picks_up(Engagement.objects.all(), today=TODAY)

    assert pick_up.responsible is None
    assert pick_up.answers == jonas


@pytest.mark.django_db
def test_the_deputy_answers_on_the_days_the_responsible_one_is_away_and_hands_back_by_themselves():
    kari, jonas = UserFactory.create_batch(2)
    EngagementFactory(responsible=kari, deputy=jonas)
    AbsenceFactory(user=kari, starts_on=TODAY, ends_on=TODAY + timedelta(days=1))

    days = [TODAY + timedelta(days=each) for each in (-1, 0, 1, 2)]
    found = [who_picks_up(Engagement.objects.all(), today=day)[0] for day in days]

    assert [each.answers for each in found] == [kari, jonas, jonas, kari]
    assert [each.is_away for each in found] == [False, True, True, False]
    assert found[1].away_until == TODAY + timedelta(days=1)


@pytest.mark.django_db
def test_nobody_answers_when_the_deputy_is_away_too_or_missing():
    kari, jonas = UserFactory.create_batch(2)
    EngagementFactory(responsible=kari, deputy=jonas)
    EngagementFactory(responsible=kari)
    AbsenceFactory(user=kari, starts_on=TODAY)
    AbsenceFactory(user=jonas, starts_on=TODAY)

    found = who_picks_up(Engagement.objects.all(), today=TODAY)

    assert [each.answers for each in found] == [None, None]


@pytest.mark.django_db
def test_a_deputy_who_is_away_changes_nothing_while_the_responsible_one_is_at_work():
    kari, jonas = UserFactory.create_batch(2)
    EngagementFactory(responsible=kari, deputy=jonas)
    AbsenceFactory(user=jonas, starts_on=TODAY)

    (pick_up,) = who_picks_up(Engagement.objects.all(), today=TODAY)

    assert (pick_up.answers, pick_up.is_away) == (kari, False)


@pytest.mark.django_db
def test_one_who_has_left_answers_for_nobody_from_the_day_after():
    kari = UserFactory(role=Role.SPECIALIST, role__ends_on=YESTERDAY)
    jonas = UserFactory(role=Role.SPECIALIST)
    EngagementFactory(responsible=kari, deputy=jonas)

    last_day, day_after = (who_picks_up(Engagement.objects.all(), today=day)[0] for day in (YESTERDAY, TODAY))

    assert last_day.answers == kari
    assert (day_after.responsible, day_after.answers) == (None, jonas)


@pytest.mark.django_db
def test_an_engagement_without_anybody_says_so():
    EngagementFactory()

    (pick_up,) = who_picks_up(Engagement.objects.all(), today=TODAY)

    assert pick_up.answers is None


@pytest.mark.django_db
def test_after_a_handover_the_new_one_answers_from_the_first_day():
    kari, jonas = UserFactory.create_batch(2)
    engagement = EngagementFactory(responsible=kari, responsible__ends_on=YESTERDAY)
    ResponsibilityFactory(engagement=engagement, user=jonas, starts_on=TODAY)

    assert [each.answers for each in who_picks_up(Engagement.objects.all(), today=YESTERDAY)] == [kari]
    assert [each.answers for each in who_picks_up(Engagement.objects.all(), today=TODAY)] == [jonas]


@pytest.mark.django_db
def test_ended_engagements_are_left_out_and_the_longest_running_comes_first():
    amina = PersonFactory()
    newer = EngagementFactory(person=amina, service=Service.SUPPORTED_EMPLOYMENT, starts_on=date(2026, 2, 2))
    older = EngagementFactory(person=amina, starts_on=date(2025, 2, 2))
    EngagementFactory(person=amina, starts_on=date(2024, 2, 2), ends_on=YESTERDAY)

    assert [each.engagement for each in who_picks_up(Engagement.objects.filter(person=amina), today=TODAY)] == [older, newer]


@pytest.mark.django_db
@pytest.mark.parametrize("row_count", [1, 12])
def test_who_picks_up_costs_two_queries_however_many(row_count, django_assert_num_queries):
    for _each in range(row_count):
        EngagementFactory(responsible=UserFactory(), deputy=UserFactory())

    with django_assert_num_queries(2):
        for each in who_picks_up(Engagement.objects.all(), today=TODAY):
            str(each.responsible), str(each.deputy), str(each.engagement.unit)


@pytest.mark.django_db
def test_a_caseload_holds_those_one_is_responsible_for_and_stands_in_for_by_name():
    kari = UserFactory()
    aas = EngagementFactory(person__last_name="Aas", responsible=kari)
    berg = EngagementFactory(person__last_name="Berg", deputy=kari)
    EngagementFactory(responsible=UserFactory())
    EngagementFactory(responsible=kari, responsible__ends_on=YESTERDAY)
    EngagementFactory(responsible=kari, ends_on=YESTERDAY)

    found = caseload(Engagement.objects.all(), user=kari, today=TODAY)

    assert [(each, each.is_mine) for each in found] == [(berg, False), (aas, True)]


@pytest.mark.django_db
def test_a_caseload_says_whom_one_stands_in_for_while_the_responsible_one_is_away():
    kari, jonas = UserFactory.create_batch(2)
    EngagementFactory(person__last_name="Aas", responsible=kari, deputy=jonas)
    EngagementFactory(person__last_name="Berg", responsible=UserFactory(), deputy=jonas)
    EngagementFactory(person__last_name="Dahl", responsible=jonas, deputy=kari)
    AbsenceFactory(user=kari, starts_on=TODAY, ends_on=TODAY)

    covered = {
        day: [each.person.last_name for each in caseload(Engagement.objects.all(), user=jonas, today=day) if each.is_covered]
        for day in (YESTERDAY, TODAY, TODAY + timedelta(days=1))
    }

    assert covered == {YESTERDAY: [], TODAY: ["Aas"], TODAY + timedelta(days=1): []}


@pytest.mark.django_db
def test_a_deputy_stands_in_for_one_who_has_left_and_where_nobody_is_responsible():
    jonas = UserFactory(role=Role.SPECIALIST)
    EngagementFactory(person__last_name="Aas", responsible=UserFactory(role=Role.SPECIALIST, role__ends_on=YESTERDAY), deputy=jonas)
    EngagementFactory(person__last_name="Berg", responsible=UserFactory(), responsible__ends_on=YESTERDAY, deputy=jonas)

    found = {
        day: [each.person.last_name for each in caseload(Engagement.objects.all(), user=jonas, today=day) if each.is_covered]
        for day in (YESTERDAY, TODAY)
    }

    assert found == {YESTERDAY: [], TODAY: ["Berg", "Aas"]}


@pytest.mark.django_db
@pytest.mark.parametrize("row_count", [1, 12])
def test_a_caseload_costs_one_query_however_long(row_count, django_assert_num_queries):
    kari = UserFactory()
    for _each in range(row_count):
        EngagementFactory(responsible=kari)

    with django_assert_num_queries(1):
        shown = [f"{each.person} {each.unit}" for each in caseload(Engagement.objects.all(), user=kari, today=TODAY)]

    assert len(shown) == row_count
