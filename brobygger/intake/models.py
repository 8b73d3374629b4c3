"""How people come in, who follows up whom, and who stands in: one responsible person and one deputy at any time."""

from __future__ import annotations

from uuid import uuid4

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.kernel.our_time import within_our_time
from brobygger.kernel.units import day
from brobygger.parties.models import Person, SpokenLanguage, Unit, Workplace, days
from brobygger.reference.models import PostalCode


class Service(models.TextChoices):
    ORDINARY_FOLLOW_UP = "ordinary_follow_up", _("ordinær oppfølging")
    SUPPORTED_EMPLOYMENT = "supported_employment", _("Supported Employment")


class Pathway(models.TextChoices):
    """The two ways that are compared: a job at once, and what is needed learnt in it; or learnt first. Source: MISSION §6.1."""

    PLACE_THEN_TRAIN = "place_then_train", _("jobb først, opplæring underveis")
    TRAIN_THEN_PLACE = "train_then_place", _("opplæring først, så jobb")


@pghistory.track()
class Engagement(models.Model):
    """That a unit follows up a candidate in a service, from one date to another."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="engagements")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    service = models.CharField(_("tjeneste"), max_length=24, choices=Service)
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"), null=True, blank=True)
    pathway = models.CharField(
        _("veien til jobb"), max_length=20, choices=Pathway, blank=True, help_text="empty only for those taken in before it was asked"
    )
    worked_lately = models.BooleanField(_("i arbeid de siste to årene"), null=True, blank=True, help_text="none when it is not known")
    hours_wished = models.DecimalField(_("ønskede timer i uka"), max_digits=3, decimal_places=1, null=True, blank=True)
    ended_because = models.CharField(_("hvorfor"), max_length=300, blank=True, help_text="when another than the responsible ended it")

    class Meta:
        constraints = [
            within_our_time("engagement_days_are_of_our_time", "starts_on", "ends_on"),
            models.CheckConstraint(name="engagement_has_a_known_pathway", condition=Q(pathway__in=["", *Pathway.values])),
            models.CheckConstraint(
                name="engagement_wishes_hours_there_are_in_a_week",
                condition=Q(hours_wished__isnull=True) | Q(hours_wished__gt=0, hours_wished__lte=60),
                violation_error_message=_("Skriv timer i uka, over 0 og høyst 60."),
            ),
            models.CheckConstraint(
                name="engagement_that_goes_on_has_no_reason_to_end", condition=Q(ended_because="") | Q(ends_on__isnull=False)
            ),
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


@pghistory.track()
class EmployerRelation(models.Model):
    """That a unit keeps in touch with a workplace, from one date to another. Its responsible person is the one the employer rings."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    workplace = models.ForeignKey(Workplace, models.PROTECT, related_name="relations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"), null=True, blank=True)
    ended_because = models.CharField(_("hvorfor"), max_length=300, blank=True, help_text="when another than the responsible ended it")

    class Meta:
        constraints = [
            within_our_time("employer_relation_days_are_of_our_time", "starts_on", "ends_on"),
            models.CheckConstraint(
                name="employer_relation_that_goes_on_has_no_reason_to_end", condition=Q(ended_because="") | Q(ends_on__isnull=False)
            ),
            models.CheckConstraint(
                name="employer_relation_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Siste dag kan ikke være før første dag."),
            ),
            ExclusionConstraint(
                name="employer_relation_runs_once_for_each_unit",
                expressions=[
                    ("workplace", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Enheten har allerede kontakt med dette arbeidsstedet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workplace}, {self.unit}"


class Part(models.TextChoices):
    RESPONSIBLE = "responsible", _("ansvarlig")
    DEPUTY = "deputy", _("stedfortreder")


@pghistory.track()
class Responsibility(models.Model):
    """Who picks up the phone for a candidate or an employer, or stands in, from one date to another. Source: RULES W2, W12."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, null=True, blank=True, related_name="responsibilities")
    relation = models.ForeignKey(EmployerRelation, models.PROTECT, null=True, blank=True, related_name="responsibilities")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    part = models.CharField(_("del"), max_length=12, choices=Part)
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"), null=True, blank=True)
    above_range_because = models.CharField(
        _("hvorfor over 20"), max_length=200, blank=True, help_text="why somebody with a full caseload took one more"
    )

    class Meta:
        constraints = [
            within_our_time("responsibility_days_are_of_our_time", "starts_on", "ends_on"),
            models.CheckConstraint(
                name="responsibility_is_for_one_engagement_or_one_employer",
                condition=Q(engagement__isnull=False, relation__isnull=True) | Q(engagement__isnull=True, relation__isnull=False),
            ),
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
            ExclusionConstraint(
                name="responsibility_for_an_employer_is_held_by_one_at_a_time",
                expressions=[
                    ("relation", RangeOperators.EQUAL),
                    ("part", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Det er allerede en annen som har dette ansvaret i perioden."),
            ),
        ]
        indexes = [models.Index(fields=["user", "part", "ends_on"], name="responsibility_by_user")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_part_display()}"


class IntakeState(models.TextChoices):
    """There is no rejection. Source: RULES W1."""

    RECEIVED = "received", _("mottatt")
    WAITING = "waiting", _("venter på plass")
    ACCEPTED = "accepted", _("tatt inn")
    HANDED_ON = "handed_on", _("fulgt videre til noe annet")


OPEN_INTAKES = (IntakeState.RECEIVED, IntakeState.WAITING)


@pghistory.track()
class Intake(models.Model):
    """That somebody is referred to a service, and the answer: taken in, a place later, or something else. Source: RULES W1."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="intakes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("enhet"))
    service = models.CharField(_("tjeneste"), max_length=24, choices=Service, default=Service.SUPPORTED_EMPLOYMENT)
    wants_ordinary_work = models.BooleanField(_("trenger og vil ha hjelp til å få eller beholde vanlig arbeid"))
    needs_help_to_get_it = models.BooleanField(_("får det ikke til uten hjelp"))
    first_words = models.TextField(_("det som er lurt å vite først"), max_length=400, blank=True)
    referred_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    referred_at = models.DateTimeField()
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hvem svarer"))
    state = models.CharField(_("status"), max_length=12, choices=IntakeState, default=IntakeState.RECEIVED)
    waits_until = models.DateField(_("når vi svarer senest"), null=True, blank=True)
    handed_to = models.CharField(_("hvem som hjelper videre"), max_length=160, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    engagement = models.OneToOneField(Engagement, models.PROTECT, null=True, blank=True, related_name="intake")

    class Meta:
        constraints = [
            within_our_time("intake_days_are_of_our_time", "referred_at", "waits_until", "answered_at"),
            models.CheckConstraint(
                name="intake_is_accepted_with_an_engagement",
                condition=Q(state=IntakeState.ACCEPTED, engagement__isnull=False)
                | ~Q(state=IntakeState.ACCEPTED) & Q(engagement__isnull=True),
            ),
            models.CheckConstraint(
                name="intake_waits_until_a_date_with_an_owner",
                condition=~Q(state=IntakeState.WAITING) | Q(waits_until__isnull=False, owner__isnull=False),
                violation_error_message=_("Den som venter på plass, skal ha en dato og en som har ansvaret."),
            ),
            models.CheckConstraint(
                name="intake_is_handed_on_to_somebody",
                condition=Q(state=IntakeState.HANDED_ON) & ~Q(handed_to="") | ~Q(state=IntakeState.HANDED_ON) & Q(handed_to=""),
                violation_error_message=_("Skriv hvem som hjelper videre."),
            ),
            models.CheckConstraint(
                name="intake_is_answered_by_somebody_at_a_moment",
                condition=Q(state=IntakeState.RECEIVED, answered_at__isnull=True, answered_by__isnull=True)
                | ~Q(state=IntakeState.RECEIVED) & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="intake_is_open_once_for_each_service",
                fields=["person", "unit", "service"],
                condition=Q(state__in=["received", "waiting"]),
                violation_error_message=_("Personen er allerede henvist hit og venter på svar."),
            ),
            models.CheckConstraint(name="intake_is_in_a_known_state", condition=Q(state__in=IntakeState.values)),
        ]
        indexes = [
            models.Index(fields=["unit", "referred_at", "id"], condition=Q(state__in=["received", "waiting"]), name="intake_open_by_unit")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_INTAKES


@pghistory.track()
class SpecialistProfile(models.Model):
    """What is known of a specialist when somebody is to get one: languages, where they live, and who usually stands in for them."""

    user = models.OneToOneField(User, models.PROTECT, related_name="specialist_profile")
    languages = ArrayField(models.CharField(max_length=4, choices=SpokenLanguage), default=list, blank=True, verbose_name=_("språk"))
    postal_code = models.ForeignKey(PostalCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("postnummer"))
    usual_deputy = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("stedfortreder"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="specialist_is_not_their_own_deputy",
                condition=Q(usual_deputy__isnull=True) | ~Q(usual_deputy=F("user")),
                violation_error_message=_("Velg en annen enn deg selv som stedfortreder."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


@pghistory.track()
class Absence(models.Model):
    """That somebody is away on these days, both included. Why is nobody's business and has no field. Source: RULES W3."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="absences")
    starts_on = models.DateField(_("første dag borte"))
    ends_on = models.DateField(_("siste dag borte"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            within_our_time("absence_days_are_of_our_time", "starts_on", "ends_on"),
            models.CheckConstraint(
                name="absence_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Siste dag kan ikke være før første dag."),
            ),
            ExclusionConstraint(
                name="absence_stands_once_at_a_time",
                expressions=[("user", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                violation_error_message=_("Fraværet overlapper et annet. Endre det som står der fra før."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {day(self.starts_on)}–{day(self.ends_on)}"
