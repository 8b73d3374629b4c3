"""How long those who answer an intake can read it afterwards. Source: RULES A2; ADR 0107."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.intake.models import Intake
from brobygger.kernel.clock import OSLO
from brobygger.parties.models import Role
from tests.access.principals import TODAY, asking
from tests.factories import EngagementFactory, IntakeFactory, NeedToKnowFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
LATE_THAT_EVENING = datetime(TODAY.year, TODAY.month, TODAY.day, 23, 30, tzinfo=OSLO)
LAST_DAY = TODAY + timedelta(days=14)
OVER = LAST_DAY + timedelta(days=1)
THOSE_WHO_ANSWER = (
    (Verb.READ, Role.SPECIALIST),
    (Verb.ANSWER, Role.SPECIALIST),
    *((verb, Role.LEADER) for verb in (Verb.READ, Verb.ANSWER, Verb.DECIDE)),
)


def answered(role, **how):
    """One in the role, and an intake in their unit that was given to them and is answered."""
    user = UserFactory(role=role, role__unit=UnitFactory())
    unit = user.memberships.get().unit
    return user, IntakeFactory(unit=unit, owner=user, answered_at=LATE_THAT_EVENING, **how)


def reaches(user, verb, intake, *, on):
    return intake in door.rows(asking(user, on), verb, Intake)


@pytest.mark.parametrize(("verb", "role"), THOSE_WHO_ANSWER)
@pytest.mark.parametrize("how", ["accepted", "handed_on"])
def test_an_answered_intake_reaches_for_two_weeks(verb, role, how):
    user, intake = answered(role, **{how: True})

    assert reaches(user, verb, intake, on=LAST_DAY)
    assert not reaches(user, verb, intake, on=OVER)


@pytest.mark.parametrize(("verb", "role"), THOSE_WHO_ANSWER)
def test_one_who_waits_for_a_place_reaches_however_long(verb, role):
    user, intake = answered(role, waiting=True)

    assert reaches(user, verb, intake, on=OVER + timedelta(days=300))


def test_it_reaches_the_one_who_answered_as_long_as_they_follow_the_person():
    user, intake = answered(Role.SPECIALIST, accepted=True)
    EngagementFactory(person=intake.person, responsible=user)

    assert reaches(user, Verb.READ, intake, on=OVER)


def test_following_the_person_opens_no_intake_that_another_answered():
    _user, intake = answered(Role.SPECIALIST, accepted=True)
    other = UserFactory(role=Role.SPECIALIST, role__unit=intake.unit)
    EngagementFactory(person=intake.person, responsible=other)

    assert not reaches(other, Verb.READ, intake, on=TODAY)


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.LEADER])
def test_a_stated_reason_opens_it_as_long_as_it_holds(role):
    user, intake = answered(role, accepted=True)
    stated = NeedToKnowFactory(user=user, person=intake.person, starts_on=OVER)

    assert reaches(user, Verb.READ, intake, on=OVER)
    assert not reaches(user, Verb.READ, intake, on=stated.ends_on + timedelta(days=1))


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.SPECIALIST])
def test_the_referrer_goes_on_seeing_that_it_is_closed(role):
    user = UserFactory(role=role)
    intake = IntakeFactory(referred_by=user, handed_on=True, answered_at=LATE_THAT_EVENING)

    assert reaches(user, Verb.READ, intake, on=OVER + timedelta(days=300))
