"""A unit's relations to employers: each with one who is responsible and one who stands in. Source: RULES W2."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import record
from brobygger.intake.actions.holding import end_on, go_on, let_be_responsible, let_stand_in
from brobygger.intake.cover import held_on
from brobygger.intake.gaps import ANSWERS_EMPLOYERS
from brobygger.intake.models import EmployerRelation, Part, Responsibility
from brobygger.kernel.errors import DomainError
from brobygger.kernel.our_time import require_our_time
from brobygger.kernel.units import day
from brobygger.parties.models import ContactPerson, Membership, Unit, Workplace
from brobygger.parties.queries import holds_on, in_norwegian_order, is_not_over


@transaction.atomic
def begin_relation(
    workplace: Workplace, *, unit: Unit, responsible: User, deputy: User, starts_on: date, today: date, actor: User
) -> EmployerRelation:
    """Let a unit keep in touch with a workplace, with the two the employer can ring. What nobody is responsible for any more, goes on
    with the two.

    Raises  DomainError when the unit is in touch with it already, when the two are one, or when one of them doesn't answer employers there
    Source  RULES W2
    """
    workplace = Workplace.objects.select_for_update(of=("self",)).get(pk=workplace.pk)
    if responsible.pk == deputy.pk:
        raise DomainError(_("Velg en annen stedfortreder enn %(name)s.") % {"name": responsible.name}, field="deputy")
    for field, user in (("responsible", responsible), ("deputy", deputy)):
        if not those_who_answer_employers(unit, today=today).filter(pk=user.pk).exists():
            raise DomainError(_("%(name)s svarer ikke bedrifter her. Velg en annen.") % {"name": user.name}, field=field)
    found = EmployerRelation.objects.select_for_update().filter(is_not_over(starts_on), workplace=workplace, unit=unit)
    running = list(found.order_by("starts_on"))
    answered = held_on(today).filter(relation__in=running, part=Part.RESPONSIBLE)
    if answered.exists() or any(each.starts_on > starts_on for each in running):
        raise DomainError(_("%(unit)s har allerede kontakt med %(place)s.") % {"unit": unit, "place": workplace}, field="workplace")
    relation = running[0] if running else EmployerRelation(workplace=workplace, unit=unit, starts_on=starts_on)
    relation.ends_on, relation.ended_because = None, ""
    relation.save()
    let_be_responsible(relation, responsible, today=starts_on)
    let_stand_in(relation, deputy, today=starts_on)
    record(
        "intake.relation_begun",
        relation,
        actor=actor,
        workplace=workplace.public_id,
        responsible=responsible.public_id,
        deputy=deputy.public_id,
    )
    return relation


@transaction.atomic
def choose_relation_deputy(relation: EmployerRelation, *, deputy: User, today: date, actor: User) -> EmployerRelation:
    """Let a colleague stand in from today for the one an employer rings, instead of whoever did. The one who does already changes nothing.

    Raises  DomainError when the relation has ended, or the colleague is the responsible one or doesn't answer employers there
    """
    relation = EmployerRelation.objects.select_for_update(of=("self",)).select_related("workplace", "unit").get(pk=relation.pk)
    if relation.ends_on is not None and relation.ends_on < today:
        raise DomainError(_("Kontakten med %(place)s er avsluttet %(day)s.") % {"place": relation.workplace, "day": day(relation.ends_on)})
    if not those_who_answer_employers(relation.unit, today=today).filter(pk=deputy.pk).exists():
        raise DomainError(_("%(name)s svarer ikke bedrifter her. Velg en annen.") % {"name": deputy.name}, field="deputy")
    if let_stand_in(relation, deputy, today=today):
        record("intake.relation_deputy_chosen", relation, actor=actor, deputy=deputy.public_id)
    return relation


@transaction.atomic
def end_relation(relation: EmployerRelation, *, on: date, because: str = "", actor: User) -> EmployerRelation:
    """Let it end on a day, the last one. Those who answer do so until then; what was to begin later is gone.

    Takes   because  needed from another than the one who is responsible
    Raises  DomainError when it has ended, for a day before it began, and when the reason is missing
    Source  ADR 0124
    """
    relation = EmployerRelation.objects.select_for_update(of=("self",)).select_related("workplace").get(pk=relation.pk)
    if relation.ends_on is not None and relation.ends_on <= on:
        raise DomainError(_("Kontakten med %(place)s er avsluttet %(day)s.") % {"place": relation.workplace, "day": day(relation.ends_on)})
    require_our_time(on=on)
    if on < relation.starts_on:
        raise DomainError(_("Kontakten begynte %(day)s. Velg en dag etter det.") % {"day": day(relation.starts_on)}, field="on")
    end_on(relation, on, because=because.strip(), actor=actor)
    record("intake.relation_ended", relation, actor=actor, day=f"{on}")
    return relation


@transaction.atomic
def keep_relation(relation: EmployerRelation, *, today: date, actor: User) -> EmployerRelation:
    """It does not end after all. One that goes on already is left as it is.

    Raises  DomainError when its last day has been
    """
    relation = EmployerRelation.objects.select_for_update(of=("self",)).select_related("workplace").get(pk=relation.pk)
    if relation.ends_on is None:
        return relation
    if relation.ends_on < today:
        words = {"place": relation.workplace, "day": day(relation.ends_on)}
        raise DomainError(_("Siste dag med kontakt med %(place)s var %(day)s. Ta kontakten på nytt i stedet.") % words)
    go_on(relation)
    record("intake.relation_kept", relation, actor=actor)
    return relation


def those_who_answer_employers(unit: Unit, *, today: date) -> QuerySet[User]:
    """Colleagues in a unit who can be rung by an employer, by name. Cost: one query."""
    works = Membership.objects.filter(holds_on(today), user=OuterRef("pk"), unit=unit, role__in=ANSWERS_EMPLOYERS)
    return User.objects.filter(Exists(works), is_active=True).order_by("name", "pk")


def by_workplace(scope: QuerySet[EmployerRelation], *, today: date) -> QuerySet[EmployerRelation]:
    """Relations that run today by the workplace's name; workplace and today's contacts come loaded."""
    contacts = ContactPerson.objects.filter(holds_on(today)).select_related("person").order_by("-can_decide", "pk")
    return (
        scope.filter(holds_on(today))
        .select_related("workplace", "unit")
        .prefetch_related(Prefetch("workplace__contacts", contacts))
        .order_by(in_norwegian_order("workplace__name"), "pk")
    )


def employers_of(scope: QuerySet[EmployerRelation], *, user: User, today: date) -> QuerySet[EmployerRelation]:
    """The employers a user answers for or stands in for today, by name. Cost: two queries."""
    held = Responsibility.objects.filter(holds_on(today), relation=OuterRef("pk"), user=user)
    return by_workplace(scope.filter(Exists(held)), today=today)


def employers_named(scope: QuerySet[EmployerRelation], *, text: str, today: date) -> QuerySet[EmployerRelation]:
    """Employers with every word of a text in the workplace's or the organisation's name. Cost: two queries."""
    for word in text.split():
        scope = scope.filter(Q(workplace__name__icontains=word) | Q(workplace__organisation__name__icontains=word))
    return by_workplace(scope, today=today)
