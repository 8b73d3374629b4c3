from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brobygger.appointments.models import AppointmentParty
from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import midnight
from brobygger.loops.models import DateKind, DropOut, LeftFor, LoopDate, NextStep, Stay
from brobygger.loops.periods import periods
from brobygger.loops.repair.actions.leaving import drop_out, leave_loop
from brobygger.loops.the_year.actions.dates import bring_in, move_date
from brobygger.loops.the_year.actions.turnings import rotate, start_year
from brobygger.loops.the_year.letters import unreachable
from brobygger.loops.the_year.telling.actions import tell_of_changes, tell_of_the_new_year, tell_of_the_year
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.parties.models import Protection, Role, SignedLink
from tests.factories import (
    DatePartyFactory,
    GrantFactory,
    LoopDateFactory,
    LoopFactory,
    ParticipantFactory,
    PersonFactory,
    StayFactory,
    UserFactory,
)
from tests.loops.the_year.rounds import Round, decided_round, running_round

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 14, 9, tzinfo=UTC)


def letters(template: str = "loops/dates_changed"):
    return Message.objects.filter(template=template)


def move_the_rotation(made: Round, *, on: date = date(2027, 1, 18)) -> list[LoopDate]:
    row = LoopDate.objects.get(kind=DateKind.ROTATION, turning=1)
    return move_date(
        row,
        on=on,
        from_time=time(9),
        to_time=time(10),
        place="",
        sequence=row.sequence,
        actor=made.loop.coordinator,
        today=NOW.date(),
        now=NOW,
    )


def test_a_rotation_with_all_that_hangs_on_it_gives_each_one_letter_and_the_one_who_moves_it_none():
    made = running_round()

    moved = move_the_rotation(made)

    addresses = list(letters().values_list("recipient_address", flat=True))
    people = {row.person.email for row in made.participants} | {row.contact.email for row in made.employers}
    assert len(moved) == 11
    assert len(addresses) == len(set(addresses))
    assert people <= set(addresses)
    assert made.loop.coordinator.email not in addresses


def test_one_with_two_roles_gets_one_letter_about_both():
    made = running_round()
    contact = made.employers[0].contact
    row = LoopDate.objects.filter(kind=DateKind.EVALUATION, employer=made.employers[1], turning=1).first()
    DatePartyFactory(date=row, person=contact, role=Role.MENTOR)

    move_the_rotation(made)

    letter = letters().get(recipient_address=contact.email)
    assert str(row.public_id) in str(letter.values["date_ids"]).split()


def test_a_user_who_is_also_somebody_in_the_loop_gets_one_letter_and_none_for_what_they_do():
    loop, user = LoopFactory(running=True), UserFactory()
    row = LoopDateFactory(loop=loop)
    DatePartyFactory(date=row, person=None, user=user, role=Role.COUNSELLOR)
    DatePartyFactory(date=row, person=PersonFactory(user=user, email="privat@brovik.invalid"), role=Role.MENTOR)

    tell_of_changes(loop, [row], actor=user, now=NOW)
    by_self = letters().count()
    tell_of_changes(loop, [row], actor=loop.coordinator, now=NOW)

    assert (by_self, letters().count()) == (0, 1)


def test_telling_the_same_again_is_telling_once_and_there_and_back_is_telling_twice():
    made = running_round()
    moved = move_the_rotation(made)
    first = letters().count()

    tell_of_changes(made.loop, moved, actor=made.loop.coordinator, now=NOW.replace(minute=1))
    again = letters().count()
    move_the_rotation(made, on=date(2027, 1, 11))
    there_and_back = letters().count()

    assert (again, there_and_back) == (first, 2 * first)


def test_a_change_of_the_year_told_again_is_told_once():
    made = running_round()
    stays = list(Stay.objects.select_related("participant__person", "employer__contact", "employer__workplace"))

    for minute in (0, 1):
        tell_of_the_new_year(made.loop, stays=stays, dates=[], actor=made.loop.coordinator, now=NOW.replace(minute=minute))

    assert letters("loops/plan_changed").count() == 3
    assert letters("loops/plan_changed_employer").count() == 3


def test_one_who_answers_for_two_employers_gets_one_letter_that_says_where():
    made = running_round()
    shared = made.employers[0].contact
    made.loop.employers.filter(pk=made.employers[1].pk).update(contact=shared)
    stays = list(Stay.objects.select_related("participant__person", "employer__contact", "employer__workplace"))

    tell_of_the_new_year(made.loop, stays=stays, dates=[], actor=made.loop.coordinator, now=NOW)

    letter = letters("loops/plan_changed_employer").get(recipient_address=shared.email)
    for employer in made.employers[:2]:
        assert str(employer) in letter.values["arrivals"]


def leave(made: Round) -> None:
    rotate(made.loop, turning=0, actor=made.loop.coordinator, now=midnight(date(2026, 9, 14)))
    leave_loop(
        made.participants[0],
        on=DECEMBER.date(),
        left_for=LeftFor.OTHER,
        goes_to=None,
        actor=made.loop.coordinator,
        today=DECEMBER.date(),
        now=DECEMBER,
    )


def test_an_employer_reads_who_comes_by_first_name_only_of_those_who_share_and_never_why_somebody_left():
    made = running_round()
    withdrawn, protected = made.participants[1:]
    for row in made.participants:
        for employer in made.employers:
            GrantFactory(person=row.person, unit=None, workplace=employer.workplace, subject_id=made.loop.public_id)
    newcomer = ParticipantFactory(loop=made.loop, turned_up=True, granted=True)
    GrantFactory(person=newcomer.person, unit=None, workplace=made.employers[2].workplace, subject_id=made.loop.public_id)
    StayFactory(participant=newcomer, employer=made.employers[2], period=1, starts_on=date(2027, 1, 11), ends_on=date(2027, 5, 9))
    withdrawn.person.grants.update(withdrawn_at=NOW)
    type(protected.person).objects.filter(pk=protected.person.pk).update(protection=Protection.CODE_6)

    leave(made)

    letter = letters("loops/plan_changed_employer").get(about=made.employers[2].public_id)
    words = f"{letter.values['arrivals']} {letter.values['dates']}"
    assert "en deltaker" in words
    assert newcomer.person.first_name in letter.values["arrivals"]
    assert withdrawn.person.first_name not in words.replace("\n", " ").replace(",", " ").split()
    assert protected.person.first_name not in words.replace("\n", " ").replace(",", " ").split()
    assert set(letter.values) == {"loop", "owner", "phone", "reader", "role", "date_ids", "arrivals", "dates"}


def test_an_employer_that_drops_out_is_told_that_its_own_dates_are_called_off():
    made = running_round()
    rotate(made.loop, turning=0, actor=made.loop.coordinator, now=midnight(date(2026, 9, 14)))

    drop_out(
        made.employers[0],
        on=DECEMBER.date(),
        because=DropOut.BANKRUPT,
        actor=made.loop.coordinator,
        today=DECEMBER.date(),
        now=DECEMBER,
    )

    mine = Message.objects.filter(recipient_address=made.employers[0].contact.email, created_at=DECEMBER)
    told = mine.exclude(template="loops/reminder").get()
    assert told.template == "loops/dates_changed"
    assert "Avlyst." in told.values["dates"]


def test_one_who_loses_a_place_reads_the_next_step_and_whom_to_call():
    made = running_round()

    leave(made)

    letter = letters("loops/plan_changed").get(about=made.participants[0].public_id)
    step = NextStep.objects.select_related("owner").get(participant=made.participants[0])
    assert (letter.values["step"], letter.values["owner"]) == (step.text, step.owner.name)


def test_a_newcomer_gets_every_date_that_is_theirs_now_in_one_letter():
    made = running_round()
    newcomer = ParticipantFactory(loop=made.loop, turned_up=True, granted=True, person__email="ny@brovik.invalid")
    stay = StayFactory(participant=newcomer, employer=made.employers[0], period=1, starts_on=date(2027, 1, 11), ends_on=date(2027, 5, 9))
    bring_in(made.loop, now=NOW)

    tell_of_the_new_year(made.loop, stays=[stay], dates=[], actor=made.loop.coordinator, now=NOW)

    theirs = LoopDate.objects.filter(appointment__parties__person=newcomer.person, appointment__starts_at__gt=NOW)
    letter = Message.objects.exclude(template="loops/reminder").get(recipient_address="ny@brovik.invalid")
    assert theirs.count() >= 3
    assert set(str(letter.values["date_ids"]).split()) == {str(row.public_id) for row in theirs}
    assert letter.values["dates"].count("\n") == theirs.count() - 1


def test_a_letter_takes_the_place_of_a_reminder_that_would_be_sent_with_it():
    made = decided_round()
    eve = datetime(2026, 9, 13, 8, tzinfo=UTC)

    start_year(made.loop, actor=made.loop.coordinator, today=eve.date(), now=eve)

    due = Message.objects.filter(template="loops/reminder", send_after__lte=eve)
    assert due.exists()
    assert set(due.values_list("state", flat=True)) == {MessageState.CANCELLED}
    assert Message.objects.filter(template="loops/reminder", state=MessageState.WAITING, send_after__gt=eve).exists()


def test_dates_are_written_in_the_readers_language_with_the_day_the_time_and_the_place():
    loop = LoopFactory(running=True, coordinator__phone="68050214")
    starts_at = datetime(2027, 1, 4, 10, tzinfo=OSLO)
    row = LoopDateFactory(loop=loop, starts_at=starts_at, ends_at=starts_at.replace(hour=12), place="Brohuset")
    DatePartyFactory(date=row, person=PersonFactory(email="amina@brovik.invalid"))

    tell_of_changes(loop, [row], actor=loop.coordinator, now=NOW)

    values = letters().get().values
    assert values["dates"] == "04.01.2027 kl. 10.00: Samling, Brohuset"
    assert values["phone"] == "680\u00a050\u00a0214"


def test_a_withdrawn_link_is_not_opened_again_by_a_letter_about_dates():
    loop = LoopFactory(running=True)
    row = LoopDateFactory(loop=loop)
    party = DatePartyFactory(date=row, person=PersonFactory(email="amina@brovik.invalid"))
    link = SignedLink.objects.create(person=party.person, role=Role.CANDIDATE, expires_on=date(2027, 6, 1), withdrawn_at=NOW)

    tell_of_changes(loop, [row], actor=loop.coordinator, now=NOW)

    link.refresh_from_db()
    assert (link.withdrawn_at, link.version) == (NOW, 1)
    assert letters().get().link is None


@pytest.mark.parametrize(("demo", "names"), [(False, ["Amina", "Åse"]), (True, ["Åse"])])
def test_the_coordinator_can_ask_whom_no_letter_can_reach(settings, demo, names):
    settings.DEMO = demo
    row = LoopDateFactory(loop=LoopFactory(running=True))
    for first_name, fields in (("Åse", {}), ("Amina", {"phone": "68050214"}), ("Tor", {"email": "tor@brovik.invalid"})):
        DatePartyFactory(date=row, person=PersonFactory(first_name=first_name, **fields))
    DatePartyFactory(person=PersonFactory(first_name="Fra en annen loop"))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = unreachable(row.loop)

    assert [person.first_name for person in found] == names
    assert len(asked) == 1


def start_with(participant_count: int) -> int:
    """How many queries the start of a year takes with so many participants at three employers."""
    made = decided_round()
    for number in range(3, participant_count):
        participant = ParticipantFactory(loop=made.loop, turned_up=True, granted=True, person__email=f"deltaker{number}@brovik.example")
        for period in periods(made.loop):
            StayFactory(
                participant=participant,
                employer=made.employers[(number + period.number) % 3],
                period=period.number,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
            )
    now = datetime(2026, 9, 7, 8, tzinfo=UTC)
    with CaptureQueriesContext(connection) as asked:
        start_year(made.loop, actor=made.loop.coordinator, today=now.date(), now=now)
    assert AppointmentParty.objects.filter(appointment__loop_date__loop=made.loop).count() > 20 * participant_count
    return len(asked)


def test_starting_a_year_costs_no_more_for_each_participant_the_more_there_are():
    three, six, nine = start_with(3), start_with(6), start_with(9)

    assert nine - six <= six - three + 6
    assert nine < 300


@pytest.mark.parametrize("people", [2, 40])
def test_telling_of_the_year_costs_an_entry_in_the_log_for_each_link_and_no_more(people):
    loop = LoopFactory(running=True)
    rows = [
        LoopDateFactory(loop=loop, starts_at=NOW.replace(year=2027, day=day), ends_at=NOW.replace(year=2027, day=day, hour=9))
        for day in range(1, 11)
    ]
    for number in range(people):
        person = PersonFactory(email=f"deltaker{number}@brovik.invalid")
        AppointmentParty.objects.bulk_create(
            AppointmentParty(appointment=row.appointment, person=person, role=Role.CANDIDATE) for row in rows
        )

    with CaptureQueriesContext(connection) as asked:
        tell_of_the_year(loop, actor=loop.coordinator, now=NOW)

    assert letters("loops/year").count() == people
    assert len(asked) - people <= 25
