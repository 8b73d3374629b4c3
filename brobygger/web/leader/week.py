"""«Uka»: what somebody must take up, how the last weeks went, and who has room. Mock-up 06."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from brobygger.followup.leader import LastWeeks, ToTakeUp, Week, last_weeks_of, loads, to_take_up
from brobygger.intake.caseloads import Caseload
from brobygger.web.leader import words
from brobygger.web.leader.drawing import BAND_FROM, BAND_WIDTH, Curve, curve, load_at
from brobygger.web.leader.unit import WEEK, Led, led, rows_of
from brobygger.web.page import page
from brobygger.web.phrases import number
from brobygger.web.rendering import render_part
from brobygger.web.request import Request


@dataclass(frozen=True)
class Figure:
    """A number of the list it opens: what it counts, and what else is to be said."""

    count: int
    url: str
    what: str | Promise
    more: str = ""


class Trend(NamedTuple):
    """A figure week by week: the last of them, its list, and the drawing."""

    what: str | Promise
    unit: str | Promise
    last: str
    url: str
    curve: Curve | None


class Cell(NamedTuple):
    text: str
    url: str


class LoadRow(NamedTuple):
    load: Caseload
    url: str
    at: str


@page()
def week(request: Request) -> HttpResponse:
    today = request.principal.today
    here = led(request)
    rows = rows_of(request, here.unit)
    figures = to_take_up(rows, today=today, now=request.now)
    lately = last_weeks_of(rows, today=today)
    held = loads(rows, today=today)
    this_week = lately.weeks[-1]
    context = {
        "here": here,
        "when": words.week_of(this_week.monday, this_week.sunday),
        "followed": words.people_words(figures.followed),
        "followed_url": here.url("people"),
        "specialists": words.specialists_words(len(held)),
        "figures": figures_of(figures, here),
        "trends": trends_of(lately.weeks, here),
        "weeks": [(each.number, cells_of(each, here)) for each in reversed(lately.weeks)],
        "first_week": lately.weeks[0].number,
        "last_week": this_week.number,
        "loads": [LoadRow(each, here.url("people", hos=each.user.public_id), load_at(each.per_full_position)) for each in held],
        "above": [words.above_range_words(each) for each in held if each.is_above_range],
        "band_from": BAND_FROM,
        "band_width": BAND_WIDTH,
        "answers": answers_of(lately),
        "answers_url": here.url("answers"),
    }
    return render_part(request, "leader/week.html", context)


def figures_of(found: ToTakeUp, here: Led) -> list[Figure]:
    quiet = " ".join(
        filter(None, (words.never_words(found.never_contacted, found.uncontacted), words.seldom_words(found.seldom_contacted)))
    )
    return [
        Figure(found.uncontacted, here.url("uncontacted"), _("Ikke kontaktet på 14 dager."), quiet),
        Figure(
            found.standing_still,
            here.url("standing_still"),
            _("Inntak som står stille."),
            _("Ingen svarer, eller fristen er forbi."),
        ),
        Figure(found.not_rung, here.url("not_rung"), _("Ikke ringt tilbake"), _("innen fristen.")),
        Figure(found.openings, here.url("openings"), _("Muligheter hos bedrifter"), _("som ingen har fulgt opp på 14 dager.")),
        Figure(
            found.unanswered,
            here.url("unanswered"),
            _("Ingen svarer i dag."),
            words.how_many(found.people_unanswered, found.employers_unanswered),
        ),
        Figure(
            found.without_deputy,
            here.url("without_deputy"),
            _("Uten stedfortreder."),
            words.how_many(found.people_without_deputy, found.employers_without_deputy),
        ),
    ]


def trends_of(weeks: Sequence[Week], here: Led) -> list[Trend]:
    last = weeks[-1]
    waited = last.answers.median_minutes
    return [
        Trend(_("Kontakter"), _("per uke"), str(last.contacts), here.url("contacts"), curve([each.contacts for each in weeks])),
        Trend(
            _("Møter med bedrifter"), met_and_rung(last), str(last.meetings), here.url("meetings"), curve([each.meetings for each in weeks])
        ),
        Trend(
            _("Tid før vi ringer tilbake"),
            _("median, minutter"),
            nobody_rung(last) if waited is None else _("%(count)s min") % {"count": round(waited)},
            here.url("answers", **asked_for(last)),
            curve([each.answers.median_minutes for each in weeks]),
        ),
        Trend(
            _("Ikke kontaktet på 14 dager"),
            _("ved slutten av uka"),
            str(last.uncontacted),
            here.url("uncontacted"),
            curve([each.uncontacted for each in weeks]),
        ),
    ]


def met_and_rung(last: Week) -> str:
    """A call is no meeting, and is not forgotten either."""
    if not last.calls:
        return _("per uke")
    return _("per uke, og %(count)s på telefon denne uka") % {"count": number(last.calls)}


def nobody_rung(each: Week) -> str:
    """There is no median: nobody asked us to ring back, or those who did wait. It says nothing of whom we have rung ourselves."""
    return _("ingen er ringt ennå") if each.answers.waiting_count else _("ingen ba om det")


def cells_of(each: Week, here: Led) -> list[Cell]:
    """A row of the table behind the drawings: every figure with its list."""
    asked = asked_for(each)
    times = each.answers
    half = nobody_rung(each) if times.median_minutes is None else str(round(times.median_minutes))
    nine = "" if times.ninth_decile_minutes is None else str(times.ninth_decile_minutes)
    return [
        Cell(str(each.contacts), here.url("contacts", **asked)),
        Cell(str(each.meetings), here.url("meetings", **asked)),
        Cell(str(each.calls), here.url("calls", **asked)),
        Cell(half, here.url("answers", **asked)),
        Cell(nine, here.url("answers", **asked) if nine else ""),
        Cell(str(times.waiting_count), here.url("answers", **asked)),
        Cell(str(each.uncontacted), here.url("uncontacted", **asked)),
    ]


def asked_for(each: Week) -> dict[str, str]:
    return {WEEK: f"{each.monday:%Y-%m-%d}"}


class Answers(NamedTuple):
    """How long those who ring us wait, in words; `half` is empty when nobody has been rung."""

    half: str
    nine: str
    waiting: str


def answers_of(lately: LastWeeks) -> Answers:
    times = lately.answers
    if times.median_minutes is None or times.ninth_decile_minutes is None:
        return Answers("", "", words.still_waiting(times))
    return Answers(words.in_time(times.median_minutes), words.in_time(times.ninth_decile_minutes), words.still_waiting(times))
