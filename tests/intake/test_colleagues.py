"""Who is proposed to stand in: the usual one, unless that one is away or full."""

from __future__ import annotations

from datetime import timedelta

import pytest

from brobygger.accounts.models import User
from brobygger.intake.colleagues import colleagues_for, deputy_to_propose
from brobygger.parties.models import Role
from tests.factories import AbsenceFactory, UserFactory
from tests.intake.scenes import TODAY


@pytest.fixture
def gro(scene):
    return UserFactory(name="Gro Heimdal", role=Role.SPECIALIST, role__unit=scene.unit)


def found(scene):
    return colleagues_for(scene.intake(), User.objects.all(), today=TODAY)


def proposed(scene, usual=None):
    deputy = deputy_to_propose(found(scene), responsible=scene.jonas, usual=usual, today=TODAY)
    return deputy.user if deputy else None


def away(user, first=0, last=3):
    return AbsenceFactory(user=user, starts_on=TODAY + timedelta(days=first), ends_on=TODAY + timedelta(days=last))


def test_the_usual_deputy_is_proposed_who_is_at_work_and_has_room(scene, gro):
    assert proposed(scene, usual=gro) == gro


def test_one_who_is_away_today_is_passed_over_for_one_who_is_not(scene, gro):
    away(gro)

    assert proposed(scene, usual=gro) == scene.hanne


def test_one_who_follows_twenty_is_passed_over_for_one_with_room(scene, gro):
    scene.follows(gro, 20)

    assert proposed(scene, usual=gro) == scene.hanne


def test_without_a_usual_one_the_one_with_most_room_is_proposed(scene, gro):
    scene.follows(gro, 2)

    assert proposed(scene) == scene.hanne


def test_nobody_is_proposed_when_all_are_away_or_full(scene, gro):
    away(gro)
    scene.follows(scene.hanne, 20)

    assert proposed(scene, usual=gro) is None


def test_an_absence_that_soon_begins_is_known_and_a_later_one_is_not(scene, gro):
    soon = away(gro, first=10, last=12)
    away(scene.hanne, first=30, last=40)

    assert {each.user: each.absence for each in found(scene)} == {gro: soon, scene.hanne: None, scene.jonas: None}


@pytest.mark.parametrize("count", [0, 8])
def test_it_costs_the_same_however_many_there_are(scene, count, django_assert_num_queries):
    for _each in range(count):
        away(UserFactory(role=Role.SPECIALIST, role__unit=scene.unit))
    intake = scene.intake()

    with django_assert_num_queries(4):
        colleagues_for(intake, User.objects.all(), today=TODAY)
