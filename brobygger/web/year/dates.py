"""One date of the year: when, where and for whom; move it, tick it off, call it off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.appointments.models import Appointment, AppointmentParty
from brobygger.appointments.states import AppointmentState
from brobygger.followup.actions.together import hold_date
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.loops.models import TURNINGS, DateKind, Loop, LoopDate
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.actions import dates as actions
from brobygger.loops.the_year.collisions import Collision, collisions_of
from brobygger.loops.the_year.moving import may_be_moved, moved_dates
from brobygger.loops.the_year.queries import once_each, parties_in, stay_of
from brobygger.parties.models import Role
from brobygger.parties.named import Named
from brobygger.parties.reach import can_be_sent_to
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of
from brobygger.web.kinds import form_page
from brobygger.web.loops.the_loop import RELATED
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by, by_now, sent
from brobygger.web.shell import Fact
from brobygger.web.year import words
from brobygger.web.year.common import Reading, reading_of, run, run_by, year_crumbs
from brobygger.web.year.forms import CallOffDateForm, MoveForm


@page()
def date(request: Request, loop_id: UUID, date_id: UUID) -> HttpResponse:
    """The date; with an answer to «what if it is moved» when that is asked."""
    reading = reading_of(request, loop_id)
    row = reading.date(date_id)
    form = MoveForm(request.GET if reading.runs and "on" in request.GET else None, row=row)
    return shown(request, reading, row, form, tried=tried_move(reading, row, form))


def shown(request: Request, reading: Reading, row: LoopDate, form: MoveForm, *, tried: Sequence[LoopDate] = ()) -> HttpResponse:
    now, today = reading.now, reading.principal.today
    concerned = parties_in(tried or [row]) if reading.runs else []
    parties = once_each(party for party in concerned if party.appointment_id == row.appointment_id)
    named = [row.participant.person] if row.participant is not None and row.participant_id in reading.seen else []
    candidates = [party.person for party in concerned if party.person is not None and party.role == Role.CANDIDATE]
    named += [person for person in candidates if person.pk in reading.seen.values()]
    door.seen(reading.principal, named, Purpose.LOOP_YEAR)
    is_running, is_planned = reading.loop.state == LoopState.RUNNING, row.state == AppointmentState.PLANNED
    may_change = reading.runs and is_running and is_planned
    return render_part(
        request,
        "year/date.html",
        {
            "loop": reading.loop,
            "row": row,
            "title": words.title_of(row, reading),
            "lead": lead(row, reading),
            "state": words.STATES[AppointmentState(row.state)] if not is_planned or row.ends_at <= now else None,
            "facts": facts_of(row, reading),
            "parties": [(name_of(party, reading), part_of(party, row)) for party in parties],
            "is_turning": row.kind in TURNINGS,
            "may_move": may_change and may_be_moved(row, today=today),
            "may_tick": may_change and row.kind not in TURNINGS and local_day(row.starts_at) <= today,
            "may_call_off": may_change and row.kind not in TURNINGS,
            "is_led_by_reader": reading.runs,
            "may_restore": reading.runs and is_running and row.called_off_by_id is not None and row.starts_at > now,
            "is_ahead": row.starts_at > now,
            "form": form,
            "stay": stay_of(row) if row.participant_id in reading.seen else None,
            "price": price_of(reading, row, tried, concerned, form) if tried else None,
            "crumbs": year_crumbs(reading.loop),
        },
    )


def lead(row: LoopDate, reading: Reading) -> str:
    text = capfirst(words.when(row, now=reading.now))
    if row.participant is None or row.employer is None:
        return _("%(when)s, for alle i loopen.") % {"when": text}
    return _("%(when)s, %(place)s.") % {"when": text, "place": row.employer.workplace.name}


def facts_of(row: LoopDate, reading: Reading) -> list[Fact]:
    return [
        Fact(_("Sted"), row.place or _("Ikke skrevet")),
        Fact(_("Hvem"), reading.named(row.participant).first_name if row.participant is not None else _("Alle i loopen")),
    ]


def is_named(party: AppointmentParty, reading: Reading) -> bool:
    return party.role != Role.CANDIDATE or party.person_id in reading.seen.values()


def name_of(party: AppointmentParty, reading: Reading) -> str:
    """Somebody a date concerns, as the reader may name them."""
    if party.person is not None:
        return str(Named(party.person, is_named(party, reading)))
    return party.user.name if party.user is not None else ""


def part_of(party: AppointmentParty, row: LoopDate) -> str:
    """What somebody is there as. On a hospitation day the other candidates are those who have the place and show it."""
    visitor = row.participant.person_id if row.participant is not None else None
    if row.kind == DateKind.HOSPITATION and party.role == Role.CANDIDATE and party.person_id != visitor:
        return _("Deltaker, som har plassen")
    return capfirst(party.get_role_display())


@dataclass(frozen=True)
class Price:
    """What a move carries with it, in words, and the form that carries it out."""

    title: str
    place: str
    lines: list[str]
    busy: list[str]
    told: str
    to_ring: str
    copies: list[tuple[str, str]]


def tried_move(reading: Reading, row: LoopDate, form: MoveForm) -> list[LoopDate]:
    """The dates as they would stand, the one that is moved first; none with the reason in the form. The row in hand stays as it was."""
    if form.is_valid():
        with said_in(form):
            values = form.values()
            if values.pop("sequence") != row.sequence:
                raise DomainError(_("Noen andre har endret denne datoen. Last siden på nytt og se."))
            tried = copy(row)
            tried.appointment = copy(row.appointment)
            return moved_dates(tried, **values, today=reading.principal.today, now=reading.now)
    return []


def price_of(reading: Reading, row: LoopDate, moved: Sequence[LoopDate], concerned: list[AppointmentParty], form: MoveForm) -> Price:
    others = [party for party in once_each(concerned) if party.user_id is None or party.user_id != reading.principal.user_key]
    told = [party for party in others if party.person is None or can_be_sent_to(party.person)]
    ring = [party for party in others if party.person is not None and not can_be_sent_to(party.person)]
    same_day = local_day(moved[0].starts_at) == local_day(row.starts_at)
    title = _("Endres til %(when)s") if same_day else _("Flyttes til %(when)s")
    return Price(
        title % {"when": words.when(moved[0], now=reading.now)},
        moved[0].place if moved[0].place != row.place else "",
        words.moved_lines(moved[1:], reading, now=reading.now),
        words.busy_lines(
            [(each, said_name(each.party, reading)) for each in busy_in(reading, moved, concerned)], moved[0], now=reading.now
        ),
        words.told_sentence(in_words(told, reading)),
        words.to_ring_sentence(in_words(ring, reading)) if ring else "",
        form.copies(),
    )


def busy_in(reading: Reading, moved: Sequence[LoopDate], concerned: Collection[AppointmentParty]) -> list[Collision]:
    return collisions_of(moved, concerned, readable=door.rows(reading.principal, Verb.READ, Appointment))


def said_name(party: AppointmentParty, reading: Reading) -> str:
    """Somebody, after other words."""
    return name_of(party, reading) if is_named(party, reading) else _("en deltaker")


def in_words(parties: list[AppointmentParty], reading: Reading) -> list[str]:
    """Names as a sentence has them, those that are not shown together."""
    shown = [name_of(party, reading) for party in parties if is_named(party, reading)]
    unnamed = len(parties) - len(shown)
    if unnamed:
        shown.append(_("en deltaker") if unnamed == 1 else _("%(count)s andre deltakere") % {"count": unnamed})
    return shown


def the_date(request: Request, _loop: Loop) -> str:
    """The page that the buttons about a date stand on: what its address names, the address of a button names too."""
    return reverse("year:date", kwargs=request.resolver_match.kwargs)


pressed = button(Verb.RUN, Loop, *RELATED, back=the_date)


@run
def move(request: Request, loop: Loop, date_id: UUID) -> HttpResponse:
    reading = run_by(request, loop)
    row = reading.date(date_id)
    form = MoveForm(sent(request), row=row)
    tried = tried_move(reading, row, form)
    if tried and not form.cleaned_data["despite"] and busy_in(reading, tried, parties_in(tried)):
        form.add_error(None, _("Noen er opptatt da. Se hvem det er, og flytt likevel hvis det er riktig."))
        return shown(request, reading, row, form, tried=tried)
    if form.is_valid():
        with said_in(form):
            moved = actions.move_date(row, **form.values(), **by(request))
            one, more = _("Datoen er endret. De det gjelder, får beskjed."), _("Datoene er flyttet. De det gjelder, får beskjed.")
            return done(request, row, one if len(moved) == 1 else more)
    return shown(request, reading, row, form)


@run
def call_off(request: Request, loop: Loop, date_id: UUID) -> HttpResponse:
    """Those who read letters about it deserve a reason, though only those who lead the loop read it."""
    reading = run_by(request, loop)
    row, is_ahead = reading.date(date_id), reading.date(date_id).starts_at > request.now
    if request.method != "POST" and row.state != AppointmentState.PLANNED:
        return redirect(address_of(row))
    form = CallOffDateForm(sent(request), initial={"sequence": row.sequence}, asks_why=is_ahead)
    if form.is_valid():
        with said_in(form):
            actions.call_off_date(row, **form.cleaned_data, **by_now(request))
            undo = reverse("year:restore", args=[loop.public_id, row.public_id]) if is_ahead else ""
            told = _("Datoen er avlyst. De det gjelder, får beskjed.") if is_ahead else _("Datoen er ført opp som avlyst.")
            return done(request, row, told, undo=undo)
    return form_page(
        request,
        form,
        heading=_("Avlys: %(date)s") % {"date": words.title_of(row, reading)},
        lead=_("De det gjelder, får beskjed. Grunnen leser bare de som leder loopen.") if is_ahead else _("Ingen får brev om det."),
        save=_("Avlys og gi beskjed") if is_ahead else _("Før opp som avlyst"),
        back=row,
        crumbs=year_crumbs(loop),
    )


@pressed
def restore(request: Request, loop: Loop, date_id: UUID) -> HttpResponse:
    row = run_by(request, loop).date(date_id)
    actions.restore_date(row, sequence=row.sequence, **by_now(request))
    return done(request, row, _("Datoen står igjen. De det gjelder, får beskjed."))


@pressed
def held(request: Request, loop: Loop, date_id: UUID) -> HttpResponse:
    row = hold_date(run_by(request, loop).date(date_id), **by_now(request))
    return done(request, row, _("Datoen er krysset av som gjennomført."))
