"""That somebody asks another to take over people and employers: proposed, then accepted or declined. Source: RULES W11."""

from __future__ import annotations

from uuid import uuid4

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.intake.models import Responsibility
from brobygger.kernel.our_time import within_our_time


class HandoverState(models.TextChoices):
    PROPOSED = "proposed", _("venter på svar")
    ACCEPTED = "accepted", _("tatt over")
    DECLINED = "declined", _("ikke tatt over")
    WITHDRAWN = "withdrawn", _("trukket tilbake")


@pghistory.track()
class Handover(models.Model):
    """One question to one colleague about one or many; what was done before stays credited to those who did it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    from_user = models.ForeignKey(User, models.PROTECT, related_name="+")
    to_user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("til"))
    because = models.CharField(_("hvorfor"), max_length=300)
    starts_on = models.DateField(_("fra"), help_text="the first day of the one who takes over")
    answer_by = models.DateField(_("svar innen"))
    state = models.CharField(_("status"), max_length=12, choices=HandoverState, default=HandoverState.PROPOSED)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    declined_because = models.CharField(_("hvorfor ikke"), max_length=300, blank=True)

    class Meta:
        constraints = [
            within_our_time("handover_days_are_of_our_time", "starts_on", "answer_by", "proposed_at", "answered_at"),
            models.CheckConstraint(
                name="handover_goes_to_another",
                condition=~Q(from_user=F("to_user")),
                violation_error_message=_("Velg en annen enn den som har det nå."),
            ),
            models.CheckConstraint(
                name="handover_is_answered_at_a_moment",
                condition=Q(state=HandoverState.PROPOSED, answered_at__isnull=True)
                | ~Q(state=HandoverState.PROPOSED) & Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_is_declined_for_a_reason",
                condition=Q(state=HandoverState.DECLINED) & ~Q(declined_because="")
                | ~Q(state=HandoverState.DECLINED) & Q(declined_because=""),
                violation_error_message=_("Skriv hvorfor du ikke kan ta over."),
            ),
        ]
        indexes = [models.Index(fields=["to_user", "answer_by", "id"], condition=Q(state="proposed"), name="handover_waiting")]

    def __str__(self) -> str:
        return f"{self.from_user} – {self.to_user}"


class HandoverItem(models.Model):
    """One responsibility that is asked about."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="items")
    responsibility = models.ForeignKey(Responsibility, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="handover_item_stands_once", fields=["handover", "responsibility"])]

    def __str__(self) -> str:
        return str(self.responsibility)
