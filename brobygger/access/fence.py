"""What stands in front of every cell: protected people, and for staff one's own record and close family.

Source  RULES A3; unknown protection counts as protected
"""

from __future__ import annotations

from django.db.models import OuterRef, Q, QuerySet

from brobygger.access.principal import Principal
from brobygger.parties.models import FamilyTie, Protection


def outer(path: str) -> OuterRef:
    """A reference to the person (or other row) at the end of a path, from inside a subquery."""
    return OuterRef(path or "pk")


def fence(principal: Principal, path: str) -> Q:
    """The people somebody may meet at all, whatever their roles say.

    The holder of a link opens their own window, and meets nobody else with a protected address.
    """
    protection = f"{path}__protection" if path else "protection"
    open_to_them = Q(**{f"{protection}__in": [Protection.NONE, *sorted(principal.clearances)]})
    themselves = Q(**{path or "pk": principal.person_key})
    if principal.user is None:
        return open_to_them | themselves
    return open_to_them & ~themselves & ~Q(**{f"{path}__in" if path else "pk__in": close_family(principal.person_key)})


def close_family(person: int) -> QuerySet[FamilyTie, int]:
    """The keys of a person's close family: found once for a query, by index, however many rows it is held against."""
    as_first = FamilyTie.objects.filter(person=person).values_list("relative", flat=True)
    as_second = FamilyTie.objects.filter(relative=person).values_list("person", flat=True)
    return as_first.union(as_second)
