"""The kick-off day: who is here, who meets whom, who has answered, and what happens next for everyone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.kernel import clock
from brobygger.loops.building.actions.next_step import set_next_step
from brobygger.loops.choices import step_owners
from brobygger.loops.kick_off.actions import the_day
from brobygger.loops.kick_off.actions import wishes as actions
from brobygger.loops.kick_off.interview_day import InterviewDay, interview_day, rounds_begun
from brobygger.loops.kick_off.queries import Answers, answers_among, with_next_steps
from brobygger.loops.models import Loop, LoopEmployer, Participant
from brobygger.loops.queries import committed_employers, participants_of
from brobygger.loops.states import BEING_BUILT, InvitationState
from brobygger.web import phrases
from brobygger.web.loops.building_forms import NextStepForm
from brobygger.web.loops.kick_off_forms import AttendanceForm, WishesForm
from brobygger.web.loops.refusals import carried_out, refusal_of
from brobygger.web.loops.steps import steps
from brobygger.web.loops.the_loop import crumbs, get_loop
from brobygger.web.loops.words import first_name_and_more, has_come, kick_off_sentence
from brobygger.web.once import once
from brobygger.web.rendering import UNPROCESSABLE, render_part
from brobygger.web.shell import Crumb


def said_yes(request: HttpRequest, loop: Loop) -> list[Participant]:
    """Those who have said yes, as the reader may see them, by first name. One query."""
    scope = door.rows(request.principal, Verb.READ, Participant).filter(state=InvitationState.YES)
    return list(participants_of(scope, loop))


def here(participants: list[Participant]) -> list[Participant]:
    return [row for row in participants if row.has_attended]


def in_rooms(loop: Loop) -> list[LoopEmployer]:
    """The employers in the order of their rooms; those without one come last, by name. One query."""
    return sorted(committed_employers(loop), key=lambda employer: (not employer.room, employer.room))


# The page


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


def interviews_lead(loop: Loop, day: InterviewDay) -> str:
    rounds = len(day.rounds)
    first = ngettext("Én runde på %(minutes)s minutter.", "%(count)s runder på %(minutes)s minutter.", rounds) % {
        "count": phrases.opening(rounds),
        "minutes": loop.interview_minutes,
    }
    second = _("Alle møter bedriftene de kan være hos, og ingen skal være to steder samtidig.")
    return f"{first} {second}"


def late_words(loop: Loop, day: InterviewDay) -> str:
    if not day.runs_late:
        return ""
    return _(
        "Siste intervju er ferdig kl. %(ends)s, etter at dagen slutter kl. %(closes)s. Korte ned intervjuene, eller forleng dagen."
    ) % {
        "ends": phrases.clock(day.ends_at),
        "closes": phrases.clock(loop.kick_off_to),
    }


def rooms_of(employers: list[LoopEmployer]) -> list[tuple[str, LoopEmployer]]:
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


def answers_of(answers: Answers, names: dict[int, str]) -> dict[str, object]:
    """Who has answered and who has not; never what."""
    given = [names[row.pk] for row, has in answers.participants if has]
    return {
        "given": answers.given,
        "wanted": answers.wanted,
        "employers": answers.employers,
        "waiting": [(row, names[row.pk]) for row, has in answers.participants if not has],
        "given_summary": ngettext("Vis den ene som har svart", "Vis de %(count)s som har svart", len(given))
        % {"count": phrases.number(len(given))}
        if given
        else "",
        "given_names": f"{phrases.in_a_row(given)}.",
    }


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


# Wishes


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


def wishes_address(loop: Loop) -> str:
    return reverse("loops:kick_off", args=[loop.public_id]) + "#onsker"


def get_participant(request: HttpRequest, participant_id: UUID) -> Participant:
    return door.get(request.principal, Verb.WISH, Participant, participant_id, "person", "loop__coordinator", "loop__unit")


def get_employer(request: HttpRequest, employer_id: UUID) -> LoopEmployer:
    return door.get(request.principal, Verb.WISH, LoopEmployer, employer_id, "contact", "workplace", "loop__coordinator", "loop__unit")


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


@require_GET
def type_wishes(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """Choose whose answer to type."""
    loop = get_loop(request, Verb.RUN, loop_id)
    present, employers = here(said_yes(request, loop)), list(committed_employers(loop))
    door.seen(request.principal, [row.person for row in present], Purpose.LOOP_TYPE_WISHES)
    answers = answers_among(loop, employers, present)
    names = first_name_and_more(present)
    return render_part(
        request,
        "loops/type_wishes.html",
        {
            "loop": loop,
            "crumbs": wishes_crumbs(loop),
            "steps": steps(loop, today=request.principal.today, here="wishes"),
            "employers": answers.employers,
            "participants": [(row, names[row.pk], has) for row, has in answers.participants],
        },
    )


def wishes_crumbs(loop: Loop, *more: Crumb) -> list[Crumb]:
    return [*crumbs(loop), Crumb(_("Kick-off"), reverse("loops:kick_off", args=[loop.public_id])), *more]


@require_http_methods(["GET", "POST"])
@once
def type_candidate_wishes(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = get_participant(request, participant_id)
    principal = request.principal
    form = WishesForm(request.POST or None, about=list(committed_employers(participant.loop)))
    if form.is_valid() and carried_out(
        form,
        lambda: actions.give_candidate_wishes(
            participant, wishes=form.wishes(), typed_by=principal.user, now=clock.now(), actor=principal.user
        ),
    ):
        messages.success(request, _("Ønskene til %(name)s er lagret.") % {"name": participant})
        return redirect(wishes_address(participant.loop))
    door.seen(principal, [participant.person], Purpose.LOOP_TYPE_WISHES)
    lead = _("Spør %(name)s alene, og les opp én bedrift om gangen. 5 er det %(name)s helst vil.") % {"name": participant}
    return wishes_page(request, participant.loop, form, whose=str(participant), lead=lead)


@require_http_methods(["GET", "POST"])
@once
def type_employer_wishes(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = get_employer(request, employer_id)
    principal = request.principal
    present = here(said_yes(request, employer.loop))
    form = WishesForm(request.POST or None, about=present, names=first_name_and_more(present))
    if form.is_valid() and carried_out(
        form,
        lambda: actions.give_employer_wishes(
            employer, wishes=form.wishes(), among=present, typed_by=principal.user, now=clock.now(), actor=principal.user
        ),
    ):
        messages.success(request, _("Ønskene til %(name)s er lagret.") % {"name": employer})
        return redirect(wishes_address(employer.loop))
    door.seen(principal, [row.person for row in present], Purpose.LOOP_TYPE_WISHES)
    lead = _("Spør %(contact)s uten at andre hører det. 5 er dem bedriften helst vil ha inn.") % {"contact": employer.contact}
    return wishes_page(request, employer.loop, form, whose=str(employer), lead=lead)


def wishes_page(request: HttpRequest, loop: Loop, form: WishesForm, *, whose: str, lead: str) -> HttpResponse:
    choose = Crumb(_("Skriv inn svar"), reverse("loops:type_wishes", args=[loop.public_id]))
    return render_part(
        request,
        "loops/wishes.html",
        {"loop": loop, "crumbs": wishes_crumbs(loop, choose), "form": form, "whose": whose, "lead": lead, "has_any": bool(form.about)},
    )


# On paper


@require_GET
def print_rooms(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """A sheet for each room: first names only, as that is what the employers may know."""
    loop, _participants, employers, day = printed(request, loop_id)
    rooms = []
    for place, (room, employer) in enumerate(rooms_of(employers)):
        seats = [(phrases.clock(one.starts_at), one.seats[place]) for one in day.rounds]
        lines = [(time, seat.participant.person.first_name if seat.participant else _("Opptatt")) for time, seat in seats if seat.is_taken]
        rooms.append((room, employer, lines))
    return render_part(request, "loops/print_rooms.html", {"loop": loop, "crumbs": wishes_crumbs(loop), "rooms": rooms})


@require_GET
def print_people(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """A slip for each who is here: when, which room, which employer."""
    loop, participants, employers, day = printed(request, loop_id)
    names = first_name_and_more(participants)
    rooms = rooms_of(employers)
    meetings: dict[int, list[tuple[str, str, LoopEmployer]]] = {}
    for one in day.rounds:
        for (room, employer), seat in zip(rooms, one.seats, strict=True):
            if seat.participant:
                meetings.setdefault(seat.participant.pk, []).append((phrases.clock(one.starts_at), room, employer))
    people = [(names[row.pk], meetings[row.pk]) for row in participants if row.pk in meetings]
    return render_part(request, "loops/print_people.html", {"loop": loop, "crumbs": wishes_crumbs(loop), "people": people})


def printed(request: HttpRequest, loop_id: UUID) -> tuple[Loop, list[Participant], list[LoopEmployer], InterviewDay]:
    loop = get_loop(request, Verb.RUN, loop_id)
    participants, employers = said_yes(request, loop), in_rooms(loop)
    door.seen(request.principal, [row.person for row in participants], Purpose.LOOP_PRINT_INTERVIEWS)
    return loop, participants, employers, interview_day(loop, employers=employers, participants=participants, now=clock.now())


# What happens next


@require_GET
def next_steps(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.RUN, loop_id)
    scope = door.rows(request.principal, Verb.READ, Participant).filter(has_attended=True, state=InvitationState.YES)
    participants = list(with_next_steps(participants_of(scope, loop)))
    door.seen(request.principal, [row.person for row in participants], Purpose.LOOP_NEXT_STEPS)
    names = first_name_and_more(participants)
    rows = [(row, names[row.pk], getattr(row, "next_step", None)) for row in participants]
    return render_part(
        request,
        "loops/next_steps.html",
        {
            "loop": loop,
            "crumbs": wishes_crumbs(loop),
            "lead": next_steps_lead(len(rows), sum(step is not None for _row, _name, step in rows)),
            "rows": [
                (row, name, step, phrases.on_day(step.due_on, today=request.principal.today) if step else "") for row, name, step in rows
            ],
        },
    )


def next_steps_lead(count: int, has_step: int) -> str:
    if count == 0:
        return _("Her står de som møtte på kick-off, så lenge de deler opplysningene sine med deg.")
    if has_step == count:
        return _("Alle som står her, har et neste steg.")
    return _("%(count)s møtte. %(with_step)s har et neste steg.") % {
        "count": phrases.opening(count),
        "with_step": phrases.opening(has_step),
    }


@require_http_methods(["GET", "POST"])
@once
def next_step_of(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = get_participant(request, participant_id)
    loop, principal = participant.loop, request.principal
    step = getattr(participant, "next_step", None)
    initial = {"text": step.text, "owner": str(step.owner.public_id), "due_on": step.due_on} if step else {}
    owners = step_owners(door.rows(principal, Verb.CHOOSE, User), loop, today=principal.today)
    form = NextStepForm(request.POST or None, initial=initial, owners=owners)
    form.fields["text"].readers = _("%(name)s, koordinatoren og den som tar det,") % {"name": participant}
    if form.is_valid() and carried_out(form, lambda: set_next_step(loop, participant=participant, **form.values(), actor=principal.user)):
        messages.success(request, _("Neste steg for %(name)s er lagret.") % {"name": participant})
        return redirect("loops:next_steps", loop.public_id)
    door.seen(principal, [participant.person], Purpose.LOOP_NEXT_STEP)
    back = Crumb(_("Neste steg for alle"), reverse("loops:next_steps", args=[loop.public_id]))
    return render_part(
        request,
        "loops/next_step_of.html",
        {"form": form, "loop": loop, "participant": participant, "crumbs": wishes_crumbs(loop, back)},
    )
