"""The functions of the database stand in files beside the code; what a migration made of them is what the files say."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from brobygger.kernel.sql import fingerprint_of

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "brobygger").glob("*/sql/*.sql"))


def test_there_are_such_files():
    assert FILES


@pytest.mark.django_db
def test_the_newest_migration_of_each_file_was_written_for_what_it_says_now():
    made = {}
    loader = MigrationLoader(connection)
    for app, name in loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True):
        for operation in loader.get_migration(app, name).operations:
            hints = getattr(operation, "hints", {})
            if "fingerprint" in hints:
                made[app, hints["file"]] = hints["fingerprint"]
    wanted = {(file.parent.parent.name, file.name): fingerprint_of(file) for file in FILES}
    assert made == wanted, "write a migration that runs the file anew, with the fingerprint that stands on the right"
