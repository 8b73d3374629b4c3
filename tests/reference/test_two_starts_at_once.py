from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, transaction

from brobygger.reference.actions import Loaded, load_reference_data
from brobygger.reference.datasets import DATASETS
from brobygger.reference.models import DatasetVersion, Occupation


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker):
    """What the threads commit is deleted afterwards. The tables are not emptied, for the log in the same database refuses that."""
    with django_db_blocker.unblock():
        yield
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for model in [DatasetVersion, *(dataset.model for dataset in reversed(DATASETS))]:
                cursor.execute(f"DELETE FROM {model._meta.db_table}")
        connection.close()


def start(folder: Path) -> list[Loaded]:
    try:
        return load_reference_data(folder=folder)
    finally:
        connection.close()


def test_two_starts_at_once_take_turns_and_only_one_loads(committed, folder):
    with ThreadPoolExecutor(2) as starts:
        loads = [future.result(timeout=30) for future in [starts.submit(start, folder), starts.submit(start, folder)]]

    assert sorted(sum(one.new_count for one in loaded) for loaded in loads) == [0, 14]
    assert Occupation.objects.count() == 4
