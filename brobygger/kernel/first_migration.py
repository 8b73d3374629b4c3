"""The first migration of an app, which makes many tables that refer to each other and to those below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.migrations import AddConstraint, AddField, AddIndex, Migration
from pgtrigger.migrations import AddTrigger

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState

PARTS_OF_A_TABLE = (AddField, AddIndex, AddConstraint, AddTrigger)


class FirstMigration(Migration):
    """Makes each table as it is after the last operation, with its parts, and so draws the models once.

    Django draws all models that are related to the one in hand anew after each operation. Here nearly all of them are related.
    Source  ADR 0112
    """

    def apply(self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False) -> ProjectState:  # noqa: FBT001  Django's signature
        project_state.__dict__.pop("apps", None)  # models that are drawn already would be drawn anew by each operation
        self.mutate_state(project_state, preserve=False)
        for operation in self.operations:
            if not isinstance(operation, PARTS_OF_A_TABLE):
                operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state
