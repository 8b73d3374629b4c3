from __future__ import annotations

import threading
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from brobygger.audit.models import Entry
from brobygger.followup.actions.contacts import correct_contact, log_contact, withdraw_contact
from brobygger.followup.models import Contact, ContactKind, ContactWith
from brobygger.intake.models import Engagement
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from tests.factories import ContactFactory, EngagementFactory, PlacementFactory, UserFactory

NOW = datetime(2027, 6, 1, 12, tzinfo=OSLO)


def logged(engagement: Engagement, **fields) -> Contact:
    said = {
        "kind": ContactKind.PHONE,
        "whom": ContactWith.CANDIDATE,
        "happened_at": NOW,
        "line": "Trives godt.",
        "key": uuid4(),
        "now": NOW,
        "actor": fields.get("actor") or UserFactory(),
    }
    return log_contact(engagement, **{**said, **fields})


def test_a_contact_is_written_down_with_who_did_it_and_when(db):
    engagement, jonas = EngagementFactory(), UserFactory()

    contact = logged(engagement, actor=jonas, line="  Trives godt.  ")

    assert (contact.person, contact.written_by, contact.happened_at, contact.written_at) == (engagement.person, jonas, NOW, NOW)
    assert contact.line == "Trives godt."
    assert Entry.objects.get().event == "followup.contact_logged"


def test_the_log_of_what_happens_holds_no_word_of_the_line(db):
    logged(EngagementFactory(), line="Hemmelig")

    assert "emmelig" not in str(Entry.objects.get().facts)


def test_the_same_note_sent_twice_is_one(db):
    engagement, jonas, key = EngagementFactory(), UserFactory(), uuid4()
    first = logged(engagement, key=key, actor=jonas)

    again = logged(engagement, key=key, actor=jonas, happened_at=NOW - timedelta(seconds=4), now=NOW + timedelta(days=3))

    assert again == first
    assert (Contact.objects.count(), Entry.objects.count()) == (1, 1)


def test_a_note_taken_back_before_its_answer_came_stays_taken_back(db):
    engagement, jonas, key = EngagementFactory(), UserFactory(), uuid4()
    withdraw_contact(logged(engagement, key=key, actor=jonas), now=NOW, actor=jonas)

    again = logged(engagement, key=key, actor=jonas)

    assert again.withdrawn_by
    assert Contact.objects.count() == 2


@pytest.mark.parametrize(
    "other",
    [{"line": "Noe annet."}, {"kind": ContactKind.OUT}, {"whom": ContactWith.BOTH}, {"next_step": "Ringe", "next_step_on": NOW.date()}],
)
def test_the_same_key_with_another_content_is_refused(other, db):
    engagement, jonas, key = EngagementFactory(), UserFactory(), uuid4()
    logged(engagement, key=key, actor=jonas)

    with pytest.raises(DomainError, match="Et annet notat"):
        logged(engagement, key=key, actor=jonas, **other)

    assert Contact.objects.count() == 1


def test_the_same_key_from_another_user_or_about_somebody_else_is_refused(db):
    jonas, key = UserFactory(), uuid4()
    engagement = EngagementFactory()
    logged(engagement, key=key, actor=jonas)

    with pytest.raises(DomainError, match="en annen bruker"):
        logged(engagement, key=key, actor=UserFactory())
    with pytest.raises(DomainError, match="Et annet notat"):
        logged(EngagementFactory(), key=key, actor=jonas)


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_the_same_moment_give_one_note():
    engagement, jonas, key = EngagementFactory(), UserFactory(), uuid4()
    start, found = threading.Barrier(4), []

    def send() -> None:
        start.wait()
        try:
            found.append(logged(engagement, key=key, actor=jonas).pk)
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert len(found) == 4
    assert set(found) == {Contact.objects.get().pk}


def test_two_phones_on_one_person_keep_both_notes(db):
    engagement, jonas = EngagementFactory(), UserFactory()

    logged(engagement, actor=jonas, line="Fra den ene.")
    logged(engagement, actor=jonas, line="Fra den andre.")

    assert Contact.objects.count() == 2


def test_a_clock_a_little_ahead_counts_as_now(db):
    contact = logged(EngagementFactory(), happened_at=NOW + timedelta(minutes=10))

    assert contact.happened_at == NOW


def test_a_moment_to_come_is_refused(db):
    with pytest.raises(DomainError, match="som har vært") as refusal:
        logged(EngagementFactory(), happened_at=NOW + timedelta(minutes=11))

    assert refusal.value.field == "happened_at"


def test_a_moment_before_the_engagement_is_refused(db):
    engagement = EngagementFactory(starts_on=NOW.date())

    with pytest.raises(DomainError, match=r"Oppfølgingen begynte 01\.06\.2027"):
        logged(engagement, happened_at=NOW - timedelta(days=1))

    assert logged(engagement, happened_at=datetime(2027, 6, 1, 0, 0, tzinfo=OSLO))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"next_step": "Ringe Tor"}, "når neste steg"),
        ({"next_step_on": NOW.date()}, "hva neste steg"),
        ({"next_step": "Ringe Tor", "next_step_on": NOW.date() - timedelta(days=1)}, "før dere snakket"),
        ({"withheld_until": NOW.date() + timedelta(days=3)}, "hvorfor"),
        ({"withheld_because": "Avtales først."}, "får lese"),
        ({"withheld_until": NOW.date(), "withheld_because": "Avtales først."}, "en dag som kommer"),
        ({"withheld_until": NOW.date() + timedelta(weeks=13), "withheld_because": "Avtales først."}, "tidligere dag"),
    ],
)
def test_what_says_half_of_what_it_must_is_refused(said, message, db):
    with pytest.raises(DomainError, match=message):
        logged(EngagementFactory(), **said)

    assert not Contact.objects.exists()


def test_a_place_that_is_somebody_elses_is_refused(db):
    with pytest.raises(DomainError, match="Velg en av plassene"):
        logged(EngagementFactory(), placement=PlacementFactory())


def test_taking_back_adds_a_row_and_changes_none(db):
    jonas = UserFactory()
    contact = logged(EngagementFactory(), actor=jonas)

    withdrawal = withdraw_contact(contact, now=NOW, actor=jonas)

    contact.refresh_from_db()
    assert (withdrawal.withdraws, contact.withdrawn_by, contact.line) == (contact, withdrawal, "Trives godt.")
    assert withdraw_contact(contact, now=NOW, actor=jonas) == withdrawal
    assert Contact.objects.count() == 2


def test_nobody_takes_back_a_colleagues_note_or_a_withdrawal(db):
    jonas = UserFactory()
    contact = logged(EngagementFactory(), actor=jonas)

    with pytest.raises(DomainError, match="Bare den som skrev"):
        withdraw_contact(contact, now=NOW, actor=UserFactory())
    with pytest.raises(DomainError, match="er tatt tilbake"):
        withdraw_contact(withdraw_contact(contact, now=NOW, actor=jonas), now=NOW, actor=jonas)


def test_a_correction_takes_back_and_writes_anew_in_one_go(db):
    jonas = UserFactory()
    contact = logged(EngagementFactory(), actor=jonas, whom=ContactWith.BOTH)

    right = correct_contact(contact, key=uuid4(), now=NOW, actor=jonas, line="Trives svært godt.")

    assert (right.line, right.whom, right.happened_at) == ("Trives svært godt.", ContactWith.BOTH, contact.happened_at)
    assert Contact.objects.get(withdraws=contact)


def test_a_correction_sent_twice_is_one_and_another_of_the_same_note_is_refused(db):
    jonas = UserFactory()
    contact = logged(EngagementFactory(), actor=jonas)
    key = uuid4()

    first, again = (correct_contact(contact, key=key, now=NOW, actor=jonas, line="Trives svært godt.") for _sending in range(2))
    with pytest.raises(DomainError, match="tatt tilbake fra før"):
        correct_contact(contact, key=uuid4(), now=NOW, actor=jonas, line="Trives.")

    assert first == again
    assert Contact.objects.filter(withdraws__isnull=True).count() == 2


def test_a_correction_that_is_refused_takes_nothing_back(db):
    jonas = UserFactory()
    contact = logged(EngagementFactory(), actor=jonas)

    with pytest.raises(DomainError):
        correct_contact(contact, key=uuid4(), now=NOW, actor=jonas, happened_at=NOW + timedelta(days=1))

    assert Contact.objects.get() == contact


def test_the_database_lets_nobody_edit_a_note(db):
    contact = ContactFactory()

    with pytest.raises(DatabaseError):
        Contact.objects.filter(pk=contact.pk).update(line="Noe annet.")
