from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.kick_off.actions.wishes import Asked, ask_candidate_for_wishes, ask_employer_for_wishes, ask_for_wishes
from brobygger.loops.models import Side
from brobygger.loops.states import CommitmentState
from brobygger.outbox.models import Message
from brobygger.parties.models import Role, SignedLink
from tests.factories import A_MOMENT, LoopEmployerFactory, LoopFactory, ParticipantFactory, UserFactory, WishFactory

pytestmark = pytest.mark.django_db


def test_those_who_have_answered_or_did_not_come_are_left_alone():
    loop = LoopFactory(open=True)
    silent, bakery = LoopEmployerFactory.create_batch(2, loop=loop, committed=True, contact__email="tor@brovik.invalid")
    LoopEmployerFactory(loop=loop)
    amina, emil = ParticipantFactory.create_batch(2, loop=loop, turned_up=True, person__email="amina@brovik.invalid")
    ParticipantFactory(loop=loop, said_yes=True)
    answered(Side.EMPLOYER, [amina, emil], [bakery])
    answered(Side.CANDIDATE, [emil], [silent, bakery])

    asked = ask_for_wishes(loop, now=A_MOMENT, actor=UserFactory())

    assert asked == Asked(sent=2, unreached=0)
    assert set(SignedLink.objects.values_list("person", "role")) == {(silent.contact_id, Role.EMPLOYER), (amina.person_id, Role.CANDIDATE)}


def answered(side, participants, employers):
    for participant in participants:
        for employer in employers:
            WishFactory(participant=participant, employer=employer, side=side)


def test_one_who_has_answered_is_asked_about_one_who_came_late():
    loop = LoopFactory(open=True)
    bakery = LoopEmployerFactory(loop=loop, committed=True, wishes_given_at=A_MOMENT, contact__email="tor@brovik.invalid")
    amina = ParticipantFactory(loop=loop, turned_up=True, wishes_given_at=A_MOMENT)
    answered(Side.EMPLOYER, [amina], [bakery])
    answered(Side.CANDIDATE, [amina], [bakery])
    late = ParticipantFactory(loop=loop, turned_up=True, person__email="emil@brovik.invalid")

    asked = ask_for_wishes(loop, now=A_MOMENT, actor=UserFactory())

    assert asked.sent == 2
    assert set(Message.objects.values_list("about", flat=True)) == {late.public_id, bakery.public_id}


def test_those_without_email_are_counted_and_not_written_to(settings):
    settings.DEMO = False
    amina = ParticipantFactory(loop=LoopFactory(open=True), turned_up=True, person__email="amina@brovik.example")
    LoopEmployerFactory(loop=amina.loop, committed=True, contact__email="", contact__phone="68050214")

    asked = ask_for_wishes(amina.loop, now=A_MOMENT, actor=UserFactory())

    assert asked == Asked(sent=1, unreached=1)
    assert [message.about for message in Message.objects.all()] == [amina.public_id]


def test_one_without_email_is_called_instead(settings):
    settings.DEMO = False
    amina = ParticipantFactory(
        loop=LoopFactory(open=True), turned_up=True, person__first_name="Amina", person__email="", person__phone="68050214"
    )

    with pytest.raises(DomainError, match=r"har ikke e-post\. Ring 680\s50\s214, eller skriv inn svaret\."):
        ask_candidate_for_wishes(amina, now=A_MOMENT, actor=UserFactory())

    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("loop", "who", "words"),
    [
        ({"decided": True}, {"turned_up": True}, "kan ikke endres lenger"),
        ({}, {"turned_up": True}, "mangler en bedrift"),
        ({"open": True}, {"said_yes": True}, "Kryss av for at"),
        ({"open": True}, {"said_no": True}, "Kryss av for at"),
    ],
)
def test_a_candidate_who_could_not_answer_is_not_asked(loop, who, words):
    amina = ParticipantFactory(loop=LoopFactory(**loop), **who)

    with pytest.raises(DomainError, match=words):
        ask_candidate_for_wishes(amina, now=A_MOMENT, actor=UserFactory())

    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("loop", "employer", "is_somebody_here", "words"),
    [
        ({"decided": True}, {"committed": True}, True, "kan ikke endres lenger"),
        ({}, {"committed": True}, True, "mangler en bedrift"),
        ({"open": True}, {"state": CommitmentState.WITHDRAWN}, True, "ikke med i loopen"),
        ({"open": True}, {"committed": True}, False, "Kryss av hvem som er her"),
    ],
)
def test_an_employer_who_could_not_answer_is_not_asked(loop, employer, is_somebody_here, words):
    bakery = LoopEmployerFactory(loop=LoopFactory(**loop), **employer)
    ParticipantFactory(loop=bakery.loop, said_yes=True, has_attended=is_somebody_here)

    with pytest.raises(DomainError, match=words):
        ask_employer_for_wishes(bakery, now=A_MOMENT, actor=UserFactory())

    assert not Message.objects.exists()


def test_one_is_asked_as_often_as_it_is_wanted():
    amina = ParticipantFactory(loop=LoopFactory(open=True), turned_up=True, person__email="amina@brovik.invalid")
    bakery = LoopEmployerFactory(loop=amina.loop, committed=True, contact__email="tor@brovik.invalid")

    for minute in (1, 2):
        ask_candidate_for_wishes(amina, now=A_MOMENT.replace(minute=minute), actor=UserFactory())
    ask_employer_for_wishes(bakery, now=A_MOMENT, actor=UserFactory())

    assert sorted(Message.objects.values_list("template", flat=True)) == ["loops/wishes_candidate"] * 2 + ["loops/wishes_employer"]
