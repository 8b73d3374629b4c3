from __future__ import annotations

import pytest

from brobygger.loops.actions.kick_off import ask_candidate_for_wishes, ask_employer_for_wishes, ask_for_wishes
from brobygger.outbox.models import Message
from brobygger.parties.models import Role, SignedLink
from tests.factories import A_MOMENT, LoopEmployerFactory, LoopFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_those_who_have_answered_or_did_not_come_are_left_alone():
    loop = LoopFactory(open=True)
    silent = LoopEmployerFactory(loop=loop, committed=True)
    LoopEmployerFactory(loop=loop, committed=True, wishes_given_at=A_MOMENT)
    LoopEmployerFactory(loop=loop)
    amina = ParticipantFactory(loop=loop, turned_up=True)
    ParticipantFactory(loop=loop, turned_up=True, wishes_given_at=A_MOMENT)
    ParticipantFactory(loop=loop, said_yes=True)

    count = ask_for_wishes(loop, now=A_MOMENT, actor=UserFactory())

    assert count == 2
    assert set(SignedLink.objects.values_list("person", "role")) == {(silent.contact_id, Role.EMPLOYER), (amina.person_id, Role.CANDIDATE)}


def test_one_is_asked_as_often_as_it_is_wanted():
    amina = ParticipantFactory(loop=LoopFactory(open=True), turned_up=True)
    bakery = LoopEmployerFactory(loop=amina.loop, committed=True)

    for minute in (1, 2):
        ask_candidate_for_wishes(amina, now=A_MOMENT.replace(minute=minute), actor=UserFactory())
    ask_employer_for_wishes(bakery, now=A_MOMENT, actor=UserFactory())

    assert sorted(Message.objects.values_list("template", flat=True)) == ["loops/wishes_candidate"] * 2 + ["loops/wishes_employer"]
