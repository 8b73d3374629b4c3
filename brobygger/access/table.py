"""Who may do what, to which rows. A cell says which rows reach the principal; no cell, no access."""

from __future__ import annotations

from django.db.models import Model

from brobygger.access.cells import (
    Cell,
    all_rows,
    by_user,
    by_user_in_unit,
    contact_at,
    dates_of_oneself,
    dates_of_the_mentored,
    dates_of_the_workplace,
    either,
    employer_in,
    followed,
    granted,
    in_units,
    joined,
    letters_about_those_who_share,
    letters_to_employers,
    look_ups_on_followed,
    mentored,
    needed,
    offices_of,
    own,
    own_look_ups,
    own_unless_withheld,
    shared_with_contact,
    shared_with_mentor,
    shown_to_employer,
    shown_to_workplace,
    unit_in,
)
from brobygger.access.models import NeedToKnow
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.agreements.models import EmployerWords, Evaluation, JointCertificate, WayOn
from brobygger.audit.models import Entry, LookUp
from brobygger.followup.models import Matter, MatterNote
from brobygger.intake.models import Engagement
from brobygger.loops.models import Loop, LoopDate, LoopEmployer, Participant, Side, Stay
from brobygger.outbox.models import Message
from brobygger.parties.models import ContactPerson, Grant, Person, Role, Unit, Workplace
from brobygger.placements.models import Placement

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
    # What one picks from in forms
    (Verb.CHOOSE, Workplace): {Role.DRIVER: all_rows, Role.LOOP_COORDINATOR: all_rows, Role.BUSINESS_COORDINATOR: all_rows},
    (Verb.CHOOSE, ContactPerson): {Role.DRIVER: all_rows, Role.LOOP_COORDINATOR: all_rows, Role.BUSINESS_COORDINATOR: all_rows},
    (Verb.CHOOSE, Unit): {Role.DRIVER: all_rows, Role.LOOP_COORDINATOR: all_rows},
    (Verb.CHOOSE, User): {Role.DRIVER: all_rows, Role.LOOP_COORDINATOR: all_rows},
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
# about nobody; its cells say themselves that those at work meet nobody protected.
PERSON_OF: dict[type[Model], str] = {
    Person: "",
    Engagement: "person",
    Grant: "person",
    Matter: "person",
    MatterNote: "matter__person",
    NeedToKnow: "person",
    Participant: "person",
    Placement: "person",
    Stay: "participant__person",
    Evaluation: "stay__participant__person",
    EmployerWords: "stay__participant__person",
    WayOn: "participant__person",
    JointCertificate: "participant__person",
}
