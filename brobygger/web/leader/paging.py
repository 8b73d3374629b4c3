"""Pages of a list in its own order, 25 rows each, by where the last one left off: the thousandth costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 25
SALT = "brobygger.leader.paging"  # the place in the list is signed, so that the address carries no running number
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Part(Generic[Row]):
    """Some rows, and the address of those that follow; empty at the end."""

    rows: Sequence[Row]
    more_url: str


def part_of(request: HttpRequest, rows: QuerySet[Row], *by: str, name: str = "etter") -> Part[Row]:
    """The rows after the place the address asks for; the first ones when it asks for none, or for one that is not there.

    Takes   by    the fields that order the rows, ascending and never empty, the key after them
            name  of the place in the address, when a page has two lists
    Cost    one query
    """
    after = place(request, name, len(by))
    found = list((rows if after is None else rows.filter(beyond((*by, "pk"), after)))[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return Part(shown, address(request, name, shown[-1], by) if len(found) > PAGE_SIZE else "")


def beyond(fields: Sequence[str], values: Sequence[object]) -> Q:
    """Rows after a place in their order: the first field that differs is greater."""
    condition = Q()
    for number, field in enumerate(fields):
        same = dict(zip(fields[:number], values[:number], strict=True))
        condition |= Q(**same, **{f"{field}__gt": values[number]})
    return condition


def place(request: HttpRequest, name: str, width: int) -> list[object] | None:
    try:
        values = signing.loads(request.GET.get(name, ""), salt=f"{SALT}.{name}.{request.path}")
    except signing.BadSignature:
        return None
    return values if isinstance(values, list) and len(values) == width + 1 else None


def address(request: HttpRequest, name: str, row: Model, by: Sequence[str]) -> str:
    query = request.GET.copy()
    values = [plain(getattr(row, field)) for field in by]
    query[name] = signing.dumps([*values, row.pk], salt=f"{SALT}.{name}.{request.path}")
    return f"{request.path}?{query.urlencode()}"


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime | date) else value
