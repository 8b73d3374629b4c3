"""Writing the log. Nothing here changes or removes a row; the database refuses it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.db import connection, models, transaction

from brobygger.audit.chain import ENTRY_HASH, LAST_TRANSACTION, LOOK_UP_HASH, NO_HASH, seal_hash
from brobygger.audit.models import LONGEST_REASON, Entry, Seal

EVENT = re.compile(r"[a-z]+\.[a-z_]+")
CODE = re.compile(r"[a-z0-9_.:/+-]{0,80}")  # a code, a date or a number; a name has a capital, a sentence has a space
NATIONAL_ID = re.compile(r"(?<![\da-f])\d{6}(?: |\+|%20)?\d{5}(?![\da-f])")  # but not digits inside a public id
HIDDEN = "***"
SEALED = "audit.sealed"
PROGRAM = "program"
# What is the same in every row is sent once: a page of a hundred people costs little more than a page of one.
WRITE_LOOK_UPS = """
    INSERT INTO audit_look_up (looked_up_at, actor, actor_role, person, purpose, reason, is_permitted, request_id, path)
    SELECT %(now)s, %(actor)s, %(actor_role)s, person, %(purpose)s, %(reason)s, is_permitted, %(request_id)s, %(path)s
    FROM unnest(%(people)s::uuid[], %(permitted)s::boolean[]) AS seen(person, is_permitted)
"""
COMMITS_REFUSALS: ContextVar[bool] = ContextVar("commits_refusals", default=False)
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
    entry = entry_of(event, subject, facts, actor=actor)
    entry.save(force_insert=True)
    return entry


def record_each(event: str, happened: Iterable[tuple[HasPublicId, Mapping[str, Fact]]], *, actor: HasPublicId) -> None:
    """Write down that the same happened to many, in their order.

    Takes   happened  to what, and the facts of each
    Raises  as `record`
    Cost    one statement
    """
    Entry.objects.bulk_create([entry_of(event, subject, facts, actor=actor) for subject, facts in happened])


def entry_of(event: str, subject: HasPublicId, facts: Mapping[str, Fact], *, actor: HasPublicId) -> Entry:
    """An entry that is not written yet. Raises as `record`."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{event} must be recorded in the transaction that makes it happen")
    if not EVENT.fullmatch(event):
        raise ValueError(f"an event is named package.what_happened, got {event!r}")
    return Entry(
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


@contextmanager
def refusals_are_kept() -> Iterator[None]:
    """Around a request in one transaction, which commits also when it ends with a 404 or 403: refusals may be recorded there."""
    before = COMMITS_REFUSALS.set(True)
    try:
        yield
    finally:
        COMMITS_REFUSALS.reset(before)


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
    Raises  RuntimeError for a refusal inside a transaction that the 404 rolls back; see `refusals_are_kept`
    Cost    one statement, however many people
    Source  RULES A10, A11; ADR 0041
    """
    people = list(seen)
    permitted = [each.permitted for each in people]
    with transaction.atomic(savepoint=False, durable=not all(permitted) and not COMMITS_REFUSALS.get()), connection.cursor() as cursor:
        cursor.execute(
            WRITE_LOOK_UPS,
            {
                "now": now,
                "actor": actor,
                "actor_role": actor_role,
                "purpose": purpose,
                "reason": NATIONAL_ID.sub(HIDDEN, reason)[:LONGEST_REASON],
                "request_id": request_id[:64],
                "path": NATIONAL_ID.sub(HIDDEN, path.partition("?")[0])[:200],
                "people": [each.person for each in people],
                "permitted": permitted,
            },
        )
    return len(people)


@transaction.atomic
def seal_batch(now: datetime) -> Seal | None:
    """Seal what has been written since last time, up to the oldest transaction that is still under way.

    Ids are taken before the commit, so a row with a low id may turn up late. Transactions are therefore the measure: all
    below the horizon have ended, and no row can join the batch afterwards. Each seal is also noted as an entry, which the
    next batch seals, so that a removed last seal is missed too.

    Gives   the seal; None when there is nothing but the note of the last seal
    Raises  RuntimeError when the database has been restored on a server that counts transactions from a lower number
    Source  ADR 0042
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE audit_seal IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (horizon,) = cursor.fetchone()
    seal = next_seal(now=now)
    if horizon < seal.from_transaction:
        raise RuntimeError("the database has come to another server: close the chain of seals before the program starts")
    seal.to_transaction = horizon
    return keep(seal) if fill(seal) else None


@transaction.atomic
def close_chain(now: datetime) -> Seal:
    """Seal everything that remains, and let the next seal begin a new chain.

    Run once after the database is restored from a dump on another server, before the program starts: the new server counts
    transactions from another number. A lock waits for those who are writing to the log.

    Gives   the last seal of the old chain
    Source  ADR 0042
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE audit_seal, audit_entry, audit_look_up IN SHARE ROW EXCLUSIVE MODE")
    seal = next_seal(now=now)
    seal.to_transaction = LAST_TRANSACTION
    fill(seal)
    return keep(seal)


def next_seal(*, now: datetime) -> Seal:
    last = Seal.objects.defer("entry_ids", "entry_hashes", "look_up_ids", "look_up_hashes").order_by("-number").first()
    if last is None:
        return Seal(number=1, chain=1, sealed_at=now, from_transaction=0, entry_floor=0, look_up_floor=0, previous_hash=NO_HASH)
    seal = Seal(number=last.number + 1, sealed_at=now, previous_hash=bytes(last.hash))
    if last.to_transaction < LAST_TRANSACTION:
        seal.chain, seal.from_transaction = last.chain, last.to_transaction
        seal.entry_floor, seal.look_up_floor = last.entry_floor, last.look_up_floor
    else:
        seal.chain, seal.from_transaction = last.chain + 1, 0
        seal.entry_floor, seal.look_up_floor = highest_sealed("entry_ids"), highest_sealed("look_up_ids")
    return seal


def highest_sealed(column: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM audit_seal, unnest({column}) AS row(id)")  # noqa: S608  the parts are constants of ours
        (highest,) = cursor.fetchone()
    return int(highest)


def fill(seal: Seal) -> bool:
    """Put the rows of the batch in the seal. Gives whether there is more among them than the note of the last seal."""
    of_batch = "WHERE transaction_id >= %s AND transaction_id < %s AND id > %s ORDER BY id"
    reach = [seal.from_transaction, seal.to_transaction]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {ENTRY_HASH}, event FROM audit_entry {of_batch}", [*reach, seal.entry_floor])  # noqa: S608  the parts are constants of ours
        entries = cursor.fetchall()
        cursor.execute(f"SELECT id, {LOOK_UP_HASH} FROM audit_look_up {of_batch}", [*reach, seal.look_up_floor])  # noqa: S608  the parts are constants of ours
        look_ups = cursor.fetchall()
    seal.entry_ids, seal.entry_hashes = [row[0] for row in entries], [bytes(row[1]) for row in entries]
    seal.look_up_ids, seal.look_up_hashes = [row[0] for row in look_ups], [bytes(row[1]) for row in look_ups]
    return bool(look_ups) or any(event != SEALED for _, _, event in entries)


def keep(seal: Seal) -> Seal:
    seal.hash = seal_hash(seal)
    seal.save(force_insert=True)
    Entry.objects.create(
        event=SEALED,
        subject_kind=Seal._meta.label_lower,
        subject_id=UUID(bytes=seal.hash[:16]),
        actor_kind=PROGRAM,
        facts={"number": seal.number, "hash": seal.hash.hex()},
    )
    return seal


@transaction.atomic
def make_partitions(today: date) -> int:
    """Make room for the look-ups of this month and the three after it.

    Gives   how many partitions were made; 0 when they stand already
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")  # a new partition needs the whole table for a moment
        cursor.execute("SELECT audit_make_partitions(%s, 4)", [today])
        (made,) = cursor.fetchone()
    return int(made)
