from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction

from brobygger.audit.actions import record
from brobygger.audit.models import Entry


def somebody():
    return SimpleNamespace(public_id=uuid4())


@pytest.mark.django_db
def test_recording_keeps_who_did_what_to_what_with_ids_and_codes():
    subject, actor, employer = somebody(), somebody(), uuid4()

    record("loops.plan_decided", subject, actor=actor, employer=employer, places=3, on="2027-01-04", departs=False)

    entry = Entry.objects.get()
    assert (entry.event, entry.subject_id, entry.actor_id) == ("loops.plan_decided", subject.public_id, actor.public_id)
    assert entry.facts == {"employer": str(employer), "places": 3, "on": "2027-01-04", "departs": False}
    assert entry.transaction_id > 0


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["Amina", "amina noor", "sa at hun var syk", "a" * 81])
def test_recording_a_name_or_a_sentence_is_refused(words):
    with pytest.raises(ValueError, match="the fact note"):
        record("loops.plan_decided", somebody(), actor=somebody(), note=words)

    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_recording_an_event_without_its_package_is_refused():
    with pytest.raises(ValueError, match="package"):
        record("Plan decided", somebody(), actor=somebody())


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="transaction"):
        record("loops.plan_decided", somebody(), actor=somebody())


@pytest.mark.django_db(transaction=True)
def test_an_action_that_is_undone_leaves_no_entry():
    @transaction.atomic
    def decide():
        record("loops.plan_decided", somebody(), actor=somebody())
        raise LookupError

    with pytest.raises(LookupError):
        decide()

    assert not Entry.objects.exists()
