"""Who is referred: what waits for an answer, what one has referred, and one of them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup.actions.assigning import decide_owner, decide_owners
from brobygger.followup.assigning import Proposed, assignments, left_out_of, proposals_by_intake
from brobygger.intake.intakes import open_intakes, referred_by
from brobygger.intake.models import OPEN_INTAKES, Intake, IntakeState
from brobygger.kernel import clock
from brobygger.web.loops.refusals import refusal_of
from brobygger.web.once import once
from brobygger.web.paging import PAGE_SIZE, newest_first
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb, Fact

RELATED = ("person__postal_code", "unit", "owner", "referred_by", "answered_by")


@dataclass(frozen=True)
class Line:
    """One who waits, and who is proposed to answer when nobody does."""

    intake: Intake
    proposed: Proposed | None
    is_overdue: bool


@require_safe
def intakes(request: HttpRequest) -> HttpResponse:
    principal = request.principal
    door.require(principal, Verb.READ, Intake)
    may_decide = door.may(principal, Verb.DECIDE, Intake)
    rows = list(open_intakes(door.rows(principal, Verb.ANSWER, Intake), after=asked_id(request.GET.get("etter", "")))[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    found = assignments(door.rows(principal, Verb.DECIDE, Intake), today=principal.today) if may_decide else []
    proposed = proposals_by_intake(found)
    waiting = [Line(each, proposed.get(each.pk), each.waits_until is not None and each.waits_until < principal.today) for each in shown]
    may_refer = door.may(principal, Verb.CREATE, Intake)
    mine = (
        newest_first(request, referred_by(door.rows(principal, Verb.READ, Intake), principal.user), moment="referred_at")
        if may_refer
        else None
    )
    door.seen(principal, [each.person for each in (*shown, *(mine.rows if mine else ()))], Purpose.INTAKES)
    return render_part(
        request,
        "intake/list.html",
        {
            "waiting": waiting,
            "more_url": f"?{urlencode({'etter': shown[-1].public_id})}" if len(rows) > PAGE_SIZE else "",
            "proposals": [each.proposed for each in waiting if each.proposed is not None and each.proposed.best is not None],
            "left_out": left_out_of(found),
            "without_owner_count": sum(each.intake.owner_id is None for each in waiting),
            "may_answer": door.may(principal, Verb.ANSWER, Intake),
            "may_decide": may_decide,
            "may_refer": may_refer,
            "mine": mine,
            "me": principal.user,
            "open_states": OPEN_INTAKES,
        },
    )


@require_safe
def intake(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    principal = request.principal
    found = door.rows(principal, Verb.ANSWER, Intake).filter(public_id=intake_id).select_related(*RELATED).first()
    may_answer = found is not None
    if found is None:
        found = door.get(principal, Verb.READ, Intake, intake_id, *RELATED)
    door.seen(principal, [found.person], Purpose.INTAKE)
    context = {"intake": found, "is_open": found.state in OPEN_INTAKES, "crumbs": [Crumb(_("Inntak"), reverse("intake:list"))]}
    if not may_answer:
        return render_part(request, "intake/referred.html", context)
    return render_part(
        request,
        "intake/intake.html",
        context
        | {
            "facts": facts_of(found),
            "may_decide": door.may(principal, Verb.DECIDE, Intake)
            and door.rows(principal, Verb.DECIDE, Intake).filter(pk=found.pk).exists(),
            "is_mine": found.owner_id == principal.user_key,
            "is_ready": found.wants_ordinary_work and found.needs_help_to_get_it,
            "is_accepted": found.state == IntakeState.ACCEPTED,
            "is_overdue": found.waits_until is not None and found.waits_until < principal.today,
        },
    )


def facts_of(intake: Intake) -> list[Fact]:
    person = intake.person
    facts = [
        Fact(_("Snakker helst"), intake.get_talks_best_display()),
        Fact(_("Bor"), person.postal_code.place if person.postal_code else ""),
        Fact(_("E-post"), person.email),
        Fact(_("Brev og sider på"), person.get_language_display()),
        Fact(_("Henvist til"), f"{intake.get_service_display()}, {intake.unit}"),
    ]
    return [fact for fact in facts if fact.value]


@require_POST
@once
def give(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    """Give one to the one who was proposed on the screen."""
    principal = request.principal
    found = door.get(principal, Verb.DECIDE, Intake, intake_id)
    to = door.get(principal, Verb.CHOOSE, User, asked_id(request.POST.get("to", "")) or UUID(int=0))
    refused = refusal_of(
        lambda: decide_owner(
            door.rows(principal, Verb.DECIDE, Intake), found, to=to, today=principal.today, now=clock.now(), actor=principal.user
        )
    )
    if refused:
        messages.error(request, refused)
    else:
        messages.success(request, _("%(name)s svarer, og har fått beskjed.") % {"name": to.name})
    return redirect("intake:list")


@require_POST
@once
def give_all(request: HttpRequest) -> HttpResponse:
    """Give everybody on the screen to the one who was proposed there."""
    principal = request.principal
    door.require(principal, Verb.DECIDE, Intake)
    chosen = chosen_pairs(request.POST.getlist("par"))
    refused = refusal_of(
        lambda: decide_owners(
            door.rows(principal, Verb.DECIDE, Intake), chosen=chosen, today=principal.today, now=clock.now(), actor=principal.user
        )
    )
    if refused:
        messages.error(request, refused)
    else:
        messages.success(request, _("Alle har en som svarer, og de har fått beskjed."))
    return redirect("intake:list")


def chosen_pairs(texts: list[str]) -> dict[UUID, UUID]:
    """Who was proposed for whom on the screen; what is not two ids is left out."""
    pairs = [(asked_id(intake), asked_id(user)) for intake, _colon, user in (text.partition(":") for text in texts)]
    return {intake: user for intake, user in pairs if intake is not None and user is not None}


def asked_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
