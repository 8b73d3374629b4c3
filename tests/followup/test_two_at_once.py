"""Two who press at the same moment: one handover, one call, and no two absences that nobody sees."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from brobygger.followup.actions.callbacks import ask_to_be_rung
from brobygger.followup.actions.handovers import accept_handover, propose_handover, withdraw_handover
from brobygger.followup.models import CallBack, Handover, HandoverState
from brobygger.intake.absence_actions import record_absence
from brobygger.intake.models import Absence, Responsibility
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Role
from tests.factories import EngagementFactory, UnitFactory, UserFactory

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 10, 0, tzinfo=OSLO)
AT = {"today": TODAY, "now": NOW}
MONDAY = date(2026, 9, 7)


def at_once(*actions):
    """What each gives, or the words it is refused with."""
    ready = Barrier(len(actions))

    def run(action):
        ready.wait(timeout=10)
        try:
            return action()
        except DomainError as refusal:
            return refusal.message
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(run, actions))


def colleagues(*names):
    unit = UnitFactory()
    return [UserFactory(name=name, role=Role.SPECIALIST, role__unit=unit) for name in names]


def asked(kari, jonas):
    engagement = EngagementFactory(unit=kari.memberships.get().unit, responsible=kari)
    held = list(Responsibility.objects.filter(engagement=engagement))
    words = {"to": jonas, "starts_on": MONDAY, "answer_by": TODAY, "because": "Ny jobb."}
    return propose_handover(held, **words, **AT, actor=kari)


@pytest.mark.django_db(transaction=True)
def test_two_who_say_yes_at_once_take_over_once():
    kari, jonas = colleagues("Kari", "Jonas")
    handover = asked(kari, jonas)

    answers = at_once(*[lambda: accept_handover(handover, **AT, actor=jonas)] * 2)

    assert [each.state for each in answers] == [HandoverState.ACCEPTED] * 2
    assert Responsibility.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_yes_and_a_withdrawal_at_once_end_as_one_of_them():
    kari, jonas = colleagues("Kari", "Jonas")
    handover = asked(kari, jonas)

    answers = at_once(lambda: accept_handover(handover, **AT, actor=jonas), lambda: withdraw_handover(handover, now=NOW, actor=kari))

    assert len([each for each in answers if isinstance(each, str)]) == 1
    was_accepted = Handover.objects.get().state == HandoverState.ACCEPTED
    assert Responsibility.objects.filter(user=jonas).exists() is was_accepted


@pytest.mark.django_db(transaction=True)
def test_asking_at_once_from_two_windows_gives_one_call():
    engagement = EngagementFactory(responsible=UserFactory())

    first, second = at_once(*[lambda: ask_to_be_rung(engagement, **AT, actor=engagement.person)] * 2)

    assert first == second
    assert CallBack.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_stand_in_for_each_other_can_not_both_go_at_once():
    kari, jonas = colleagues("Kari", "Jonas")
    EngagementFactory(unit=kari.memberships.get().unit, responsible=kari, deputy=jonas)
    EngagementFactory(unit=kari.memberships.get().unit, responsible=jonas, deputy=kari)
    days = {"starts_on": MONDAY, "ends_on": MONDAY + timedelta(days=4)}

    answers = at_once(
        lambda: record_absence(kari, **days, **AT, actor=kari),
        lambda: record_absence(jonas, **days, **AT, actor=jonas),
    )

    assert Absence.objects.count() == 1
    assert len([each for each in answers if isinstance(each, str) and "ingen som svarer" in each]) == 1
