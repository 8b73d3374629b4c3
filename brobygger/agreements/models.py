"""What is written down together about a stay: how it went, the employer's own words, the way on, and the joint certificate."""

from __future__ import annotations

from uuid import uuid4

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import Language, User
from brobygger.kernel.our_time import within_our_time
from brobygger.kernel.units import day
from brobygger.loops.models import Participant, Side, Stay
from brobygger.parties.models import Person


@pghistory.track()
class Evaluation(models.Model):
    """How a stay went, as one side sees it. The other employers never read it. Source: MISSION §3.8, §5.6; RULES A7."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="evaluations")
    side = models.CharField(max_length=10, choices=Side)
    worked = models.TextField(_("det som gikk bra"), max_length=1000)
    hard = models.TextField(_("det som var vanskelig"), max_length=1000, blank=True)
    way_on = models.TextField(_("det betyr for veien videre"), max_length=1000, blank=True)
    given_at = models.DateTimeField()
    typed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            within_our_time("evaluation_days_are_of_our_time", "given_at"),
            models.UniqueConstraint(fields=["stay", "side"], name="evaluation_stands_once_for_each_side"),
            models.CheckConstraint(name="evaluation_says_something", condition=~Q(worked="")),
            models.CheckConstraint(name="evaluation_is_from_a_known_side", condition=Q(side__in=Side.values)),
        ]

    def __str__(self) -> str:
        return f"{self.stay}, {self.get_side_display()}"


@pghistory.track()
class EmployerWords(models.Model):
    """What one employer writes for the joint certificate: the tasks that were done, and a few words of their own."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    stay = models.OneToOneField(Stay, models.PROTECT, related_name="words")
    tasks = ArrayField(models.CharField(max_length=120), verbose_name=_("oppgaver"), help_text="as they were called then")
    words = models.TextField(_("med egne ord"), max_length=1200)
    signed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("skrevet av"))
    title = models.CharField(_("stilling"), max_length=80, blank=True)
    given_at = models.DateTimeField()
    typed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            within_our_time("employer_words_days_are_of_our_time", "given_at"),
            models.CheckConstraint(name="employer_words_say_something", condition=~Q(words="")),
            models.CheckConstraint(
                name="employer_words_name_a_task",
                condition=Q(tasks__len__range=(1, 10)),
                violation_error_message=_("Velg minst én oppgave."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stay}"


@pghistory.track()
class WayOn(models.Model):
    """What one does after the loop, in the candidate's own words, with somebody who helps and a day. Source: MISSION §5.9."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    participant = models.OneToOneField(Participant, models.PROTECT, related_name="way_on")
    aim = models.TextField(_("hva jeg vil"), max_length=600)
    help = models.TextField(_("hva som hjelper meg dit"), max_length=600, blank=True)
    first_step = models.CharField(_("det første jeg gjør"), max_length=200)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("hvem hjelper"))
    due_on = models.DateField(_("når"))
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            within_our_time("way_on_days_are_of_our_time", "due_on", "changed_at"),
            models.CheckConstraint(name="way_on_has_an_aim_and_a_step", condition=~Q(aim="") & ~Q(first_step="")),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.first_step}"


def certificate_storage() -> Storage:
    return storages["certificates"]


class JointCertificate(models.Model):
    """One joint certificate as it was issued. A corrected one is a new row; the newest counts."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="certificates")
    language = models.CharField(_("språk"), max_length=2, choices=Language)
    contents = models.JSONField(help_text="the values the file was made from")
    file = models.FileField(storage=certificate_storage, upload_to="certificates/")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the sealed file, in hexadecimal")
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("utstedt"))

    class Meta:
        triggers = [pgtrigger.Protect(name="joint_certificate_is_never_edited", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            within_our_time("joint_certificate_days_are_of_our_time", "issued_at"),
            models.CheckConstraint(name="joint_certificate_has_a_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
        ]
        indexes = [models.Index(fields=["participant", "-issued_at", "-id"], name="joint_certificate_newest")]

    def __str__(self) -> str:
        return f"{self.participant}, {day(self.issued_at)}"
