"""An employer's page in a loop: its answer, its tasks, what it brings, and when it is closed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.kernel import clock
from brobygger.kernel.units import phone
from brobygger.loops import choices
from brobygger.loops.building.actions import employers as actions
from brobygger.loops.building.queries import closures_of
from brobygger.loops.kick_off.actions.inviting import ask_for_tasks, list_tasks
from brobygger.loops.models import LoopEmployer
from brobygger.loops.states import BEING_BUILT, CommitmentState
from brobygger.parties.models import ContactPerson, Workplace
from brobygger.parties.queries import title_at
from brobygger.web import phrases
from brobygger.web.loops.building_forms import (
    ClosureForm,
    ContactForm,
    EmployerForm,
    TasksForm,
)
from brobygger.web.loops.refusals import carried_out, refusal_of
from brobygger.web.loops.the_loop import crumbs
from brobygger.web.once import once
from brobygger.web.rendering import UNPROCESSABLE, render_part
from brobygger.web.shell import Fact

EMPLOYER_RELATED = (
    "loop__coordinator", "loop__driver", "loop__unit", "workplace__organisation", "workplace__postal_code", "contact",
)  # fmt: skip


def get_employer(request: HttpRequest, employer_id: UUID) -> LoopEmployer:
    return door.get(request.principal, Verb.BUILD, LoopEmployer, employer_id, *EMPLOYER_RELATED)


@require_http_methods(["GET", "POST"])
@once
def employer(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = get_employer(request, employer_id)
    form = employer_form(request, employer, request.POST or None)
    if form.is_valid() and carried_out(form, lambda: actions.change_employer(employer, **form.values(), actor=request.principal.user)):
        messages.success(request, _("Lagret."))
        return redirect("loops:employer", employer.public_id)
    return employer_page(request, employer, form=form)


def employer_page(
    request: HttpRequest,
    employer: LoopEmployer,
    *,
    form: EmployerForm | None = None,
    tasks_form: TasksForm | None = None,
    closure_form: ClosureForm | None = None,
    contact_form: ContactForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    tasks = list(employer.tasks.all())
    today = request.principal.today
    is_being_built = employer.loop.state in BEING_BUILT
    if not is_being_built:  # the forms are gone from the page, so what stood in the way is said on top
        sent = [each for each in (tasks_form, closure_form) if each is not None]
        refusal = refusal or " ".join(mistake.message for each in sent for mistake in each.mistakes())
    return render_part(
        request,
        "loops/employer.html",
        {
            "employer": employer,
            "loop": employer.loop,
            "crumbs": crumbs(employer.loop),
            "lead": employer_lead(employer, today=today),
            "is_being_built": is_being_built,
            "is_in": employer.state == CommitmentState.COMMITTED,
            "is_out": employer.state == CommitmentState.WITHDRAWN,
            "form": form or employer_form(request, employer),
            "tasks": tasks,
            "tasks_form": tasks_form or TasksForm(initial={"tasks": "\n".join(task.text for task in tasks)}),
            "closures": closures_of(employer),
            "closure_form": closure_form or ClosureForm(),
            "contact_form": contact_form or contact_form_of(employer),
            "facts": [
                Fact(_("Bedrift"), employer.workplace.organisation.name),
                Fact(_("Organisasjonsnummer"), employer.workplace.organisation.register_number),
                Fact(_("Adresse"), address_of(employer.workplace)),
                Fact(_("Kontaktperson"), employer.contact),
                Fact(_("Telefon"), phone(employer.contact.phone) or _("Ikke skrevet")),
                Fact(_("E-post"), employer.contact.email or _("Ikke skrevet")),
            ],
            "refusal": refusal,
        },
        status=UNPROCESSABLE if refusal else None,
    )


def contact_form_of(employer: LoopEmployer, data=None) -> ContactForm:
    person = employer.contact
    initial = {"first_name": person.first_name, "last_name": person.last_name, "phone": person.phone, "email": person.email}
    return ContactForm(data, initial={**initial, "title": title_at(person, employer.workplace)})


def address_of(workplace: Workplace) -> str:
    code = f"{workplace.postal_code.code} {workplace.postal_code.place}" if workplace.postal_code else ""
    return ", ".join(filter(None, (workplace.street, code))) or _("Ikke skrevet")


def employer_lead(employer: LoopEmployer, *, today) -> str:
    if employer.state == CommitmentState.COMMITTED:
        return _("%(place)s sa ja %(day)s.") % {"place": employer, "day": phrases.on_day(employer.committed_on, today=today)}
    if employer.state == CommitmentState.WITHDRAWN:
        return _("%(place)s er ikke med i loopen.") % {"place": employer}
    return _("%(place)s er spurt, men har ikke sagt ja ennå.") % {"place": employer}


def employer_form(request: HttpRequest, employer: LoopEmployer, data=None) -> EmployerForm:
    contacts = door.rows(request.principal, Verb.CHOOSE, ContactPerson).filter(workplace=employer.workplace_id).select_related("person")
    return EmployerForm(data, employer=employer, contacts=contacts.order_by("person__first_name", "pk")[: choices.MOST_CHOICES])


@require_POST
@once
def employer_yes(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = get_employer(request, employer_id)
    principal = request.principal
    refusal = refusal_of(lambda: actions.commit_employer(employer, on=principal.today, actor=principal.user))
    if refusal:
        return employer_page(request, employer, refusal=refusal)
    messages.success(request, _("%(place)s har sagt ja.") % {"place": employer})
    return redirect("loops:loop", employer.loop.public_id)


@require_POST
@once
def employer_out(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = get_employer(request, employer_id)
    refusal = refusal_of(lambda: actions.withdraw_employer(employer, now=clock.now(), actor=request.principal.user))
    if refusal:
        return employer_page(request, employer, refusal=refusal)
    messages.success(request, _("%(place)s er ikke lenger med.") % {"place": employer})
    return redirect("loops:loop", employer.loop.public_id)


@require_POST
@once
def employer_tasks(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = get_employer(request, employer_id)
    form = TasksForm(request.POST)
    if form.is_valid() and carried_out(form, lambda: list_tasks(employer, texts=form.texts(), actor=request.principal.user)):
        messages.success(request, _("Oppgavene er lagret."))
        return redirect("loops:employer", employer.public_id)
    return employer_page(request, employer, tasks_form=form)


@require_POST
@once
def employer_tasks_link(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = get_employer(request, employer_id)
    refusal = refusal_of(lambda: ask_for_tasks(employer, now=clock.now(), actor=request.principal.user))
    if refusal:
        return employer_page(request, employer, refusal=refusal)
    messages.success(request, _("Lenken er sendt til %(name)s.") % {"name": employer.contact})
    return redirect("loops:employer", employer.public_id)


@require_POST
@once
def employer_closed(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = get_employer(request, employer_id)
    form = ClosureForm(request.POST)
    if form.is_valid() and carried_out(form, lambda: actions.close_weeks(employer, **form.cleaned_data, actor=request.principal.user)):
        messages.success(request, _("Lagret."))
        return redirect("loops:employer", employer.public_id)
    return employer_page(request, employer, closure_form=form)


@require_POST
@once
def employer_opened(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    """Take out days it was to be closed."""
    employer = get_employer(request, employer_id)
    closure = next((row for row in closures_of(employer) if str(row.pk) == request.POST.get("closure")), None)
    refusal = refusal_of(lambda: actions.open_weeks(closure, actor=request.principal.user)) if closure else ""
    if refusal:
        return employer_page(request, employer, refusal=refusal)
    messages.success(request, _("Lagret."))
    return redirect("loops:employer", employer.public_id)
