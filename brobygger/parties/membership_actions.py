"""Giving staff their roles."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import STAFF_ROLES, Membership, Role, Unit


@transaction.atomic
def begin_membership(user: User, *, role: str, unit: str, starts_on: date, actor: HasPublicId) -> Membership:
    """Give a user a role in a unit from a day on.

    Takes   role  a value of Role that staff can have
            unit  its whole name
    Raises  DomainError for a role or unit that is not there, or a role the user has already
    """
    roles = sorted(STAFF_ROLES)
    if role not in roles:
        raise DomainError(
            _("Rollen «%(role)s» finnes ikke. Velg en av: %(roles)s.") % {"role": role, "roles": ", ".join(roles)}, field="role"
        )
    place = Unit.objects.filter(name__iexact=unit.strip()).first()
    if place is None:
        units = ", ".join(Unit.objects.order_by("name").values_list("name", flat=True))
        raise DomainError(
            _("Enheten «%(unit)s» finnes ikke. Disse finnes: %(units)s.") % {"unit": unit, "units": units or "–"}, field="unit"
        )
    membership = Membership(user=user, unit=place, role=Role(role), starts_on=starts_on)
    try:
        membership.full_clean()
    except ValidationError as refusal:
        raise DomainError(" ".join(refusal.messages)) from refusal
    membership.save()
    record("parties.membership_begun", user, actor=actor, role=role, unit=place.public_id)
    return membership
