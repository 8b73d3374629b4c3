"""brobygger migrate"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from brobygger.kernel.errors import DomainError

if TYPE_CHECKING:
    import argparse

    from django.db.migrations.loader import MigrationLoader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="endre ingenting; avslutt med 2 når databasen ikke er oppdatert")


def run(given: argparse.Namespace) -> int:
    if given.check:
        refuse_an_old_database()
    else:
        bring_up_to_date()
    return 0


def bring_up_to_date() -> None:
    """Apply the migrations that wait, and make the shared cache's table. Quick when there is nothing to do."""
    if migrations_waiting():
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def refuse_an_old_database() -> None:
    """Raise DomainError when the database can't be reached or lacks migrations of this release."""
    if waiting := migrations_waiting():
        raise DomainError(f"Databasen mangler {len(waiting)} oppdateringer. Kjør: brobygger migrate")


def migrations_waiting() -> list[str]:
    """The names of the migrations that the database lacks. Raises DomainError when it can't be reached or was made by other migrations."""
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as failure:
        where = f"{connection.settings_dict['HOST']}:{connection.settings_dict['PORT'] or 5432}"
        raise DomainError(f"Får ikke kontakt med databasen på {where}. Sjekk DATABASE_URL og at PostgreSQL kjører.") from failure
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan and has_other_migrations(executor.loader):
        raise DomainError("Databasen er laget av en eldre utgave, og kan ikke oppdateres. Lag en ny, eller start demoen med --reset.")
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def has_other_migrations(loader: MigrationLoader) -> bool:
    """Whether migrations of ours have run that this release lacks. A newer release's do no harm while none of this one's are waiting."""
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("brobygger.")}
    return any(app in ours and (app, name) not in loader.disk_migrations for app, name in loader.applied_migrations)
