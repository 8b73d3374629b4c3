"""Conversations by a guide, and one's own answers. Source: MISSION §6.5; ADR 0102."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.access import door
from brobygger.access.fence import fence
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup.actions import experiences as actions
from brobygger.followup.experiences import (
    Said,
    ToAsk,
    employers_to_ask,
    held_by,
    job_seekers_to_ask,
    own_answers,
    said_in,
    specialists_to_ask,
)
from brobygger.followup.guides import questions_of
from brobygger.followup.models import ExperienceInterview, Guide
from brobygger.intake.models import EmployerRelation, Engagement
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import ContactPerson, Role
from brobygger.web.experiences.forms import InterviewForm
from brobygger.web.once import once
from brobygger.web.paging import newest_first
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb

PAGE_SIZE = 25


class GuideChoice(NamedTuple):
    """A guide one can use: what it is called, and where one goes on."""

    label: str
    url: str


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    principal = request.principal
    door.require(principal, Verb.CREATE, ExperienceInterview)
    readable = door.rows(principal, Verb.READ, ExperienceInterview)
    page = newest_first(request, held_by(readable, principal.user), moment="held_on", size=PAGE_SIZE)
    door.seen(principal, [each.person for each in page.rows], Purpose.EXPERIENCES)
    may_lead = door.may(principal, Verb.LEAD, ExperienceInterview)
    context = {
        "page": page,
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


def guides_for(request: HttpRequest) -> list[Guide]:
    """Those who follow people ask them and their employers; a leader asks the specialists."""
    roles = request.principal.roles
    found = [Guide.JOB_SEEKER] if roles & {Role.SPECIALIST, Role.COUNSELLOR} else []
    found += [Guide.EMPLOYER] if Role.SPECIALIST in roles else []
    return found + ([Guide.SPECIALIST] if Role.LEADER in roles else [])


def guide_or_404(request: HttpRequest, guide: str) -> Guide:
    door.require(request.principal, Verb.CREATE, ExperienceInterview)
    if guide not in guides_for(request):
        raise Http404
    return Guide(guide)


def those_to_ask(request: HttpRequest, guide: Guide) -> list[ToAsk]:
    """Whom one can talk to by a guide; nobody one may not meet."""
    principal = request.principal
    if guide == Guide.JOB_SEEKER:
        return job_seekers_to_ask(door.rows(principal, Verb.LOG, Engagement), today=principal.today)
    if guide == Guide.EMPLOYER:
        contacts = door.rows(principal, Verb.READ, ContactPerson).filter(fence(principal, "person"))
        relations = door.rows(principal, Verb.READ, EmployerRelation)
        return employers_to_ask(contacts, relations, user=principal.user, today=principal.today)
    colleagues = door.rows(principal, Verb.CHOOSE, User).filter(fence(principal, "person"))
    return specialists_to_ask(colleagues, principal.units_as(Role.LEADER), user=principal.user, today=principal.today)


@require_safe
def choose(request: HttpRequest, guide: str) -> HttpResponse:
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


@require_http_methods(["GET", "POST"])
@once
def new(request: HttpRequest, guide: str, person_id: UUID) -> HttpResponse:
    """First the answers are shown as they were written, to be read back; then they are saved."""
    asked = guide_or_404(request, guide)
    to_ask = next((each for each in those_to_ask(request, asked) if each.person.public_id == person_id), None)
    if to_ask is None:
        raise Http404
    principal, person = request.principal, to_ask.person
    door.seen(principal, [person], Purpose.EXPERIENCE_NEW)
    form = InterviewForm(request.POST or None, guide=asked, name=person.first_name, initial={"held_on": principal.today})
    said: list[Said] = []
    if form.is_valid() and "save" in request.POST:
        try:
            made = actions.record_interview(
                guide=asked,
                person=person,
                unit=to_ask.unit,
                answers=form.answers(),
                held_on=form.cleaned_data["held_on"],
                is_read_across=form.cleaned_data["is_read_across"],
                today=principal.today,
                actor=principal.user,
            )
        except DomainError as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Svarene er lagret. De tilhører %(name)s.") % {"name": person.first_name})
            return redirect("experiences:interview", made.public_id)
    elif form.is_valid():
        texts = form.answers()
        said = [Said(question, texts[question.code]) for question in form.questions if texts[question.code]]
        if not said:
            form.add_error(None, _("Skriv svar på minst ett av spørsmålene. De andre kan stå tomme."))
    context = {"form": form, "to_ask": to_ask, "person": person, "said": said, "crumbs": [crumb()], "title": words_of(asked)}
    return render_part(request, "experiences/new.html", context)


@require_safe
def interview(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    return interview_page(request, door.get(request.principal, Verb.READ, ExperienceInterview, interview_id, "person", "asked_by"))


def interview_page(request: HttpRequest, found: ExperienceInterview, *, refusal: str = "") -> HttpResponse:
    """For the one who led the conversation to read; for the one who answered also to decide over."""
    door.seen(request.principal, [found.person], Purpose.EXPERIENCE)
    context: dict[str, Any] = {
        "interview": found,
        "said": said_in(found),
        "is_own": found.person_id == request.principal.person_key,
        "title": words_of(found.guide),
        "refusal": refusal,
        "crumbs": [crumb()],
    }
    return render_part(request, "experiences/interview.html", context, status=422 if refusal else None)


@require_POST
@once
def let_read(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    found = door.get(request.principal, Verb.ANSWER, ExperienceInterview, interview_id, "person", "asked_by")
    try:
        say_who_reads(request, found)
    except DomainError as refusal:
        return interview_page(request, found, refusal=refusal.message)
    return redirect("experiences:interview", found.public_id)


def say_who_reads(request: HttpRequest, found: ExperienceInterview) -> None:
    """What the answerer chose: `answer=yes` lets it be read with others', anything else keeps it back."""
    if request.POST.get("answer") == "yes":
        actions.release_interview(found, actor=request.principal.person)
        messages.success(request, _("Takk. Svarene kan leses sammen med andres, uten navnet ditt."))
    else:
        actions.withhold_interview(found, actor=request.principal.person)
        messages.success(request, _("Svarene leses ikke sammen med andres."))


@require_POST
@once
def withdraw(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    found = door.get(request.principal, Verb.ANSWER, ExperienceInterview, interview_id)
    actions.withdraw_interview(found, now=clock.now(), actor=request.principal.person)
    messages.success(request, _("Svarene dine er slettet."))
    return redirect("experiences:list")


def crumb() -> Crumb:
    return Crumb(_("Erfaringer"), reverse("experiences:list"))
