from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from brobygger.intake.models import EmployerRelation
from brobygger.jobdev.models import EmployerVisit, Opening, VisitKind
from brobygger.jobdev.queries import (
    employer_meetings_per_week,
    employers,
    in_touch_with,
    knocked_lately,
    meetings_between,
    new_openings,
    open_openings,
    openings_of,
    openings_without_follow_up,
    people_at,
    visits_at,
    visits_of,
)
from brobygger.kernel.clock import OSLO
from brobygger.parties.models import ContactPerson, Workplace
from tests.factories import (
    AbsenceFactory,
    ContactPersonFactory,
    EmployerRelationFactory,
    EmployerVisitFactory,
    OpeningFactory,
    PersonFactory,
    PostalCodeFactory,
    UnitFactory,
    UserFactory,
    WorkplaceFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 12, 10, 0, tzinfo=OSLO)
TODAY = NOW.date()


@pytest.fixture
def unit():
    return UnitFactory(name="Jobbhuset Brovik", postal_code=PostalCodeFactory())


@pytest.fixture
def jonas():
    return UserFactory(name="Jonas Hauglid")


@pytest.fixture
def per():
    return UserFactory(name="Per Lind")


def held(days_ago, **named):
    return EmployerVisitFactory(held=True, held_at=NOW - timedelta(days=days_ago), **named)


def planned(in_days, **named):
    return EmployerVisitFactory(planned_at=NOW + timedelta(days=in_days), **named)


def found(text="", *, units=None):
    rows = {"visits": EmployerVisit, "openings": Opening, "relations": EmployerRelation}
    scopes = {name: model.objects.filter(unit__in=units) if units else model.objects.all() for name, model in rows.items()}
    return employers(Workplace.objects.all(), text=text, today=TODAY, **scopes)


def names(rows):
    return [row.name for row in rows]


# Employers


def test_employers_come_by_the_alphabet_with_last_visit_openings_and_who_answers(unit, jonas):
    aas, bakery = WorkplaceFactory(name="Ås gartneri"), WorkplaceFactory(name="Bakeriet")
    held(40, workplace=bakery, unit=unit)
    held(3, workplace=bakery, unit=unit)
    planned(1, workplace=bakery, unit=unit)
    OpeningFactory.create_batch(2, workplace=bakery, unit=unit)
    OpeningFactory(workplace=bakery, unit=unit, state="filled")
    EmployerRelationFactory(workplace=bakery, unit=unit, responsible=jonas)

    first, last = found()

    assert (first, last) == (bakery, aas)
    assert (first.last_visit_at, first.open_openings, first.responsible_name) == (NOW - timedelta(days=3), 2, "Jonas Hauglid")
    assert (last.last_visit_at, last.open_openings, last.responsible_name) == (None, 0, None)


def test_what_other_units_do_is_neither_counted_nor_named(unit, jonas):
    bakery, other = WorkplaceFactory(), UnitFactory()
    held(3, workplace=bakery, unit=other)
    OpeningFactory(workplace=bakery, unit=other)
    EmployerRelationFactory(workplace=bakery, unit=other, responsible=jonas)

    row = found(units=[unit]).get()

    assert (row.last_visit_at, row.open_openings, row.responsible_name) == (None, 0, None)


def test_every_word_must_be_in_the_name_the_firm_or_the_place():
    place = PostalCodeFactory(code="9010", place="Bergnes")
    WorkplaceFactory(name="Rugbakken bakeri", organisation__name="Rugbakken AS", postal_code=place)
    WorkplaceFactory(name="Bakeriet på hjørnet")
    WorkplaceFactory(name="Verkstedet", postal_code=place)

    assert names(found("bakeri")) == ["Bakeriet på hjørnet", "Rugbakken bakeri"]
    assert names(found("BAKERI bergnes")) == ["Rugbakken bakeri"]
    assert names(found("rugbakken as")) == ["Rugbakken bakeri"]
    assert names(found("%")) == []


def test_an_employer_is_found_by_the_register_number():
    place = WorkplaceFactory(name="Rugbakken bakeri")
    WorkplaceFactory()

    assert list(found(place.organisation.register_number)) == [place]


@pytest.mark.parametrize("row_count", [1, 30])
def test_the_list_costs_one_query_however_long(row_count, unit, jonas, django_assert_num_queries):
    for _number in range(row_count):
        place = WorkplaceFactory(postal_code=PostalCodeFactory())
        EmployerRelationFactory(workplace=place, unit=unit, responsible=jonas)
        held(3, workplace=place, unit=unit)

    with django_assert_num_queries(1):
        for row in found(units=[unit]):
            str(row.organisation), str(row.postal_code), row.last_visit_at, row.open_openings, row.responsible_name


def test_those_a_unit_has_to_do_with_are_of_a_relation_an_opening_or_a_visit(unit):
    rows = {"visits": EmployerVisit.objects.all(), "openings": Opening.objects.all(), "relations": EmployerRelation.objects.all()}
    near = {
        EmployerRelationFactory(unit=unit).workplace,
        OpeningFactory(unit=unit).workplace,
        planned(1, unit=unit).workplace,
        held(89, unit=unit).workplace,
    }
    held(92), OpeningFactory(state="closed"), EmployerRelationFactory(ends_on=TODAY - timedelta(days=1)), WorkplaceFactory()

    assert set(in_touch_with(Workplace.objects.all(), **rows, today=TODAY)) == near


def test_those_who_can_decide_come_first_and_those_who_have_left_not_at_all():
    place = WorkplaceFactory()
    eva = ContactPersonFactory(workplace=place, person__last_name="Aas", person__first_name="Eva")
    tor = ContactPersonFactory(workplace=place, person__last_name="Bakkli", can_decide=True)
    ContactPersonFactory(workplace=place, ends_on=TODAY - timedelta(days=1))
    ContactPersonFactory()

    assert list(people_at(ContactPerson.objects.all(), place, today=TODAY)) == [tor, eva]


# Two colleagues never knock on the same door unaware


def test_a_colleagues_visit_is_told_with_the_name_and_another_units_with_the_unit_only(unit, per):
    place = WorkplaceFactory()
    held(9, workplace=place, unit=unit, visitor=per)
    held(2, workplace=place, unit=UnitFactory(name="NAV Fjordby"))

    known = knocked_lately(place, units={unit.pk}, today=TODAY)

    assert [(knock.unit, knock.who, knock.on) for knock in known.knocks] == [
        ("NAV Fjordby", None, TODAY - timedelta(days=2)),
        ("Jobbhuset Brovik", per, TODAY - timedelta(days=9)),
    ]


def test_a_reader_without_units_is_told_no_name():
    visit = held(2)
    EmployerRelationFactory(workplace=visit.workplace, responsible=UserFactory())

    known = knocked_lately(visit.workplace, today=TODAY)

    assert [knock.who for knock in known.knocks] == [None]
    assert [(tie.unit, tie.two) for tie in known.ties] == [(EmployerRelation.objects.get().unit.name, None)]


def test_planned_visits_come_before_those_that_were_made_the_soonest_first(unit, per):
    place = WorkplaceFactory()
    held(1, workplace=place, unit=unit, visitor=per)
    planned(8, workplace=place, unit=unit, visitor=per)
    planned(2, workplace=place, unit=unit, visitor=per)

    known = knocked_lately(place, units={unit.pk}, today=TODAY)

    assert [((knock.on - TODAY).days, knock.is_planned) for knock in known.knocks] == [(2, True), (8, True), (-1, False)]


def test_after_ninety_days_a_visit_is_no_longer_lately_and_one_called_off_never_was():
    place = WorkplaceFactory()
    held(90, workplace=place), held(91, workplace=place)
    EmployerVisitFactory(workplace=place, planned_at=NOW, called_off=True)
    planned(-1, workplace=place)

    assert [knock.on for knock in knocked_lately(place, today=TODAY).knocks] == [TODAY - timedelta(days=90)]


def test_what_to_be_aware_of_is_what_others_have_done_in_ones_own_former_unit_too(unit, jonas, per):
    place = WorkplaceFactory()
    held(1, workplace=place, visitor=jonas)
    held(2, workplace=place, unit=unit, visitor=per)

    known = knocked_lately(place, units={unit.pk}, today=TODAY)

    assert [knock.who for knock in known.of_others(jonas)] == [per]


def test_who_has_the_contact_is_told_with_the_deputy_while_the_responsible_one_is_away(unit, jonas, per):
    relation = EmployerRelationFactory(unit=unit, responsible=jonas, deputy=per)
    EmployerRelationFactory(workplace=relation.workplace, unit__name="NAV Fjordby", responsible=UserFactory())
    AbsenceFactory(user=jonas, starts_on=TODAY)

    ours, theirs = knocked_lately(relation.workplace, units={unit.pk}, today=TODAY).ties

    assert (ours.two.responsible, ours.two.answers, ours.two.is_away) == (jonas, per, True)
    assert (theirs.unit, theirs.two) == ("NAV Fjordby", None)


def test_the_visits_of_a_workplace_are_those_to_come_soonest_first_then_those_made_latest_first():
    place = WorkplaceFactory()
    old, new = held(9, workplace=place), held(1, workplace=place)
    later, soon = planned(9, workplace=place), planned(1, workplace=place)
    held(1), planned(1)

    EmployerVisitFactory(workplace=place, called_off=True)

    assert list(visits_at(EmployerVisit.objects.all(), place)) == [soon, later, new, old]
    assert list(visits_of(EmployerVisit.objects.all(), place)) == [new, old]


# Openings


def test_an_opening_is_without_follow_up_after_fourteen_whole_days():
    quiet = OpeningFactory(followed_up_at=NOW - timedelta(days=15))
    in_time = OpeningFactory(followed_up_at=NOW.replace(hour=0) - timedelta(days=14))
    OpeningFactory(followed_up_at=NOW - timedelta(days=40), state="closed")

    assert list(openings_without_follow_up(Opening.objects.all(), today=TODAY)) == [quiet]
    assert open_openings(Opening.objects.all(), today=TODAY) == ([quiet], [in_time])


def test_the_openings_of_a_workplace_are_open_ones_first():
    place = WorkplaceFactory()
    filled = OpeningFactory(workplace=place, state="filled", found_at=NOW)
    old, new = (OpeningFactory(workplace=place, found_at=NOW - timedelta(days=days)) for days in (9, 3))
    OpeningFactory()

    assert list(openings_of(Opening.objects.all(), place)) == [new, old, filled]


def test_new_openings_are_those_employers_have_told_of_since_a_moment(jonas):
    told = OpeningFactory(owner=jonas, told_by=PersonFactory(), found_at=NOW)
    OpeningFactory(owner=jonas, told_by=PersonFactory(), found_at=NOW - timedelta(days=2))
    OpeningFactory(owner=jonas, found_at=NOW), OpeningFactory(told_by=PersonFactory(), found_at=NOW)

    assert list(new_openings(Opening.objects.all(), user=jonas, since=NOW - timedelta(days=1))) == [told]


# Weeks


def test_meetings_are_counted_by_week_and_a_week_without_any_is_there_too(django_assert_num_queries):
    held(0, spoke_with_decider=True), held(3, spoke_with_decider=False), held(14, kind=VisitKind.PHONE), held(60)
    EmployerVisitFactory(held=True, held_at=datetime(2026, 11, 9, 0, 15, tzinfo=OSLO))

    with django_assert_num_queries(1):
        weeks = employer_meetings_per_week(EmployerVisit.objects.all(), today=TODAY, weeks=3)

    assert [(week.monday, week.meeting_count, week.call_count, week.decider_count) for week in weeks] == [
        (date(2026, 10, 26), 0, 1, 1),
        (date(2026, 11, 2), 0, 0, 0),
        (date(2026, 11, 9), 3, 0, 2),
    ]


def test_the_figure_of_a_week_opens_the_visits_it_was_counted_from():
    inside = [held(0), held(3)]
    held(4)

    assert list(meetings_between(EmployerVisit.objects.all(), first=date(2026, 11, 9), last=date(2026, 11, 15))) == inside
