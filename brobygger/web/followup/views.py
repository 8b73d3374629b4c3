"""Something is hard: what waits, one matter with its four parties, and each thing that is done about it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

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
from brobygger.kernel.units import day
from brobygger.kernel.working_days import working_days_after
from brobygger.loops.models import Loop, Participant
from brobygger.parties.models import Role, Workplace
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of, address_to
from brobygger.web.calls import Call
from brobygger.web.followup.forms import AgreementForm, DeadlineForm, EmployerForm, NoteForm, OwnerForm, RaiseForm, SolveForm
from brobygger.web.forms import Form
from brobygger.web.kinds import form_page
from brobygger.web.loops.the_loop import crumbs as loop_crumbs
from brobygger.web.page import button, only_while, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, asked_id, by, by_now, sent
from brobygger.web.shell import Crumb

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

of_matter = page(Verb.SOLVE, Matter, *RELATED, purpose=Purpose.MATTER)
while_open = only_while(lambda matter: matter.state == MatterState.OPEN)


@page(Verb.SOLVE, Matter)
def matters(request: Request) -> HttpResponse:
    principal = request.principal
    scope = door.rows(principal, Verb.READ, Matter)
    waiting, solved = list(open_matters(scope, today=principal.today)), list(solved_matters(scope))
    door.seen(principal, [each.person for each in (*waiting, *solved)], Purpose.MATTERS)
    context = {"waiting": waiting, "overdue_count": sum(each.due_on < principal.today for each in waiting), "solved": solved}
    return render_part(request, "followup/matters.html", context)


def crumbs(*matters: Matter) -> list[Crumb]:
    return [Crumb(_("Noe er vanskelig"), reverse("followup:matters")), *(Crumb(title(each), address_of(each)) for each in matters)]


def title(matter: Matter) -> str:
    return _("Noe er vanskelig for %(name)s") % {"name": matter.person.first_name}


@of_matter
def matter(request: Request, matter: Matter) -> HttpResponse:
    principal = request.principal
    return render_part(
        request,
        "followup/matter.html",
        {
            "matter": matter,
            "title": title(matter),
            "said_by": matter.raised_by_user or matter.raised_by_person,
            "calls": [call_of(each) for each in the_four(matter, today=principal.today)],
            "notes": list(notes_of(door.rows(principal, Verb.READ, MatterNote), matter)),
            "today": principal.today,
            "is_solved": matter.state == MatterState.SOLVED,
            "is_overdue": matter.state == MatterState.OPEN and matter.due_on < principal.today,
            "is_mine": matter.owner_id == principal.user_key,
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


def step_page(request: Request, matter: Matter, form: Form, *, heading: str, lead: str, save: str) -> HttpResponse:
    return form_page(request, form, heading=heading, lead=lead, save=save, back=matter, crumbs=crumbs(matter))


@of_matter
@while_open
def note(request: Request, matter: Matter) -> HttpResponse:
    form = NoteForm(sent(request), first_name=matter.person.first_name)
    if form.is_valid():
        with said_in(form):
            actions.add_note(matter, **form.cleaned_data, **by(request))
            return done(request, matter, _("Notatet er lagret."))
    lead = _("Et notat kan ikke endres etterpå. Bedriften leser det aldri. Det dere er blitt enige om, skrives for seg.")
    return step_page(request, matter, form, heading=_("Skriv et notat"), lead=lead, save=_("Lagre notatet"))


@of_matter
@while_open
def agreement(request: Request, matter: Matter) -> HttpResponse:
    form = AgreementForm(sent(request), first_name=matter.person.first_name, place=place_in(matter), initial={"text": matter.agreed})
    if form.is_valid():
        with said_in(form):
            actions.write_agreement(matter, **form.cleaned_data, **by_now(request))
            return done(request, matter, _("Det dere er blitt enige om, er lagret. De som er med, har fått beskjed."))
    lead = _("Alle som er med, leser det samme. De får brev om at det er noe nytt, uten at det står hva.")
    return step_page(request, matter, form, heading=_("Det dere er blitt enige om"), lead=lead, save=_("Lagre og gi beskjed"))


def place_in(matter: Matter) -> str:
    return matter.workplace.name if matter.workplace is not None and matter.is_shared_with_employer else ""


@of_matter
@while_open
def owner(request: Request, matter: Matter) -> HttpResponse:
    users = list(those_who_can_take(participant_of(matter), today=request.principal.today))
    form = OwnerForm(sent(request), first_name=matter.person.first_name, users=users, initial={"owner": matter.owner})
    if form.is_valid():
        with said_in(form):
            to = form.cleaned_data["owner"]
            actions.change_owner(matter, to=to, **by(request))
            return done(request, matter, _("%(name)s tar det fra nå.") % {"name": to.name})
    lead = _("Du kan velge blant dem som kan åpne saken. Den som får den, får brev om det med en gang.")
    return step_page(request, matter, form, heading=_("Gi det til en annen"), lead=lead, save=_("Lagre"))


def participant_of(matter: Matter) -> Participant:
    assert matter.participant is not None, "a matter that is open is about a participant"
    return matter.participant


@of_matter
@while_open
def deadline(request: Request, matter: Matter) -> HttpResponse:
    form = DeadlineForm(sent(request), first_name=matter.person.first_name, initial={"due_on": matter.due_on})
    if form.is_valid():
        with said_in(form):
            to, reason = form.cleaned_data["due_on"], form.cleaned_data["reason"]
            actions.move_deadline(matter, to=to, reason=reason, **by(request))
            return done(request, matter, _("Fristen er %(day)s.") % {"day": day(to)})
    lead = _("Fristen er %(day)s. Grunnen blir et notat.") % {"day": day(matter.due_on)}
    return step_page(request, matter, form, heading=_("Flytt fristen"), lead=lead, save=_("Flytt fristen"))


@of_matter
@while_open
def employer(request: Request, matter: Matter) -> HttpResponse:
    workplaces = workplaces_of(participant_of(matter))
    initial = {"workplace": matter.workplace}
    form = EmployerForm(sent(request), first_name=matter.person.first_name, workplaces=workplaces, initial=initial)
    if form.is_valid():
        with said_in(form):
            actions.include_employer(matter, **form.cleaned_data, **by(request))
            return done(request, matter, _("%(place)s er med.") % {"place": form.cleaned_data["workplace"]})
    lead = _("Bedriften leser det dere er blitt enige om, og hvordan det blir. Den leser ikke notater, og ikke hva andre skrev om det.")
    return step_page(request, matter, form, heading=_("Ta med bedriften"), lead=lead, save=_("Ta med bedriften"))


def workplaces_of(participant: Participant) -> list[Workplace]:
    return [stay.employer.workplace for stay in stays_of(participant)]


@button(Verb.SOLVE, Matter, *RELATED)
def without_employer(request: Request, matter: Matter) -> HttpResponse:
    actions.exclude_employer(matter, actor=request.principal.staff)
    undo = address_to("followup:keep_employer", matter.public_id)
    return done(request, matter, _("Bedriften er ikke med lenger, og ser ikke mer av dette."), undo=undo)


@button(Verb.SOLVE, Matter, *RELATED)
def keep_employer(request: Request, matter: Matter) -> HttpResponse:
    actions.keep_employer(matter, **by(request))
    return done(request, matter, _("Bedriften er med igjen."))


@of_matter
@while_open
def solve(request: Request, matter: Matter) -> HttpResponse:
    form = SolveForm(sent(request), first_name=matter.person.first_name, place=place_in(matter))
    if form.is_valid():
        with said_in(form):
            actions.solve_matter(matter, outcome=form.cleaned_data["text"], **by(request))
            return done(request, matter, _("Det er løst. Alle som er med, har fått beskjed."))
    lead = _("Alle som er med, leser hvordan det ble, og får brev om at det er løst. Blir det vanskelig igjen, tas det opp som noe nytt.")
    return step_page(request, matter, form, heading=_("Det er løst"), lead=lead, save=_("Lagre at det er løst"))


@page(Verb.READ, Loop)
def whose(request: Request, loop: Loop) -> HttpResponse:
    """Whom in a loop it is hard for, and what has been said already. The next page asks the rest, which depends on the answer."""
    principal = request.principal
    door.require(principal, Verb.SOLVE, Matter)
    people = list(may_raise(door.rows(principal, Verb.RAISE, Participant).filter(loop=loop), today=principal.today))
    said = door.rows(principal, Verb.READ, Matter).filter(participant__loop=loop)
    waiting = list(open_matters(said, today=principal.today))
    door.seen(principal, [*(each.person for each in people), *(each.person for each in waiting)], Purpose.MATTER_NEW)
    return render_part(request, "followup/whose.html", {"loop": loop, "people": people, "waiting": waiting, "crumbs": loop_crumbs(loop)})


@page(Verb.RAISE, Participant, *OF_PARTICIPANT, purpose=Purpose.MATTER_NEW)
def raise_for(request: Request, participant: Participant) -> HttpResponse:
    principal = request.principal
    door.require(principal, Verb.SOLVE, Matter)
    name = {"name": participant.person.first_name}
    form = RaiseForm(
        sent(request),
        first_name=participant.person.first_name,
        users=list(those_who_can_take(participant, today=principal.today)),
        workplaces=workplaces_of(participant),
        initial=first_answers(request, participant),
    )
    if form.is_valid():
        with said_in(form):
            role = next(role for role in RAISES_AS if role in principal.roles)
            made = actions.raise_matter(participant, **form.cleaned_data, role=role, **by(request))
            return done(request, made, _("Det er skrevet ned. %(name)s tar det.") % {"name": made.owner.name})
    lead = _(
        "Den som tar det, og den som følger opp %(name)s, får brev med en gang om at noe venter. Hva det er, står bare her. "
        "%(name)s leser det på siden sin, så ring først."
    )
    return form_page(
        request,
        form,
        heading=_("Hva er vanskelig for %(name)s?") % name,
        lead=lead % name,
        save=_("Lagre og gi beskjed"),
        back="followup:matters",
        crumbs=loop_crumbs(participant.loop) if door.may(principal, Verb.READ, Loop) else crumbs(),
    )


def first_answers(request: Request, participant: Participant) -> dict[str, object]:
    """What stands in the form before one has written: who, by when, where, and what was hard before."""
    today = request.principal.today
    here = employer_today(participant, today=today)
    answers: dict[str, object] = {
        "owner": first_owner(participant, today=today),
        "due_on": working_days_after(today, actions.WORKING_DAYS_TO_SOLVE),
        "workplace": here.workplace if here is not None else None,
    }
    if "igjen" in request.GET:
        before = door.get(request.principal, Verb.SOLVE, Matter, asked_id(request.GET["igjen"]), "participant")
        words = _("Tatt opp igjen, løst %(day)s: %(what)s") % {"day": day(before.solved_at or before.raised_at), "what": before.what}
        answers["what"] = words[: actions.LONGEST_WHAT]
    return answers
