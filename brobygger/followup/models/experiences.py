"""What the three sides say of how it was, by a guide. The answers belong to the one who gave them. Source: MISSION §6.5."""

from __future__ import annotations

from uuid import uuid4

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.kernel.our_time import within_our_time
from brobygger.kernel.units import day
from brobygger.parties.models import Person, Unit


class Guide(models.TextChoices):
    JOB_SEEKER = "job_seeker", _("jobbsøker")
    EMPLOYER = "employer", _("arbeidsgiver")
    SPECIALIST = "specialist", _("jobbspesialist")


@pghistory.track()
class ExperienceInterview(models.Model):
    """One conversation by one guide. It is read across with others, without a name, only as long as the answerer lets it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    guide = models.CharField(_("guide"), max_length=12, choices=Guide)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text="whose answers they are")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    held_on = models.DateField(_("når"))
    is_read_across = models.BooleanField(_("kan leses sammen med andres, uten navn"), default=False)
    withdrawn_at = models.DateTimeField(_("trukket tilbake"), null=True, blank=True)

    class Meta:
        constraints = [
            within_our_time("experience_interview_days_are_of_our_time", "held_on", "withdrawn_at"),
            models.CheckConstraint(name="experience_interview_follows_a_guide", condition=Q(guide__in=Guide.values)),
            models.CheckConstraint(
                name="experience_interview_that_is_withdrawn_is_not_read",
                condition=Q(withdrawn_at__isnull=True) | Q(is_read_across=False),
            ),
        ]
        indexes = [models.Index(fields=["unit", "guide", "-held_on"], name="experience_by_unit")]

    def __str__(self) -> str:
        return f"{self.get_guide_display()}, {day(self.held_on)}"


class ExperienceAnswer(models.Model):
    """One answer to one question of the guide."""

    interview = models.ForeignKey(ExperienceInterview, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=40, help_text="a code of followup/guides.py")
    text = models.TextField(_("svar"), max_length=1500)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="experience_answer_stands_once", fields=["interview", "question"]),
            models.CheckConstraint(name="experience_answer_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text
