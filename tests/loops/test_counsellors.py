from __future__ import annotations

from datetime import date

import pytest

from brobygger.intake.models import Service
from brobygger.loops.counsellors import counsellor_of, counsellors_of
from tests.factories import EngagementFactory, ParticipantFactory, ResponsibilityFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 8)
YESTERDAY = date(2026, 9, 7)


def test_whoever_proposed_somebody_is_the_counsellor_as_long_as_they_follow_also_as_deputy():
    amina = ParticipantFactory()
    EngagementFactory(person=amina.person, responsible=UserFactory(), deputy=amina.proposed_by)

    assert counsellor_of(amina, today=TODAY) == amina.proposed_by


def test_the_responsible_one_is_the_counsellor_when_the_proposer_no_longer_follows():
    amina, berit = ParticipantFactory(), UserFactory()
    engagement = EngagementFactory(person=amina.person, responsible=berit, responsible__starts_on=TODAY, deputy=UserFactory())
    ResponsibilityFactory(engagement=engagement, user=amina.proposed_by, ends_on=YESTERDAY)

    assert counsellor_of(amina, today=TODAY) == berit


def test_a_responsible_one_comes_before_a_deputy_whichever_engagement_is_older():
    amina, berit, tor = ParticipantFactory(), UserFactory(), UserFactory()
    EngagementFactory(person=amina.person, deputy=tor, starts_on=date(2025, 1, 1))
    EngagementFactory(person=amina.person, service=Service.SUPPORTED_EMPLOYMENT, responsible=berit, starts_on=date(2026, 1, 1))

    assert counsellor_of(amina, today=TODAY) == berit


def test_the_deputy_is_the_counsellor_when_nobody_is_responsible():
    amina, tor = ParticipantFactory(), UserFactory()
    EngagementFactory(person=amina.person, deputy=tor)

    assert counsellor_of(amina, today=TODAY) == tor


def test_one_whom_nobody_follows_today_has_whoever_proposed_them():
    amina = ParticipantFactory()
    EngagementFactory(person=amina.person, responsible=UserFactory(), ends_on=YESTERDAY)
    EngagementFactory(responsible=UserFactory())

    assert counsellor_of(amina, today=TODAY) == amina.proposed_by


@pytest.mark.parametrize("row_count", [1, 12])
def test_the_counsellors_of_many_cost_one_query(row_count, django_assert_num_queries):
    people = ParticipantFactory.create_batch(row_count)
    berit = UserFactory()
    for each in people:
        EngagementFactory(person=each.person, responsible=berit)

    with django_assert_num_queries(1):
        found = counsellors_of(people, today=TODAY)

    assert found == {each.pk: berit for each in people}
