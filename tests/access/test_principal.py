from __future__ import annotations

from datetime import date, timedelta

import pytest

from brobygger.access import door
from brobygger.access.principal import anonymous, principal_of_link, principal_of_user
from brobygger.access.verbs import Verb
from brobygger.intake.models import Responsibility
from brobygger.parties.models import Person, Protection, Role
from tests.access.principals import TODAY
from tests.factories import (
    A_MOMENT,
    ClearanceFactory,
    EngagementFactory,
    MembershipFactory,
    PersonFactory,
    SignedLinkFactory,
    UnitFactory,
    UserFactory,
)

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.django_db
@pytest.mark.parametrize(("today", "is_counsellor"), [(TODAY, True), (TOMORROW, False)])
def test_a_leaver_keeps_access_through_the_last_day_and_not_the_day_after(today, is_counsellor):
    office = UnitFactory()
    kari = UserFactory(role=Role.COUNSELLOR, role__unit=office, role__ends_on=TODAY)
    amina = EngagementFactory(unit=office, responsible=kari).person

    principal = principal_of_user(kari, today=today)

    assert (Role.COUNSELLOR in principal.roles) is is_counsellor
    assert (amina in door.rows(principal, Verb.READ, Person)) is is_counsellor
    assert (amina in door.rows(principal, Verb.FIND, Person)) is is_counsellor


@pytest.mark.django_db
def test_a_membership_that_begins_tomorrow_gives_nothing_today():
    kari = UserFactory(role=Role.COUNSELLOR, role__starts_on=TOMORROW)

    assert principal_of_user(kari, today=TODAY).roles == frozenset()
    assert principal_of_user(kari, today=TOMORROW).roles == {Role.COUNSELLOR}


@pytest.mark.django_db
@pytest.mark.parametrize(("ends_on", "stands_in"), [(TODAY, True), (YESTERDAY, False)])
def test_a_deputy_reads_through_the_last_day_of_standing_in(ends_on, stands_in):
    ida = UserFactory(role=Role.SPECIALIST)
    amina = EngagementFactory(deputy=ida, deputy__ends_on=ends_on).person

    principal = principal_of_user(ida, today=TODAY)

    assert (amina in door.rows(principal, Verb.READ, Person)) is stands_in


@pytest.mark.django_db
def test_following_somebody_ends_with_the_engagement_even_when_the_responsibility_stands_open():
    kari = UserFactory(role=Role.COUNSELLOR)
    amina = EngagementFactory(responsible=kari, ends_on=YESTERDAY).person

    assert Responsibility.objects.get(user=kari).ends_on is None
    assert amina not in door.rows(principal_of_user(kari, today=TODAY), Verb.READ, Person)


@pytest.mark.django_db
def test_a_role_in_one_unit_opens_nothing_in_another_where_one_has_a_different_role():
    office, centre = UnitFactory(), UnitFactory()
    kari = UserFactory(role=Role.COUNSELLOR, role__unit=office)
    MembershipFactory(user=kari, unit=centre, role=Role.DRIVER)
    here, there = EngagementFactory(unit=office).person, EngagementFactory(unit=centre).person

    found = door.rows(principal_of_user(kari, today=TODAY), Verb.FIND, Person)

    assert here in found
    assert there not in found


@pytest.mark.django_db
def test_a_user_without_a_membership_and_nobody_at_all_get_nothing():
    EngagementFactory()

    for principal in (principal_of_user(UserFactory(), today=TODAY), anonymous(TODAY)):
        assert not principal.roles
        assert not door.rows(principal, Verb.FIND, Person).exists()
        assert not door.rows(principal, Verb.READ, Person).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("closed", [{"expires_on": YESTERDAY}, {"withdrawn_at": A_MOMENT}])
def test_a_link_that_has_expired_or_is_withdrawn_opens_nothing(closed):
    amina = PersonFactory()
    link = SignedLinkFactory(person=amina, **closed)

    principal = principal_of_link(link, today=TODAY)

    assert not principal.is_known
    assert not door.rows(principal, Verb.READ, Person).exists()


@pytest.mark.django_db
def test_a_link_works_on_the_day_it_expires():
    amina = PersonFactory()
    link = SignedLinkFactory(person=amina, expires_on=TODAY)

    assert list(door.rows(principal_of_link(link, today=TODAY), Verb.READ, Person)) == [amina]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "holds"),
    [(TODAY, TODAY, True), (YESTERDAY, None, True), (TOMORROW, None, False), (YESTERDAY, YESTERDAY, False)],
)
def test_a_clearance_counts_from_its_first_day_through_its_last(starts_on, ends_on, holds):
    kari = UserFactory()
    ClearanceFactory(user=kari, protection=Protection.SHIELDED, starts_on=starts_on, ends_on=ends_on)

    assert principal_of_user(kari, today=TODAY).clearances == ({Protection.SHIELDED} if holds else set())


@pytest.mark.django_db
def test_what_the_own_record_says_is_read_when_it_is_asked_for():
    kari = UserFactory()
    own = PersonFactory(user=kari, first_name="Kari")
    PersonFactory(user=UserFactory(), first_name="Jonas")

    assert principal_of_user(kari, today=TODAY).holder.public_id == own.public_id


@pytest.mark.django_db
def test_a_principal_costs_one_query_however_much_the_user_has(django_assert_num_queries):
    kari = UserFactory()
    own = PersonFactory(user=kari)
    for number in range(12):
        MembershipFactory(user=kari, role=sorted({Role.COUNSELLOR, Role.LEADER})[number % 2])
        ClearanceFactory(user=kari, protection=Protection.SHIELDED, starts_on=date(2025, 1, number + 1))

    with django_assert_num_queries(1):
        principal = principal_of_user(kari, today=TODAY)

    assert (principal.person, principal.person_key) == (own, own.pk)
    assert principal.clearances == {Protection.SHIELDED}
    assert principal.roles == {Role.COUNSELLOR, Role.LEADER}
    assert sum(len(units) for units in principal.units.values()) == 12
