from __future__ import annotations

from datetime import date

import pytest

from brobygger.loops.kick_off.actions.inviting import accept_invitation, decline_invitation
from brobygger.loops.models import Interview
from brobygger.loops.states import InvitationState
from brobygger.parties.models import Grant
from tests.factories import A_MOMENT, GrantFactory, InterviewFactory, LoopEmployerFactory, LoopFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


def test_the_sharing_for_this_loop_ends_at_once_and_no_other():
    loop = LoopFactory(open=True)
    bakery = LoopEmployerFactory(loop=loop, committed=True)
    amina = ParticipantFactory(loop=loop)
    other = GrantFactory(person=amina.person)
    accept_invitation(amina, today=date(2026, 8, 3), now=A_MOMENT, actor=amina.person)
    amina.refresh_from_db()
    amina.has_attended = True
    amina.save(update_fields=["has_attended"])
    InterviewFactory(loop=loop, participant=amina, employer=bakery)

    decline_invitation(amina, now=A_MOMENT, actor=amina.person)

    amina.refresh_from_db()
    assert (amina.state, amina.has_attended) == (InvitationState.NO, None)
    assert list(Grant.objects.filter(withdrawn_at__isnull=True)) == [other]
    assert not Interview.objects.exists()


def test_one_may_change_ones_mind():
    amina = ParticipantFactory(loop=LoopFactory(open=True))
    decline_invitation(amina, now=A_MOMENT, actor=amina.person)

    accept_invitation(amina, today=date(2026, 8, 3), now=A_MOMENT, actor=amina.person)

    assert Grant.objects.filter(person=amina.person, withdrawn_at__isnull=True).exists()
