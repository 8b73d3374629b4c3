from __future__ import annotations

from datetime import date, timedelta

import pytest

from brobygger.intake.cover import who_picks_up_for_employers
from brobygger.intake.models import EmployerRelation, Part, Responsibility
from brobygger.intake.relations import begin_relation, choose_relation_deputy, employers_named, employers_of, end_relation, keep_relation
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Membership, Role
from tests.factories import ContactPersonFactory, EmployerRelationFactory, UnitFactory, UserFactory, WorkplaceFactory

TODAY = date(2026, 9, 1)
A_DAY = timedelta(days=1)
LATER = TODAY + 5 * A_DAY


@pytest.fixture
def team(db):
    unit = UnitFactory()
    return unit, UserFactory(role=Role.SPECIALIST, role__unit=unit), UserFactory(role=Role.BUSINESS_COORDINATOR, role__unit=unit)


def begun(team, workplace=None, **named):
    unit, jonas, tone = team
    who = {"unit": unit, "responsible": jonas, "deputy": tone, "actor": jonas, **named}
    return begin_relation(workplace or WorkplaceFactory(), starts_on=TODAY, today=TODAY, **who)


def test_a_relation_has_both_from_its_first_day(team):
    _unit, jonas, tone = team

    relation = begun(team)

    (found,) = who_picks_up_for_employers(EmployerRelation.objects.all(), today=TODAY)
    assert (found.relation, found.responsible, found.deputy) == (relation, jonas, tone)


def test_it_needs_two_who_answer_employers_in_that_unit(team):
    unit, jonas, _tone = team
    counsellor, elsewhere = UserFactory(role=Role.COUNSELLOR, role__unit=unit), UserFactory(role=Role.SPECIALIST)

    for deputy, words in ((jonas, "en annen stedfortreder"), (counsellor, "svarer ikke bedrifter"), (elsewhere, "svarer ikke bedrifter")):
        with pytest.raises(DomainError, match=words) as refusal:
            begun(team, deputy=deputy)
        assert refusal.value.field == "deputy"
    assert not Responsibility.objects.exists()


def test_a_unit_is_in_touch_with_a_workplace_once(team):
    workplace = WorkplaceFactory()
    begun(team, workplace)

    with pytest.raises(DomainError, match="allerede kontakt"):
        begun(team, workplace)
    other = UnitFactory()
    pair = [UserFactory(role=Role.SPECIALIST, role__unit=other) for _each in range(2)]

    assert begun((other, *pair), workplace)


def test_a_relation_whose_responsible_has_left_goes_on_with_two_others(team):
    unit, jonas, tone = team
    workplace = WorkplaceFactory()
    relation = begun(team, workplace)
    relation.responsibilities.filter(part=Part.DEPUTY).update(ends_on=LATER)
    Responsibility.objects.create(relation=relation, user=jonas, part=Part.DEPUTY, starts_on=LATER + A_DAY)
    Membership.objects.filter(user=jonas).update(ends_on=TODAY)
    ahmed = UserFactory(role=Role.SPECIALIST, role__unit=unit)

    again = begin_relation(workplace, unit=unit, responsible=ahmed, deputy=tone, starts_on=LATER, today=LATER, actor=tone)

    (found,) = who_picks_up_for_employers(EmployerRelation.objects.all(), today=LATER)
    assert (again, found.responsible, found.deputy) == (relation, ahmed, tone)


def test_one_who_is_to_take_over_a_relation_later_still_does(team):
    unit, _jonas, tone = team
    workplace = WorkplaceFactory()
    relation = begun(team, workplace)
    relation.responsibilities.filter(part=Part.RESPONSIBLE).update(ends_on=TODAY)
    berit, ahmed = (UserFactory(role=Role.SPECIALIST, role__unit=unit) for _each in range(2))
    Responsibility.objects.create(relation=relation, user=berit, part=Part.RESPONSIBLE, starts_on=LATER + A_DAY)
    again = {"unit": unit, "responsible": ahmed, "starts_on": LATER, "today": LATER, "actor": tone}

    with pytest.raises(DomainError, match="er eller blir ansvarlig"):
        begin_relation(workplace, deputy=berit, **again)
    begin_relation(workplace, deputy=tone, **again)

    two = [who_picks_up_for_employers(EmployerRelation.objects.all(), today=on)[0] for on in (LATER, LATER + A_DAY)]
    assert [each.responsible for each in two] == [ahmed, berit]


def test_a_relation_that_was_to_end_and_is_taken_again_goes_on(team):
    unit, jonas, tone = team
    workplace = WorkplaceFactory()
    relation = begun(team, workplace)
    end_relation(relation, on=LATER, because="Jeg slutter.", actor=jonas)
    Membership.objects.filter(user=jonas).update(ends_on=TODAY)
    ahmed = UserFactory(role=Role.SPECIALIST, role__unit=unit)

    begin_relation(workplace, unit=unit, responsible=ahmed, deputy=tone, starts_on=LATER, today=LATER, actor=tone)

    (found,) = who_picks_up_for_employers(EmployerRelation.objects.all(), today=LATER + A_DAY)
    assert (found.relation, found.responsible, found.deputy) == (relation, ahmed, tone)


def test_another_stands_in_from_today_and_the_responsible_one_a_stranger_and_one_at_an_end_are_refused(team):
    unit, jonas, tone = team
    relation, ahmed = begun(team), UserFactory(role=Role.SPECIALIST, role__unit=unit)

    for _each in range(2):
        choose_relation_deputy(relation, deputy=ahmed, today=LATER, actor=jonas)
    for user, words in ((jonas, "er eller blir ansvarlig"), (UserFactory(role=Role.SPECIALIST), "svarer ikke bedrifter")):
        with pytest.raises(DomainError, match=words):
            choose_relation_deputy(relation, deputy=user, today=LATER, actor=jonas)

    (then,), (now,) = (who_picks_up_for_employers(EmployerRelation.objects.all(), today=on) for on in (TODAY, LATER))
    assert (then.deputy, now.deputy, now.responsible) == (tone, ahmed, jonas)
    end_relation(relation, on=LATER, actor=jonas)
    with pytest.raises(DomainError, match="er avsluttet"):
        choose_relation_deputy(relation, deputy=tone, today=LATER + A_DAY, actor=jonas)


def test_when_it_ends_nobody_answers_for_it_any_more(team):
    relation = begun(team)

    end_relation(relation, on=TODAY, actor=team[1])

    assert who_picks_up_for_employers(EmployerRelation.objects.all(), today=TODAY + timedelta(days=1)) == []
    assert set(relation.responsibilities.values_list("ends_on", flat=True)) == {TODAY}
    with pytest.raises(DomainError, match="er avsluttet"):
        end_relation(relation, on=TODAY, actor=team[1])


def test_employers_are_found_by_who_answers_and_by_name(team):
    _unit, jonas, _tone = team
    mine = EmployerRelationFactory(responsible=jonas, workplace__name="Rugbakken bakeri")
    other = EmployerRelationFactory(workplace__name="Elvekroken verksted", workplace__organisation__name="Bakeriet Elvekroken")

    assert list(employers_of(EmployerRelation.objects.all(), user=jonas, today=TODAY)) == [mine]
    assert list(employers_named(EmployerRelation.objects.all(), text="bakeri", today=TODAY)) == [other, mine]


@pytest.mark.parametrize("row_count", [1, 12])
def test_finding_them_costs_two_queries_however_many(row_count, team, django_assert_num_queries):
    for _each in range(row_count):
        ContactPersonFactory(workplace=EmployerRelationFactory(responsible=team[1]).workplace)

    with django_assert_num_queries(2):
        for each in employers_of(EmployerRelation.objects.all(), user=team[1], today=TODAY):
            str(each.workplace), [str(contact.person) for contact in each.workplace.contacts.all()]


def test_another_than_the_responsible_says_why_it_ends(team):
    _unit, _jonas, tone = team
    relation = begun(team)

    with pytest.raises(DomainError, match="Skriv hvorfor") as refusal:
        end_relation(relation, on=LATER, because=" ", actor=tone)
    end_relation(relation, on=LATER, because="De har lagt ned.", actor=tone)

    relation.refresh_from_db()
    assert refusal.value.field == "because"
    assert (relation.ends_on, relation.ended_because) == (LATER, "De har lagt ned.")


def test_what_was_ended_by_mistake_goes_on_with_the_two_it_had(team):
    _unit, jonas, tone = team
    relation = begun(team)
    end_relation(relation, on=LATER, actor=jonas)

    for _press in range(2):
        keep_relation(relation, today=LATER, actor=jonas)

    (found,) = who_picks_up_for_employers(EmployerRelation.objects.all(), today=LATER + A_DAY)
    assert (found.relation.ends_on, found.responsible, found.deputy) == (None, jonas, tone)


def test_it_is_too_late_once_the_last_day_has_been(team):
    _unit, jonas, _tone = team
    relation = begun(team)
    end_relation(relation, on=TODAY, actor=jonas)

    with pytest.raises(DomainError, match="Ta kontakten på nytt"):
        keep_relation(relation, today=TODAY + A_DAY, actor=jonas)
