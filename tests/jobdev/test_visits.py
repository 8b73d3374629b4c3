from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from brobygger.appointments.moments import When
from brobygger.appointments.states import AppointmentState
from brobygger.audit.models import Entry
from brobygger.jobdev.actions.openings import OpeningCard
from brobygger.jobdev.actions.visits import (
    Outcome,
    call_off_visit,
    do_next_step,
    hold_visit,
    log_visit,
    move_visit,
    plan_visit,
    restore_visit,
)
from brobygger.jobdev.models import EmployerVisit, Opening, VisitKind, VisitState
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from tests.factories import ContactPersonFactory, EmployerVisitFactory, UnitFactory, UserFactory, WorkplaceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 12, 10, 0, tzinfo=OSLO)
TODAY = NOW.date()
TO_COME = TODAY + timedelta(days=1)
AT_HALF_PAST_TEN = datetime(2026, 11, 13, 10, 30, tzinfo=OSLO)
NEED = Outcome(
    spoke_with_decider=True,
    held_at=NOW - timedelta(minutes=5),
    need="Noen som kan skifte dekk.",
    next_step="Ring Tor",
    next_step_on=date(2026, 11, 16),
)
TYRES = OpeningCard(title="Dekkskift", tasks="Skifte dekk og rydde.")


@pytest.fixture
def jonas():
    return UserFactory(name="Jonas Hauglid")


@pytest.fixture
def bakery():
    return WorkplaceFactory(name="Rugbakken bakeri")


def plan(workplace, user, **named):
    given = {"unit": UnitFactory(), "when": When(TO_COME, time(10, 30)), "key": uuid4(), "purpose": "Første besøk."}
    return plan_visit(workplace, **{**given, **named}, now=NOW, actor=user)


def log(workplace, user, outcome=NEED, **named):
    return log_visit(workplace, **{"unit": UnitFactory(), "key": uuid4(), "now": NOW, **named}, outcome=outcome, actor=user)


def events():
    return list(Entry.objects.filter(event__startswith="jobdev.").order_by("pk").values_list("event", flat=True))


def test_a_visit_is_planned_with_whom_one_meets(bakery, jonas):
    tor = ContactPersonFactory(workplace=bakery)

    visit = plan(bakery, jonas, meets=tor)

    visit.refresh_from_db()
    assert (visit.workplace, visit.visitor, visit.meets, visit.state) == (bakery, jonas, tor, VisitState.PLANNED)
    assert (visit.appointment.on, visit.appointment.at) == (TO_COME, time(10, 30))
    assert events() == ["jobdev.visit_planned"]


def test_a_visit_is_not_planned_on_a_day_that_has_been_but_earlier_today_will_do(bakery, jonas):
    plan(bakery, jonas, when=When(TODAY, time(8)))

    with pytest.raises(DomainError, match=r"11\.11\.2026 har vært") as refusal:
        plan(bakery, jonas, when=When(TODAY - timedelta(days=1)))

    assert refusal.value.field == "on"
    assert EmployerVisit.objects.count() == 1


def test_one_meets_only_somebody_at_the_workplace(bakery, jonas):
    with pytest.raises(DomainError, match="er ikke på Rugbakken bakeri"):
        plan(bakery, jonas, meets=ContactPersonFactory())


def test_the_same_plan_sent_twice_gives_one_visit(bakery, jonas):
    key = uuid4()

    first, second = plan(bakery, jonas, key=key), plan(bakery, jonas, key=key)

    assert first == second
    assert events() == ["jobdev.visit_planned"]


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": "Noe annet."},
        {"when": When(TO_COME + timedelta(days=1), time(10, 30))},
        {"when": When(TO_COME, time(11, 30))},
        {"when": When(TO_COME)},
        {"kind": VisitKind.PHONE},
    ],
)
def test_a_key_that_is_used_is_refused_for_another_plan_and_what_was_saved_stands(bakery, jonas, change):
    saved = plan(bakery, jonas, key=uuid4())

    with pytest.raises(DomainError, match="allerede lagret noe annet"):
        plan(bakery, jonas, key=saved.key, **change)

    found = EmployerVisit.objects.select_related("appointment").get()
    said = (found.appointment.about, found.appointment.on, found.appointment.at, found.kind)
    assert said == ("Første besøk.", TO_COME, time(10, 30), VisitKind.VISIT)


def test_a_key_that_is_used_is_refused_for_another_user(bakery, jonas):
    saved = plan(bakery, jonas)

    with pytest.raises(DomainError, match="allerede lagret noe annet"):
        plan(bakery, UserFactory(), key=saved.key)


def test_a_visit_that_just_happened_is_written_down_with_its_opening(bakery, jonas):
    visit = log(bakery, jonas, replace(NEED, opening=TYRES))

    visit.refresh_from_db()
    assert (visit.state, visit.held_at, visit.spoke_with_decider, visit.need) == (VisitState.HELD, NEED.held_at, True, NEED.need)
    assert (visit.next_step, visit.next_step_on) == ("Ring Tor", date(2026, 11, 16))
    opening = Opening.objects.get()
    assert (opening.visit, opening.workplace, opening.owner, opening.unit) == (visit, bakery, jonas, visit.unit)
    assert events() == ["jobdev.visit_held", "jobdev.opening_found"]


def test_a_visit_without_a_moment_was_now(bakery, jonas):
    visit = log(bakery, jonas, replace(NEED, held_at=None))

    assert visit.held_at == NOW


def test_the_same_visit_sent_twice_gives_one_visit_and_one_opening(bakery, jonas):
    key, outcome = uuid4(), replace(NEED, opening=TYRES)

    first = log(bakery, jonas, outcome, key=key)
    second = log(bakery, jonas, outcome, key=key, now=NOW + timedelta(hours=2))

    assert first == second
    assert (EmployerVisit.objects.count(), Opening.objects.count()) == (1, 1)


def test_a_visit_without_a_moment_sent_again_later_is_the_same(bakery, jonas):
    key, outcome = uuid4(), replace(NEED, held_at=None)

    log(bakery, jonas, outcome, key=key)
    log(bakery, jonas, outcome, key=key, now=NOW + timedelta(hours=2))

    assert EmployerVisit.objects.get().held_at == NOW


@pytest.mark.parametrize(
    "change", [{"need": "Noe annet."}, {"spoke_with_decider": False}, {"opening": TYRES}, {"held_at": NOW - timedelta(hours=1)}]
)
def test_a_key_that_is_used_is_refused_for_another_outcome_and_what_was_saved_stands(bakery, jonas, change):
    saved = log(bakery, jonas)

    with pytest.raises(DomainError, match="allerede lagret noe annet"):
        log(bakery, jonas, replace(NEED, **change), key=saved.key)

    assert EmployerVisit.objects.values_list("need", "spoke_with_decider", "held_at").get() == (NEED.need, True, NEED.held_at)
    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"next_step_on": None}, "next_step_on"),
        ({"next_step": ""}, "next_step"),
        ({"next_step_on": date(2026, 11, 11)}, "next_step_on"),
        ({"held_at": NOW + timedelta(hours=1)}, "on"),
    ],
)
def test_what_does_not_hang_together_is_refused_at_its_field_and_leaves_no_trace(bakery, jonas, change, field):
    with pytest.raises(DomainError) as refusal:
        log(bakery, jonas, replace(NEED, **change))

    assert refusal.value.field == field
    assert not EmployerVisit.objects.exists()


def test_an_opening_without_tasks_stops_the_visit_it_was_found_on(bakery, jonas):
    with pytest.raises(DomainError, match="Skriv hva arbeidet er"):
        log(bakery, jonas, replace(NEED, opening=replace(TYRES, tasks=" ")))

    assert not EmployerVisit.objects.exists()


def test_a_planned_visit_is_written_down_and_keeps_its_plan(jonas):
    visit = EmployerVisitFactory(visitor=jonas, planned_at=datetime(2026, 11, 12, 9, 0, tzinfo=OSLO))

    hold_visit(visit, outcome=NEED, now=NOW, actor=jonas)
    hold_visit(visit, outcome=NEED, now=NOW + timedelta(minutes=1), actor=jonas)

    visit.refresh_from_db()
    assert (visit.state, visit.held_at) == (VisitState.HELD, NEED.held_at)
    assert (visit.appointment.on, visit.appointment.at, visit.appointment.state) == (TODAY, time(9), AppointmentState.HELD)
    assert events() == ["jobdev.visit_held"]


def test_a_visit_that_is_written_down_is_not_written_over(jonas):
    visit = hold_visit(EmployerVisitFactory(visitor=jonas), outcome=NEED, now=NOW, actor=jonas)

    with pytest.raises(DomainError, match="allerede lagret noe annet"):
        hold_visit(visit, outcome=replace(NEED, need="Noe annet."), now=NOW, actor=jonas)

    visit.refresh_from_db()
    assert visit.need == NEED.need


def test_the_deputy_who_went_instead_is_the_one_who_was_there(jonas):
    visit, hanne = EmployerVisitFactory(visitor=jonas), UserFactory()

    hold_visit(visit, outcome=NEED, now=NOW, actor=hanne)

    visit.refresh_from_db()
    assert visit.visitor == hanne


def test_a_visit_that_was_called_off_cannot_be_written_down_or_moved(jonas):
    visit = call_off_visit(EmployerVisitFactory(visitor=jonas), now=NOW, actor=jonas)

    with pytest.raises(DomainError, match="Besøket er «avlyst»"):
        hold_visit(visit, outcome=NEED, now=NOW, actor=jonas)
    with pytest.raises(DomainError, match="kan ikke flyttes"):
        move_visit(visit, when=When(TO_COME), now=NOW, actor=jonas)

    visit.refresh_from_db()
    assert visit.state == VisitState.CALLED_OFF


def test_moving_or_calling_off_twice_is_written_down_once(jonas):
    visit = EmployerVisitFactory(visitor=jonas, planned_at=AT_HALF_PAST_TEN)
    later = TO_COME + timedelta(days=3)

    move_visit(visit, when=When(later), now=NOW, actor=jonas)
    move_visit(visit, when=When(later), now=NOW, actor=jonas)
    call_off_visit(visit, now=NOW, actor=jonas)
    call_off_visit(visit, now=NOW, actor=jonas)

    assert events() == ["jobdev.visit_moved", "jobdev.visit_called_off"]


def test_a_visit_moved_to_another_time_or_to_any_time_that_day_is_moved(jonas):
    visit = EmployerVisitFactory(visitor=jonas, planned_at=AT_HALF_PAST_TEN)

    found = [move_visit(visit, when=When(TO_COME, at), now=NOW, actor=jonas).appointment.at for at in (time(0), None, None)]

    assert found == [time(0), None, None]
    assert events() == ["jobdev.visit_moved", "jobdev.visit_moved"]


def test_a_visit_is_not_moved_to_a_day_that_has_been(jonas):
    visit = EmployerVisitFactory(visitor=jonas, planned_at=AT_HALF_PAST_TEN)

    with pytest.raises(DomainError, match="har vært"):
        move_visit(visit, when=When(TODAY - timedelta(days=2)), now=NOW, actor=jonas)

    visit.refresh_from_db()
    assert visit.appointment.on == TO_COME


def test_another_than_the_visitor_says_why_it_is_called_off(jonas):
    visit = EmployerVisitFactory(visitor=UserFactory(name="Per Lind"), planned_at=AT_HALF_PAST_TEN)

    with pytest.raises(DomainError, match="Per Lind sitt") as refusal:
        call_off_visit(visit, because=" ", now=NOW, actor=jonas)
    called_off = call_off_visit(visit, because="Per er syk.", now=NOW, actor=jonas)

    assert refusal.value.field == "because"
    assert (called_off.state, called_off.appointment.called_off_because) == (VisitState.CALLED_OFF, "Per er syk.")


def test_a_visit_that_was_called_off_by_mistake_is_on_again_until_its_day_has_been(jonas):
    visit = call_off_visit(EmployerVisitFactory(visitor=jonas, planned_at=AT_HALF_PAST_TEN), now=NOW, actor=jonas)

    with pytest.raises(DomainError, match="Tidspunktet har vært"):
        restore_visit(visit, now=AT_HALF_PAST_TEN + timedelta(days=1), actor=jonas)
    for _press in range(2):
        restore_visit(visit, now=NOW, actor=jonas)

    visit = EmployerVisit.objects.get()
    assert (visit.state, visit.appointment.called_off_because) == (VisitState.PLANNED, "")
    assert [event for event in events() if event.startswith("jobdev")] == ["jobdev.visit_called_off", "jobdev.visit_restored"]


def test_a_visit_that_was_made_cannot_be_called_off(jonas):
    visit = EmployerVisitFactory(held=True)

    with pytest.raises(DomainError, match="Besøket er «gjennomført»"):
        call_off_visit(visit, now=NOW, actor=jonas)


def test_the_next_step_is_done_once(bakery, jonas):
    visit = log(bakery, jonas)

    do_next_step(visit, now=NOW + timedelta(days=1), actor=jonas)
    do_next_step(visit, now=NOW + timedelta(days=1, hours=1), actor=jonas)

    visit.refresh_from_db()
    assert visit.next_step_done_at == NOW + timedelta(days=1)


def test_a_visit_without_a_next_step_has_none_to_do(jonas):
    with pytest.raises(DomainError, match="neste steg"):
        do_next_step(EmployerVisitFactory(held=True), now=NOW, actor=jonas)


def test_the_database_refuses_a_visit_that_was_made_without_saying_whether_the_other_could_decide():
    with pytest.raises(IntegrityError, match="visit_that_was_held"), transaction.atomic():
        EmployerVisitFactory(held=True, spoke_with_decider=None)
