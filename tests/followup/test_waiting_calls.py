from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from brobygger.followup.callbacks import AnswerTimes, answer_times, calls_of, waiting_calls, who_rings
from brobygger.followup.models import CallBack
from brobygger.kernel.clock import OSLO
from tests.factories import AbsenceFactory, CallBackFactory, EmployerRelationFactory, EngagementFactory, UserFactory

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 10, 0, tzinfo=OSLO)
DAYS = [TODAY + timedelta(days=each) for each in (-1, 0, 1)]


@pytest.mark.django_db
def test_those_who_wait_come_with_the_least_time_left_first_and_the_rung_are_gone():
    later = CallBackFactory(asked_at=NOW - timedelta(minutes=10))
    late = CallBackFactory(asked_at=NOW - timedelta(hours=3))
    CallBackFactory(rung=True)

    found = waiting_calls(CallBack.objects.all(), now=NOW)

    assert [(each, each.is_late) for each in found] == [(late, True), (later, False)]


@pytest.mark.django_db
def test_a_deputy_sees_the_calls_of_one_who_is_away_and_hands_them_back_the_day_after():
    kari, jonas = UserFactory.create_batch(2)
    call = CallBackFactory(engagement=EngagementFactory(responsible=kari, deputy=jonas))
    AbsenceFactory(user=kari, starts_on=TODAY, ends_on=TODAY)

    def those_of(user):
        return [list(CallBack.objects.filter(calls_of(user, today=day))) for day in DAYS]

    assert those_of(kari) == [[call], [], [call]]
    assert those_of(jonas) == [[], [call], []]
    assert [who_rings(call, today=day) for day in DAYS] == [kari, jonas, kari]


@pytest.mark.django_db
def test_a_call_from_an_employer_goes_the_same_way():
    kari, jonas = UserFactory.create_batch(2)
    call = CallBackFactory(from_employer=True, relation=EmployerRelationFactory(responsible=kari, deputy=jonas))
    AbsenceFactory(user=kari, starts_on=TODAY, ends_on=TODAY)

    assert [list(CallBack.objects.filter(calls_of(jonas, today=day))) for day in DAYS] == [[], [call], []]
    assert [who_rings(call, today=day) for day in DAYS] == [kari, jonas, kari]


@pytest.mark.django_db
def test_a_call_is_nobodys_while_both_are_away():
    kari, jonas = UserFactory.create_batch(2)
    call = CallBackFactory(engagement=EngagementFactory(responsible=kari, deputy=jonas))
    AbsenceFactory(user=kari, starts_on=TODAY)
    AbsenceFactory(user=jonas, starts_on=TODAY)

    assert not CallBack.objects.filter(calls_of(kari, today=TODAY) | calls_of(jonas, today=TODAY)).exists()
    assert who_rings(call, today=TODAY) is None


@pytest.mark.django_db
@pytest.mark.parametrize("row_count", [1, 12])
def test_the_list_of_calls_costs_one_query_however_long(row_count, django_assert_num_queries):
    kari = UserFactory()
    for _each in range(row_count):
        CallBackFactory(engagement=EngagementFactory(responsible=kari))
        CallBackFactory(from_employer=True, relation=EmployerRelationFactory(responsible=kari))

    with django_assert_num_queries(1):
        for each in waiting_calls(CallBack.objects.filter(calls_of(kari, today=TODAY)), now=NOW):
            str(each.person), str(each.relation and each.relation.workplace), str(each.engagement and each.engagement.unit)


def rung_after(minutes, *, asked=NOW):
    return CallBackFactory(asked_at=asked, rung_at=asked + timedelta(minutes=minutes), rung_by=UserFactory())


@pytest.mark.django_db
def test_answer_times_are_the_median_and_the_ninth_decile_of_all_together():
    for minutes in range(10, 110, 10):
        rung_after(minutes)
    CallBackFactory(asked_at=NOW)

    found = answer_times(CallBack.objects.all(), since=TODAY, until=TODAY)

    assert found == AnswerTimes(count=10, median_minutes=55, ninth_decile_minutes=90, late_count=0, waiting_count=1)


@pytest.mark.django_db
def test_a_night_does_not_count_as_waiting_and_one_rung_too_late_is_counted():
    rung_after(19 * 60 + 30, asked=NOW.replace(hour=14, minute=0))  # 09.30 the next day: 90 minutes before closing time and 90 after
    rung_after(121)

    found = answer_times(CallBack.objects.all(), since=TODAY, until=TODAY)

    assert (found.median_minutes, found.ninth_decile_minutes, found.late_count) == (150.5, 180, 2)


@pytest.mark.django_db
def test_answer_times_count_by_the_norwegian_calendar_and_are_nothing_when_nobody_was_rung():
    rung_after(5, asked=datetime(2026, 9, 1, 0, 30, tzinfo=OSLO))
    rung_after(5, asked=datetime(2026, 9, 2, 0, 30, tzinfo=OSLO))

    assert answer_times(CallBack.objects.all(), since=TODAY, until=TODAY).count == 1
    assert answer_times(CallBack.objects.all(), since=DAYS[0], until=DAYS[0]) == AnswerTimes(0, None, None)
