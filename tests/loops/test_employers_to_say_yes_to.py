from __future__ import annotations

from datetime import date, timedelta

import pytest

from brobygger.loops.kick_off.actions.inviting import accept_invitation
from brobygger.loops.sharing import employers_to_say_yes_to
from tests.factories import A_MOMENT, LoopEmployerFactory, LoopFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina():
    loop = LoopFactory(open=True)
    LoopEmployerFactory(loop=loop, committed=True)
    amina = ParticipantFactory(loop=loop)
    return accept_invitation(amina, today=date(2026, 8, 3), now=A_MOMENT, actor=amina.person)


def test_nobody_after_a_yes_to_all(amina):
    assert list(employers_to_say_yes_to(amina)) == []


def test_one_that_joined_later_is_asked_about(amina):
    late = LoopEmployerFactory(loop=amina.loop, committed=True)
    LoopEmployerFactory(loop=amina.loop)

    assert list(employers_to_say_yes_to(amina)) == [late]


def test_all_are_asked_about_again_when_the_start_is_moved_past_the_yes(amina):
    amina.loop.starts_on += timedelta(weeks=14)

    assert list(employers_to_say_yes_to(amina)) == list(amina.loop.employers.all())
