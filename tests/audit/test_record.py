from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction

from brobygger.audit.actions import record, record_each
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
def test_the_same_recorded_of_many_is_an_entry_each_in_their_order_for_one_query(django_assert_num_queries):
    many, actor = [somebody() for _ in range(12)], somebody()

    with django_assert_num_queries(1):
        record_each("parties.link_opened", [(each, {"place": number}) for number, each in enumerate(many)], actor=actor)

    entries = Entry.objects.order_by("pk")
    assert [(entry.subject_id, entry.facts) for entry in entries] == [(each.public_id, {"place": place}) for place, each in enumerate(many)]
    assert all(entry.actor_id == actor.public_id and entry.transaction_id > 0 for entry in entries)


@pytest.mark.django_db
def test_a_name_among_what_is_recorded_of_many_is_refused_and_nothing_is_written():
    with pytest.raises(ValueError, match="the fact note"):
        record_each("loops.plan_decided", [(somebody(), {"note": "on_leave"}), (somebody(), {"note": "Amina"})], actor=somebody())

    assert not Entry.objects.exists()


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
