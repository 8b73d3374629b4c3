"""Reading the log: who looked, whether it is whole, and its lines for a log centre."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from brobygger.audit.models import LookUp


def look_ups_of(person: UUID) -> QuerySet[LookUp]:
    """Who looked at a person, newest first; denied ones too.

    Cost    one query by index, for any size of the table
    """
    return LookUp.objects.filter(person=person).order_by("-looked_up_at", "-id")


def look_ups_by(actor: UUID) -> QuerySet[LookUp]:
    """Whom somebody looked at, newest first; denied ones too.

    Cost    one query by index, for any size of the table
    """
    return LookUp.objects.filter(actor=actor).order_by("-looked_up_at", "-id")
