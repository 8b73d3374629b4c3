from __future__ import annotations

import time

from brobygger.reference.actions import load_reference_data
from brobygger.reference.datasets import DATA_FOLDER, DATASETS, sha256
from brobygger.reference.models import DatasetVersion
from tests.reference.rows import counts, row_versions


def test_the_first_load_fills_every_table_and_notes_which_file_it_read(shipped):
    standing = {version.name: version for version in DatasetVersion.objects.all()}

    assert {name: version.row_count for name, version in standing.items()} == {
        "municipalities": 358,
        "postal_codes": 5139,
        "occupations": 582,
        "esco_occupations": 3039,
        "schemes": 8,
        "scheme_limits": 44,
        "follow_up_phases": 12,
    }
    for dataset in DATASETS:
        assert standing[dataset.name].sha256 == sha256(dataset.content(DATA_FOLDER))
        assert dataset.model.objects.count() == standing[dataset.name].row_count


def test_a_second_load_touches_no_row_and_takes_a_moment(shipped, django_assert_num_queries):
    before = row_versions()

    started = time.perf_counter()
    with django_assert_num_queries(4):  # the lock and the versions, between a savepoint and its release
        loaded = load_reference_data()
    elapsed = time.perf_counter() - started

    assert counts(loaded) == {}
    assert row_versions() == before
    assert elapsed < 0.2
