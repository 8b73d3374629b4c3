"""Somebody who is to be rung back, with a clock. Source: RULES W3; MISSION §6.3."""

from __future__ import annotations

from uuid import uuid4

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.appointments.models import Appointment
from brobygger.intake.models import EmployerRelation, Engagement
from brobygger.kernel.our_time import within_our_time
from brobygger.parties.models import Person


class CallBackKind(models.TextChoices):
    RING_ME = "ring_me", _("har bedt deg ringe")
    MISSED_CALL = "missed_call", _("ringte uten å få svar")


@pghistory.track()
class CallBack(models.Model):
    """That somebody waits for a call. Whose it is follows from who is responsible, and who stands in, on the day it is read."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, models.PROTECT, null=True, blank=True, related_name="call_backs")
    relation = models.ForeignKey(EmployerRelation, models.PROTECT, null=True, blank=True, related_name="call_backs")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text="whom to ring")
    kind = models.CharField(_("slag"), max_length=12, choices=CallBackKind)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(_("ring innen"))
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", help_text="empty: they asked themselves")
    appointment = models.OneToOneField(
        Appointment, models.PROTECT, null=True, blank=True, related_name="call_back", help_text="when they have agreed to talk"
    )
    rung_at = models.DateTimeField(null=True, blank=True)
    rung_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            within_our_time("call_back_days_are_of_our_time", "asked_at", "due_at", "rung_at"),
            models.CheckConstraint(
                name="call_back_is_about_one_engagement_or_one_employer",
                condition=Q(engagement__isnull=False, relation__isnull=True) | Q(engagement__isnull=True, relation__isnull=False),
            ),
            models.CheckConstraint(name="call_back_is_due_after_it_was_asked_for", condition=Q(due_at__gt=F("asked_at"))),
            models.CheckConstraint(
                name="call_back_was_made_by_somebody",
                condition=Q(rung_at__isnull=True, rung_by__isnull=True) | Q(rung_at__isnull=False, rung_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="call_back_waits_once_about_a_candidate", fields=["person", "engagement"], condition=Q(rung_at__isnull=True)
            ),
            models.UniqueConstraint(
                name="call_back_waits_once_about_an_employer", fields=["person", "relation"], condition=Q(rung_at__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(rung_at__isnull=True), name="call_back_waiting")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"
