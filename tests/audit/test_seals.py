from datetime import timedelta
from threading import Event, Thread
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction

from brobygger.audit.actions import Seen, close_chain, record_look_ups, seal_batch
from brobygger.audit.models import Entry, LookUp, Seal
from brobygger.audit.queries import Broken, How, Where, verify_seals
from brobygger.cli import __main__ as command
from brobygger.kernel import clock
from tests.append_only import SWITCH, wait_for_others

pytestmark = pytest.mark.django_db(transaction=True)


def write_entries(count):
    with transaction.atomic():
        return Entry.objects.bulk_create(
            Entry(
                event="loops.opened",
                subject_kind="loops.loop",
                subject_id=uuid4(),
                actor_kind="accounts.user",
                actor_id=uuid4(),
                facts={"n": n},
            )
            for n in range(count)
        )


def write_look_ups(count):
    seen = [Seen(uuid4(), permitted=True) for _ in range(count)]
    record_look_ups(actor=uuid4(), actor_role="leader", purpose="loops.read", request_id="r", path="/", seen=seen, now=clock.now())
    return list(LookUp.objects.order_by("-id")[:count])


def tamper(sql, *parameters):
    """What someone with full power over the database could do."""
    with connection.cursor() as cursor:
        cursor.execute(SWITCH.replace("WORD", "DISABLE"))
        cursor.execute(sql, parameters)
        cursor.execute(SWITCH.replace("WORD", "ENABLE"))


@pytest.fixture
def sealed():
    entries, look_ups = [], []
    for _ in range(3):
        entries.append(write_entries(3))
        look_ups.append(write_look_ups(3))
        wait_for_others()
        assert seal_batch(clock.now())
    return entries, look_ups


def test_a_log_that_nobody_has_touched_is_whole(sealed):
    write_entries(2)

    assert verify_seals() == []
    assert [len(seal.look_up_ids) for seal in Seal.objects.order_by("number")] == [3, 3, 3]


def test_sealing_nothing_new_gives_no_seal(sealed):
    assert seal_batch(clock.now()) is None
    assert Seal.objects.count() == 3


@pytest.mark.parametrize(
    ("change", "table"),
    [
        ("UPDATE audit_entry SET facts = '{\"n\": 9}' WHERE id = %s", Where.ENTRY),
        ("UPDATE audit_look_up SET reason = 'x' WHERE id = %s", Where.LOOK_UP),
        ("UPDATE audit_look_up SET is_permitted = false WHERE id = %s", Where.LOOK_UP),
        ("UPDATE audit_look_up SET looked_up_at = looked_up_at + interval '1 microsecond' WHERE id = %s", Where.LOOK_UP),
    ],
)
def test_one_changed_row_is_found_with_its_batch(sealed, change, table):
    entries, look_ups = sealed
    row = (entries if table == Where.ENTRY else look_ups)[1][1]

    tamper(change, row.pk)

    assert verify_seals() == [Broken(2, table, How.CHANGED, row.pk)]


@pytest.mark.parametrize("table", [Where.ENTRY, Where.LOOK_UP])
def test_one_missing_row_is_found_with_its_batch(sealed, table):
    entries, look_ups = sealed
    row = (entries if table == Where.ENTRY else look_ups)[0][2]

    tamper(f"DELETE FROM audit_{table} WHERE id = %s", row.pk)

    assert verify_seals() == [Broken(1, table, How.MISSING, row.pk)]


def test_a_row_put_in_behind_a_seal_is_found(sealed):
    row = sealed[1][0][0]

    tamper(
        "INSERT INTO audit_look_up SELECT nextval('audit_look_up_id_seq'), looked_up_at, gen_random_uuid(), actor_role, person, purpose, "
        "reason, is_permitted, request_id, path, transaction_id FROM audit_look_up WHERE id = %s",
        row.pk,
    )

    inserted = LookUp.objects.latest("id").pk
    assert verify_seals() == [Broken(1, Where.LOOK_UP, How.INSERTED, inserted)]
    assert str(verify_seals()[0]) == f"Bunke 1: oppslag nummer {inserted} er satt inn etter forseglingen."


def test_a_row_moved_to_another_transaction_is_found_even_when_it_lands_in_a_later_batch(sealed):
    entries, _ = sealed

    tamper("UPDATE audit_entry SET transaction_id = %s WHERE id = %s", entries[2][0].transaction_id, entries[0][0].pk)

    assert verify_seals() == [Broken(1, Where.ENTRY, How.MISSING, entries[0][0].pk), Broken(3, Where.ENTRY, How.INSERTED, entries[0][0].pk)]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_seal_that_is_gone_is_missed_also_the_last_one(sealed, number):
    tamper("DELETE FROM audit_seal WHERE number = %s", number)

    assert Broken(number, Where.SEAL, How.MISSING) in verify_seals()


def test_a_last_seal_made_anew_after_a_change_is_found(sealed):
    row = sealed[1][2][0]
    tamper("DELETE FROM audit_seal WHERE number = 3")
    tamper("UPDATE audit_look_up SET reason = 'x' WHERE id = %s", row.pk)

    wait_for_others()
    assert seal_batch(clock.now()).number == 3
    assert verify_seals() == [Broken(3, Where.SEAL, How.CHANGED)]


@pytest.mark.parametrize(
    "change",
    [
        "sealed_at = sealed_at - interval '1 day'",
        "hash = sha256(hash)",
        "entry_ids = entry_ids[2:]",
        "look_up_hashes = array_fill(sha256('x'), ARRAY[3])",
    ],
)
def test_a_changed_seal_is_found(sealed, change):
    tamper(f"UPDATE audit_seal SET {change} WHERE number = 2")

    assert Broken(2, Where.SEAL, How.CHANGED) in verify_seals()


def test_a_transaction_that_began_before_the_seal_and_commits_after_it_is_in_the_next_batch():
    settings = connection.get_connection_params()
    settings = {name: settings[name] for name in ("dbname", "user", "password", "host", "port") if name in settings}
    with psycopg.connect(**settings) as slow:
        slow.execute(
            "INSERT INTO audit_entry (event, subject_kind, subject_id, actor_kind, facts) "
            "VALUES ('loops.opened', 'loops.loop', gen_random_uuid(), 'program', '{}')"
        )
        later = write_entries(2)
        first = seal_batch(clock.now())
        slow.commit()
    wait_for_others()
    second = seal_batch(clock.now())

    assert first is None
    early = Entry.objects.exclude(pk__in=[row.pk for row in later]).exclude(event="audit.sealed").get()
    assert early.pk < later[0].pk
    assert second.entry_ids == [early.pk, *(row.pk for row in later)]
    assert verify_seals() == []


def test_an_early_id_that_commits_late_is_sealed_later_and_breaks_nothing():
    before = write_entries(1)
    settings = connection.get_connection_params()
    settings = {name: settings[name] for name in ("dbname", "user", "password", "host", "port") if name in settings}
    with psycopg.connect(**settings) as slow:
        slow.execute("SELECT nextval('audit_look_up_id_seq')")
        slow.execute(
            "INSERT INTO audit_look_up (looked_up_at, actor, actor_role, person, purpose, reason, is_permitted, request_id, path) "
            "VALUES (now(), gen_random_uuid(), 'leader', gen_random_uuid(), 'p', '', true, 'r', '/')"
        )
        write_look_ups(2)
        first = seal_batch(clock.now())
        assert verify_seals() == []
        slow.commit()
    assert verify_seals() == []
    wait_for_others()
    second = seal_batch(clock.now())

    assert (first.entry_ids, first.look_up_ids) == ([before[0].pk], [])
    assert len(second.look_up_ids) == 3
    assert verify_seals() == []


def test_two_who_seal_at_once_make_one_chain():
    write_entries(5)
    start, made = Event(), []

    def seal():
        start.wait()
        try:
            made.append(seal_batch(clock.now()))
        finally:
            connection.close()

    threads = [Thread(target=seal) for _ in range(3)]
    for thread in threads:
        thread.start()
    start.set()
    for thread in threads:
        thread.join()

    assert [seal.number for seal in made if seal] == [1]
    assert verify_seals() == []


def test_after_a_restore_on_another_server_the_old_chain_is_closed_and_a_new_one_begins(sealed):
    tail = write_entries(2)
    closing = close_chain(clock.now())
    tamper(
        "INSERT INTO audit_entry (event, subject_kind, subject_id, actor_kind, facts, transaction_id) "
        "VALUES ('loops.opened', 'loops.loop', gen_random_uuid(), 'program', '{}', 5)"
    )
    on_the_new_server = Entry.objects.get(transaction_id=5)

    wait_for_others()
    opening = seal_batch(clock.now() + timedelta(minutes=10))

    assert set(closing.entry_ids) >= {row.pk for row in tail}
    assert (closing.chain, opening.chain) == (1, 2)
    assert on_the_new_server.pk in opening.entry_ids
    assert not set(opening.entry_ids) & set(closing.entry_ids)
    assert verify_seals() == []


def test_a_server_that_counts_transactions_from_a_lower_number_is_refused_until_the_chain_is_closed(sealed):
    tamper("UPDATE audit_seal SET to_transaction = to_transaction + 1000000 WHERE number = 3")
    write_entries(1)

    with pytest.raises(RuntimeError, match="another server"):
        seal_batch(clock.now())


def test_the_command_closes_the_chain_and_the_next_seal_begins_another(sealed, capsys):
    write_entries(1)

    code = command.main(["audit", "close-chain"])

    last = Seal.objects.order_by("-number").first()
    assert code == 0
    assert last.hash.hex() in capsys.readouterr().out
    write_entries(1)
    wait_for_others()
    assert seal_batch(clock.now()).chain == last.chain + 1
    assert verify_seals() == []
