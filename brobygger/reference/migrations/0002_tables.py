import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("reference", "0001_extensions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Scheme",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, verbose_name="virkemiddel")),
                ("is_current", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="DatasetVersion",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("version", models.CharField(max_length=40)),
                ("sha256", models.CharField(max_length=64)),
                ("row_count", models.PositiveIntegerField()),
                ("loaded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="dataset_version_sha256_is_64_hex_digits",
                        violation_error_message="En SHA-256-sum har 64 tegn fra 0 til f.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Municipality",
            fields=[
                ("number", models.CharField(max_length=4, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, verbose_name="kommune")),
                ("county_name", models.CharField(default="", max_length=80, verbose_name="fylke")),
                ("is_current", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__regex", "^\\d{4}$")),
                        name="municipality_number_is_four_digits",
                        violation_error_message="Et kommunenummer har fire sifre.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Occupation",
            fields=[
                ("code", models.CharField(max_length=4, primary_key=True, serialize=False, verbose_name="yrkeskode")),
                ("level", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=120, verbose_name="yrke")),
                ("label_language", models.CharField(choices=[("nb", "bokmål"), ("en", "engelsk")], default="nb", max_length=2)),
                ("nav_category", models.CharField(blank=True, max_length=80, verbose_name="yrkesområde")),
                ("nav_subcategory", models.CharField(blank=True, max_length=80, verbose_name="yrkesgruppe")),
                ("search_text", models.TextField(editable=False)),
                (
                    "search_stems",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector("search_text", config="norwegian"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                ("is_current", models.BooleanField(default=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reference.occupation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EscoOccupation",
            fields=[
                ("esco_id", models.UUIDField(primary_key=True, serialize=False)),
                ("isco08", models.CharField(max_length=4)),
                ("label_nb", models.CharField(blank=True, max_length=120)),
                ("label_en", models.CharField(max_length=120)),
                ("label_language", models.CharField(choices=[("nb", "bokmål"), ("en", "engelsk")], max_length=2)),
                ("alternative_labels_nb", models.TextField(blank=True)),
                ("alternative_labels_en", models.TextField(blank=True)),
                ("search_text", models.TextField(editable=False)),
                (
                    "search_stems",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector("search_text", config="norwegian"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                ("search_text_en", models.TextField(editable=False)),
                (
                    "search_stems_en",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector("search_text_en", config="english"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                ("is_current", models.BooleanField(default=True)),
                (
                    "occupation",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reference.occupation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PostalCode",
            fields=[
                ("code", models.CharField(max_length=4, primary_key=True, serialize=False)),
                ("place", models.CharField(max_length=60, verbose_name="poststed")),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("is_current", models.BooleanField(default=True)),
                (
                    "municipality",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reference.municipality"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SchemeLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("longest_months", "lengste varighet"),
                            ("longest_months_reduced", "lengste varighet ved nedsatt arbeidsevne"),
                            ("longest_months_permanent_job", "lengste varighet i fast stilling"),
                            ("longest_months_fixed_term", "lengste varighet i midlertidig stilling"),
                            ("longest_weeks", "lengste varighet i uker"),
                            ("youngest_age", "laveste alder ved start"),
                            ("oldest_age_at_end", "høyeste alder ved slutt"),
                            ("age_below_at_start", "yngre enn ved start"),
                            ("start_back_days", "start tilbake i tid"),
                            ("earliest_start", "tidligste start i året"),
                            ("latest_start", "seneste start i året"),
                            ("highest_amount", "høyeste beløp"),
                            ("share", "andel av lønn"),
                            ("share_lower", "lav andel av lønn"),
                            ("share_reduced", "andel av lønn ved nedsatt arbeidsevne"),
                            ("share_after_6_months", "andel av lønn etter seks måneder"),
                            ("share_reduced_after_12_months", "andel av lønn etter tolv måneder ved nedsatt arbeidsevne"),
                            ("highest_share", "høyeste andel av lønn"),
                            ("highest_share_after_12_months", "høyeste andel av lønn etter tolv måneder"),
                            ("share_year_1", "andel av lønn første år"),
                            ("share_year_2", "andel av lønn andre år"),
                            ("share_year_3", "andel av lønn tredje år"),
                            ("share_year_4", "andel av lønn fjerde år"),
                        ],
                        max_length=40,
                    ),
                ),
                ("value", models.DecimalField(decimal_places=2, max_digits=12)),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("months", "måneder"),
                            ("weeks", "uker"),
                            ("days", "dager"),
                            ("years", "år"),
                            ("percent", "prosent"),
                            ("nok", "kroner"),
                            ("month_and_day", "måned og dag"),
                        ],
                        max_length=20,
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="første dag")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="siste dag")),
                ("source", models.CharField(max_length=300, verbose_name="kilde")),
                ("source_read_year", models.PositiveSmallIntegerField()),
                ("is_current", models.BooleanField(default=True)),
                ("scheme", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reference.scheme")),
            ],
        ),
        migrations.AddIndex(
            model_name="occupation",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_text"], name="occupation_search_text", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="occupation",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search_stems"], name="occupation_search_stems"),
        ),
        migrations.AddConstraint(
            model_name="occupation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code__regex", "^\\d$"), ("level", 1)),
                    models.Q(("code__regex", "^\\d{2}$"), ("level", 2)),
                    models.Q(("code__regex", "^\\d{3}$"), ("level", 3)),
                    models.Q(("code__regex", "^\\d{4}$"), ("level", 4)),
                    _connector="OR",
                ),
                name="occupation_code_has_as_many_digits_as_its_level",
                violation_error_message="En yrkeskode har like mange sifre som nivået sitt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="occupation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", 1), ("parent__isnull", True)), models.Q(("level__gt", 1), ("parent__isnull", False)), _connector="OR"
                ),
                name="occupation_has_a_parent_below_the_first_level",
                violation_error_message="Et yrke under øverste nivå må høre til en gruppe.",
            ),
        ),
        migrations.AddIndex(
            model_name="escooccupation",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_text"], name="esco_occupation_search_text", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="escooccupation",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search_stems"], name="esco_search_stems"),
        ),
        migrations.AddIndex(
            model_name="escooccupation",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search_stems_en"], name="esco_search_stems_en"),
        ),
        migrations.AddConstraint(
            model_name="escooccupation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("label_language", "en"), ("label_nb", "")),
                    models.Q(models.Q(("label_nb", ""), _negated=True), ("label_language", "nb")),
                    _connector="OR",
                ),
                name="esco_occupation_says_which_language_its_label_is_in",
                violation_error_message="Et yrke uten norsk navn må merkes med at navnet er engelsk.",
            ),
        ),
        migrations.AddConstraint(
            model_name="postalcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^\\d{4}$")),
                name="postal_code_is_four_digits",
                violation_error_message="Et postnummer har fire sifre.",
            ),
        ),
        migrations.AddConstraint(
            model_name="postalcode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                    _connector="OR",
                ),
                name="postal_code_has_both_coordinates_or_none",
                violation_error_message="Oppgi både bredde- og lengdegrad, eller ingen av dem.",
            ),
        ),
        migrations.AddConstraint(
            model_name="schemelimit",
            constraint=models.UniqueConstraint(
                fields=("scheme", "kind", "valid_from"),
                name="scheme_limit_once_from_a_day",
                violation_error_message="Det finnes alt en grense av dette slaget fra samme dag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="schemelimit",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("is_current", True)),
                expressions=[
                    ("scheme", "="),
                    ("kind", "="),
                    (
                        models.Func(
                            models.F("valid_from"),
                            models.F("valid_to"),
                            django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="scheme_limit_one_of_a_kind_at_a_time",
                violation_error_message="To grenser av samme slag kan ikke gjelde samtidig. Avslutt den gamle først.",
            ),
        ),
        migrations.AddConstraint(
            model_name="schemelimit",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="scheme_limit_ends_no_earlier_than_it_begins",
                violation_error_message="Siste dag kan ikke være før første dag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="schemelimit",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__regex", "\\S")),
                name="scheme_limit_has_a_source",
                violation_error_message="En grense må ha en kilde.",
            ),
        ),
        migrations.AddConstraint(
            model_name="schemelimit",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__gte", 0)),
                name="scheme_limit_is_not_negative",
                violation_error_message="En grense kan ikke være under null.",
            ),
        ),
    ]
