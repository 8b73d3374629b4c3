"""The log: two taps from the list, the longer form when more is to be said, and undo instead of «er du sikker»."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.followup.actions.contacts import KeyTakenError, correct_contact, log_contact, withdraw_contact, write_contact_again
from brobygger.followup.contacts import contacts_of, last_kind_of, standing
from brobygger.followup.models import Contact, ContactWith
from brobygger.intake.models import Engagement
from brobygger.parties.models import Person
from brobygger.placements.models import Placement
from brobygger.placements.states import PlacementState
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of, address_to
from brobygger.web.back import back_to
from brobygger.web.collisions import stands_in_the_way
from brobygger.web.contacts import words
from brobygger.web.contacts.acts import address_of_act
from brobygger.web.contacts.forms import ContactForm, CorrectionForm
from brobygger.web.crumbs import to_person
from brobygger.web.keyset import keyset
from brobygger.web.kinds import form_page
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, asked_id, by_now, sent

CREATED, CONFLICT, UNPROCESSABLE = 201, 409, 422
MOST_PLACES = 10


@page(Verb.LOG, Engagement, "person")
def log(request: Request, engagement: Engagement) -> HttpResponse:
    """The page, and what the phone sends of itself, which is answered in JSON."""
    principal, person = request.principal, engagement.person
    form = ContactForm(
        sent(request),
        first_name=person.first_name,
        placements=places_of(request, person),
        now=request.now,
        initial={"key": uuid4, "kind": partial(last_kind_of, principal.staff), "whom": "candidate"} | agreed_for(request),
    )
    status = UNPROCESSABLE
    if form.is_valid():
        with said_in(form) as attempt:
            if is_elsewhere(request, form, person):
                return log_page(request, form, person)
            return logged(request, log_contact(engagement, **form.contact(), **by_now(request)))
        status = CONFLICT if isinstance(attempt.refusal, KeyTakenError) else UNPROCESSABLE
    if wants_json(request):
        said = " ".join(mistake.message for mistake in form.mistakes())
        read = form.read_through()
        return JsonResponse({"message": said, **({"read": read} if read else {})}, status=status)
    return log_page(request, form, person)


def is_elsewhere(request: Request, form: ContactForm, person: Person, *, besides: Appointment | None = None) -> bool:
    """Whether one of the two would be in two places when they are to meet next. What a phone sends of itself is taken as it is."""
    when = form.when_next()
    if when is None or wants_json(request):
        return False
    me = request.principal.staff
    return stands_in_the_way(request, form, when=when, kind=AppointmentKind.TALK, users=[me], people=[person], besides=besides)


def log_page(request: Request, form: ContactForm, person: Person) -> HttpResponse:
    door.seen(request.principal, [person], Purpose.CONTACT_NEW)
    name = {"name": person.first_name}
    lead = _("Her kan du skrive et annet tidspunkt, hvem som var med, og hva som er neste steg. %(name)s kan lese det du skriver.") % name
    return contact_page(request, form, person, heading=_("Logg kontakt med %(name)s") % name, lead=lead)


def agreed_for(request: Request) -> dict[str, object]:
    """When it was, from the appointment whose page one comes from: `?avtale=`."""
    named = asked_id(request.GET.get("avtale"))
    found = door.rows(request.principal, Verb.READ, Appointment).filter(public_id=named).first() if named else None
    if found is None or found.starts_at > request.now:
        return {}
    return {"on": found.on, "at": found.at} | ({"whom": ContactWith.BOTH.value} if found.kind == AppointmentKind.THREE else {})


def contact_page(request: Request, form: ContactForm, person: Person, *, heading: str, lead: str) -> HttpResponse:
    return form_page(
        request,
        form,
        heading=heading,
        lead=lead,
        save=_("Lagre"),
        back=back(request, person),
        crumbs=to_person(person),
        template="contacts/new.html",
        person=person,
    )


def wants_json(request: Request) -> bool:
    return request.accepts("application/json") and not request.accepts("text/html")


def places_of(request: Request, person: Person) -> QuerySet[Placement]:
    """Where the person is, will be or has been, the latest first. The two taps never ask."""
    rows = door.rows(request.principal, Verb.READ, Placement).filter(person=person).exclude(state=PlacementState.CANCELLED)
    return rows.select_related("workplace").order_by("-starts_on", "-pk")[:MOST_PLACES]


def logged(request: Request, contact: Contact) -> HttpResponse:
    """The answer to a note that stands, and a toast with «Angre» on the next page; one sent again has had its toast."""
    address = back(request, contact.person)
    is_new = contact.written_at == request.now
    answer: HttpResponse = redirect(address)
    if is_new:
        said = words.saved(contact, today=request.principal.today)
        answer = done(request, address, said, undo=address_to("contacts:undo", contact.public_id))
    return JsonResponse({"id": str(contact.public_id)}, status=CREATED if is_new else 200) if wants_json(request) else answer


def back(request: Request, person: Person) -> str:
    """Where one came from, when it is a page of ours; otherwise the person's own page."""
    return back_to(request, address_of(person))


@button(Verb.LOG, Contact, "person", back=lambda request, contact: back(request, contact.person))
def undo(request: Request, contact: Contact) -> HttpResponse:
    withdraw_contact(contact, **by_now(request))
    return done(request, back(request, contact.person), _("Notatet er tatt tilbake."), undo=address_to("contacts:again", contact.public_id))


@button(Verb.LOG, Contact, "person", back=lambda request, contact: back(request, contact.person))
def again(request: Request, contact: Contact) -> HttpResponse:
    write_contact_again(contact, **by_now(request))
    return done(request, back(request, contact.person), _("Notatet står igjen."))


@page(Verb.LOG, Contact, "person", "engagement__person", "placement__workplace", "workplace", "agreed", purpose=Purpose.CONTACT_CORRECT)
def correct(request: Request, contact: Contact) -> HttpResponse:
    """The writer's own note, filled in, to be put right. One that is taken back has nothing to put right."""
    person = contact.person
    if request.method != "POST" and contact.act:
        return redirect("contacts:act", contact.public_id)
    if request.method != "POST" and not standing(door.rows(request.principal, Verb.LOG, Contact)).filter(pk=contact.pk).exists():
        messages.error(request, _("Notatet er tatt tilbake. Skriv et nytt hvis noe mangler."))
        return redirect(back(request, person))
    form = CorrectionForm(sent(request), contact=contact, placements=places_of(request, person), now=request.now)
    if form.is_valid():
        with said_in(form):
            if is_elsewhere(request, form, person, besides=contact.agreed):
                return correct_page(request, form, person)
            correct_contact(contact, **form.contact(), **by_now(request))
            return done(request, back(request, person), _("Notatet er rettet."))
    return correct_page(request, form, person)


def correct_page(request: Request, form: ContactForm, person: Person) -> HttpResponse:
    name = {"name": person.first_name}
    lead = _("Det som sto før, blir tatt tilbake, og dette står i stedet. %(name)s kan lese det du skriver.") % name
    return contact_page(request, form, person, heading=_("Rett notat om %(name)s") % name, lead=lead)


@page(Verb.READ, Contact, "person")
def act(request: Request, contact: Contact) -> HttpResponse:
    """On to what was done together, for one who may read that; one who may not comes back to the person."""
    address = address_of_act(request.principal, contact) if contact.act else ""
    if contact.act and not address:
        messages.info(request, _("Det kan bare de som følger opp dette, lese mer om."))
    return redirect(address or address_of(contact.person))


@page(Verb.READ, Person, purpose=Purpose.CONTACTS)
def of_person(request: Request, person: Person) -> HttpResponse:
    """All that is written about one person, newest first."""
    principal = request.principal
    door.require(principal, Verb.READ, Contact)
    return render_part(
        request,
        "contacts/of_person.html",
        {
            "person": person,
            "page": keyset(request, contacts_of(door.rows(principal, Verb.READ, Contact), person), by=("-happened_at",)),
            "me": principal.staff,
            "today": principal.today,
            "next": request.get_full_path(),
            "crumbs": to_person(person),
        },
    )
