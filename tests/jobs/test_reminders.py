"""Reminders of the year's dates from the action that makes them to the letter that is sent, on a clock that the tests set."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, time, timedelta
from threading import Thread

import pytest
from django.core import mail
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from brobygger.jobs.outbox import catch_up, send
from brobygger.kernel import clock
from brobygger.kernel.clock import OSLO
from brobygger.loops.models import DateKind
from brobygger.loops.the_year.actions.dates import call_off_date, mark_held, move_date
from brobygger.loops.the_year.telling.reminders import remind
from brobygger.outbox.actions import take
from brobygger.outbox.models import Message
from brobygger.outbox.queries import lost_messages, stuck_messages
from brobygger.outbox.states import MessageState
from brobygger.parties.actions import withdraw_link
from brobygger.parties.models import Protection, SignedLink
from tests.factories import DatePartyFactory, LoopDateFactory, LoopFactory, ParticipantFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 2, 1, 12, tzinfo=OSLO)


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""

    def set_clock(moment):
        monkeypatch.setattr(clock, "now", lambda: moment.astimezone(OSLO))
        return moment

    return set_clock


def gathering(*, starts_at, **person):
    """A gathering with one candidate, who is reminded three days before."""
    row = LoopDateFactory(
        loop=LoopFactory(running=True, coordinator__phone="68050214"),
        kind=DateKind.GATHERING,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        place="Brohuset",
    )
    DatePartyFactory(date=row, person=PersonFactory(first_name="Amina", **{"email": "amina@brovik.invalid", **person}))
    return row


def work():
    """What a worker does with every job there is; one whose time has not come does nothing."""
    for message_id in Message.objects.order_by("pk").values_list("public_id", flat=True):
        send(str(message_id))


def only():
    return Message.objects.get(template="loops/reminder", state__in=[MessageState.WAITING, MessageState.SENT])


@pytest.mark.parametrize(
    ("event", "reminded"),
    [
        (datetime(2027, 3, 29, 10, tzinfo=OSLO), datetime(2027, 3, 26, 8, tzinfo=UTC)),
        (datetime(2027, 3, 31, 10, tzinfo=OSLO), datetime(2027, 3, 28, 7, tzinfo=UTC)),
        (datetime(2026, 10, 26, 10, tzinfo=OSLO), datetime(2026, 10, 23, 7, tzinfo=UTC)),
        (datetime(2026, 10, 28, 10, tzinfo=OSLO), datetime(2026, 10, 25, 8, tzinfo=UTC)),
        (datetime(2027, 11, 1, 10, tzinfo=OSLO), datetime(2027, 10, 29, 7, tzinfo=UTC)),
        (datetime(2027, 11, 3, 10, tzinfo=OSLO), datetime(2027, 10, 31, 8, tzinfo=UTC)),
    ],
    ids=["after spring", "from the day of spring", "after autumn 2026", "from autumn 2026", "after autumn 2027", "from autumn 2027"],
)
def test_nine_o_clock_is_nine_o_clock_also_where_the_clock_is_changed(at, event, reminded):
    remind([gathering(starts_at=event)], now=at(event - timedelta(days=60)))

    at(reminded - timedelta(minutes=2))
    work()
    sent_early = len(mail.outbox)
    at(reminded)
    work()

    assert sent_early == 0
    assert reminded.astimezone(OSLO).time() == time(9)
    assert ProcrastinateJob.objects.get().scheduled_at == reminded
    (letter,) = mail.outbox
    assert letter.subject == f"Samling {event:%d.%m.%Y} klokka 10.00"
    assert "Hvor: Brohuset" in letter.body


def test_one_reminder_goes_to_each_party_in_their_own_language(at):
    row = gathering(starts_at=NOON)
    DatePartyFactory(date=row, person=PersonFactory(first_name="Tor", email="tor@brovik.invalid", language="en"))

    remind([row], now=at(NOON - timedelta(days=30)))
    remind([row], now=at(NOON - timedelta(days=29)))
    at(NOON - timedelta(days=3))
    work()
    work()

    assert sorted(letter.to[0] for letter in mail.outbox) == ["Amina <amina@brovik.invalid>", "Tor <tor@brovik.invalid>"]
    assert dict(Message.objects.filter(state=MessageState.SENT).values_list("recipient_name", "language")) == {"Amina": "nb", "Tor": "en"}


@pytest.mark.parametrize(
    ("back_at", "state"),
    [(NOON - timedelta(minutes=30), MessageState.SENT), (NOON, MessageState.CANCELLED), (NOON + timedelta(days=2), MessageState.CANCELLED)],
    ids=["before it begins", "as it begins", "two days after"],
)
def test_a_worker_that_was_down_sends_late_but_never_after_the_event(at, back_at, state):
    remind([gathering(starts_at=NOON)], now=at(NOON - timedelta(days=30)))
    ProcrastinateJob.objects.all()._raw_delete("default")

    at(back_at)
    catch_up(0)
    (job,) = ProcrastinateJob.objects.all()
    send(**job.args)

    assert only_state() == state
    assert len(mail.outbox) == (state == MessageState.SENT)


def only_state():
    return Message.objects.get().state


def moved(row, on):
    row.refresh_from_db()
    (row, *_rest) = move_date(
        row,
        on=on,
        from_time=time(12),
        to_time=time(15),
        place="Brohuset",
        sequence=row.sequence,
        actor=UserFactory(),
        today=clock.today(),
        now=clock.now(),
    )
    return row


@pytest.fixture
def movable(at):
    """A gathering whose rotation is long after, so that it can be moved to any day before."""
    row = gathering(starts_at=NOON)
    for turning, day in ((0, date(2026, 9, 14)), (1, date(2027, 6, 7)), (2, date(2027, 9, 10))):
        starts_at = datetime.combine(day, time(9), OSLO)
        LoopDateFactory(
            loop=row.loop,
            kind=[DateKind.START, DateKind.ROTATION, DateKind.END][turning],
            turning=turning,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
        )
    return row


def reminders_sent():
    return [letter.subject for letter in mail.outbox if letter.subject.startswith("Samling")]


def test_a_moved_date_is_reminded_of_on_its_new_day_only(at, movable):
    remind([movable], now=at(NOON - timedelta(days=30)))

    moved(movable, date(2027, 2, 8))
    at(NOON - timedelta(days=3))
    work()
    before = reminders_sent()
    at(NOON + timedelta(days=4))
    work()

    assert before == []
    assert reminders_sent() == ["Samling 08.02.2027 klokka 12.00"]


def test_a_date_that_is_moved_there_and_back_is_reminded_of_once_on_its_day(at, movable):
    remind([movable], now=at(NOON - timedelta(days=30)))

    moved(movable, date(2027, 2, 8))
    moved(movable, NOON.date())
    at(NOON - timedelta(days=3))
    work()

    assert reminders_sent() == ["Samling 01.02.2027 klokka 12.00"]


def test_one_reminded_of_the_old_day_gets_the_change_and_a_reminder_of_the_new_day(at, movable):
    remind([movable], now=at(NOON - timedelta(days=30)))
    at(NOON - timedelta(days=3))
    work()

    moved(movable, date(2027, 2, 8))
    work()
    at(NOON + timedelta(days=4))
    work()

    subjects = [letter.subject for letter in mail.outbox]
    assert subjects == ["Samling 01.02.2027 klokka 12.00", subjects[1], "Samling 08.02.2027 klokka 12.00"]
    assert subjects[1].startswith("Nytt om datoene")
    assert "08.02.2027 kl. 12.00: Samling, Brohuset" in mail.outbox[1].body


def test_a_date_moved_to_tomorrow_is_told_of_once(at, movable):
    remind([movable], now=at(NOON - timedelta(days=30)))

    at(NOON - timedelta(days=10))
    moved(movable, date(2027, 1, 23))
    work()

    assert [letter.subject.split(" i ")[0] for letter in mail.outbox] == ["Nytt om datoene"]


@pytest.mark.parametrize("what", ["called off", "held", "loop finished", "party gone", "has left"])
def test_what_is_no_longer_to_happen_is_not_reminded_of(at, movable, what):
    remind([movable], now=at(NOON - timedelta(days=30)))
    actor = UserFactory()

    if what == "called off":
        call_off_date(movable, sequence=movable.sequence, actor=actor, now=clock.now())
    elif what == "held":
        mark_held(movable, actor=actor, now=NOON)
    elif what == "loop finished":
        type(movable.loop).objects.update(state="finished")
    elif what == "party gone":
        movable.appointment.parties.all().delete()
    else:
        leave_without_telling(movable)
    at(NOON - timedelta(days=3))
    work()

    assert reminders_sent() == []


def leave_without_telling(row):
    (party,) = row.appointment.parties.all()
    ParticipantFactory(loop=row.loop, person=party.person, gone=True, left_on=NOON.date() - timedelta(days=1))


def test_a_reminder_is_written_as_things_are_the_day_it_is_sent(at, movable):
    remind([movable], now=at(NOON - timedelta(days=30)))
    (party,) = movable.appointment.parties.all()
    type(party.person).objects.update(email="ny@brovik.invalid", language="en")
    type(movable.loop).objects.update(coordinator=UserFactory(name="Siri Ny", phone="68050299"))

    at(NOON - timedelta(days=3))
    work()

    (letter,) = mail.outbox
    assert letter.to == ["Amina <ny@brovik.invalid>"]
    assert "Siri Ny" in letter.body
    assert "680\u00a050\u00a0299" in letter.body
    assert only().language == "en"


@pytest.mark.parametrize("when", ["before", "while it waits"])
def test_a_link_that_is_withdrawn_stays_so_and_the_reminder_goes_without_it(at, when):
    row = gathering(starts_at=NOON)
    if when == "while it waits":
        remind([row], now=at(NOON - timedelta(days=30)))
        link = SignedLink.objects.get()
    else:
        link = SignedLink.objects.create(person=row.appointment.parties.get().person, role="candidate", expires_on=NOON.date())

    withdraw_link(link, now=at(NOON - timedelta(days=20)), actor=UserFactory())
    remind([row], now=clock.now())
    at(NOON - timedelta(days=3))
    work()

    link.refresh_from_db()
    (letter,) = mail.outbox
    assert link.withdrawn_at is not None
    assert "/v/" not in letter.body


def test_an_open_link_is_made_to_last_and_stands_in_the_letter(at):
    row = gathering(starts_at=NOON)
    link = SignedLink.objects.create(person=row.appointment.parties.get().person, role="candidate", expires_on=date(2027, 1, 5))

    remind([row], now=at(NOON - timedelta(days=30)))
    at(NOON - timedelta(days=3))
    work()

    link.refresh_from_db()
    assert link.expires_on == NOON.date() + timedelta(days=120)
    assert f"/v/{link.public_id.hex}" in mail.outbox[0].body


def test_somebody_protected_is_reminded_like_others(at):
    remind([gathering(starts_at=NOON, protection=Protection.CODE_6)], now=at(NOON - timedelta(days=30)))

    at(NOON - timedelta(days=3))
    work()

    assert len(mail.outbox) == 1


def test_who_has_neither_address_nor_telephone_gets_no_row(at):
    remind([gathering(starts_at=NOON, email="")], now=at(NOON - timedelta(days=30)))

    assert not Message.objects.exists()


def test_reminders_for_a_later_day_are_neither_lost_nor_stuck_and_one_that_is_missed_is(at, caplog):
    remind([gathering(starts_at=NOON)], now=at(NOON - timedelta(days=30)))

    early = at(NOON - timedelta(days=3, hours=4))
    quiet = (list(lost_messages(early)), list(stuck_messages(early)))
    late = at(NOON - timedelta(days=3) + timedelta(hours=1))
    with caplog.at_level(logging.ERROR, logger="brobygger.outbox"):
        catch_up(0)

    assert quiet == ([], [])
    assert list(lost_messages(late)) == list(stuck_messages(late)) == [only()]
    assert "1 messages are stuck" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_reminder_that_one_worker_has_taken_is_not_sent_by_another(at):
    remind([gathering(starts_at=NOON)], now=at(NOON - timedelta(days=30)))
    message = only()
    at(NOON - timedelta(days=3))

    def work_too():
        try:
            send(str(message.public_id))
        finally:
            connection.close()

    other = Thread(target=work_too)
    with transaction.atomic():
        taken = take(message.public_id, now=clock.now())
        other.start()
        other.join(timeout=0.5)  # it stands before the row that is held here
    other.join()

    assert taken == message
    assert mail.outbox == []
    assert Message.objects.get().attempts == 1
