"""Who stands in for somebody, and that the follow-up of somebody ends. Source: RULES W2; MISSION §6."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import record
from brobygger.followup.models import CallBack
from brobygger.intake.intakes import those_who_can_follow
from brobygger.intake.models import Engagement, Part, Responsibility
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day
from brobygger.parties.queries import holds_on

ONE_DAY = timedelta(days=1)


@transaction.atomic
def choose_deputy(engagement: Engagement, *, deputy: User, today: date, actor: User) -> Engagement:
    """Let a colleague stand in for somebody from today, instead of whoever did. Choosing the one who does changes nothing.

    Raises  DomainError when the follow-up has ended, the colleague is the responsible one, or could not open the person
    """
    engagement = locked(engagement, today=today)
    held = Responsibility.objects.filter(engagement=engagement)
    if held.filter(holds_on(today), part=Part.RESPONSIBLE, user=deputy).exists():
        raise DomainError(_("%(name)s er ansvarlig. Velg en annen som stedfortreder.") % {"name": deputy.name}, field="deputy")
    if not those_who_can_follow(User.objects.all(), engagement, today=today).filter(pk=deputy.pk).exists():
        words = {"name": deputy.name, "person": engagement.person.first_name, "unit": engagement.unit}
        raise DomainError(_("%(name)s kan ikke følge opp %(person)s. Velg en annen ved %(unit)s.") % words, field="deputy")
    deputies = held.filter(part=Part.DEPUTY)
    if deputies.filter(holds_on(today), user=deputy, ends_on=None).exists():
        return engagement
    deputies.filter(starts_on__gte=today).delete()
    deputies.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).update(ends_on=today - ONE_DAY)
    Responsibility.objects.create(engagement=engagement, user=deputy, part=Part.DEPUTY, starts_on=today)
    record("followup.deputy_chosen", engagement, actor=actor, deputy=deputy.public_id)
    return engagement


@transaction.atomic
def end_engagement(engagement: Engagement, *, on: date, today: date, actor: User) -> Engagement:
    """Let the follow-up end on a day, the last one. Those who answer do so until then; what is written stays.

    Raises  DomainError for a day that has been, when it has ended, and while somebody waits to be rung
    """
    engagement = locked(engagement, today=today)
    name = engagement.person.first_name
    if on < today:
        raise DomainError(_("Skriv i dag eller en dag som kommer."), field="on")
    if CallBack.objects.filter(engagement=engagement, rung_at__isnull=True).exists():
        raise DomainError(_("%(name)s venter på å bli ringt. Ring først.") % {"name": name})
    held = Responsibility.objects.filter(engagement=engagement)
    held.filter(starts_on__gt=on).delete()
    held.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).update(ends_on=on)
    engagement.ends_on = on
    engagement.save(update_fields=["ends_on"])
    record("followup.engagement_ended", engagement, actor=actor, day=f"{on}")
    return engagement


def locked(engagement: Engagement, *, today: date) -> Engagement:
    """Under lock. Raises DomainError when it is over, or a last day is set."""
    found = Engagement.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=engagement.pk)
    if found.ends_on is not None:
        words = {"name": found.person.first_name, "day": day(found.ends_on)}
        if found.ends_on < today:
            raise DomainError(_("Oppfølgingen av %(name)s ble avsluttet %(day)s.") % words)
        raise DomainError(_("Siste dag for oppfølgingen av %(name)s er allerede satt til %(day)s.") % words)
    return found
