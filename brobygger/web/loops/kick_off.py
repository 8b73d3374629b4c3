"""The page of the kick-off day, and its buttons."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.kernel import clock
from brobygger.loops.kick_off.actions import the_day
from brobygger.loops.kick_off.actions import wishes as actions
from brobygger.loops.kick_off.interview_day import InterviewDay, interview_day, rounds_begun
from brobygger.loops.kick_off.queries import answers_among
from brobygger.loops.models import Loop, Participant
from brobygger.loops.states import BEING_BUILT
from brobygger.web import phrases
from brobygger.web.loops.interviews import interviews_lead, late_words, rooms_of, table_of
from brobygger.web.loops.kick_off_forms import AttendanceForm
from brobygger.web.loops.refusals import refusal_of
from brobygger.web.loops.steps import steps
from brobygger.web.loops.the_day import here, in_rooms, said_yes
from brobygger.web.loops.the_loop import crumbs, get_loop
from brobygger.web.loops.wishes import answers_of, get_employer, get_participant, wishes_address
from brobygger.web.loops.words import first_name_and_more, has_come, kick_off_sentence
from brobygger.web.once import once
from brobygger.web.rendering import UNPROCESSABLE, render_part


@require_GET
def kick_off(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    return kick_off_page(request, get_loop(request, Verb.RUN, loop_id))


def kick_off_page(request: HttpRequest, loop: Loop, *, form: AttendanceForm | None = None, refusal: str = "") -> HttpResponse:
    participants = said_yes(request, loop)
    present, employers = here(participants), in_rooms(loop)
    names = first_name_and_more(participants)
    day = interview_day(loop, employers=employers, participants=participants, now=clock.now())
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
            "form": form or AttendanceForm(participants=participants, names=names),
            "present_count": len(present),
            "expected_count": len(participants),
            "is_being_built": loop.state in BEING_BUILT,
            "rounds": table_of(day, names),
            "rooms": rooms_of(employers),
            "interviews_lead": interviews_lead(loop, day),
            "late_words": late_words(loop, day),
            "somebody_misses_one": sum(seat.is_taken for one in day.rounds for seat in one.seats) < len(present) * len(employers),
            **answers_of(answers_among(loop, employers, present), names),
            "refusal": refusal,
        },
        status=UNPROCESSABLE if refusal else None,
    )


def kick_off_lead(loop: Loop, present: list[Participant], day: InterviewDay, *, today) -> str:
    """When and where, how many are here, and when the interviews begin."""
    words = [kick_off_sentence(loop, today=today), has_come(len(present))]
    if not day.rounds:
        words.append(_("Intervjuene er satt til kl. %(time)s.") % {"time": phrases.clock(loop.interviews_from)})
    elif all(one.has_begun for one in day.rounds):
        words.append(_("Siste intervju er ferdig kl. %(time)s.") % {"time": phrases.clock(day.ends_at)})
    elif day.rounds[0].has_begun:
        words.append(_("Intervjuene er i gang."))
    else:
        words.append(_("Intervjuene begynner kl. %(time)s.") % {"time": phrases.clock(loop.interviews_from)})
    return " ".join(words)


@require_POST
@once
def attendance(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.RUN, loop_id)
    participants = said_yes(request, loop)
    form = AttendanceForm(request.POST, participants=participants, names=first_name_and_more(participants))
    if not form.is_valid():
        return kick_off_page(request, loop, form=form)
    principal, among = request.principal, on_the_page(request, participants)
    present = [row for row in form.who_is_here() if row in among]
    refusal = refusal_of(lambda: the_day.take_attendance(loop, present=present, among=among, today=principal.today, actor=principal.user))
    if refusal:
        return kick_off_page(request, loop, refusal=refusal)
    messages.success(request, " ".join((_("Oppmøtet er lagret."), has_come(len(present)))))
    return redirect("loops:kick_off", loop.public_id)


def on_the_page(request: HttpRequest, participants: list[Participant]) -> list[Participant]:
    """Those the page listed when it was drawn: somebody who said yes meanwhile is neither here nor away."""
    listed = set(request.POST.getlist("listed"))
    return [row for row in participants if str(row.public_id) in listed]


@require_POST
@once
def interviews(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.RUN, loop_id)
    begun = rounds_begun(loop, now=clock.now())
    refusal = refusal_of(lambda: the_day.plan_interview_day(loop, rounds_begun=begun, actor=request.principal.user))
    if refusal:
        return kick_off_page(request, loop, refusal=refusal)
    messages.success(request, _("Intervjuplanen er laget."))
    return redirect(reverse("loops:kick_off", args=[loop.public_id]) + "#intervju")


@require_POST
@once
def ask_for_wishes(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.RUN, loop_id)
    sent = []
    refusal = refusal_of(lambda: sent.append(actions.ask_for_wishes(loop, now=clock.now(), actor=request.principal.user)))
    if refusal:
        return kick_off_page(request, loop, refusal=refusal)
    messages.success(request, asked_words(sent[0]))
    return redirect(wishes_address(loop))


def asked_words(asked: actions.Asked) -> str:
    """How many got the link, and how many have to be asked in another way; never who."""
    said = []
    if asked.sent:
        words = ngettext("Lenken er sendt til én.", "Lenken er sendt til %(count)s.", asked.sent)
        said.append(words % {"count": phrases.number(asked.sent)})
    if asked.unreached:
        words = ngettext(
            "Én har ikke e-post. Ring, eller skriv inn svaret.",
            "%(count)s har ikke e-post. Ring dem, eller skriv inn svarene.",
            asked.unreached,
        )
        said.append(words % {"count": phrases.opening(asked.unreached)})
    return " ".join(said) or _("Alle har svart.")


@require_POST
@once
def candidate_link(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = get_participant(request, participant_id)
    refusal = refusal_of(lambda: actions.ask_candidate_for_wishes(participant, now=clock.now(), actor=request.principal.user))
    if refusal:
        return kick_off_page(request, participant.loop, refusal=refusal)
    messages.success(request, _("Lenken er sendt til %(name)s.") % {"name": participant})
    return redirect(wishes_address(participant.loop))


@require_POST
@once
def employer_link(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = get_employer(request, employer_id)
    refusal = refusal_of(lambda: actions.ask_employer_for_wishes(employer, now=clock.now(), actor=request.principal.user))
    if refusal:
        return kick_off_page(request, employer.loop, refusal=refusal)
    messages.success(request, _("Lenken er sendt til %(name)s hos %(employer)s.") % {"name": employer.contact, "employer": employer})
    return redirect(wishes_address(employer.loop))
