"""Cases for the cells about the daily work: intake, contacts, placements, employers. Each gives a row, one it reaches, and a stranger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Model

from brobygger.access.principal import Principal
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.appointments.models import Appointment, CalendarFeed
from brobygger.followup.models import CallBack, Contact, ExperienceInterview, Handover
from brobygger.intake.models import Absence, EmployerRelation, Engagement, Intake, Part, Responsibility
from brobygger.jobdev.models import EmployerVisit, Opening, Suggestion
from brobygger.parties.models import ContactPerson, Person, Role, Unit, Workplace
from brobygger.placements.models import Placement, PlacementHours
from brobygger.talent.models import Disclosure, VocationalProfile
from tests.access.principals import TODAY, asking, holder, staff
from tests.factories import (
    AbsenceFactory,
    AppointmentFactory,
    AppointmentPartyFactory,
    CalendarFeedFactory,
    CallBackFactory,
    ContactFactory,
    ContactPersonFactory,
    DisclosureFactory,
    EmployerRelationFactory,
    EmployerVisitFactory,
    EngagementFactory,
    ExperienceInterviewFactory,
    HandoverFactory,
    IntakeFactory,
    NeedToKnowFactory,
    OpeningFactory,
    PersonFactory,
    PlacementFactory,
    PlacementHoursFactory,
    ResponsibilityFactory,
    SpecialistProfileFactory,
    SuggestionFactory,
    UnitFactory,
    UserFactory,
    VocationalProfileFactory,
    WorkplaceFactory,
)

R = Role
V = Verb


class Case(NamedTuple):
    """A row, one whom it reaches, and one in the same role whom it does not. No stranger where the cell gives every row."""

    row: Model
    reached: Principal
    stranger: Principal | None


Reach = Callable[[type[Model], Role], Case]

# A row about an engagement and its person.
ABOUT: dict[type[Model], Callable[[Engagement], Model]] = {
    Person: lambda engagement: engagement.person,
    Engagement: lambda engagement: engagement,
    Intake: lambda engagement: IntakeFactory(person=engagement.person, unit=engagement.unit),
    VocationalProfile: lambda engagement: VocationalProfileFactory(person=engagement.person),
    Disclosure: lambda engagement: DisclosureFactory(person=engagement.person),
    Suggestion: lambda engagement: SuggestionFactory(person=engagement.person),
    Contact: lambda engagement: ContactFactory(engagement=engagement),
    Placement: lambda engagement: PlacementFactory(person=engagement.person),
    PlacementHours: lambda engagement: PlacementHoursFactory(placement__person=engagement.person),
    CallBack: lambda engagement: CallBackFactory(engagement=engagement),
    ExperienceInterview: lambda engagement: ExperienceInterviewFactory(person=engagement.person, unit=engagement.unit),
}
# A row that belongs to a unit.
OF_UNIT: dict[type[Model], Callable[[Unit], Model]] = {
    Unit: lambda unit: unit,
    Intake: lambda unit: IntakeFactory(unit=unit),
    Engagement: lambda unit: EngagementFactory(unit=unit),
    EmployerRelation: lambda unit: EmployerRelationFactory(unit=unit),
    EmployerVisit: lambda unit: EmployerVisitFactory(unit=unit),
    Opening: lambda unit: OpeningFactory(unit=unit),
    CallBack: lambda unit: CallBackFactory(from_employer=True, relation__unit=unit),
    Responsibility: lambda unit: ResponsibilityFactory(engagement__unit=unit),
    ExperienceInterview: lambda unit: ExperienceInterviewFactory(unit=unit, read_across=True),
}
# A row of a workplace.
OF_WORKPLACE: dict[type[Model], Callable[[Workplace], Model]] = {
    Opening: lambda workplace: OpeningFactory(workplace=workplace),
    EmployerRelation: lambda workplace: EmployerRelationFactory(workplace=workplace),
}
# Any row at all.
ANY: dict[type[Model], Callable[[], Model]] = {
    Intake: IntakeFactory,
    Workplace: WorkplaceFactory,
    ContactPerson: ContactPersonFactory,
    ExperienceInterview: ExperienceInterviewFactory,
    Handover: HandoverFactory,
    Absence: lambda: AbsenceFactory(starts_on=TODAY),
    EmployerRelation: EmployerRelationFactory,
    EmployerVisit: EmployerVisitFactory,
    Opening: OpeningFactory,
    Appointment: AppointmentFactory,
    CalendarFeed: CalendarFeedFactory,
    CallBack: CallBackFactory,
    Responsibility: ResponsibilityFactory,
}


def about_followed(model: type[Model], role: Role) -> Case:
    user, other = UserFactory(role=role), UserFactory(role=role)
    return Case(ABOUT[model](EngagementFactory(responsible=user)), asking(user), asking(other))


def about_one_with_a_reason(model: type[Model], role: Role) -> Case:
    unit = UnitFactory()
    user, colleague = UserFactory(role=role, role__unit=unit), UserFactory(role=role, role__unit=unit)
    engagement = EngagementFactory(unit=unit)
    NeedToKnowFactory(user=user, person=engagement.person, starts_on=TODAY)
    return Case(ABOUT[model](engagement), asking(user), asking(colleague))


def about_oneself(model: type[Model], role: Role) -> Case:
    person = PersonFactory()
    return Case(ABOUT[model](EngagementFactory(person=person)), holder(person, role), holder(PersonFactory(), role))


def of_own_unit(model: type[Model], role: Role) -> Case:
    unit = UnitFactory()
    return Case(OF_UNIT[model](unit), staff(role, unit), staff(role))


def of_own_workplace(model: type[Model], role: Role) -> Case:
    here, there = ContactPersonFactory(), ContactPersonFactory()
    return Case(OF_WORKPLACE[model](here.workplace), holder(here.person, role), holder(there.person, role))


def any_at_all(model: type[Model], role: Role) -> Case:
    return Case(ANY[model](), staff(role), None)


def referred_by_oneself(model: type[Model], role: Role) -> Case:
    user = UserFactory(role=role)
    return Case(IntakeFactory(referred_by=user), asking(user), staff(role))


def referred_to_own_unit(model: type[Model], role: Role) -> Case:
    unit = UnitFactory()
    user = UserFactory(role=role, role__unit=unit)
    return Case(IntakeFactory(unit=unit, referred_by=user), asking(user), staff(role, unit))


def owned_in_the_unit(model: type[Model], role: Role) -> Case:
    unit = UnitFactory()
    user = UserFactory(role=role, role__unit=unit)
    return Case(IntakeFactory(unit=unit, owner=user), asking(user), staff(role, unit))


def held_by_oneself(model: type[Model], role: Role) -> Case:
    user = UserFactory(role=role)
    return Case(ResponsibilityFactory(user=user), asking(user), staff(role))


def answered_for_by_oneself(model: type[Model], role: Role) -> Case:
    """The stranger follows up the same person, in another unit."""
    user, other = UserFactory(role=role), UserFactory(role=role)
    engagement = EngagementFactory(responsible=user)
    EngagementFactory(person=engagement.person, responsible=other)
    return Case(engagement, asking(user), asking(other))


def held_with_a_deputy(model: type[Model], responsible: User, deputy: User) -> Model:
    """A follow-up or a contact with an employer that two share."""
    return {Engagement: EngagementFactory, EmployerRelation: EmployerRelationFactory}[model](responsible=responsible, deputy=deputy)


def one_is_responsible_for(model: type[Model], role: Role) -> Case:
    """The stranger is the deputy, and the one who is responsible is at work."""
    user, deputy = UserFactory(role=role), UserFactory(role=role)
    return Case(held_with_a_deputy(model, user, deputy), asking(user), asking(deputy))


def one_stands_in_for(model: type[Model], role: Role) -> Case:
    """The responsible one is away. The stranger is deputy for another, who is away too."""
    deputy, other = UserFactory(role=role), UserFactory(role=role)
    row, away = held_with_a_deputy(model, UserFactory(role=role), deputy), UserFactory(role=role)
    held_with_a_deputy(model, away, other)
    for user in (away, row.responsibilities.get(part=Part.RESPONSIBLE).user):
        AbsenceFactory(user=user, starts_on=TODAY, ends_on=TODAY)
    return Case(row, asking(deputy), asking(other))


def asked_of_oneself(model: type[Model], role: Role) -> Case:
    user = UserFactory(role=role)
    return Case(HandoverFactory(to_user=user), asking(user), staff(role))


def asked_from_oneself(model: type[Model], role: Role) -> Case:
    user = UserFactory(role=role)
    return Case(HandoverFactory(from_user=user), asking(user), staff(role))


def proposed_by_oneself(model: type[Model], role: Role) -> Case:
    user = UserFactory(role=role)
    return Case(HandoverFactory(proposed_by=user), asking(user), staff(role))


def asked_from_a_colleague(model: type[Model], role: Role) -> Case:
    unit = UnitFactory()
    return Case(HandoverFactory(from_user=UserFactory(role=R.SPECIALIST, role__unit=unit)), staff(role, unit), staff(role))


def own_absence(model: type[Model], role: Role) -> Case:
    user = UserFactory(role=role)
    return Case(AbsenceFactory(user=user), asking(user), staff(role))


def absence_of_a_colleague(model: type[Model], role: Role) -> Case:
    unit = UnitFactory()
    return Case(AbsenceFactory(user=UserFactory(role=R.SPECIALIST, role__unit=unit)), staff(role, unit), staff(role))


def written_by_oneself(model: type[Model], role: Role) -> Case:
    unit = UnitFactory()
    user = UserFactory(role=role, role__unit=unit)
    return Case(ContactFactory(written_by=user, engagement__unit=unit), asking(user), staff(role, unit))


def made_by_oneself(model: type[Model], role: Role) -> Case:
    user = UserFactory(role=role)
    return Case(EmployerVisitFactory(visitor=user), asking(user), staff(role))


def of_one_who_is_away(model: type[Model], role: Role) -> Case:
    """The stranger is the usual deputy of somebody who is at work."""
    away, deputy, other = UserFactory(), UserFactory(role=role), UserFactory(role=role)
    AbsenceFactory(user=away, starts_on=TODAY - timedelta(days=6))
    SpecialistProfileFactory(user=away, usual_deputy=deputy)
    SpecialistProfileFactory(usual_deputy=other)
    return Case(EmployerVisitFactory(visitor=away), asking(deputy), asking(other))


def to_be_at(model: type[Model], role: Role) -> Case:
    user = UserFactory(role=role)
    return Case(AppointmentPartyFactory(user=user).appointment, asking(user), staff(role))


def with_one_followed(model: type[Model], role: Role) -> Case:
    """An appointment a colleague has; the stranger follows up somebody else."""
    user, other = UserFactory(role=role), UserFactory(role=role)
    person = EngagementFactory(responsible=user).person
    EngagementFactory(responsible=other)
    row = AppointmentPartyFactory().appointment
    AppointmentPartyFactory(appointment=row, user=None, person=person, role=R.CANDIDATE)
    return Case(row, asking(user), asking(other))


def agreed_by_one_who_is_away(model: type[Model], role: Role) -> Case:
    """The stranger is the usual deputy of somebody who is at work."""
    away, deputy, other = UserFactory(), UserFactory(role=role), UserFactory(role=role)
    AbsenceFactory(user=away, starts_on=TODAY - timedelta(days=6))
    SpecialistProfileFactory(user=away, usual_deputy=deputy)
    SpecialistProfileFactory(usual_deputy=other)
    return Case(AppointmentPartyFactory(user=away).appointment, asking(deputy), asking(other))


def followed_by_oneself(model: type[Model], role: Role) -> Case:
    user = UserFactory(role=role)
    return Case(CalendarFeedFactory(user=user), asking(user), staff(role))


def asked_to_oneself(model: type[Model], role: Role) -> Case:
    person = PersonFactory()
    row = AppointmentPartyFactory(user=None, person=person, role=role).appointment
    return Case(row, holder(person, role), holder(PersonFactory(), role))


def call_from_own_employer(model: type[Model], role: Role) -> Case:
    user, other = UserFactory(role=role), UserFactory(role=role)
    call = CallBackFactory(from_employer=True, relation__responsible=user)
    ResponsibilityFactory(user=other)
    return Case(call, asking(user), asking(other))


def told_to_the_workplace(model: type[Model], role: Role) -> Case:
    """Something runs between the two at one workplace; the stranger works at another, where it is also told but nothing runs."""
    here, there = ContactPersonFactory(), ContactPersonFactory()
    told = DisclosureFactory(workplace=here.workplace, person__protection="none")
    PlacementFactory(person=told.person, workplace=here.workplace, starts_on=TODAY)
    DisclosureFactory(workplace=there.workplace, person=told.person)
    return Case(told, holder(here.person, role), holder(there.person, role))


def suggested_to_the_workplace(model: type[Model], role: Role) -> Case:
    here, there = ContactPersonFactory(), ContactPersonFactory()
    row = SuggestionFactory(opening__workplace=here.workplace, employer_asked=True)
    SuggestionFactory(opening__workplace=there.workplace, person=row.person, candidate_will=True)
    return Case(row, holder(here.person, role), holder(there.person, role))


def conversation_one_has_led(model: type[Model], role: Role) -> Case:
    unit = UnitFactory()
    user = UserFactory(role=role, role__unit=unit)
    return Case(ExperienceInterviewFactory(asked_by=user, unit=unit), asking(user), staff(role, unit))


def told_oneself_at_work(model: type[Model], role: Role) -> Case:
    """A conversation with a colleague; the stranger has been asked by the same leader."""
    user, other = UserFactory(role=role), UserFactory(role=role)
    row = ExperienceInterviewFactory(person=PersonFactory(user=user))
    ExperienceInterviewFactory(person=PersonFactory(user=other), asked_by=row.asked_by)
    return Case(row, asking(user), asking(other))


FOLLOWERS: dict[Role, tuple[Reach, ...]] = {R.COUNSELLOR: (about_followed,), R.SPECIALIST: (about_followed,)}
READERS: dict[Role, tuple[Reach, ...]] = {
    R.COUNSELLOR: (about_followed, about_one_with_a_reason),
    R.SPECIALIST: (about_followed, about_one_with_a_reason),
    R.LEADER: (about_one_with_a_reason,),
}
ONESELF: dict[Role, tuple[Reach, ...]] = {R.CANDIDATE: (about_oneself,)}
IN_TOUCH = dict.fromkeys((R.SPECIALIST, R.BUSINESS_COORDINATOR), (of_own_unit,))
LEADING = {R.LEADER: (of_own_unit,)}
ANSWERING = (R.COUNSELLOR, R.SPECIALIST, R.BUSINESS_COORDINATOR)

CASES_OF_THE_WORK: dict[tuple[Verb, type[Model]], dict[Role, tuple[Reach, ...]]] = {
    (V.CREATE, Intake): {R.COUNSELLOR: (any_at_all,), R.SPECIALIST: (any_at_all,)},
    (V.READ, Intake): {
        R.COUNSELLOR: (referred_by_oneself,),
        R.SPECIALIST: (referred_by_oneself, owned_in_the_unit),
        **LEADING,
        **ONESELF,
    },
    (V.ANSWER, Intake): {R.SPECIALIST: (owned_in_the_unit, referred_to_own_unit), **LEADING},
    (V.DECIDE, Intake): LEADING,
    (V.FIND, Engagement): LEADING,
    (V.LOG, Engagement): FOLLOWERS,
    (V.DECIDE, Engagement): {R.COUNSELLOR: (answered_for_by_oneself,), R.SPECIALIST: (answered_for_by_oneself,), **LEADING},
    (V.CORRECT, Engagement): {
        R.COUNSELLOR: (answered_for_by_oneself,),
        R.SPECIALIST: (answered_for_by_oneself,),
        R.LEADER: (about_one_with_a_reason,),
    },
    (V.END, Engagement): {**dict.fromkeys((R.COUNSELLOR, R.SPECIALIST), (one_is_responsible_for, one_stands_in_for)), **LEADING},
    (V.ASK, Engagement): ONESELF,
    (V.HAND_OVER, Responsibility): {**dict.fromkeys(ANSWERING, (held_by_oneself,)), **LEADING},
    (V.READ, Handover): {
        **dict.fromkeys(ANSWERING, (asked_of_oneself, asked_from_oneself)),
        R.LEADER: (proposed_by_oneself, asked_from_a_colleague),
    },
    (V.ANSWER, Handover): dict.fromkeys(ANSWERING, (asked_of_oneself,)),
    (V.HAND_OVER, Handover): dict.fromkeys((*ANSWERING, R.LEADER), (proposed_by_oneself,)),
    (V.LOG, Absence): {**dict.fromkeys(ANSWERING, (own_absence,)), R.LEADER: (absence_of_a_colleague,)},
    (V.LEAD, Unit): LEADING,
    (V.PREPARE, Person): FOLLOWERS,
    (V.READ, VocationalProfile): {**READERS, **ONESELF},
    (V.READ, Disclosure): {
        R.COUNSELLOR: READERS[R.COUNSELLOR],
        R.SPECIALIST: READERS[R.SPECIALIST],
        **ONESELF,
        R.EMPLOYER: (told_to_the_workplace,),
    },
    (V.ANSWER, Disclosure): {**FOLLOWERS, **ONESELF},
    (V.PLACE, Person): FOLLOWERS,
    (V.PLACE, Placement): FOLLOWERS,
    (V.PLACE, PlacementHours): FOLLOWERS,
    (V.READ, Placement): {**READERS, **ONESELF},
    (V.READ, Contact): {**READERS, **ONESELF},
    (V.LOG, Contact): {R.COUNSELLOR: (written_by_oneself,), R.SPECIALIST: (written_by_oneself,)},
    (V.READ, Appointment): {
        **dict.fromkeys((R.COUNSELLOR, R.SPECIALIST), (to_be_at, with_one_followed, agreed_by_one_who_is_away)),
        R.BUSINESS_COORDINATOR: (to_be_at, agreed_by_one_who_is_away),
        **dict.fromkeys((R.LOOP_COORDINATOR, R.DRIVER, R.LEADER), (to_be_at,)),
        **dict.fromkeys((R.CANDIDATE, R.EMPLOYER, R.MENTOR), (asked_to_oneself,)),
    },
    (V.AGREE, Appointment): {
        **dict.fromkeys((R.COUNSELLOR, R.SPECIALIST), (to_be_at, with_one_followed, agreed_by_one_who_is_away)),
        R.BUSINESS_COORDINATOR: (to_be_at, agreed_by_one_who_is_away),
    },
    (V.SUBSCRIBE, CalendarFeed): dict.fromkeys(
        (R.COUNSELLOR, R.SPECIALIST, R.BUSINESS_COORDINATOR, R.LOOP_COORDINATOR, R.DRIVER, R.LEADER), (followed_by_oneself,)
    ),
    (V.RING, CallBack): dict.fromkeys(ANSWERING, (about_followed, call_from_own_employer)),
    (V.READ, CallBack): {**LEADING, **dict.fromkeys((R.CANDIDATE, R.EMPLOYER), (about_oneself,))},
    (V.RING, Engagement): dict.fromkeys((R.COUNSELLOR, R.SPECIALIST, R.LEADER), (of_own_unit,)),
    (V.READ, Workplace): dict.fromkeys((*ANSWERING, R.LEADER), (any_at_all,)),
    (V.READ, ContactPerson): dict.fromkeys((*ANSWERING, R.LEADER), (any_at_all,)),
    (V.VISIT, Workplace): {R.SPECIALIST: (any_at_all,), R.BUSINESS_COORDINATOR: (any_at_all,)},
    (V.CORRECT, Workplace): dict.fromkeys((R.SPECIALIST, R.BUSINESS_COORDINATOR, R.LEADER), (any_at_all,)),
    (V.CORRECT, ContactPerson): dict.fromkeys((R.SPECIALIST, R.BUSINESS_COORDINATOR, R.LEADER), (any_at_all,)),
    (V.READ, EmployerRelation): {**IN_TOUCH, **LEADING},
    (V.LOG, EmployerRelation): IN_TOUCH,
    (V.END, EmployerRelation): {
        **dict.fromkeys((R.SPECIALIST, R.BUSINESS_COORDINATOR), (one_is_responsible_for, one_stands_in_for)),
        **LEADING,
    },
    (V.ASK, EmployerRelation): {R.EMPLOYER: (of_own_workplace,)},
    (V.READ, EmployerVisit): {**IN_TOUCH, **LEADING},
    (V.VISIT, EmployerVisit): dict.fromkeys((R.SPECIALIST, R.BUSINESS_COORDINATOR), (made_by_oneself, of_one_who_is_away)),
    (V.READ, Opening): {R.COUNSELLOR: (of_own_unit,), **IN_TOUCH, **LEADING, R.EMPLOYER: (of_own_workplace,)},
    (V.VISIT, Opening): IN_TOUCH,
    (V.READ, Suggestion): {**FOLLOWERS, **ONESELF, R.EMPLOYER: (suggested_to_the_workplace,)},
    (V.ANSWER, Suggestion): {**FOLLOWERS, **ONESELF, R.EMPLOYER: (suggested_to_the_workplace,)},
    (V.CREATE, ExperienceInterview): dict.fromkeys((R.SPECIALIST, R.COUNSELLOR, R.LEADER), (any_at_all,)),
    (V.READ, ExperienceInterview): {
        **dict.fromkeys((R.COUNSELLOR, R.LEADER), (conversation_one_has_led,)),
        R.SPECIALIST: (conversation_one_has_led, told_oneself_at_work),
        **ONESELF,
        R.EMPLOYER: (about_oneself,),
    },
    (V.ANSWER, ExperienceInterview): {R.SPECIALIST: (told_oneself_at_work,), R.CANDIDATE: (about_oneself,), R.EMPLOYER: (about_oneself,)},
    (V.LEAD, ExperienceInterview): LEADING,
}
