from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction
from django.http import Http404

from brobygger.access import door
from brobygger.access.principal import Principal, Trace, anonymous, principal_of_user
from brobygger.access.purposes import Purpose
from brobygger.access.table import TABLE
from brobygger.access.verbs import Verb
from brobygger.audit.models import LookUp
from brobygger.intake.models import Engagement
from brobygger.loops.models import Participant
from brobygger.parties.models import STAFF_ROLES, Person, Role
from tests.access.principals import TODAY, asking, holder, staff
from tests.access.test_every_cell import candidate_who_is_shown
from tests.factories import EngagementFactory, MembershipFactory, ParticipantFactory, PersonFactory, UserFactory


def refusal(principal: Principal, public_id) -> str:
    with pytest.raises(Http404) as raised:
        door.get(principal, Verb.READ, Person, public_id)
    return str(raised.value)


@pytest.mark.django_db
def test_not_there_and_not_yours_are_the_same_refusal():
    somebody = PersonFactory()
    kari = staff(Role.COUNSELLOR)

    assert refusal(kari, somebody.public_id) == refusal(kari, uuid4())


@pytest.mark.django_db
def test_a_refused_look_at_somebody_is_written_down_with_who_and_where():
    amina = PersonFactory()
    kari = UserFactory(role=Role.COUNSELLOR)
    principal = principal_of_user(kari, today=TODAY, trace=Trace(request_id="r1", path="/folk/x/"))

    refusal(principal, amina.public_id)

    look_up = LookUp.objects.get()
    assert (look_up.actor, look_up.person, look_up.is_permitted) == (kari.public_id, amina.public_id, False)
    assert (look_up.actor_role, look_up.purpose, look_up.request_id, look_up.path) == ("counsellor", "read person", "r1", "/folk/x/")


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "made_by"), [(Engagement, EngagementFactory), (Participant, ParticipantFactory)])
def test_a_refused_look_at_something_about_somebody_names_the_person(model, made_by):
    row = made_by()

    with pytest.raises(Http404):
        door.get(staff(Role.COUNSELLOR), Verb.READ, model, row.public_id)

    assert LookUp.objects.get().person == row.person.public_id


@pytest.mark.django_db
def test_nothing_is_written_down_for_what_is_not_there_or_for_nobody():
    refusal(staff(Role.COUNSELLOR), uuid4())
    refusal(anonymous(TODAY), PersonFactory().public_id)

    assert not LookUp.objects.exists()


@pytest.mark.django_db
def test_a_list_is_written_down_with_one_row_for_each_person():
    people = PersonFactory.create_batch(3)
    kari = staff(Role.COUNSELLOR)

    door.seen(kari, [*people, people[0]], Purpose.PEOPLE)

    assert set(LookUp.objects.values_list("person", "purpose", "is_permitted")) == {(each.public_id, "people", True) for each in people}
    assert LookUp.objects.count() == 3


@pytest.mark.django_db
def test_an_empty_list_writes_nothing(django_assert_num_queries):
    kari = staff(Role.COUNSELLOR)

    with django_assert_num_queries(0):
        door.seen(kari, [], Purpose.PEOPLE)


@pytest.mark.django_db
@pytest.mark.parametrize("row_count", [1, 50])
def test_writing_down_a_list_costs_one_statement_however_long(row_count, django_assert_num_queries):
    people = PersonFactory.create_batch(row_count)
    kari = staff(Role.COUNSELLOR)

    with django_assert_num_queries(1):
        door.seen(kari, people, Purpose.PEOPLE)


@pytest.mark.django_db
def test_a_candidates_own_window_is_no_look_up():
    amina = PersonFactory()

    door.seen(holder(amina), [amina], Purpose.PERSON)

    assert not LookUp.objects.exists()


@pytest.mark.django_db
def test_an_employers_look_at_a_candidate_is_a_look_up():
    participant, tor, _neighbour = candidate_who_is_shown(Participant, Role.EMPLOYER)

    door.seen(tor, [participant.person], Purpose.LOOP_CARDS)

    look_up = LookUp.objects.get()
    assert (look_up.person, look_up.actor, look_up.actor_role) == (participant.person.public_id, tor.public_id, "employer")


@pytest.mark.django_db
def test_an_employer_who_may_not_meet_a_candidate_is_refused_and_that_is_written_down():
    participant, _tor, neighbour = candidate_who_is_shown(Participant, Role.EMPLOYER)

    with pytest.raises(Http404):
        door.get(neighbour, Verb.MEET, Participant, participant.public_id)

    assert LookUp.objects.get().is_permitted is False


@pytest.mark.django_db
def test_the_look_up_of_somebody_with_every_role_has_room():
    everything = UserFactory()
    for role in STAFF_ROLES:
        MembershipFactory(user=everything, role=role)

    door.seen(asking(everything), [PersonFactory()], Purpose.PEOPLE)

    assert LookUp.objects.get().actor_role.startswith("business_coordinator,counsellor")


@pytest.mark.django_db
def test_several_roles_give_what_each_gives_and_each_row_once():
    kari = UserFactory(role=Role.COUNSELLOR)
    office = kari.memberships.get().unit
    MembershipFactory(user=kari, unit=office, role=Role.LEADER)
    amina = EngagementFactory(unit=office, responsible=kari).person

    assert list(door.rows(asking(kari), Verb.FIND, Person)) == [amina]
    assert list(door.rows(asking(kari), Verb.READ, Person)) == [amina]


@pytest.mark.django_db
@pytest.mark.parametrize("row_count", [1, 50])
def test_asking_for_rows_costs_one_query_however_many_there_are(row_count, django_assert_num_queries):
    kari = UserFactory(role=Role.COUNSELLOR)
    for _each in range(row_count):
        EngagementFactory(unit=kari.memberships.get().unit, responsible=kari)
    principal = asking(kari)

    with django_assert_num_queries(1):
        found = list(door.rows(principal, Verb.READ, Person))

    assert len(found) == row_count


@pytest.mark.django_db
def test_a_row_fetched_with_what_stands_beside_it_costs_one_query(django_assert_num_queries):
    kari = UserFactory(role=Role.COUNSELLOR)
    engagement = EngagementFactory(responsible=kari)
    principal = asking(kari)

    with django_assert_num_queries(1):
        found = door.get(principal, Verb.READ, Engagement, engagement.public_id, "person", "unit")
        str(found.person), str(found.unit)


@pytest.mark.django_db
def test_rows_can_be_locked_for_a_change():
    kari = UserFactory(role=Role.COUNSELLOR)
    engagement = EngagementFactory(responsible=kari)

    with transaction.atomic():
        assert list(door.rows(asking(kari), Verb.READ, Engagement).select_for_update(of=("self",))) == [engagement]


def test_a_verb_and_a_model_that_are_not_in_the_table_are_for_nobody():
    everyone = Principal(today=TODAY, roles=frozenset(Role))

    assert (Verb.DECIDE, Person) not in TABLE
    assert not door.may(everyone, Verb.DECIDE, Person)
