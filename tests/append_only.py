"""Lets the tests empty the log and the queue between them, which Brobygger itself can not."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

if TYPE_CHECKING:
    from collections.abc import Iterator

SWITCH = """
DO $$ DECLARE log regclass; BEGIN
    FOR log IN SELECT oid FROM pg_class WHERE relname IN ('audit_entry', 'audit_seal')
               OR oid IN (SELECT relid FROM pg_partition_tree('audit_look_up')) LOOP
        EXECUTE format('ALTER TABLE %s WORD TRIGGER USER', log);
    END LOOP;
END $$
"""
EMPTY_QUEUE = "TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers"  # Django does not manage these


@contextmanager
def log_that_can_be_emptied() -> Iterator[None]:
    """While it lasts, Django's flush of a test database switches the log's triggers off, and on again afterwards."""
    real_flush = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, style: Any, tables: Any, **named: Any) -> list[str]:
        statements = real_flush(self, style, tables, **named)
        if "audit_entry" not in tables:
            return statements
        return [SWITCH.replace("WORD", "DISABLE"), EMPTY_QUEUE, *statements, SWITCH.replace("WORD", "ENABLE")]

    DatabaseOperations.sql_flush = sql_flush
    try:
        yield
    finally:
        DatabaseOperations.sql_flush = real_flush


def wait_for_others() -> None:
    """Other test processes share the server, and a transaction of theirs, though in another database, holds sealing back."""
    deadline = time.monotonic() + 60
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (mine,) = cursor.fetchone()
        while time.monotonic() < deadline:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] > mine:
                return
            time.sleep(0.02)
    pytest.fail("another transaction has been open for a minute")
