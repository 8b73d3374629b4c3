from contextlib import suppress

import pytest
from django.contrib.postgres.operations import TrigramExtension
from django.db import connection, migrations, models, transaction
from django.db.migrations.state import ProjectState
from django.db.models import Q
from pgtrigger import Protect, Update
from pgtrigger.migrations import AddTrigger

from brobygger.kernel.first_migration import FirstMigration

TRIALS = "(SELECT oid FROM pg_class WHERE relname LIKE 'trial%')"
WHAT_IS_THERE = [
    f"""
    SELECT attrelid::regclass::text, attnum, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, pg_get_expr(adbin, adrelid)
    FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE attrelid IN {TRIALS} AND attnum > 0
    """,
    f"SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid IN {TRIALS}",
    f"SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid IN {TRIALS}",
    f"SELECT pg_get_triggerdef(oid), obj_description(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN {TRIALS}",
]


class Undo(Exception):
    """Takes back what a trial made."""


def key():
    return ("id", models.BigAutoField(primary_key=True))


def operations():
    """A town with a mayor and people with a town, in Django's order; and what is written by hand."""
    return [
        TrigramExtension(),
        migrations.CreateModel("Town", [key(), ("name", models.CharField(max_length=40, unique=True))]),
        migrations.CreateModel(
            "Person",
            [
                key(),
                ("name", models.CharField(max_length=40, db_index=True)),
                ("age", models.PositiveSmallIntegerField(db_default=18)),
                ("town", models.ForeignKey("trial.town", models.PROTECT)),
                ("friends", models.ManyToManyField("trial.person")),
            ],
        ),
        migrations.AddField("Town", "mayor", models.ForeignKey("trial.person", models.PROTECT, null=True, related_name="+")),
        migrations.AddIndex("Person", models.Index(fields=["town", "-name"], name="trial_person_by_town")),
        migrations.AddConstraint("Person", models.CheckConstraint(name="trial_person_is_grown_up", condition=Q(age__gte=18))),
        AddTrigger("town", Protect(name="trial_town_stays", operation=Update)),
        migrations.RunSQL("CREATE INDEX trial_by_hand ON trial_person (age)"),
        migrations.RunSQL("CREATE VIEW trial_grown_up AS SELECT id, name FROM trial_person"),
        migrations.CreateModel(
            "GrownUp", [key(), ("name", models.CharField(max_length=40))], {"managed": False, "db_table": "trial_grown_up"}
        ),
    ]


def made_by(kind):
    """What stands in the database after a migration."""
    migration = kind("0001_initial", "trial")
    migration.operations = operations()
    with connection.cursor() as cursor, suppress(Undo), transaction.atomic():
        with connection.schema_editor() as editor:
            migration.apply(ProjectState(), editor)
        found = [sorted(map(repr, cursor.execute(query).fetchall())) for query in WHAT_IS_THERE]
        raise Undo
    return found


@pytest.mark.django_db
def test_a_first_migration_makes_what_its_operations_make_one_by_one():
    one_by_one = made_by(migrations.Migration)
    at_once = made_by(FirstMigration)

    assert all(one_by_one)
    assert at_once == one_by_one
