from __future__ import annotations

from datetime import date, timedelta

import pytest

from brobygger.intake.cover import who_picks_up_for_employers
from brobygger.intake.models import EmployerRelation
from tests.factories import AbsenceFactory, EmployerRelationFactory, UserFactory

TODAY = date(2026, 9, 1)


@pytest.mark.django_db
def test_the_deputy_answers_an_employer_while_the_responsible_one_is_away():
    jonas, hanne = UserFactory.create_batch(2)
    relation = EmployerRelationFactory(responsible=jonas, deputy=hanne)
    AbsenceFactory(user=jonas, starts_on=TODAY, ends_on=TODAY)

    found = {day: who_picks_up_for_employers(EmployerRelation.objects.all(), today=day)[0] for day in (TODAY, TODAY + timedelta(days=1))}

    assert [(each.relation, each.is_away, each.answers) for each in found.values()] == [(relation, True, hanne), (relation, False, jonas)]


@pytest.mark.django_db
def test_relations_come_by_the_name_of_the_workplace_and_ended_ones_are_left_out():
    EmployerRelationFactory(ends_on=TODAY - timedelta(days=1))
    aas = EmployerRelationFactory(workplace__name="Ås bakeri")
    berg = EmployerRelationFactory(workplace__name="Berg verksted")

    assert [each.relation for each in who_picks_up_for_employers(EmployerRelation.objects.all(), today=TODAY)] == [berg, aas]


@pytest.mark.django_db
@pytest.mark.parametrize("row_count", [1, 12])
def test_who_picks_up_for_employers_costs_two_queries_however_many(row_count, django_assert_num_queries):
    for _each in range(row_count):
        EmployerRelationFactory(responsible=UserFactory(), deputy=UserFactory())

    with django_assert_num_queries(2):
        for each in who_picks_up_for_employers(EmployerRelation.objects.all(), today=TODAY):
            str(each.responsible), str(each.deputy), str(each.relation)
