from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.kick_off.actions.wishes import give_candidate_wishes
from brobygger.loops.models import Wish
from tests.factories import A_MOMENT, LoopEmployerFactory, LoopFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina():
    return ParticipantFactory(loop=LoopFactory(open=True), turned_up=True)


@pytest.fixture
def rooms(amina):
    return LoopEmployerFactory.create_batch(2, loop=amina.loop, committed=True)


def give(participant, wishes, **fields):
    return give_candidate_wishes(participant, wishes=wishes, now=A_MOMENT, actor=participant.person, **fields)


def test_given_again_they_take_the_place_of_those_before(amina, rooms):
    give(amina, dict(zip(rooms, (5, 0), strict=True)))
    lise = UserFactory()

    given = give(amina, dict(zip(rooms, (1, 2), strict=True)), typed_by=lise)

    assert list(Wish.objects.order_by("employer").values_list("side", "value")) == [("candidate", 1), ("candidate", 2)]
    assert (given.wishes_given_at, given.wishes_typed_by) == (A_MOMENT, lise)


@pytest.mark.parametrize("value", [-1, 6])
def test_a_number_outside_nought_to_five_is_refused(amina, rooms, value):
    with pytest.raises(DomainError, match="fra 0 til 5"):
        give(amina, dict.fromkeys(rooms, value))

    assert not Wish.objects.exists()


def test_every_employer_needs_a_number_and_no_other_gets_one(amina, rooms):
    stranger = LoopEmployerFactory(committed=True)

    for wishes in ({rooms[0]: 3}, dict.fromkeys([*rooms, stranger], 3)):
        with pytest.raises(DomainError, match="Gi et tall til alle"):
            give(amina, wishes)


def test_one_who_is_not_here_waits(rooms, amina):
    away = ParticipantFactory(loop=amina.loop, said_yes=True)

    with pytest.raises(DomainError, match="etter at koordinatoren har krysset av"):
        give(away, dict.fromkeys(rooms, 3))
