"""What stood on a row before it was put right, and who did it: the history has the values, the log has who.

Source  RULES A8, P4; ADR 0122
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Protocol

from django.db.models import Model

from brobygger.accounts.models import User
from brobygger.audit.actions import Fact, HasPublicId, record
from brobygger.audit.models import Entry
from brobygger.parties.models import Person

VERSION = "version"  # the fact of an entry that says which version of the row it left behind
MOST_VERSIONS = 200


class Tracked(Protocol):
    """A row with a public id whose versions django-pghistory keeps."""

    @property
    def public_id(self) -> Any: ...


@dataclass(frozen=True)
class Change:
    """One field that was changed. `by` is nobody where the log does not tell, as for what a program did."""

    field: str
    before: Any
    after: Any
    at: datetime
    by: User | Person | None


def record_change(event: str, row: Tracked, *, actor: HasPublicId, **facts: Fact) -> Entry:
    """Write down that a row was changed, and which version of it that made. After it is saved, in the same transaction.

    Raises  as `record`
    Cost    two statements
    """
    return record(event, row, actor=actor, **facts, **{VERSION: latest_version(row)})


def latest_version(row: Tracked) -> int:
    """Which version a row is now. A form carries it, so that what somebody changes meanwhile is not undone. Cost: one query."""
    return versions_of(row).order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0


def changes_of(row: Tracked, *, fields: Collection[str]) -> list[Change]:
    """What was changed in some fields of a row, and by whom, the newest first.

    Gives   values as the versions have them: a choice by its code, another row by its key
    Cost    four queries
    """
    versions = list(versions_of(row).order_by("-pgh_id")[:MOST_VERSIONS])[::-1]
    who = who_made(row)
    found = [
        Change(field, getattr(before, name), getattr(after, name), after.pgh_created_at, who.get(after.pgh_id))
        for before, after in pairwise(versions)
        for field, name in ((each, attribute(before, each)) for each in fields)
        if getattr(before, name) != getattr(after, name)
    ]
    return found[::-1]


def versions_of(row: Any) -> Any:
    return type(row).pgh_event_model.objects.filter(pgh_obj=row.pk)


def attribute(version: Model, field: str) -> str:
    return version._meta.get_field(field).attname  # type: ignore[union-attr]  # a plain field has one


def who_made(row: Tracked) -> dict[int, User | Person]:
    """Who made which version of a row, as the log tells."""
    entries = Entry.objects.filter(subject_id=row.public_id, actor_id__isnull=False, facts__has_key=VERSION)
    actors = dict(entries.values_list(f"facts__{VERSION}", "actor_id"))
    people: list[User | Person] = [
        *User.objects.filter(public_id__in=actors.values()),
        *Person.objects.filter(public_id__in=actors.values()),
    ]
    by_id = {each.public_id: each for each in people}
    return {version: by_id[actor] for version, actor in actors.items() if actor in by_id}
