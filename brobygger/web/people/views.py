from __future__ import annotations

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
from brobygger.access.verbs import Verb
from brobygger.followup.due_dates import with_due_dates
from brobygger.intake.models import Engagement
from brobygger.intake.queries import caseload
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Person
from brobygger.parties.queries import people_named
from brobygger.web.once import once
from brobygger.web.people.forms import ReasonForm, SearchForm
from brobygger.web.people.words import in_list
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb

PAGE_LENGTH = 25


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    principal = request.principal
    door.require(principal, Verb.FIND, Person)
    followed = caseload(door.rows(principal, Verb.READ, Engagement), user=principal.user, today=principal.today)
    mine = list(with_due_dates(followed, today=principal.today))
    rows = [in_list(each, today=principal.today) for each in mine]
    context = {"mine": rows, "own_count": sum(each.is_mine for each in mine), "is_search": False}
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


def person_crumb(person: Person) -> Crumb:
    return Crumb(str(person), reverse("people:person", args=[person.public_id]))


def way_here() -> list[Crumb]:
    return [Crumb(_("Folk"), reverse("people:list"))]


def public_id_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
