from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from brobygger.audit.actions import Seen, record_look_ups, seal_batch
from brobygger.audit.models import Entry
from brobygger.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)

CHANGES = [
    "UPDATE audit_entry SET event = 'loops.nothing'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry",
    "UPDATE audit_look_up SET reason = 'annet'",
    "DELETE FROM audit_look_up",
    "TRUNCATE audit_look_up",
    "UPDATE audit_seal SET sealed_at = now()",
    "DELETE FROM audit_seal",
    "TRUNCATE audit_seal",
]


@pytest.fixture
def log():
    now = clock.now()
    with transaction.atomic():
        Entry.objects.create(
            event="loops.opened", subject_kind="loops.loop", subject_id=uuid4(), actor_kind="accounts.user", actor_id=uuid4()
        )
    record_look_ups(
        actor=uuid4(), actor_role="leader", purpose="loops.read", request_id="r", path="/", seen=[Seen(uuid4(), permitted=True)], now=now
    )
    assert seal_batch(now)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("change", CHANGES)
def test_the_owner_of_the_tables_is_refused_a_change(change):
    with pytest.raises(ProgrammingError, match="only added to"), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("change", ["UPDATE {} SET reason = 'annet'", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("which", ["month", "default"])
def test_a_change_straight_in_a_partition_is_refused(change, which):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM audit_look_up")
        partition = cursor.fetchone()[0] if which == "month" else "audit_look_up_default"
        if which == "default":
            cursor.execute(
                "INSERT INTO audit_look_up SELECT nextval('audit_look_up_id_seq'), looked_up_at + interval '9 years', actor, "
                "actor_role, person, purpose, reason, is_permitted, request_id, path FROM audit_look_up"
            )

        with pytest.raises(ProgrammingError, match="only added to"):
            cursor.execute(change.format(partition))


@pytest.mark.usefixtures("log")
def test_an_insert_can_not_choose_which_transaction_it_belongs_to():
    entry = Entry.objects.create(
        event="loops.opened", subject_kind="loops.loop", subject_id=uuid4(), actor_kind="program", transaction_id=1
    )

    entry.refresh_from_db()
    assert entry.transaction_id > 1
