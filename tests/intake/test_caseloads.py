from datetime import timedelta

import pytest

from brobygger.intake.caseloads import caseloads
from brobygger.intake.models import Responsibility
from brobygger.parties.models import Membership, Role
from tests.factories import EngagementFactory, UserFactory
from tests.intake.scenes import TODAY


def test_specialists_stand_in_the_order_of_the_alphabet_with_how_many_by_position(scene):
    asta = UserFactory(name="Åsta Ødegård", role=Role.SPECIALIST, role__unit=scene.unit, role__work_percent=80)
    scene.follows(asta, 11)
    scene.follows(scene.hanne, 2)

    found = caseloads(scene.unit, today=TODAY)

    assert [(each.user.name, each.work_percent, each.count, each.per_full_position) for each in found] == [
        ("Hanne Vik", 100, 2, 2.0),
        ("Jonas Hauglid", 100, 0, 0.0),
        ("Åsta Ødegård", 80, 11, 13.8),
    ]
    assert [each.room for each in found] == [18, 20, 5]


def test_a_person_counts_once_and_only_while_followed_by_the_responsible_here(scene):
    EngagementFactory(person=scene.adam, unit=scene.unit, service="supported_employment", responsible=scene.jonas)
    again = EngagementFactory(unit=scene.unit, responsible=scene.jonas)
    EngagementFactory(person=again.person, unit=scene.unit, service="supported_employment", responsible=scene.jonas)
    EngagementFactory(unit=scene.unit, responsible=scene.jonas, ends_on=TODAY - timedelta(days=1))
    EngagementFactory(unit=scene.unit, responsible=scene.jonas, responsible__ends_on=TODAY - timedelta(days=1))
    EngagementFactory(unit=scene.unit, deputy=scene.jonas)
    EngagementFactory(responsible=scene.jonas)

    counts = {each.user.name: each.count for each in caseloads(scene.unit, today=TODAY)}

    assert counts == {"Hanne Vik": 0, "Jonas Hauglid": 2}


def test_the_reason_above_the_range_is_the_last_one_and_gone_when_there_is_room_again(scene):
    scene.follows(scene.jonas, 21)
    first, last = Responsibility.objects.filter(user=scene.jonas).order_by("pk")[:2]
    Responsibility.objects.filter(pk=first.pk).update(above_range_because="Den eldste.", starts_on=TODAY - timedelta(days=9))
    Responsibility.objects.filter(pk=last.pk).update(above_range_because="Den nyeste.", starts_on=TODAY)

    reasons = [each.above_range_because for each in caseloads(scene.unit, today=TODAY)]

    assert reasons == ["", "Den nyeste."]
    Responsibility.objects.filter(user=scene.jonas).exclude(pk__in=[first.pk, last.pk]).delete()
    assert [each.above_range_because for each in caseloads(scene.unit, today=TODAY)] == ["", ""]


def test_one_who_has_left_or_cannot_sign_in_is_not_among_them(scene):
    Membership.objects.filter(user=scene.hanne).update(ends_on=TODAY - timedelta(days=1))
    scene.jonas.is_active = False
    scene.jonas.save(update_fields=["is_active"])

    assert caseloads(scene.unit, today=TODAY) == []


@pytest.mark.parametrize("count", [1, 12])
def test_it_costs_one_query_however_many(scene, count, django_assert_num_queries):
    for _each in range(count):
        scene.follows(UserFactory(role=Role.SPECIALIST, role__unit=scene.unit), 2)

    with django_assert_num_queries(1):
        assert sum(each.count for each in caseloads(scene.unit, today=TODAY)) == 2 * count
