"""Stating a reason to open somebody one does not follow."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.access.models import NeedToKnow
from brobygger.accounts.models import User
from brobygger.audit.actions import record
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Person


class HowLong(models.IntegerChoices):
    """For how many days after today a stated reason holds; three months at the most."""

    A_WEEK = 7, gettext_lazy("en uke")
    A_MONTH = 30, gettext_lazy("en måned")
    THREE_MONTHS = 91, gettext_lazy("tre måneder")


@transaction.atomic
def open_person_with_reason(person: Person, *, reason: str, how_long: HowLong, actor: User, today: date) -> NeedToKnow:
    """State why one needs to see somebody in one's unit whom one does not follow.

    The reason opens nobody by itself: the access table gives the person only to those in a unit that follows them up,
    and never past protection, one's own record or family.

    Takes   person  somebody the actor may find
            reason  10–255 characters; the person and the data protection officer read it
    Gives   the stated reason, in force from today through its last day
    Raises  DomainError on `reason` when it is too short or too long
    Source  RULES A2, A3
    """
    need = NeedToKnow(user=actor, person=person, reason=reason.strip(), starts_on=today, ends_on=today + timedelta(days=how_long))
    try:
        need.clean_fields()
    except ValidationError as mistake:
        raise DomainError(_("Skriv grunnen med 10 til 255 tegn."), field="reason") from mistake
    need.save(force_insert=True)
    record("access.reason_stated", person, actor=actor, ends_on=need.ends_on.isoformat())
    return need
