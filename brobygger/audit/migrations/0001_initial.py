from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Now

from brobygger.kernel.first_migration import FirstMigration

LOOK_UP_FIELDS = [
    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
    ("looked_up_at", models.DateTimeField(verbose_name="tidspunkt")),
    ("actor", models.UUIDField(verbose_name="hvem")),
    ("actor_role", models.CharField(max_length=160, verbose_name="roller")),
    ("person", models.UUIDField(verbose_name="om hvem")),
    ("purpose", models.CharField(max_length=80, verbose_name="formål")),
    ("reason", models.CharField(blank=True, max_length=255, verbose_name="begrunnelse")),
    ("is_permitted", models.BooleanField(verbose_name="fikk se")),
    ("request_id", models.CharField(max_length=64)),
    ("path", models.CharField(max_length=200, verbose_name="side")),
    ("transaction_id", models.BigIntegerField(db_default=0, editable=False, help_text="set by a trigger; sealing reads it")),
]

# A partitioned table's key must hold the column it is divided by, so the real key is (looked_up_at, id).
MAKE_LOOK_UPS = """
CREATE SEQUENCE audit_look_up_id_seq AS bigint;
CREATE TABLE audit_look_up (
    id bigint NOT NULL DEFAULT nextval('audit_look_up_id_seq'),
    looked_up_at timestamp with time zone NOT NULL,
    actor uuid NOT NULL,
    actor_role varchar(160) NOT NULL,
    person uuid NOT NULL,
    purpose varchar(80) NOT NULL,
    reason varchar(255) NOT NULL,
    is_permitted boolean NOT NULL,
    request_id varchar(64) NOT NULL,
    path varchar(200) NOT NULL,
    transaction_id bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (looked_up_at, id)
) PARTITION BY RANGE (looked_up_at);
ALTER SEQUENCE audit_look_up_id_seq OWNED BY audit_look_up.id;
CREATE INDEX look_up_by_person ON audit_look_up (person, looked_up_at DESC, id DESC);
CREATE INDEX look_up_by_actor ON audit_look_up (actor, looked_up_at DESC, id DESC);
CREATE INDEX look_up_by_transaction ON audit_look_up (transaction_id);
CREATE TABLE audit_look_up_default PARTITION OF audit_look_up DEFAULT;
"""

MAKE_FUNCTIONS = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is only added to: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION audit_note_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.transaction_id := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;

CREATE FUNCTION audit_make_partitions(first_month date, month_count integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    month date;
    partition text;
    first_moment timestamp with time zone;
    last_moment timestamp with time zone;
    made integer := 0;
BEGIN
    FOR step IN 0 .. month_count - 1 LOOP
        month := (date_trunc('month', first_month::timestamp) + make_interval(months => step))::date;
        partition := 'audit_look_up_' || to_char(month, 'YYYY_MM');
        first_moment := month::timestamp AT TIME ZONE 'UTC';
        last_moment := (month::timestamp + interval '1 month') AT TIME ZONE 'UTC';
        CONTINUE WHEN to_regclass(partition) IS NOT NULL;
        -- Rows that came before their month had a table stay in the default one; the month then stays there too.
        CONTINUE WHEN EXISTS (
            SELECT FROM audit_look_up_default WHERE looked_up_at >= first_moment AND looked_up_at < last_moment
        );
        EXECUTE format('CREATE TABLE %I PARTITION OF audit_look_up FOR VALUES FROM (%L) TO (%L)', partition, first_moment, last_moment);
        -- Triggers for each row come from the parent; those for a statement do not.
        EXECUTE format(
            'CREATE TRIGGER only_added_to BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()', partition
        );
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;
"""

# For each row on the partitioned table, so that the partitions have them too; a statement that meets no row changes nothing.
MAKE_TRIGGERS = """
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER no_row_changed BEFORE UPDATE OR DELETE ON audit_look_up
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER only_added_to BEFORE TRUNCATE ON audit_look_up
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER only_added_to BEFORE TRUNCATE ON audit_look_up_default
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER note_transaction BEFORE INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_note_transaction();
CREATE TRIGGER note_transaction BEFORE INSERT ON audit_look_up
    FOR EACH ROW EXECUTE FUNCTION audit_note_transaction();
"""

MAKE_FIRST_PARTITIONS = "SELECT audit_make_partitions((current_date - interval '1 month')::date, 5)"


class Migration(FirstMigration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(db_default=Now(), editable=False, verbose_name="tidspunkt")),
                ("event", models.CharField(max_length=80, verbose_name="hendelse")),
                ("subject_kind", models.CharField(max_length=80)),
                ("subject_id", models.UUIDField()),
                ("actor_kind", models.CharField(max_length=80)),
                ("actor_id", models.UUIDField(help_text="empty when the program itself acted", null=True)),
                ("facts", models.JSONField(default=dict)),
                ("transaction_id", models.BigIntegerField(db_default=0, editable=False, help_text="set by a trigger; sealing reads it")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_id", "id"], name="entry_by_subject"),
                    models.Index(fields=["transaction_id"], name="entry_by_transaction"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(actor_id__isnull=False) | Q(actor_kind="program"),
                        name="entry_has_an_actor_unless_the_program_acted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("chain", models.PositiveSmallIntegerField(help_text="a new one begins when the database is restored on another server")),
                ("sealed_at", models.DateTimeField()),
                ("from_transaction", models.BigIntegerField(help_text="the first transaction of the batch")),
                ("to_transaction", models.BigIntegerField(help_text="the first transaction after the batch")),
                ("entry_floor", models.BigIntegerField(help_text="entries of this chain have a higher id")),
                ("look_up_floor", models.BigIntegerField(help_text="look-ups of this chain have a higher id")),
                ("entry_ids", ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("entry_hashes", ArrayField(base_field=models.BinaryField(), size=None)),
                ("look_up_ids", ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("look_up_hashes", ArrayField(base_field=models.BinaryField(), size=None)),
                ("previous_hash", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(MAKE_LOOK_UPS, "DROP TABLE audit_look_up")],
            state_operations=[
                migrations.CreateModel(
                    name="LookUp",
                    fields=LOOK_UP_FIELDS,
                    options={
                        "db_table": "audit_look_up",
                        "indexes": [
                            models.Index(fields=["person", "-looked_up_at", "-id"], name="look_up_by_person"),
                            models.Index(fields=["actor", "-looked_up_at", "-id"], name="look_up_by_actor"),
                            models.Index(fields=["transaction_id"], name="look_up_by_transaction"),
                        ],
                    },
                ),
            ],
        ),
        migrations.RunSQL(
            MAKE_FUNCTIONS,
            "DROP FUNCTION audit_make_partitions; DROP FUNCTION audit_note_transaction CASCADE; DROP FUNCTION audit_refuse_change CASCADE;",
        ),
        migrations.RunSQL(MAKE_TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(MAKE_FIRST_PARTITIONS, migrations.RunSQL.noop),
    ]
