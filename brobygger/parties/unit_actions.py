"""Making the places where staff belong."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.errors import DomainError
from brobygger.kernel.text import is_blank, on_one_line
from brobygger.parties.models import Sector, Unit, UnitKind


@transaction.atomic
def make_unit(*, name: str, kind: str, sector: str, actor: HasPublicId) -> Unit:
    """Make a unit that staff can be given roles in.

    Takes   kind, sector  values of UnitKind and Sector
    Raises  DomainError for an empty or used name, or a kind or sector that is not there
    """
    for value, choices in ((kind, UnitKind), (sector, Sector)):
        if value not in choices.values:
            raise DomainError(
                _("«%(value)s» finnes ikke. Velg en av: %(choices)s.") % {"value": value, "choices": ", ".join(choices.values)}
            )
    name = on_one_line(name)
    if is_blank(name) or Unit.objects.filter(name__iexact=name).exists():
        raise DomainError(_("Enheten må ha et navn som ingen annen enhet har. «%(name)s» går ikke.") % {"name": name})
    unit = Unit.objects.create(name=name, kind=UnitKind(kind), sector=Sector(sector))
    record("parties.unit_made", unit, actor=actor, kind=kind, sector=sector)
    return unit
