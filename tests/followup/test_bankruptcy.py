from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from brobygger.audit.models import Entry
from brobygger.followup.actions import bankruptcy
from brobygger.followup.actions.bankruptcy import employer_is_not_bankrupt, employer_went_bankrupt
from brobygger.jobdev.actions.openings import OpeningCard, find_opening
from brobygger.jobdev.models import OpeningState
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import midnight
from brobygger.loops.models import LoopEmployer, Stay
from brobygger.loops.states import CommitmentState
from brobygger.loops.the_year.actions.turnings import rotate
from brobygger.outbox.models import Message
from brobygger.parties.changes import changes_of
from brobygger.parties.models import Organisation, Role
from brobygger.placements.actions import start_placement
from brobygger.placements.models import EndCause, Placement
from brobygger.placements.states import PlacementState
from tests.factories import (
    AbsenceFactory,
    DisclosureFactory,
    EmployerVisitFactory,
    EngagementFactory,
    LoopEmployerFactory,
    LoopFactory,
    OpeningFactory,
    OrganisationFactory,
    PersonFactory,
    PlacementFactory,
    SuggestionFactory,
    UnitFactory,
    UserFactory,
    WorkplaceFactory,
)
from tests.loops.the_year.rounds import running_round

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 11)
ON = date(2026, 11, 10)
NOW = datetime(2026, 11, 11, 9, tzinfo=UTC)


def goes_bankrupt(organisation: Organisation, *, on: date = ON, today: date = TODAY):
    return employer_went_bankrupt(organisation, on=on, words="Kunngjort i går.", actor=UserFactory(), today=today, now=NOW)


def at(organisation: Organisation, *, responsible=None, deputy=None, unit=None, **fields) -> Placement:
    """Somebody at one more workplace of the organisation."""
    fields = {"active": True} | fields
    placement = PlacementFactory(workplace=WorkplaceFactory(organisation=organisation), **fields)
    EngagementFactory(person=placement.person, unit=unit or UnitFactory(), responsible=responsible, deputy=deputy)
    return placement


def letters() -> dict[str, tuple[int, str]]:
    return {
        each.recipient_name: (each.values["people"], each.values["loops"])
        for each in Message.objects.filter(template="followup/bankruptcy")
    }


def test_what_runs_ends_what_is_planned_is_called_off_and_openings_close_at_every_workplace():
    firm = OrganisationFactory()
    running, planned = at(firm), at(firm, active=False)
    elsewhere = PlacementFactory(active=True)
    opening, other_opening = OpeningFactory(workplace=WorkplaceFactory(organisation=firm)), OpeningFactory()

    goes_bankrupt(firm)

    for row in (running, planned, elsewhere, opening, other_opening):
        row.refresh_from_db()
    assert (running.state, running.ends_on, running.end_cause) == (PlacementState.ENDED, ON, EndCause.EMPLOYER_BANKRUPT)
    assert running.end_words == "Kunngjort i går."
    assert planned.state == PlacementState.CANCELLED
    assert elsewhere.state == PlacementState.ACTIVE
    assert (opening.state, other_opening.state) == (OpeningState.CLOSED, OpeningState.OPEN)


def test_what_was_to_end_before_is_not_made_longer():
    firm = OrganisationFactory()
    over = at(firm, starts_on=date(2026, 9, 1), ends_on=date(2026, 10, 30))
    goes_on = at(firm, starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 30))

    goes_bankrupt(firm)

    over.refresh_from_db()
    goes_on.refresh_from_db()
    assert (over.state, over.ends_on) == (PlacementState.ENDED, date(2026, 10, 30))
    assert (goes_on.state, goes_on.ends_on) == (PlacementState.ENDED, ON)


def test_each_who_answers_is_told_once_of_all_their_people_at_once_and_nobody_is_named():
    firm, jonas, hanne = OrganisationFactory(name="Rugbakken AS"), UserFactory(name="Jonas"), UserFactory(name="Hanne")
    for responsible in (jonas, jonas, hanne):
        at(firm, responsible=responsible, person__first_name="Hemmelig", person__last_name="Hemmelig")
    at(firm, responsible=jonas, active=False)

    goes_bankrupt(firm)

    assert letters() == {"Jonas": (3, ""), "Hanne": (1, "")}
    assert "Hemmelig" not in str(list(Message.objects.values_list("values", flat=True)))


def test_one_person_with_two_places_there_is_one_person_in_the_letter():
    firm, jonas = OrganisationFactory(), UserFactory(name="Jonas")
    first = at(firm, responsible=jonas)
    PlacementFactory(person=first.person, workplace=first.workplace, kind="practice")

    goes_bankrupt(firm)

    assert letters() == {"Jonas": (1, "")}


def test_the_deputy_is_told_while_the_responsible_one_is_away():
    firm, jonas, ida = OrganisationFactory(), UserFactory(name="Jonas"), UserFactory(name="Ida")
    at(firm, responsible=jonas, deputy=ida)
    AbsenceFactory(user=jonas, starts_on=TODAY, ends_on=TODAY)

    goes_bankrupt(firm)

    assert letters() == {"Ida": (1, "")}


def test_the_leaders_of_the_unit_are_told_when_nobody_answers():
    firm, unit = OrganisationFactory(), UnitFactory()
    UserFactory(name="Siri", role=Role.LEADER, role__unit=unit)
    UserFactory(name="En annen leder", role=Role.LEADER)
    at(firm, unit=unit)

    goes_bankrupt(firm)

    assert letters() == {"Siri": (1, "")}


def test_it_drops_out_of_running_loops_and_their_stays_end_there():
    made = running_round()
    rotate(made.loop, turning=0, actor=made.loop.coordinator, now=midnight(date(2026, 9, 14)))
    here = made.employers[0]

    goes_bankrupt(here.workplace.organisation)

    here.refresh_from_db()
    assert (here.state, here.dropped_out_on, here.dropped_out_because) == (CommitmentState.DROPPED_OUT, ON, "bankrupt")
    assert Stay.objects.get(employer=here).placement.end_cause == EndCause.EMPLOYER_BANKRUPT
    assert Placement.objects.filter(workplace=here.workplace, state=PlacementState.CANCELLED).count() == 2
    assert letters() == {made.loop.coordinator.name: (0, made.loop.name)}


def test_it_leaves_the_loops_that_are_being_built_and_the_coordinator_hears_of_one_about_to_begin():
    firm = OrganisationFactory()
    asked = LoopEmployerFactory(loop=LoopFactory(name="Havna"), workplace=WorkplaceFactory(organisation=firm))
    decided = LoopEmployerFactory(loop=LoopFactory(decided=True, name="Fjorden"), workplace=asked.workplace, committed=True)

    goes_bankrupt(firm)

    states = dict(LoopEmployer.objects.values_list("pk", "state"))
    assert states == {asked.pk: CommitmentState.WITHDRAWN, decided.pk: CommitmentState.COMMITTED}
    assert set(letters().values()) == {(0, "Havna"), (0, "Fjorden")}


def test_said_twice_it_happens_once():
    firm = OrganisationFactory()
    at(firm, responsible=UserFactory())
    goes_bankrupt(firm)

    goes_bankrupt(firm)

    assert Message.objects.count() == 1
    assert Entry.objects.filter(event="followup.employer_went_bankrupt").count() == 1


def test_the_day_and_how_it_is_known_are_kept_on_the_firm_and_put_right_and_taken_back():
    firm, user = OrganisationFactory(), UserFactory()
    goes_bankrupt(firm)
    firm.refresh_from_db()
    assert (firm.bankrupt_on, firm.bankrupt_words) == (ON, "Kunngjort i går.")

    goes_bankrupt(firm, on=date(2026, 11, 9))
    employer_is_not_bankrupt(firm, actor=user)

    firm.refresh_from_db()
    assert (firm.bankrupt_on, firm.bankrupt_words) == (None, "")
    days = [(each.before, each.after) for each in changes_of(firm, fields=["bankrupt_on"])]
    assert days == [(date(2026, 11, 9), None), (ON, date(2026, 11, 9)), (None, ON)]


def test_visits_to_come_are_called_off_and_those_who_were_to_go_are_told_but_the_one_who_wrote_it():
    firm, jonas, per = OrganisationFactory(), UserFactory(name="Jonas"), UserFactory(name="Per")
    here = WorkplaceFactory(organisation=firm)
    own, theirs = (EmployerVisitFactory(workplace=here, visitor=user, planned_at=NOW + timedelta(days=1)) for user in (jonas, per))
    has_been = EmployerVisitFactory(workplace=here, visitor=per, planned_at=NOW - timedelta(days=5))
    elsewhere = EmployerVisitFactory(visitor=per, planned_at=NOW + timedelta(days=1))

    employer_went_bankrupt(firm, on=ON, words="Kunngjort.", actor=jonas, today=TODAY, now=NOW)

    for visit in (own, theirs, has_been, elsewhere):
        visit.refresh_from_db()
    assert [each.state for each in (own, theirs, has_been, elsewhere)] == ["called_off", "called_off", "planned", "planned"]
    (letter,) = Message.objects.filter(template="followup/bankruptcy")
    assert (letter.recipient_name, letter.page, letter.page_of, letter.values["visit"]) == ("Per", "employer", here.public_id, 1)


def test_what_was_suggested_there_comes_to_nothing_and_what_it_may_know_is_taken_back():
    firm = OrganisationFactory()
    here = WorkplaceFactory(organisation=firm)
    asked = SuggestionFactory(employer_asked=True, opening__workplace=here)
    told, elsewhere = DisclosureFactory(person=asked.person, workplace=here), DisclosureFactory()

    goes_bankrupt(firm)

    for row in (asked, told, elsewhere):
        row.refresh_from_db()
    assert (asked.state, asked.closed_by, asked.closed_because) == ("not_now", "office", "Bedriften er konkurs.")
    assert told.withdrawn_at == NOW
    assert elsewhere.withdrawn_at is None
    assert not Message.objects.exists()


def test_no_opening_and_no_later_placement_is_written_at_a_firm_that_is_bankrupt():
    firm, user = OrganisationFactory(bankrupt_on=ON, bankrupt_words="Kunngjort."), UserFactory()
    here = WorkplaceFactory(organisation=firm)
    stay = {"kind": "practice", "workplace": here, "today": TODAY, "actor": user}

    with pytest.raises(DomainError, match=r"er konkurs siden 10\.11\.2026"):
        find_opening(here, unit=UnitFactory(), owner=user, card=OpeningCard(title="Kassa", tasks="Sitte i kassa."), now=NOW, actor=user)
    with pytest.raises(DomainError, match="er konkurs siden") as refusal:
        start_placement(PersonFactory(), starts_on=TODAY, **stay)
    start_placement(PersonFactory(), starts_on=date(2026, 10, 1), **stay)

    assert refusal.value.field == "starts_on"
    assert Placement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_break_in_the_middle_leaves_nothing_changed_and_tells_nobody(monkeypatch):
    made = running_round()
    rotate(made.loop, turning=0, actor=made.loop.coordinator, now=midnight(date(2026, 9, 14)))
    firm = made.employers[0].workplace.organisation
    at(firm, responsible=UserFactory())
    OpeningFactory(workplace=made.employers[0].workplace)
    before = all_that_may_change()

    def breaks(*args, **kwargs):
        raise RuntimeError("the power went")

    monkeypatch.setattr(bankruptcy, "close_opening", breaks)
    with pytest.raises(RuntimeError):
        goes_bankrupt(firm)

    assert all_that_may_change() == before


def all_that_may_change():
    placements = Placement.objects.order_by("pk").values_list("state", "ends_on", "end_cause")
    employers = LoopEmployer.objects.order_by("pk").values_list("state", "dropped_out_on")
    return list(placements), list(employers), Stay.objects.count(), Message.objects.count(), Entry.objects.count()


def test_a_day_ahead_is_refused():
    firm = OrganisationFactory()
    at(firm)

    with pytest.raises(DomainError, match="ikke kommet") as refusal:
        goes_bankrupt(firm, on=date(2026, 11, 12))

    assert refusal.value.field == "on"


def test_a_day_before_somebody_began_there_is_refused_without_a_name():
    firm = OrganisationFactory()
    at(firm, starts_on=date(2026, 11, 9), person__first_name="Nora")

    with pytest.raises(DomainError, match=r"Noen begynte der 09\.11\.2026\.") as refusal:
        goes_bankrupt(firm, on=date(2026, 11, 6))

    assert refusal.value.field == "on"
    assert Placement.objects.get().state == PlacementState.ACTIVE


@pytest.mark.parametrize("row_count", [1, 8])
def test_finding_those_to_tell_costs_three_queries_however_many(row_count, django_assert_num_queries):
    firm, unit = OrganisationFactory(), UnitFactory()
    for _each in range(row_count):
        at(firm, responsible=UserFactory())
        at(firm, unit=unit)
    placements = list(Placement.objects.all())

    with django_assert_num_queries(3):
        bankruptcy.people_by_user(placements, today=TODAY)
