"""Who may do what, to which rows. A cell says which rows reach the principal; no cell, no access."""

from __future__ import annotations

from django.db.models import Model

from brobygger.access.cells import (
    Cell,
    all_rows,
    answered_for,
    appointments_of_oneself,
    appointments_stood_in_for,
    appointments_with_followed,
    by_user,
    by_user_in_unit,
    calls_about_followed,
    calls_from_own_employers,
    colleagues,
    concerned,
    contact_at,
    dates_of_oneself,
    dates_of_the_mentored,
    dates_of_the_workplace,
    either,
    employer_in,
    experiences_asked,
    experiences_read_across,
    followed,
    granted,
    held_by_oneself,
    in_own_unit,
    in_units,
    intakes_of_unit,
    intakes_to_answer,
    joined,
    letters_about_those_who_share,
    letters_to_employers,
    look_ups_on_followed,
    mentored,
    needed,
    offices_of,
    outside_loops,
    own,
    own_look_ups,
    own_unless_withheld,
    referred_and_not_answered,
    responsible_for,
    shared_with_contact,
    shared_with_mentor,
    shown_to_employer,
    shown_to_workplace,
    standing_in_for,
    stood_in_for,
    told_of_suggestion,
    told_to_employer,
    unit_in,
    written_by_oneself,
)
from brobygger.access.models import NeedToKnow
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.agreements.models import EmployerWords, Evaluation, JointCertificate, WayOn
from brobygger.appointments.models import Appointment, CalendarFeed
from brobygger.audit.models import Entry, LookUp
from brobygger.followup.models import CallBack, Contact, ExperienceInterview, Handover, Matter, MatterNote
from brobygger.intake.models import Absence, EmployerRelation, Engagement, Intake, Responsibility
from brobygger.jobdev.models import EmployerVisit, Opening, Suggestion
from brobygger.loops.models import Loop, LoopDate, LoopEmployer, Participant, Side, Stay
from brobygger.outbox.models import Message
from brobygger.parties.models import ContactPerson, Grant, Person, Role, Unit, Workplace
from brobygger.placements.models import Placement, PlacementHours
from brobygger.talent.models import Disclosure, VocationalProfile

TABLE: dict[tuple[Verb, type[Model]], dict[Role, Cell]] = {
    # People
    (Verb.FIND, Person): {
        Role.COUNSELLOR: in_units("", Role.COUNSELLOR),
        Role.SPECIALIST: in_units("", Role.SPECIALIST),
        Role.LEADER: in_units("", Role.LEADER),
    },
    (Verb.NAME, Person): {
        Role.COUNSELLOR: followed(""),
        Role.SPECIALIST: followed(""),
        Role.DATA_PROTECTION_OFFICER: all_rows,
    },
    (Verb.READ, Person): {
        Role.COUNSELLOR: either(followed(""), needed("", Role.COUNSELLOR)),
        Role.SPECIALIST: either(followed(""), needed("", Role.SPECIALIST)),
        Role.LEADER: needed("", Role.LEADER),
        Role.LOOP_COORDINATOR: granted("", subject="", role=Role.LOOP_COORDINATOR),
        Role.CANDIDATE: own(""),
    },
    (Verb.CORRECT, Person): {
        Role.COUNSELLOR: followed(""),
        Role.SPECIALIST: followed(""),
        Role.LEADER: needed("", Role.LEADER),
        Role.CANDIDATE: own(""),
    },
    (Verb.PROPOSE, Person): {Role.COUNSELLOR: followed("")},
    (Verb.READ, Engagement): {
        Role.COUNSELLOR: either(followed("person"), needed("person", Role.COUNSELLOR)),
        Role.SPECIALIST: either(followed("person"), needed("person", Role.SPECIALIST)),
        Role.LEADER: needed("person", Role.LEADER),
        Role.CANDIDATE: own("person"),
    },
    (Verb.READ, Grant): {Role.CANDIDATE: own("person")},
    # Loops
    (Verb.CREATE, Loop): {Role.DRIVER: all_rows, Role.LOOP_COORDINATOR: all_rows},
    (Verb.READ, Loop): {
        Role.COUNSELLOR: offices_of("", Role.COUNSELLOR),
        Role.BUSINESS_COORDINATOR: offices_of("", Role.BUSINESS_COORDINATOR),
        Role.LEADER: offices_of("", Role.LEADER),
        Role.LOOP_COORDINATOR: unit_in("unit", Role.LOOP_COORDINATOR),
        Role.DRIVER: by_user("driver"),
        Role.CANDIDATE: joined(""),
        Role.EMPLOYER: employer_in(""),
    },
    (Verb.BUILD, Loop): {
        Role.DRIVER: by_user("driver"),
        Role.LOOP_COORDINATOR: unit_in("unit", Role.LOOP_COORDINATOR),
    },
    (Verb.PROPOSE, Loop): {Role.COUNSELLOR: offices_of("", Role.COUNSELLOR)},
    (Verb.RUN, Loop): {Role.LOOP_COORDINATOR: unit_in("unit", Role.LOOP_COORDINATOR)},
    (Verb.DECIDE, Loop): {Role.LOOP_COORDINATOR: by_user_in_unit("coordinator", "unit", Role.LOOP_COORDINATOR)},
    # Employers in a loop
    (Verb.READ, LoopEmployer): {
        Role.COUNSELLOR: offices_of("loop", Role.COUNSELLOR),
        Role.BUSINESS_COORDINATOR: offices_of("loop", Role.BUSINESS_COORDINATOR),
        Role.LEADER: offices_of("loop", Role.LEADER),
        Role.LOOP_COORDINATOR: unit_in("loop__unit", Role.LOOP_COORDINATOR),
        Role.DRIVER: by_user("loop__driver"),
        Role.CANDIDATE: joined("loop"),
        Role.EMPLOYER: contact_at("workplace"),
    },
    (Verb.BUILD, LoopEmployer): {
        Role.DRIVER: by_user("loop__driver"),
        Role.LOOP_COORDINATOR: unit_in("loop__unit", Role.LOOP_COORDINATOR),
    },
    (Verb.DESCRIBE, LoopEmployer): {
        Role.EMPLOYER: contact_at("workplace"),
        Role.DRIVER: by_user("loop__driver"),
        Role.LOOP_COORDINATOR: unit_in("loop__unit", Role.LOOP_COORDINATOR),
    },
    (Verb.WISH, LoopEmployer): {
        Role.EMPLOYER: contact_at("workplace"),
        Role.LOOP_COORDINATOR: unit_in("loop__unit", Role.LOOP_COORDINATOR),
    },
    # Candidates in a loop
    (Verb.READ, Participant): {
        Role.COUNSELLOR: followed("person"),
        Role.LOOP_COORDINATOR: granted("person", subject="loop__public_id", role=Role.LOOP_COORDINATOR),
        Role.CANDIDATE: own("person"),
    },
    (Verb.PREPARE, Participant): {
        Role.COUNSELLOR: followed("person"),
        Role.CANDIDATE: own("person"),
    },
    (Verb.ANSWER, Participant): {Role.CANDIDATE: own("person")},
    (Verb.WISH, Participant): {
        Role.CANDIDATE: own("person"),
        Role.LOOP_COORDINATOR: granted("person", subject="loop__public_id", role=Role.LOOP_COORDINATOR),
    },
    (Verb.MEET, Participant): {
        Role.EMPLOYER: shown_to_workplace("person", "loop__public_id"),
        Role.MENTOR: shared_with_mentor(),
    },
    # The year in the windows. A mentor has the stays they are mentor of, and of people only those who share with the workplace
    (Verb.READ, Stay): {Role.MENTOR: mentored()},
    (Verb.READ, LoopDate): {
        Role.CANDIDATE: dates_of_oneself(),
        Role.EMPLOYER: dates_of_the_workplace(),
        Role.MENTOR: dates_of_the_mentored(),
    },
    # What is written about a stay in a loop, which has a placement once it has begun, and the joint certificate
    (Verb.EVALUATE, Placement): {
        Role.CANDIDATE: own("stay__participant__person"),
        Role.EMPLOYER: shared_with_contact("person", "stay__participant__loop__public_id", "workplace"),
        Role.LOOP_COORDINATOR: granted("person", subject="stay__participant__loop__public_id", role=Role.LOOP_COORDINATOR),
    },
    (Verb.VOUCH, Placement): {
        Role.EMPLOYER: shared_with_contact("person", "stay__participant__loop__public_id", "workplace"),
        Role.LOOP_COORDINATOR: granted("person", subject="stay__participant__loop__public_id", role=Role.LOOP_COORDINATOR),
    },
    (Verb.READ, Evaluation): {
        Role.COUNSELLOR: followed("stay__participant__person"),
        Role.LOOP_COORDINATOR: granted(
            "stay__participant__person", subject="stay__participant__loop__public_id", role=Role.LOOP_COORDINATOR
        ),
        Role.CANDIDATE: own("stay__participant__person"),
        Role.EMPLOYER: shared_with_contact(
            "stay__participant__person", "stay__participant__loop__public_id", "stay__employer__workplace", side=Side.EMPLOYER
        ),
    },
    (Verb.READ, EmployerWords): {
        Role.COUNSELLOR: followed("stay__participant__person"),
        Role.LOOP_COORDINATOR: granted(
            "stay__participant__person", subject="stay__participant__loop__public_id", role=Role.LOOP_COORDINATOR
        ),
        Role.CANDIDATE: own("stay__participant__person"),
        Role.EMPLOYER: shared_with_contact("stay__participant__person", "stay__participant__loop__public_id", "stay__employer__workplace"),
    },
    (Verb.GUIDE, Participant): {
        Role.COUNSELLOR: followed("person"),
        Role.LOOP_COORDINATOR: granted("person", subject="loop__public_id", role=Role.LOOP_COORDINATOR),
    },
    (Verb.READ, WayOn): {
        Role.COUNSELLOR: followed("participant__person"),
        Role.LOOP_COORDINATOR: granted("participant__person", subject="participant__loop__public_id", role=Role.LOOP_COORDINATOR),
        Role.CANDIDATE: own("participant__person"),
    },
    (Verb.GUIDE, WayOn): {Role.CANDIDATE: own("participant__person")},
    (Verb.CERTIFY, Participant): {Role.LOOP_COORDINATOR: granted("person", subject="loop__public_id", role=Role.LOOP_COORDINATOR)},
    (Verb.READ, JointCertificate): {
        Role.COUNSELLOR: followed("participant__person"),
        Role.LOOP_COORDINATOR: granted("participant__person", subject="participant__loop__public_id", role=Role.LOOP_COORDINATOR),
        Role.CANDIDATE: own("participant__person"),
    },
    (Verb.CERTIFY, JointCertificate): {Role.CANDIDATE: own("participant__person")},
    # Something that is hard, and how it is solved
    (Verb.RAISE, Participant): {
        Role.COUNSELLOR: followed("person"),
        Role.SPECIALIST: followed("person"),
        Role.LOOP_COORDINATOR: granted("person", subject="loop__public_id", role=Role.LOOP_COORDINATOR),
        Role.CANDIDATE: own("person"),
        Role.EMPLOYER: shown_to_workplace("person", "loop__public_id"),
    },
    (Verb.RAISE, Matter): {Role.CANDIDATE: own("person")},
    (Verb.READ, Matter): {
        Role.COUNSELLOR: followed("person"),
        Role.SPECIALIST: followed("person"),
        Role.LOOP_COORDINATOR: granted("person", subject="participant__loop__public_id", role=Role.LOOP_COORDINATOR),
        Role.CANDIDATE: own("person"),
        Role.EMPLOYER: shown_to_employer(),
    },
    (Verb.SOLVE, Matter): {
        Role.COUNSELLOR: followed("person"),
        Role.SPECIALIST: followed("person"),
        Role.LOOP_COORDINATOR: granted("person", subject="participant__loop__public_id", role=Role.LOOP_COORDINATOR),
    },
    (Verb.READ, MatterNote): {
        Role.COUNSELLOR: followed("matter__person"),
        Role.SPECIALIST: followed("matter__person"),
        Role.LOOP_COORDINATOR: granted("matter__person", subject="matter__participant__loop__public_id", role=Role.LOOP_COORDINATOR),
        Role.CANDIDATE: own_unless_withheld("matter__person"),
    },
    # How people come in, and who follows them up
    (Verb.CREATE, Intake): {Role.COUNSELLOR: all_rows, Role.SPECIALIST: all_rows},
    (Verb.READ, Intake): {
        Role.COUNSELLOR: by_user("referred_by"),
        Role.SPECIALIST: either(by_user("referred_by"), intakes_to_answer()),
        Role.LEADER: intakes_of_unit(),
        Role.CANDIDATE: own("person"),
    },
    (Verb.ANSWER, Intake): {
        Role.SPECIALIST: either(intakes_to_answer(), referred_and_not_answered()),
        Role.LEADER: intakes_of_unit(),
    },
    (Verb.DECIDE, Intake): {Role.LEADER: intakes_of_unit()},
    (Verb.FIND, Engagement): {Role.LEADER: unit_in("unit", Role.LEADER)},
    (Verb.LOG, Engagement): {Role.COUNSELLOR: followed("person"), Role.SPECIALIST: followed("person")},
    (Verb.DECIDE, Engagement): {
        Role.COUNSELLOR: answered_for(),
        Role.SPECIALIST: answered_for(),
        Role.LEADER: unit_in("unit", Role.LEADER),
    },
    (Verb.CORRECT, Engagement): {
        Role.COUNSELLOR: answered_for(),
        Role.SPECIALIST: answered_for(),
        Role.LEADER: needed("person", Role.LEADER),
    },
    (Verb.END, Engagement): {
        Role.COUNSELLOR: either(responsible_for("engagement"), standing_in_for("engagement")),
        Role.SPECIALIST: either(responsible_for("engagement"), standing_in_for("engagement")),
        Role.LEADER: unit_in("unit", Role.LEADER),
    },
    (Verb.ASK, Engagement): {Role.CANDIDATE: own("person")},
    (Verb.HAND_OVER, Responsibility): {
        Role.COUNSELLOR: held_by_oneself(),
        Role.SPECIALIST: held_by_oneself(),
        Role.BUSINESS_COORDINATOR: held_by_oneself(),
        Role.LEADER: in_own_unit(Role.LEADER),
    },
    (Verb.READ, Handover): {
        Role.COUNSELLOR: either(by_user("to_user"), by_user("from_user")),
        Role.SPECIALIST: either(by_user("to_user"), by_user("from_user")),
        Role.BUSINESS_COORDINATOR: either(by_user("to_user"), by_user("from_user")),
        Role.LEADER: either(by_user("proposed_by"), colleagues("from_user", Role.LEADER)),
    },
    (Verb.ANSWER, Handover): {
        Role.COUNSELLOR: by_user("to_user"),
        Role.SPECIALIST: by_user("to_user"),
        Role.BUSINESS_COORDINATOR: by_user("to_user"),
    },
    (Verb.HAND_OVER, Handover): {
        Role.COUNSELLOR: by_user("proposed_by"),
        Role.SPECIALIST: by_user("proposed_by"),
        Role.BUSINESS_COORDINATOR: by_user("proposed_by"),
        Role.LEADER: by_user("proposed_by"),
    },
    (Verb.LOG, Absence): {
        Role.COUNSELLOR: by_user("user"),
        Role.SPECIALIST: by_user("user"),
        Role.BUSINESS_COORDINATOR: by_user("user"),
        Role.LEADER: colleagues("user", Role.LEADER),
    },
    (Verb.LEAD, Unit): {Role.LEADER: unit_in("pk", Role.LEADER)},
    # What somebody wants and can, and what an employer may know
    (Verb.PREPARE, Person): {Role.COUNSELLOR: followed(""), Role.SPECIALIST: followed("")},
    (Verb.READ, VocationalProfile): {
        Role.COUNSELLOR: either(followed("person"), needed("person", Role.COUNSELLOR)),
        Role.SPECIALIST: either(followed("person"), needed("person", Role.SPECIALIST)),
        Role.LEADER: needed("person", Role.LEADER),
        Role.CANDIDATE: own("person"),
    },
    (Verb.READ, Disclosure): {
        Role.COUNSELLOR: either(followed("person"), needed("person", Role.COUNSELLOR)),
        Role.SPECIALIST: either(followed("person"), needed("person", Role.SPECIALIST)),
        Role.CANDIDATE: own("person"),
        Role.EMPLOYER: told_to_employer(),
    },
    (Verb.ANSWER, Disclosure): {Role.COUNSELLOR: followed("person"), Role.SPECIALIST: followed("person"), Role.CANDIDATE: own("person")},
    # Stays at workplaces, and what is written down on the way
    (Verb.PLACE, Person): {Role.COUNSELLOR: followed(""), Role.SPECIALIST: followed("")},
    (Verb.PLACE, Placement): {Role.COUNSELLOR: followed("person"), Role.SPECIALIST: followed("person")},
    (Verb.PLACE, PlacementHours): {
        Role.COUNSELLOR: followed("placement__person"),
        Role.SPECIALIST: followed("placement__person"),
    },
    (Verb.READ, Placement): {
        Role.COUNSELLOR: either(followed("person"), needed("person", Role.COUNSELLOR)),
        Role.SPECIALIST: either(followed("person"), needed("person", Role.SPECIALIST)),
        Role.LEADER: needed("person", Role.LEADER),
        Role.CANDIDATE: own("person"),
    },
    (Verb.READ, Contact): {
        Role.COUNSELLOR: either(followed("person"), needed("person", Role.COUNSELLOR)),
        Role.SPECIALIST: either(followed("person"), needed("person", Role.SPECIALIST)),
        Role.LEADER: needed("person", Role.LEADER),
        Role.CANDIDATE: own_unless_withheld("person"),
    },
    (Verb.LOG, Contact): {Role.COUNSELLOR: written_by_oneself(), Role.SPECIALIST: written_by_oneself()},
    (Verb.RING, CallBack): {
        Role.COUNSELLOR: either(calls_about_followed(), calls_from_own_employers()),
        Role.SPECIALIST: either(calls_about_followed(), calls_from_own_employers()),
        Role.BUSINESS_COORDINATOR: either(calls_about_followed(), calls_from_own_employers()),
    },
    (Verb.READ, Appointment): {
        Role.COUNSELLOR: either(concerned(), appointments_with_followed(), appointments_stood_in_for()),
        Role.SPECIALIST: either(concerned(), appointments_with_followed(), appointments_stood_in_for()),
        Role.BUSINESS_COORDINATOR: either(concerned(), appointments_stood_in_for()),
        Role.LOOP_COORDINATOR: concerned(),
        Role.DRIVER: concerned(),
        Role.LEADER: concerned(),
        Role.CANDIDATE: appointments_of_oneself(Role.CANDIDATE),
        Role.EMPLOYER: appointments_of_oneself(Role.EMPLOYER),
        Role.MENTOR: appointments_of_oneself(Role.MENTOR),
    },
    (Verb.AGREE, Appointment): {
        Role.COUNSELLOR: outside_loops(either(concerned(), appointments_with_followed(), appointments_stood_in_for())),
        Role.SPECIALIST: outside_loops(either(concerned(), appointments_with_followed(), appointments_stood_in_for())),
        Role.BUSINESS_COORDINATOR: outside_loops(either(concerned(), appointments_stood_in_for())),
    },
    (Verb.SUBSCRIBE, CalendarFeed): {
        Role.COUNSELLOR: by_user("user"),
        Role.SPECIALIST: by_user("user"),
        Role.BUSINESS_COORDINATOR: by_user("user"),
        Role.LOOP_COORDINATOR: by_user("user"),
        Role.DRIVER: by_user("user"),
        Role.LEADER: by_user("user"),
    },
    (Verb.READ, CallBack): {Role.LEADER: in_own_unit(Role.LEADER), Role.CANDIDATE: own("person"), Role.EMPLOYER: own("person")},
    # Whoever takes the phone writes down that one of the unit's people rang
    (Verb.RING, Engagement): {
        Role.COUNSELLOR: unit_in("unit", Role.COUNSELLOR),
        Role.SPECIALIST: unit_in("unit", Role.SPECIALIST),
        Role.LEADER: unit_in("unit", Role.LEADER),
    },
    # Employers, and what they need
    (Verb.READ, Workplace): {
        Role.COUNSELLOR: all_rows,
        Role.SPECIALIST: all_rows,
        Role.BUSINESS_COORDINATOR: all_rows,
        Role.LEADER: all_rows,
    },
    (Verb.VISIT, Workplace): {Role.SPECIALIST: all_rows, Role.BUSINESS_COORDINATOR: all_rows},
    (Verb.CORRECT, Workplace): {Role.SPECIALIST: all_rows, Role.BUSINESS_COORDINATOR: all_rows, Role.LEADER: all_rows},
    (Verb.CORRECT, ContactPerson): {Role.SPECIALIST: all_rows, Role.BUSINESS_COORDINATOR: all_rows, Role.LEADER: all_rows},
    (Verb.READ, ContactPerson): {
        Role.COUNSELLOR: all_rows,
        Role.SPECIALIST: all_rows,
        Role.BUSINESS_COORDINATOR: all_rows,
        Role.LEADER: all_rows,
    },
    (Verb.READ, EmployerRelation): {
        Role.SPECIALIST: unit_in("unit", Role.SPECIALIST),
        Role.BUSINESS_COORDINATOR: unit_in("unit", Role.BUSINESS_COORDINATOR),
        Role.LEADER: unit_in("unit", Role.LEADER),
    },
    (Verb.LOG, EmployerRelation): {
        Role.SPECIALIST: unit_in("unit", Role.SPECIALIST),
        Role.BUSINESS_COORDINATOR: unit_in("unit", Role.BUSINESS_COORDINATOR),
    },
    (Verb.END, EmployerRelation): {
        Role.SPECIALIST: either(responsible_for("relation"), standing_in_for("relation")),
        Role.BUSINESS_COORDINATOR: either(responsible_for("relation"), standing_in_for("relation")),
        Role.LEADER: unit_in("unit", Role.LEADER),
    },
    (Verb.ASK, EmployerRelation): {Role.EMPLOYER: contact_at("workplace")},
    (Verb.READ, EmployerVisit): {
        Role.SPECIALIST: unit_in("unit", Role.SPECIALIST),
        Role.BUSINESS_COORDINATOR: unit_in("unit", Role.BUSINESS_COORDINATOR),
        Role.LEADER: unit_in("unit", Role.LEADER),
    },
    (Verb.VISIT, EmployerVisit): {
        Role.SPECIALIST: either(by_user("visitor"), stood_in_for("visitor")),
        Role.BUSINESS_COORDINATOR: either(by_user("visitor"), stood_in_for("visitor")),
    },
    (Verb.READ, Opening): {
        Role.COUNSELLOR: unit_in("unit", Role.COUNSELLOR),
        Role.SPECIALIST: unit_in("unit", Role.SPECIALIST),
        Role.BUSINESS_COORDINATOR: unit_in("unit", Role.BUSINESS_COORDINATOR),
        Role.LEADER: unit_in("unit", Role.LEADER),
        Role.EMPLOYER: contact_at("workplace"),
    },
    (Verb.VISIT, Opening): {
        Role.SPECIALIST: unit_in("unit", Role.SPECIALIST),
        Role.BUSINESS_COORDINATOR: unit_in("unit", Role.BUSINESS_COORDINATOR),
    },
    (Verb.READ, Suggestion): {
        Role.COUNSELLOR: followed("person"),
        Role.SPECIALIST: followed("person"),
        Role.CANDIDATE: own("person"),
        Role.EMPLOYER: told_of_suggestion(),
    },
    (Verb.ANSWER, Suggestion): {
        Role.COUNSELLOR: followed("person"),
        Role.SPECIALIST: followed("person"),
        Role.CANDIDATE: own("person"),
        Role.EMPLOYER: told_of_suggestion(),
    },
    # How it was, in the words of those it was for
    (Verb.CREATE, ExperienceInterview): {Role.SPECIALIST: all_rows, Role.COUNSELLOR: all_rows, Role.LEADER: all_rows},
    (Verb.READ, ExperienceInterview): {
        Role.SPECIALIST: either(experiences_asked(), own("person")),
        Role.COUNSELLOR: experiences_asked(),
        Role.LEADER: experiences_asked(),
        Role.CANDIDATE: own("person"),
        Role.EMPLOYER: own("person"),
    },
    (Verb.ANSWER, ExperienceInterview): {Role.SPECIALIST: own("person"), Role.CANDIDATE: own("person"), Role.EMPLOYER: own("person")},
    (Verb.LEAD, ExperienceInterview): {Role.LEADER: experiences_read_across(Role.LEADER)},
    # What one picks from in forms
    (Verb.CHOOSE, Workplace): {
        Role.DRIVER: all_rows,
        Role.LOOP_COORDINATOR: all_rows,
        Role.BUSINESS_COORDINATOR: all_rows,
        Role.SPECIALIST: all_rows,
        Role.COUNSELLOR: all_rows,
    },
    (Verb.CHOOSE, ContactPerson): {
        Role.DRIVER: all_rows,
        Role.LOOP_COORDINATOR: all_rows,
        Role.BUSINESS_COORDINATOR: all_rows,
        Role.SPECIALIST: all_rows,
    },
    (Verb.CHOOSE, Unit): {Role.DRIVER: all_rows, Role.LOOP_COORDINATOR: all_rows, Role.COUNSELLOR: all_rows, Role.SPECIALIST: all_rows},
    (Verb.CHOOSE, User): {
        Role.DRIVER: all_rows,
        Role.LOOP_COORDINATOR: all_rows,
        Role.COUNSELLOR: all_rows,
        Role.SPECIALIST: all_rows,
        Role.BUSINESS_COORDINATOR: all_rows,
        Role.LEADER: all_rows,
    },
    # Who has looked, and what has been sent
    (Verb.NAME, User): {Role.COUNSELLOR: all_rows, Role.SPECIALIST: all_rows, Role.DATA_PROTECTION_OFFICER: all_rows},
    (Verb.READ, LookUp): {
        Role.COUNSELLOR: look_ups_on_followed("person"),
        Role.SPECIALIST: look_ups_on_followed("person"),
        Role.DATA_PROTECTION_OFFICER: all_rows,
        Role.CANDIDATE: own_look_ups("person"),
    },
    (Verb.READ, Entry): {Role.DATA_PROTECTION_OFFICER: all_rows},
    (Verb.READ, NeedToKnow): {Role.DATA_PROTECTION_OFFICER: all_rows},
    (Verb.READ, Message): {
        Role.LOOP_COORDINATOR: either(
            letters_about_those_who_share("about", Role.LOOP_COORDINATOR), letters_to_employers("about", Role.LOOP_COORDINATOR)
        ),
        Role.DATA_PROTECTION_OFFICER: all_rows,
    },
}

# Rows about a person, and the way there: protection, one's own record and close family stand in front of every cell. Somebody who
# answers for an employer is met in that capacity, so ContactPerson and LoopEmployer are not among them. Nor is LoopDate, which is often
# about nobody, CallBack and Responsibility, which may be about an employer, or ExperienceInterview, which may be with a colleague: their
# cells say themselves who is met.
PERSON_OF: dict[type[Model], str] = {
    Person: "",
    Engagement: "person",
    Intake: "person",
    VocationalProfile: "person",
    Disclosure: "person",
    Suggestion: "person",
    Contact: "person",
    Grant: "person",
    Matter: "person",
    MatterNote: "matter__person",
    NeedToKnow: "person",
    Participant: "person",
    Placement: "person",
    PlacementHours: "placement__person",
    Stay: "participant__person",
    Evaluation: "stay__participant__person",
    EmployerWords: "stay__participant__person",
    WayOn: "participant__person",
    JointCertificate: "participant__person",
}
