"""What the pages say of those who wait to be rung: who, when they rang, and how much time is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.appointments.states import AppointmentState
from brobygger.followup.models import CallBack, CallBackKind
from brobygger.followup.working_time import TIME_TO_RING_BACK, minutes_at_work
from brobygger.kernel.local_time import in_norway, local_day

ALL_MINUTES = int(TIME_TO_RING_BACK.total_seconds()) // 60
ROUND = 125.7  # once round the clock's circle, 2π · 20
HOUR = 60


@dataclass(frozen=True)
class WaitingRow:
    """One who waits, in words.

    Takes   gone  how much of the clock's circle is used up, as the picture takes it
    """

    call: CallBack
    name: str
    place: str
    asked: str
    due: str
    left: str
    gone: str
    is_late: bool
    who: str = ""
    agreed: str = ""


def waiting_rows(calls: Iterable[CallBack], *, now: datetime) -> list[WaitingRow]:
    return [waiting_row(call, now=now) for call in calls]


def waiting_row(call: CallBack, *, now: datetime, who: str = "") -> WaitingRow:
    """Takes   call  with person, engagement or relation loaded, as `waiting_calls` gives it."""
    is_late = call.due_at < now
    left = ALL_MINUTES if call.asked_at > now else minutes_at_work(now, call.due_at)
    today = local_day(now)
    return WaitingRow(
        call=call,
        name=str(call.person),
        place=str(call.relation.workplace) if call.relation is not None else "",
        asked=asked_words(call, today=today),
        due=moment_words(call.due_at, today=today),
        left="" if is_late else in_minutes(left),
        gone=f"{ROUND * min(1, max(0, ALL_MINUTES - left) / ALL_MINUTES):.1f} {ROUND}",
        is_late=is_late,
        who=who,
        agreed=agreed_words(call, today=today),
    )


def agreed_words(call: CallBack, *, today: date) -> str:
    """When one has agreed to ring; empty when nothing is agreed."""
    agreed = call.appointment
    if agreed is None or agreed.state != AppointmentState.PLANNED:
        return ""
    return _("Avtalt %(when)s.") % {"when": moment_words(agreed.starts_at, today=today)}


def asked_words(call: CallBack, *, today: date) -> str:
    when = moment_words(call.asked_at, today=today)
    if call.kind == CallBackKind.RING_ME:
        return _("Trykket «Ring meg» %(when)s.") % {"when": when}
    return _("Ringte %(when)s.") % {"when": when}


def moment_words(moment: datetime, *, today: date) -> str:
    """10.40 today; on another day «mandag 16. november kl. 10.40»."""
    local = in_norway(moment)
    if local.date() == today:
        return f"{local:%H.%M}"
    return _("%(day)s kl. %(time)s") % {"day": date_format(local.date(), _("l j. F")), "time": f"{local:%H.%M}"}


def in_minutes(minutes: int) -> str:
    """Time left at work, in words: «om 24 minutter», «om 1 time og 24 minutter». Evenings and weekends are not counted."""
    hours, rest = divmod(minutes, HOUR)
    in_hours = ngettext("%(count)s time", "%(count)s timer", hours) % {"count": hours}
    in_rest = ngettext("%(count)s minutt", "%(count)s minutter", rest) % {"count": rest}
    if hours and rest:
        return _("%(hours)s og %(minutes)s igjen") % {"hours": in_hours, "minutes": in_rest}
    return _("%(time)s igjen") % {"time": in_hours if hours else in_rest}
