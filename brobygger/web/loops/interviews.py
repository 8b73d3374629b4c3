"""The interviews of the kick-off day: who meets whom, when and in which room, on the page and on paper."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.loops.kick_off.actions.the_day import plan_interview_day
from brobygger.loops.kick_off.interview_day import InterviewDay, interview_day, rounds_begun
from brobygger.loops.models import Loop, LoopEmployer, Participant
from brobygger.web import phrases
from brobygger.web.acting import done
from brobygger.web.loops.the_day import crumbs_from_the_day, in_rooms, said_yes, the_day
from brobygger.web.loops.the_loop import RELATED
from brobygger.web.loops.words import first_name_and_more
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request


@button(Verb.RUN, Loop, back=the_day)
def interviews(request: Request, loop: Loop) -> HttpResponse:
    plan_interview_day(loop, rounds_begun=rounds_begun(loop, now=request.now), actor=request.principal.staff)
    return done(request, f"{the_day(request, loop)}#intervju", _("Intervjuplanen er laget."))


def interviews_lead(loop: Loop, day: InterviewDay) -> str:
    rounds = len(day.rounds)
    first = ngettext("Én runde på %(minutes)s minutter.", "%(count)s runder på %(minutes)s minutter.", rounds) % {
        "count": phrases.opening(rounds),
        "minutes": loop.interview_minutes,
    }
    second = _("Alle møter bedriftene de kan være hos, og ingen skal være to steder samtidig.")
    return f"{first} {second}"


def late_words(loop: Loop, day: InterviewDay) -> str:
    if day.ends_at is None or not day.runs_late:
        return ""
    return _(
        "Siste intervju er ferdig kl. %(ends)s, etter at dagen slutter kl. %(closes)s. Korte ned intervjuene, eller forleng dagen."
    ) % {
        "ends": phrases.clock(day.ends_at),
        "closes": phrases.clock(loop.kick_off_to),
    }


def rooms_of(employers: Sequence[LoopEmployer]) -> list[tuple[str, LoopEmployer]]:
    """Each employer under the name of its room."""
    return [(employer.room or _("Rom %(number)s") % {"number": number}, employer) for number, employer in enumerate(employers, start=1)]


def table_of(day: InterviewDay, names: dict[int, str]) -> list[dict[str, object]]:
    """The rounds as the table shows them: a taken seat without a name is somebody the reader may not see."""
    return [
        {
            "number": one.number + 1,
            "time": phrases.clock(one.starts_at),
            "cells": [names[seat.participant.pk] if seat.participant else _("Opptatt") if seat.is_taken else "" for seat in one.seats],
            "has_begun": one.has_begun,
            "break_at": phrases.clock(one.break_at) if one.break_at else "",
        }
        for one in day.rounds
    ]


@page(Verb.RUN, Loop, *RELATED)
def print_rooms(request: Request, loop: Loop) -> HttpResponse:
    """A sheet for each room: first names only, as that is what the employers may know."""
    _participants, employers, day = printed(request, loop)
    rooms = []
    for place, (room, employer) in enumerate(rooms_of(employers)):
        seats = [(phrases.clock(one.starts_at), one.seats[place]) for one in day.rounds]
        lines = [(time, seat.participant.person.first_name if seat.participant else _("Opptatt")) for time, seat in seats if seat.is_taken]
        rooms.append((room, employer, lines))
    return render_part(request, "loops/print_rooms.html", {"loop": loop, "crumbs": crumbs_from_the_day(request, loop), "rooms": rooms})


@page(Verb.RUN, Loop, *RELATED)
def print_people(request: Request, loop: Loop) -> HttpResponse:
    """A slip for each who is here: when, which room, which employer."""
    participants, employers, day = printed(request, loop)
    names = first_name_and_more(participants)
    rooms = rooms_of(employers)
    meetings: dict[int, list[tuple[str, str, LoopEmployer]]] = {}
    for one in day.rounds:
        for (room, employer), seat in zip(rooms, one.seats, strict=True):
            if seat.participant:
                meetings.setdefault(seat.participant.pk, []).append((phrases.clock(one.starts_at), room, employer))
    people = [(names[row.pk], meetings[row.pk]) for row in participants if row.pk in meetings]
    return render_part(request, "loops/print_people.html", {"loop": loop, "crumbs": crumbs_from_the_day(request, loop), "people": people})


def printed(request: Request, loop: Loop) -> tuple[list[Participant], list[LoopEmployer], InterviewDay]:
    participants, employers = said_yes(request, loop), in_rooms(loop)
    door.seen(request.principal, [row.person for row in participants], Purpose.LOOP_PRINT_INTERVIEWS)
    return participants, employers, interview_day(loop, employers=employers, participants=participants, now=request.now)
