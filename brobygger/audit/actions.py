"""Writing the log. Nothing here changes or removes a row; the database refuses it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import models, transaction

from brobygger.audit.models import Entry, LookUp

EVENT = re.compile(r"[a-z]+\.[a-z_]+")
CODE = re.compile(r"[a-z0-9_.:/+-]{0,80}")  # a code, a date or a number; a name has a capital, a sentence has a space
NATIONAL_ID = re.compile(r"(?<!\d)\d{6}[ +%20]{0,3}\d{5}(?!\d)")
HIDDEN = "***"
Fact = str | int | bool | None | UUID


class HasPublicId(Protocol):
    @property
    def public_id(self) -> UUID: ...


@dataclass(frozen=True)
class Seen:
    """That a person was on a page, or would have been had the table allowed it."""

    person: UUID
    permitted: bool


def record(event: str, subject: HasPublicId, *, actor: HasPublicId, **facts: Fact) -> Entry:
    """Write down that something happened, in the transaction that made it happen.

    Takes   event    package and what happened: `loops.plan_decided`
            facts    ids, codes, numbers and dates; a name or a sentence is refused
    Gives   the entry; its time is the database's
    Raises  RuntimeError outside a transaction, ValueError for a fact that is not a code
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{event} must be recorded in the transaction that makes it happen")
    if not EVENT.fullmatch(event):
        raise ValueError(f"an event is named package.what_happened, got {event!r}")
    return Entry.objects.create(
        event=event,
        subject_kind=kind(subject),
        subject_id=subject.public_id,
        actor_kind=kind(actor),
        actor_id=actor.public_id,
        facts={name: plain(name, fact) for name, fact in facts.items()},
    )


def kind(thing: HasPublicId) -> str:
    return thing._meta.label_lower if isinstance(thing, models.Model) else type(thing).__name__.lower()


def plain(name: str, fact: Fact) -> str | int | bool | None:
    if isinstance(fact, UUID):
        return str(fact)
    if isinstance(fact, str) and not CODE.fullmatch(fact):
        raise ValueError(f"the fact {name} must be an id or a code, without capitals or spaces")
    return fact


def record_look_ups(
    *,
    actor: UUID,
    actor_role: str,
    purpose: str,
    reason: str = "",
    request_id: str,
    path: str,
    seen: Iterable[Seen],
    now: datetime,
) -> int:
    """Write down whom somebody looked at, or was refused: one row a person.

    Takes   purpose  a code for why the page exists
            path     the address without its query; national ids are hidden here and in the reason
    Gives   how many rows were written
    Raises  RuntimeError for a refusal inside a transaction: the 404 that follows would roll it back
    Cost    one statement for up to a thousand people
    Source  RULES A10, A11; ADR 0041
    """
    rows = [
        LookUp(
            looked_up_at=now,
            actor=actor,
            actor_role=actor_role,
            person=each.person,
            purpose=purpose,
            reason=NATIONAL_ID.sub(HIDDEN, reason)[:200],
            is_permitted=each.permitted,
            request_id=request_id[:64],
            path=NATIONAL_ID.sub(HIDDEN, path.partition("?")[0])[:200],
        )
        for each in seen
    ]
    with transaction.atomic(durable=any(not row.is_permitted for row in rows)):
        LookUp.objects.bulk_create(rows, batch_size=1000)
    return len(rows)
