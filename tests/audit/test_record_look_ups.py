from datetime import UTC, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.http import Http404

from brobygger.audit.actions import Seen, make_partitions, record_look_ups, refusals_are_kept
from brobygger.audit.models import LookUp
from brobygger.audit.queries import look_ups_by, look_ups_of
from brobygger.kernel import clock

KARI = UUID("00000000-0000-4000-8000-00000000000a")


def look(seen, *, now=None, path="/deltakere/", reason=""):
    return record_look_ups(
        actor=KARI,
        actor_role="counsellor",
        purpose="loops.propose",
        reason=reason,
        request_id="r1",
        path=path,
        seen=seen,
        now=now or clock.now(),
    )


@pytest.mark.django_db
def test_a_list_gives_one_row_a_person_in_one_statement(django_assert_num_queries):
    people = [uuid4() for _ in range(40)]

    with django_assert_num_queries(1):
        row_count = look([Seen(person, permitted=True) for person in people])

    assert row_count == 40
    assert set(look_ups_by(KARI).values_list("person", flat=True)) == set(people)


@pytest.mark.django_db
def test_the_person_finds_who_looked_newest_first_also_who_was_refused():
    amina, now = uuid4(), clock.now()
    look([Seen(amina, permitted=True)], now=now - timedelta(hours=1))
    look([Seen(amina, permitted=False)], now=now)
    look([Seen(uuid4(), permitted=True)], now=now)

    rows = list(look_ups_of(amina))

    assert [row.is_permitted for row in rows] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_a_refusal_inside_a_transaction_is_not_taken_since_the_404_would_undo_it():
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        look([Seen(uuid4(), permitted=True), Seen(uuid4(), permitted=False)])

    assert not LookUp.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_refusal_stays_when_the_request_then_fails():
    amina = uuid4()

    def answer():
        look([Seen(amina, permitted=False)])
        raise Http404

    with pytest.raises(Http404):
        answer()

    assert look_ups_of(amina).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_taken_in_a_request_that_commits_although_it_is_refused():
    amina = uuid4()

    with transaction.atomic(), refusals_are_kept():
        look([Seen(amina, permitted=False)])

    assert look_ups_of(amina).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["01019912345", "010199 12345"])
def test_a_national_id_is_hidden_in_address_and_reason(number):
    look([Seen(uuid4(), permitted=True)], path=f"/deltakere/{number}/?fnr={number}", reason=f"spurte om {number}")

    row = LookUp.objects.get()
    assert (row.path, row.reason) == ("/deltakere/***/", "spurte om ***")


@pytest.mark.django_db
def test_a_public_id_in_the_address_stands_as_it_is():
    path = "/deltakere/01019912-3456-4000-8000-123456789012/"

    look([Seen(uuid4(), permitted=True)], path=path)

    assert LookUp.objects.get().path == path


@pytest.mark.django_db
def test_a_look_up_is_kept_in_the_table_of_its_month_or_in_the_default_one():
    now = clock.now()
    look([Seen(uuid4(), permitted=True)], now=now)
    look([Seen(uuid4(), permitted=True)], now=now + timedelta(days=3650))

    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM audit_look_up ORDER BY looked_up_at")
        tables = [name for (name,) in cursor.fetchall()]

    assert tables == [now.astimezone(UTC).strftime("audit_look_up_%Y_%m"), "audit_look_up_default"]


@pytest.mark.django_db
def test_making_room_for_coming_months_is_done_once():
    far_off = clock.today() + timedelta(days=400)

    assert make_partitions(far_off) == 4
    assert make_partitions(far_off) == 0


@pytest.mark.django_db
def test_a_month_that_already_has_rows_in_the_default_table_stays_there():
    later = clock.now() + timedelta(days=800)
    look([Seen(uuid4(), permitted=True)], now=later)

    made = make_partitions(later.date())

    assert made == 3
    assert LookUp.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("row_count", [1, 30])
def test_looking_at_who_looked_costs_one_query(row_count, django_assert_num_queries):
    amina = uuid4()
    look([Seen(amina, permitted=True) for _ in range(row_count)])

    with django_assert_num_queries(1):
        assert len([str(row) for row in look_ups_of(amina)]) == row_count


@pytest.mark.django_db
def test_the_longest_reason_somebody_may_state_is_kept_whole():
    reason = "Amina har bedt om en samtale i dag. " * 7 + "Ja."

    look([Seen(uuid4(), permitted=True)], reason=reason)

    assert len(reason) == 255
    assert LookUp.objects.get().reason == reason
