"""A unit's week in words, and the rows of its lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.accounts.models import User
from brobygger.followup.callbacks import AnswerTimes
from brobygger.followup.due_dates import NEVER, in_words
from brobygger.intake.caseloads import Caseload
from brobygger.intake.cover import the_two
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import NO_BREAK_SPACE, day
from brobygger.web.phrases import number, opening

HOUR = 60
EN_DASH = "–"


@dataclass(frozen=True)
class Line:
    """A row of a list: a name, where it goes, what there is to say, and a number to ring."""

    name: str
    text: str
    url: str = ""
    phone: str = ""


def days_of(first: date, last: date) -> str:
    """9.–15. november; 28. september – 4. oktober."""
    end = date_format(last, _("j. F"))
    if first.month == last.month:
        return f"{first.day}.{EN_DASH}{end}"
    begin = date_format(first, _("j. F"))
    return f"{begin}{NO_BREAK_SPACE}{EN_DASH} {end}"


def week_of(monday: date, sunday: date) -> str:
    return _("Uke %(number)s, %(days)s") % {"number": monday.isocalendar().week, "days": days_of(monday, sunday)}


def in_time(minutes: float) -> str:
    """1 time og 52 minutter; 38 minutter."""
    hours, rest = divmod(round(minutes), HOUR)
    in_hours = ngettext("%(count)s time", "%(count)s timer", hours) % {"count": hours}
    in_minutes = ngettext("%(count)s minutt", "%(count)s minutter", rest) % {"count": rest}
    if hours and rest:
        said = _("%(hours)s og %(minutes)s") % {"hours": in_hours, "minutes": in_minutes}
    else:
        said = in_hours if hours else in_minutes
    return said


def still_waiting(times: AnswerTimes) -> str:
    """That some are not rung yet, which no median tells of; empty when all are."""
    if not times.waiting_count:
        return ""
    words = ngettext("Én venter fortsatt.", "%(count)s venter fortsatt.", times.waiting_count)
    return words % {"count": opening(times.waiting_count)}


def never_words(count: int, of: int) -> str:
    if not count:
        return ""
    if count == of:
        return _("Ikke kontaktet i det hele tatt.")
    return ngettext("Én av dem er ikke kontaktet i det hele tatt.", "%(count)s av dem er ikke kontaktet i det hele tatt.", count) % {
        "count": opening(count)
    }


def seldom_words(count: int) -> str:
    if not count:
        return ""
    words = ngettext("Én er ikke over tiden ennå.", "%(count)s er ikke over tiden ennå.", count)
    return words % {"count": opening(count)}


def how_many(people: int, employers: int) -> str:
    """«To personer og én bedrift.»"""
    parts = []
    if people:
        parts.append(ngettext("én person", "%(count)s personer", people) % {"count": number(people)})
    if employers:
        parts.append(ngettext("én bedrift", "%(count)s bedrifter", employers) % {"count": number(employers)})
    if not parts:
        return ""
    said = parts[0] if len(parts) == 1 else _("%(people)s og %(employers)s") % {"people": parts[0], "employers": parts[1]}
    return f"{said[:1].upper()}{said[1:]}."


def people_words(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s personer", count) % {"count": count}


def specialists_words(count: int) -> str:
    return ngettext("én spesialist", "%(count)s spesialister", count) % {"count": number(count)}


def above_range_words(each: Caseload) -> str:
    """Why somebody has more than the range, as it was written; or that it was not."""
    first = each.user.name.partition(" ")[0]
    if each.above_range_because:
        return _("%(name)s har %(count)s. Grunnen som er skrevet: «%(because)s»") % {
            "name": first,
            "count": each.count,
            "because": each.above_range_because,
        }
    return _("%(name)s har %(count)s. Ingen har skrevet en grunn.") % {"name": first, "count": each.count}


def follows(held: Any) -> str:
    """Who follows somebody up, and who answers while that one is away."""
    two = the_two(held)
    if two.responsible is None and two.deputy is None:
        return _("Ingen er ansvarlig.")
    if two.answers is None:
        return _("Ingen er til stede i dag.")
    if two.is_away or two.responsible is None:
        return _("%(name)s svarer nå.") % {"name": two.answers.name}
    return _("%(name)s følger opp.") % {"name": two.answers.name}


def silence(engagement: Any, due: Any, *, today: date) -> str:
    """Since when nobody has reached somebody, and what was planned. Takes an engagement of `uncontacted`, and the same with due dates."""
    when, why = in_words(due, today=today)
    if engagement.last_met_at is None or due.due_phase == NEVER:
        return f"{when} {why}".strip()
    met_on = local_day(engagement.last_met_at)
    last = _("Sist kontaktet %(day)s, for %(count)s dager siden.") % {"day": day(met_on), "count": (today - met_on).days}
    if due.due_on is None or due.due_on < today:
        return f"{last} {when}"
    return _("%(last)s Neste samtale: %(when)s") % {"last": last, "when": f"{when[:1].lower()}{when[1:]}"}


def answers_today(user: User | None) -> str:
    return _("%(name)s ringer.") % {"name": user.name} if user is not None else _("Ingen er til stede i dag.")


def silence_then(engagement: Any, *, on: date) -> str:
    """Since when nobody had reached somebody on a day that has been."""
    if engagement.last_met_at is None:
        return _("Ikke kontaktet ennå.")
    met_on = local_day(engagement.last_met_at)
    return _("Sist kontaktet %(day)s, %(count)s dager før.") % {"day": day(met_on), "count": (on - met_on).days}


def why_it_stands_still(intake: Any) -> str:
    """Takes an intake from `intakes_standing_still`."""
    if intake.is_forgotten:
        since = _("Skulle fått svar %(day)s.") % {"day": day(intake.waits_until)}
    else:
        referred = {"day": day(local_day(intake.referred_at)), "name": intake.referred_by.name}
        since = _("Henvist %(day)s av %(name)s.") % referred
    if intake.owner is None:
        has = _("Ingen har fått dette.")
    elif intake.has_nobody:
        has = _("%(name)s har det, men er ikke her nå.") % {"name": intake.owner.name}
    else:
        has = _("%(name)s har det.") % {"name": intake.owner.name}
    return f"{since} {has}"
