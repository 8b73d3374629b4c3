"""Those who wait to be rung back, and writing down that somebody rang."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.actions.callbacks import record_missed_call, ring_back
from brobygger.followup.callbacks import calls_of, waiting_calls, who_ring, who_rings
from brobygger.followup.models import CallBack
from brobygger.intake.models import EmployerRelation, Engagement
from brobygger.intake.queries import caseload, engagements_named
from brobygger.intake.relations import employers_named, employers_of
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import ContactPerson, Person
from brobygger.web.cover.words import moment_words, waiting_row, waiting_rows
from brobygger.web.once import once
from brobygger.web.people.forms import SearchForm
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb

MOST_FOUND = 20
RELATED = ("person", "engagement__person", "relation__workplace", "rung_by")


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    principal, now = request.principal, clock.now()
    if not (door.may(principal, Verb.RING, CallBack) or door.may(principal, Verb.READ, CallBack)):
        raise Http404
    mine = door.rows(principal, Verb.RING, CallBack).filter(calls_of(principal.user, today=principal.today))
    waiting = list(waiting_calls(mine, now=now))
    in_unit = list(waiting_calls(door.rows(principal, Verb.READ, CallBack), now=now).exclude(pk__in=[call.pk for call in waiting]))
    rings = who_ring(in_unit, today=principal.today)
    door.seen(principal, [call.person for call in (*waiting, *in_unit) if call.engagement_id is not None], Purpose.CALL_BACKS)
    return render_part(
        request,
        "cover/calls.html",
        {
            "rows": waiting_rows(waiting, now=now),
            "in_unit": [waiting_row(call, now=now, who=rings[call.pk].name if rings[call.pk] else "") for call in in_unit],
            "may_ring": door.may(principal, Verb.RING, CallBack),
        },
    )


@require_POST
@once
def rung(request: HttpRequest, call_id: UUID) -> HttpResponse:
    found = ring_back(door.get(request.principal, Verb.RING, CallBack, call_id, *RELATED), now=clock.now(), actor=request.principal.user)
    if found.rung_by_id == request.principal.user_key:
        messages.success(request, _("Du har ringt %(name)s.") % {"name": found.person})
    else:
        messages.success(
            request, _("%(colleague)s hadde allerede ringt %(name)s.") % {"colleague": found.rung_by.name, "name": found.person}
        )
    return redirect(back_to(request))


def back_to(request: HttpRequest) -> str:
    """The page the button stood on, when it is one of ours."""
    asked = request.POST.get("next", "")
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else reverse("cover:calls")


@require_safe
def missed(request: HttpRequest) -> HttpResponse:
    """One's own people and employers with a button each; a name finds the others of the unit, for whoever took the phone."""
    principal = request.principal
    if not (door.may(principal, Verb.RING, Engagement) or door.may(principal, Verb.RING, CallBack)):
        raise Http404
    people, employers = door.rows(principal, Verb.RING, Engagement), door.rows(principal, Verb.READ, EmployerRelation)
    form = SearchForm(request.GET if "navn" in request.GET else None)
    text = ""
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["navn"]
        engagements = list(engagements_named(people, text=text, today=principal.today)[:MOST_FOUND])
        relations = list(employers_named(employers, text=text, today=principal.today)[:MOST_FOUND])
    else:
        engagements = list(caseload(people, user=principal.user, today=principal.today))
        relations = list(employers_of(employers, user=principal.user, today=principal.today))
    door.seen(principal, [each.person for each in engagements], Purpose.MISSED_CALL)
    return render_part(
        request,
        "cover/missed.html",
        {
            "engagements": engagements,
            "relations": relations,
            "text": text,
            "is_search": bool(text),
            "is_refused": form.is_bound and not form.is_valid(),
            "crumbs": [Crumb(_("Ring tilbake"), reverse("cover:calls"))],
        },
        status=422 if form.is_bound and not form.is_valid() else None,
    )


@require_POST
@once
def missed_person(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    engagement = door.get(request.principal, Verb.RING, Engagement, engagement_id, "person")
    door.seen(request.principal, [engagement.person], Purpose.MISSED_CALL)
    return write_down(request, engagement, engagement.person)


@require_POST
@once
def missed_employer(request: HttpRequest, relation_id: UUID, person_id: UUID) -> HttpResponse:
    relation = door.get(request.principal, Verb.READ, EmployerRelation, relation_id, "workplace")
    contact = door.rows(request.principal, Verb.READ, ContactPerson).filter(workplace=relation.workplace_id, person__public_id=person_id)
    found = contact.select_related("person").first()
    if found is None:
        raise Http404
    return write_down(request, relation, found.person)


def write_down(request: HttpRequest, about: Engagement | EmployerRelation, person: Person) -> HttpResponse:
    now, today = clock.now(), request.principal.today
    try:
        call = record_missed_call(about, person=person, today=today, now=now, actor=request.principal.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("cover:missed")
    rings = who_rings(call, today=today)
    words = {"name": person, "when": moment_words(call.due_at, today=today), "colleague": rings.name if rings else ""}
    if rings is None:
        messages.success(request, _("%(name)s er skrevet opp. Ingen svarer i dag, så lederen har fått beskjed.") % words)
    elif rings.pk == request.principal.user_key:
        messages.success(request, _("%(name)s er skrevet opp. Ring innen %(when)s.") % words)
    else:
        messages.success(request, _("%(name)s er skrevet opp. %(colleague)s har fått beskjed om å ringe innen %(when)s.") % words)
    return redirect("cover:calls" if door.may(request.principal, Verb.RING, CallBack) else "cover:missed")
