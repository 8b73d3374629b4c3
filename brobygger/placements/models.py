"""Every stay at a workplace, whatever it is called: what kind, where, from when to when, and how it ended."""

from __future__ import annotations

from uuid import uuid4

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.appointments.models import Appointment
from brobygger.jobdev.models import Opening
from brobygger.kernel.our_time import within_our_time
from brobygger.parties.models import Person, Workplace
from brobygger.placements.states import PlacementState


class PlacementKind(models.TextChoices):
    """The ladder of outcomes; its steps are never merged. Source: RULES W5."""

    ORDINARY_PERMANENT = "ordinary_permanent", _("fast ordinær jobb")
    ORDINARY_TEMPORARY = "ordinary_temporary", _("midlertidig ordinær jobb")
    SUBSIDISED = "subsidised", _("jobb med lønnstilskudd")
    APPRENTICESHIP = "apprenticeship", _("læreplass")
    EDUCATION = "education", _("utdanning")
    SUMMER_JOB = "summer_job", _("sommerjobb")
    WORK_TRAINING = "work_training", _("arbeidstrening")
    PRACTICE = "practice", _("praksisplass")
    IN_HOUSE = "in_house", _("egen arena")


class EndCause(models.TextChoices):
    """Why a placement ended. Staff only; never shown to an employer or a mentor. Source: RULES A7; MISSION §3.9."""

    AS_PLANNED = "as_planned", _("varte så lenge som planlagt")
    GOT_JOB = "got_job", _("fikk jobb")
    BEGAN_EDUCATION = "began_education", _("begynte på utdanning")
    EMPLOYER_BANKRUPT = "employer_bankrupt", _("bedriften gikk konkurs")
    EMPLOYER_LEFT = "employer_left", _("bedriften måtte gi seg")
    DID_NOT_COME = "did_not_come", _("møtte ikke")
    PLAN_CHANGED = "plan_changed", _("planen ble endret")
    RESIGNED = "resigned", _("sa opp selv")
    DISMISSED = "dismissed", _("ble sagt opp")
    HEALTH = "health", _("på grunn av helse")
    OTHER = "other", _("annet")


@pghistory.track()
class Placement(models.Model):
    """One person's stay in one place; a rotation is two of these in a row."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="placements")
    kind = models.CharField(_("slag"), max_length=20, choices=PlacementKind)
    workplace = models.ForeignKey(Workplace, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("arbeidssted"))
    place_name = models.CharField(
        _("sted"), max_length=160, blank=True, help_text="where, when it is no workplace in the base: a school, say"
    )
    state = models.CharField(_("status"), max_length=10, choices=PlacementState, default=PlacementState.PLANNED)
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"), null=True, blank=True, help_text="empty: goes on")
    end_cause = models.CharField(_("hvordan det sluttet"), max_length=20, choices=EndCause, blank=True)
    end_words = models.CharField(_("mer om hvordan det sluttet"), max_length=300, blank=True, help_text="staff only")
    taken_out_because = models.CharField(
        _("hvorfor plassen er tatt ut"), max_length=200, blank=True, help_text="staff only; for one that was written down by mistake"
    )
    first_day = models.OneToOneField(
        Appointment, models.PROTECT, null=True, blank=True, related_name="placement", help_text="whoever goes along the first day"
    )
    opening = models.ForeignKey(Opening, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mulighet"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            within_our_time("placement_days_are_of_our_time", "starts_on", "ends_on", "created_at"),
            models.CheckConstraint(
                name="placement_is_somewhere",
                condition=Q(workplace__isnull=False) | ~Q(place_name=""),
                violation_error_message=_("Velg et arbeidssted, eller skriv hvor det er."),
            ),
            models.CheckConstraint(
                name="placement_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Siste dag kan ikke være før første dag."),
            ),
            models.CheckConstraint(
                name="placement_has_a_last_day_and_a_cause_once_ended",
                condition=Q(state=PlacementState.ENDED, ends_on__isnull=False) & ~Q(end_cause="")
                | ~Q(state=PlacementState.ENDED) & Q(end_cause=""),
                violation_error_message=_("En avsluttet plassering må ha en siste dag og en grunn."),
            ),
            models.CheckConstraint(
                name="placement_that_is_taken_out_came_to_nothing",
                condition=Q(taken_out_because="") | Q(state=PlacementState.CANCELLED),
            ),
            models.CheckConstraint(name="placement_is_of_a_known_kind", condition=Q(kind__in=PlacementKind.values)),
            models.CheckConstraint(name="placement_is_in_a_known_state", condition=Q(state__in=PlacementState.values)),
            models.CheckConstraint(name="placement_ends_for_a_known_cause", condition=Q(end_cause__in=["", *EndCause.values])),
        ]
        indexes = [
            models.Index(fields=["person", "starts_on", "id"], name="placement_by_person"),
            models.Index(fields=["workplace", "state"], name="placement_by_workplace"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.place}"

    @property
    def place(self) -> str:
        return str(self.workplace) if self.workplace is not None else self.place_name


@pghistory.track()
class PlacementHours(models.Model):
    """The hours of a week in a placement, from a day until the next such row. Those of a day follow from it, and stand nowhere else."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="hours")
    from_on = models.DateField(_("fra"), null=True, blank=True, help_text="empty: from the first day, also when that is moved")
    hours_per_week = models.DecimalField(_("timer i uka"), max_digits=3, decimal_places=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            within_our_time("placement_hours_days_are_of_our_time", "from_on", "withdrawn_at"),
            models.CheckConstraint(
                name="placement_has_hours_of_a_week",
                condition=Q(hours_per_week__gt=0, hours_per_week__lte=60),
                violation_error_message=_("Skriv timer i uka, over 0 og høyst 60."),
            ),
            models.UniqueConstraint(
                name="placement_has_one_number_of_hours_from_a_day",
                fields=["placement", "from_on"],
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                violation_error_message=_("Det står allerede timer fra denne dagen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement}: {self.hours_per_week}"
