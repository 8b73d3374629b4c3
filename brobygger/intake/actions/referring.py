"""Referring somebody to a unit's service: a person one follows, or one who is registered on the spot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from brobygger.accounts.models import Language, User
from brobygger.audit.actions import record
from brobygger.intake.intakes import may_meet
from brobygger.intake.models import OPEN_INTAKES, Engagement, Intake, Service
from brobygger.kernel.errors import DomainError
from brobygger.parties.changes import record_change
from brobygger.parties.models import Membership, Person, Protection, Role, SpokenLanguage, Unit, full_name
from brobygger.parties.queries import holds_on
from brobygger.reference.models import PostalCode


@dataclass(frozen=True)
class Referral:
    """Where to, and the answers to the two questions. A «nei» is received like a «ja».

    Takes   talks_best  none lets what stands on the person's card stand
    """

    unit: Unit
    wants_ordinary_work: bool
    needs_help_to_get_it: bool
    service: Service = Service.SUPPORTED_EMPLOYMENT
    talks_best: SpokenLanguage | None = None
    first_words: str = ""


@dataclass(frozen=True)
class NewPerson:
    """What is asked about somebody who is not registered. There is no national id. Source: RULES P2."""

    first_name: str
    last_name: str
    protection: Protection
    phone: str = ""
    email: str = ""
    postal_code: PostalCode | None = None
    language: Language = Language.BOKMAAL


@transaction.atomic
def refer(person: Person, referral: Referral, *, today: date, now: datetime, actor: User) -> Intake:
    """Refer somebody. It is received at once, without an owner, and nobody can turn it away.

    Raises  DomainError when the person waits there already or is followed up there, and when no leader of the unit could open it
    Source  RULES W1
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    of_service = {"person": person, "unit": referral.unit, "service": referral.service}
    where = {"name": person, "unit": referral.unit}
    if Intake.objects.filter(**of_service, state__in=OPEN_INTAKES).exists():
        raise DomainError(_("%(name)s er allerede henvist til %(unit)s og venter på svar. Du trenger ikke gjøre noe mer.") % where)
    if Engagement.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), **of_service).exists():
        raise DomainError(_("%(name)s følges allerede opp av %(unit)s. Ring den som er ansvarlig.") % where)
    leads = Membership.objects.filter(holds_on(today), user=OuterRef("pk"), unit=referral.unit, role=Role.LEADER)
    if not User.objects.filter(Exists(leads), may_meet(person, today=today), is_active=True).exists():
        raise DomainError(
            _(
                "Ingen leder ved %(unit)s kan åpne denne henvisningen nå. Er adressebeskyttelsen ikke avklart, avklar den først. "
                "Ring ellers enheten."
            )
            % where,
            field="unit",
        )

    intake = Intake.objects.create(
        **of_service,
        wants_ordinary_work=referral.wants_ordinary_work,
        needs_help_to_get_it=referral.needs_help_to_get_it,
        first_words=referral.first_words.strip(),
        referred_by=actor,
        referred_at=now,
    )
    if referral.talks_best is not None and referral.talks_best != person.talks_best:
        person.talks_best = referral.talks_best
        person.save(update_fields=["talks_best"])
        record_change("parties.card_corrected", person, actor=actor, fields="talks_best")
    record("intake.referred", intake, actor=actor, unit=referral.unit.public_id, service=str(referral.service))
    return intake


@transaction.atomic
def refer_new_person(card: NewPerson, referral: Referral, *, today: date, now: datetime, actor: User) -> Intake:
    """Register somebody and refer them. Nothing is registered when the referral is refused.

    Raises  DomainError as `refer`, and when the actor has referred somebody of that name there who still waits
    """
    theirs = Intake.objects.filter(
        referred_by=actor,
        unit=referral.unit,
        service=referral.service,
        state__in=OPEN_INTAKES,
        person__first_name__iexact=card.first_name.strip(),
        person__last_name__iexact=card.last_name.strip(),
    )
    if theirs.exists():
        raise DomainError(
            _("Du har allerede henvist en som heter %(name)s, dit. Er det en annen, skriv mellomnavnet også.")
            % {"name": full_name(card.first_name.strip(), card.last_name.strip())},
            field="first_name",
        )
    person = Person.objects.create(
        first_name=card.first_name.strip(),
        last_name=card.last_name.strip(),
        phone=card.phone,
        email=card.email,
        postal_code=card.postal_code,
        language=card.language,
        talks_best=referral.talks_best or "",
        protection=card.protection,
    )
    record_change("intake.person_registered", person, actor=actor)
    return refer(person, referral, today=today, now=now, actor=actor)
