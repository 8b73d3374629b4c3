from __future__ import annotations

from datetime import date, timedelta

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.kick_off.actions.inviting import accept_invitation
from brobygger.loops.models import Loop
from brobygger.loops.periods import periods
from brobygger.loops.states import InvitationState
from brobygger.parties.models import Grant
from tests.factories import A_MOMENT, LoopEmployerFactory, LoopFactory, ParticipantFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 3)


def accept(participant):
    return accept_invitation(participant, today=TODAY, now=A_MOMENT, actor=participant.person)


def live():
    return Grant.objects.filter(withdrawn_at__isnull=True)


def test_the_yes_is_the_grant_to_the_unit_and_to_each_employer_that_has_said_yes():
    loop = LoopFactory(open=True)
    bakery = LoopEmployerFactory(loop=loop, committed=True)
    LoopEmployerFactory(loop=loop)
    amina = ParticipantFactory(loop=loop)

    accept(amina)

    amina.refresh_from_db()
    assert amina.state == InvitationState.YES
    assert set(live().values_list("unit", "workplace")) == {(loop.unit_id, None), (None, bakery.workplace_id)}
    assert {grant.subject_id for grant in live()} == {loop.public_id}
    assert {(grant.starts_on, grant.ends_on) for grant in live()} == {(TODAY, periods(loop)[-1].ends_on + timedelta(weeks=12))}
    assert "Når planen er bestemt, bare hvis jeg skal dit." in live().get(workplace=bakery.workplace).items


def test_a_second_yes_reaches_employers_that_came_later_and_no_others_twice():
    loop = LoopFactory(open=True)
    LoopEmployerFactory(loop=loop, committed=True)
    amina = ParticipantFactory(loop=loop)
    accept(amina)
    LoopEmployerFactory(loop=loop, committed=True)

    accept(amina)

    assert Grant.objects.count() == live().count() == 3


def test_a_second_yes_lasts_as_long_as_a_loop_that_was_moved():
    loop = LoopFactory(open=True)
    LoopEmployerFactory(loop=loop, committed=True)
    amina = ParticipantFactory(loop=loop)
    accept(amina)
    moved_to = loop.starts_on + timedelta(days=90)
    Loop.objects.filter(pk=loop.pk).update(starts_on=moved_to)

    accept(amina)

    amina.loop.refresh_from_db()
    assert {grant.ends_on for grant in live()} == {periods(amina.loop)[-1].ends_on + timedelta(weeks=12)}
    assert live().count() == 2
    assert Grant.objects.filter(withdrawn_at=A_MOMENT).count() == 2


def test_after_the_decision_there_is_nothing_to_say_yes_to():
    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        accept(ParticipantFactory(loop=LoopFactory(decided=True)))

    assert not Grant.objects.exists()


def test_before_the_start_is_set_the_yes_lasts_twelve_weeks_after_the_kick_off():
    loop = LoopFactory(open=True, starts_on=None)

    accept(ParticipantFactory(loop=loop))

    assert {grant.ends_on for grant in live()} == {loop.kick_off_on + timedelta(weeks=12)}
