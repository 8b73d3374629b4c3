from pathlib import Path

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from brobygger.kernel.sql import run_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0004_days_of_our_time"),
        ("loops", "0004_days_of_our_time"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="loopdate",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="loopdate",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="loopdate",
            name="loop_date_ends_after_it_starts",
        ),
        migrations.RemoveConstraint(
            model_name="loopdate",
            name="loop_date_is_in_a_known_state",
        ),
        migrations.RemoveConstraint(
            model_name="loopdate",
            name="loop_date_is_called_off_by_somebody_only_when_called_off",
        ),
        migrations.RemoveConstraint(
            model_name="loopdate",
            name="loop_date_stands_once_for_a_stay",
        ),
        migrations.RemoveConstraint(
            model_name="loopdate",
            name="loop_date_has_a_reason_only_when_somebody_called_it_off",
        ),
        migrations.RemoveConstraint(
            model_name="loopdate",
            name="loop_date_days_are_of_our_time",
        ),
        migrations.RemoveIndex(
            model_name="loopdate",
            name="loop_date_by_time",
        ),
        migrations.RemoveField(
            model_name="loopdate",
            name="called_off_because",
        ),
        migrations.RemoveField(
            model_name="loopdate",
            name="changed_at",
        ),
        migrations.RemoveField(
            model_name="loopdate",
            name="ends_at",
        ),
        migrations.RemoveField(
            model_name="loopdate",
            name="place",
        ),
        migrations.RemoveField(
            model_name="loopdate",
            name="sequence",
        ),
        migrations.RemoveField(
            model_name="loopdate",
            name="starts_at",
        ),
        migrations.RemoveField(
            model_name="loopdate",
            name="state",
        ),
        migrations.RemoveField(
            model_name="loopdateevent",
            name="called_off_because",
        ),
        migrations.RemoveField(
            model_name="loopdateevent",
            name="changed_at",
        ),
        migrations.RemoveField(
            model_name="loopdateevent",
            name="ends_at",
        ),
        migrations.RemoveField(
            model_name="loopdateevent",
            name="place",
        ),
        migrations.RemoveField(
            model_name="loopdateevent",
            name="sequence",
        ),
        migrations.RemoveField(
            model_name="loopdateevent",
            name="starts_at",
        ),
        migrations.RemoveField(
            model_name="loopdateevent",
            name="state",
        ),
        migrations.AddField(
            model_name="loopdate",
            name="appointment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="loop_date", to="appointments.appointment"
            ),
        ),
        migrations.AddField(
            model_name="loopdateevent",
            name="appointment",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="appointments.appointment",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loopdate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "loops_loopdateevent" ("appointment_id", "called_off_by_id", "employer_id", "id", "kind", "loop_id", "participant_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "turning") VALUES (NEW."appointment_id", NEW."called_off_by_id", NEW."employer_id", NEW."id", NEW."kind", NEW."loop_id", NEW."participant_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."turning"); RETURN NULL;',
                    hash="d194b7cb1aefd6b178633b5808f5213d428d1844",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6bcae",
                    table="loops_loopdate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loopdate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "loops_loopdateevent" ("appointment_id", "called_off_by_id", "employer_id", "id", "kind", "loop_id", "participant_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "turning") VALUES (NEW."appointment_id", NEW."called_off_by_id", NEW."employer_id", NEW."id", NEW."kind", NEW."loop_id", NEW."participant_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."turning"); RETURN NULL;',
                    hash="fd5a23166aa9d3da4bac5ec20b757767a8462250",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_43072",
                    table="loops_loopdate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.DeleteModel(
            name="DateParty",
        ),
        run_file(SQL / "date_stands.sql", fingerprint="7cf04c27f5e1"),
    ]
