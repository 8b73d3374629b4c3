import logging

import pytest
from django.db import connection, transaction

from brobygger.audit.actions import record
from brobygger.audit.models import Seal
from brobygger.audit.queries import verify_seals
from brobygger.jobs.audit import make_room, seal
from tests.append_only import wait_for_others
from tests.factories import UserFactory


@pytest.mark.django_db(transaction=True)
def test_the_sealing_job_seals_and_leaves_the_hash_outside_the_database(caplog):
    user = UserFactory()
    with transaction.atomic():
        record("accounts.language_chosen", user, actor=user)

    wait_for_others()
    with caplog.at_level(logging.INFO, logger="brobygger.audit"):
        seal(0)

    assert Seal.objects.get().hash.hex() in caplog.text
    assert verify_seals() == []


@pytest.mark.django_db
def test_the_nightly_job_makes_the_months_that_are_missing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(relname) FROM pg_class WHERE relname ~ '^audit_look_up_\\d{4}_\\d{2}$'")
        (last,) = cursor.fetchone()
        cursor.execute(f"DROP TABLE {last}")

    make_room(0)

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [last])
        assert cursor.fetchone() == (True,)
