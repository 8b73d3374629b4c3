"""Taking somebody in: follow-up begins, with one who is responsible and one who stands in."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import record
from brobygger.intake.actions.answering import locked
from brobygger.intake.actions.holding import reason_above_range
from brobygger.intake.intakes import those_who_can_follow
from brobygger.intake.letters import TO_OWNER, tell_follower, tell_referrer
from brobygger.intake.models import Engagement, Intake, IntakeState, Part, Pathway, Responsibility
from brobygger.intake.states import move
from brobygger.kernel.errors import DomainError
from brobygger.outbox.actions import cancel


@transaction.atomic
def take_in(
    intake: Intake,
    *,
    responsible: User,
    deputy: User,
    pathway: Pathway,
    worked_lately: bool | None = None,
    hours_wished: Decimal | None = None,
    above_range_because: str = "",
    today: date,
    now: datetime,
    actor: User,
) -> Intake:
    """Take somebody in from today. Both are told.

    Takes   pathway              which of the two ways they begin on, asked of everybody so that the two can be compared
            worked_lately        whether they were in work the last two years; none when it is not known
            above_range_because  needed when a specialist gets more than 20 people in a full position, and kept only then
    Gives   the intake, with its engagement
    Raises  DomainError when it is answered, a question was answered «nei», one of the two is missing, the same, or could not open it,
            the person is followed up there already, or the reason is missing; nothing is changed then
    Source  RULES W1, W2, W12; MISSION §6.1; ADR 0096, 0122
    """
    intake = locked(intake)
    state = move(intake.state, IntakeState.ACCEPTED)
    require_both_answers(intake)
    require_two(intake, responsible, deputy, today=today)
    if Engagement.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), person=intake.person, unit=intake.unit, service=intake.service
    ).exists():
        raise DomainError(
            _("%(name)s følges allerede opp her i denne tjenesten. Er noe feil, ring den som er ansvarlig.") % {"name": intake.person}
        )
    reason = reason_above_range(intake, responsible, above_range_because.strip(), today=today)

    intake.engagement = Engagement.objects.create(
        person=intake.person,
        unit=intake.unit,
        service=intake.service,
        starts_on=today,
        pathway=pathway,
        worked_lately=worked_lately,
        hours_wished=hours_wished,
    )
    for user, part, because in ((responsible, Part.RESPONSIBLE, reason), (deputy, Part.DEPUTY, "")):
        Responsibility.objects.create(engagement=intake.engagement, user=user, part=part, starts_on=today, above_range_because=because)
    intake.state, intake.owner = state, intake.owner or responsible
    intake.answered_at, intake.answered_by = now, actor
    intake.save(update_fields=["state", "engagement", "owner", "answered_at", "answered_by"])
    record(
        "intake.taken_in",
        intake,
        actor=actor,
        engagement=intake.engagement.public_id,
        responsible=responsible.public_id,
        deputy=deputy.public_id,
        pathway=str(pathway),
        above_range=bool(reason),
    )
    cancel(intake.public_id, template=TO_OWNER.name)
    tell_follower(intake, responsible, part=Part.RESPONSIBLE, now=now, actor=actor)
    tell_follower(intake, deputy, part=Part.DEPUTY, now=now, actor=actor)
    tell_referrer(intake, now=now, actor=actor)
    return intake


def require_both_answers(intake: Intake) -> None:
    """Raises DomainError with the two ways out when a question was answered «nei»."""
    if not (intake.wants_ordinary_work and intake.needs_help_to_get_it):
        raise DomainError(
            _(
                "Ett av de to spørsmålene er besvart med nei. Spør %(name)s en gang til og rett svaret, "
                "eller finn ut sammen hvem som hjelper videre."
            )
            % {"name": intake.person.first_name}
        )


def require_two(intake: Intake, responsible: User, deputy: User, *, today: date) -> None:
    if responsible.pk == deputy.pk:
        raise DomainError(_("Velg en annen stedfortreder enn den som er ansvarlig."), field="deputy")
    able = set(
        those_who_can_follow(User.objects.all(), intake, today=today)
        .filter(pk__in=[responsible.pk, deputy.pk])
        .values_list("pk", flat=True)
    )
    for field, user in (("responsible", responsible), ("deputy", deputy)):
        if user.pk not in able:
            raise DomainError(
                _("%(name)s kan ikke følge opp %(person)s. Velg en annen ved %(unit)s.")
                % {"name": user.name, "person": intake.person.first_name, "unit": intake.unit},
                field=field,
            )
