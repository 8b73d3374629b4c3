"""Every factory makes a row that the database accepts, and so does every trait."""

from __future__ import annotations

import inspect

import pytest
from factory import Trait
from factory.django import DjangoModelFactory

from tests import factories

FACTORIES = [each for _name, each in inspect.getmembers(factories, inspect.isclass) if each.__module__ == factories.__name__]
TRAITS = [(each, name) for each in FACTORIES for name, parameter in each._meta.parameters.items() if isinstance(parameter, Trait)]


@pytest.mark.django_db
@pytest.mark.parametrize("made_by", FACTORIES)
def test_a_factory_makes_two_rows_that_the_database_accepts(made_by: type[DjangoModelFactory]):
    first, second = made_by.create_batch(2)

    assert first.pk
    assert second.pk


@pytest.mark.django_db
@pytest.mark.parametrize(("made_by", "trait"), TRAITS)
def test_a_trait_makes_a_row_that_the_database_accepts(made_by: type[DjangoModelFactory], trait: str):
    assert made_by(**{trait: True}).pk
