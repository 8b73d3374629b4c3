"""Something is hard: what waits, one matter with its four parties, and each thing that is done about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.actions import matters as actions
from brobygger.followup.models import Matter, MatterNote, MatterState
from brobygger.followup.queries import (
    Party,
    employer_today,
    first_owner,
    may_raise,
    notes_of,
    open_matters,
    solved_matters,
    stays_of,
    the_four,
    those_who_can_take,
)
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.kernel.working_days import working_days_after
from brobygger.loops.models import Loop, Participant
from brobygger.parties.models import Role, Workplace
from brobygger.web.followup.forms import AgreementForm, DeadlineForm, EmployerForm, NoteForm, OwnerForm, RaiseForm, SolveForm
from brobygger.web.forms import Form
from brobygger.web.loops.refusals import carried_out
from brobygger.web.loops.the_loop import crumbs as loop_crumbs
from brobygger.web.once import once
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb
from brobygger.web.window.pages import Call

RELATED = (
    "person",
    "owner",
    "workplace",
    "raised_by_user",
    "raised_by_person",
    "participant__person",
    "participant__proposed_by",
    "participant__loop__coordinator",
    "participant__loop__unit",
)
OF_PARTICIPANT = ("person", "proposed_by", "loop__coordinator", "loop__unit")
RAISES_AS = (Role.LOOP_COORDINATOR, Role.COUNSELLOR, Role.SPECIALIST)
TONES = {Role.LOOP_COORDINATOR: "rav", Role.EMPLOYER: "lyng"}


@require_GET
def matters(request: HttpRequest) -> HttpResponse:
    door.require(request.principal, Verb.SOLVE, Matter)
    scope = door.rows(request.principal, Verb.READ, Matter)
    waiting = list(open_matters(scope, today=request.principal.today))
    solved = list(solved_matters(scope))
    door.seen(request.principal, [each.person for each in (*waiting, *solved)], Purpose.MATTERS)
    return render_part(
        request, "followup/matters.html", {"waiting": waiting, "overdue_count": sum(each.is_overdue for each in waiting), "solved": solved}
    )


def crumbs(*matters: Matter) -> list[Crumb]:
    own = [Crumb(title(each), reverse("followup:matter", args=[each.public_id])) for each in matters]
    return [Crumb(_("Noe er vanskelig"), reverse("followup:matters")), *own]


def title(matter: Matter) -> str:
    return _("Noe er vanskelig for %(name)s") % {"name": matter.person.first_name}


@require_GET
def matter(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    principal = request.principal
    found = door.get(principal, Verb.SOLVE, Matter, matter_id, *RELATED)
    door.seen(principal, [found.person], Purpose.MATTER)
    four = the_four(found, today=principal.today)
    return render_part(
        request,
        "followup/matter.html",
        {
            "matter": found,
            "title": title(found),
            "said_by": found.raised_by_user or found.raised_by_person,
            "calls": [call_of(each) for each in four],
            "notes": list(notes_of(door.rows(principal, Verb.READ, MatterNote), found)),
            "today": principal.today,
            "is_solved": found.state == MatterState.SOLVED,
            "is_overdue": found.state == MatterState.OPEN and found.due_on < principal.today,
            "is_mine": found.owner_id == principal.user_key,
            "crumbs": crumbs(),
        },
    )


def call_of(party: Party) -> Call:
    what = str(party.role.label).capitalize()
    if party.place:
        what = _("%(role)s, %(place)s") % {"role": what, "place": party.place}
    if not party.is_part:
        what = _("%(who)s. Er ikke med på dette") % {"who": what}
    elif not party.gets_letters:
        what = _("%(who)s. Får ikke brev, ring") % {"who": what}
    return Call(party.name, what, party.phone, TONES.get(party.role, ""))


def step(view: Callable[[HttpRequest, Matter], HttpResponse]) -> Callable[..., HttpResponse]:
    """Something that is done about a matter that is not solved. One that is solved leads back to its page."""

    @require_http_methods(["GET", "POST"])
    @once
    @wraps(view)
    def answer(request: HttpRequest, matter_id: UUID) -> HttpResponse:
        found = door.get(request.principal, Verb.SOLVE, Matter, matter_id, *RELATED)
        if found.state == MatterState.SOLVED:
            return redirect("followup:matter", found.public_id)
        return view(request, found)

    return answer


def step_page(request: HttpRequest, matter: Matter, form: Form, *, heading: str, lead: str, save: str) -> HttpResponse:
    door.seen(request.principal, [matter.person], Purpose.MATTER)
    context = {"form": form, "heading": heading, "lead": lead, "save": save, "crumbs": crumbs(matter)}
    return render_part(request, "followup/step.html", context | {"back": reverse("followup:matter", args=[matter.public_id])})


def done(request: HttpRequest, matter: Matter, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("followup:matter", matter.public_id)


@step
def note(request: HttpRequest, matter: Matter) -> HttpResponse:
    form = NoteForm(request.POST or None, first_name=matter.person.first_name)
    if form.is_valid() and carried_out(
        form,
        lambda: actions.add_note(matter, **form.cleaned_data, today=request.principal.today, now=clock.now(), actor=request.principal.user),
    ):
        return done(request, matter, _("Notatet er lagret."))
    lead = _("Et notat kan ikke endres etterpå. Bedriften leser det aldri. Det dere er blitt enige om, skrives for seg.")
    return step_page(request, matter, form, heading=_("Skriv et notat"), lead=lead, save=_("Lagre notatet"))


@step
def agreement(request: HttpRequest, matter: Matter) -> HttpResponse:
    form = AgreementForm(request.POST or None, first_name=matter.person.first_name, place=place_in(matter), initial={"text": matter.agreed})
    if form.is_valid() and carried_out(
        form, lambda: actions.write_agreement(matter, text=form.cleaned_data["text"], now=clock.now(), actor=request.principal.user)
    ):
        return done(request, matter, _("Det dere er blitt enige om, er lagret. De som er med, har fått beskjed."))
    lead = _("Alle som er med, leser det samme. De får brev om at det er noe nytt, uten at det står hva.")
    return step_page(request, matter, form, heading=_("Det dere er blitt enige om"), lead=lead, save=_("Lagre og gi beskjed"))


def place_in(matter: Matter) -> str:
    return matter.workplace.name if matter.is_shared_with_employer else ""


@step
def owner(request: HttpRequest, matter: Matter) -> HttpResponse:
    today = request.principal.today
    users = list(those_who_can_take(matter.participant, today=today))
    form = OwnerForm(request.POST or None, first_name=matter.person.first_name, users=users, initial={"owner": str(matter.owner.public_id)})
    if form.is_valid() and carried_out(
        form,
        lambda: actions.change_owner(matter, to=form.cleaned_data["owner"], today=today, now=clock.now(), actor=request.principal.user),
    ):
        return done(request, matter, _("%(name)s tar det fra nå.") % {"name": form.cleaned_data["owner"].name})
    lead = _("Du kan velge blant dem som kan åpne saken. Den som får den, får brev om det med en gang.")
    return step_page(request, matter, form, heading=_("Gi det til en annen"), lead=lead, save=_("Lagre"))


@step
def deadline(request: HttpRequest, matter: Matter) -> HttpResponse:
    form = DeadlineForm(request.POST or None, first_name=matter.person.first_name, initial={"due_on": matter.due_on})
    if form.is_valid() and carried_out(
        form,
        lambda: actions.move_deadline(
            matter,
            to=form.cleaned_data["due_on"],
            reason=form.cleaned_data["reason"],
            today=request.principal.today,
            now=clock.now(),
            actor=request.principal.user,
        ),
    ):
        return done(request, matter, _("Fristen er %(day)s.") % {"day": day(form.cleaned_data["due_on"])})
    lead = _("Fristen er %(day)s. Grunnen blir et notat.") % {"day": day(matter.due_on)}
    return step_page(request, matter, form, heading=_("Flytt fristen"), lead=lead, save=_("Flytt fristen"))


@step
def employer(request: HttpRequest, matter: Matter) -> HttpResponse:
    form = EmployerForm(
        request.POST or None,
        first_name=matter.person.first_name,
        workplaces=workplaces_of(matter.participant),
        initial={"workplace": str(matter.workplace.public_id) if matter.workplace else ""},
    )
    if form.is_valid() and carried_out(
        form,
        lambda: actions.include_employer(
            matter, **form.cleaned_data, today=request.principal.today, now=clock.now(), actor=request.principal.user
        ),
    ):
        return done(request, matter, _("%(place)s er med.") % {"place": form.cleaned_data["workplace"]})
    lead = _("Bedriften leser det dere er blitt enige om, og hvordan det blir. Den leser ikke notater, og ikke hva andre skrev om det.")
    return step_page(request, matter, form, heading=_("Ta med bedriften"), lead=lead, save=_("Ta med bedriften"))


def workplaces_of(participant: Participant) -> list[Workplace]:
    return [stay.employer.workplace for stay in stays_of(participant)]


@require_POST
@once
def without_employer(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    found = door.get(request.principal, Verb.SOLVE, Matter, matter_id, *RELATED)
    actions.exclude_employer(found, actor=request.principal.user)
    return done(request, found, _("Bedriften er ikke med lenger, og ser ikke mer av dette."))


@step
def solve(request: HttpRequest, matter: Matter) -> HttpResponse:
    form = SolveForm(request.POST or None, first_name=matter.person.first_name, place=place_in(matter))
    if form.is_valid() and carried_out(
        form,
        lambda: actions.solve_matter(
            matter, outcome=form.cleaned_data["text"], today=request.principal.today, now=clock.now(), actor=request.principal.user
        ),
    ):
        return done(request, matter, _("Det er løst. Alle som er med, har fått beskjed."))
    lead = _("Alle som er med, leser hvordan det ble, og får brev om at det er løst. Blir det vanskelig igjen, tas det opp som noe nytt.")
    return step_page(request, matter, form, heading=_("Det er løst"), lead=lead, save=_("Lagre at det er løst"))


@require_GET
def whose(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """Whom in a loop it is hard for, and what has been said already. The next page asks the rest, which depends on the answer."""
    loop = door.get(request.principal, Verb.READ, Loop, loop_id)
    door.require(request.principal, Verb.SOLVE, Matter)
    scope = door.rows(request.principal, Verb.RAISE, Participant).filter(loop=loop)
    people = list(may_raise(scope, today=request.principal.today))
    said = door.rows(request.principal, Verb.READ, Matter).filter(participant__loop=loop)
    waiting = list(open_matters(said, today=request.principal.today))
    door.seen(request.principal, [each.person for each in (*people, *waiting)], Purpose.MATTER_NEW)
    return render_part(request, "followup/whose.html", {"loop": loop, "people": people, "waiting": waiting, "crumbs": loop_crumbs(loop)})


@require_http_methods(["GET", "POST"])
@once
def raise_for(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    principal = request.principal
    door.require(principal, Verb.SOLVE, Matter)
    participant = door.get(principal, Verb.RAISE, Participant, participant_id, *OF_PARTICIPANT)
    form = RaiseForm(
        request.POST or None,
        first_name=participant.person.first_name,
        users=list(those_who_can_take(participant, today=principal.today)),
        workplaces=workplaces_of(participant),
        initial=first_answers(request, participant),
    )
    if form.is_valid():
        made: list[Matter] = []
        role = next(role for role in RAISES_AS if role in principal.roles)
        if carried_out(
            form,
            lambda: made.append(
                actions.raise_matter(
                    participant, **form.cleaned_data, role=role, actor=principal.user, today=principal.today, now=clock.now()
                )
            ),
        ):
            return done(request, made[0], _("Det er skrevet ned. %(name)s tar det.") % {"name": made[0].owner.name})
    door.seen(principal, [participant.person], Purpose.MATTER_NEW)
    way = [*loop_crumbs(participant.loop)] if door.may(principal, Verb.READ, Loop) else crumbs()
    return render_part(
        request, "followup/new.html", {"form": form, "participant": participant, "back": reverse("followup:matters"), "crumbs": way}
    )


def first_answers(request: HttpRequest, participant: Participant) -> dict[str, object]:
    """What stands in the form before one has written: who, by when, where, and what was hard before."""
    today = request.principal.today
    here = employer_today(participant, today=today)
    answers: dict[str, object] = {
        "owner": str(first_owner(participant, today=today).public_id),
        "due_on": working_days_after(today, actions.WORKING_DAYS_TO_SOLVE),
        "workplace": str(here.workplace.public_id) if here is not None else "",
    }
    if "igjen" in request.GET:
        before = door.get(request.principal, Verb.SOLVE, Matter, asked_id(request.GET["igjen"]), "participant")
        words = _("Tatt opp igjen, løst %(day)s: %(what)s") % {"day": day(before.solved_at or before.raised_at), "what": before.what}
        answers["what"] = words[: actions.LONGEST_WHAT]
    return answers


def asked_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
