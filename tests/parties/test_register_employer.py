from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.parties.actions import EmployerCard, register_employer
from brobygger.parties.models import Organisation, Person, Workplace
from tests.factories import OrganisationFactory, UserFactory, register_number

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)
CARD = EmployerCard(
    register_number=register_number(9100),
    organisation="Fjellbutikken AS",
    trade="",
    workplace="Fjellbutikken",
    street="",
    postal_code=None,
    first_name="Berit",
    last_name="",
    title="",
    phone="68052101",
    email="",
    can_decide=False,
)


def test_a_number_that_is_another_firms_is_asked_about_by_its_name_and_nothing_is_registered():
    OrganisationFactory(register_number=CARD.register_number, name="Rugbakken Bakeri AS")

    with pytest.raises(DomainError, match=r"nummeret til Rugbakken Bakeri AS\. Er det dem du mener") as refusal:
        register_employer(CARD, today=TODAY, actor=UserFactory())

    assert refusal.value.field == "is_the_known"
    assert not Workplace.objects.exists()
    assert not Person.objects.filter(first_name="Berit").exists()


def test_one_who_says_that_it_is_them_gets_a_workplace_there_and_the_name_stands():
    firm = OrganisationFactory(register_number=CARD.register_number, name="Rugbakken Bakeri AS")

    contact = register_employer(replace(CARD, is_the_known=True), today=TODAY, actor=UserFactory())

    assert contact.workplace.organisation == firm
    assert str(contact.person) == "Berit"
    firm.refresh_from_db()
    assert firm.name == "Rugbakken Bakeri AS"


@pytest.mark.parametrize("name", ["Fjellbutikken AS", "FJELLBUTIKKEN AS", "Fjellbutikken"])
def test_the_same_name_as_people_write_it_is_not_asked_about(name):
    OrganisationFactory(register_number=CARD.register_number, name="Fjellbutikken AS")

    register_employer(replace(CARD, organisation=name), today=TODAY, actor=UserFactory())

    assert Organisation.objects.count() == 1
