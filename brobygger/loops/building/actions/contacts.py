"""Somebody at an employer is to be called no more, which a loop that calls them must know first."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.audit.actions import HasPublicId
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import phone
from brobygger.loops.models import Loop, LoopEmployer, Stay
from brobygger.loops.states import CommitmentState, LoopState
from brobygger.parties import employer_cards
from brobygger.parties.models import ContactPerson


@transaction.atomic
def end_contact(contact: ContactPerson, *, on: date, today: date, actor: HasPublicId) -> ContactPerson:
    """Somebody is called at a workplace until a day, the last.

    Raises  DomainError for one whom a loop that is not over rings, or who is mentor there after that day; and for a day before the first
    Source  RULES W7; ADR 0123
    """
    loop = loop_that_calls(contact) or loop_with_mentor(contact, after=on)
    if loop is not None:
        words = {
            "name": contact.person,
            "loop": loop.name,
            "coordinator": loop.coordinator.name,
            "phone": phone(loop.coordinator.phone),
        }
        raise DomainError(
            _("%(name)s har en oppgave i %(loop)s etter denne dagen. Ring %(coordinator)s på %(phone)s, så en annen kan ta over først.")
            % words
        )
    return employer_cards.end_contact(contact, on=on, actor=actor)


def loop_that_calls(contact: ContactPerson) -> Loop | None:
    running = LoopEmployer.objects.filter(
        contact=contact.person_id, workplace=contact.workplace_id, state__in=[CommitmentState.ASKED, CommitmentState.COMMITTED]
    ).exclude(loop__state__in=[LoopState.FINISHED, LoopState.CANCELLED])
    found = running.select_related("loop__coordinator").order_by("pk").first()
    return found.loop if found is not None else None


def loop_with_mentor(contact: ContactPerson, *, after: date) -> Loop | None:
    stays = Stay.objects.filter(mentor=contact, ends_on__gt=after).exclude(participant__loop__state=LoopState.CANCELLED)
    found = stays.select_related("participant__loop__coordinator").order_by("pk").first()
    return found.participant.loop if found is not None else None
