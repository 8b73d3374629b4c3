"""What a date is called in the calendar of each who has it, and who is named there."""

from __future__ import annotations

import pytest

from brobygger.appointments.calendar_file import Addressee
from brobygger.loops.models import DateKind, LoopDate
from brobygger.loops.the_year.calendars import LOADED, calendar_dates, named_to
from brobygger.parties.models import Grant, Person, Protection, Role
from tests.factories import GrantFactory
from tests.loops.the_year.rounds import DECIDED_ON, running_round

pytestmark = pytest.mark.django_db


def first(kind, **which):
    return LoopDate.objects.filter(kind=kind, **which).select_related(*LOADED).order_by("pk")[0]


@pytest.mark.parametrize(
    ("role", "text"),
    [
        (Role.LOOP_COORDINATOR, "Oppstartsmøte, Amina hos Bakeriet"),
        (Role.COUNSELLOR, "Oppstartsmøte, Amina hos Bakeriet"),
        (Role.EMPLOYER, "Oppstartsmøte med Amina"),
        (Role.MENTOR, "Oppstartsmøte med Amina"),
        (Role.CANDIDATE, "Oppstartsmøte, Bakeriet"),
    ],
)
def test_each_reads_the_date_in_their_own_words(role, text):
    running_round()
    row = first(DateKind.START_MEETING)
    row.participant.person.first_name, row.employer.workplace.name = "Amina", "Bakeriet"

    [entry] = calendar_dates([row], for_role=role, named={row.pk}, person_key=row.participant.person_id)

    assert entry.summary == text
    assert entry.uid == f"{row.appointment.public_id}@brobygger"


def test_one_who_may_not_be_named_is_a_candidate_and_nothing_more():
    running_round()
    row = first(DateKind.HOSPITATION)

    entries = [
        calendar_dates([row], for_role=role, named=set(), person_key=0)[0] for role in (Role.EMPLOYER, Role.CANDIDATE, Role.COUNSELLOR)
    ]

    assert all("deltaker" in entry.summary for entry in entries)
    assert not [entry for entry in entries if row.participant.person.first_name in f"{entry.summary} {entry.description}"]


def test_a_letter_is_from_the_coordinator_to_the_one_who_gets_it():
    made = running_round()
    to = Addressee("Tor", "tor@brovik.example")

    [entry] = calendar_dates([first(DateKind.GATHERING)], for_role=Role.EMPLOYER, named=set(), to=to)

    assert entry.attendee == to
    assert entry.organizer == Addressee(made.loop.coordinator.name, made.loop.coordinator.email)
    assert entry.summary == f"Samling, {made.loop.name}"


def test_an_employer_may_name_the_one_who_shares_with_its_workplace_and_a_coordinator_the_one_who_shares_with_the_unit():
    made = running_round()
    row = first(DateKind.START_MEETING)
    asked = {role: named_to([row], for_role=role, today=DECIDED_ON) for role in (Role.EMPLOYER, Role.LOOP_COORDINATOR)}
    GrantFactory(person=row.participant.person, unit=None, workplace=row.employer.workplace, subject_id=made.loop.public_id)

    shared = named_to([row], for_role=Role.EMPLOYER, today=DECIDED_ON)
    Grant.objects.filter(workplace=row.employer.workplace).update(withdrawn_at=row.appointment.changed_at)

    assert asked == {Role.EMPLOYER: set(), Role.LOOP_COORDINATOR: {row.pk}}
    assert shared == {row.pk}
    assert named_to([row], for_role=Role.EMPLOYER, today=DECIDED_ON) == set()


@pytest.mark.parametrize("role", [Role.LOOP_COORDINATOR, Role.COUNSELLOR, Role.EMPLOYER])
def test_nobody_protected_is_named(role):
    running_round()
    Person.objects.update(protection=Protection.CODE_7)
    row = first(DateKind.START_MEETING)

    assert named_to([row], for_role=role, today=DECIDED_ON) == set()
