"""Rows for tests: the least that the database accepts, and traits for the rest. State in the test what matters to it.

Dates run from LONG_AGO with no end, so that what a factory makes holds both on a day a test has chosen and on the day the tests run.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from brobygger.access.models import NeedToKnow
from brobygger.accounts.models import User
from brobygger.agreements.models import EmployerWords, Evaluation, JointCertificate, WayOn
from brobygger.appointments.models import Appointment, AppointmentKind, AppointmentParty, CalendarFeed
from brobygger.appointments.states import AppointmentState
from brobygger.followup.models import (
    Act,
    CallBack,
    CallBackKind,
    Contact,
    ContactKind,
    ExperienceAnswer,
    ExperienceInterview,
    Guide,
    Handover,
    HandoverItem,
    HandoverState,
    Matter,
    MatterNote,
    MatterState,
)
from brobygger.intake.models import (
    Absence,
    EmployerRelation,
    Engagement,
    Intake,
    IntakeState,
    Part,
    Responsibility,
    Service,
    SpecialistProfile,
)
from brobygger.jobdev.models import EmployerVisit, Opening, Suggestion, SuggestionState
from brobygger.kernel.local_time import local_day, midnight
from brobygger.loops.models import (
    Adjustment,
    AdjustmentKind,
    CalledOffBecause,
    Closure,
    DateKind,
    DropOut,
    Interview,
    LeftFor,
    Loop,
    LoopDate,
    LoopEmployer,
    Mark,
    NextStep,
    Participant,
    Side,
    StatedVeto,
    Stay,
    Task,
    TaskMark,
    VetoKind,
    Wish,
)
from brobygger.loops.states import CommitmentState, InvitationState, LoopState
from brobygger.parties.models import (
    Clearance,
    ContactPerson,
    FamilyTie,
    Grant,
    GrantPurpose,
    Membership,
    Organisation,
    Person,
    Protection,
    Role,
    Sector,
    SignedLink,
    Unit,
    UnitKind,
    Workplace,
)
from brobygger.parties.register_numbers import check_digit
from brobygger.placements.models import EndCause, Placement, PlacementHours, PlacementKind
from brobygger.placements.states import PlacementState
from brobygger.proposals.models import Decision, Proposal, ProposalKind
from brobygger.reference.models import FollowUpPhase, Municipality, PhaseKind, PostalCode
from brobygger.talent.models import Disclosure, DisclosureDecision, DisclosureItem, VocationalProfile

LONG_AGO = date(2025, 1, 1)
FAR_AHEAD = date(2099, 12, 31)
A_MOMENT = datetime(2025, 1, 2, 9, 0, tzinfo=UTC)


class UserFactory(DjangoModelFactory):
    """A staff member without a role. `UserFactory(role=Role.COUNSELLOR, role__unit=office)` gives a membership as well."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"ansatt{n}@brovik.invalid")
    name = factory.Sequence(lambda n: f"Ansatt Nummer{n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(*args, **kwargs)

    @factory.post_generation
    def role(user, create: bool, role: Role | None, **membership: Any) -> None:
        if role is not None:
            MembershipFactory(user=user, role=role, **membership)


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"Enhet {n}")
    kind = UnitKind.NAV_OFFICE
    sector = Sector.STATE


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    role = Role.COUNSELLOR
    starts_on = LONG_AGO


class PersonFactory(DjangoModelFactory):
    """Somebody without protection, unlike the default of the model; say `protection=` when it matters."""

    class Meta:
        model = Person

    class Params:
        of_loop_age = factory.Trait(born_on=date(2003, 5, 17))  # 18–30 on any kick-off day from 2021 to 2033

    first_name = factory.Sequence(lambda n: f"Fornavn{n}")
    last_name = factory.Sequence(lambda n: f"Etternavn{n}")
    protection = Protection.NONE


class FamilyTieFactory(DjangoModelFactory):
    """A tie between two people, in either order: the lower key goes first."""

    class Meta:
        model = FamilyTie

    person = factory.SubFactory(PersonFactory)
    relative = factory.SubFactory(PersonFactory)

    @classmethod
    def _create(cls, model_class: type[FamilyTie], *args: Any, **kwargs: Any) -> FamilyTie:
        kwargs["person"], kwargs["relative"] = sorted((kwargs["person"], kwargs["relative"]), key=lambda person: person.pk)
        return super()._create(model_class, *args, **kwargs)


class ClearanceFactory(DjangoModelFactory):
    class Meta:
        model = Clearance

    user = factory.SubFactory(UserFactory)
    protection = Protection.SHIELDED
    granted_by = factory.SubFactory(UserFactory)
    starts_on = LONG_AGO


def register_number(n: int) -> str:
    """An organisation number of its own for each n, with a last digit that checks."""
    eights = (f"31{n:05d}{digit}" for digit in range(10))
    return next(f"{eight}{last}" for eight in eights if (last := check_digit(eight)) is not None)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    register_number = factory.Sequence(register_number)
    name = factory.Sequence(lambda n: f"Bedrift {n}")


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality
        django_get_or_create = ("number",)

    number = "5501"
    name = "Tromsø"
    county_name = "Troms"


class PostalCodeFactory(DjangoModelFactory):
    class Meta:
        model = PostalCode
        django_get_or_create = ("code",)

    code = "9008"
    place = "Tromsø"
    municipality = factory.SubFactory(MunicipalityFactory)
    latitude = 69.6489
    longitude = 18.9551


class WorkplaceFactory(DjangoModelFactory):
    class Meta:
        model = Workplace

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Arbeidssted {n}")


class ContactPersonFactory(DjangoModelFactory):
    class Meta:
        model = ContactPerson

    person = factory.SubFactory(PersonFactory)
    workplace = factory.SubFactory(WorkplaceFactory)
    starts_on = LONG_AGO


class GrantFactory(DjangoModelFactory):
    """A yes to sharing with a unit, or with a workplace when `to_workplace=True`."""

    class Meta:
        model = Grant

    class Params:
        to_workplace = factory.Trait(unit=None, workplace=factory.SubFactory(WorkplaceFactory))
        withdrawn = factory.Trait(withdrawn_at=A_MOMENT)

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    purpose = GrantPurpose.JOBBLOOP
    subject_id = factory.LazyFunction(uuid4)
    items = "Fornavn og det jeg selv har skrevet."
    legal_basis = "Samtykke"
    starts_on = LONG_AGO
    ends_on = FAR_AHEAD


class SignedLinkFactory(DjangoModelFactory):
    class Meta:
        model = SignedLink

    person = factory.SubFactory(PersonFactory)
    role = Role.CANDIDATE
    expires_on = FAR_AHEAD


class EngagementFactory(DjangoModelFactory):
    """That a unit follows somebody up; `responsible=` and `deputy=` give the two who do it."""

    class Meta:
        model = Engagement
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    service = Service.ORDINARY_FOLLOW_UP
    starts_on = LONG_AGO

    @factory.post_generation
    def responsible(engagement, create: bool, user: User | None, **dates: date) -> None:
        if user is not None:
            ResponsibilityFactory(engagement=engagement, user=user, **dates)

    @factory.post_generation
    def deputy(engagement, create: bool, user: User | None, **dates: date) -> None:
        if user is not None:
            ResponsibilityFactory(engagement=engagement, user=user, part=Part.DEPUTY, **dates)


class ResponsibilityFactory(DjangoModelFactory):
    class Meta:
        model = Responsibility

    engagement = factory.SubFactory(EngagementFactory)
    user = factory.SubFactory(UserFactory)
    part = Part.RESPONSIBLE
    starts_on = LONG_AGO


class EmployerRelationFactory(DjangoModelFactory):
    """A unit's relation to a workplace. `EmployerRelationFactory(responsible=jonas, deputy=hanne)` says who answers for it."""

    class Meta:
        model = EmployerRelation
        skip_postgeneration_save = True

    workplace = factory.SubFactory(WorkplaceFactory)
    unit = factory.SubFactory(UnitFactory)
    starts_on = LONG_AGO

    @factory.post_generation
    def responsible(relation: EmployerRelation, create: bool, user: User | None, **named: Any) -> None:
        if user is not None:
            Responsibility.objects.create(relation=relation, user=user, part=Part.RESPONSIBLE, starts_on=relation.starts_on)

    @factory.post_generation
    def deputy(relation: EmployerRelation, create: bool, user: User | None, **named: Any) -> None:
        if user is not None:
            Responsibility.objects.create(relation=relation, user=user, part=Part.DEPUTY, starts_on=relation.starts_on)


ANSWERED: dict[str, Any] = {
    "answered_at": A_MOMENT,
    "answered_by": factory.SubFactory(UserFactory),
    "owner": factory.SelfAttribute("answered_by"),
}


class IntakeFactory(DjangoModelFactory):
    """Somebody referred to Supported Employment, not answered yet. Traits: `accepted`, `waiting`, `handed_on`."""

    class Meta:
        model = Intake

    class Params:
        accepted = factory.Trait(
            **ANSWERED,
            state=IntakeState.ACCEPTED,
            engagement=factory.SubFactory(
                EngagementFactory, person=factory.SelfAttribute("..person"), unit=factory.SelfAttribute("..unit")
            ),
        )
        waiting = factory.Trait(**ANSWERED, state=IntakeState.WAITING, waits_until=FAR_AHEAD)
        handed_on = factory.Trait(**ANSWERED, state=IntakeState.HANDED_ON, handed_to="Karrieresenteret i Brovik")

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    service = Service.SUPPORTED_EMPLOYMENT
    wants_ordinary_work = True
    needs_help_to_get_it = True
    referred_by = factory.SubFactory(UserFactory)
    referred_at = A_MOMENT


class SpecialistProfileFactory(DjangoModelFactory):
    class Meta:
        model = SpecialistProfile

    user = factory.SubFactory(UserFactory)


class AbsenceFactory(DjangoModelFactory):
    """A week away, from a day given."""

    class Meta:
        model = Absence

    user = factory.SubFactory(UserFactory)
    starts_on = LONG_AGO
    ends_on = factory.LazyAttribute(lambda absence: absence.starts_on + timedelta(days=6))
    recorded_by = factory.SelfAttribute("user")


class NeedToKnowFactory(DjangoModelFactory):
    """A stated reason that holds for a month from the day given."""

    class Meta:
        model = NeedToKnow

    user = factory.SubFactory(UserFactory)
    person = factory.SubFactory(PersonFactory)
    reason = "Tar over samtalen mens Kari er borte."
    starts_on = LONG_AGO
    ends_on = factory.LazyAttribute(lambda need: need.starts_on + timedelta(days=30))


class ProposalFactory(DjangoModelFactory):
    class Meta:
        model = Proposal

    kind = ProposalKind.LOOP_PLAN
    subject_id = factory.LazyFunction(uuid4)
    inputs = factory.LazyFunction(dict)
    settings = factory.LazyFunction(dict)
    engine_version = "1"
    result = factory.LazyFunction(dict)
    proposed_for = factory.SubFactory(UserFactory)
    created_at = A_MOMENT


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    proposal = factory.SubFactory(ProposalFactory)
    decided_by = factory.SubFactory(UserFactory)
    departs = False
    decided_at = A_MOMENT


class LoopFactory(DjangoModelFactory):
    """A loop that gathers employers. Traits: `open`, `decided`, `running`, `finished`, `called_off`. `offices=[unit, …]` may propose."""

    class Meta:
        model = Loop
        skip_postgeneration_save = True

    class Params:
        open = factory.Trait(state=LoopState.OPEN, kick_off_on=date(2026, 9, 1), starts_on=date(2026, 9, 14))
        decided = factory.Trait(
            state=LoopState.DECIDED, kick_off_on=date(2026, 9, 1), starts_on=date(2026, 9, 14), decision=factory.SubFactory(DecisionFactory)
        )
        running = factory.Trait(decided=True, state=LoopState.RUNNING)
        finished = factory.Trait(decided=True, state=LoopState.FINISHED)
        called_off = factory.Trait(
            state=LoopState.CANCELLED,
            called_off_because=CalledOffBecause.NO_DAY,
            called_off_by=factory.SubFactory(UserFactory),
            called_off_at=A_MOMENT,
        )

    name = factory.Sequence(lambda n: f"Loop {n}")
    unit = factory.SubFactory(UnitFactory, kind=UnitKind.WORKING_LIFE_CENTRE)
    driver = factory.SubFactory(UserFactory)
    coordinator = factory.SubFactory(UserFactory)
    region = factory.SubFactory(MunicipalityFactory)
    trade = "varehandel"

    @factory.post_generation
    def offices(loop, create: bool, units: Sequence[Unit] | None) -> None:
        loop.offices.set(units or [])


class LoopEmployerFactory(DjangoModelFactory):
    """An employer that has been asked. Traits: `committed`, `dropped_out`; `with_contact` makes the contact one at the workplace too."""

    class Meta:
        model = LoopEmployer
        skip_postgeneration_save = True

    class Params:
        committed = factory.Trait(state=CommitmentState.COMMITTED, committed_on=LONG_AGO)
        dropped_out = factory.Trait(
            state=CommitmentState.DROPPED_OUT,
            committed_on=LONG_AGO,
            dropped_out_on=date(2026, 11, 2),
            dropped_out_because=DropOut.BANKRUPT,
        )
        with_contact = factory.Trait(
            contact_role=factory.RelatedFactory(
                ContactPersonFactory, person=factory.SelfAttribute("..contact"), workplace=factory.SelfAttribute("..workplace")
            )
        )

    loop = factory.SubFactory(LoopFactory)
    workplace = factory.SubFactory(WorkplaceFactory)
    contact = factory.SubFactory(PersonFactory)
    places = factory.LazyAttribute(lambda employer: [1] * employer.loop.periods)

    @factory.post_generation
    def tasks(employer, create: bool, texts: Sequence[str] | None) -> None:
        for position, text in enumerate(texts or [], start=1):
            TaskFactory(employer=employer, position=position, text=text)


class ClosureFactory(DjangoModelFactory):
    class Meta:
        model = Closure

    employer = factory.SubFactory(LoopEmployerFactory)
    starts_on = date(2026, 12, 21)
    ends_on = date(2027, 1, 1)
    reason = "Jul"


class TaskFactory(DjangoModelFactory):
    class Meta:
        model = Task

    employer = factory.SubFactory(LoopEmployerFactory)
    position = factory.LazyAttribute(lambda task: task.employer.tasks.count() + 1)
    text = factory.Sequence(lambda n: f"Oppgave {n}")


class ParticipantFactory(DjangoModelFactory):
    """A candidate who is invited. Traits: `said_yes`, `said_no`, `turned_up`, `gone`; `granted` shares with the unit of the loop."""

    class Meta:
        model = Participant
        skip_postgeneration_save = True

    class Params:
        said_yes = factory.Trait(state=InvitationState.YES, answered_at=A_MOMENT)
        said_no = factory.Trait(state=InvitationState.NO, answered_at=A_MOMENT)
        turned_up = factory.Trait(said_yes=True, has_attended=True)
        gone = factory.Trait(turned_up=True, left_on=date(2026, 11, 2), left_for=LeftFor.JOB)
        granted = factory.Trait(
            grant=factory.RelatedFactory(
                GrantFactory,
                person=factory.SelfAttribute("..person"),
                unit=factory.SelfAttribute("..loop.unit"),
                subject_id=factory.SelfAttribute("..loop.public_id"),
            )
        )

    loop = factory.SubFactory(LoopFactory)
    person = factory.SubFactory(PersonFactory, of_loop_age=True)
    proposed_by = factory.SubFactory(UserFactory)


class TaskMarkFactory(DjangoModelFactory):
    class Meta:
        model = TaskMark

    participant = factory.SubFactory(ParticipantFactory)
    task = factory.SubFactory(TaskFactory, employer__loop=factory.SelfAttribute("...participant.loop"))
    mark = Mark.CAN


class WishFactory(DjangoModelFactory):
    class Meta:
        model = Wish

    participant = factory.SubFactory(ParticipantFactory)
    employer = factory.SubFactory(LoopEmployerFactory, loop=factory.SelfAttribute("..participant.loop"))
    side = Side.CANDIDATE
    value = 3


class InterviewFactory(DjangoModelFactory):
    class Meta:
        model = Interview

    loop = factory.SubFactory(LoopFactory)
    participant = factory.SubFactory(ParticipantFactory, loop=factory.SelfAttribute("..loop"))
    employer = factory.SubFactory(LoopEmployerFactory, loop=factory.SelfAttribute("..loop"))
    round = 0


class StatedVetoFactory(DjangoModelFactory):
    class Meta:
        model = StatedVeto

    participant = factory.SubFactory(ParticipantFactory)
    employer = factory.SubFactory(LoopEmployerFactory, loop=factory.SelfAttribute("..participant.loop"))
    kind = VetoKind.OTHER
    reason = "Har arbeidet der før."
    stated_by = factory.SubFactory(UserFactory)


class AdjustmentFactory(DjangoModelFactory):
    class Meta:
        model = Adjustment

    participant = factory.SubFactory(ParticipantFactory)
    employer = factory.SubFactory(LoopEmployerFactory, loop=factory.SelfAttribute("..participant.loop"))
    kind = AdjustmentKind.PIN
    made_by = factory.SubFactory(UserFactory)


class PlacementFactory(DjangoModelFactory):
    """A planned stay. Traits: `active`, `ended`."""

    class Meta:
        model = Placement

    class Params:
        active = factory.Trait(state=PlacementState.ACTIVE)
        ended = factory.Trait(state=PlacementState.ENDED, ends_on=date(2027, 1, 13), end_cause=EndCause.AS_PLANNED)

    person = factory.SubFactory(PersonFactory)
    kind = PlacementKind.WORK_TRAINING
    workplace = factory.SubFactory(WorkplaceFactory)
    starts_on = date(2026, 9, 14)
    recorded_by = factory.SubFactory(UserFactory)


class PlacementHoursFactory(DjangoModelFactory):
    """From the first day on."""

    class Meta:
        model = PlacementHours

    placement = factory.SubFactory(PlacementFactory)
    hours_per_week = 20


class AppointmentFactory(DjangoModelFactory):
    """A talk of an hour, agreed for a moment. `with_user` and `with_candidate` are to be there."""

    class Meta:
        model = Appointment
        skip_postgeneration_save = True

    unit = factory.SubFactory(UnitFactory)
    kind = AppointmentKind.TALK
    starts_at = A_MOMENT
    ends_at = factory.LazyAttribute(lambda each: each.starts_at + timedelta(hours=1))
    changed_at = A_MOMENT

    @factory.post_generation
    def with_user(self, create: bool, user: User | None, **_kwargs: Any) -> None:
        if user is not None:
            AppointmentPartyFactory(appointment=self, user=user)

    @factory.post_generation
    def with_candidate(self, create: bool, person: Person | None, **_kwargs: Any) -> None:
        if person is not None:
            AppointmentPartyFactory(appointment=self, user=None, person=person, role=Role.CANDIDATE)


class AppointmentPartyFactory(DjangoModelFactory):
    """A user whom an appointment concerns."""

    class Meta:
        model = AppointmentParty

    appointment = factory.SubFactory(AppointmentFactory)
    role = Role.SPECIALIST
    user = factory.SubFactory(UserFactory)


class CalendarFeedFactory(DjangoModelFactory):
    """A feed whose secret nobody has."""

    class Meta:
        model = CalendarFeed

    user = factory.SubFactory(UserFactory)
    fingerprint = factory.LazyFunction(lambda: uuid4().hex * 2)
    made_at = A_MOMENT


class LoopDateFactory(DjangoModelFactory):
    """A gathering before the first rotation. Trait: `of_a_stay`, a hospitation day. What its appointment says is given as its own."""

    class Meta:
        model = LoopDate

    class Params:
        of_a_stay = factory.Trait(
            kind=DateKind.HOSPITATION,
            participant=factory.SubFactory(ParticipantFactory, loop=factory.SelfAttribute("..loop")),
            employer=factory.SubFactory(LoopEmployerFactory, loop=factory.SelfAttribute("..loop")),
        )
        starts_at = datetime(2026, 12, 31, 9, tzinfo=UTC)
        ends_at = datetime(2026, 12, 31, 11, tzinfo=UTC)
        place = ""
        state = AppointmentState.PLANNED

    loop = factory.SubFactory(LoopFactory)
    kind = DateKind.GATHERING
    turning = 1
    appointment = factory.SubFactory(
        AppointmentFactory,
        kind=AppointmentKind.LOOP,
        unit=factory.SelfAttribute("..loop.unit"),
        starts_at=factory.SelfAttribute("..starts_at"),
        ends_at=factory.SelfAttribute("..ends_at"),
        place=factory.SelfAttribute("..place"),
        state=factory.SelfAttribute("..state"),
    )


class DatePartyFactory(DjangoModelFactory):
    """A candidate whom a date of a loop concerns."""

    class Meta:
        model = AppointmentParty

    class Params:
        date = factory.SubFactory(LoopDateFactory)

    appointment = factory.SelfAttribute("date.appointment")
    role = Role.CANDIDATE
    person = factory.SubFactory(PersonFactory)


class StayFactory(DjangoModelFactory):
    class Meta:
        model = Stay

    participant = factory.SubFactory(ParticipantFactory)
    employer = factory.SubFactory(LoopEmployerFactory, loop=factory.SelfAttribute("..participant.loop"))
    period = 0
    starts_on = date(2026, 9, 14)
    ends_on = date(2027, 1, 13)


class NextStepFactory(DjangoModelFactory):
    class Meta:
        model = NextStep

    loop = factory.SubFactory(LoopFactory)
    text = "Ring bakeriet om plasser."
    owner = factory.SubFactory(UserFactory)
    due_on = date(2026, 9, 1)
    set_while = factory.SelfAttribute("loop.state")


class EvaluationFactory(DjangoModelFactory):
    class Meta:
        model = Evaluation

    stay = factory.SubFactory(StayFactory)
    side = Side.CANDIDATE
    worked = "Jeg fikk ta imot kunder."
    given_at = A_MOMENT


class EmployerWordsFactory(DjangoModelFactory):
    class Meta:
        model = EmployerWords

    stay = factory.SubFactory(StayFactory)
    tasks = ["Bake brød"]
    words = "Kommer presis og tar ansvar."
    signed_by = factory.SelfAttribute("stay.employer.contact")
    given_at = A_MOMENT


class WayOnFactory(DjangoModelFactory):
    class Meta:
        model = WayOn

    participant = factory.SubFactory(ParticipantFactory)
    aim = "Jobbe i bakeri."
    first_step = "Søke på ledig plass."
    owner = factory.SubFactory(UserFactory)
    due_on = date(2027, 9, 1)
    changed_at = A_MOMENT


class JointCertificateFactory(DjangoModelFactory):
    class Meta:
        model = JointCertificate

    participant = factory.SubFactory(ParticipantFactory)
    language = "nb"
    contents = factory.Dict({})
    file = factory.Sequence(lambda n: f"certificates/{n}.pdf")
    digest = "0" * 64
    issued_by = factory.SubFactory(UserFactory)
    issued_at = A_MOMENT


class MatterFactory(DjangoModelFactory):
    """Something that is hard. Trait: `solved`."""

    class Meta:
        model = Matter

    class Params:
        solved = factory.Trait(state=MatterState.SOLVED, solved_at=A_MOMENT, outcome="Begynner klokka ni.")

    person = factory.SubFactory(PersonFactory)
    what = "Bussen går for sent."
    raised_by_role = Role.LOOP_COORDINATOR
    raised_by_user = factory.SubFactory(UserFactory)
    raised_at = A_MOMENT
    owner = factory.SubFactory(UserFactory)
    due_on = date(2026, 9, 8)


class MatterNoteFactory(DjangoModelFactory):
    class Meta:
        model = MatterNote

    matter = factory.SubFactory(MatterFactory)
    text = "Snakket med bakeriet."
    written_by = factory.SubFactory(UserFactory)
    written_at = A_MOMENT


class VocationalProfileFactory(DjangoModelFactory):
    """What somebody wants, the first version."""

    class Meta:
        model = VocationalProfile

    person = factory.SubFactory(PersonFactory)
    version = 1
    wishes = "Jobbe med planter og folk."
    gone_through_on = LONG_AGO
    written_by = factory.SubFactory(UserFactory)
    written_at = A_MOMENT


class DisclosureFactory(DjangoModelFactory):
    """What one workplace may know, in force. Trait: `withdrawn`."""

    class Meta:
        model = Disclosure

    class Params:
        withdrawn = factory.Trait(withdrawn_at=A_MOMENT)

    person = factory.SubFactory(PersonFactory)
    workplace = factory.SubFactory(WorkplaceFactory)
    version = 1
    previewed_with_person_at = A_MOMENT
    made_by = factory.SubFactory(UserFactory)


class DisclosureItemFactory(DjangoModelFactory):
    class Meta:
        model = DisclosureItem

    disclosure = factory.SubFactory(DisclosureFactory)
    position = factory.Sequence(lambda number: number % 30_000)
    text = "Starter etter klokka ni."
    decision = DisclosureDecision.SHARE


class EmployerVisitFactory(DjangoModelFactory):
    """A visit that is planned for a moment, on any time of the day with `any_time`. Traits: `held`, `called_off`.

    Takes   next_step, next_step_on  what is agreed after it; done with `next_step_done_at`
    """

    class Meta:
        model = EmployerVisit
        skip_postgeneration_save = True

    class Params:
        planned_at = A_MOMENT
        any_time = False
        purpose = ""
        called_off = False
        next_step = ""
        next_step_on = None
        next_step_done_at = None
        held = factory.Trait(held_at=A_MOMENT, spoke_with_decider=True, spoke_with="Tor Bakkli")

    workplace = factory.SubFactory(WorkplaceFactory)
    unit = factory.SubFactory(UnitFactory)
    visitor = factory.SubFactory(UserFactory)
    recorded_at = A_MOMENT
    appointment = factory.Maybe(
        "held_at",
        yes_declaration=None,
        no_declaration=factory.SubFactory(
            AppointmentFactory,
            kind=AppointmentKind.VISIT,
            unit=factory.SelfAttribute("..unit"),
            workplace=factory.SelfAttribute("..workplace"),
            about=factory.SelfAttribute("..purpose"),
            is_all_day=factory.SelfAttribute("..any_time"),
            starts_at=factory.LazyAttribute(
                lambda each: midnight(local_day(each.factory_parent.planned_at)) if each.is_all_day else each.factory_parent.planned_at
            ),
            ends_at=factory.LazyAttribute(
                lambda each: each.starts_at + timedelta(days=1 if each.is_all_day else 0, hours=0 if each.is_all_day else 1)
            ),
            state=factory.LazyAttribute(
                lambda each: AppointmentState.CALLED_OFF if each.factory_parent.called_off else AppointmentState.PLANNED
            ),
        ),
    )
    held_at = None
    agreed = factory.Maybe(
        "next_step",
        yes_declaration=factory.SubFactory(
            AppointmentFactory,
            kind=AppointmentKind.STEP,
            unit=factory.SelfAttribute("..unit"),
            workplace=factory.SelfAttribute("..workplace"),
            about=factory.SelfAttribute("..next_step"),
            is_all_day=True,
            starts_at=factory.LazyAttribute(lambda each: midnight(each.factory_parent.next_step_on)),
            ends_at=factory.LazyAttribute(lambda each: each.starts_at + timedelta(days=1)),
            state=factory.LazyAttribute(
                lambda each: AppointmentState.HELD if each.factory_parent.next_step_done_at else AppointmentState.PLANNED
            ),
            changed_at=factory.LazyAttribute(lambda each: each.factory_parent.next_step_done_at or A_MOMENT),
        ),
        no_declaration=None,
    )

    @factory.post_generation
    def visitor_is_there(self, create: bool, extracted: object, **_kwargs: Any) -> None:
        for appointment in (self.appointment, self.agreed):
            if appointment is not None:
                AppointmentPartyFactory(appointment=appointment, user=self.visitor)


class OpeningFactory(DjangoModelFactory):
    class Meta:
        model = Opening

    workplace = factory.SubFactory(WorkplaceFactory)
    unit = factory.SubFactory(UnitFactory)
    title = "Dekkskift"
    tasks = "Skifte dekk og rydde på lageret."
    owner = factory.SubFactory(UserFactory)
    found_at = A_MOMENT
    followed_up_at = A_MOMENT


class SuggestionFactory(DjangoModelFactory):
    """A thought. Traits: `candidate_asked`, `candidate_will`, `employer_asked`, `will_meet`."""

    class Meta:
        model = Suggestion

    class Params:
        candidate_asked = factory.Trait(state=SuggestionState.CANDIDATE_ASKED, candidate_asked_at=A_MOMENT)
        candidate_will = factory.Trait(
            state=SuggestionState.CANDIDATE_WILL, candidate_asked_at=A_MOMENT, candidate_said_yes_at=A_MOMENT + timedelta(hours=1)
        )
        employer_asked = factory.Trait(
            candidate_will=True, state=SuggestionState.EMPLOYER_ASKED, employer_asked_at=A_MOMENT + timedelta(hours=2)
        )
        meets_at = None
        will_meet = factory.Trait(employer_asked=True, state=SuggestionState.WILL_MEET, meets_at=A_MOMENT + timedelta(days=2))

    opening = factory.SubFactory(OpeningFactory)
    person = factory.SubFactory(PersonFactory)
    made_by = factory.SubFactory(UserFactory)
    made_at = A_MOMENT
    meeting = factory.Maybe(
        "meets_at",
        yes_declaration=factory.SubFactory(
            AppointmentFactory,
            kind=AppointmentKind.THREE,
            unit=factory.SelfAttribute("..opening.unit"),
            workplace=factory.SelfAttribute("..opening.workplace"),
            starts_at=factory.SelfAttribute("..meets_at"),
        ),
        no_declaration=None,
    )


class FollowUpPhaseFactory(DjangoModelFactory):
    class Meta:
        model = FollowUpPhase

    service = factory.Sequence("service_{}".format)
    phase = PhaseKind.SEEKING
    from_day = 0
    to_day = 0
    every_days = 14
    valid_from = LONG_AGO


class ContactFactory(DjangoModelFactory):
    """A telephone call with the candidate. Traits: `together`."""

    class Meta:
        model = Contact
        skip_postgeneration_save = True

    class Params:
        together = factory.Trait(kind=ContactKind.TOGETHER, act=Act.PROFILE, about=factory.LazyFunction(uuid4))

    engagement = factory.SubFactory(EngagementFactory)
    person = factory.SelfAttribute("engagement.person")
    kind = ContactKind.PHONE
    happened_at = A_MOMENT
    written_by = factory.SubFactory(UserFactory)
    written_at = factory.SelfAttribute("happened_at")
    next_step = ""
    agreed = factory.Maybe(
        "next_step",
        yes_declaration=factory.SubFactory(
            AppointmentFactory,
            kind=AppointmentKind.STEP,
            unit=factory.SelfAttribute("..engagement.unit"),
            about=factory.SelfAttribute("..next_step"),
            is_all_day=True,
            starts_at=factory.LazyAttribute(lambda each: midnight(each.factory_parent.next_step_on)),
            ends_at=factory.LazyAttribute(lambda each: each.starts_at + timedelta(days=1)),
        ),
        no_declaration=None,
    )

    @factory.post_generation
    def both_are_there(self, create: bool, extracted: object, **_kwargs: Any) -> None:
        if self.agreed is not None:
            AppointmentPartyFactory(appointment=self.agreed, user=self.written_by)
            AppointmentPartyFactory(appointment=self.agreed, user=None, person=self.person, role=Role.CANDIDATE)


class CallBackFactory(DjangoModelFactory):
    """A candidate who has asked to be rung, two hours' time to do it. Traits: `from_employer`, `rung`."""

    class Meta:
        model = CallBack

    class Params:
        from_employer = factory.Trait(
            engagement=None, relation=factory.SubFactory(EmployerRelationFactory), person=factory.SubFactory(PersonFactory)
        )
        rung = factory.Trait(rung_at=A_MOMENT + timedelta(minutes=38), rung_by=factory.SubFactory(UserFactory))

    engagement = factory.SubFactory(EngagementFactory)
    person = factory.SelfAttribute("engagement.person")
    kind = CallBackKind.RING_ME
    asked_at = A_MOMENT
    due_at = factory.LazyAttribute(lambda call: call.asked_at + timedelta(hours=2))


class HandoverFactory(DjangoModelFactory):
    """A question to a colleague. Traits: `accepted`, `declined`."""

    class Meta:
        model = Handover

    class Params:
        accepted = factory.Trait(state=HandoverState.ACCEPTED, answered_at=A_MOMENT)
        declined = factory.Trait(state=HandoverState.DECLINED, answered_at=A_MOMENT, declined_because="Jeg har fullt.")

    from_user = factory.SubFactory(UserFactory)
    to_user = factory.SubFactory(UserFactory)
    because = "Begynner i ny jobb."
    starts_on = FAR_AHEAD
    answer_by = FAR_AHEAD
    proposed_by = factory.SelfAttribute("from_user")
    proposed_at = A_MOMENT


class HandoverItemFactory(DjangoModelFactory):
    class Meta:
        model = HandoverItem

    handover = factory.SubFactory(HandoverFactory)
    responsibility = factory.SubFactory(ResponsibilityFactory, user=factory.SelfAttribute("..handover.from_user"))


class ExperienceInterviewFactory(DjangoModelFactory):
    """A conversation with a job seeker. Trait: `read_across`."""

    class Meta:
        model = ExperienceInterview

    class Params:
        read_across = factory.Trait(is_read_across=True)

    guide = Guide.JOB_SEEKER
    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    asked_by = factory.SubFactory(UserFactory)
    held_on = LONG_AGO


class ExperienceAnswerFactory(DjangoModelFactory):
    class Meta:
        model = ExperienceAnswer

    interview = factory.SubFactory(ExperienceInterviewFactory)
    question = factory.Sequence("question_{}".format)
    text = "Det hjalp at det var den samme hele veien."
