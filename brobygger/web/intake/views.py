"""Who is referred: what waits for an answer, what one has referred, and one of them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup.actions.assigning import decide_owner, decide_owners
from brobygger.followup.assigning import Proposed, assignments, left_out_of, proposals_by_intake
from brobygger.intake.intakes import open_intakes, referred_by
from brobygger.intake.models import Intake, IntakeState
from brobygger.web.acting import done
from brobygger.web.addresses import address_of
from brobygger.web.keyset import keyset
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, asked_id, by
from brobygger.web.shell import Crumb, Fact

RELATED = ("person__postal_code", "unit", "owner", "referred_by", "answered_by")


@dataclass(frozen=True)
class Line:
    """One who waits, who is proposed to answer when nobody does, and whether the reader may take them with one press."""

    intake: Intake
    proposed: Proposed | None
    is_overdue: bool
    may_take: bool


@page(Verb.READ, Intake)
def intakes(request: Request) -> HttpResponse:
    principal = request.principal
    shown = keyset(request, open_intakes(door.rows(principal, Verb.ANSWER, Intake)), by=("referred_at",))
    may_decide, may_refer = door.may(principal, Verb.DECIDE, Intake), door.may(principal, Verb.CREATE, Intake)
    found = assignments(door.rows(principal, Verb.DECIDE, Intake), today=principal.today) if may_decide else []
    proposed = proposals_by_intake(found)
    waiting = [
        Line(each, proposed.get(each.pk), is_overdue(request, each), may_take=each.owner_id is None and not may_decide)
        for each in shown.rows
    ]
    own = referred_by(door.rows(principal, Verb.READ, Intake), principal.staff) if may_refer else None
    mine = keyset(request, own, by=("-referred_at",), name="henvist") if own is not None else None
    door.seen(principal, [each.person for each in (*shown.rows, *(mine.rows if mine else ()))], Purpose.INTAKES)
    return render_part(
        request,
        "intake/list.html",
        {
            "waiting": waiting,
            "page": shown,
            "proposals": [each.proposed for each in waiting if each.proposed is not None and each.proposed.best is not None],
            "left_out": left_out_of(found),
            "without_owner_count": sum(each.intake.owner_id is None for each in waiting),
            "may_answer": door.may(principal, Verb.ANSWER, Intake),
            "may_refer": may_refer,
            "mine": mine,
            "me": principal.user_key,
        },
    )


def is_overdue(request: Request, intake: Intake) -> bool:
    return intake.waits_until is not None and intake.waits_until < request.principal.today


@page()
def intake(request: Request, intake_id: UUID) -> HttpResponse:
    """For those who answer, or else only received, who answers and how it stands, for the one who referred."""
    principal = request.principal
    found = door.rows(principal, Verb.ANSWER, Intake).filter(public_id=intake_id).select_related(*RELATED).first()
    intake = found or door.get(principal, Verb.READ, Intake, intake_id, *RELATED)
    door.seen(principal, [intake.person], Purpose.INTAKE)
    context = {"intake": intake, "crumbs": way_here()}
    if found is None:
        return render_part(request, "intake/referred.html", context)
    may_decide = door.may(principal, Verb.DECIDE, Intake)
    return render_part(
        request,
        "intake/intake.html",
        context
        | {
            "facts": facts_of(intake),
            "may_decide": may_decide and door.rows(principal, Verb.DECIDE, Intake).filter(pk=intake.pk).exists(),
            "is_mine": intake.owner_id == principal.user_key,
            "referred_it": intake.referred_by_id == principal.user_key,
            "is_ready": intake.wants_ordinary_work and intake.needs_help_to_get_it,
            "is_accepted": intake.state == IntakeState.ACCEPTED,
            "is_overdue": is_overdue(request, intake),
            "is_late": intake.owner_id is None or is_overdue(request, intake),
        },
    )


def way_here(*intakes: Intake) -> list[Crumb]:
    return [Crumb(_("Inntak"), reverse("intake:list")), *(Crumb(str(each.person), address_of(each)) for each in intakes)]


def facts_of(intake: Intake) -> list[Fact]:
    person = intake.person
    facts = [
        Fact(_("Snakker helst"), person.get_talks_best_display()),
        Fact(_("Bor"), person.postal_code.place if person.postal_code else ""),
        Fact(_("E-post"), person.email),
        Fact(_("Brev og sider på"), person.get_language_display()),
        Fact(_("Henvist til"), f"{intake.get_service_display()}, {intake.unit}"),
    ]
    return [fact for fact in facts if fact.value]


@button(Verb.DECIDE, Intake, back="intake:list")
def give(request: Request, intake: Intake) -> HttpResponse:
    """Give one to the one who was proposed on the screen."""
    to = door.get(request.principal, Verb.CHOOSE, User, asked_id(request.POST.get("to")))
    decide_owner(door.rows(request.principal, Verb.DECIDE, Intake), intake, to=to, **by(request))
    return done(request, "intake:list", _("%(name)s svarer, og har fått beskjed.") % {"name": to.name})


@button(Verb.DECIDE, Intake, back="intake:list")
def give_all(request: Request) -> HttpResponse:
    """Give everybody on the screen to the one who was proposed there."""
    scope = door.rows(request.principal, Verb.DECIDE, Intake)
    decide_owners(scope, chosen=chosen_pairs(request.POST.getlist("par")), **by(request))
    return done(request, "intake:list", _("Alle har en som svarer, og de har fått beskjed."))


def chosen_pairs(texts: list[str]) -> dict[UUID, UUID]:
    """Who was proposed for whom on the screen; what is not two ids is left out."""
    pairs = [(asked_id(intake), asked_id(user)) for intake, _colon, user in (text.partition(":") for text in texts)]
    return {intake: user for intake, user in pairs if intake is not None and user is not None}
