"""Every contact with a candidate, or with an employer about one: whom, how, when, and a line. Never edited. Source: RULES W10, A8."""

from __future__ import annotations

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.appointments.models import Appointment
from brobygger.intake.models import Engagement
from brobygger.kernel.our_time import within_our_time
from brobygger.parties.models import Person, Workplace
from brobygger.placements.models import Placement


class ContactKind(models.TextChoices):
    """How: the four buttons of the log first."""

    PHONE = "phone", _("telefon")
    AT_WORK = "at_work", _("på jobben")
    OUT = "out", _("møttes ute")
    NO_ANSWER = "no_answer", _("ikke svar")
    OFFICE = "office", _("på kontoret")
    MESSAGE = "message", _("melding")
    TOGETHER = "together", _("sammen")  # by what was done together; no button of the log


class Act(models.TextChoices):
    """What was done together, when that is what wrote the contact. Source: ADR 0124."""

    ANSWER = "answer", _("svar på et forslag")
    PROFILE = "profile", _("samtale om ønsker")
    DISCLOSURE = "disclosure", _("samtale om hva en bedrift får vite")
    EXPERIENCE = "experience", _("samtale om hvordan det har vært")
    START_MEETING = "start_meeting", _("oppstartsmøte")
    EVALUATION = "evaluation", _("evaluering")
    WAY_ON = "way_on", _("samtale om veien videre")
    MATTER = "matter", _("samtale om noe som er vanskelig")


class ContactWith(models.TextChoices):
    CANDIDATE = "candidate", _("deltakeren")
    EMPLOYER = "employer", _("arbeidsgiveren")
    BOTH = "both", _("begge")
    OTHER = "other", _("en annen")


class Contact(models.Model):
    """That somebody was in touch. A mistake is taken back by a new row that points at it; nothing is edited or deleted.

    The candidate reads the line unless it is withheld for a reason until a day. «Ikke svar» is an attempt, and moves no due date. One
    that was written by something done together, and not in the log, points at it.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid4, unique=True, help_text="made on the phone; sending twice gives one. Source: RULES W10")
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="contacts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, models.PROTECT, null=True, blank=True, related_name="+")
    workplace = models.ForeignKey(Workplace, models.PROTECT, null=True, blank=True, related_name="+")
    whom = models.CharField(_("med hvem"), max_length=10, choices=ContactWith, default=ContactWith.CANDIDATE)
    kind = models.CharField(_("hvordan"), max_length=10, choices=ContactKind)
    act = models.CharField(_("hva som ble gjort sammen"), max_length=16, choices=Act, blank=True)
    about = models.UUIDField(null=True, blank=True, help_text="public id of what was done together: the suggestion, the stay …")
    happened_at = models.DateTimeField(_("når"))
    line = models.TextField(_("én linje"), max_length=1000, blank=True)
    next_step = models.CharField(_("neste steg"), max_length=120, blank=True, help_text="as it was said; what stands now is `agreed`")
    next_step_on = models.DateField(_("når"), null=True, blank=True)
    agreed = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="agreed_in", help_text="the next step, which can be moved"
    )
    fulfils = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="told_in", help_text="what was agreed, and this was it"
    )
    withheld_until = models.DateField(_("vises ikke for deltakeren før"), null=True, blank=True)
    withheld_because = models.CharField(_("hvorfor"), max_length=200, blank=True)
    withdraws = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="withdrawn_by")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="contact_is_never_edited", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            within_our_time("contact_days_are_of_our_time", "happened_at", "next_step_on", "withheld_until", "written_at"),
            models.CheckConstraint(name="contact_is_of_a_known_kind", condition=Q(kind__in=ContactKind.values)),
            models.CheckConstraint(name="contact_is_with_somebody_known", condition=Q(whom__in=ContactWith.values)),
            models.CheckConstraint(name="contact_by_an_act_is_by_a_known_one", condition=Q(act="") | Q(act__in=Act.values)),
            models.CheckConstraint(
                name="contact_by_an_act_says_what_it_was_about",
                condition=Q(act="", about__isnull=True) & ~Q(kind=ContactKind.TOGETHER)
                | ~Q(act="") & Q(about__isnull=False, kind=ContactKind.TOGETHER),
            ),
            models.CheckConstraint(
                name="contact_is_withheld_for_a_reason_until_a_day",
                condition=Q(withheld_until__isnull=True, withheld_because="") | Q(withheld_until__isnull=False) & ~Q(withheld_because=""),
                violation_error_message=_("Skriv hvorfor det holdes tilbake, og til når."),
            ),
            models.CheckConstraint(
                name="contact_has_a_date_for_the_next_step",
                condition=Q(next_step="", next_step_on__isnull=True) | ~Q(next_step="") & Q(next_step_on__isnull=False),
                violation_error_message=_("Skriv når neste steg skal være."),
            ),
        ]
        indexes = [
            models.Index(fields=["engagement", "-happened_at", "-id"], name="contact_by_engagement"),
            models.Index(
                name="contact_that_was_answered",
                fields=["engagement", "-happened_at", "-id"],
                include=["whom", "next_step_on"],
                condition=Q(withdraws__isnull=True) & ~Q(kind=ContactKind.NO_ANSWER),
            ),
            models.Index(fields=["person", "-happened_at", "-id"], name="contact_by_person"),
            models.Index(fields=["written_by", "-happened_at"], name="contact_by_writer"),
            models.Index(fields=["about", "act"], condition=Q(about__isnull=False), name="contact_by_act"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.what}"

    @property
    def what(self) -> str:
        """What it was, in words: how, or what was done together."""
        return self.get_act_display() if self.act else self.get_kind_display()
