"""What stands in front of every cell for staff: protected people, one's own record, and close family.

Source  RULES A3; unknown protection counts as protected
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from brobygger.access.principal import Principal
from brobygger.parties.models import FamilyTie, Protection


def outer(path: str) -> OuterRef:
    """A reference to the person (or other row) at the end of a path, from inside a subquery."""
    return OuterRef(path or "pk")


def fence(principal: Principal, path: str) -> Q:
    """The people a staff member may meet at all, whatever their roles say. Holders of links look at their own window only."""
    if principal.user is None:
        return Q()
    protection = f"{path}__protection" if path else "protection"
    open_to_them = Q(**{f"{protection}__in": [Protection.NONE, *sorted(principal.clearances)]})
    themselves = Q(**{path or "pk": principal.person_key})
    ties = FamilyTie.objects.filter(
        Q(person=principal.person_key, relative=outer(path)) | Q(relative=principal.person_key, person=outer(path))
    )
    return open_to_them & ~themselves & ~Q(Exists(ties))
