"""Writing down that somebody was in touch. Nothing is edited: what is wrong is taken back by a row of its own. Source: RULES W10, A8."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.appointments.actions import hold
from brobygger.audit.actions import record
from brobygger.followup.actions.agreeing import agreed_next, fulfilled_by, let_stand_again, take_back_what_it_said
from brobygger.followup.actions.clocks import start_again_after, stop_by
from brobygger.followup.models import Contact, ContactKind, ContactWith
from brobygger.intake.models import Engagement
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.kernel.our_time import require_our_time
from brobygger.kernel.units import day
from brobygger.parties.models import Workplace
from brobygger.placements.models import Placement

CLOCK_SKEW = timedelta(minutes=10)  # a phone's clock may be so much ahead without anybody having meant it
LONGEST_WITHHELD = timedelta(weeks=12)  # as for notes about what is hard; ADR 0089
# What makes two sendings the same note; the moment is read off a clock and may differ.
SAID_BY_FORM = ("engagement_id", "placement_id", "workplace_id", "kind", "whom", "line")
SAID = (*SAID_BY_FORM, "next_step", "next_step_on", "withheld_until", "withheld_because")


class KeyTakenError(DomainError):
    """Another note stands under the key: nothing is wrong with this one, but it must be sent with a key of its own."""


def log_contact(
    engagement: Engagement,
    *,
    kind: ContactKind | str,
    whom: ContactWith | str,
    happened_at: datetime,
    line: str,
    key: UUID,
    now: datetime,
    actor: User,
    placement: Placement | None = None,
    workplace: Workplace | None = None,
    next_step: str = "",
    next_step_on: date | None = None,
    next_step_at: time | None = None,
    next_step_where: str = "",
    instead_of: Contact | None = None,
    withheld_until: date | None = None,
    withheld_because: str = "",
) -> Contact:
    """Write down a contact. The candidate reads the line, unless it is withheld for a reason until a day.

    One who waits to be rung has been talked with now, so their clock stops.

    The next step becomes an appointment, and what was agreed for now has been held.

    Takes   happened_at  as the phone or the form says; up to ten minutes ahead of `now` counts as now
            key          made where the note was written: sent again by the same user, it gives the row that stands
            next_step_at, next_step_where  the time of day and the place, when they are agreed
            instead_of   a note this one puts right
    Raises  DomainError for a moment to come or before the engagement, a step or a withholding that says half of what it must, and a place
            that is not the person's; KeyTakenError for a key that belongs to another note
    Source  RULES W10, A8; ADR 0094
    """
    happened_at = not_ahead(happened_at, now=now)
    contact = Contact(
        key=key,
        engagement=engagement,
        person=engagement.person,
        placement=placement,
        workplace=workplace,
        kind=ContactKind(kind),
        whom=ContactWith(whom),
        happened_at=happened_at,
        line=line.strip(),
        next_step=next_step.strip(),
        next_step_on=next_step_on,
        withheld_until=withheld_until,
        withheld_because=withheld_because.strip(),
        written_by=actor,
        written_at=now,
    )
    try:
        return written_once(contact, at=next_step_at, where=next_step_where, instead_of=instead_of)
    except IntegrityError:
        # The other sending of the same note came first; it has committed, or this one would still wait.
        standing = Contact.objects.filter(key=key).first()
        if standing is None:
            raise
        return same_note(standing, contact)


@transaction.atomic
def written_once(contact: Contact, *, at: time | None, where: str, instead_of: Contact | None) -> Contact:
    """The row that stands under the key, or else this one."""
    standing = Contact.objects.filter(key=contact.key).first()
    if standing is not None:
        return same_note(standing, contact)
    require_within(contact.engagement, contact.happened_at)
    require_whole_step(contact)
    require_withholdable(contact, today=local_day(contact.written_at))
    require_own_place(contact)

    contact.fulfils = fulfilled_by(contact, instead_of=instead_of)  # before the next step, which may be today too
    contact.agreed = agreed_next(contact, at=at, where=where, instead_of=instead_of)
    contact.save(force_insert=True)
    if contact.fulfils is not None:
        hold(contact.fulfils, now=contact.written_at, actor=contact.written_by)
    stop_by(contact)
    kind, whom, engagement = str(contact.act or contact.kind), str(contact.whom), contact.engagement.public_id
    record("followup.contact_logged", contact, actor=contact.written_by, engagement=engagement, kind=kind, whom=whom)
    return contact


def not_ahead(happened_at: datetime, *, now: datetime) -> datetime:
    if happened_at.utcoffset() is None:
        raise ValueError(f"happened_at must have a time zone, got {happened_at!r}")
    if happened_at - now > CLOCK_SKEW:
        raise DomainError(_("Skriv et tidspunkt som har vært. Er klokka på telefonen riktig?"), field="happened_at")
    return min(happened_at, now)


def same_note(standing: Contact, sent: Contact) -> Contact:
    """The row that stands, when it is the same note from the same user."""
    if standing.written_by_id != sent.written_by_id or standing.withdraws_id is not None:
        raise KeyTakenError(_("Dette notatet er sendt fra en annen bruker. Skriv det på nytt."))
    if any(getattr(standing, field) != getattr(sent, field) for field in SAID):
        raise KeyTakenError(_("Et annet notat er lagret fra det samme skjemaet. Åpne skjemaet på nytt, og skriv dette en gang til."))
    return standing


def require_within(engagement: Engagement, happened_at: datetime) -> None:
    on = local_day(happened_at)
    if on < engagement.starts_on:
        raise DomainError(
            _("Oppfølgingen begynte %(day)s. Skriv et tidspunkt fra den dagen eller senere.") % {"day": day(engagement.starts_on)},
            field="happened_at",
        )


def require_own_place(contact: Contact) -> None:
    if contact.placement is not None and contact.placement.person_id != contact.person_id:
        raise DomainError(_("Velg en av plassene til %(name)s.") % {"name": contact.person.first_name}, field="placement")


def require_whole_step(contact: Contact) -> None:
    require_our_time(happened_at=contact.happened_at, next_step_on=contact.next_step_on)
    if contact.next_step and contact.next_step_on is None:
        raise DomainError(_("Skriv når neste steg skal være."), field="next_step_on")
    if contact.next_step_on is not None and not contact.next_step:
        raise DomainError(_("Skriv hva neste steg er."), field="next_step")
    if contact.next_step_on is not None and contact.next_step_on < local_day(contact.happened_at):
        raise DomainError(_("Neste steg kan ikke være før dere snakket sammen."), field="next_step_on")


def require_withholdable(contact: Contact, *, today: date) -> None:
    if contact.withheld_until is None and not contact.withheld_because:
        return
    name = contact.engagement.person.first_name
    if contact.withheld_until is None:
        raise DomainError(_("Skriv når %(name)s får lese det.") % {"name": name}, field="withheld_until")
    if not contact.withheld_because:
        raise DomainError(_("Skriv hvorfor %(name)s ikke skal lese det ennå.") % {"name": name}, field="withheld_because")
    if contact.withheld_until <= today:
        raise DomainError(_("Skriv en dag som kommer, eller la feltet stå tomt."), field="withheld_until")
    if contact.withheld_until > today + LONGEST_WITHHELD:
        raise DomainError(
            _("Et notat kan holdes tilbake til og med %(day)s. Velg en tidligere dag.") % {"day": day(today + LONGEST_WITHHELD)},
            field="withheld_until",
        )


@transaction.atomic
def withdraw_contact(contact: Contact, *, now: datetime, actor: User) -> Contact:
    """Take back one's own note. It stays, and a row says that it is taken back; doing it again changes nothing.

    One whose waiting the note ended waits again.

    Gives   the row that takes it back
    Raises  DomainError for a colleague's note, and for a row that itself takes one back
    """
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if contact.written_by_id != actor.pk:
        raise DomainError(_("Bare den som skrev notatet, kan ta det tilbake. Skriv et nytt som sier hva som er riktig."))
    if contact.withdraws_id is not None:
        raise DomainError(_("Notatet er tatt tilbake. Skriv det på nytt hvis det likevel var riktig."))
    standing = Contact.objects.filter(withdraws=contact).first()
    if standing is not None:
        return standing
    withdrawal = Contact.objects.create(
        engagement_id=contact.engagement_id,
        person_id=contact.person_id,
        kind=contact.kind,
        whom=contact.whom,
        act=contact.act,
        about=contact.about,
        happened_at=contact.happened_at,
        withdraws=contact,
        written_by=actor,
        written_at=now,
    )
    start_again_after(contact)
    take_back_what_it_said(contact, now=now, actor=actor)
    record("followup.contact_withdrawn", contact, actor=actor, engagement=contact.engagement.public_id)
    return withdrawal


@transaction.atomic
def write_contact_again(contact: Contact, *, now: datetime, actor: User) -> Contact:
    """Undo that one's own note was taken back: the same is written anew. Doing it again gives the row that stands.

    Raises  DomainError for a colleague's note
    """
    contact = Contact.objects.select_for_update(of=("self",)).select_related("engagement__person", "person", "agreed").get(pk=contact.pk)
    if contact.written_by_id != actor.pk:
        raise DomainError(_("Bare den som skrev notatet, kan skrive det på nytt."))
    if not Contact.objects.filter(withdraws=contact).exists():
        return contact
    kept = (*SAID, "act", "about", "happened_at")
    again = Contact(key=uuid5(contact.key, "again"), person=contact.person, written_by=actor, written_at=now)
    for field in kept:
        setattr(again, field, getattr(contact, field))
    if contact.agreed is not None:
        let_stand_again(contact.agreed, now=now, actor=actor)
    return written_once(again, at=None, where="", instead_of=contact)


@transaction.atomic
def correct_contact(contact: Contact, *, key: UUID, now: datetime, actor: User, **changed: Any) -> Contact:
    """Take back one's own note and write down what is right instead; what isn't changed is as it was.

    Takes   key      made where the correction was written: sent again, it gives the row that stands
            changed  fields of log_contact
    Gives   the new row
    Raises  DomainError as withdraw_contact and log_contact do, and for a note that is taken back already; nothing is changed then
    """
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if contact.act:
        raise DomainError(_("Dette ble skrevet av noe dere gjorde sammen. Rett det der, eller ta det tilbake og skriv et nytt notat."))
    is_taken_back = Contact.objects.filter(withdraws=contact).exists()
    if is_taken_back and not Contact.objects.filter(key=key).exists():
        raise DomainError(_("Notatet er tatt tilbake fra før. Skriv et nytt hvis noe mangler."))
    fields = ("kind", "whom", "happened_at", "line", "placement", "workplace", "next_step", "next_step_on", "withheld_until")
    said = {field: getattr(contact, field) for field in (*fields, "withheld_because")}
    right = log_contact(contact.engagement, key=key, now=now, actor=actor, instead_of=contact, **{**said, **changed})
    withdraw_contact(contact, now=now, actor=actor)  # after: the right one is then the answer to one whose clock the wrong one stopped
    return right
