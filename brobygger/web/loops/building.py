"""Building a loop: the list, the loop's own page, its employers, its size and its day."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.kernel import clock
from brobygger.kernel.units import phone
from brobygger.loops import choices
from brobygger.loops.actions import building as actions
from brobygger.loops.actions.calling_off import Told, call_off_loop
from brobygger.loops.actions.inviting import ask_for_tasks, list_tasks
from brobygger.loops.calling_off import called_off
from brobygger.loops.models import Loop, LoopEmployer, NextStep
from brobygger.loops.queries import (
    InvitationCounts,
    Lacks,
    LoopsPage,
    Missing,
    closures_of,
    employers_of,
    invitation_counts,
    loops_page,
    missing,
    waiting_step,
)
from brobygger.loops.states import AFTER_THE_DECISION, CommitmentState, LoopState
from brobygger.loops.year_queries import with_next_turning
from brobygger.parties.actions import EmployerCard
from brobygger.parties.models import ContactPerson, Unit, Workplace
from brobygger.parties.queries import title_at
from brobygger.web.loops import phrases
from brobygger.web.loops.building_forms import (
    CallOffForm,
    ClosureForm,
    ContactForm,
    EmployerForm,
    KickOffForm,
    LoopForm,
    NewEmployerForm,
    NextStepForm,
    SizeForm,
    TasksForm,
)
from brobygger.web.loops.common import carried_out, crumbs, get_loop, refusal_of, rights
from brobygger.web.loops.steps import steps
from brobygger.web.once import once
from brobygger.web.rendering import UNPROCESSABLE, render_part
from brobygger.web.shell import Fact, Row

EMPLOYER_RELATED = (
    "loop__coordinator", "loop__driver", "loop__unit", "workplace__organisation", "workplace__postal_code", "contact",
)  # fmt: skip


# The list


@require_GET
def loops(request: HttpRequest) -> HttpResponse:
    door.require(request.principal, Verb.READ, Loop)
    scope = door.rows(request.principal, Verb.READ, Loop)
    older, newer = (row_named(request, name) for name in ("etter", "for"))
    page = loops_page(scope, older_than=older, newer_than=newer)
    today = request.principal.today
    return render_part(
        request,
        "loops/list.html",
        {
            "rows": [row_of(loop, request) for loop in page.loops],
            "heads": [_("Loop"), _("Hvor langt den er kommet"), _("Bedrifter"), _("Neste steg")],
            "lead": list_lead(page, today=today),
            "may_start": door.may(request.principal, Verb.CREATE, Loop),
            "newer_url": paged("for", page.newer_than),
            "older_url": paged("etter", page.older_than),
        },
    )


def row_named(request: HttpRequest, name: str) -> Loop | None:
    """The loop that a page of the list stands beside, when the address names one the reader may see."""
    try:
        public_id = UUID(request.GET[name])
    except (KeyError, ValueError):
        return None
    return door.rows(request.principal, Verb.READ, Loop).filter(public_id=public_id).first()


def paged(name: str, loop: Loop | None) -> str:
    return f"{reverse('loops:list')}?{name}={loop.public_id}" if loop else ""


def row_of(loop: Loop, request: HttpRequest) -> Row:
    today = request.principal.today
    employers = _("%(count)s av %(wanted)s har sagt ja") % {"count": loop.committed_count, "wanted": loop.employers_wanted}
    return Row(
        loop.name,
        [phrases.where_it_stands(loop, today=today), employers, step_words(loop, request)],
        reverse("loops:loop", args=[loop.public_id]),
    )


def step_words(loop: Loop, request: HttpRequest) -> str:
    if not loop.open_steps:
        return {
            LoopState.RUNNING: _("Datoene står på siden for året"),
            LoopState.FINISHED: _("Ingen"),
        }.get(LoopState(loop.state), _("Ikke satt"))
    step = loop.open_steps[0]
    return _("%(text)s %(owner)s, %(day)s") % {
        "text": ended(step.text),
        "owner": step.owner.name,
        "day": phrases.on_day(step.due_on, today=request.principal.today),
    }


def ended(text: str) -> str:
    """With a full stop after it, so that the next sentence can follow."""
    return text if text.endswith((".", "?", ":")) else f"{text}."


def list_lead(page: LoopsPage, *, today) -> str:
    """The page in a sentence: what is today or nearest."""
    if not page.loops:
        return _("Her kommer loopene du er med på.")
    held_today = [loop.name for loop in page.loops if loop.kick_off_on == today and loop.state == LoopState.OPEN]
    if held_today:
        return _("%(loop)s har kick-off i dag.") % {"loop": phrases.in_a_row(held_today)}
    gathering = sum(loop.state == LoopState.RECRUITING for loop in page.loops)
    if gathering:
        return _("%(count)s av loopene samler fortsatt bedrifter.") % {"count": phrases.opening(gathering)}
    return _("Alle loopene har bedriftene sine.")


@require_http_methods(["GET", "POST"])
@once
def new(request: HttpRequest) -> HttpResponse:
    door.require(request.principal, Verb.CREATE, Loop)
    principal = request.principal
    users = door.rows(principal, Verb.CHOOSE, User)
    form = LoopForm(
        request.POST or None,
        initial={"employers_wanted": settings.LOOP_EMPLOYERS_DEFAULT, "driver": str(principal.public_id)},
        regions=choices.municipalities(),
        drivers=choices.drivers(users, today=principal.today),
        coordinators=choices.coordinators(users, today=principal.today),
        offices=choices.offices(door.rows(principal, Verb.CHOOSE, Unit)),
    )
    if form.is_valid():
        started = []
        if carried_out(form, lambda: started.append(actions.start_loop(**form.values(), today=principal.today, actor=principal.user))):
            messages.success(request, _("Loopen er opprettet. Legg til bedriftene."))
            return redirect("loops:loop", started[0].public_id)
    return render_part(request, "loops/new.html", {"form": form, "crumbs": crumbs()})


# The loop's own page


@require_GET
def loop(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    return loop_page(request, get_loop(request, Verb.READ, loop_id))


def loop_page(
    request: HttpRequest,
    loop: Loop,
    *,
    step_form: NextStepForm | None = None,
    call_off_form: CallOffForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    principal = request.principal
    may = rights(principal, loop, Verb.BUILD, Verb.RUN, Verb.PROPOSE, Verb.DECIDE)
    employers = list(employers_of(door.rows(principal, Verb.READ, LoopEmployer), loop))
    invited = invitation_counts(loop)
    step = waiting_step(loop)
    committed = sum(employer.state == CommitmentState.COMMITTED for employer in employers)
    if loop.state == LoopState.RUNNING:
        with_next_turning(loop)
    return render_part(
        request,
        "loops/loop.html",
        {
            "loop": loop,
            "crumbs": crumbs(),
            "may": may,
            "is_being_built": loop.state in actions.BEING_BUILT,
            "has_year": loop.state in AFTER_THE_DECISION,
            "lead": loop_lead(loop, committed, today=principal.today),
            "steps": steps(loop, here="") if may["run"] and loop.state != LoopState.RECRUITING else [],
            "employers": [(employer, employer_line(employer)) for employer in employers],
            "missing": [
                (one.words, place_to_mend(loop, one) if may["build"] else "")
                for one in missing(loop, employers=employers, invited=invited, next_step=step)
            ],
            "invited": invited_words(invited),
            "step": step,
            "step_day": phrases.on_day(step.due_on, today=principal.today) if step else "",
            "is_late": step is not None and step.due_on < principal.today,
            "step_form": step_form or (step_form_of(request, loop, step=step) if may["build"] else None),
            "call_off_form": call_off_form or (CallOffForm() if may["build"] and loop.state in actions.BEING_BUILT else None),
            "called_off": called_off(loop) if loop.state == LoopState.CANCELLED else None,
            "facts": facts_of(loop, today=principal.today),
            "refusal": refusal,
        },
        status=UNPROCESSABLE if refusal else None,
    )


def loop_lead(loop: Loop, committed: int, *, today) -> str:
    return f"{phrases.said_yes(loop, committed)} {phrases.where_it_stands(loop, today=today)}."


def employer_line(employer: LoopEmployer) -> str:
    """Who to call, what there is to do, and how many places."""
    tasks = (
        _("oppgavene mangler")
        if employer.task_count == 0
        else ngettext("én oppgave", "%(count)s oppgaver", employer.task_count) % {"count": phrases.number(employer.task_count)}
    )
    if len(set(employer.places)) == 1:
        count = employer.places[0]
        places = ngettext("én plass i hver periode", "%(count)s plasser i hver periode", count) % {"count": phrases.number(count)}
    else:
        places = _("plasser: %(counts)s") % {"counts": ", ".join(map(str, employer.places))}
    return f"{employer.contact}, {tasks}, {places}"


def place_to_mend(loop: Loop, one: Missing) -> str:
    """Where on the pages a missing thing is put right; nothing when it is not put right here."""
    match one.what:
        case Lacks.EMPLOYERS:
            return reverse("loops:employer_new", args=[loop.public_id])
        case Lacks.KICK_OFF:
            return reverse("loops:kick_off_edit", args=[loop.public_id])
        case Lacks.TASKS:
            return reverse("loops:employer", args=[one.employer.public_id]) + "#oppgaver"
        case Lacks.NEXT_STEP:
            return "#neste"
    return ""


def invited_words(counts: InvitationCounts) -> str:
    """How many have been asked and answered; never who."""
    if counts.asked == 0:
        return _("Ingen er invitert ennå.")
    return _("%(asked)s er invitert. %(yes)s har sagt ja, %(no)s vil noe annet, og %(waiting)s har ikke svart.") % {
        "asked": phrases.opening(counts.asked),
        "yes": phrases.opening(counts.yes),
        "no": phrases.number(counts.no),
        "waiting": phrases.number(counts.invited),
    }


def step_form_of(request: HttpRequest, loop: Loop, *, step: NextStep | None = None, data=None) -> NextStepForm:
    owners = choices.step_owners(door.rows(request.principal, Verb.CHOOSE, User), loop, today=request.principal.today)
    initial = {"text": step.text, "owner": str(step.owner.public_id), "due_on": step.due_on} if step else {}
    return NextStepForm(data, initial=initial, owners=owners)


def facts_of(loop: Loop, *, today) -> list[Fact]:
    start = phrases.on_day(loop.starts_on, today=today) if loop.starts_on else _("Ikke satt")
    return [
        Fact(_("Område"), loop.region.name),
        Fact(_("Bransje"), loop.trade),
        Fact(_("Driver"), loop.driver.name),
        Fact(_("Koordinator"), f"{loop.coordinator.name}, {loop.unit.name}"),
        Fact(_("Kick-off"), phrases.kick_off_sentence(loop, today=today)),
        Fact(_("Oppstart i bedriftene"), start),
    ]


@require_POST
@once
def next_step(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.BUILD, loop_id)
    form = step_form_of(request, loop, data=request.POST)
    if form.is_valid() and carried_out(form, lambda: actions.set_next_step(loop, **form.values(), actor=request.principal.user)):
        messages.success(request, _("Neste steg er lagret."))
        return redirect("loops:loop", loop.public_id)
    return loop_page(request, loop, step_form=form)


@require_POST
@once
def next_step_done(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.BUILD, loop_id)
    step = waiting_step(loop)
    if step is not None:  # somebody else may have been first
        actions.finish_next_step(step, now=clock.now(), actor=request.principal.user)
    messages.success(request, _("Steget er gjort. Hva er det neste?"))
    return redirect("loops:loop", loop.public_id)


@require_POST
@once
def call_off(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.BUILD, loop_id)
    form = CallOffForm(request.POST)
    told = []
    if form.is_valid() and carried_out(
        form, lambda: told.append(call_off_loop(loop, **form.cleaned_data, now=clock.now(), actor=request.principal.user))
    ):
        messages.success(request, called_off_words(told[0]))
        return redirect("loops:loop", loop.public_id)
    if loop.state not in actions.BEING_BUILT:  # the form is gone from the page, so what stood in the way is said on top
        return loop_page(request, loop, refusal=" ".join(mistake.message for mistake in form.mistakes()))
    return loop_page(request, loop, call_off_form=form)


def called_off_words(told: Told) -> str:
    """That it is done, and how many have to be called; never who."""
    if not told.unreached:
        return _("Loopen er avlyst, og de som var spurt, får brev om det.")
    words = ngettext(
        "Loopen er avlyst. Én av dem som var spurt, har ikke e-post. Ring den.",
        "Loopen er avlyst. %(count)s av dem som var spurt, har ikke e-post. Ring dem.",
        told.unreached,
    )
    return words % {"count": phrases.opening(told.unreached)}


@require_http_methods(["GET", "POST"])
@once
def size(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.BUILD, loop_id)
    form = SizeForm(request.POST or None, initial={"employers_wanted": loop.employers_wanted})
    if form.is_valid() and carried_out(form, lambda: actions.change_size(loop, **form.cleaned_data, actor=request.principal.user)):
        grows = min(form.cleaned_data["employers_wanted"], actions.MOST_PERIODS) > loop.periods
        more = _("Skriv hvor mange plasser hver bedrift har i den nye perioden.") if grows else ""
        messages.success(request, " ".join((_("Antallet er endret."), more)).strip())
        return redirect("loops:loop", loop.public_id)
    return render_part(request, "loops/size.html", {"form": form, "loop": loop, "crumbs": crumbs(loop)})


@require_http_methods(["GET", "POST"])
@once
def kick_off_edit(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.BUILD, loop_id)
    initial = {
        "on": loop.kick_off_on,
        "from_time": loop.kick_off_from,
        "to_time": loop.kick_off_to,
        "place": loop.kick_off_place,
        "interviews_from": loop.interviews_from,
        "interview_minutes": loop.interview_minutes,
        "starts_on": loop.starts_on,
    }
    form = KickOffForm(request.POST or None, initial=initial)
    principal = request.principal
    if form.is_valid() and carried_out(
        form, lambda: actions.plan_kick_off(loop, **form.cleaned_data, today=principal.today, now=clock.now(), actor=principal.user)
    ):
        employers = employers_of(door.rows(principal, Verb.READ, LoopEmployer), loop)
        messages.success(request, planned_words(loop, form.cleaned_data, employers=employers))
        return redirect("loops:loop", loop.public_id)
    return render_part(request, "loops/kick_off_edit.html", {"form": form, "loop": loop, "crumbs": crumbs(loop)})


def planned_words(before: Loop, chosen, *, employers: QuerySet[LoopEmployer]) -> str:
    """That the day is set, and who is told when it was another one before."""
    counts = invitation_counts(before)
    is_moved = actions.is_moved(before, on=chosen["on"], from_time=chosen["from_time"], place=chosen["place"])
    if is_moved and (counts.invited + counts.yes or employers.exists()):
        return _("Dagen er endret. De inviterte og bedriftene som har e-post, får brev om det. Ring de andre.")
    return _("Dagen er satt.")


# Employers


@require_http_methods(["GET", "POST"])
@once
def employer_new(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """Find an employer that is known, or register one that is not."""
    loop = get_loop(request, Verb.BUILD, loop_id)
    sought = request.GET.get("sok", "").strip()
    form = NewEmployerForm(request.POST or None, initial={"trade": loop.trade})
    if form.is_valid():
        asked = []
        principal = request.principal
        if carried_out(
            form,
            lambda: asked.append(
                actions.ask_new_employer(loop, card=EmployerCard(**form.cleaned_data), today=principal.today, actor=principal.user)
            ),
        ):
            messages.success(request, _("%(employer)s er lagt til.") % {"employer": asked[0]})
            return redirect("loops:employer", asked[0].public_id)
    return new_employer_page(request, loop, form, sought=sought)


def new_employer_page(request: HttpRequest, loop: Loop, form: NewEmployerForm, *, sought: str, refusal: str = "") -> HttpResponse:
    contacts = door.rows(request.principal, Verb.CHOOSE, ContactPerson)
    return render_part(
        request,
        "loops/employer_new.html#found",
        {
            "loop": loop,
            "crumbs": crumbs(loop),
            "sought": sought,
            "found": choices.employer_contacts(contacts, sought, today=request.principal.today),
            "form": form,
            "refusal": refusal,
        },
        status=UNPROCESSABLE if refusal else None,
    )


@require_POST
@once
def employer_pick(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """Ask one that is known already."""
    loop = get_loop(request, Verb.BUILD, loop_id)
    contact = chosen_contact(request)
    asked = []
    refusal = refusal_of(
        lambda: asked.append(actions.ask_employer(loop, workplace=contact.workplace, contact=contact.person, actor=request.principal.user))
    )
    if refusal:
        return new_employer_page(request, loop, NewEmployerForm(), sought=contact.workplace.name, refusal=refusal)
    messages.success(request, _("%(employer)s er lagt til.") % {"employer": asked[0]})
    return redirect("loops:employer", asked[0].public_id)


def chosen_contact(request: HttpRequest) -> ContactPerson:
    try:
        public_id = UUID(request.POST["contact"])
    except (KeyError, ValueError) as error:
        raise Http404 from error
    return door.get(request.principal, Verb.CHOOSE, ContactPerson, public_id, "person", "workplace__organisation")


def get_employer(request: HttpRequest, employer_id: UUID) -> LoopEmployer:
    return door.get(request.principal, Verb.BUILD, LoopEmployer, employer_id, *EMPLOYER_RELATED)


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
    is_being_built = employer.loop.state in actions.BEING_BUILT
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


@require_http_methods(["GET", "POST"])
@once
def employer(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = get_employer(request, employer_id)
    form = employer_form(request, employer, request.POST or None)
    if form.is_valid() and carried_out(form, lambda: actions.change_employer(employer, **form.values(), actor=request.principal.user)):
        messages.success(request, _("Lagret."))
        return redirect("loops:employer", employer.public_id)
    return employer_page(request, employer, form=form)


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
