from __future__ import annotations

import pytest

from brobygger.intake.cover import answered_by
from brobygger.intake.models import Engagement, Responsibility
from brobygger.kernel.sql import array_of, ask
from tests.access.principals import TODAY
from tests.factories import EmployerRelationFactory, EngagementFactory, UserFactory


@pytest.mark.django_db
def test_a_function_is_asked_about_the_rows_there_are():
    one = EngagementFactory()

    assert ask("intake_each_once", array_of(Engagement.objects.all()), TODAY) == [{"intake_each_once": one.pk}]


@pytest.mark.django_db
@pytest.mark.parametrize("nobody", [Engagement.objects.none, lambda: Engagement.objects.filter(unit__in=[])])
def test_a_function_can_be_asked_about_rows_that_the_orm_knows_there_are_none_of(nobody):
    EngagementFactory()

    assert ask("intake_each_once", array_of(nobody()), TODAY) == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [list, tuple, set, frozenset])
def test_keys_can_be_given_in_any_kind_of_collection(kind):
    one = EngagementFactory()

    assert ask("intake_people_of", kind([one.unit_id, 2**40]), TODAY) == [{"intake_people_of": one.person_id}]


@pytest.mark.django_db
def test_rows_whose_keys_are_not_among_a_functions_are_found_too():
    jonas = UserFactory()
    EngagementFactory(responsible=jonas)
    EmployerRelationFactory(responsible=jonas)  # the function gives it with no engagement
    another = EngagementFactory(responsible=UserFactory())

    not_his = Responsibility.objects.filter(engagement__isnull=False).exclude(answered_by(jonas, today=TODAY, path="engagement"))

    assert [each.engagement for each in not_his] == [another]
