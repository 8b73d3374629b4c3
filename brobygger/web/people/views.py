from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.access import door
from brobygger.access.actions import open_person_with_reason
from brobygger.access.queries import reason_stated, who_looked
from brobygger.access.verbs import Verb
from brobygger.audit.models import LookUp
from brobygger.intake.models import Engagement
from brobygger.intake.queries import caseload, who_picks_up
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import Participant
from brobygger.parties.models import Person
from brobygger.parties.queries import people_named
from brobygger.web.once import once
from brobygger.web.people.forms import ReasonForm, SearchForm
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb

PAGE_LENGTH = 25
LATELY = timedelta(days=90)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    principal = request.principal
    door.require(principal, Verb.FIND, Person)
    mine = list(caseload(door.rows(principal, Verb.READ, Engagement), user=principal.user, today=principal.today))
    context = {"mine": mine, "is_search": False}
    shown = [engagement.person for engagement in mine]

    if "navn" in request.GET:
        form = SearchForm(request.GET)
        if not form.is_valid():
            return render_part(request, "people/list.html", {**context, "is_refused": True}, status=422)
        found = people_named(
            door.rows(principal, Verb.FIND, Person), text=form.cleaned_data["navn"], after=public_id_or_none(request.GET.get("etter", ""))
        )
        page = list(found[: PAGE_LENGTH + 1])
        readable = set(door.rows(principal, Verb.READ, Person).filter(pk__in=[each.pk for each in page]).values_list("pk", flat=True))
        shown = page[:PAGE_LENGTH]
        context |= {
            "is_search": True,
            "text": form.cleaned_data["navn"],
            "found": [(each, each.pk in readable) for each in shown],
            "more_url": f"?{urlencode({'navn': form.cleaned_data['navn'], 'etter': shown[-1].public_id})}"
            if len(page) > PAGE_LENGTH
            else "",
        }
    door.seen(principal, shown, "people")
    return render_part(request, "people/list.html", context)


@require_safe
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    principal = request.principal
    found = door.rows(principal, Verb.READ, Person).filter(public_id=person_id).first()
    if found is None:
        door.get(principal, Verb.FIND, Person, person_id)
        return redirect("people:reason", person_id)
    engagements = door.rows(principal, Verb.READ, Engagement).filter(person=found)
    pick_ups = who_picks_up(engagements, today=principal.today)
    is_mine = any(principal.user in (each.responsible, each.deputy) for each in pick_ups)
    need = None if is_mine else reason_stated(found, user=principal.user, today=principal.today)
    door.seen(principal, [found], "person", reason=need.reason if need else "")
    now = clock.now()
    context = {
        "person": found,
        "need": need,
        "pick_ups": pick_ups,
        "invitations": door.rows(principal, Verb.READ, Participant)
        .filter(person=found)
        .select_related("loop")
        .order_by("-created_at", "pk"),
        "may_read_look_ups": door.may(principal, Verb.READ, LookUp) and is_mine,
        "lookers": who_looked(door.rows(principal, Verb.READ, LookUp), person=found, since=now - LATELY),
        "crumbs": way_here(),
    }
    return render_part(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def state_reason(request: HttpRequest, person_id: UUID) -> HttpResponse:
    principal = request.principal
    found = door.get(principal, Verb.FIND, Person, person_id)
    if door.rows(principal, Verb.READ, Person).filter(pk=found.pk).exists():
        return redirect("people:person", person_id)
    form = ReasonForm(request.POST or None, person=found)
    if form.is_valid():
        try:
            need = open_person_with_reason(found, **form.cleaned_data, actor=principal.user, today=principal.today)
        except DomainError as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(
                request, _("Grunnen er lagret. Du kan åpne %(name)s til %(day)s.") % {"name": found, "day": f"{need.ends_on:%d.%m.%Y}"}
            )
            return redirect("people:person", person_id)
    door.seen(principal, [found], "state reason")
    return render_part(request, "people/reason.html", {"person": found, "form": form, "crumbs": way_here()})


def way_here() -> list[Crumb]:
    return [Crumb(_("Folk"), reverse("people:list"))]


def public_id_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
