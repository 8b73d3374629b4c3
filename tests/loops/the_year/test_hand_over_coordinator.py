from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from brobygger.appointments.models import AppointmentParty
from brobygger.audit.models import Entry
from brobygger.kernel.errors import DomainError
from brobygger.loops.the_year.actions.handing_over import hand_over_coordinator
from brobygger.parties.models import Membership, Role
from tests.factories import LoopFactory, UserFactory
from tests.loops.the_year.rounds import running_round

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def coordinator_in(unit, role=Role.LOOP_COORDINATOR):
    return UserFactory(role=role, role__unit=unit)


def test_another_coordinator_of_the_unit_takes_the_loop_over_and_it_is_written_down():
    loop = LoopFactory()
    before, lise, leader = loop.coordinator, coordinator_in(loop.unit), UserFactory()

    hand_over_coordinator(loop, to=lise, today=TODAY, now=NOW, actor=leader)

    loop.refresh_from_db()
    entry = Entry.objects.get(event="loops.coordinator_changed")
    assert loop.coordinator == lise
    assert (entry.subject_id, entry.actor_id) == (loop.public_id, leader.public_id)
    assert entry.facts == {"before": str(before.public_id), "coordinator": str(lise.public_id)}


def another_unit(loop):
    return coordinator_in(LoopFactory().unit)


def another_role(loop):
    return coordinator_in(loop.unit, Role.LEADER)


def left_yesterday(loop):
    user = coordinator_in(loop.unit)
    Membership.objects.filter(user=user).update(ends_on=TODAY - timedelta(days=1))
    return user


def closed_account(loop):
    user = coordinator_in(loop.unit)
    user.is_active = False
    user.save()
    return user


@pytest.mark.parametrize("somebody", [another_unit, another_role, left_yesterday, closed_account])
def test_nobody_but_a_coordinator_of_the_unit_today_can_take_it_over(somebody):
    loop = LoopFactory()
    before = loop.coordinator

    with pytest.raises(DomainError, match="er ikke koordinator i") as refusal:
        hand_over_coordinator(loop, to=somebody(loop), today=TODAY, now=NOW, actor=UserFactory())

    loop.refresh_from_db()
    assert refusal.value.field == "coordinator"
    assert loop.coordinator == before


def test_a_loop_that_is_called_off_is_not_handed_over():
    loop = LoopFactory(called_off=True)

    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        hand_over_coordinator(loop, to=coordinator_in(loop.unit), today=TODAY, now=NOW, actor=UserFactory())


def test_giving_it_to_the_one_who_has_it_writes_nothing():
    loop = LoopFactory()
    lise = coordinator_in(loop.unit)
    hand_over_coordinator(loop, to=lise, today=TODAY, now=NOW, actor=lise)

    hand_over_coordinator(loop, to=lise, today=TODAY, now=NOW, actor=lise)

    assert Entry.objects.filter(event="loops.coordinator_changed").count() == 1


def test_in_the_middle_of_the_year_its_dates_concern_the_new_one_and_no_longer_the_one_before():
    loop = running_round().loop
    before, lise = loop.coordinator, coordinator_in(loop.unit)

    hand_over_coordinator(loop, to=lise, today=TODAY, now=datetime(2026, 9, 8, 8, tzinfo=UTC), actor=lise)

    parties = AppointmentParty.objects.filter(appointment__loop_date__loop=loop)
    assert not parties.filter(user=before).exists()
    assert parties.filter(user=lise, role=Role.LOOP_COORDINATOR).count() == loop.dates.count()
