"""What a load wrote, as the tests see it."""

from __future__ import annotations

from django.db import connection

from brobygger.reference.actions import Loaded
from brobygger.reference.datasets import DATASETS
from brobygger.reference.models import DatasetVersion


def row_versions() -> list[tuple[str, str, str]]:
    """Every row of every table with its place and the transaction that wrote it: they change when anything writes the row."""
    tables = [dataset.model._meta.db_table for dataset in DATASETS] + [DatasetVersion._meta.db_table]
    parts = [f"SELECT '{table}', xmin::text, ctid::text FROM {table}" for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts) + " ORDER BY 1, 3")
        return cursor.fetchall()


def counts(loaded: list[Loaded]) -> dict[str, tuple[int, int, int]]:
    return {
        one.name: (one.new_count, one.changed_count, one.gone_count) for one in loaded if one.new_count + one.changed_count + one.gone_count
    }
