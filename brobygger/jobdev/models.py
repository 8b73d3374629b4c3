"""Doors that are knocked on, and what was found behind them. Source: MISSION §7.3."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.appointments.models import Appointment
from brobygger.appointments.states import AppointmentState
from brobygger.kernel.our_time import within_our_time
from brobygger.parties.models import ContactPerson, Person, Unit, Workplace
from brobygger.reference.models import Occupation, WorkTime


class VisitState(models.TextChoices):
    PLANNED = "planned", _("planlagt")
    HELD = "held", _("gjennomført")
    CALLED_OFF = "called_off", _("avlyst")


HELD = Q(held_at__isnull=False)
PLANNED = Q(held_at__isnull=True, appointment__state=AppointmentState.PLANNED)


class VisitKind(models.TextChoices):
    VISIT = "visit", _("besøk")
    PHONE = "phone", _("telefon")


@pghistory.track()
class EmployerVisit(models.Model):
    """A visit or a call to an employer about what they need: with whom, whether they can decide, and the next step."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid4, unique=True, help_text="made on the phone; sending twice gives one")
    workplace = models.ForeignKey(Workplace, models.PROTECT, related_name="visits", verbose_name=_("arbeidssted"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    visitor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("hvem"))
    kind = models.CharField(_("slag"), max_length=8, choices=VisitKind, default=VisitKind.VISIT)
    appointment = models.OneToOneField(
        Appointment, models.PROTECT, null=True, blank=True, related_name="visit", help_text="none for one that was not planned"
    )
    meets = models.ForeignKey(ContactPerson, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("treffer"))
    held_at = models.DateTimeField(_("når det var"), null=True, blank=True)
    spoke_with = models.CharField(_("snakket med"), max_length=120, blank=True)
    spoke_with_decider = models.BooleanField(_("kan bestemme"), null=True, blank=True)
    need = models.TextField(_("det de trenger hjelp til"), max_length=600, blank=True)
    agreed = models.OneToOneField(
        Appointment, models.PROTECT, null=True, blank=True, related_name="after_visit", verbose_name=_("neste steg")
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            within_our_time("employer_visit_days_are_of_our_time", "held_at", "recorded_at"),
            models.CheckConstraint(
                name="visit_is_agreed_or_was_made",
                condition=Q(appointment__isnull=False) | Q(held_at__isnull=False),
                violation_error_message=_("Skriv når besøket skal være."),
            ),
            models.CheckConstraint(
                name="visit_that_was_held_says_when_and_with_whom",
                condition=Q(held_at__isnull=False, spoke_with_decider__isnull=False)
                | Q(held_at__isnull=True, spoke_with_decider__isnull=True),
                violation_error_message=_("Skriv når besøket var, og om du snakket med en som kan bestemme."),
            ),
        ]
        indexes = [
            models.Index(fields=["workplace", "-held_at"], name="visit_by_workplace"),
            models.Index(fields=["unit", "-held_at"], name="visit_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.workplace}, {self.visitor}"

    @property
    def state(self) -> VisitState:
        """What has become of it; nowhere else does it say so. The appointment is to be loaded."""
        if self.held_at is not None:
            return VisitState.HELD
        called_off = self.appointment is not None and self.appointment.state == AppointmentState.CALLED_OFF
        return VisitState.CALLED_OFF if called_off else VisitState.PLANNED

    @property
    def moment(self) -> datetime:
        """When it was, or is agreed to be."""
        if self.held_at is not None:
            return self.held_at
        assert self.appointment is not None  # a constraint of the database
        return self.appointment.starts_at

    @property
    def next_step(self) -> str:
        return self.agreed.about if self.agreed is not None else ""

    @property
    def next_step_on(self) -> date | None:
        return self.agreed.on if self.agreed is not None else None

    @property
    def next_step_done_at(self) -> datetime | None:
        is_done = self.agreed is not None and self.agreed.state == AppointmentState.HELD
        return self.agreed.changed_at if self.agreed is not None and is_done else None


class OpeningState(models.TextChoices):
    OPEN = "open", _("åpen")
    FILLED = "filled", _("fylt")
    CLOSED = "closed", _("ikke lenger aktuell")


@pghistory.track()
class Opening(models.Model):
    """Tasks an employer wants done, which somebody could do: what, how much, when and where."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    workplace = models.ForeignKey(Workplace, models.PROTECT, related_name="openings", verbose_name=_("arbeidssted"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    visit = models.ForeignKey(EmployerVisit, models.PROTECT, null=True, blank=True, related_name="openings")
    title = models.CharField(_("kort sagt"), max_length=100)
    tasks = models.TextField(_("arbeidsoppgaver"), max_length=600)
    occupation = models.ForeignKey(Occupation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("yrke"))
    hours_per_week = models.DecimalField(_("timer i uka"), max_digits=3, decimal_places=1, null=True, blank=True)
    work_times = ArrayField(models.CharField(max_length=8, choices=WorkTime), default=list, blank=True, verbose_name=_("når på døgnet"))
    starts_on = models.DateField(_("fra"), null=True, blank=True)
    ends_on = models.DateField(_("til"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("plasser"), default=1)
    state = models.CharField(_("status"), max_length=8, choices=OpeningState, default=OpeningState.OPEN)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("hvem følger opp"))
    told_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", help_text="who at the employer, when they wrote it"
    )
    found_at = models.DateTimeField()
    followed_up_at = models.DateTimeField(help_text="when somebody last did something about it")

    class Meta:
        constraints = [
            within_our_time("opening_days_are_of_our_time", "starts_on", "ends_on", "found_at", "followed_up_at"),
            models.CheckConstraint(
                name="opening_says_what_the_tasks_are", condition=~Q(tasks=""), violation_error_message=_("Skriv hva arbeidet er.")
            ),
            models.CheckConstraint(
                name="opening_ends_after_it_starts",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Siste dag kan ikke være før første dag."),
            ),
            models.CheckConstraint(
                name="opening_has_places",
                condition=Q(places__gte=1, places__lte=20),
                violation_error_message=_("Skriv hvor mange plasser, fra 1 til 20."),
            ),
            models.CheckConstraint(
                name="opening_has_hours_of_a_week",
                condition=Q(hours_per_week__isnull=True) | Q(hours_per_week__gte=1, hours_per_week__lte=60),
                violation_error_message=_("Skriv timer i uka, fra 1 til 60."),
            ),
            models.CheckConstraint(name="opening_is_in_a_known_state", condition=Q(state__in=OpeningState.values)),
        ]
        indexes = [models.Index(fields=["unit", "followed_up_at", "id"], condition=Q(state="open"), name="opening_open_by_unit")]

    def __str__(self) -> str:
        return f"{self.title}, {self.workplace}"


class SuggestionState(models.TextChoices):
    """From a thought to a handshake. The candidate is asked before the employer. Source: RULES M5."""

    THOUGHT_OF = "thought_of", _("tenkt på")
    CANDIDATE_ASKED = "candidate_asked", _("deltakeren er spurt")
    CANDIDATE_WILL = "candidate_will", _("deltakeren vil")
    EMPLOYER_ASKED = "employer_asked", _("bedriften er spurt")
    WILL_MEET = "will_meet", _("skal møtes")
    BEGINS = "begins", _("begynner")
    NOT_NOW = "not_now", _("ikke denne gangen")


class SaidBy(models.TextChoices):
    """Whose «not now» it was. An employer and a candidate are never told the other's reason."""

    CANDIDATE = "candidate", _("deltakeren")
    EMPLOYER = "employer", _("bedriften")
    OFFICE = "office", _("vi")


@pghistory.track()
class Suggestion(models.Model):
    """That an opening may be something for a candidate: why, and how far the asking has come."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="suggestions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="suggestions")
    state = models.CharField(_("status"), max_length=16, choices=SuggestionState, default=SuggestionState.THOUGHT_OF)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    because = models.CharField(_("hvorfor"), max_length=300, blank=True)
    candidate_asked_at = models.DateTimeField(null=True, blank=True)
    candidate_said_yes_at = models.DateTimeField(null=True, blank=True)
    employer_asked_at = models.DateTimeField(null=True, blank=True)
    meeting = models.OneToOneField(Appointment, models.PROTECT, null=True, blank=True, related_name="suggestion")
    closed_at = models.DateTimeField(null=True, blank=True)
    candidate_said_how = models.CharField(_("hvordan deltakeren svarte"), max_length=200, blank=True, help_text="when staff wrote it down")
    closed_by = models.CharField(_("hvem som sa det"), max_length=12, choices=SaidBy, blank=True)
    closed_because = models.CharField(_("hvorfor ikke nå"), max_length=300, blank=True, help_text="staff only")

    class Meta:
        constraints = [
            within_our_time(
                "suggestion_days_are_of_our_time",
                "made_at",
                "candidate_asked_at",
                "candidate_said_yes_at",
                "employer_asked_at",
                "closed_at",
            ),
            models.UniqueConstraint(
                name="suggestion_stands_once_for_each_candidate",
                fields=["opening", "person"],
                violation_error_message=_("Denne muligheten er allerede foreslått for deltakeren."),
            ),
            models.CheckConstraint(
                name="suggestion_asks_the_candidate_before_the_employer",
                condition=Q(employer_asked_at__isnull=True)
                | Q(candidate_said_yes_at__isnull=False, employer_asked_at__gte=F("candidate_said_yes_at")),
                violation_error_message=_("Spør deltakeren før du spør bedriften."),
            ),
            models.CheckConstraint(
                name="suggestion_has_a_yes_before_an_employer_hears_of_it",
                condition=~Q(state__in=["employer_asked", "will_meet", "begins"])
                | Q(candidate_said_yes_at__isnull=False, employer_asked_at__isnull=False),
            ),
            models.CheckConstraint(name="suggestion_is_in_a_known_state", condition=Q(state__in=SuggestionState.values)),
            models.CheckConstraint(
                name="suggestion_that_is_not_now_says_when_and_by_whom",
                condition=Q(state="not_now", closed_at__isnull=False, closed_by__in=SaidBy.values)
                | ~Q(state="not_now") & Q(closed_at__isnull=True, closed_by="", closed_because=""),
                violation_error_message=_("Skriv hvem som sa at det ikke ble denne gangen."),
            ),
            models.CheckConstraint(
                name="suggestion_to_meet_says_when",
                condition=~Q(state="will_meet") | Q(meeting__isnull=False),
                violation_error_message=_("Skriv når dere skal møtes."),
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="suggestion_by_person")]

    def __str__(self) -> str:
        return f"{self.opening}: {self.person}"
