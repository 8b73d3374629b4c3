"""Every cell of the table, and every condition in it: somebody whom it reaches, and a stranger in the same role."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models import Model
from django.http import Http404
from django.utils import timezone

from brobygger.access import door
from brobygger.access.models import NeedToKnow
from brobygger.access.principal import principal_of_link
from brobygger.access.purposes import Purpose
from brobygger.access.table import TABLE
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.agreements.models import EmployerWords, Evaluation, JointCertificate, WayOn
from brobygger.audit.models import Entry, LookUp
from brobygger.followup.models import Matter, MatterNote
from brobygger.intake.models import Engagement
from brobygger.loops.models import DropOut, Loop, LoopDate, LoopEmployer, Participant, Side, Stay
from brobygger.loops.states import CommitmentState
from brobygger.outbox.models import Message
from brobygger.parties.models import ContactPerson, Grant, Membership, Person, Protection, Role, SignedLink, Unit, Workplace
from brobygger.placements.models import Placement
from tests.access.principals import TODAY, asking, holder, staff
from tests.access.work_cases import ABOUT, ANY, CASES_OF_THE_WORK, Case, Reach
from tests.factories import (
    ContactPersonFactory,
    DatePartyFactory,
    EmployerWordsFactory,
    EngagementFactory,
    EvaluationFactory,
    GrantFactory,
    JointCertificateFactory,
    LoopDateFactory,
    LoopEmployerFactory,
    LoopFactory,
    MatterFactory,
    MatterNoteFactory,
    NeedToKnowFactory,
    ParticipantFactory,
    PersonFactory,
    PlacementFactory,
    StayFactory,
    UnitFactory,
    UserFactory,
    WayOnFactory,
    WorkplaceFactory,
)

R = Role
V = Verb


def row_about(model: type[Model], engagement: Engagement) -> Model:
    match model.__name__:
        case "Person":
            return engagement.person
        case "Engagement":
            return engagement
        case "Participant":
            return ParticipantFactory(person=engagement.person)
        case "LookUp":
            return look_up_of(engagement.person)
    if model in WRITTEN:
        return written_about(model, ParticipantFactory(person=engagement.person))
    raise LookupError(model)


def written_about(model: type[Model], participant: Participant, employer: LoopEmployer | None = None) -> Model:
    """A stay, what is written about it, or about the year. What is written of a stay is the employer's."""
    if model in {WayOn, JointCertificate}:
        return {WayOn: WayOnFactory, JointCertificate: JointCertificateFactory}[model](participant=participant)
    if model in {Matter, MatterNote}:
        matter = MatterFactory(person=participant.person, participant=participant)
        return matter if model is Matter else MatterNoteFactory(matter=matter)
    employer = employer or LoopEmployerFactory(loop=participant.loop)
    placement = PlacementFactory(person=participant.person, workplace=employer.workplace)
    stay = StayFactory(participant=participant, employer=employer, placement=placement)
    made = {
        Placement: lambda: placement,
        Evaluation: lambda: EvaluationFactory(stay=stay, side=Side.EMPLOYER),
        EmployerWords: lambda: EmployerWordsFactory(stay=stay),
    }
    return made[model]()


def row_of_loop(model: type[Model], **of_loop: object) -> Model:
    loop = LoopFactory(**of_loop)
    return loop if model is Loop else LoopEmployerFactory(loop=loop)


def someone_followed(model: type[Model], role: Role) -> Case:
    user, other = UserFactory(role=role), UserFactory(role=role)
    return Case(row_about(model, EngagementFactory(responsible=user)), asking(user), asking(other))


def someone_in_the_unit(model: type[Model], role: Role) -> Case:
    unit = UnitFactory()
    return Case(row_about(model, EngagementFactory(unit=unit)), staff(role, unit), staff(role))


def someone_with_a_stated_reason(model: type[Model], role: Role) -> Case:
    unit = UnitFactory()
    user, colleague = UserFactory(role=role, role__unit=unit), UserFactory(role=role, role__unit=unit)
    engagement = EngagementFactory(unit=unit)
    NeedToKnowFactory(user=user, person=engagement.person, starts_on=TODAY)
    return Case(row_about(model, engagement), asking(user), asking(colleague))


def someone_who_said_yes(model: type[Model], role: Role) -> Case:
    loop = LoopFactory()
    participant = ParticipantFactory(loop=loop, granted=True)
    row = written_about(model, participant) if model in WRITTEN else participant.person if model is Person else participant
    return Case(row, staff(role, loop.unit), staff(role))


def oneself(model: type[Model], role: Role) -> Case:
    person = PersonFactory()
    made = {
        Person: lambda: person,
        Engagement: lambda: EngagementFactory(person=person),
        Grant: lambda: GrantFactory(person=person),
        Participant: lambda: ParticipantFactory(person=person),
        LookUp: lambda: look_up_of(person),
        **{each: lambda each=each: written_about(each, ParticipantFactory(person=person)) for each in WRITTEN},
    }
    return Case(made[model](), holder(person, role), holder(PersonFactory(), role))


def look_up_of(person: Person) -> LookUp:
    door.seen(staff(R.COUNSELLOR), [person], Purpose.PERSON)
    return LookUp.objects.get(person=person.public_id)


def loop_of_an_office(model: type[Model], role: Role) -> Case:
    office = UnitFactory()
    return Case(row_of_loop(model, offices=[office]), staff(role, office), staff(role))


def loop_of_the_unit(model: type[Model], role: Role) -> Case:
    unit = UnitFactory()
    return Case(row_of_loop(model, unit=unit), staff(role, unit), staff(role, UnitFactory()))


def loop_one_drives(model: type[Model], role: Role) -> Case:
    user = UserFactory(role=role)
    return Case(row_of_loop(model, driver=user), asking(user), staff(role))


def loop_one_decides(model: type[Model], role: Role) -> Case:
    unit = UnitFactory()
    user = UserFactory(role=role, role__unit=unit)
    return Case(row_of_loop(model, unit=unit, coordinator=user), asking(user), staff(role, unit))


def loop_one_is_invited_to(model: type[Model], role: Role) -> Case:
    row = row_of_loop(model)
    invited = ParticipantFactory(loop=row if model is Loop else row.loop)
    return Case(row, holder(invited.person, role), holder(ParticipantFactory().person, role))


def loop_of_the_firm(model: type[Model], role: Role) -> Case:
    employer = LoopEmployerFactory(with_contact=True)
    elsewhere = LoopEmployerFactory(with_contact=True)
    return Case(employer.loop, holder(employer.contact, role), holder(elsewhere.contact, role))


def place_where_one_is_a_contact(model: type[Model], role: Role) -> Case:
    loop = LoopFactory()
    employer, neighbour = LoopEmployerFactory(loop=loop, with_contact=True), LoopEmployerFactory(loop=loop, with_contact=True)
    return Case(employer, holder(employer.contact, role), holder(neighbour.contact, role))


def candidate_who_is_shown(model: type[Model], role: Role) -> Case:
    participant = ParticipantFactory(said_yes=True)
    employer, neighbour = LoopEmployerFactory.create_batch(2, loop=participant.loop, with_contact=True)
    GrantFactory(person=participant.person, unit=None, workplace=employer.workplace, subject_id=participant.loop.public_id)
    return Case(participant, holder(employer.contact, role), holder(neighbour.contact, role))


def stay_that_is_shared(model: type[Model], role: Role) -> Case:
    participant = ParticipantFactory(said_yes=True)
    employer, neighbour = LoopEmployerFactory.create_batch(2, loop=participant.loop, with_contact=True)
    for each in (employer, neighbour):
        GrantFactory(person=participant.person, unit=None, workplace=each.workplace, subject_id=participant.loop.public_id)
    return Case(written_about(model, participant, employer), holder(employer.contact, role), holder(neighbour.contact, role))


def stay_with_a_mentor(period: int = 0) -> tuple[Stay, Person, Person]:
    """A stay in a running year, its mentor, and one who is mentor of the same candidate at the next workplace. Both are shared with."""
    participant = ParticipantFactory(loop__running=True, turned_up=True)
    stays = []
    for number in (0, 1):
        employer = LoopEmployerFactory(loop=participant.loop, committed=True, with_contact=True)
        mentor = ContactPersonFactory(workplace=employer.workplace, is_mentor=True)
        day = TODAY + timedelta(days=number)
        GrantFactory(person=participant.person, unit=None, workplace=employer.workplace, subject_id=participant.loop.public_id)
        stays.append(StayFactory(participant=participant, employer=employer, mentor=mentor, period=number, starts_on=day, ends_on=day))
    return stays[period], stays[period].mentor.person, stays[1 - period].mentor.person


def stay_one_is_mentor_of(model: type[Model], role: Role) -> Case:
    stay, mentor, other = stay_with_a_mentor()
    return Case(stay, holder(mentor, role), holder(other, role))


def candidate_one_is_mentor_for(model: type[Model], role: Role) -> Case:
    stay, mentor, _other = stay_with_a_mentor()
    _theirs, elsewhere, _next = stay_with_a_mentor()
    return Case(stay.participant, holder(mentor, role), holder(elsewhere, role))


def date_one_is_mentor_on(model: type[Model], role: Role) -> Case:
    stay, mentor, other = stay_with_a_mentor()
    row = LoopDateFactory(of_a_stay=True, loop=stay.participant.loop, participant=stay.participant, employer=stay.employer)
    return Case(row, holder(mentor, role), holder(other, role))


def date_of_oneself(model: type[Model], role: Role) -> Case:
    """Another candidate's hospitation day in the same loop is a stranger's."""
    row = LoopDateFactory(of_a_stay=True)
    DatePartyFactory(date=row, person=row.participant.person)
    return Case(row, holder(row.participant.person, role), holder(ParticipantFactory(loop=row.loop).person, role))


def date_of_the_workplace(model: type[Model], role: Role) -> Case:
    """Another employer of the same loop is a stranger."""
    loop = LoopFactory()
    employer, neighbour = LoopEmployerFactory.create_batch(2, loop=loop, with_contact=True)
    row = LoopDateFactory(of_a_stay=True, loop=loop, employer=employer, participant__person__protection=Protection.NONE)
    DatePartyFactory(date=row, person=employer.contact, role=Role.EMPLOYER)
    return Case(row, holder(employer.contact, role), holder(neighbour.contact, role))


def matter_of_the_workplace(model: type[Model], role: Role) -> Case:
    """Two employers of the same loop share it with the candidate; the matter is with one of them."""
    participant = ParticipantFactory(said_yes=True)
    employer, neighbour = LoopEmployerFactory.create_batch(2, loop=participant.loop, with_contact=True)
    for period, each in enumerate((employer, neighbour)):
        that_day = TODAY + timedelta(days=period)
        GrantFactory(person=participant.person, unit=None, workplace=each.workplace, subject_id=participant.loop.public_id)
        StayFactory(participant=participant, employer=each, period=period, starts_on=that_day, ends_on=that_day)
    matter = MatterFactory(person=participant.person, participant=participant, workplace=employer.workplace, is_shared_with_employer=True)
    return Case(matter, holder(employer.contact, role), holder(neighbour.contact, role))


def letter_about(about: UUID) -> Message:
    now = timezone.now()
    return Message.objects.create(
        once=str(about), template="test", about=about, recipient_address="a@brovik.invalid", created_at=now, send_after=now
    )


def letter_about_one_who_shares(model: type[Model], role: Role) -> Case:
    participant = ParticipantFactory(granted=True)
    return Case(letter_about(participant.public_id), staff(role, participant.loop.unit), staff(role))


def letter_to_an_employer(model: type[Model], role: Role) -> Case:
    employer = LoopEmployerFactory()
    return Case(letter_about(employer.public_id), staff(role, employer.loop.unit), staff(role))


def any_row(model: type[Model], role: Role) -> Case:
    made = {
        Person: PersonFactory,
        Loop: LoopFactory,
        LoopEmployer: LoopEmployerFactory,
        Workplace: WorkplaceFactory,
        ContactPerson: ContactPersonFactory,
        Unit: UnitFactory,
        User: UserFactory,
        NeedToKnow: lambda: NeedToKnowFactory(starts_on=TODAY),
        Stay: StayFactory,
        LoopDate: LoopDateFactory,
        LookUp: lambda: look_up_of(PersonFactory()),
        Entry: lambda: Entry.objects.create(
            event="test.made", subject_kind="test", subject_id=PersonFactory().public_id, actor_kind="program"
        ),
        Message: lambda: letter_about(PersonFactory().public_id),
    }
    return Case(made[model](), staff(role), None)


WRITTEN = (Placement, Evaluation, EmployerWords, WayOn, JointCertificate, Matter, MatterNote)
STAFF_WHO_FOLLOW = {
    R.COUNSELLOR: (someone_followed, someone_with_a_stated_reason),
    R.SPECIALIST: (someone_followed, someone_with_a_stated_reason),
    R.LEADER: (someone_with_a_stated_reason,),
}
THOSE_AROUND_A_LOOP = {
    R.COUNSELLOR: (loop_of_an_office,),
    R.BUSINESS_COORDINATOR: (loop_of_an_office,),
    R.LEADER: (loop_of_an_office,),
    R.LOOP_COORDINATOR: (loop_of_the_unit,),
    R.DRIVER: (loop_one_drives,),
    R.CANDIDATE: (loop_one_is_invited_to,),
}
THOSE_AROUND_A_CANDIDATE = {R.COUNSELLOR: (someone_followed,), R.LOOP_COORDINATOR: (someone_who_said_yes,), R.CANDIDATE: (oneself,)}
THOSE_WHO_SOLVE = {R.COUNSELLOR: (someone_followed,), R.SPECIALIST: (someone_followed,), R.LOOP_COORDINATOR: (someone_who_said_yes,)}
THOSE_WHO_BUILD = {R.DRIVER: (loop_one_drives,), R.LOOP_COORDINATOR: (loop_of_the_unit,)}
THOSE_WHO_CHOOSE = {R.DRIVER: (any_row,), R.LOOP_COORDINATOR: (any_row,)}
THOSE_WHO_ANSWER = {R.COUNSELLOR: (any_row,), R.SPECIALIST: (any_row,), R.BUSINESS_COORDINATOR: (any_row,)}

# A case for each condition of each cell, in the same order as in the cell.
CASES: dict[tuple[Verb, type[Model]], dict[Role, tuple[Reach, ...]]] = {
    (V.FIND, Person): {R.COUNSELLOR: (someone_in_the_unit,), R.SPECIALIST: (someone_in_the_unit,), R.LEADER: (someone_in_the_unit,)},
    (V.NAME, Person): {R.COUNSELLOR: (someone_followed,), R.SPECIALIST: (someone_followed,), R.DATA_PROTECTION_OFFICER: (any_row,)},
    (V.READ, Person): {**STAFF_WHO_FOLLOW, R.LOOP_COORDINATOR: (someone_who_said_yes,), R.CANDIDATE: (oneself,)},
    (V.CORRECT, Person): {
        R.COUNSELLOR: (someone_followed,),
        R.SPECIALIST: (someone_followed,),
        R.LEADER: (someone_with_a_stated_reason,),
        R.CANDIDATE: (oneself,),
    },
    (V.PROPOSE, Person): {R.COUNSELLOR: (someone_followed,)},
    (V.READ, Engagement): {**STAFF_WHO_FOLLOW, R.CANDIDATE: (oneself,)},
    (V.READ, Grant): {R.CANDIDATE: (oneself,)},
    (V.CREATE, Loop): {R.DRIVER: (any_row,), R.LOOP_COORDINATOR: (any_row,)},
    (V.READ, Loop): {**THOSE_AROUND_A_LOOP, R.EMPLOYER: (loop_of_the_firm,)},
    (V.BUILD, Loop): THOSE_WHO_BUILD,
    (V.PROPOSE, Loop): {R.COUNSELLOR: (loop_of_an_office,)},
    (V.RUN, Loop): {R.LOOP_COORDINATOR: (loop_of_the_unit,)},
    (V.DECIDE, Loop): {R.LOOP_COORDINATOR: (loop_one_decides,)},
    (V.READ, LoopEmployer): {**THOSE_AROUND_A_LOOP, R.EMPLOYER: (place_where_one_is_a_contact,)},
    (V.BUILD, LoopEmployer): THOSE_WHO_BUILD,
    (V.DESCRIBE, LoopEmployer): {**THOSE_WHO_BUILD, R.EMPLOYER: (place_where_one_is_a_contact,)},
    (V.WISH, LoopEmployer): {R.EMPLOYER: (place_where_one_is_a_contact,), R.LOOP_COORDINATOR: (loop_of_the_unit,)},
    (V.READ, Participant): {
        R.COUNSELLOR: (someone_followed,),
        R.LOOP_COORDINATOR: (someone_who_said_yes,),
        R.CANDIDATE: (oneself,),
    },
    (V.PREPARE, Participant): {R.COUNSELLOR: (someone_followed,), R.CANDIDATE: (oneself,)},
    (V.ANSWER, Participant): {R.CANDIDATE: (oneself,)},
    (V.WISH, Participant): {R.CANDIDATE: (oneself,), R.LOOP_COORDINATOR: (someone_who_said_yes,)},
    (V.MEET, Participant): {R.EMPLOYER: (candidate_who_is_shown,), R.MENTOR: (candidate_one_is_mentor_for,)},
    (V.READ, Stay): {R.MENTOR: (stay_one_is_mentor_of,)},
    (V.READ, LoopDate): {
        R.CANDIDATE: (date_of_oneself,),
        R.EMPLOYER: (date_of_the_workplace,),
        R.MENTOR: (date_one_is_mentor_on,),
    },
    (V.EVALUATE, Placement): {R.CANDIDATE: (oneself,), R.EMPLOYER: (stay_that_is_shared,), R.LOOP_COORDINATOR: (someone_who_said_yes,)},
    (V.VOUCH, Placement): {R.EMPLOYER: (stay_that_is_shared,), R.LOOP_COORDINATOR: (someone_who_said_yes,)},
    (V.READ, Evaluation): {**THOSE_AROUND_A_CANDIDATE, R.EMPLOYER: (stay_that_is_shared,)},
    (V.READ, EmployerWords): {**THOSE_AROUND_A_CANDIDATE, R.EMPLOYER: (stay_that_is_shared,)},
    (V.GUIDE, Participant): {R.COUNSELLOR: (someone_followed,), R.LOOP_COORDINATOR: (someone_who_said_yes,)},
    (V.READ, WayOn): THOSE_AROUND_A_CANDIDATE,
    (V.GUIDE, WayOn): {R.CANDIDATE: (oneself,)},
    (V.CERTIFY, Participant): {R.LOOP_COORDINATOR: (someone_who_said_yes,)},
    (V.READ, JointCertificate): THOSE_AROUND_A_CANDIDATE,
    (V.CERTIFY, JointCertificate): {R.CANDIDATE: (oneself,)},
    (V.RAISE, Participant): {**THOSE_WHO_SOLVE, R.CANDIDATE: (oneself,), R.EMPLOYER: (candidate_who_is_shown,)},
    (V.RAISE, Matter): {R.CANDIDATE: (oneself,)},
    (V.READ, Matter): {**THOSE_WHO_SOLVE, R.CANDIDATE: (oneself,), R.EMPLOYER: (matter_of_the_workplace,)},
    (V.SOLVE, Matter): THOSE_WHO_SOLVE,
    (V.READ, MatterNote): {**THOSE_WHO_SOLVE, R.CANDIDATE: (oneself,)},
    (V.CHOOSE, Workplace): {**THOSE_WHO_CHOOSE, **THOSE_WHO_ANSWER},
    (V.CHOOSE, ContactPerson): {**THOSE_WHO_CHOOSE, R.BUSINESS_COORDINATOR: (any_row,), R.SPECIALIST: (any_row,)},
    (V.CHOOSE, Unit): {**THOSE_WHO_CHOOSE, R.COUNSELLOR: (any_row,), R.SPECIALIST: (any_row,)},
    (V.CHOOSE, User): {**THOSE_WHO_CHOOSE, **THOSE_WHO_ANSWER, R.LEADER: (any_row,)},
    (V.NAME, User): {R.COUNSELLOR: (any_row,), R.SPECIALIST: (any_row,), R.DATA_PROTECTION_OFFICER: (any_row,)},
    (V.READ, LookUp): {
        R.COUNSELLOR: (someone_followed,),
        R.SPECIALIST: (someone_followed,),
        R.DATA_PROTECTION_OFFICER: (any_row,),
        R.CANDIDATE: (oneself,),
    },
    (V.READ, Entry): {R.DATA_PROTECTION_OFFICER: (any_row,)},
    (V.READ, NeedToKnow): {R.DATA_PROTECTION_OFFICER: (any_row,)},
    (V.READ, Message): {
        R.LOOP_COORDINATOR: (letter_about_one_who_shares, letter_to_an_employer),
        R.DATA_PROTECTION_OFFICER: (any_row,),
    },
    **CASES_OF_THE_WORK,
}

EACH_CASE = [
    pytest.param(verb, model, role, reach, id=f"{verb}-{model.__name__}-{role}-{reach.__name__}")
    for (verb, model), roles in CASES.items()
    for role, reaches in roles.items()
    for reach in reaches
]
PERSONAL = {Person, Engagement, Grant, Participant, *WRITTEN}


def test_each_condition_of_each_cell_has_a_case_here():
    in_table = {pair: {role: len(cell.conditions) for role, cell in cells.items()} for pair, cells in TABLE.items()}

    here = {pair: {role: len(reaches) for role, reaches in roles.items()} for pair, roles in CASES.items()}

    assert here == in_table


def test_each_condition_of_a_cell_stands_in_words():
    def is_told(cell):
        return len(cell.words) == len(cell.conditions) and all(str(words) for words in cell.words)

    assert [(verb, model, role) for (verb, model), cells in TABLE.items() for role, cell in cells.items() if not is_told(cell)] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("verb", "model", "role", "reach"), EACH_CASE)
def test_the_row_reaches_the_one_it_is_for_and_no_stranger_in_the_same_role(verb, model, role, reach):
    row, reached, stranger = reach(model, role)

    assert role in reached.roles
    assert door.may(reached, verb, model)
    assert row in door.rows(reached, verb, model)
    if stranger is None:
        return
    assert stranger.roles == {role}
    assert row not in door.rows(stranger, verb, model)
    if hasattr(row, "public_id"):
        assert door.get(reached, verb, model, row.public_id) == row
        with pytest.raises(Http404):
            door.get(stranger, verb, model, row.public_id)


@pytest.mark.django_db
def test_a_coordinator_who_moved_to_another_unit_no_longer_decides_the_old_loop():
    old, new = UnitFactory(), UnitFactory()
    user = UserFactory(role=R.LOOP_COORDINATOR, role__unit=old)
    loop = LoopFactory(unit=old, coordinator=user)
    assert loop in door.rows(asking(user), V.DECIDE, Loop)

    Membership.objects.filter(user=user).update(unit=new)

    assert asking(user).roles == {R.LOOP_COORDINATOR}
    for verb in (V.DECIDE, V.RUN, V.BUILD, V.READ):
        assert loop not in door.rows(asking(user), verb, Loop)


@pytest.mark.django_db
@pytest.mark.parametrize("hidden", [{}, {"granted": True, "person__protection": Protection.CODE_6}], ids=["no yes yet", "protected"])
def test_a_coordinator_reads_no_letter_about_somebody_they_may_not_know_of(hidden):
    participant = ParticipantFactory(**hidden)
    message = letter_about(participant.public_id)

    assert message not in door.rows(staff(R.LOOP_COORDINATOR, participant.loop.unit), V.READ, Message)


@pytest.mark.django_db
def test_a_driver_who_is_no_longer_one_reaches_no_loop():
    user = UserFactory(role=R.DRIVER)
    loop = LoopFactory(driver=user)
    assert loop in door.rows(asking(user), V.BUILD, Loop)

    Membership.objects.filter(user=user).update(role=R.REFERRER)

    assert loop not in door.rows(asking(user), V.BUILD, Loop)
    assert loop not in door.rows(asking(user), V.READ, Loop)


def some_row(model: type[Model]) -> Model:
    if model in PERSONAL:
        return oneself(model, R.CANDIDATE).row
    if model in ANY:
        return ANY[model]()
    return ABOUT[model](EngagementFactory()) if model in ABOUT else any_row(model, R.REFERRER).row


def opens(verb, model, principal, row) -> bool:
    """Whether any way of the door lets a principal at a row."""
    ways = [lambda: door.require(principal, verb, model)]
    if hasattr(row, "public_id"):
        ways.append(lambda: door.get(principal, verb, model, row.public_id))
    for way in ways:
        try:
            way()
        except Http404:
            continue
        return True
    return door.may(principal, verb, model) or door.rows(principal, verb, model).exists()


@pytest.mark.django_db
def test_a_role_without_a_cell_gets_nothing():
    referrer = staff(R.REFERRER)

    assert [(verb, model) for verb, model in TABLE if opens(verb, model, referrer, some_row(model))] == []


@pytest.mark.django_db
def test_an_employer_reads_its_own_evaluation_and_never_the_candidates():
    own = stay_that_is_shared(Evaluation, R.EMPLOYER)
    theirs = EvaluationFactory(stay=own.row.stay, side=Side.CANDIDATE)

    assert list(door.rows(own.reached, V.READ, Evaluation)) == [own.row]
    with pytest.raises(Http404):
        door.get(own.reached, V.READ, Evaluation, theirs.public_id)


@pytest.mark.django_db
def test_an_employer_no_longer_reaches_a_stay_when_the_yes_is_taken_back():
    case = stay_that_is_shared(Placement, R.EMPLOYER)
    assert case.row in door.rows(case.reached, V.VOUCH, Placement)

    Grant.objects.filter(workplace=case.row.workplace).update(withdrawn_at=timezone.now())

    assert case.row not in door.rows(case.reached, V.VOUCH, Placement)
    assert case.row not in door.rows(case.reached, V.EVALUATE, Placement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("weeks", "reaches"), [(-10, True), (0, True), (12, True), (13, False)], ids=["before", "the last day", "in time", "too late"]
)
def test_a_mentor_reaches_a_stay_for_twelve_weeks_after_it(weeks, reaches):
    stay, mentor, _other = stay_with_a_mentor()
    date_of = LoopDateFactory(of_a_stay=True, loop=stay.participant.loop, participant=stay.participant, employer=stay.employer)
    Stay.objects.filter(pk=stay.pk).update(starts_on=TODAY - timedelta(weeks=weeks), ends_on=TODAY - timedelta(weeks=weeks))

    principal = holder(mentor, R.MENTOR)

    assert (stay in door.rows(principal, V.READ, Stay)) == reaches
    assert (stay.participant in door.rows(principal, V.MEET, Participant)) == reaches
    assert (date_of in door.rows(principal, V.READ, LoopDate)) == reaches


@pytest.mark.django_db
def test_a_mentor_whose_candidate_takes_the_yes_back_keeps_the_dates_and_loses_the_name():
    stay, mentor, _other = stay_with_a_mentor()

    Grant.objects.filter(person=stay.participant.person, workplace=stay.employer.workplace).update(withdrawn_at=timezone.now())

    principal = holder(mentor, R.MENTOR)
    assert stay in door.rows(principal, V.READ, Stay)
    assert stay.participant not in door.rows(principal, V.MEET, Participant)


@pytest.mark.django_db
@pytest.mark.parametrize("protection", [kind for kind in Protection if kind != Protection.NONE])
def test_a_mentor_and_an_employer_meet_nobody_protected_not_even_by_date(protection):
    stay, mentor, _other = stay_with_a_mentor()
    row = LoopDateFactory(of_a_stay=True, loop=stay.participant.loop, participant=stay.participant, employer=stay.employer)
    DatePartyFactory(date=row, person=stay.employer.contact, role=Role.EMPLOYER)

    Person.objects.filter(pk=stay.participant.person_id).update(protection=protection)

    at_work = holder(mentor, R.MENTOR)
    assert stay not in door.rows(at_work, V.READ, Stay)
    assert row not in door.rows(at_work, V.READ, LoopDate)
    assert row not in door.rows(holder(stay.employer.contact, R.EMPLOYER), V.READ, LoopDate)


@pytest.mark.django_db
def test_a_mentor_who_has_stopped_there_or_whose_link_is_taken_back_reaches_nothing():
    stay, mentor, _other = stay_with_a_mentor()
    principal = holder(mentor, R.MENTOR)
    assert stay in door.rows(principal, V.READ, Stay)

    SignedLink.objects.filter(person=mentor).update(withdrawn_at=timezone.now())
    taken_back = principal_of_link(SignedLink.objects.get(person=mentor), today=TODAY)
    ContactPerson.objects.filter(person=mentor).update(ends_on=TODAY - timedelta(days=1))
    stopped = door.rows(principal, V.READ, Stay)

    assert not stopped.exists()
    assert taken_back.roles == frozenset()
    assert not door.rows(taken_back, V.READ, Stay).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("weeks", "reaches"), [(12, True), (13, False)])
def test_an_employer_that_has_left_writes_about_its_own_for_twelve_weeks(weeks, reaches):
    case = stay_that_is_shared(Placement, R.EMPLOYER)

    LoopEmployer.objects.filter(workplace=case.row.workplace).update(
        state=CommitmentState.DROPPED_OUT, dropped_out_on=TODAY - timedelta(weeks=weeks), dropped_out_because=DropOut.OTHER
    )

    assert (case.row in door.rows(case.reached, V.VOUCH, Placement)) == reaches
