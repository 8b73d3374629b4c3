"""Word to a candidate of an appointment with them: made, moved, and called off. It says what kind, when, where, and whom to ring.

Source  RULES W8, W9
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from brobygger.accounts.models import User
from brobygger.appointments.calendar_file import Addressee, Method, calendar_file
from brobygger.appointments.calendars import entry_of
from brobygger.appointments.models import Appointment, AppointmentParty
from brobygger.appointments.states import AppointmentState
from brobygger.audit.actions import HasPublicId
from brobygger.kernel.units import phone
from brobygger.outbox.actions import Draft, cancel, enqueue_many
from brobygger.outbox.letters import Audience, Letter
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.outbox.words import LINK, Attachment, Lines
from brobygger.parties.actions import open_link
from brobygger.parties.models import Person, Protection, Role
from brobygger.parties.reach import can_be_sent_to, letter_to

LINK_LASTS = timedelta(days=14)  # after the day of it


def is_to_be(about: UUID, today: date) -> bool:
    """As long as it stands and has not been."""
    return is_ahead(about, AppointmentState.PLANNED, today)


def is_called_off(about: UUID, today: date) -> bool:
    return is_ahead(about, AppointmentState.CALLED_OFF, today)


def is_ahead(about: UUID, state: AppointmentState, today: date) -> bool:
    found = Appointment.objects.filter(public_id=about, state=state).first()
    return found is not None and found.on >= today


def calendar_files(message: Message, now: datetime) -> tuple[Attachment, ...]:
    """The appointment as a file for the reader's calendar, from the row as it is now."""
    found = Appointment.objects.select_related("workplace", "unit").filter(public_id=message.about).first()
    if found is None or not message.is_email:
        return ()
    method = Method.CANCEL if found.state == AppointmentState.CALLED_OFF else Method.REQUEST
    organizer = Addressee(str(message.values["owner"]), str(message.values["owner_email"]))
    attendee = Addressee(message.recipient_name, message.recipient_address)
    with override(message.language):
        entry = entry_of(found, place=str(message.values["place"]), organizer=organizer, attendee=attendee)
        content = calendar_file([entry], method=method, name="Brobygger", made_at=now)
        name = _("avtale.ics")
    return (Attachment(name, content, method.content_type),)


EXAMPLE = {
    "kind": "samtale", "when": "mandag 4. januar kl. 10.00", "place": "Brohuset", "owner": "Lise", "phone": "680 50 214",
    "owner_email": "jonas@brovik.invalid",
}  # fmt: skip
WHERE = Lines(gettext_lazy("Sted: %(place)s"), given="place")
SEE = Lines(gettext_lazy("Du ser avtalene dine her:"), LINK, given="link")
IF_NOT = gettext_lazy("Passer det ikke, ring %(owner)s på %(phone)s.")
MADE = Letter(
    "appointments/made",
    to=Audience.CANDIDATE,
    subject=gettext_lazy("Vi har en avtale %(when)s"),
    text=(
        gettext_lazy("Vi har en avtale, %(kind)s, %(when)s."),
        WHERE,
        Lines(gettext_lazy("Avtalen følger med som kalenderfil. Åpne den, så står den i kalenderen din."), given="by_email"),
        SEE,
        IF_NOT,
    ),
    applies=is_to_be,
    along=calendar_files,
    needs_link=False,
    example=EXAMPLE,
)
MOVED = Letter(
    "appointments/moved",
    to=Audience.CANDIDATE,
    subject=gettext_lazy("Avtalen vår er flyttet til %(when)s"),
    text=(
        gettext_lazy("Avtalen vår, %(kind)s, er flyttet. Den er nå %(when)s."),
        WHERE,
        Lines(gettext_lazy("Endringen følger med som kalenderfil. Åpne den, så blir kalenderen din riktig."), given="by_email"),
        SEE,
        IF_NOT,
    ),
    applies=is_to_be,
    along=calendar_files,
    needs_link=False,
    example=EXAMPLE,
)
CALLED_OFF = Letter(
    "appointments/called_off",
    to=Audience.CANDIDATE,
    subject=gettext_lazy("Avtalen vår %(when)s er avlyst"),
    text=(
        gettext_lazy("Avtalen vår, %(kind)s, %(when)s er avlyst."),
        Lines(gettext_lazy("Åpne kalenderfila som følger med, så forsvinner den fra kalenderen din."), given="by_email"),
        SEE,
        gettext_lazy("Lurer du på noe, ring %(owner)s på %(phone)s."),
    ),
    applies=is_called_off,
    along=calendar_files,
    needs_link=False,
    example=EXAMPLE,
)


def tell(letter: Letter, appointment: Appointment, *, owner: User, now: datetime, actor: HasPublicId) -> None:
    """Put word to each candidate there whom a letter can reach. What waits to be sent about it says something else now, and is taken back.

    Takes   owner  whom to ring
    """
    cancel(appointment.public_id)
    parties = AppointmentParty.objects.filter(appointment=appointment, role=Role.CANDIDATE).select_related("person").order_by("pk")
    people = [party.person for party in parties if party.person is not None and can_be_sent_to(party.person)]
    enqueue_many([draft(letter, appointment, person, owner=owner, actor=actor) for person in people], now=now)


def draft(letter: Letter, appointment: Appointment, person: Person, *, owner: User, actor: HasPublicId) -> Draft:
    """Where it is, is not sent to one with protection: they read it in their window, or are told on the telephone."""
    link = open_link(person, Role.CANDIDATE, until=appointment.on + LINK_LASTS, actor=actor)
    with override(person.language):
        values = {
            "kind": str(appointment.get_kind_display()),
            "when": when_of(appointment),
            "place": place_of(appointment) if person.protection == Protection.NONE else "",
            "owner": owner.name,
            "owner_email": owner.email,
            "phone": phone(owner.phone),
        }
    return letter.draft(
        once=f"{appointment.public_id}:{appointment.sequence}:{person.public_id}",
        to=letter_to(person),
        about=appointment.public_id,
        values=values,
        link=link.public_id,
    )


def when_of(appointment: Appointment) -> str:
    """«torsdag 3. desember kl. 10.00», in the language that is active."""
    day = date_format(appointment.on, _("l j. F"))
    return day if appointment.at is None else _("%(day)s kl. %(time)s") % {"day": day, "time": f"{appointment.at:%H.%M}"}


def place_of(appointment: Appointment) -> str:
    workplace = appointment.workplace
    if workplace is None or appointment.place.startswith(workplace.name):
        return appointment.place
    return ", ".join(part for part in (workplace.name, appointment.place or workplace.street) if part)


def was_told_it_is_off(appointment: Appointment) -> bool:
    """Whether somebody has been sent that it is called off."""
    return Message.objects.filter(about=appointment.public_id, template=CALLED_OFF.name).exclude(state=MessageState.CANCELLED).exists()
