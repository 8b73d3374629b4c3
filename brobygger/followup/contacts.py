"""What has been written down about contacts, for those who may read it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from brobygger.accounts.models import User
from brobygger.appointments.models import Appointment
from brobygger.followup.models import Contact, ContactKind
from brobygger.intake.models import Engagement
from brobygger.parties.models import Person

LOADED = ("written_by", "placement__workplace", "workplace")


def standing(scope: QuerySet[Contact]) -> QuerySet[Contact]:
    """The contacts of a scope that are not taken back, without the rows that take back."""
    return scope.filter(~Exists(Contact.objects.filter(withdraws=OuterRef("pk"))), withdraws__isnull=True)


def contacts_of(scope: QuerySet[Contact], about: Engagement | Person) -> QuerySet[Contact]:
    """The contacts about a person or in one engagement, newest first; those taken back are left out.

    Takes   scope  the contacts the reader may see, from access.rows()
    Gives   contacts with who wrote them and where it was; a page takes as many as it shows, from where the last one left off
    Cost    one query; an index has them in this order
    """
    rows = scope.filter(person=about) if isinstance(about, Person) else scope.filter(engagement=about)
    return standing(rows).select_related(*LOADED).order_by("-happened_at", "-pk")


def with_what_is_told(scope: QuerySet[Appointment]) -> QuerySet[Any]:
    """Appointments with `is_told`: that a note which stands tells of it. Cost: none beyond the query of the scope."""
    return scope.annotate(is_told=Exists(standing(Contact.objects.filter(fulfils=OuterRef("pk")))))


def last_kind_of(user: User) -> ContactKind:
    """How a user was last in touch with somebody, which is likely how they are next time; by telephone for one who is new.

    Cost    one query
    """
    kind = standing(Contact.objects.filter(written_by=user, act="")).order_by("-happened_at", "-pk").values_list("kind", flat=True).first()
    return ContactKind(kind) if kind is not None else ContactKind.PHONE
