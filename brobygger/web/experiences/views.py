"""Conversations by a guide, and one's own answers. Source: MISSION §6.5; ADR 0102."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.fence import fence
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup.actions import experiences as actions
from brobygger.followup.experiences import (
    ToAsk,
    employers_to_ask,
    held_by,
    job_seekers_to_ask,
    own_answers,
    specialists_to_ask,
)
from brobygger.followup.experiences import said_in as answers_in
from brobygger.followup.guides import questions_of
from brobygger.followup.models import ExperienceInterview, Guide
from brobygger.intake.models import EmployerRelation, Engagement
from brobygger.parties.models import ContactPerson, Role
from brobygger.web.acting import done, said_in
from brobygger.web.experiences.forms import InterviewForm
from brobygger.web.keyset import keyset
from brobygger.web.kinds import form_page
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by, sent
from brobygger.web.shell import Crumb


class GuideChoice(NamedTuple):
    """A guide one can use: what it is called, and where one goes on."""

    label: str
    url: str


@page(Verb.CREATE, ExperienceInterview)
def overview(request: Request) -> HttpResponse:
    principal = request.principal
    readable = door.rows(principal, Verb.READ, ExperienceInterview)
    held = keyset(request, held_by(readable, principal.staff), by=("-held_on",))
    door.seen(principal, [each.person for each in held.rows], Purpose.EXPERIENCES)
    may_lead = door.may(principal, Verb.LEAD, ExperienceInterview)
    context = {
        "page": held,
        "guides": [GuideChoice(words_of(guide), reverse("experiences:choose", args=[guide])) for guide in guides_for(request)],
        "across": [GuideChoice(title_of(guide), reverse("experiences:together", args=[guide])) for guide in Guide] if may_lead else [],
        "own": own_answers(readable, principal.person) if principal.person is not None else [],
    }
    return render_part(request, "experiences/list.html", context)


def words_of(guide: str) -> str:
    return {
        Guide.JOB_SEEKER: _("Samtale med en jobbsøker"),
        Guide.EMPLOYER: _("Samtale med en arbeidsgiver"),
        Guide.SPECIALIST: _("Samtale med en jobbspesialist"),
    }[Guide(guide)]


def title_of(guide: str) -> str:
    """What is said by one guide, read across."""
    return {
        Guide.JOB_SEEKER: _("Det jobbsøkerne sier"),
        Guide.EMPLOYER: _("Det arbeidsgiverne sier"),
        Guide.SPECIALIST: _("Det jobbspesialistene sier"),
    }[Guide(guide)]


def guides_for(request: Request) -> list[Guide]:
    """Those who follow people ask them and their employers; a leader asks the specialists."""
    roles = request.principal.roles
    found = [Guide.JOB_SEEKER] if roles & {Role.SPECIALIST, Role.COUNSELLOR} else []
    found += [Guide.EMPLOYER] if Role.SPECIALIST in roles else []
    return found + ([Guide.SPECIALIST] if Role.LEADER in roles else [])


def guide_or_404(request: Request, guide: str) -> Guide:
    if guide not in guides_for(request):
        raise Http404
    return Guide(guide)


def those_to_ask(request: Request, guide: Guide) -> list[ToAsk]:
    """Whom one can talk to by a guide; nobody one may not meet."""
    principal = request.principal
    if guide == Guide.JOB_SEEKER:
        return job_seekers_to_ask(door.rows(principal, Verb.LOG, Engagement), today=principal.today)
    if guide == Guide.EMPLOYER:
        contacts = door.rows(principal, Verb.READ, ContactPerson).filter(fence(principal, "person"))
        relations = door.rows(principal, Verb.READ, EmployerRelation)
        return employers_to_ask(contacts, relations, user=principal.staff, today=principal.today)
    colleagues = door.rows(principal, Verb.CHOOSE, User).filter(fence(principal, "person"))
    return specialists_to_ask(colleagues, principal.units_as(Role.LEADER), user=principal.staff, today=principal.today)


@page(Verb.CREATE, ExperienceInterview)
def choose(request: Request, guide: str) -> HttpResponse:
    asked = guide_or_404(request, guide)
    found = those_to_ask(request, asked)
    door.seen(request.principal, [each.person for each in found], Purpose.EXPERIENCE_CHOOSE)
    context = {
        "title": words_of(asked),
        "people": [(each, reverse("experiences:new", args=[asked, each.person.public_id])) for each in found],
        "questions": questions_of(asked),
        "crumbs": [crumb()],
    }
    return render_part(request, "experiences/choose.html", context)


@page(Verb.CREATE, ExperienceInterview)
def new(request: Request, guide: str, person_id: UUID) -> HttpResponse:
    """First the answers are shown as they were written, to be read back; then they are saved."""
    asked = guide_or_404(request, guide)
    to_ask = next((each for each in those_to_ask(request, asked) if each.person.public_id == person_id), None)
    if to_ask is None:
        raise Http404
    words = {"name": to_ask.person.first_name}
    form = InterviewForm(sent(request), guide=asked, **words, initial={"held_on": request.principal.today})
    if form.is_valid() and "save" in request.POST:
        with said_in(form):
            made = actions.record_interview(guide=asked, person=to_ask.person, unit=to_ask.unit, **form.values(), **by(request))
            return done(request, made, _("Svarene er lagret. De tilhører %(name)s.") % words)
    door.seen(request.principal, [to_ask.person], Purpose.EXPERIENCE_NEW)
    return form_page(
        request,
        form,
        heading=_("Hvordan var det, %(name)s?") % words,
        lead=_("Skriv det %(name)s sier, med de samme ordene. Alle spørsmål kan stå tomme. Ikke skriv navn på andre.") % words,
        save=_("Lagre svarene"),
        back="experiences:list",
        crumbs=[crumb()],
        template="experiences/new.html",
        title=words_of(asked),
        person=to_ask.person,
        said=form.said() if form.is_valid() and "save" not in request.POST else [],
    )


@page(Verb.READ, ExperienceInterview, "person", "asked_by")
def interview(request: Request, interview: ExperienceInterview) -> HttpResponse:
    """For the one who led the conversation to read; for the one who answered also to decide over."""
    door.seen(request.principal, [interview.person], Purpose.EXPERIENCE)
    context = {
        "interview": interview,
        "said": answers_in(interview),
        "is_own": interview.person_id == request.principal.person_key,
        "title": words_of(interview.guide),
        "crumbs": [crumb()],
    }
    return render_part(request, "experiences/interview.html", context)


@button(Verb.ANSWER, ExperienceInterview)
def let_read(request: Request, interview: ExperienceInterview) -> HttpResponse:
    return done(request, interview, say_who_reads(request, interview))


def say_who_reads(request: Request, found: ExperienceInterview) -> str:
    """What the answerer chose, and the words that say so: `answer=yes` lets it be read with others', anything else keeps it back."""
    if request.POST.get("answer") == "yes":
        actions.release_interview(found, actor=request.principal.holder)
        return _("Takk. Svarene kan leses sammen med andres, uten navnet ditt.")
    actions.withhold_interview(found, actor=request.principal.holder)
    return _("Svarene leses ikke sammen med andres.")


@button(Verb.ANSWER, ExperienceInterview)
def withdraw(request: Request, interview: ExperienceInterview) -> HttpResponse:
    actions.withdraw_interview(interview, now=request.now, actor=request.principal.holder)
    return done(request, "experiences:list", _("Svarene dine er slettet."))


def crumb() -> Crumb:
    return Crumb(_("Erfaringer"), reverse("experiences:list"))
