"""Who holds what: one more to be responsible for, one to stand in, and that it is over. Source: RULES W2, W12."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import ProtectedError, Q, QuerySet
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.intake.caseloads import RANGE_TO, held_today, is_above_range
from brobygger.intake.models import EmployerRelation, Engagement, Intake, Part, Responsibility
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Membership, Role
from brobygger.parties.queries import holds_on, is_not_over


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


def let_be_responsible(about: Engagement | EmployerRelation, user: User, *, today: date, because: str = "") -> None:
    """Let somebody be responsible from today, until the next one is to be it or the last day. A deputy who becomes it is deputy no more.

    The caller holds the lock, and has seen that nobody who works here is responsible.
    """
    held = about.responsibilities
    end_yesterday(held.filter(part=Part.RESPONSIBLE), today=today)
    as_deputy = held.filter(part=Part.DEPUTY, user=user)
    as_deputy.filter(starts_on__gt=today).delete()
    end_yesterday(as_deputy, today=today)
    later = held.filter(part=Part.RESPONSIBLE, starts_on__gt=today).order_by("starts_on").first()
    until = later.starts_on - timedelta(days=1) if later is not None else None
    last_days = [day for day in (about.ends_on, until) if day is not None]
    held.create(user=user, part=Part.RESPONSIBLE, starts_on=today, ends_on=min(last_days, default=None), above_range_because=because)


def let_stand_in(about: Engagement | EmployerRelation, deputy: User, *, today: date) -> bool:
    """Let somebody be deputy from today to the last day, instead of whoever was or was to be. Whether that is new.

    The caller holds the lock. Raises DomainError for one who is responsible, or is to be.
    """
    if about.responsibilities.filter(is_not_over(today), part=Part.RESPONSIBLE, user=deputy).exists():
        raise DomainError(_("%(name)s er eller blir ansvarlig. Velg en annen som stedfortreder.") % {"name": deputy.name}, field="deputy")
    deputies = about.responsibilities.filter(part=Part.DEPUTY)
    if deputies.filter(holds_on(today), user=deputy, ends_on=about.ends_on).exists():
        return False
    deputies.filter(starts_on__gt=today).delete()
    end_yesterday(deputies, today=today)
    about.responsibilities.create(user=deputy, part=Part.DEPUTY, starts_on=today, ends_on=about.ends_on)
    return True


def end_on(about: Engagement | EmployerRelation, last: date, *, because: str, actor: User) -> None:
    """Let it, and those who answer, end on a day; what was to begin later is gone.

    The caller holds the lock. Raises DomainError without a reason from another than the one who is responsible.
    """
    held = about.responsibilities
    if not because and not held.filter(holds_on(last), part=Part.RESPONSIBLE, user=actor).exists():
        raise DomainError(_("Du er ikke ansvarlig her. Skriv hvorfor det avsluttes, så den som er ansvarlig, vet det."), field="because")
    held.filter(starts_on__gt=last).delete()
    held.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=last)).update(ends_on=last)
    about.ends_on, about.ended_because = last, because
    about.save(update_fields=["ends_on", "ended_because"])


def go_on(about: Engagement | EmployerRelation) -> None:
    """It does not end after all: those who would have answered on its last day go on. The caller holds the lock."""
    about.responsibilities.filter(ends_on=about.ends_on).update(ends_on=None)
    about.ends_on, about.ended_because = None, ""
    about.save(update_fields=["ends_on", "ended_because"])


def end_yesterday(held: QuerySet[Responsibility], *, today: date) -> None:
    """Let what is held today have ended the day before; what began today never was, unless a colleague is asked to take it over."""
    try:
        held.filter(starts_on=today).delete()
    except ProtectedError as error:
        raise DomainError(_("Ansvaret begynte i dag, og en kollega er spurt om å ta det over. Velg en ny i morgen.")) from error
    held.filter(holds_on(today)).update(ends_on=today - timedelta(days=1))
