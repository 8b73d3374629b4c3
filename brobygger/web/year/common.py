"""What the pages of a year have in common: the loop with what the reader may see and do, and the way here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.principal import Principal
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.agreements.models import Evaluation
from brobygger.loops.models import Loop, LoopDate, Participant
from brobygger.loops.the_year.queries import Parts, Year, date_of, dates_of, parts_of, read_year, stays_by_name
from brobygger.parties.named import Named
from brobygger.web.loops.the_loop import RELATED, crumbs
from brobygger.web.page import page
from brobygger.web.request import Request
from brobygger.web.shell import Crumb

run = page(Verb.RUN, Loop, *RELATED)


@dataclass(frozen=True)
class Reading:
    """A loop as one reader meets its year."""

    principal: Principal
    now: datetime
    loop: Loop
    runs: bool
    decides: bool = False

    @cached_property
    def scope(self) -> QuerySet[Participant]:
        return door.rows(self.principal, Verb.READ, Participant)

    @cached_property
    def seen(self) -> dict[int, int]:
        """The keys of those the reader may name, and of the persons they are. One query."""
        return dict(self.scope.filter(loop=self.loop).values_list("pk", "person_id"))

    @cached_property
    def written(self) -> set[tuple[int, str]]:
        """The stays that are evaluated, and by which side. One query."""
        rows = door.rows(self.principal, Verb.READ, Evaluation).filter(stay__participant__loop=self.loop)
        return set(rows.values_list("stay_id", "side"))

    def named(self, participant: Participant) -> Named:
        return Named(participant.person, participant.pk in self.seen)

    @cached_property
    def parts(self) -> Parts:
        """Two queries."""
        return parts_of(self.loop)

    def dates(self) -> list[LoopDate]:
        return dates_of(self.parts, self.scope, is_run_by_reader=self.runs)

    def date(self, date_id: UUID) -> LoopDate:
        row = date_of(self.loop, date_id, self.scope, is_run_by_reader=self.runs)
        if row is None:
            raise Http404
        return row

    def year(self) -> Year:
        """The whole year; whoever is shown by name is written down."""
        stays = [stay for stay in stays_by_name(self.parts) if self.runs or stay.participant_id in self.seen]
        door.seen(self.principal, [stay.participant.person for stay in stays if stay.participant_id in self.seen], Purpose.LOOP_YEAR)
        return read_year(self.loop, dates=self.dates(), stays=stays, now=self.now)


def reading_of(request: Request, loop_id: UUID) -> Reading:
    """For those who may read the loop, with what they may do; the same 404 for the others. One query."""
    principal = request.principal
    may = {verb: Exists(door.rows(principal, verb, Loop).filter(pk=OuterRef("pk"))) for verb in (Verb.RUN, Verb.DECIDE)}
    rows = door.rows(principal, Verb.READ, Loop).select_related(*RELATED)
    loop = rows.annotate(may_run=may[Verb.RUN], may_decide=may[Verb.DECIDE]).filter(public_id=loop_id).first()
    if loop is None:
        raise Http404
    return Reading(principal, request.now, loop, runs=loop.may_run, decides=loop.may_decide)


def run_by(request: Request, loop: Loop) -> Reading:
    """For those who run the loop, as `page` has found it for them."""
    return Reading(request.principal, request.now, loop, runs=True)


def year_url(loop: Loop) -> str:
    return reverse("year:loop", args=[loop.public_id])


def year_crumbs(loop: Loop) -> list[Crumb]:
    return [*crumbs(loop), Crumb(_("Året"), year_url(loop))]
