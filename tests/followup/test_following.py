from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from brobygger.followup.actions.callbacks import ask_to_be_rung
from brobygger.followup.actions.following import choose_deputy, choose_responsible, end_engagement
from brobygger.intake.caseloads import RANGE_TO, held_today
from brobygger.intake.models import Part, Responsibility
from brobygger.intake.queries import who_picks_up
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from brobygger.outbox.models import Message
from brobygger.parties.models import Membership, Protection, Role
from tests.factories import EngagementFactory, HandoverItemFactory, UnitFactory, UserFactory

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 10, tzinfo=OSLO)
YESTERDAY = TODAY - timedelta(days=1)


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


def test_one_who_is_or_is_to_be_responsible_cannot_stand_in(engagement, unit):
    own, berit = jonas(engagement), specialist(unit, "Berit")
    engagement.responsibilities.filter(part=Part.RESPONSIBLE).update(ends_on=TODAY + timedelta(days=5))
    Responsibility.objects.create(engagement=engagement, user=berit, part=Part.RESPONSIBLE, starts_on=TODAY + timedelta(days=6))

    for user in (own, berit):
        with pytest.raises(DomainError, match="er eller blir ansvarlig"):
            choose_deputy(engagement, deputy=user, today=TODAY, actor=own)

    assert two(engagement)[1].name == "Ida"


def test_a_stranger_and_one_without_clearance_can_not_stand_in(engagement, unit):
    own, stranger, ahmed = jonas(engagement), specialist(UnitFactory(), "Liv"), specialist(unit, "Ahmed")
    engagement.person.protection = Protection.CODE_6
    engagement.person.save()
    before = two(engagement)

    for user in (stranger, ahmed):
        with pytest.raises(DomainError, match="kan ikke følge opp"):
            choose_deputy(engagement, deputy=user, today=TODAY, actor=own)

    assert two(engagement) == before


def leaves(user):
    Membership.objects.filter(user=user).update(ends_on=YESTERDAY)


def give(engagement, user, *, by, because=""):
    return choose_responsible(engagement, responsible=user, above_range_because=because, today=TODAY, now=NOW, actor=by)


def test_one_whose_responsible_has_left_gets_another_who_is_told_without_a_name(engagement, unit):
    left, ahmed, siri = jonas(engagement), specialist(unit, "Ahmed"), UserFactory(role=Role.LEADER, role__unit=unit)
    leaves(left)
    assert two(engagement)[0] is None

    for _each in range(2):
        give(engagement, ahmed, by=siri)

    assert two(engagement)[0] == ahmed
    assert engagement.responsibilities.get(user=left).ends_on == YESTERDAY
    letter = Message.objects.get(template="followup/responsible")
    assert letter.recipient_name == "Ahmed"
    assert engagement.person.first_name not in str(letter.values)


def test_the_deputy_who_becomes_responsible_is_deputy_no_more(engagement):
    leaves(jonas(engagement))
    ida = engagement.responsibilities.get(part=Part.DEPUTY).user

    give(engagement, ida, by=ida)

    assert two(engagement) == (ida, None)
    assert not Message.objects.exists()


def test_nobody_is_put_in_the_place_of_a_colleague_who_works_here(engagement, unit):
    before = two(engagement)

    with pytest.raises(DomainError, match=r"Jonas er ansvarlig\. Foreslå en overtakelse"):
        give(engagement, specialist(unit, "Ahmed"), by=jonas(engagement))

    assert two(engagement) == before


def test_a_stranger_cannot_be_responsible_and_one_with_a_full_caseload_only_with_a_reason(engagement, unit):
    leaves(jonas(engagement))
    full, siri = specialist(unit, "Liv"), UserFactory(role=Role.LEADER, role__unit=unit)
    EngagementFactory.create_batch(RANGE_TO, unit=unit, responsible=full, starts_on=date(2026, 1, 5))

    with pytest.raises(DomainError, match="kan ikke følge opp"):
        give(engagement, specialist(UnitFactory(), "Ole"), by=siri)
    with pytest.raises(DomainError, match="skriv hvorfor"):
        give(engagement, full, by=siri)
    assert two(engagement)[0] is None
    give(engagement, full, by=siri, because="Kjenner familien.")

    assert engagement.responsibilities.get(user=full).above_range_because == "Kjenner familien."


def test_one_who_is_to_take_over_later_still_does(engagement, unit):
    leaves(jonas(engagement))
    ahmed, later = specialist(unit, "Ahmed"), TODAY + timedelta(days=14)
    engagement.responsibilities.filter(part=Part.RESPONSIBLE).update(ends_on=YESTERDAY)
    Responsibility.objects.create(engagement=engagement, user=ahmed, part=Part.RESPONSIBLE, starts_on=later)
    liv = specialist(unit, "Liv")

    give(engagement, liv, by=liv)

    assert (two(engagement)[0], two(engagement, later)[0]) == (liv, ahmed)


def test_until_the_last_day_one_still_gets_somebody_to_ring(engagement, unit):
    last, left = TODAY + timedelta(days=9), jonas(engagement)
    end_engagement(engagement, on=last, today=TODAY, actor=left)
    leaves(left)
    ahmed, liv = specialist(unit, "Ahmed"), specialist(unit, "Liv")

    give(engagement, ahmed, by=ahmed)
    for _each in range(2):
        choose_deputy(engagement, deputy=liv, today=TODAY, actor=ahmed)

    assert two(engagement, last) == (ahmed, liv)
    assert not engagement.responsibilities.exclude(ends_on__lte=last).exists()
    assert engagement.responsibilities.filter(user=liv).count() == 1


def test_what_began_today_and_is_asked_about_already_waits_until_tomorrow(engagement, unit):
    left, ahmed = jonas(engagement), specialist(unit, "Ahmed")
    engagement.responsibilities.filter(part=Part.RESPONSIBLE).update(starts_on=TODAY)
    HandoverItemFactory(responsibility=engagement.responsibilities.get(part=Part.RESPONSIBLE), handover__from_user=left)
    leaves(left)

    with pytest.raises(DomainError, match="Velg en ny i morgen"):
        give(engagement, ahmed, by=ahmed)
    tomorrow = TODAY + timedelta(days=1)
    choose_responsible(engagement, responsible=ahmed, today=tomorrow, now=NOW, actor=ahmed)

    assert two(engagement, tomorrow)[0] == ahmed


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
