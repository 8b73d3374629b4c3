"""Facts that come from others, loaded from versioned files with their source."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.our_time import within_our_time


class LabelLanguage(models.TextChoices):
    """The language a name from others is written in; pages mark it so that a screen reader says it right."""

    BOKMAL = "nb", _("bokmål")
    ENGLISH = "en", _("engelsk")


class WorkTime(models.TextChoices):
    """When on the day and in the week work can be."""

    DAY = "day", _("dag")
    EVENING = "evening", _("kveld")
    NIGHT = "night", _("natt")
    WEEKEND = "weekend", _("helg")


class Municipality(models.Model):
    """A Norwegian municipality. Source: NOTICE, Kartverket."""

    number = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(_("kommune"), max_length=80)
    county_name = models.CharField(_("fylke"), max_length=80, default="")
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="municipality_number_is_four_digits",
                condition=Q(number__regex=r"^\d{4}$"),
                violation_error_message=_("Et kommunenummer har fire sifre."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PostalCode(models.Model):
    """A postal code with a point, where the point can be trusted. Source: NOTICE, GeoNames; ADR 0022."""

    code = models.CharField(max_length=4, primary_key=True)
    place = models.CharField(_("poststed"), max_length=60)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="postal_code_is_four_digits",
                condition=Q(code__regex=r"^\d{4}$"),
                violation_error_message=_("Et postnummer har fire sifre."),
            ),
            models.CheckConstraint(
                name="postal_code_has_both_coordinates_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True) | Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message=_("Oppgi både bredde- og lengdegrad, eller ingen av dem."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.place}"

    @property
    def has_known_point(self) -> bool:
        return self.latitude is not None and self.longitude is not None


class Occupation(models.Model):
    """A node of STYRK-08: one digit for a field of work, four for an occupation. Source: NOTICE, SSB and NAV."""

    UNIT_LEVEL = 4  # the level that agreements and advertisements name

    code = models.CharField(_("yrkeskode"), max_length=4, primary_key=True)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("yrke"), max_length=120)
    label_language = models.CharField(max_length=2, choices=LabelLanguage, default=LabelLanguage.BOKMAL)
    nav_category = models.CharField(_("yrkesområde"), max_length=80, blank=True)
    nav_subcategory = models.CharField(_("yrkesgruppe"), max_length=80, blank=True)
    search_text = models.TextField(editable=False)
    search_stems = models.GeneratedField(
        expression=SearchVector("search_text", config="norwegian"), output_field=SearchVectorField(), db_persist=True
    )
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="occupation_code_has_as_many_digits_as_its_level",
                condition=Q(level=1, code__regex=r"^\d$")
                | Q(level=2, code__regex=r"^\d{2}$")
                | Q(level=3, code__regex=r"^\d{3}$")
                | Q(level=4, code__regex=r"^\d{4}$"),
                violation_error_message=_("En yrkeskode har like mange sifre som nivået sitt."),
            ),
            models.CheckConstraint(
                name="occupation_has_a_parent_below_the_first_level",
                condition=Q(level=1, parent__isnull=True) | Q(level__gt=1, parent__isnull=False),
                violation_error_message=_("Et yrke under øverste nivå må høre til en gruppe."),
            ),
        ]
        indexes = [
            GinIndex(name="occupation_search_text", fields=["search_text"], opclasses=["gin_trgm_ops"]),
            GinIndex(name="occupation_search_stems", fields=["search_stems"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.name


class EscoOccupation(models.Model):
    """An occupation of ESCO, finer than STYRK-08. Source: NOTICE, ESCO 1.2.0 with the Norwegian names of 1.0.8."""

    esco_id = models.UUIDField(primary_key=True)
    isco08 = models.CharField(max_length=4)
    occupation = models.ForeignKey(Occupation, models.PROTECT, null=True, blank=True, related_name="+")
    label_nb = models.CharField(max_length=120, blank=True)
    label_en = models.CharField(max_length=120)
    label_language = models.CharField(max_length=2, choices=LabelLanguage)
    alternative_labels_nb = models.TextField(blank=True)
    alternative_labels_en = models.TextField(blank=True)
    search_text = models.TextField(editable=False)
    search_stems = models.GeneratedField(
        expression=SearchVector("search_text", config="norwegian"), output_field=SearchVectorField(), db_persist=True
    )
    search_text_en = models.TextField(editable=False)
    search_stems_en = models.GeneratedField(
        expression=SearchVector("search_text_en", config="english"), output_field=SearchVectorField(), db_persist=True
    )
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="esco_occupation_says_which_language_its_label_is_in",
                condition=Q(label_nb="", label_language="en") | (~Q(label_nb="") & Q(label_language="nb")),
                violation_error_message=_("Et yrke uten norsk navn må merkes med at navnet er engelsk."),
            ),
        ]
        indexes = [
            GinIndex(name="esco_occupation_search_text", fields=["search_text"], opclasses=["gin_trgm_ops"]),
            GinIndex(name="esco_search_stems", fields=["search_stems"]),
            GinIndex(name="esco_search_stems_en", fields=["search_stems_en"]),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.label_nb or self.label_en


class Scheme(models.Model):
    """A scheme (virkemiddel) that an agreement can use. Its limits carry dates and stand in SchemeLimit."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(_("virkemiddel"), max_length=80)
    is_current = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class LimitKind(models.TextChoices):
    """What a limit is about; «reduced» is for a person with reduced capacity for work."""

    LONGEST_MONTHS = "longest_months", _("lengste varighet")
    LONGEST_MONTHS_REDUCED = "longest_months_reduced", _("lengste varighet ved nedsatt arbeidsevne")
    LONGEST_MONTHS_PERMANENT_JOB = "longest_months_permanent_job", _("lengste varighet i fast stilling")
    LONGEST_MONTHS_FIXED_TERM = "longest_months_fixed_term", _("lengste varighet i midlertidig stilling")
    LONGEST_WEEKS = "longest_weeks", _("lengste varighet i uker")
    YOUNGEST_AGE = "youngest_age", _("laveste alder ved start")
    OLDEST_AGE_AT_END = "oldest_age_at_end", _("høyeste alder ved slutt")
    AGE_BELOW_AT_START = "age_below_at_start", _("yngre enn ved start")
    START_BACK_DAYS = "start_back_days", _("start tilbake i tid")
    EARLIEST_START = "earliest_start", _("tidligste start i året")
    LATEST_START = "latest_start", _("seneste start i året")
    HIGHEST_AMOUNT = "highest_amount", _("høyeste beløp")
    SHARE = "share", _("andel av lønn")
    SHARE_LOWER = "share_lower", _("lav andel av lønn")
    SHARE_REDUCED = "share_reduced", _("andel av lønn ved nedsatt arbeidsevne")
    SHARE_AFTER_6_MONTHS = "share_after_6_months", _("andel av lønn etter seks måneder")
    SHARE_REDUCED_AFTER_12_MONTHS = "share_reduced_after_12_months", _("andel av lønn etter tolv måneder ved nedsatt arbeidsevne")
    HIGHEST_SHARE = "highest_share", _("høyeste andel av lønn")
    HIGHEST_SHARE_AFTER_12_MONTHS = "highest_share_after_12_months", _("høyeste andel av lønn etter tolv måneder")
    SHARE_YEAR_1 = "share_year_1", _("andel av lønn første år")
    SHARE_YEAR_2 = "share_year_2", _("andel av lønn andre år")
    SHARE_YEAR_3 = "share_year_3", _("andel av lønn tredje år")
    SHARE_YEAR_4 = "share_year_4", _("andel av lønn fjerde år")


class LimitUnit(models.TextChoices):
    MONTHS = "months", _("måneder")
    WEEKS = "weeks", _("uker")
    DAYS = "days", _("dager")
    YEARS = "years", _("år")
    PERCENT = "percent", _("prosent")
    NOK = "nok", _("kroner")
    MONTH_AND_DAY = "month_and_day", _("måned og dag")  # 601 is 1 June, the same every year


class SchemeLimit(models.Model):
    """One limit of one scheme, for as long as it is known to hold. Rates change: a new one is a new row. ADR 0023."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40, choices=LimitKind)
    value = models.DecimalField(max_digits=12, decimal_places=2)
    unit = models.CharField(max_length=20, choices=LimitUnit)
    valid_from = models.DateField(_("første dag"))
    valid_to = models.DateField(_("siste dag"), null=True, blank=True)
    source = models.CharField(_("kilde"), max_length=300)
    source_read_year = models.PositiveSmallIntegerField()
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            within_our_time("scheme_limit_days_are_of_our_time", "valid_from", "valid_to"),
            models.UniqueConstraint(
                name="scheme_limit_once_from_a_day",
                fields=["scheme", "kind", "valid_from"],
                violation_error_message=_("Det finnes alt en grense av dette slaget fra samme dag."),
            ),
            ExclusionConstraint(
                name="scheme_limit_one_of_a_kind_at_a_time",
                expressions=[
                    ("scheme", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            RangeBoundary(inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(is_current=True),
                violation_error_message=_("To grenser av samme slag kan ikke gjelde samtidig. Avslutt den gamle først."),
            ),
            models.CheckConstraint(
                name="scheme_limit_ends_no_earlier_than_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("Siste dag kan ikke være før første dag."),
            ),
            models.CheckConstraint(
                name="scheme_limit_has_a_source",
                condition=Q(source__regex=r"\S"),
                violation_error_message=_("En grense må ha en kilde."),
            ),
            models.CheckConstraint(
                name="scheme_limit_is_not_negative",
                condition=Q(value__gte=0),
                violation_error_message=_("En grense kan ikke være under null."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} {self.kind} {self.value} {self.unit}"


class PhaseKind(models.TextChoices):
    """The phases of following somebody up, each with a rhythm of its own. Source: RULES W4."""

    SEEKING = "seeking", _("på vei mot jobb")
    BEFORE_START = "before_start", _("før første dag")
    FIRST_DAYS = "first_days", _("de første dagene")
    FIRST_MONTH = "first_month", _("den første måneden")
    TO_THREE_MONTHS = "to_three_months", _("til tre måneder")
    TO_A_YEAR = "to_a_year", _("til et år")


class FollowUpPhase(models.Model):
    """How often somebody is followed up in one phase, counted in days from the first day at work, for as long as the rule holds.

    Source  RULES W4; ADR 0094
    """

    service = models.CharField(max_length=24, help_text="a value of intake.Service, which stands above this package")
    phase = models.CharField(max_length=16, choices=PhaseKind)
    from_day = models.SmallIntegerField(help_text="whole days after the first day; below 0 is before it; seeking has 0")
    to_day = models.SmallIntegerField(help_text="the last day of the phase")
    every_days = models.PositiveSmallIntegerField(help_text="at most so many days between two contacts")
    valid_from = models.DateField(_("første dag"))
    valid_to = models.DateField(_("siste dag"), null=True, blank=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            within_our_time("follow_up_phase_days_are_of_our_time", "valid_from", "valid_to"),
            models.UniqueConstraint(name="follow_up_phase_once_from_a_day", fields=["service", "phase", "valid_from"]),
            models.CheckConstraint(name="follow_up_phase_ends_after_it_begins", condition=Q(to_day__gte=F("from_day"))),
            models.CheckConstraint(name="follow_up_phase_has_a_rhythm", condition=Q(every_days__gte=1)),
            models.CheckConstraint(name="follow_up_phase_is_known", condition=Q(phase__in=PhaseKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.phase} {self.every_days}"


class DatasetVersion(models.Model):
    """Which file stands in the tables now, so that a start can see in a moment that nothing is new."""

    name = models.CharField(max_length=40, primary_key=True)
    version = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    row_count = models.PositiveIntegerField()
    loaded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            within_our_time("dataset_version_days_are_of_our_time", "loaded_at"),
            models.CheckConstraint(
                name="dataset_version_sha256_is_64_hex_digits",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message=_("En SHA-256-sum har 64 tegn fra 0 til f."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
