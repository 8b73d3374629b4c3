"""The page of the kick-off day: who is here, who meets whom, and who has answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.loops.kick_off.actions.the_day import take_attendance
from brobygger.loops.kick_off.interview_day import InterviewDay, interview_day
from brobygger.loops.kick_off.queries import answers_among
from brobygger.loops.models import Loop, Participant
from brobygger.loops.states import BEING_BUILT
from brobygger.web import phrases
from brobygger.web.acting import done, said_in
from brobygger.web.loops.interviews import interviews_lead, late_words, rooms_of, table_of
from brobygger.web.loops.kick_off_forms import AttendanceForm
from brobygger.web.loops.steps import steps
from brobygger.web.loops.the_day import here, in_rooms, said_yes, the_day
from brobygger.web.loops.the_loop import RELATED, crumbs
from brobygger.web.loops.wishes import answers_of
from brobygger.web.loops.words import first_name_and_more, has_come, kick_off_sentence
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by_today, sent


@page(Verb.RUN, Loop, *RELATED)
def kick_off(request: Request, loop: Loop) -> HttpResponse:
    return kick_off_page(request, loop, said_yes(request, loop))


@page(Verb.RUN, Loop, *RELATED)
def attendance(request: Request, loop: Loop) -> HttpResponse:
    participants = said_yes(request, loop)
    form = attendance_form(participants, sent(request))
    if form.is_valid():
        among = on_the_page(request, participants)
        present = [row for row in form.cleaned_data["present"] if row in among]
        with said_in(form):
            take_attendance(loop, present=present, among=among, **by_today(request))
            return done(request, the_day(request, loop), " ".join((_("Oppmøtet er lagret."), has_come(len(present)))))
    return kick_off_page(request, loop, participants, form=form)


def attendance_form(participants: Sequence[Participant], answers: QueryDict | None = None) -> AttendanceForm:
    return AttendanceForm(answers, participants=participants, names=first_name_and_more(participants))


def on_the_page(request: Request, participants: Sequence[Participant]) -> list[Participant]:
    """Those the page listed when it was drawn: somebody who said yes meanwhile is neither here nor away."""
    listed = set(request.POST.getlist("listed"))
    return [row for row in participants if str(row.public_id) in listed]


def kick_off_page(request: Request, loop: Loop, participants: Sequence[Participant], *, form: AttendanceForm | None = None) -> HttpResponse:
    present, employers = here(participants), in_rooms(loop)
    names = first_name_and_more(participants)
    day = interview_day(loop, employers=employers, participants=participants, now=request.now)
    door.seen(request.principal, [row.person for row in participants], Purpose.LOOP_KICK_OFF)
    return render_part(
        request,
        "loops/kick_off.html#wishes",
        {
            "loop": loop,
            "crumbs": crumbs(loop),
            "steps": steps(loop, today=request.principal.today, here="kick_off"),
            "heading": _("Kick-off i dag") if loop.kick_off_on == request.principal.today else _("Kick-off"),
            "lead": kick_off_lead(loop, present, day, today=request.principal.today),
            "form": form or attendance_form(participants),
            "present_count": len(present),
            "expected_count": len(participants),
            "is_being_built": loop.state in BEING_BUILT,
            "rounds": table_of(day, names),
            "rooms": rooms_of(employers),
            "interviews_lead": interviews_lead(loop, day),
            "late_words": late_words(loop, day),
            "somebody_misses_one": sum(seat.is_taken for one in day.rounds for seat in one.seats) < len(present) * len(employers),
            **answers_of(answers_among(loop, employers, present), names),
        },
    )


def kick_off_lead(loop: Loop, present: Sequence[Participant], day: InterviewDay, *, today: date) -> str:
    """When and where, how many are here, and when the interviews begin."""
    words = [kick_off_sentence(loop, today=today), has_come(len(present))]
    if day.ends_at is None:
        words.append(_("Intervjuene er satt til kl. %(time)s.") % {"time": phrases.clock(loop.interviews_from)})
    elif all(one.has_begun for one in day.rounds):
        words.append(_("Siste intervju er ferdig kl. %(time)s.") % {"time": phrases.clock(day.ends_at)})
    elif day.rounds[0].has_begun:
        words.append(_("Intervjuene er i gang."))
    else:
        words.append(_("Intervjuene begynner kl. %(time)s.") % {"time": phrases.clock(loop.interviews_from)})
    return " ".join(words)
