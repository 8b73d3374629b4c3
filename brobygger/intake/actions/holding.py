"""Who holds what: one more to be responsible for, one to stand in, and that it is over. Source: RULES W2, W12."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.intake.caseloads import RANGE_TO, held_today, is_above_range
from brobygger.intake.models import EmployerRelation, Engagement, Intake, Part, Responsibility
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Membership, Role
from brobygger.parties.queries import holds_on


def reason_above_range(about: Intake | Engagement, responsible: User, because: str, *, today: date) -> str:
    """The reason, when the specialist comes above the range; else nothing. Counted under lock. Raises DomainError without a reason."""
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .filter(holds_on(today), user=responsible, unit=about.unit_id, role=Role.SPECIALIST)
        .first()
    )
    if membership is None:  # a counsellor has no such range
        return ""
    people = set(held_today(today).filter(user=responsible, engagement__unit=about.unit_id).values_list("engagement__person", flat=True))
    if not is_above_range(len(people | {about.person_id}), membership.work_percent):
        return ""
    if not because:
        raise DomainError(
            _(
                "%(name)s følger opp %(count)s i %(percent)s prosent stilling fra før. Blir det flere enn %(range)s på full stilling, "
                "skriv hvorfor, eller velg en annen."
            )
            % {"name": responsible.name, "count": len(people), "percent": membership.work_percent, "range": RANGE_TO},
            field="above_range_because",
        )
    return because


def end_yesterday(held: QuerySet[Responsibility], *, today: date) -> None:
    """Let what is held today have ended the day before; what began today never was."""
    held.filter(starts_on=today).delete()
    held.filter(holds_on(today)).update(ends_on=today - timedelta(days=1))


def let_stand_in(about: Engagement | EmployerRelation, deputy: User, *, today: date) -> bool:
    """Let somebody be deputy from today, instead of whoever was or was to be. Whether that is new. The caller holds the lock."""
    deputies = about.responsibilities.filter(part=Part.DEPUTY)
    if deputies.filter(holds_on(today), user=deputy, ends_on=None).exists():
        return False
    deputies.filter(starts_on__gt=today).delete()
    end_yesterday(deputies, today=today)
    about.responsibilities.create(user=deputy, part=Part.DEPUTY, starts_on=today)
    return True
