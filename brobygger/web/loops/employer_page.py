"""An employer's page in a loop: its answer, its tasks, what it brings, and when it is closed."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
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
from brobygger.web.acting import done, said_in
from brobygger.web.loops.building_forms import ClosureForm, ContactForm, EmployerForm, TasksForm
from brobygger.web.loops.the_loop import crumbs
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by_now, sent
from brobygger.web.shell import Fact

RELATED = (
    "loop__coordinator", "loop__driver", "loop__unit", "workplace__organisation", "workplace__postal_code", "contact",
)  # fmt: skip
employer_view = page(Verb.BUILD, LoopEmployer, *RELATED)
employer_button = button(Verb.BUILD, LoopEmployer, *RELATED)


@employer_view
def employer(request: Request, employer: LoopEmployer) -> HttpResponse:
    form = employer_form(request, employer, sent(request))
    if form.is_valid():
        with said_in(form):
            actions.change_employer(employer, **form.values(), actor=request.principal.staff)
            return done(request, employer, _("Lagret."))
    return employer_page(request, employer, form=form)


def employer_page(
    request: Request,
    employer: LoopEmployer,
    *,
    form: EmployerForm | None = None,
    tasks_form: TasksForm | None = None,
    closure_form: ClosureForm | None = None,
    contact_form: ContactForm | None = None,
) -> HttpResponse:
    """Takes  forms  those that were sent: one with something wrong stands on the page even when the loop is past it"""
    is_being_built = employer.loop.state in BEING_BUILT
    tasks = list(employer.tasks.all())
    return render_part(
        request,
        "loops/employer.html",
        {
            "employer": employer,
            "loop": employer.loop,
            "crumbs": crumbs(employer.loop),
            "lead": employer_lead(employer, today=request.principal.today),
            "is_being_built": is_being_built,
            "is_in": employer.state == CommitmentState.COMMITTED,
            "is_out": employer.state == CommitmentState.WITHDRAWN,
            "form": form or employer_form(request, employer),
            "tasks": tasks,
            "tasks_form": tasks_form or (TasksForm(tasks=tasks) if is_being_built else None),
            "closures": closures_of(employer),
            "closure_form": closure_form or (ClosureForm() if is_being_built else None),
            "contact_form": contact_form or contact_form_of(employer),
            "facts": facts_of(employer),
        },
    )


def facts_of(employer: LoopEmployer) -> list[Fact]:
    return [
        Fact(_("Bedrift"), employer.workplace.organisation.name),
        Fact(_("Organisasjonsnummer"), employer.workplace.organisation.register_number),
        Fact(_("Adresse"), address_of(employer.workplace)),
        Fact(_("Kontaktperson"), employer.contact),
        Fact(_("Telefon"), phone(employer.contact.phone) or _("Ikke skrevet")),
        Fact(_("E-post"), employer.contact.email or _("Ikke skrevet")),
    ]


def contact_form_of(employer: LoopEmployer, answers: QueryDict | None = None) -> ContactForm:
    person = employer.contact
    initial = {"first_name": person.first_name, "last_name": person.last_name, "phone": person.phone, "email": person.email}
    return ContactForm(answers, initial={**initial, "title": title_at(person, employer.workplace)})


def address_of(workplace: Workplace) -> str:
    code = f"{workplace.postal_code.code} {workplace.postal_code.place}" if workplace.postal_code else ""
    return ", ".join(filter(None, (workplace.street, code))) or _("Ikke skrevet")


def employer_lead(employer: LoopEmployer, *, today: date) -> str:
    if employer.committed_on is not None and employer.state == CommitmentState.COMMITTED:
        return _("%(place)s sa ja %(day)s.") % {"place": employer, "day": phrases.on_day(employer.committed_on, today=today)}
    if employer.state == CommitmentState.WITHDRAWN:
        return _("%(place)s er ikke med i loopen.") % {"place": employer}
    return _("%(place)s er spurt, men har ikke sagt ja ennå.") % {"place": employer}


def employer_form(request: Request, employer: LoopEmployer, answers: QueryDict | None = None) -> EmployerForm:
    contacts = door.rows(request.principal, Verb.CHOOSE, ContactPerson).filter(workplace=employer.workplace_id).select_related("person")
    return EmployerForm(answers, employer=employer, contacts=contacts.order_by("person__first_name", "pk")[: choices.MOST_CHOICES])


@employer_button
def employer_yes(request: Request, employer: LoopEmployer) -> HttpResponse:
    actions.commit_employer(employer, on=request.principal.today, actor=request.principal.staff)
    return done(request, employer.loop, _("%(place)s har sagt ja.") % {"place": employer})


@employer_button
def employer_out(request: Request, employer: LoopEmployer) -> HttpResponse:
    actions.withdraw_employer(employer, **by_now(request))
    return done(request, employer.loop, _("%(place)s er ikke lenger med.") % {"place": employer})


@employer_view
def employer_tasks(request: Request, employer: LoopEmployer) -> HttpResponse:
    form = TasksForm(sent(request), tasks=list(employer.tasks.all()))
    if form.is_valid():
        with said_in(form):
            list_tasks(employer, texts=form.texts(), actor=request.principal.staff)
            return done(request, employer, _("Oppgavene er lagret."))
    return employer_page(request, employer, tasks_form=form)


@employer_button
def employer_tasks_link(request: Request, employer: LoopEmployer) -> HttpResponse:
    ask_for_tasks(employer, **by_now(request))
    return done(request, employer, _("Lenken er sendt til %(name)s.") % {"name": employer.contact})


@employer_view
def employer_closed(request: Request, employer: LoopEmployer) -> HttpResponse:
    form = ClosureForm(sent(request))
    if form.is_valid():
        with said_in(form):
            actions.close_weeks(employer, **form.cleaned_data, actor=request.principal.staff)
            return done(request, employer, _("Lagret."))
    return employer_page(request, employer, closure_form=form)


@employer_button
def employer_opened(request: Request, employer: LoopEmployer) -> HttpResponse:
    """Take out days it was to be closed."""
    closure = next((row for row in closures_of(employer) if str(row.pk) == request.POST.get("closure")), None)
    if closure is not None:
        actions.open_weeks(closure, actor=request.principal.staff)
    return done(request, employer, _("Lagret."))
