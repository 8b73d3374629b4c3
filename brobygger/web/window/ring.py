"""«Ring meg»: who follows one up, until when they ring back, and who stands in. Source: RULES W3; MISSION §6.3."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.followup.actions.callbacks import ask_to_be_rung
from brobygger.followup.callbacks import who_rings
from brobygger.followup.models import CallBack
from brobygger.followup.working_time import ring_back_by
from brobygger.intake.cover import TheTwo, who_picks_up_for_employers
from brobygger.intake.models import EmployerRelation, Engagement, Service
from brobygger.intake.queries import PickUp, who_picks_up
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day, phone
from brobygger.loops.counsellors import counsellor_of
from brobygger.loops.models import Participant
from brobygger.parties.models import Role, Workplace
from brobygger.web.acting import done
from brobygger.web.calls import Call, call
from brobygger.web.cover.words import moment_words
from brobygger.web.page import button
from brobygger.web.request import Request
from brobygger.web.window.pages import address, held_by, home, opened_by


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


def whom_to_ring(request: Request, participant: Participant | None = None) -> tuple[list[Call], list[Ring]]:
    """Those a candidate can call, and those who can be asked to ring; who follows them up is asked for once."""
    following = own_following(request)
    return calls_among(following, participant, today=request.principal.today), rings_among(request, following)


def own_calls(request: Request) -> list[Call]:
    return calls_among(own_following(request), None, today=request.principal.today)


def own_rings(request: Request) -> list[Ring]:
    return rings_among(request, own_following(request))


def own_following(request: Request) -> list[PickUp]:
    """Who follows the candidate up. Pressing «Ring meg» is guarded by `Verb.ASK` itself."""
    engagements = door.rows(request.principal, Verb.READ, Engagement)
    return who_picks_up(with_what_waits(request, engagements, "engagement"), today=request.principal.today)


def calls_among(following: Iterable[PickUp], participant: Participant | None, *, today: date) -> list[Call]:
    """The coordinator first, then whoever follows the candidate up today, and their counsellor; each once."""
    found = [call(participant.loop.coordinator, _("Koordinator for loopen"), tone="rav")] if participant is not None else []
    found += [call(each.answers, what_they_are(each)) for each in following if each.answers is not None]
    if participant is not None:
        found.append(call(counsellor_of(participant, today=today), _("Veilederen din")))
    return list({each.name: each for each in reversed(found)}.values())[::-1]


def what_they_are(each: PickUp) -> str:
    """To the candidate; of a deputy, whom they answer for."""
    if each.is_away:
        return answers_for(each)
    return _("Jobbspesialisten din") if each.engagement.service == Service.SUPPORTED_EMPLOYMENT else _("Veilederen din")


def answers_for(two: TheTwo) -> str:
    assert two.responsible is not None
    assert two.away_until is not None
    return _("Svarer for %(name)s til og med %(day)s") % {"name": two.responsible.name, "day": day(two.away_until)}


def rings_among(request: Request, following: Iterable[PickUp]) -> list[Ring]:
    """Those a candidate can ask to ring, each once also when they follow the candidate up in two services. Cost: none."""
    found: dict[str, Ring] = {}
    for each in following:
        one = ring(each, asked_until(each.engagement), url=address(request, "ring_me", each.engagement), now=request.now)
        if one.label not in found or one.has_asked:
            found[one.label] = one
    return list(found.values())


def employers_rings(request: Request, workplace: Workplace | None = None) -> list[Ring]:
    """Those an employer can ask to ring, with their names and numbers; of one workplace, or of all the holder is a contact at."""
    relations = door.rows(request.principal, Verb.ASK, EmployerRelation)
    if workplace is not None:
        relations = relations.filter(workplace=workplace)
    return [
        ring(
            each,
            asked_until(each.relation),
            url=address(request, "ring_us", each.relation),
            now=request.now,
            who=call(each.answers, answers_for(each) if each.is_away else _("Kontakten deres"), tone="rav") if each.answers else None,
        )
        for each in who_picks_up_for_employers(with_what_waits(request, relations, "relation"), today=request.principal.today)
    ]


def with_what_waits(request: Request, scope: QuerySet[Any], about: str) -> QuerySet[Any]:
    """Engagements or relations with until when somebody is to ring, where one has asked. Cost: none beyond the query of the scope."""
    waiting = door.rows(request.principal, Verb.READ, CallBack).filter(rung_at__isnull=True, **{about: OuterRef("pk")})
    found: QuerySet[Any] = scope.annotate(asked_until=Subquery(waiting.order_by("-pk").values("due_at")[:1]))
    return found


def asked_until(row: Any) -> datetime | None:
    """Of a row from `with_what_waits`."""
    until: datetime | None = row.asked_until
    return until


def ring(two: TheTwo, asked: datetime | None, *, url: str, now: datetime, who: Call | None = None) -> Ring:
    name = first_name(two.answers.name) if two.answers is not None else ""
    label = _("Be %(name)s ringe meg") % {"name": name} if name else _("Be noen ringe meg")
    due = asked if asked is not None else ring_back_by(now)
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
    if two.away_until is not None:
        words = {"name": name, "day": day(two.away_until), "deputy": two.answers.name if two.answers else ""}
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
@button(Verb.ASK, Engagement, "unit", back=home)
def ring_me(request: Request, engagement: Engagement) -> HttpResponse:
    return ask(request, engagement)


@opened_by(Role.EMPLOYER)
@button(Verb.ASK, EmployerRelation, "unit", back=home)
def ring_us(request: Request, relation: EmployerRelation) -> HttpResponse:
    return ask(request, relation)


def ask(request: Request, about: Engagement | EmployerRelation) -> HttpResponse:
    today = request.principal.today
    asked = ask_to_be_rung(about, **held_by(request))
    rings = who_rings(asked, today=today)
    words = {"name": first_name(rings.name) if rings else _("En av oss"), "when": moment_words(asked.due_at, today=today)}
    return done(request, home(request), _("%(name)s har fått beskjed, og ringer deg innen %(when)s.") % words)
