"""Pages of a long list by where the last one left off, so that the thousandth costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50
OLDER, NEWER = "eldre", "nyere"
SALT = "brobygger.paging"  # the place in the list is signed, so that the address carries no running number
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, newest first, and the addresses of the pages beside them; empty at an end."""

    rows: Sequence[Row]
    newer_url: str
    older_url: str


def newest_first(request: HttpRequest, rows: QuerySet[Row], *, moment: str, size: int = PAGE_SIZE) -> Page[Row]:
    """The page of `rows` that the address asks for; the first page when it asks for none, or for one that is not there.

    Takes   moment  the field that orders them, the key after it; an index on both makes it cheap
    Cost    one query
    """
    older_than, newer_than = place(request, OLDER), place(request, NEWER)
    if newer_than is not None:
        at, key = newer_than
        nearest = rows.filter(Q(**{f"{moment}__gt": at}) | Q(pk__gt=key), **{f"{moment}__gte": at}).order_by(moment, "pk")
        found = list(nearest[: size + 1])
        is_more_newer, is_more_older = len(found) > size, True
        shown = found[:size][::-1]
    else:
        if older_than is not None:
            at, key = older_than
            rows = rows.filter(Q(**{f"{moment}__lt": at}) | Q(pk__lt=key), **{f"{moment}__lte": at})
        found = list(rows.order_by(f"-{moment}", "-pk")[: size + 1])
        is_more_newer, is_more_older = older_than is not None, len(found) > size
        shown = found[:size]
    return Page(
        rows=shown,
        newer_url=address(request, NEWER, shown[0], moment) if shown and is_more_newer else "",
        older_url=address(request, OLDER, shown[-1], moment) if shown and is_more_older else "",
    )


def place(request: HttpRequest, direction: str) -> tuple[datetime, int] | None:
    try:
        at, key = signing.loads(request.GET.get(direction, ""), salt=SALT)
        return datetime.fromisoformat(at), int(key)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def address(request: HttpRequest, direction: str, row: Model, moment: str) -> str:
    query = request.GET.copy()
    query.pop(OLDER, None)
    query.pop(NEWER, None)
    query[direction] = signing.dumps([getattr(row, moment).isoformat(), row.pk], salt=SALT)
    return f"{request.path}?{query.urlencode()}"
