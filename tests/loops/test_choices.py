from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.accounts.models import User
from brobygger.kernel.clock import age_on
from brobygger.loops.choices import candidates_to_invite, coordinators, drivers, employer_contacts, latest_birth, step_owners
from brobygger.loops.models import MAX_AGE, MIN_AGE
from brobygger.parties.models import ContactPerson, Person, Role
from tests.factories import (
    ContactPersonFactory,
    LoopFactory,
    MembershipFactory,
    ParticipantFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
)

TODAY = date(2026, 9, 1)
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@given(on=DAYS, age=st.sampled_from([MIN_AGE, MAX_AGE + 1]))
def test_the_last_day_to_be_born_on_agrees_with_how_ages_are_counted(on, age):
    last = latest_birth(age, on)

    assert age_on(last, on) == age
    assert age_on(last + timedelta(days=1), on) == age - 1


@pytest.mark.django_db
def test_a_role_that_has_ended_or_begins_tomorrow_is_not_offered():
    held, ended, coming = (
        UserFactory(role=Role.DRIVER, **{f"role__{name}": day for name, day in dates.items()})
        for dates in ({"ends_on": TODAY}, {"ends_on": TODAY - timedelta(days=1)}, {"starts_on": TODAY + timedelta(days=1)})
    )
    left = UserFactory(role=Role.DRIVER, is_active=False)

    assert list(drivers(User.objects.all(), today=TODAY)) == [held]
    assert {ended, coming, left}.isdisjoint(drivers(User.objects.all(), today=TODAY))


@pytest.mark.django_db
def test_a_coordinator_of_two_units_is_offered_for_each():
    lise = UserFactory(role=Role.LOOP_COORDINATOR)
    MembershipFactory(user=lise, role=Role.LOOP_COORDINATOR)

    assert [row.user for row in coordinators(User.objects.all(), today=TODAY)] == [lise, lise]


@pytest.mark.django_db
def test_a_step_can_be_given_to_those_around_the_loop_only():
    office = UnitFactory()
    loop = LoopFactory(offices=[office])
    kari = UserFactory(role=Role.COUNSELLOR, role__unit=office)
    UserFactory(role=Role.COUNSELLOR)

    assert set(step_owners(User.objects.all(), loop, today=TODAY)) == {loop.driver, loop.coordinator, kari}


@pytest.mark.django_db
def test_employers_are_found_by_words_of_either_name_and_by_number():
    contact = ContactPersonFactory(workplace__name="Rugbakken bakeri", workplace__organisation__name="Brød og kaker AS")
    ContactPersonFactory(workplace__name="Torget sport", workplace__organisation__name="Sport AS")
    number = contact.workplace.organisation.register_number

    def find(text):
        return list(employer_contacts(ContactPerson.objects.all(), text, today=TODAY))

    assert find("bak rug") == find("kaker") == find(f"{number[:3]} {number[3:]}") == [contact]
    assert find("") == find("   ") == find("finnes ikke") == []


@pytest.mark.django_db
def test_a_contact_who_has_left_is_not_called():
    ContactPersonFactory(workplace__name="Bakeri", ends_on=TODAY - timedelta(days=1))

    assert list(employer_contacts(ContactPerson.objects.all(), "bakeri", today=TODAY)) == []


@pytest.mark.django_db
def test_without_a_word_those_of_age_are_listed_and_with_one_everybody_it_fits():
    loop = LoopFactory(open=True, kick_off_on=TODAY)
    young, right, old = (
        PersonFactory(first_name=name, born_on=born)
        for name, born in (("Ung", date(2008, 9, 2)), ("Riktig", date(2008, 9, 1)), ("Gammel", date(1995, 9, 1)))
    )
    invited = ParticipantFactory(loop=loop).person

    listed = candidates_to_invite(Person.objects.all(), loop)
    named = candidates_to_invite(Person.objects.all(), loop, text="gam")

    assert right in listed
    assert {young, old, invited}.isdisjoint(listed)
    assert list(named) == [old]
