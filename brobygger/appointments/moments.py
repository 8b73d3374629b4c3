"""When an appointment is, as people say it: a day, and perhaps a time of day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _

from brobygger.appointments.models import AppointmentKind
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import midnight, moment_on

HOURS, MINUTES = 24, 60
USUAL_MINUTES: dict[AppointmentKind, int] = {
    AppointmentKind.TALK: 30,
    AppointmentKind.CALL: 15,
    AppointmentKind.VISIT: 60,
    AppointmentKind.THREE: 60,
    AppointmentKind.FIRST_DAY: 60,
    AppointmentKind.STEP: 30,
    AppointmentKind.OWN: 60,
    AppointmentKind.LOOP: 60,
}
TIME_SAID = re.compile(r"\b(?:kl\.?|klokka|klokken)\s*(\d{1,2})(?:[.:, ]?(\d{2}))?(?!\d)|\bat\s+(\d{1,2})[.:](\d{2})(?!\d)", re.IGNORECASE)


def time_said_in(words: str) -> time | None:
    """The time of day that stands in some words, «Møte på kafeen kl. 10»; None when there is none, or none of the clock."""
    found = TIME_SAID.search(words)
    if found is None:
        return None
    hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    return time(hour, minute) if hour < HOURS and minute < MINUTES else None


@dataclass(frozen=True)
class When:
    """A day, and from when to when by the clock in Norway. No time is any time that day; no end is the usual length of the kind."""

    on: date
    at: time | None = None
    until: time | None = None

    def span(self, kind: AppointmentKind) -> tuple[datetime, datetime]:
        """The first moment, and the one after the last. Raises DomainError for an end that is not after the start, or without one."""
        if self.at is None:
            if self.until is not None:
                raise DomainError(_("Skriv også når det begynner."), field="at")
            return midnight(self.on), midnight(self.on + timedelta(days=1))
        starts_at = moment_on(self.on, self.at)
        ends_at = starts_at + timedelta(minutes=USUAL_MINUTES[kind]) if self.until is None else moment_on(self.on, self.until)
        if ends_at.astimezone(UTC) <= starts_at.astimezone(UTC):
            raise DomainError(_("Slutten må være etter begynnelsen."), field="until")
        return starts_at, ends_at
