"""Those who wait to be rung back, and writing down that somebody rang."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.appointments.models import AppointmentKind
from brobygger.followup.actions.callbacks import agree_to_ring, not_rung_after_all, record_missed_call, ring_back
from brobygger.followup.callbacks import calls_of, waiting_calls, who_ring, who_rings
from brobygger.followup.models import CallBack
from brobygger.intake.models import EmployerRelation, Engagement
from brobygger.intake.queries import caseload, engagements_named
from brobygger.intake.relations import employers_named, employers_of
from brobygger.parties.models import ContactPerson, Person
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_to
from brobygger.web.back import back_to
from brobygger.web.collisions import stands_in_the_way
from brobygger.web.cover.forms import RingWhenForm
from brobygger.web.cover.words import moment_words, waiting_row, waiting_rows
from brobygger.web.kinds import form_page
from brobygger.web.page import button, page
from brobygger.web.people.forms import SearchForm
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by, by_now, sent
from brobygger.web.shell import Crumb

MOST_FOUND = 20
RELATED = ("person", "engagement__person", "relation__workplace", "rung_by")


@page()
def calls(request: Request) -> HttpResponse:
    principal, now = request.principal, request.now
    if not (door.may(principal, Verb.RING, CallBack) or door.may(principal, Verb.READ, CallBack)):
        raise Http404
    mine = door.rows(principal, Verb.RING, CallBack).filter(calls_of(principal.staff, today=principal.today))
    waiting = list(waiting_calls(mine, now=now))
    in_unit = list(waiting_calls(door.rows(principal, Verb.READ, CallBack), now=now).exclude(pk__in=[call.pk for call in waiting]))
    rings = {key: user.name if user is not None else "" for key, user in who_ring(in_unit, today=principal.today).items()}
    door.seen(principal, [call.person for call in (*waiting, *in_unit) if call.engagement_id is not None], Purpose.CALL_BACKS)
    return render_part(
        request,
        "cover/calls.html",
        {
            "rows": waiting_rows(waiting, now=now),
            "in_unit": [waiting_row(call, now=now, who=rings[call.pk]) for call in in_unit],
            "may_ring": door.may(principal, Verb.RING, CallBack),
        },
    )


@button(Verb.RING, CallBack, *RELATED, back="cover:calls")
def rung(request: Request, call: CallBack) -> HttpResponse:
    found = ring_back(call, **by_now(request))
    words = {"name": found.person, "colleague": found.rung_by.name if found.rung_by else ""}
    back = back_to(request, "cover:calls")
    if found.rung_by_id == request.principal.user_key:
        return done(request, back, _("Du har ringt %(name)s.") % words, undo=address_to("cover:not_rung", call.public_id))
    return done(request, back, _("%(colleague)s hadde allerede ringt %(name)s.") % words)


@button(Verb.RING, CallBack, *RELATED, back="cover:calls")
def not_rung(request: Request, call: CallBack) -> HttpResponse:
    not_rung_after_all(call, **by_now(request))
    return done(request, back_to(request, "cover:calls"), _("%(name)s venter på å bli ringt.") % {"name": call.person})


@page(Verb.RING, CallBack, *RELATED, "appointment")
def agree(request: Request, call: CallBack) -> HttpResponse:
    """When one rings, so that it stands among the day's appointments."""
    form = RingWhenForm(sent(request), initial=RingWhenForm.initial_of(call, today=request.principal.today))
    if call.engagement_id is not None:
        door.seen(request.principal, [call.person], Purpose.CALL_BACKS)
    if form.is_valid():
        with said_in(form):
            if not is_elsewhere(request, form, call):
                agree_to_ring(call, when=form.when(), **by_now(request))
                return done(request, back_to(request, "cover:calls"), _("Avtalt. Det står på dagen din."))
    return form_page(
        request,
        form,
        heading=_("Avtal når du ringer %(name)s") % {"name": call.person},
        lead=_("Fristen for å ringe står som den er."),
        save=_("Avtal tid"),
        back=back_to(request, "cover:calls"),
        crumbs=[Crumb(_("Ring tilbake"), reverse("cover:calls"))],
    )


def is_elsewhere(request: Request, form: RingWhenForm, call: CallBack) -> bool:
    return stands_in_the_way(
        request,
        form,
        when=form.when(),
        kind=AppointmentKind.CALL,
        users=[request.principal.staff],
        people=[call.person],
        besides=call.appointment,
    )


@page()
def missed(request: Request) -> HttpResponse:
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
        engagements = list(caseload(people, user=principal.staff, today=principal.today))
        relations = list(employers_of(employers, user=principal.staff, today=principal.today))
    door.seen(principal, [each.person for each in engagements], Purpose.MISSED_CALL)
    is_refused = form.is_bound and not form.is_valid()
    return render_part(
        request,
        "cover/missed.html",
        {
            "engagements": engagements,
            "relations": relations,
            "text": text,
            "is_search": bool(text),
            "is_refused": is_refused,
            "crumbs": [Crumb(_("Ring tilbake"), reverse("cover:calls"))],
        },
        status=422 if is_refused else None,
    )


@button(Verb.RING, Engagement, "person", back="cover:missed")
def missed_person(request: Request, engagement: Engagement) -> HttpResponse:
    door.seen(request.principal, [engagement.person], Purpose.MISSED_CALL)
    return write_down(request, engagement, engagement.person)


@button(Verb.READ, EmployerRelation, "workplace", back="cover:missed")
def missed_employer(request: Request, relation: EmployerRelation, person_id: UUID) -> HttpResponse:
    contact = door.rows(request.principal, Verb.READ, ContactPerson).filter(workplace=relation.workplace_id, person__public_id=person_id)
    found = contact.select_related("person").first()
    if found is None:
        raise Http404
    return write_down(request, relation, found.person)


def write_down(request: Request, about: Engagement | EmployerRelation, person: Person) -> HttpResponse:
    call = record_missed_call(about, person=person, **by(request))
    rings = who_rings(call, today=request.principal.today)
    words = {
        "name": person,
        "when": moment_words(call.due_at, today=request.principal.today),
        "colleague": rings.name if rings else "",
    }
    if rings is None:
        said = _("%(name)s er skrevet opp. Ingen svarer i dag, så lederen har fått beskjed.") % words
    elif rings.pk == request.principal.user_key:
        said = _("%(name)s er skrevet opp. Ring innen %(when)s.") % words
    else:
        said = _("%(name)s er skrevet opp. %(colleague)s har fått beskjed om å ringe innen %(when)s.") % words
    return done(request, "cover:calls" if door.may(request.principal, Verb.RING, CallBack) else "cover:missed", said)
