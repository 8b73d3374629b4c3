from __future__ import annotations

from datetime import date, timedelta

import pytest

from brobygger.intake.models import Engagement, Service
from brobygger.intake.queries import caseload, who_picks_up
from tests.factories import EngagementFactory, PersonFactory, ResponsibilityFactory, UserFactory

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
@pytest.mark.parametrize("row_count", [1, 12])
def test_a_caseload_costs_one_query_however_long(row_count, django_assert_num_queries):
    kari = UserFactory()
    for _each in range(row_count):
        EngagementFactory(responsible=kari)

    with django_assert_num_queries(1):
        shown = [f"{each.person} {each.unit}" for each in caseload(Engagement.objects.all(), user=kari, today=TODAY)]

    assert len(shown) == row_count
