"""Something that is hard, and is solved together: it has an owner, a deadline, the four parties, and an end. Source: MISSION §5.8."""

from __future__ import annotations

from uuid import uuid4

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.kernel.our_time import within_our_time
from brobygger.loops.models import Participant
from brobygger.parties.models import Person, Role, Workplace


class MatterState(models.TextChoices):
    OPEN = "open", _("vi er i gang med det")
    SOLVED = "solved", _("løst")


@pghistory.track()
class Matter(models.Model):
    """Something that is hard between a candidate and a workplace. The four: candidate, employer, counsellor, coordinator."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="matters")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="matters")
    workplace = models.ForeignKey(Workplace, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("arbeidssted"))
    what = models.CharField(_("hva som er vanskelig"), max_length=300)
    raised_by_role = models.CharField(max_length=24, choices=Role)
    raised_by_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    raised_by_user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("hvem tar det"))
    due_on = models.DateField(_("frist"))
    is_shared_with_employer = models.BooleanField(_("bedriften er med"), default=False)
    agreed = models.TextField(_("det vi er blitt enige om"), max_length=600, blank=True, help_text="all four read it")
    state = models.CharField(_("status"), max_length=8, choices=MatterState, default=MatterState.OPEN)
    solved_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(_("hvordan det ble"), max_length=600, blank=True, help_text="all four read it")

    class Meta:
        constraints = [
            within_our_time("matter_days_are_of_our_time", "raised_at", "due_on", "solved_at"),
            models.CheckConstraint(name="matter_says_what_is_hard", condition=~Q(what="")),
            models.CheckConstraint(
                name="matter_is_raised_by_somebody",
                condition=Q(raised_by_person__isnull=False, raised_by_user__isnull=True)
                | Q(raised_by_person__isnull=True, raised_by_user__isnull=False),
            ),
            models.CheckConstraint(
                name="matter_has_a_moment_and_an_outcome_once_solved",
                condition=Q(state=MatterState.SOLVED, solved_at__isnull=False) & ~Q(outcome="")
                | Q(state=MatterState.OPEN, solved_at__isnull=True, outcome=""),
                violation_error_message=_("Skriv hvordan det ble."),
            ),
            models.CheckConstraint(
                name="matter_with_an_employer_has_a_workplace",
                condition=Q(is_shared_with_employer=False) | Q(workplace__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["owner", "due_on", "id"], condition=Q(state=MatterState.OPEN), name="matter_open_by_owner")]

    def __str__(self) -> str:
        return self.what


class MatterNote(models.Model):
    """A line about a matter. Never edited. The candidate reads it unless it is withheld for a reason until a day. Source: RULES A8."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="notes")
    text = models.TextField(_("hva som er gjort"), max_length=1000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    withheld_until = models.DateField(_("vises ikke for deltakeren før"), null=True, blank=True)
    withheld_because = models.CharField(_("hvorfor"), max_length=200, blank=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="matter_note_is_never_edited", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            within_our_time("matter_note_days_are_of_our_time", "written_at", "withheld_until"),
            models.CheckConstraint(name="matter_note_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="matter_note_is_withheld_for_a_reason_until_a_day",
                condition=Q(withheld_until__isnull=True, withheld_because="") | Q(withheld_until__isnull=False) & ~Q(withheld_because=""),
                violation_error_message=_("Skriv hvorfor det holdes tilbake, og til når."),
            ),
        ]

    def __str__(self) -> str:
        return self.text
