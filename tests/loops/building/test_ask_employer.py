from __future__ import annotations

from datetime import date

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.building.actions.employers import ask_employer, ask_new_employer, withdraw_employer
from brobygger.loops.models import LoopEmployer
from brobygger.loops.states import CommitmentState
from brobygger.parties.actions import EmployerCard
from brobygger.parties.models import Organisation
from tests.factories import (
    A_MOMENT,
    LoopEmployerFactory,
    LoopFactory,
    PersonFactory,
    UserFactory,
    WorkplaceFactory,
    register_number,
)

pytestmark = pytest.mark.django_db


def ask(loop, workplace=None, **fields):
    return ask_employer(loop, workplace=workplace or WorkplaceFactory(), contact=PersonFactory(), actor=UserFactory(), **fields)


def test_one_who_is_asked_has_a_place_in_every_period():
    employer = ask(LoopFactory(periods=3))

    assert (employer.state, employer.places) == (CommitmentState.ASKED, [1, 1, 1])


def test_the_same_workplace_is_not_asked_twice():
    there = LoopEmployerFactory()

    with pytest.raises(DomainError, match="er allerede med i loopen") as refusal:
        ask(there.loop, there.workplace)

    assert refusal.value.field == "workplace"


def test_one_who_was_taken_out_can_be_asked_again():
    there = LoopEmployerFactory()
    withdraw_employer(there, now=A_MOMENT, actor=UserFactory())

    again = ask(there.loop, there.workplace)

    assert again.pk == there.pk
    assert again.state == CommitmentState.ASKED


@pytest.mark.parametrize("places", [[1], [7, 1, 1], [0, 0, 0], [1, -1, 1]])
def test_places_out_of_range_are_refused(places):
    with pytest.raises(DomainError, match=r"fra 0 \(stengt\) til 6") as refusal:
        ask(LoopFactory(periods=3), places=places)

    assert refusal.value.field == "places"


def test_a_decided_loop_asks_nobody():
    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        ask(LoopFactory(decided=True))

    assert not LoopEmployer.objects.exists()


def test_a_new_employer_is_registered_and_asked_or_neither():
    card = EmployerCard(
        register_number=register_number(1),
        organisation="Bakeri AS",
        trade="",
        workplace="Bakeriet",
        street="",
        postal_code=None,
        first_name="Tor",
        last_name="Bakkli",
        title="",
        phone="68050214",
        email="",
        can_decide=True,
    )

    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        ask_new_employer(LoopFactory(decided=True), card=card, today=date(2026, 9, 1), actor=UserFactory())
    assert not Organisation.objects.exists()
    asked = ask_new_employer(LoopFactory(), card=card, today=date(2026, 9, 1), actor=UserFactory())

    assert (str(asked), str(asked.contact)) == ("Bakeriet", "Tor Bakkli")
