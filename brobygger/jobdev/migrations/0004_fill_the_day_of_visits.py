from django.db import migrations

TAKE = """
    UPDATE {table}
    SET planned_on = (planned_at AT TIME ZONE 'Europe/Oslo')::date,
        planned_time = NULLIF((planned_at AT TIME ZONE 'Europe/Oslo')::time, '00:00')
    WHERE planned_at IS NOT NULL AND planned_on IS NULL
"""


class Migration(migrations.Migration):
    """Midnight was a visit for any time that day. Safe to run again; the triggers are away, so it is no change in the history."""

    dependencies = [("jobdev", "0003_visits_have_a_day_and_maybe_a_time")]

    operations = [
        migrations.RunSQL(TAKE.format(table=table), migrations.RunSQL.noop)
        for table in ("jobdev_employervisit", "jobdev_employervisitevent")
    ]
