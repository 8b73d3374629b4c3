"""Who is followed up by whom: one responsible person and one deputy at any time."""

from __future__ import annotations

from uuid import uuid4

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.parties.models import Person, Unit, days


class Service(models.TextChoices):
    ORDINARY_FOLLOW_UP = "ordinary_follow_up", _("ordinær oppfølging")
    SUPPORTED_EMPLOYMENT = "supported_employment", _("Supported Employment")


@pghistory.track()
class Engagement(models.Model):
    """That a unit follows up a candidate in a service, from one date to another."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="engagements")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    service = models.CharField(_("tjeneste"), max_length=24, choices=Service)
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="engagement_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Siste dag kan ikke være før første dag."),
            ),
            ExclusionConstraint(
                name="engagement_runs_once_for_each_unit_and_service",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("service", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Personen følges allerede opp i denne tjenesten."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_service_display()}"


class Part(models.TextChoices):
    RESPONSIBLE = "responsible", _("ansvarlig")
    DEPUTY = "deputy", _("stedfortreder")


@pghistory.track()
class Responsibility(models.Model):
    """Who picks up the phone for a candidate, or stands in, from one date to another."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="responsibilities")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    part = models.CharField(_("del"), max_length=12, choices=Part)
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="responsibility_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Siste dag kan ikke være før første dag."),
            ),
            ExclusionConstraint(
                name="responsibility_is_held_by_one_at_a_time",
                expressions=[
                    ("engagement", RangeOperators.EQUAL),
                    ("part", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Det er allerede en annen som har dette ansvaret i perioden."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_part_display()}"
