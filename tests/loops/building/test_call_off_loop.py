from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from brobygger.audit.models import Entry
from brobygger.kernel.errors import DomainError
from brobygger.loops.building.actions.calling_off import Told, call_off_loop
from brobygger.loops.building.actions.next_step import set_next_step
from brobygger.loops.building.letters import candidate_was_asked, employer_was_asked
from brobygger.loops.building.queries import waiting_step
from brobygger.loops.kick_off.actions.inviting import ask_for_tasks, send_invitation
from brobygger.loops.models import CalledOffBecause, Loop
from brobygger.loops.states import CommitmentState, LoopState
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from tests.factories import A_MOMENT, LoopEmployerFactory, LoopFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db
EMAIL = "noen@brovik.invalid"


def call_off(loop, **said):
    given = {"because": CalledOffBecause.TOO_FEW_EMPLOYERS, "now": A_MOMENT, "actor": UserFactory(name="Lise Dalby"), **said}
    return call_off_loop(loop, **given)


def test_those_who_were_asked_are_told_once_and_those_who_are_out_are_not():
    loop = LoopFactory(open=True, name="Brovik-loopen")
    invited = ParticipantFactory(loop=loop, person__email=EMAIL)
    coming = ParticipantFactory(loop=loop, said_yes=True, person__email=EMAIL, person__language="en")
    ParticipantFactory(loop=loop, said_no=True, person__email=EMAIL)
    ParticipantFactory(loop=loop)
    bakery = LoopEmployerFactory(loop=loop, committed=True, contact__email=EMAIL)
    asked = LoopEmployerFactory(loop=loop, contact__email=EMAIL)
    LoopEmployerFactory(loop=loop, state=CommitmentState.WITHDRAWN, contact__email=EMAIL)

    told = call_off(loop)

    letters = Message.objects.order_by("pk")
    assert told == Told(sent=4, unreached=1)
    assert [(letter.template, letter.about) for letter in letters] == [
        ("loops/called_off", invited.public_id),
        ("loops/called_off", coming.public_id),
        ("loops/called_off_employer", bakery.public_id),
        ("loops/called_off_employer", asked.public_id),
    ]
    assert letters[0].values["why"] == "For få bedrifter kunne være med."
    assert letters[0].link is not None
    assert candidate_was_asked(invited.public_id, A_MOMENT.date())
    assert employer_was_asked(bakery.public_id, A_MOMENT.date())


def test_what_waits_to_be_sent_is_taken_back():
    loop = LoopFactory(open=True, kick_off_on=A_MOMENT.date())
    amina = ParticipantFactory(loop=loop, person__email=EMAIL)
    bakery = LoopEmployerFactory(loop=loop, contact__email=EMAIL)
    send_invitation(amina, actor=UserFactory(), now=A_MOMENT)
    ask_for_tasks(bakery, actor=UserFactory(), now=A_MOMENT)

    call_off(loop)

    waiting = Message.objects.filter(state=MessageState.WAITING).order_by("template")
    assert [letter.template for letter in waiting] == ["loops/called_off", "loops/called_off_employer"]


def test_who_called_it_off_when_and_why_stands_on_the_loop_and_nothing_waits_to_be_done():
    loop, lise = LoopFactory(), UserFactory(name="Lise Dalby")
    set_next_step(loop, text="Ringe bakeriet", owner=UserFactory(), due_on=A_MOMENT.date(), actor=UserFactory())

    call_off(loop, because=CalledOffBecause.NO_DAY, actor=lise)

    loop.refresh_from_db()
    assert loop.state == LoopState.CANCELLED
    assert waiting_step(loop) is None
    assert (loop.called_off_because, loop.called_off_by, loop.called_off_at) == (CalledOffBecause.NO_DAY, lise, A_MOMENT)


@pytest.mark.parametrize(
    ("before", "change"),
    [
        ({"called_off": True}, {"called_off_because": ""}),
        ({"called_off": True}, {"called_off_because": "boredom"}),
        ({"called_off": True}, {"called_off_by": None}),
        ({"called_off": True}, {"called_off_at": None}),
        ({"called_off": True}, {"state": LoopState.RECRUITING}),
        ({}, {"state": LoopState.CANCELLED}),
        ({}, {"called_off_because": CalledOffBecause.NO_DAY}),
    ],
)
def test_the_database_keeps_reason_person_and_moment_for_a_loop_called_off_and_no_other(before, change):
    loop = LoopFactory(**before)

    with pytest.raises(IntegrityError, match="loop_has_a_reason_a_person_and_a_moment_once_called_off"), transaction.atomic():
        Loop.objects.filter(pk=loop.pk).update(**change)


@pytest.mark.parametrize("before", [{"decided": True}, {"called_off": True}])
def test_a_loop_that_is_decided_or_called_off_already_stands(before):
    loop = LoopFactory(**before)
    ParticipantFactory(loop=loop, person__email=EMAIL)

    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        call_off(loop)

    assert not Message.objects.exists()
    assert not Entry.objects.exists()


def test_a_letter_that_a_loop_is_called_off_does_not_apply_to_one_that_is_not():
    amina = ParticipantFactory(loop=LoopFactory(open=True))
    bakery = LoopEmployerFactory(loop=amina.loop)

    assert not candidate_was_asked(amina.public_id, A_MOMENT.date())
    assert not employer_was_asked(bakery.public_id, A_MOMENT.date())
