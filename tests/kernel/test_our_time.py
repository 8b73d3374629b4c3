from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from brobygger.kernel.errors import DomainError
from brobygger.kernel.our_time import require_our_time
from brobygger.kernel.units import day
from tests.factories import ContactFactory, PersonFactory, PlacementFactory

COUNTED = {"attempts", "position", "round", "sequence", "version"}  # by the program, one after another
FROM_THE_PROGRAM = {"audit", "reference"}  # the log, and what shipped files hold


def our_tables():
    """Those that people's days end in: not the history, which copies them, and not views."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("brobygger.") and model._meta.managed]
    return [model for model in ours if not any(field.name == "pgh_id" for field in model._meta.fields)]


def columns_of(condition):
    for part in condition.children:
        yield from columns_of(part) if isinstance(part, models.Q) else [part[0].rpartition("__")[::2]]


def bounded(model):
    """The columns that a constraint of the table holds from both sides, whatever else stands in the row."""
    found = {}
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, models.Q):
            for column, lookup in columns_of(constraint.condition):
                found.setdefault(column, set()).add(lookup)
    return {column for column, has in found.items() if "range" in has or (has & {"gte", "gt"} and has & {"lt", "lte"})}


def test_every_day_and_moment_of_every_table_has_bounds():
    columns = {
        f"{model.__name__}.{field.name}": field.name in bounded(model)
        for model in our_tables()
        for field in model._meta.local_fields
        if isinstance(field, models.DateField)
    }

    assert len(columns) > 80
    assert {column for column, has_bounds in columns.items() if not has_bounds} == set()


def test_every_number_that_somebody_fills_in_has_bounds():
    numbers = (models.IntegerField, models.DecimalField, models.FloatField)
    filled_in = [model for model in our_tables() if model._meta.app_label not in FROM_THE_PROGRAM]

    without = {
        f"{model.__name__}.{field.name}"
        for model in filled_in
        for field in model._meta.local_fields
        if isinstance(field, numbers) and not field.primary_key and field.name not in COUNTED | bounded(model)
    }

    assert without == set()


@pytest.mark.django_db
@pytest.mark.parametrize("year", [26, 1999, 2100, 2207, 9999])
def test_the_database_refuses_a_year_that_is_mistyped(year):
    with pytest.raises(IntegrityError, match="placement_days_are_of_our_time"), transaction.atomic():
        PlacementFactory(starts_on=date(year, 1, 2))
    with pytest.raises(IntegrityError, match="contact_days_are_of_our_time"), transaction.atomic():
        ContactFactory(happened_at=datetime(year, 6, 2, 12, tzinfo=UTC))


@pytest.mark.django_db
@pytest.mark.parametrize("day_of_ours", [date(2000, 1, 1), date(2099, 12, 31)])
def test_the_first_and_the_last_day_are_taken(day_of_ours):
    assert PlacementFactory(starts_on=day_of_ours).starts_on == day_of_ours


@pytest.mark.django_db
def test_a_birthday_may_be_of_the_last_century_but_not_of_the_one_before():
    assert PersonFactory(born_on=date(1900, 1, 1)).pk
    with pytest.raises(IntegrityError, match="person_is_born_after_1899"), transaction.atomic():
        PersonFactory(born_on=date(1899, 12, 31))


def test_an_action_refuses_a_mistyped_day_at_its_field():
    require_our_time(starts_on=date(2026, 1, 2), ends_on=None)

    with pytest.raises(DomainError, match=r"02\.01\.0026 kan ikke være riktig") as refusal:
        require_our_time(starts_on=date(2026, 1, 2), ends_on=date(26, 1, 2))

    assert refusal.value.field == "ends_on"


def test_a_year_has_four_figures_wherever_a_day_is_written():
    assert day(date(26, 1, 2)) == "02.01.0026"
