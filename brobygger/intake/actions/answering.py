"""Who answers an intake, the answers to the two questions put right, a place later, and something else. Source: RULES W1."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import record
from brobygger.intake.intakes import those_who_can_answer
from brobygger.intake.letters import TO_OWNER, tell_owner, tell_referrer
from brobygger.intake.models import OPEN_INTAKES, Intake, IntakeState
from brobygger.intake.states import move
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day
from brobygger.outbox.actions import cancel

LONGEST_WAIT = timedelta(days=366)  # a later date is a slip of the finger; ADR 0096


def locked(intake: Intake) -> Intake:
    """The intake under lock, with all an action needs."""
    return Intake.objects.select_for_update(of=("self",)).select_related("person", "unit", "owner", "referred_by").get(pk=intake.pk)


def being_open(intake: Intake) -> Intake:
    """The intake under lock. Raises DomainError when it is answered."""
    found = locked(intake)
    if found.state not in OPEN_INTAKES:
        raise DomainError(
            _("Henvisningen er besvart: «%(now)s». Trenger personen noe nytt, henvis på nytt.") % {"now": found.get_state_display()}
        )
    return found


def require_able(intake: Intake, owner: User, *, today: date) -> None:
    if not those_who_can_answer(User.objects.all(), intake, today=today).filter(pk=owner.pk).exists():
        raise DomainError(
            _("%(name)s kan ikke åpne denne henvisningen. Velg en annen ved %(unit)s.") % {"name": owner.name, "unit": intake.unit},
            field="owner",
        )


@transaction.atomic
def give_owner(intake: Intake, *, to: User, today: date, now: datetime, actor: User) -> Intake:
    """Say who is to answer. They are told, and so is the one who referred, the first time. Giving it to the one who has it changes nothing.

    Raises  DomainError when it is answered, or for somebody who could not open it
    Source  RULES W2
    """
    intake = being_open(intake)
    require_able(intake, to, today=today)
    if intake.owner_id == to.pk:
        return intake
    intake.owner = to
    intake.save(update_fields=["owner"])
    record("intake.owner_given", intake, actor=actor, owner=to.public_id)
    tell_owner(intake, now=now, actor=actor)
    tell_referrer(intake, now=now, actor=actor)
    return intake


@transaction.atomic
def correct_answers(intake: Intake, *, wants_ordinary_work: bool, needs_help_to_get_it: bool, actor: User) -> Intake:
    """Put the answers to the two questions right, after having asked the person again. The history keeps what stood there.

    Raises  DomainError when it is answered
    """
    intake = being_open(intake)
    if (intake.wants_ordinary_work, intake.needs_help_to_get_it) == (wants_ordinary_work, needs_help_to_get_it):
        return intake
    intake.wants_ordinary_work, intake.needs_help_to_get_it = wants_ordinary_work, needs_help_to_get_it
    intake.save(update_fields=["wants_ordinary_work", "needs_help_to_get_it"])
    record("intake.answers_corrected", intake, actor=actor, wants=wants_ordinary_work, needs_help=needs_help_to_get_it)
    return intake


@transaction.atomic
def let_wait(intake: Intake, *, until: date, owner: User, today: date, now: datetime, actor: User) -> Intake:
    """Say that there is a place later: by when the person has an answer, and who sees to it. Waiting again sets another date.

    Raises  DomainError when it is answered, for a day that is not ahead or more than a year ahead, and for an owner who could not open it
    Source  RULES W1
    """
    intake = locked(intake)
    state = move(intake.state, IntakeState.WAITING)
    if until <= today:
        raise DomainError(_("Skriv en dag som kommer."), field="until")
    if until > today + LONGEST_WAIT:
        raise DomainError(_("Det er mer enn et år til. Velg en dag før %(day)s.") % {"day": day(today + LONGEST_WAIT)}, field="until")
    require_able(intake, owner, today=today)
    is_given = intake.owner_id != owner.pk
    intake.state, intake.waits_until, intake.owner = state, until, owner
    intake.answered_at, intake.answered_by = now, actor
    intake.save(update_fields=["state", "waits_until", "owner", "answered_at", "answered_by"])
    record("intake.let_wait", intake, actor=actor, until=f"{until}", owner=owner.public_id)
    if is_given:
        tell_owner(intake, now=now, actor=actor)
        tell_referrer(intake, now=now, actor=actor)
    return intake


@transaction.atomic
def hand_on(intake: Intake, *, to: str, now: datetime, actor: User) -> Intake:
    """Say that the person wants something else, and who helps them there.

    Takes   to  a person or a place, in words; at most 160 letters
    Raises  DomainError when it is answered, or nobody is named
    Source  RULES W1
    """
    intake = locked(intake)
    state = move(intake.state, IntakeState.HANDED_ON)
    if not to.strip():
        raise DomainError(_("Skriv hvem som hjelper videre. Ingen skal gå herfra uten et neste steg."), field="to")
    intake.state, intake.handed_to, intake.owner = state, to.strip(), intake.owner or actor
    intake.answered_at, intake.answered_by = now, actor
    intake.save(update_fields=["state", "handed_to", "owner", "answered_at", "answered_by"])
    record("intake.handed_on", intake, actor=actor)
    cancel(intake.public_id, template=TO_OWNER.name)
    tell_referrer(intake, now=now, actor=actor)
    return intake
