"""Pages of a list by where the last one left off, so that the thousandth costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 25
AFTER, BEFORE = "etter", "for"
SALT = "brobygger.keyset"  # the place in the list is signed, so that the address carries no running number
Row = TypeVar("Row", bound=Model)
Place = Sequence[object]


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, and the addresses of the pages beside them; empty at an end."""

    rows: Sequence[Row]
    before_url: str
    after_url: str
    is_newest_first: bool


def keyset(
    request: HttpRequest, rows: QuerySet[Row], *, by: Sequence[str], size: int = PAGE_SIZE, name: str = "", is_hidden: bool = False
) -> Page[Row]:
    """The page of `rows` that the address asks for; the first when it asks for none, or for a place that is not in this list.

    Takes   by         the fields that order the rows, never empty in any of them, with a minus for the greatest first; the key comes
                       after them. An annotation is one too. An index on them makes it cheap
            name       of the list, when a page has two
            is_hidden  whether what orders them stays out of the address, as names must: signing hides nothing
    Cost    one query; for one that is hidden one more, to find the place
    """
    order = [*by, "-pk" if by[0].startswith("-") else "pk"]
    shape = ["pk"] if is_hidden else order
    after, before = (place_in(request, f"{word}{name}", len(shape)) for word in (AFTER, BEFORE))
    if is_hidden:
        after, before = (place_of(rows, place, order) for place in (after, before))
    if before is not None:
        found = list(rows.filter(beyond(turned(order), before)).order_by(*turned(order))[: size + 1])
        is_more_before, is_more_after = len(found) > size, True
        shown = found[:size][::-1]
    else:
        found = list((rows if after is None else rows.filter(beyond(order, after))).order_by(*order)[: size + 1])
        is_more_before, is_more_after = after is not None, len(found) > size
        shown = found[:size]
    return Page(
        rows=shown,
        before_url=address(request, BEFORE, name, shown[0], shape) if shown and is_more_before else "",
        after_url=address(request, AFTER, name, shown[-1], shape) if shown and is_more_after else "",
        is_newest_first=by[0].startswith("-"),
    )


def turned(order: Sequence[str]) -> list[str]:
    """The same order from the other end."""
    return [field[1:] if field.startswith("-") else f"-{field}" for field in order]


def beyond(order: Sequence[str], place: Place) -> Q:
    """Rows after a place: the first field that differs is further on. What is said of the first field alone lets an index be used."""
    names = [field.removeprefix("-") for field in order]
    further = ["lt" if field.startswith("-") else "gt" for field in order]
    condition = Q()
    for number, name in enumerate(names):
        same = dict(zip(names[:number], place[:number], strict=True))
        condition |= Q(**same, **{f"{name}__{further[number]}": place[number]})
    return Q(**{f"{names[0]}__{further[0]}e": place[0]}) & condition


def place_in(request: HttpRequest, word: str, width: int) -> Place | None:
    try:
        values = signing.loads(request.GET.get(word, ""), salt=f"{SALT}.{word}.{request.path}")
    except signing.BadSignature:
        return None
    return values if isinstance(values, list) and len(values) == width else None


def place_of(rows: QuerySet[Row], key: Place | None, order: Sequence[str]) -> Place | None:
    """Where a row stands among the others; nowhere when it is not there any more."""
    if key is None:
        return None
    return rows.filter(pk=key[0]).values_list(*(field.removeprefix("-") for field in order)).first()


def address(request: HttpRequest, word: str, name: str, row: Model, order: Sequence[str]) -> str:
    query = request.GET.copy()
    for other in (AFTER, BEFORE):
        query.pop(f"{other}{name}", None)
    values = [plain(attrgetter(field.removeprefix("-").replace("__", "."))(row)) for field in order]
    query[f"{word}{name}"] = signing.dumps(values, salt=f"{SALT}.{word}{name}.{request.path}")
    return f"{request.path}?{query.urlencode()}"


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime | date) else value
