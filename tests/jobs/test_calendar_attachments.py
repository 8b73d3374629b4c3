"""The calendar files of the letters about dates, as they lie in the letters that are sent."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time
from email import message_from_bytes

import icalendar
import pytest
import vobject
from django.core import mail

from brobygger.jobs.outbox import send
from brobygger.kernel import clock
from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import midnight
from brobygger.loops.models import DateKind, LeftFor, LoopDate
from brobygger.loops.repair.actions.leaving import NewPlace, leave_loop
from brobygger.loops.the_year.actions.dates import call_off_date, move_date
from brobygger.loops.the_year.actions.turnings import rotate
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.parties.models import Protection
from brobygger.placements.models import PlacementKind
from tests.factories import GrantFactory
from tests.loops.the_year.rounds import running_round
from tests.strict_calendar import faults

pytestmark = pytest.mark.django_db
STARTED = datetime(2026, 9, 7, 8, tzinfo=UTC)
LATER = datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""

    def set_clock(moment):
        monkeypatch.setattr(clock, "now", lambda: moment.astimezone(OSLO))
        return moment

    return set_clock


@pytest.fixture
def made(at):
    at(STARTED)
    return running_round()


def sent_to(address, *, subject=""):
    """Send what waits, and give the files of the one letter to somebody: their type, method and content, as a mail program finds them."""
    mail.outbox.clear()
    for message_id in Message.objects.filter(state=MessageState.WAITING).order_by("pk").values_list("public_id", flat=True):
        send(str(message_id))
    (letter,) = [each for each in mail.outbox if address in each.to[0] and subject in each.subject]
    whole = message_from_bytes(letter.message().as_bytes())
    return [part for part in whole.walk() if part.get_content_type() == "text/calendar"]


def read(part):
    """The events of a file, when it keeps to the letter and two libraries read the same uids."""
    data = part.get_payload(decode=True)
    calendar = icalendar.Calendar.from_ical(data)
    other = vobject.readOne(data.decode())
    assert faults(data) == []
    assert part.get_param("method") == calendar["METHOD"] == other.method.value
    assert part.get_param("charset") == "utf-8"
    assert [str(event["UID"]) for event in calendar.events] == [event.uid.value for event in other.vevent_list]
    return calendar.events


def uids(rows):
    return {f"{row.appointment.public_id}@brobygger" for row in rows}


def address_of(participant):
    return participant.person.email


def test_the_letter_of_the_year_has_one_file_to_keep_with_every_date_that_is_the_readers(made):
    theirs = LoopDate.objects.filter(appointment__parties__person=made.participants[0].person)

    (part,) = sent_to(address_of(made.participants[0]), subject="året")

    events = read(part)
    assert part.get_param("method") == "PUBLISH"
    assert part.get_filename() == "datoer.ics"
    assert {str(event["UID"]) for event in events} == uids(theirs)
    assert {int(event["SEQUENCE"]) for event in events} == {0}
    assert len({str(event["SUMMARY"]) for event in events}) > 3


def test_an_employers_file_names_those_who_share_by_first_name_and_nobody_else(made):
    named, withdrawn, protected = made.participants
    for participant in made.participants:
        GrantFactory(person=participant.person, unit=None, workplace=made.employers[0].workplace, subject_id=made.loop.public_id)
    withdrawn.person.grants.update(withdrawn_at=clock.now())
    type(protected.person).objects.filter(pk=protected.person.pk).update(protection=Protection.CODE_6)

    (part,) = sent_to(made.employers[0].contact.email, subject="året")

    text = part.get_payload(decode=True).decode().replace("\r\n ", "")
    assert f"Oppstartsmøte med {named.person.first_name}\r" in text
    assert "Oppstartsmøte med en deltaker\r" in text
    for participant in (withdrawn, protected):
        assert f"{participant.person.first_name}\r" not in text
    assert not [each.person.last_name for each in made.participants if each.person.last_name in text]


def test_somebody_protected_gets_their_own_dates_and_no_letter_to_others_names_them(made):
    protected = made.participants[0]
    type(protected.person).objects.filter(pk=protected.person.pk).update(protection=Protection.CODE_7, first_name="Hemmelig")
    sent_to(address_of(protected), subject="året")

    to_others = [each for each in mail.outbox if address_of(protected) not in each.to[0]]

    assert to_others
    for letter in to_others:
        files = [part.get_payload(decode=True).decode() for part in letter.attachments]
        assert "Hemmelig" not in " ".join([letter.subject, letter.body, *files])


def test_a_moved_rotation_moves_every_date_that_hangs_on_it_by_one_file(made, at):
    sent_to(address_of(made.participants[0]), subject="året")
    row = LoopDate.objects.get(kind=DateKind.ROTATION, turning=1)
    now = at(LATER)

    moved = move_date(
        row,
        on=date(2027, 1, 18),
        from_time=time(9),
        to_time=time(10),
        place="",
        sequence=0,
        actor=made.loop.coordinator,
        today=now.date(),
        now=now,
    )

    (part,) = sent_to(address_of(made.participants[0]), subject="Nytt")
    events = read(part)
    mine = {row.public_id: row for row in moved if row.appointment.parties.filter(person=made.participants[0].person).exists()}
    assert len(moved) == 11
    assert part.get_param("method") == "PUBLISH"
    assert {str(event["UID"]) for event in events} == uids(mine.values())
    assert {int(event["SEQUENCE"]) for event in events} == {1}
    assert {event["DTSTART"].dt for event in events} == {row.starts_at.astimezone(UTC) for row in mine.values()}


def test_a_date_that_is_called_off_is_taken_out_of_the_calendar(made, at):
    sent_to(address_of(made.participants[0]), subject="året")
    row, now = LoopDate.objects.get(kind=DateKind.GATHERING, turning=1), at(LATER)

    call_off_date(row, sequence=0, actor=made.loop.coordinator, now=now)

    (part,) = sent_to(address_of(made.participants[0]), subject="Nytt")
    (event,) = read(part)
    assert part.get_param("method") == "CANCEL"
    assert (str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"])) == (f"{row.appointment.public_id}@brobygger", 1, "CANCELLED")
    assert str(event["ATTENDEE"]) == f"mailto:{address_of(made.participants[0])}"
    assert str(event["ORGANIZER"]) == f"mailto:{made.loop.coordinator.email}"


def test_a_reminder_has_the_date_as_it_is_now(made, at):
    sent_to(address_of(made.participants[0]), subject="året")
    row = LoopDate.objects.get(kind=DateKind.START)

    at(datetime(2026, 9, 11, 7, tzinfo=UTC))

    (part,) = sent_to(address_of(made.participants[0]), subject="Oppstart 14.09.2026")
    (event,) = read(part)
    assert str(event["UID"]) == f"{row.appointment.public_id}@brobygger"


def test_everything_that_lay_ahead_is_taken_out_for_one_who_leaves_and_stays_for_the_others(made, at):
    rotate(made.loop, turning=0, actor=made.loop.coordinator, now=midnight(date(2026, 9, 14)))
    leaver, other = made.participants[:2]
    sent_to(address_of(leaver), subject="året")
    now = at(datetime(2026, 12, 14, 9, tzinfo=UTC))
    ahead = set(uids(LoopDate.objects.filter(appointment__parties__person=leaver.person, appointment__starts_at__gt=now)))

    leave_loop(
        leaver,
        on=now.date(),
        left_for=LeftFor.JOB,
        goes_to=NewPlace(kind=PlacementKind.ORDINARY_PERMANENT, starts_on=date(2026, 12, 21), place_name="Fjordbakeriet"),
        actor=made.loop.coordinator,
        today=now.date(),
        now=now,
    )

    parts = sent_to(address_of(leaver), subject="Året ditt")
    out = [str(event["UID"]) for part in parts for event in read(part)]
    letter = next(each for each in mail.outbox if each.subject.startswith("Året ditt"))
    gathering = LoopDate.objects.get(kind=DateKind.GATHERING, turning=1)
    assert Counter(part.get_param("method") for part in parts) == {"CANCEL": len(ahead)}
    assert set(out) == ahead
    assert f"{gathering.appointment.public_id}@brobygger" in ahead
    assert "Gjelder ikke deg lenger." in letter.body
    assert gathering.appointment.parties.filter(person=other.person).exists()


def test_a_letter_to_a_telephone_has_no_file(made, settings):
    settings.DEMO = True
    Message.objects.filter(template="loops/year").update(recipient_address="68050214")
    Message.objects.exclude(template="loops/year").delete()

    for message_id in Message.objects.values_list("public_id", flat=True):
        send(str(message_id))

    assert {message.state for message in Message.objects.all()} == {MessageState.SENT}
    assert not mail.outbox
