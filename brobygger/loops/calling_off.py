"""Why a loop is called off, as those it concerns are told: ready sentences, read in three languages, that say nothing of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.audit.models import Entry
from brobygger.loops.models import Loop

CALLED_OFF = "loops.loop_called_off"


class CalledOffBecause(models.TextChoices):
    TOO_FEW_EMPLOYERS = "too_few_employers", _("For få bedrifter kunne være med.")
    TOO_FEW_CANDIDATES = "too_few_candidates", _("For få ville være med denne gangen.")
    NO_DAY = "no_day", _("Vi fant ikke en dag og et sted som passet.")
    ANOTHER_LOOP = "another_loop", _("Den er slått sammen med en annen loop.")
    OTHER = "other", _("Det ble ikke noe av denne gangen.")


@dataclass(frozen=True)
class CalledOff:
    """That a loop was called off: by whom, when, and why. `by` is empty for one who is no user."""

    at: datetime
    because: CalledOffBecause
    by: str


def called_off(loop: Loop) -> CalledOff | None:
    """Who called a loop off and why, from the log, which is where it is kept. Cost: two queries."""
    entry = Entry.objects.filter(event=CALLED_OFF, subject_id=loop.public_id).order_by("-pk").first()
    if entry is None or entry.actor_id is None:
        return None
    names = User.objects.filter(public_id=entry.actor_id).values_list("name", flat=True)
    return CalledOff(entry.recorded_at, CalledOffBecause(entry.facts["because"]), names.first() or "")
