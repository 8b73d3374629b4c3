from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404

from brobygger.access import door
from brobygger.access.models import NeedToKnow
from brobygger.access.table import PERSON_OF, TABLE
from brobygger.access.verbs import Verb
from brobygger.followup.models import CallBack, ExperienceInterview
from brobygger.intake.models import Engagement, Responsibility
from brobygger.jobdev.models import Opening
from brobygger.loops.models import LoopEmployer, Participant
from brobygger.parties.models import ContactPerson, Person, Protection, Role
from tests.access.principals import TODAY, asking, holder, staff
from tests.factories import (
    CallBackFactory,
    ClearanceFactory,
    EngagementFactory,
    ExperienceInterviewFactory,
    FamilyTieFactory,
    GrantFactory,
    LoopEmployerFactory,
    LoopFactory,
    MembershipFactory,
    NeedToKnowFactory,
    ParticipantFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
)

PROTECTED = [kind for kind in Protection if kind != Protection.NONE]


def sees(principal, person: Person) -> list[bool]:
    """Whether somebody finds a person, reads them, reads their engagements, and reads them in a loop."""
    return [
        door.rows(principal, Verb.FIND, Person).filter(pk=person.pk).exists(),
        door.rows(principal, Verb.READ, Person).filter(pk=person.pk).exists(),
        door.rows(principal, Verb.READ, Engagement).filter(person=person).exists(),
        door.rows(principal, Verb.READ, Participant).filter(person=person).exists(),
    ]


@pytest.fixture
def kari():
    return UserFactory(role=Role.COUNSELLOR)


def followed_by(staff_member, **of_person) -> Person:
    """Somebody the user follows in their own unit, proposed to a loop too: everything the fence can stop."""
    person = PersonFactory(**of_person)
    EngagementFactory(person=person, unit=staff_member.memberships.get().unit, responsible=staff_member)
    ParticipantFactory(person=person, proposed_by=staff_member)
    return person


@pytest.mark.django_db
def test_somebody_without_protection_is_seen(kari):
    person = followed_by(kari)

    assert sees(asking(kari), person) == [True] * 4


@pytest.mark.django_db
@pytest.mark.parametrize("protection", PROTECTED)
def test_protected_people_are_hidden_from_those_without_clearance_whatever_else_they_have(kari, protection):
    person = followed_by(kari, protection=protection)

    assert sees(asking(kari), person) == [False] * 4
    with pytest.raises(Http404):
        door.get(asking(kari), Verb.READ, Person, person.public_id)


@pytest.mark.django_db
def test_a_person_nobody_has_clarified_counts_as_protected(kari):
    person = Person.objects.create(first_name="Amina", last_name="Yusuf")
    EngagementFactory(person=person, responsible=kari)

    assert person.protection == Protection.UNKNOWN
    assert not door.rows(asking(kari), Verb.READ, Person).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("protection", PROTECTED)
def test_each_kind_of_protection_needs_its_own_clearance(kari, protection):
    person = followed_by(kari, protection=protection)
    for other in set(PROTECTED) - {protection}:
        ClearanceFactory(user=kari, protection=other)

    assert sees(asking(kari), person) == [False] * 4

    ClearanceFactory(user=kari, protection=protection)

    assert sees(asking(kari), person) == [True] * 4


@pytest.mark.django_db
def test_a_clearance_counts_on_its_last_day_and_not_after(kari):
    person = followed_by(kari, protection=Protection.CODE_6)
    ClearanceFactory(user=kari, protection=Protection.CODE_6, ends_on=TODAY)

    assert sees(asking(kari), person) == [True] * 4
    assert sees(asking(kari, TODAY + timedelta(days=1)), person) == [False] * 4


@pytest.mark.django_db
@pytest.mark.parametrize("protection", PROTECTED)
def test_no_stated_reason_opens_a_protected_person(kari, protection):
    unit = kari.memberships.get().unit
    person = EngagementFactory(unit=unit, person__protection=protection).person
    NeedToKnowFactory(user=kari, person=person, starts_on=TODAY)

    assert sees(asking(kari), person) == [False] * 4


@pytest.mark.django_db
@pytest.mark.parametrize("protection", PROTECTED)
def test_a_grant_does_not_open_a_protected_person_to_staff_without_clearance(protection):
    loop = LoopFactory()
    lise = UserFactory(role=Role.LOOP_COORDINATOR, role__unit=loop.unit)
    participant = ParticipantFactory(loop=loop, person__protection=protection, granted=True)

    assert participant not in door.rows(asking(lise), Verb.READ, Participant)


@pytest.mark.django_db
def test_nobody_opens_their_own_record_as_staff(kari):
    own = followed_by(kari, user=kari)

    assert sees(asking(kari), own) == [False] * 4
    with pytest.raises(Http404):
        door.get(asking(kari), Verb.READ, Person, own.public_id)


@pytest.mark.django_db
@pytest.mark.parametrize("is_first", [True, False])
def test_nobody_opens_close_family_as_staff_whichever_way_the_tie_is_written(kari, is_first):
    if is_first:
        own, relative = PersonFactory(user=kari), followed_by(kari)
    else:
        relative, own = followed_by(kari), PersonFactory(user=kari)
    tie = FamilyTieFactory(person=own, relative=relative)

    assert (tie.person == own) is is_first
    assert sees(asking(kari), relative) == [False] * 4


@pytest.mark.django_db
def test_a_family_tie_between_two_others_hides_nobody(kari):
    PersonFactory(user=kari)
    person = followed_by(kari)
    FamilyTieFactory(person=person, relative=PersonFactory())

    assert sees(asking(kari), person) == [True] * 4


@pytest.mark.django_db
def test_a_protected_candidate_opens_their_own_window():
    amina = PersonFactory(protection=Protection.CODE_7)

    assert list(door.rows(holder(amina), Verb.READ, Person)) == [amina]


@pytest.mark.django_db
@pytest.mark.parametrize("protection", PROTECTED)
def test_no_yes_shows_a_protected_candidate_to_an_employer(protection):
    bakery = LoopEmployerFactory(committed=True, with_contact=True)
    candidate = ParticipantFactory(loop=bakery.loop, said_yes=True)
    GrantFactory(person=candidate.person, unit=None, workplace=bakery.workplace, subject_id=bakery.loop.public_id)
    tor = holder(bakery.contact, Role.EMPLOYER)

    assert candidate in door.rows(tor, Verb.MEET, Participant)

    Person.objects.filter(pk=candidate.person_id).update(protection=protection)

    assert candidate not in door.rows(tor, Verb.MEET, Participant)


@pytest.mark.django_db
def test_a_count_of_a_list_does_not_tell_that_there_are_protected_people(kari):
    unit = kari.memberships.get().unit
    EngagementFactory.create_batch(2, unit=unit)
    EngagementFactory(unit=unit, person__protection=Protection.CODE_6)

    assert door.rows(asking(kari), Verb.FIND, Person).count() == 2


@pytest.mark.django_db
def test_the_data_protection_officer_does_not_learn_of_protected_people_from_stated_reasons():
    NeedToKnowFactory(person__protection=Protection.CODE_6, starts_on=TODAY)
    about_another = NeedToKnowFactory(starts_on=TODAY)
    officer = staff(Role.DATA_PROTECTION_OFFICER)

    assert list(door.rows(officer, Verb.READ, NeedToKnow)) == [about_another]


def test_every_table_with_a_person_in_it_stands_behind_the_fence():
    met_at_work = {ContactPerson, LoopEmployer, Opening}
    fenced_in_their_cells = {CallBack, ExperienceInterview}

    for _verb, model in TABLE:
        names_somebody = any(field.related_model is Person for field in model._meta.concrete_fields)

        assert names_somebody is False or model in PERSON_OF or model in met_at_work | fenced_in_their_cells, model


@pytest.mark.django_db
@pytest.mark.parametrize("protection", [Protection.NONE, Protection.CODE_7, Protection.UNKNOWN])
def test_calls_responsibilities_and_conversations_about_the_protected_reach_nobody_without_a_clearance(protection):
    unit = UnitFactory()
    user, leader = UserFactory(role=Role.SPECIALIST, role__unit=unit), UserFactory(role=Role.LEADER, role__unit=unit)
    engagement = EngagementFactory(unit=unit, responsible=user, person__protection=protection)
    call = CallBackFactory(engagement=engagement)
    conversation = ExperienceInterviewFactory(person=engagement.person, asked_by=user)

    is_met = protection == Protection.NONE
    assert (call in door.rows(asking(user), Verb.RING, CallBack)) is is_met
    assert (call in door.rows(asking(leader), Verb.READ, CallBack)) is is_met
    assert (conversation in door.rows(asking(user), Verb.READ, ExperienceInterview)) is is_met
    assert door.rows(asking(user), Verb.HAND_OVER, Responsibility).exists() is is_met
    assert door.rows(asking(leader), Verb.HAND_OVER, Responsibility).exists() is is_met


@pytest.mark.django_db
def test_moving_to_another_unit_takes_the_people_of_the_old_one_away(kari):
    old, new = kari.memberships.get().unit, UnitFactory()
    person = EngagementFactory(unit=old).person
    NeedToKnowFactory(user=kari, person=person, starts_on=TODAY - timedelta(days=7))
    kari.memberships.update(ends_on=TODAY - timedelta(days=1))
    MembershipFactory(user=kari, unit=new, role=Role.COUNSELLOR)

    assert sees(asking(kari), person)[:3] == [False] * 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("closed", "is_open"),
    [({}, True), ({"withdrawn": True}, False), ({"ends_on": TODAY}, True), ({"ends_on": TODAY - timedelta(days=1)}, False)],
)
def test_a_grant_that_is_withdrawn_or_has_ended_closes_at_once(closed, is_open):
    participant = ParticipantFactory(said_yes=True)
    loop = participant.loop
    GrantFactory(person=participant.person, unit=loop.unit, subject_id=loop.public_id, **closed)
    lise = staff(Role.LOOP_COORDINATOR, loop.unit)

    assert (participant in door.rows(lise, Verb.READ, Participant)) is is_open
    assert (participant.person in door.rows(lise, Verb.READ, Person)) is is_open


@pytest.mark.django_db
def test_a_grant_for_one_loop_opens_nothing_in_another_of_the_same_unit():
    participant = ParticipantFactory(granted=True)
    other = ParticipantFactory(loop=LoopFactory(unit=participant.loop.unit), person=participant.person)
    lise = staff(Role.LOOP_COORDINATOR, participant.loop.unit)

    assert list(door.rows(lise, Verb.READ, Participant)) == [participant]
    assert other.person == participant.person
