"""What a candidate wants and can, in their own words first, and what an employer may know. Source: MISSION §7.2; RULES P2, P3."""

from __future__ import annotations

from uuid import uuid4

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.kernel.our_time import within_our_time
from brobygger.parties.models import Person, Workplace
from brobygger.reference.models import Occupation, WorkTime


class TravelsBy(models.TextChoices):
    ON_FOOT_OR_BY_BICYCLE = "foot", _("til fots eller på sykkel")
    PUBLIC_TRANSPORT = "public", _("buss og tog")
    CAR = "car", _("bil")


class VocationalProfile(models.Model):
    """What somebody wants, can and needs at work. Never edited: going through it again gives a new version, the latest holds."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="vocational_profiles")
    version = models.PositiveSmallIntegerField()
    wishes = models.TextField(_("ønsker"), max_length=600)
    occupations = models.ManyToManyField(Occupation, blank=True, related_name="+", verbose_name=_("yrker å tenke på"))
    resources = models.TextField(_("kan"), max_length=600, blank=True)
    accommodation = models.TextField(_("tilrettelegging"), max_length=600, blank=True)
    what_helps = models.TextField(_("det som hjelper"), max_length=600, blank=True)
    not_wanted = models.CharField(_("vil ikke"), max_length=300, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(_("reise, høyst minutter"), null=True, blank=True)
    travels_by = models.CharField(_("reiser med"), max_length=8, choices=TravelsBy, blank=True)
    hours_from = models.DecimalField(_("timer i uka, fra"), max_digits=3, decimal_places=1, null=True, blank=True)
    hours_to = models.DecimalField(_("timer i uka, til"), max_digits=3, decimal_places=1, null=True, blank=True)
    work_times = ArrayField(models.CharField(max_length=8, choices=WorkTime), default=list, blank=True, verbose_name=_("når på døgnet"))
    gone_through_on = models.DateField(_("gått gjennom sammen"))
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="vocational_profile_is_never_edited", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            within_our_time("vocational_profile_days_are_of_our_time", "gone_through_on", "written_at"),
            models.UniqueConstraint(name="vocational_profile_has_each_version_once", fields=["person", "version"]),
            models.CheckConstraint(
                name="vocational_profile_begins_with_wishes",
                condition=~Q(wishes=""),
                violation_error_message=_("Skriv først hva hun eller han ønsker seg."),
            ),
            models.CheckConstraint(
                name="vocational_profile_has_hours_of_a_week",
                condition=Q(hours_from__isnull=True) | Q(hours_to__isnull=True) | Q(hours_to__gte=models.F("hours_from")),
                violation_error_message=_("Timer i uka, fra, kan ikke være flere enn timer i uka, til."),
            ),
            models.CheckConstraint(
                name="vocational_profile_asks_for_one_to_sixty_hours",
                condition=(Q(hours_from__isnull=True) | Q(hours_from__gte=1, hours_from__lte=60))
                & (Q(hours_to__isnull=True) | Q(hours_to__gte=1, hours_to__lte=60)),
                violation_error_message=_("Skriv timer i uka, fra 1 til 60."),
            ),
            models.CheckConstraint(
                name="vocational_profile_travels_less_than_three_hours",
                condition=Q(travel_minutes__isnull=True) | Q(travel_minutes__gte=1, travel_minutes__lte=180),
                violation_error_message=_("Skriv reisen i minutter, fra 1 til 180."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.version}"


class DisclosureDecision(models.TextChoices):
    SHARE = "share", _("deles")
    ASK_FIRST = "ask_first", _("spør først")
    DO_NOT_SHARE = "do_not_share", _("deles ikke")


@pghistory.track()
class Disclosure(models.Model):
    """What one workplace may know about a candidate, as gone through with them. A new one replaces it; either can be taken back at once.

    Source  RULES A7, P3
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="disclosures")
    workplace = models.ForeignKey(Workplace, models.PROTECT, related_name="+", verbose_name=_("arbeidssted"))
    version = models.PositiveSmallIntegerField()
    previewed_with_person_at = models.DateTimeField(_("lest sammen"), help_text="when the candidate read the exact text with staff")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("trukket tilbake"), null=True, blank=True)

    class Meta:
        constraints = [
            within_our_time("disclosure_days_are_of_our_time", "previewed_with_person_at", "replaced_at", "withdrawn_at"),
            models.UniqueConstraint(name="disclosure_has_each_version_once", fields=["person", "workplace", "version"]),
            models.UniqueConstraint(
                name="disclosure_is_in_force_once_for_each_workplace",
                fields=["person", "workplace"],
                condition=Q(replaced_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.workplace}, {self.version}"


class DisclosureItem(models.Model):
    """One thing, the exact text of it, and what the candidate has said about telling it. Never edited."""

    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("hva"), max_length=300)
    decision = models.CharField(_("hva deltakeren har sagt"), max_length=12, choices=DisclosureDecision)

    class Meta:
        triggers = [pgtrigger.Protect(name="disclosure_item_is_never_edited", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(name="disclosure_item_has_a_place_of_its_own", fields=["disclosure", "position"]),
            models.CheckConstraint(name="disclosure_item_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="disclosure_item_is_decided", condition=Q(decision__in=DisclosureDecision.values)),
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.get_decision_display()}"
