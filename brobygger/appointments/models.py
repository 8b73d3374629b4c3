"""Who meets whom, when, where and about what: one row a moment, pointed at by whatever made it. Source: MISSION §6.1, §7.3; ADR 0119."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import uuid4

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.appointments.states import AppointmentState
from brobygger.kernel.local_time import in_norway, local_day
from brobygger.kernel.our_time import within_our_time
from brobygger.kernel.units import day
from brobygger.parties.models import Person, Role, Unit, Workplace


class AppointmentKind(models.TextChoices):
    TALK = "talk", _("samtale")
    CALL = "call", _("telefon")
    VISIT = "visit", _("bedriftsbesøk")
    THREE = "three", _("møte, alle tre")
    FIRST_DAY = "first_day", _("første dag")
    STEP = "step", _("neste steg")
    OWN = "own", _("hos oss")
    LOOP = "loop", _("i loopen")


@pghistory.track()
class Appointment(models.Model):
    """That some meet, at a time or any time of a day. No moment that is agreed stands anywhere else; what made it points here.

    One for any time of a day begins at its midnight and ends at the next, in Norway, so that all are found and ordered by one column.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid4, unique=True, help_text="made with the form; sending twice gives one")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(_("slag"), max_length=12, choices=AppointmentKind)
    starts_at = models.DateTimeField(_("begynner"))
    ends_at = models.DateTimeField(_("slutter"))
    is_all_day = models.BooleanField(_("når som helst den dagen"), default=False)
    workplace = models.ForeignKey(Workplace, models.PROTECT, null=True, blank=True, related_name="appointments")
    place = models.CharField(_("sted"), max_length=160, blank=True)
    about = models.CharField(_("hva det gjelder"), max_length=200, blank=True, help_text="read by staff only")
    state = models.CharField(_("status"), max_length=12, choices=AppointmentState, default=AppointmentState.PLANNED)
    sequence = models.PositiveSmallIntegerField(default=0, help_text="raised each time it is moved or called off; RULES W9")
    changed_at = models.DateTimeField()
    called_off_because = models.CharField(_("hvorfor avlyst"), max_length=200, blank=True)

    class Meta:
        constraints = [
            within_our_time("appointment_starts_in_our_time", "starts_at", "ends_at", "changed_at"),
            models.CheckConstraint(
                name="appointment_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Slutten må være etter begynnelsen."),
            ),
            models.CheckConstraint(
                name="appointment_lasts_a_day_at_most",
                condition=Q(ends_at__lte=F("starts_at") + timedelta(hours=25)),
                violation_error_message=_("En avtale er på én dag. Skriv en slutt samme dag."),
            ),
            models.CheckConstraint(name="appointment_is_of_a_known_kind", condition=Q(kind__in=AppointmentKind.values)),
            models.CheckConstraint(name="appointment_is_in_a_known_state", condition=Q(state__in=AppointmentState.values)),
            models.CheckConstraint(
                name="appointment_has_a_reason_only_when_called_off",
                condition=Q(called_off_because="") | Q(state=AppointmentState.CALLED_OFF),
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="appointment_by_time"),
            models.Index(fields=["workplace", "-starts_at"], name="appointment_by_workplace"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {day(self.on)}"

    @property
    def uid(self) -> str:
        """What calendars know it by: the same for ever, however often it is moved. Source: RULES W9"""
        return f"{self.public_id}@brobygger"

    @property
    def on(self) -> date:
        """The day in Norway."""
        return local_day(self.starts_at)

    @property
    def at(self) -> time | None:
        """The time of day in Norway; None for any time that day."""
        return None if self.is_all_day else in_norway(self.starts_at).time()

    @property
    def until(self) -> time | None:
        return None if self.is_all_day else in_norway(self.ends_at).time()


class AppointmentParty(models.Model):
    """Somebody an appointment concerns: asked there, reminded, and told when it is moved. Staff by user, the others by person."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="parties")
    role = models.CharField(max_length=24, choices=Role, blank=True, help_text="empty for staff who go there whatever their role")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="appointment_party_is_a_person_or_a_user",
                condition=Q(person__isnull=False, user__isnull=True) | Q(person__isnull=True, user__isnull=False),
            ),
            models.UniqueConstraint(fields=["appointment", "person", "user"], nulls_distinct=False, name="appointment_party_stands_once"),
            models.CheckConstraint(
                name="appointment_party_has_a_known_role", condition=Q(role__in=Role.values) | Q(role="", user__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.user}: {self.appointment}"


class CalendarFeed(models.Model):
    """That a user follows their own appointments in the calendar of their phone or mail program, by an address that only they know.

    Of the secret in the address only a fingerprint is kept, so that whoever reads the table cannot fetch anything. Source: ADR 0127.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, models.PROTECT, related_name="calendar_feed")
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            within_our_time("calendar_feed_days_are_of_our_time", "made_at"),
            models.CheckConstraint(
                name="calendar_feed_has_a_fingerprint_and_never_the_secret_itself", condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
