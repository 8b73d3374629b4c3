"""What the holder of a signed link changes about themselves: the language they read, and a yes they take back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.accounts.models import Language
from brobygger.audit.actions import HasPublicId, record
from brobygger.parties.changes import record_change
from brobygger.parties.models import Grant, Person


@transaction.atomic
def choose_own_language(person: Person, *, language: str, actor: HasPublicId) -> Person:
    """Remember which language somebody reads, on their pages and in letters to them.

    Takes   language  a value of Language
    Raises  ValueError for any other; the page offers only these
    Source  ADR 0082
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.language = Language(language)
    person.save(update_fields=["language"])
    record_change("parties.language_chosen", person, actor=actor, language=person.language)
    return person


@transaction.atomic
def withdraw_grants(person: Person, *, subject_id: UUID, now: datetime, actor: HasPublicId) -> int:
    """End at once all sharing of a person's for one subject. What was seen before stays in the log.

    Gives   how many grants ended
    Source  RULES A5
    """
    live = Grant.objects.select_for_update().filter(person=person, subject_id=subject_id, withdrawn_at__isnull=True)
    count = live.update(withdrawn_at=now)
    record("parties.grants_withdrawn", person, actor=actor, shared_for=subject_id, count=count)
    return count
