"""A stated reason to open a person one does not follow."""

from __future__ import annotations

from datetime import timedelta

import pghistory
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.kernel.our_time import within_our_time
from brobygger.parties.models import Person

LONGEST_NEED = timedelta(days=92)  # three months at the most; RULES A2

models.TextField.register_lookup(Length)


@pghistory.track()
class NeedToKnow(models.Model):
    """That a user has said why they need to see a person in their unit whom they do not follow. Source: RULES A2."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.TextField(_("grunn"), validators=[MinLengthValidator(10), MaxLengthValidator(255)])
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            within_our_time("need_to_know_days_are_of_our_time", "starts_on", "ends_on"),
            models.CheckConstraint(
                name="need_to_know_has_a_reason_of_10_to_255_characters",
                condition=Q(reason__length__range=(10, 255)),
                violation_error_message=_("Skriv grunnen med 10 til 255 tegn."),
            ),
            models.CheckConstraint(
                name="need_to_know_lasts_three_months_at_most",
                condition=Q(ends_on__gte=F("starts_on"), ends_on__lte=F("starts_on") + LONGEST_NEED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.person}"
