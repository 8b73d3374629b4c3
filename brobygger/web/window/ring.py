"""«Ring meg»: who follows one up, until when they ring back, and who stands in. Source: RULES W3; MISSION §6.3."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.followup.actions.callbacks import ask_to_be_rung
from brobygger.followup.callbacks import who_rings
from brobygger.followup.models import CallBack
from brobygger.followup.working_time import ring_back_by
from brobygger.intake.cover import TheTwo, who_picks_up_for_employers
from brobygger.intake.models import EmployerRelation, Engagement, Service
from brobygger.intake.queries import PickUp, who_picks_up
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day, phone
from brobygger.loops.counsellors import counsellor_of
from brobygger.loops.models import Participant
from brobygger.parties.models import Role, Workplace
from brobygger.web.cover.words import moment_words
from brobygger.web.once import once
from brobygger.web.window.pages import Call, address, call, opened_by


@dataclass(frozen=True)
class Ring:
    """One who can be asked to ring.

    Takes   url    where the button posts to
            label  of the button: «Be Kari ringe meg»
            when   until when they ring; what has been promised already, once one has asked
            away   who stands in, and until when
    """

    url: str
    label: str
    when: str
    has_asked: bool
    away: str
    who: Call | None = None


def who_follows(request: HttpRequest) -> list[Call]:
    """Whoever follows the candidate up today, with whom they answer for when it is a deputy."""
    found = []
    for each in own_pick_ups(request):
        if each.answers is not None:
            is_supported = each.engagement.service == Service.SUPPORTED_EMPLOYMENT
            own = _("Jobbspesialisten din") if is_supported else _("Veilederen din")
            found.append(call(each.answers, answers_for(each) if each.is_away else own))
    return found


def own_calls(request: HttpRequest, participant: Participant | None = None) -> list[Call]:
    """The coordinator first, then whoever follows the candidate up today, and their counsellor; each once."""
    found = [call(participant.loop.coordinator, _("Koordinator for loopen"), tone="rav")] if participant is not None else []
    found += who_follows(request)
    if participant is not None:
        found.append(call(counsellor_of(participant, today=request.principal.today), _("Veilederen din")))
    return list({each.name: each for each in reversed(found)}.values())[::-1]


def own_pick_ups(request: HttpRequest) -> list[PickUp]:
    """Who follows the candidate up, asked for once however many parts of a page speak of it. Pressing is guarded by `Verb.ASK` itself."""
    if not hasattr(request, "own_pick_ups"):
        request.own_pick_ups = list(who_picks_up(door.rows(request.principal, Verb.READ, Engagement), today=request.principal.today))
    return request.own_pick_ups


def answers_for(two: TheTwo) -> str:
    assert two.responsible is not None
    assert two.away_until is not None
    return _("Svarer for %(name)s til og med %(day)s") % {"name": two.responsible.name, "day": day(two.away_until)}


def own_rings(request: HttpRequest) -> list[Ring]:
    """Those a candidate can ask to ring, each once also when they follow the candidate up in two services.

    Cost  one query, and those of `own_pick_ups`
    """
    waiting = {each.engagement_id: each for each in waits(request) if each.engagement_id is not None}
    found: dict[str, Ring] = {}
    for each in own_pick_ups(request):
        one = ring(each, waiting.get(each.engagement.pk), url=address(request, "ring_me", each.engagement.public_id))
        if one.label not in found or one.has_asked:
            found[one.label] = one
    return list(found.values())


def employers_rings(request: HttpRequest, workplace: Workplace | None = None) -> list[Ring]:
    """Those an employer can ask to ring, with their names and numbers; of one workplace, or of all the holder is a contact at."""
    relations = door.rows(request.principal, Verb.ASK, EmployerRelation)
    if workplace is not None:
        relations = relations.filter(workplace=workplace)
    waiting = {each.relation_id: each for each in waits(request) if each.relation_id is not None}
    return [
        ring(
            each,
            waiting.get(each.relation.pk),
            url=address(request, "ring_us", each.relation.public_id),
            who=call(each.answers, answers_for(each) if each.is_away else _("Kontakten deres"), tone="rav") if each.answers else None,
        )
        for each in who_picks_up_for_employers(relations, today=request.principal.today)
    ]


def waits(request: HttpRequest) -> list[CallBack]:
    return list(door.rows(request.principal, Verb.READ, CallBack).filter(rung_at__isnull=True).order_by("pk"))


def ring(two: TheTwo, asked: CallBack | None, *, url: str, who: Call | None = None) -> Ring:
    now = clock.now()
    name = first_name(two.answers.name) if two.answers is not None else ""
    label = _("Be %(name)s ringe meg") % {"name": name} if name else _("Be noen ringe meg")
    due = asked.due_at if asked is not None else ring_back_by(now)
    words = {"name": name or _("En av oss"), "when": moment_words(due, today=local_day(now))}
    if asked is None:
        when = _("%(name)s ringer deg innen %(when)s.") % words
    elif due < now:
        when = _("Du har bedt om å bli ringt. %(name)s skulle ha ringt innen %(when)s, og har fått en påminnelse.") % words
    else:
        when = _("Du har bedt om å bli ringt. %(name)s ringer innen %(when)s.") % words
    return Ring(url=url, label=label, when=when, has_asked=asked is not None, away=away_words(two), who=who)


def away_words(two: TheTwo) -> str:
    """«Når Lise er borte, er det Per Aunvik: 680 53 344.»"""
    if two.responsible is None:
        return "" if two.answers is not None else _("Ingen svarer i dag. Be noen ringe deg, så finner lederen en som gjør det.")
    name = first_name(two.responsible.name)
    if two.is_away:
        words = {"name": name, "day": day(two.away_until or clock.today()), "deputy": two.answers.name if two.answers else ""}
        if two.answers is not None:
            return _("%(name)s er borte til og med %(day)s. Så lenge svarer %(deputy)s.") % words
        return _("%(name)s er borte til og med %(day)s. Be noen ringe deg, så finner lederen en som gjør det.") % words
    if two.deputy is None:
        return ""
    words = {"name": name, "deputy": two.deputy.name, "phone": phone(two.deputy.phone)}
    if two.deputy.phone:
        return _("Når %(name)s er borte, er det %(deputy)s: %(phone)s.") % words
    return _("Når %(name)s er borte, er det %(deputy)s.") % words


def first_name(name: str) -> str:
    return name.split()[0] if name else ""


@opened_by(Role.CANDIDATE)
@require_POST
@once
def ring_me(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    return ask(request, door.get(request.principal, Verb.ASK, Engagement, engagement_id, "unit"))


@opened_by(Role.EMPLOYER)
@require_POST
@once
def ring_us(request: HttpRequest, relation_id: UUID) -> HttpResponse:
    return ask(request, door.get(request.principal, Verb.ASK, EmployerRelation, relation_id, "unit"))


def ask(request: HttpRequest, about: Engagement | EmployerRelation) -> HttpResponse:
    now, today = clock.now(), request.principal.today
    try:
        asked = ask_to_be_rung(about, today=today, now=now, actor=request.principal.person)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        rings = who_rings(asked, today=today)
        words = {"name": first_name(rings.name) if rings else _("En av oss"), "when": moment_words(asked.due_at, today=today)}
        messages.success(request, _("%(name)s har fått beskjed, og ringer deg innen %(when)s.") % words)
    return redirect(address(request, "home"))
