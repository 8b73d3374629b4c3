from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import transaction

from brobygger.accounts.models import User
from brobygger.agreements.models import JointCertificate
from brobygger.appointments.models import Appointment
from brobygger.demo import town
from brobygger.demo.cast import cast, person_id
from brobygger.followup.due_dates import with_due_dates
from brobygger.followup.experiences import FEWEST, read_across
from brobygger.followup.models import CallBack, ExperienceInterview, Guide, Matter, MatterState
from brobygger.followup.own_calendar import followed_entries
from brobygger.intake.caseloads import caseloads
from brobygger.intake.models import Absence, Engagement, Intake, IntakeState, Part
from brobygger.jobdev.models import PLANNED, EmployerVisit
from brobygger.kernel.local_time import local_day, midnight
from brobygger.loops.building.queries import invitation_counts
from brobygger.loops.kick_off.queries import answers, turned_up
from brobygger.loops.models import DateKind, Loop, LoopDate, LoopEmployer, NextStep, Participant, Stay
from brobygger.loops.periods import months_after
from brobygger.loops.repair.holes import holes
from brobygger.loops.states import CommitmentState, LoopState
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.parties.models import Organisation, Person, Role, Unit
from brobygger.placements.models import EndCause, Placement, PlacementKind
from brobygger.proposals.models import Proposal, ProposalKind
from brobygger.reference.actions import load_reference_data
from brobygger.reference.models import PhaseKind
from tests.factories import AppointmentFactory, AppointmentPartyFactory
from tests.kit import of_the_cast

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def brovik(django_db_setup, django_db_blocker):
    """The town is built for all tests of this file, and is gone afterwards. Gives the plans of another that was built before it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference_data()
        earlier = plans_of_a_town_that_is_torn_down()
        town.seed(today=TODAY)
        yield earlier
        transaction.set_rollback(True)


def test_the_town_has_its_people_its_employers_and_its_loops(brovik):
    today_loop = Loop.objects.get(kick_off_on=TODAY)
    decided = Loop.objects.get(state=LoopState.DECIDED)
    gathering = Loop.objects.get(state=LoopState.RECRUITING)

    assert town.seeded_on() == TODAY
    assert len(cast()) == 12
    assert Organisation.objects.count() == 28
    assert Organisation.objects.values("trade").distinct().count() == 9
    assert Person.objects.filter(engagements__isnull=False).distinct().count() == 60 + 4 + 49  # and the colleagues of Jonas have theirs
    assert LoopEmployer.objects.filter(loop=gathering, state=CommitmentState.COMMITTED).count() == 2
    assert turned_up(today_loop).count() == 9
    assert (answers(today_loop).given, answers(today_loop).wanted) == (7, 12)
    assert invitation_counts(today_loop).yes == 11
    assert decided.starts_on.weekday() == 0
    assert Stay.objects.filter(participant__loop=decided).count() == 9
    assert NextStep.objects.filter(loop=decided, participant__isnull=False).count() == 7


def test_one_loop_is_in_its_fifth_month_with_a_rotation_in_twenty_days_and_an_empty_place(brovik):
    loop = Loop.objects.get(state=LoopState.RUNNING)

    rotation = LoopDate.objects.get(loop=loop, kind=DateKind.ROTATION, turning=1)
    found = holes(loop, today=TODAY)
    assert months_after(loop.starts_on, 4) <= TODAY < months_after(loop.starts_on, 5)
    assert timedelta(days=20) <= local_day(rotation.starts_at) - TODAY <= timedelta(days=22)
    assert [hole.places for hole in found.places if hole.period.number == 0] == [1]
    assert Participant.objects.get(loop=loop, left_on__isnull=False).went_to.kind == PlacementKind.ORDINARY_TEMPORARY
    assert Matter.objects.filter(participant__loop=loop, state=MatterState.OPEN).count() == 1


def test_one_loop_is_finished_with_a_joint_certificate_for_each_who_was_in_it(brovik):
    loop = Loop.objects.get(state=LoopState.FINISHED)

    certificates = JointCertificate.objects.filter(participant__loop=loop)
    assert certificates.filter(participant__person__public_id=person_id("amina"), language="nb").count() == 1
    assert certificates.count() == 3
    assert Stay.objects.filter(participant__loop=loop, words__isnull=True).count() == 0
    assert set(Stay.objects.filter(participant__loop=loop).values_list("placement__end_cause", flat=True)) == {EndCause.AS_PLANNED}


def test_jonas_follows_up_eighteen_with_somebody_at_every_stage(brovik):
    jonas = of_the_cast("jonas")
    eighteen = Engagement.objects.filter(responsibilities__user=jonas, responsibilities__part=Part.RESPONSIBLE)

    kinds = set(Placement.objects.filter(person__engagements__in=eighteen).values_list("kind", flat=True))
    phases = {each.due_phase for each in with_due_dates(eighteen, today=TODAY)}
    assert eighteen.count() == 18
    assert kinds == set(PlacementKind)
    assert phases >= {"never", *PhaseKind.values} - {PhaseKind.FIRST_DAYS}
    assert EmployerVisit.objects.filter(PLANNED, visitor=jonas, appointment__starts_at__gte=midnight(TODAY)).count() >= 3
    assert CallBack.objects.filter(rung_at__isnull=True).count() == 2
    assert Intake.objects.filter(state=IntakeState.RECEIVED, owner__isnull=True).count() == 1


def test_one_colleague_is_away_and_another_has_more_than_twenty_and_says_why(brovik):
    unit = Unit.objects.get(name="NAV Brovik")

    found = {each.user.name: each for each in caseloads(unit, today=TODAY)}

    assert Absence.objects.filter(user__email="gro@brovik.example", starts_on=TODAY).count() == 1
    assert found["Gro Heimdal"].count == 21
    assert found["Gro Heimdal"].above_range_because
    assert found["Line Orre"].work_percent == 80


def test_five_have_told_how_it_was_and_are_read_together_and_two_keep_it_to_themselves(brovik):
    told = ExperienceInterview.objects.filter(unit__name="NAV Brovik")

    together = {guide: read_across(told, guide=guide) for guide in Guide}

    assert told.count() == 7
    assert together[Guide.JOB_SEEKER].count == FEWEST
    assert all(texts for _question, texts in together[Guide.JOB_SEEKER].answers)
    assert together[Guide.EMPLOYER] is None
    assert together[Guide.SPECIALIST] is None
    assert told.get(guide=Guide.SPECIALIST).person.user.email == "jonas@brovik.example"


def test_letters_of_long_ago_are_not_sent_on_the_day_the_town_is_built(brovik):
    waiting = Message.objects.filter(state=MessageState.WAITING)

    assert not waiting.filter(send_after__date__lt=TODAY - timedelta(days=11)).exists()
    assert waiting.filter(template="loops/reminder", send_after__date__gt=TODAY).exists()


def test_no_name_number_or_address_of_the_town_can_be_anybodys(brovik):
    assert all(person.phone.startswith("6805") for person in Person.objects.exclude(phone=""))
    assert all(person.email.endswith(".example") for person in Person.objects.exclude(email=""))
    assert all(number.startswith("3") for number in Organisation.objects.values_list("register_number", flat=True))


def test_the_same_plans_are_made_in_every_town(brovik):
    assert plans() == brovik


def plans_of_a_town_that_is_torn_down() -> list[dict[str, object]]:
    with transaction.atomic():
        town.seed(today=TODAY)
        found = plans()
        transaction.set_rollback(True)
    return found


def plans() -> list[dict[str, object]]:
    found = [proposal.result["plan"] for proposal in Proposal.objects.exclude(kind=ProposalKind.OPENING).order_by("pk")]
    return [{key: value for key, value in plan.items() if key != "proof"} for plan in found]


def test_no_calendar_elsewhere_is_told_a_name(brovik):
    """Of those concerned, or of where a candidate is or has been, also where somebody has written them as the place."""
    candidates = Person.objects.filter(engagements__isnull=False, placements__workplace__isnull=False).distinct().order_by("pk")
    users = User.objects.filter(memberships__isnull=False).distinct().order_by("pk")
    concerned = {}
    for number, user in enumerate(users):
        candidate = candidates[number]
        firm = candidate.placements.filter(workplace__isnull=False).first().workplace
        for place in (f"{firm}, {firm.street}", f"Hjemme hos {candidate.first_name}", f"{candidate} ({firm.organisation})", ""):
            row = AppointmentFactory(starts_at=midnight(TODAY), changed_at=midnight(TODAY), place=place, workplace=None if place else firm)
            AppointmentPartyFactory(appointment=row, user=user)
            AppointmentPartyFactory(appointment=row, user=None, person=candidate, role=Role.CANDIDATE)
        concerned[user] = [*candidate.first_name.split(), *candidate.last_name.split(), firm.name, firm.organisation.name]

    told = {user: followed_entries(Appointment.objects.all(), user=user, now=midnight(TODAY)) for user in users}

    assert min(map(len, told.values())) >= 4
    assert {each.summary for entries in told.values() for each in entries} <= {"Samtale", "Besøk", "Avlyst: samtale", "Avlyst: besøk"}
    found = [
        f"{user}: {name} in {each.location}"
        for user, entries in told.items()
        for each in entries
        for name in concerned[user]
        if re.search(rf"(?<!\w){re.escape(name)}s?(?!\w)", each.location, re.IGNORECASE)
    ]
    assert found == []
