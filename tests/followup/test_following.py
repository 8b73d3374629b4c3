from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from brobygger.followup.actions.callbacks import ask_to_be_rung
from brobygger.followup.actions.following import choose_deputy, end_engagement
from brobygger.intake.caseloads import held_today
from brobygger.intake.models import Part, Responsibility
from brobygger.intake.queries import who_picks_up
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Protection, Role
from tests.factories import EngagementFactory, UnitFactory, UserFactory

TODAY = date(2026, 9, 1)


@pytest.fixture
def unit(db):
    return UnitFactory()


@pytest.fixture
def engagement(unit):
    return EngagementFactory(unit=unit, responsible=specialist(unit, "Jonas"), deputy=specialist(unit, "Ida"), starts_on=date(2026, 1, 5))


def specialist(unit, name):
    return UserFactory(name=name, role=Role.SPECIALIST, role__unit=unit)


def jonas(engagement):
    return engagement.responsibilities.get(part=Part.RESPONSIBLE).user


def two(engagement, on=TODAY):
    [found] = who_picks_up(type(engagement).objects.filter(pk=engagement.pk), today=on)
    return found.responsible, found.deputy


def test_another_stands_in_from_today_and_who_did_before_is_history(engagement, unit):
    ahmed, ida = specialist(unit, "Ahmed"), engagement.responsibilities.get(part=Part.DEPUTY).user

    for _each in range(2):
        choose_deputy(engagement, deputy=ahmed, today=TODAY, actor=jonas(engagement))

    assert two(engagement) == (jonas(engagement), ahmed)
    assert two(engagement, TODAY - timedelta(days=1)) == (jonas(engagement), ida)
    assert Responsibility.objects.filter(engagement=engagement, part=Part.DEPUTY).count() == 2


def test_one_without_a_deputy_gets_one(unit):
    engagement = EngagementFactory(unit=unit, responsible=specialist(unit, "Jonas"))
    ahmed = specialist(unit, "Ahmed")

    choose_deputy(engagement, deputy=ahmed, today=TODAY, actor=jonas(engagement))

    assert two(engagement)[1] == ahmed


def test_the_responsible_one_a_stranger_and_one_without_clearance_can_not_stand_in(engagement, unit):
    own, stranger, ahmed = jonas(engagement), specialist(UnitFactory(), "Liv"), specialist(unit, "Ahmed")
    engagement.person.protection = Protection.CODE_6
    engagement.person.save()
    before = two(engagement)

    for user, sentence in ((own, "er ansvarlig"), (stranger, "kan ikke følge opp"), (ahmed, "kan ikke følge opp")):
        with pytest.raises(DomainError, match=sentence):
            choose_deputy(engagement, deputy=user, today=TODAY, actor=own)

    assert two(engagement) == before


def test_after_the_last_day_nobody_answers_and_the_caseload_is_one_less(engagement):
    last = TODAY + timedelta(days=3)

    end_engagement(engagement, on=last, today=TODAY, actor=jonas(engagement))

    assert held_today(last).filter(engagement=engagement, part=Part.RESPONSIBLE).count() == 1
    assert held_today(last + timedelta(days=1)).filter(engagement=engagement).count() == 0
    engagement.refresh_from_db()
    assert engagement.ends_on == last


def test_what_was_to_begin_later_is_gone(engagement, unit):
    engagement.responsibilities.filter(part=Part.DEPUTY).update(ends_on=TODAY + timedelta(days=9))
    Responsibility.objects.create(
        engagement=engagement, user=specialist(unit, "Ahmed"), part=Part.DEPUTY, starts_on=TODAY + timedelta(days=10)
    )

    end_engagement(engagement, on=TODAY, today=TODAY, actor=jonas(engagement))

    assert not engagement.responsibilities.filter(ends_on__gt=TODAY).exists()
    assert not engagement.responsibilities.filter(starts_on__gt=TODAY).exists()


def test_it_does_not_end_in_the_past_twice_or_while_somebody_waits_to_be_rung(engagement):
    own = jonas(engagement)

    with pytest.raises(DomainError, match="i dag eller en dag som kommer"):
        end_engagement(engagement, on=TODAY - timedelta(days=1), today=TODAY, actor=own)
    call = ask_to_be_rung(engagement, actor=engagement.person, today=TODAY, now=datetime(2026, 9, 1, 10, tzinfo=OSLO))
    with pytest.raises(DomainError, match="venter på å bli ringt"):
        end_engagement(engagement, on=TODAY, today=TODAY, actor=own)
    call.delete()
    end_engagement(engagement, on=TODAY, today=TODAY, actor=own)
    with pytest.raises(DomainError, match=r"allerede satt til 01\.09\.2026"):
        end_engagement(engagement, on=TODAY, today=TODAY, actor=own)
    with pytest.raises(DomainError, match=r"ble avsluttet 01\.09\.2026"):
        choose_deputy(engagement, deputy=own, today=TODAY + timedelta(days=1), actor=own)
