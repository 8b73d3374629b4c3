"""Putting the shipped files into the tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction
from django.db.models.functions import Now

from brobygger.reference.datasets import DATA_FOLDER, DATASETS, Dataset, sha256
from brobygger.reference.models import DatasetVersion

LOAD_LOCK = 0x62726F7265663038  # any number that nothing else in the database locks on; this one spells "broref08"
BATCH = 1000


@dataclass(frozen=True)
class Loaded:
    """What a load did to one dataset; all three counts are 0 when the file was in the table already."""

    name: str
    version: str
    row_count: int
    new_count: int = 0
    changed_count: int = 0
    gone_count: int = 0


@transaction.atomic
def load_reference_data(*, folder: Path = DATA_FOLDER) -> list[Loaded]:
    """Make the tables say what the shipped files say.

    Takes   folder  where the files lie; another one only in tests
    Gives   one Loaded for each dataset, in the order they were loaded
    Raises  ValueError for a file that is empty or has a key twice; nothing is changed then
    Cost    two queries when nothing is new, and no row is touched; about two seconds the first time. Two starts at once take turns.
    Source  ADR 0020
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
    standing = {version.name: version for version in DatasetVersion.objects.all()}
    return [load_dataset(dataset, folder=folder, standing=standing.get(dataset.name)) for dataset in DATASETS]


def load_dataset(dataset: Dataset, *, folder: Path, standing: DatasetVersion | None) -> Loaded:
    content = dataset.content(folder)
    digest = sha256(content)
    if standing and (standing.version, standing.sha256) == (dataset.version, digest):
        return Loaded(dataset.name, dataset.version, standing.row_count)

    rows = dataset.rows(content)
    fields = list(next(iter(rows.values())))
    before = {tuple(row[field] for field in dataset.key): row for row in dataset.model._default_manager.values("pk", *fields)}
    new = [values for key, values in rows.items() if key not in before]
    changed = [values for key, values in rows.items() if key in before and values != {field: before[key][field] for field in fields}]
    gone = [row["pk"] for key, row in before.items() if key not in rows and row["is_current"]]

    # What is gone goes first: a limit that has moved must not overlap the one it replaces.
    dataset.model._default_manager.filter(pk__in=gone).update(is_current=False)
    upsert(dataset, changed + new, fields)
    DatasetVersion.objects.update_or_create(
        name=dataset.name,
        defaults={"version": dataset.version, "sha256": digest, "row_count": len(rows), "loaded_at": Now()},
    )
    return Loaded(dataset.name, dataset.version, len(rows), len(new), len(changed), len(gone))


def upsert(dataset: Dataset, rows: list[dict[str, Any]], fields: list[str]) -> None:
    made: list[models.Model] = [dataset.model(**values) for values in rows]
    dataset.model._default_manager.bulk_create(
        made,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=dataset.key,
        update_fields=[field for field in fields if field not in dataset.key],
    )
