from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.kick_off.actions.wishes import give_employer_wishes
from brobygger.loops.models import LoopEmployer, Wish
from brobygger.loops.states import CommitmentState
from brobygger.parties.models import Person, Protection
from tests.factories import A_MOMENT, GrantFactory, LoopEmployerFactory, LoopFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bakery():
    return LoopEmployerFactory(loop=LoopFactory(open=True), committed=True)


def give(employer, wishes, **fields):
    return give_employer_wishes(employer, wishes=wishes, now=A_MOMENT, actor=employer.contact, **fields)


def test_one_for_each_who_came(bakery):
    here = ParticipantFactory.create_batch(2, loop=bakery.loop, turned_up=True)
    ParticipantFactory(loop=bakery.loop, said_yes=True)

    given = give(bakery, dict(zip(here, (4, 0), strict=True)))

    assert given.wishes_given_at == A_MOMENT
    assert list(Wish.objects.order_by("participant").values_list("side", "value")) == [("employer", 4), ("employer", 0)]


def test_one_who_came_late_must_be_on_the_list(bakery):
    early = ParticipantFactory(loop=bakery.loop, turned_up=True)
    ParticipantFactory(loop=bakery.loop, turned_up=True)

    with pytest.raises(DomainError, match="Gi et tall til alle"):
        give(bakery, {early: 3})

    assert not Wish.objects.exists()


def test_one_who_has_not_said_yes_to_this_employer_holds_nobody_up(bakery):
    amina = ParticipantFactory(loop=bakery.loop, turned_up=True, granted=True)
    emil = ParticipantFactory(loop=bakery.loop, turned_up=True, granted=True)
    GrantFactory(person=amina.person, unit=None, workplace=bakery.workplace, subject_id=bakery.loop.public_id)

    give(bakery, {amina: 5})

    assert list(Wish.objects.values_list("participant", "value")) == [(amina.pk, 5)]
    assert emil.pk not in Wish.objects.values_list("participant", flat=True)


def test_one_whom_the_typist_may_not_see_keeps_what_they_have(bakery):
    amina, hidden = ParticipantFactory.create_batch(2, loop=bakery.loop, turned_up=True)
    give(bakery, {amina: 1, hidden: 5})

    give(bakery, {amina: 4}, among=[amina])

    assert dict(Wish.objects.values_list("participant", "value")) == {amina.pk: 4, hidden.pk: 5}


def test_everyone_the_typist_may_see_gets_a_number(bakery):
    amina, emil = ParticipantFactory.create_batch(2, loop=bakery.loop, turned_up=True)

    with pytest.raises(DomainError, match="Gi et tall til alle"):
        give(bakery, {amina: 4}, among=[amina, emil])


@pytest.mark.parametrize("state", [CommitmentState.ASKED, CommitmentState.WITHDRAWN])
def test_an_employer_that_is_not_in_the_loop_wishes_nothing(bakery, state):
    amina = ParticipantFactory(loop=bakery.loop, turned_up=True)
    LoopEmployer.objects.filter(pk=bakery.pk).update(state=state)

    with pytest.raises(DomainError, match="er ikke med i loopen nå"):
        give(bakery, {amina: 5})

    assert not Wish.objects.exists()


def test_one_with_a_protected_address_holds_nobody_else_up(bakery):
    amina, hidden = ParticipantFactory.create_batch(2, loop=bakery.loop, turned_up=True)
    Person.objects.filter(pk=hidden.person_id).update(protection=Protection.CODE_6)

    give(bakery, {amina: 5})

    assert list(Wish.objects.values_list("participant", flat=True)) == [amina.pk]
