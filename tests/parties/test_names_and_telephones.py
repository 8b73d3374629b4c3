"""What the database itself refuses of names and telephones, whoever writes. Source: ADR 0121."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from brobygger.accounts.models import User
from brobygger.parties.models import Organisation, Person, Unit, Workplace
from tests.factories import LoopFactory, OrganisationFactory, PersonFactory, UnitFactory, UserFactory, WorkplaceFactory

pytestmark = pytest.mark.django_db
NO_NAMES = [
    "",
    " ",
    "-",
    "123 456",
    "\u00a0",
    "\u200b",
    "\u2060\u3164",
    "«»",
    "Amina\nRahimi",
    "Amina\rRahimi",
    "Ami\x07na",
    "Amina\u2028Rahimi",
]


def test_one_name_is_enough_and_stands_without_a_space_after_it():
    person = PersonFactory(first_name="Suu", last_name="")

    assert str(person) == "Suu"


@pytest.mark.parametrize("name", ["Åse", "李", "አበበ", "علی", "O’Hara", "தமிழ்", "Anne-Lise", "Ng"])
def test_a_name_in_any_script_is_kept(name):
    assert Person.objects.get(pk=PersonFactory(first_name=name, last_name=name).pk).last_name == name
    UserFactory(name=name)


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_name_is_refused(name):
    people, user = Person.objects.filter(pk=PersonFactory().pk), UserFactory()
    fields = [(people, "first_name"), (User.objects.filter(pk=user.pk), "name"), *([(people, "last_name")] if name else [])]

    for rows, field in fields:
        with pytest.raises(IntegrityError, match="_has_a_name_"), transaction.atomic():
            rows.update(**{field: name})


@pytest.mark.parametrize("name", ["", "…", "\u200b", "Rugbakken\r\nbakeri"])
def test_a_firm_a_workplace_a_unit_and_a_loop_have_a_name_on_one_line(name):
    rows = [OrganisationFactory(), WorkplaceFactory(), UnitFactory(), LoopFactory()]

    for row in rows:
        with pytest.raises(IntegrityError, match="_has_a_name_on_one_line"), transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(name=name)


def test_a_firm_may_be_called_by_a_number():
    assert Organisation.objects.get(pk=OrganisationFactory(name="1881").pk).name == "1881"
    assert Unit.objects.get(pk=UnitFactory(name="4").pk).name == "4"


@pytest.mark.parametrize("number", ["", "68050214", "02800", "+46812345678"])
def test_a_telephone_that_can_be_dialled_is_kept(number):
    for row in (PersonFactory(phone=number), UserFactory(phone=number), WorkplaceFactory(phone=number)):
        row.refresh_from_db()
        assert row.phone == number


@pytest.mark.parametrize(
    "number", ["abc", "12345", "680 50 214", "+4768050214", "004768050214", "4768050214", "6805021", "+", "68050214\n"]
)
def test_no_other_telephone_gets_into_a_table(number):
    for rows in (Person.objects, User.objects, Workplace.objects):
        factory = {Person: PersonFactory, User: UserFactory, Workplace: WorkplaceFactory}[rows.model]
        with pytest.raises(IntegrityError, match="_has_a_telephone_that_can_be_dialled"), transaction.atomic():
            rows.filter(pk=factory().pk).update(phone=number)
