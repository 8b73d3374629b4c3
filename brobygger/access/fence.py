"""What stands in front of every cell: protected people, and for staff one's own record and close family.

Source  RULES A3; unknown protection counts as protected
"""

from __future__ import annotations

from django.db.models import OuterRef, Q

from brobygger.access.principal import Principal
from brobygger.kernel.sql import Keys
from brobygger.parties.models import Protection


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
    if principal.person is None:
        return open_to_them
    return open_to_them & ~themselves & ~Q(**{f"{path or 'pk'}__in": Keys("parties_close_family", principal.person_key)})
