"""The letters about something hard: to whom, where they lead, and whether they still apply. None says what is hard. Source: ADR 0089."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId
from brobygger.followup.models import Matter, MatterState
from brobygger.followup.queries import employer_of
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import phone
from brobygger.loops.counsellors import counsellor_of
from brobygger.loops.sharing import sharing_ends_on
from brobygger.outbox.actions import Recipient, enqueue
from brobygger.parties.actions import open_link
from brobygger.parties.models import Person, Protection, Role
from brobygger.parties.reach import can_be_sent_to, letter_to


def is_open(about: UUID, today: date) -> bool:
    """Word that something waits: until it is solved."""
    return Matter.objects.filter(public_id=about, state=MatterState.OPEN).exists()


def stands(about: UUID, today: date) -> bool:
    """Word to the candidate or to staff: nothing is ever deleted, so it applies."""
    return Matter.objects.filter(public_id=about).exists()


def has_the_employer_in(about: UUID, today: date) -> bool:
    """Word to an employer: as long as the candidate lets it be part."""
    return Matter.objects.filter(public_id=about, is_shared_with_employer=True).exists()


def tell_user(template: str, user: User, matter: Matter, *, when: str, now: datetime) -> None:
    """A letter to one of the staff, with the address of the matter. A signed-in page opens only for those the table lets in."""
    assert matter.participant is not None
    enqueue(
        template,
        once=f"{template}:{matter.public_id}:{user.public_id}:{when}",
        to=Recipient(name=user.name, address=user.email, language=user.language),
        about=matter.public_id,
        values={
            "loop": matter.participant.loop.name,
            "owner": matter.owner.name,
            "phone": phone(matter.owner.phone),
            "page": f"{settings.BASE_URL.rstrip('/')}{reverse('followup:matter', args=[matter.public_id])}",
        },
        now=now,
    )


def tell_person(template: str, person: Person, role: Role, matter: Matter, *, when: str, now: datetime, actor: HasPublicId) -> None:
    """A letter with a link to somebody's own window. Nothing is sent to one no letter can reach: the page of the matter says so."""
    assert matter.participant is not None
    if not can_be_sent_to(person):
        return
    loop = matter.participant.loop
    link = open_link(person, role, until=sharing_ends_on(loop, today=local_day(now)), actor=actor)
    enqueue(
        template,
        once=f"{template}:{matter.public_id}:{person.public_id}:{when}",
        to=letter_to(person),
        about=matter.public_id,
        values={"loop": loop.name, "owner": matter.owner.name, "phone": phone(matter.owner.phone)},
        link=link.public_id,
        now=now,
    )


def staff_of(matter: Matter, *, today: date) -> list[User]:
    """The owner, the counsellor and the coordinator, each once."""
    assert matter.participant is not None
    three = [matter.owner, counsellor_of(matter.participant, today=today), matter.participant.loop.coordinator]
    return list(dict.fromkeys(three))


def tell_employer(template: str, matter: Matter, *, when: str, now: datetime, actor: HasPublicId) -> None:
    """A letter to the employer's contact, when the employer is part of the matter and still in the loop."""
    employer = employer_of(matter) if matter.is_shared_with_employer else None
    if employer is not None and matter.person.protection == Protection.NONE:  # else its window would be empty
        tell_person(template, employer.contact, Role.EMPLOYER, matter, when=when, now=now, actor=actor)
