from __future__ import annotations

import pytest

from brobygger.intake.models import Engagement
from brobygger.kernel.sql import array_of, ask
from tests.access.principals import TODAY
from tests.factories import EngagementFactory


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
