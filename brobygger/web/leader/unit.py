"""The unit whose figures are shown. A leader of several chooses; each page and each link stays in the one that was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.followup.leader import UnitRows, last_weeks
from brobygger.followup.models import CallBack
from brobygger.intake.models import EmployerRelation, Engagement, Intake
from brobygger.jobdev.models import EmployerVisit, Opening
from brobygger.parties.models import Unit
from brobygger.parties.queries import in_norwegian_order
from brobygger.web.request import Request

UNIT, WEEK = "enhet", "uke"


@dataclass(frozen=True)
class Led:
    """The unit that is shown, among those one leads, and the way to its other pages."""

    unit: Unit
    units: list[Unit]

    def url(self, name: str, **more: object) -> str:
        asked = {**({UNIT: self.unit.public_id} if len(self.units) > 1 else {}), **more}
        return reverse(f"leader:{name}") + (f"?{urlencode(asked)}" if asked else "")

    @property
    def others(self) -> list[tuple[Unit, str]]:
        """All the units one leads, each with its page."""
        return [(unit, f"{reverse('leader:week')}?{urlencode({UNIT: unit.public_id})}") for unit in self.units]


def led(request: Request) -> Led:
    """The unit asked for, or the first by name. 404 for one that somebody else leads."""
    door.require(request.principal, Verb.LEAD, Unit)
    units = list(door.rows(request.principal, Verb.LEAD, Unit).order_by(in_norwegian_order("name"), "pk"))
    asked = request.GET.get(UNIT)
    chosen = next((unit for unit in units if asked is None or str(unit.public_id) == asked), None)
    if chosen is None:
        raise Http404
    return Led(chosen, units)


def rows_of(request: Request, unit: Unit) -> UnitRows:
    principal = request.principal
    return UnitRows(
        unit=unit,
        engagements=door.rows(principal, Verb.FIND, Engagement).filter(unit=unit),
        intakes=door.rows(principal, Verb.READ, Intake).filter(unit=unit),
        calls=door.rows(principal, Verb.READ, CallBack).filter(Q(engagement__unit=unit) | Q(relation__unit=unit)),
        openings=door.rows(principal, Verb.READ, Opening).filter(unit=unit),
        relations=door.rows(principal, Verb.READ, EmployerRelation).filter(unit=unit),
        visits=door.rows(principal, Verb.READ, EmployerVisit).filter(unit=unit),
    )


def monday_asked(request: Request) -> date | None:
    """The week an address asks for, one of the last twelve by its Monday; None for none, and for any other."""
    mondays = {f"{monday:%Y-%m-%d}": monday for monday in last_weeks(request.principal.today)}
    return mondays.get(request.GET.get(WEEK, ""))


def week_asked(request: Request) -> tuple[date, date]:
    """Monday and Sunday of the week asked for, or of the one that runs."""
    monday = monday_asked(request) or last_weeks(request.principal.today)[-1]
    return monday, monday + timedelta(days=6)
