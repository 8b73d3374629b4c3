"""The log: two taps from the list, the longer form when more is to be said, and undo instead of «er du sikker»."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.actions.contacts import KeyTakenError, correct_contact, log_contact, withdraw_contact
from brobygger.followup.contacts import contacts_of, last_kind_of, standing
from brobygger.followup.models import Contact
from brobygger.intake.models import Engagement
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Person
from brobygger.placements.models import Placement
from brobygger.placements.states import PlacementState
from brobygger.web.back import BACK, back_to
from brobygger.web.contacts import words
from brobygger.web.contacts.forms import ContactForm, CorrectionForm
from brobygger.web.loops.refusals import refuse
from brobygger.web.once import once
from brobygger.web.paging import newest_first
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb

CREATED, CONFLICT, UNPROCESSABLE = 201, 409, 422
MOST_PLACES = 10
AT_FIELD = {"happened_at": "on"}  # where the page shows what is wrong with the moment


@require_http_methods(["GET", "HEAD", "POST"])
@once
def log(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    principal, now = request.principal, clock.now()
    engagement = door.get(principal, Verb.LOG, Engagement, engagement_id, "person")
    person = engagement.person
    form = ContactForm(
        request.POST or None,
        first_name=person.first_name,
        placements=places_of(request, person),
        now=now,
        initial={"key": uuid4(), "kind": last_kind_of(principal.user), "whom": "candidate"},
    )
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            contact = log_contact(engagement, **form.contact(), now=now, actor=principal.user)
        except DomainError as refusal:
            status = CONFLICT if isinstance(refusal, KeyTakenError) else UNPROCESSABLE
            refuse(form, DomainError(refusal.message, field=AT_FIELD.get(refusal.field or "", refusal.field)))
        else:
            return logged(request, contact, is_new=contact.written_at == now)
    if wants_json(request):
        said = " ".join(mistake.message for mistake in form.mistakes())
        read = form.read_through()
        return JsonResponse({"message": said, **({"read": read} if read else {})}, status=status)
    door.seen(principal, [person], Purpose.CONTACT_NEW)
    context = {"form": form, "person": person, "next": back(request, person), "crumbs": crumbs(person)}
    return render_part(request, "contacts/new.html", context)


def wants_json(request: HttpRequest) -> bool:
    return request.accepts("application/json") and not request.accepts("text/html")


def places_of(request: HttpRequest, person: Person) -> list[Placement]:
    """Where the person is, will be or has been, the latest first."""
    rows = door.rows(request.principal, Verb.READ, Placement).filter(person=person).exclude(state=PlacementState.CANCELLED)
    return list(rows.select_related("workplace").order_by("-starts_on", "-pk")[:MOST_PLACES])


def logged(request: HttpRequest, contact: Contact, *, is_new: bool) -> HttpResponse:
    """The answer to a note that stands, and a toast with «Angre» on the next page; one sent again has had its toast."""
    address = back(request, contact.person)
    if is_new:
        undo_url = f"{reverse('contacts:undo', args=[contact.public_id])}?{urlencode({BACK: address})}"
        messages.success(request, words.saved(contact, today=request.principal.today), extra_tags=undo_url)
    if wants_json(request):
        return JsonResponse({"id": str(contact.public_id)}, status=CREATED if is_new else 200)
    return redirect(address)


def back(request: HttpRequest, person: Person) -> str:
    """Where one came from, when it is a page of ours; otherwise the person's own page."""
    return back_to(request, reverse("people:person", args=[person.public_id]))


@require_POST
@once
def undo(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    contact = door.get(request.principal, Verb.LOG, Contact, contact_id, "person")
    try:
        withdraw_contact(contact, now=clock.now(), actor=request.principal.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Notatet er tatt tilbake."))
    return redirect(back(request, contact.person))


@require_http_methods(["GET", "HEAD", "POST"])
@once
def correct(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """The writer's own note, filled in, to be put right. One that is taken back has nothing to put right."""
    principal, now = request.principal, clock.now()
    contact = door.get(principal, Verb.LOG, Contact, contact_id, "person", "engagement__person", "placement__workplace", "workplace")
    person = contact.person
    if request.method != "POST" and not standing(door.rows(principal, Verb.LOG, Contact)).filter(pk=contact.pk).exists():
        messages.error(request, _("Notatet er tatt tilbake. Skriv et nytt hvis noe mangler."))
        return redirect(back(request, person))
    form = CorrectionForm(request.POST or None, contact=contact, placements=places_of(request, person), now=now)
    if form.is_valid():
        try:
            correct_contact(contact, **form.contact(), now=now, actor=principal.user)
        except DomainError as refusal:
            refuse(form, DomainError(refusal.message, field=AT_FIELD.get(refusal.field or "", refusal.field)))
        else:
            messages.success(request, _("Notatet er rettet."))
            return redirect(back(request, person))
    door.seen(principal, [person], Purpose.CONTACT_CORRECT)
    context = {"form": form, "person": person, "next": back(request, person), "crumbs": crumbs(person)}
    return render_part(request, "contacts/correct.html", context)


@require_safe
def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """All that is written about one person, newest first."""
    principal = request.principal
    door.require(principal, Verb.READ, Contact)
    person = door.get(principal, Verb.READ, Person, person_id)
    page = newest_first(request, contacts_of(door.rows(principal, Verb.READ, Contact), person), moment="happened_at")
    door.seen(principal, [person], Purpose.CONTACTS)
    return render_part(
        request,
        "contacts/of_person.html",
        {
            "person": person,
            "contacts": page.rows,
            "newer_url": page.newer_url,
            "older_url": page.older_url,
            "me": principal.user,
            "today": principal.today,
            "next": request.get_full_path(),
            "crumbs": crumbs(person),
        },
    )


def crumbs(person: Person) -> list[Crumb]:
    return [Crumb(_("Folk"), reverse("people:list")), Crumb(str(person), reverse("people:person", args=[person.public_id]))]
