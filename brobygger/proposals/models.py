"""What the engine proposed, from what, and what a person decided. Neither is ever edited. Source: RULES M1, M4."""

from __future__ import annotations

from uuid import uuid4

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.kernel.our_time import within_our_time
from brobygger.kernel.units import day


class ProposalKind(models.TextChoices):
    LOOP_PLAN = "loop_plan", _("plan for en loop")
    LOOP_REPAIR = "loop_repair", _("reparasjon av en loop")
    ASSIGNMENT = "assignment", _("hvem som følger opp hvem")
    OPENING = "opening", _("mulighet for en kandidat")


class Proposal(models.Model):
    """One answer from the engine with everything it was worked out from."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=ProposalKind)
    subject_id = models.UUIDField(db_index=True, help_text="public id of what it is about")
    inputs = models.JSONField(help_text="the instance, for a loop in the format of contracts/loop.md")
    settings = models.JSONField(help_text="objective, pins and forbidden pairs")
    engine_version = models.CharField(max_length=20)
    result = models.JSONField(help_text="the plan with reason codes, alternatives and proof")
    proposed_for = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            within_our_time("proposal_days_are_of_our_time", "created_at"),
        ]
        triggers = [pgtrigger.Protect(name="proposal_is_never_edited", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {day(self.created_at)} {self.created_at:%H.%M}"


class Decision(models.Model):
    """What a named person decided about a proposal, and why when it departs from it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="decision")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    departs = models.BooleanField(help_text="whether the person changed what the engine proposed by itself")
    reason = models.TextField(_("begrunnelse"), blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="decision_is_never_edited", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            within_our_time("decision_days_are_of_our_time", "decided_at"),
            models.CheckConstraint(
                name="decision_has_a_reason_when_it_departs",
                condition=models.Q(departs=False) | ~models.Q(reason=""),
                violation_error_message=_("Skriv hvorfor du avviker fra forslaget."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decided_by}, {day(self.decided_at)}"
