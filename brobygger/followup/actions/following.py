"""Who is responsible for somebody when nobody is, who stands in, and that the follow-up ends. Source: RULES W2, W12; MISSION §6."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import record
from brobygger.followup.following_letters import tell_responsible
from brobygger.followup.models import CallBack
from brobygger.intake.actions.holding import end_on, go_on, let_be_responsible, let_stand_in, reason_above_range
from brobygger.intake.cover import held_on
from brobygger.intake.intakes import those_who_can_follow
from brobygger.intake.models import Engagement, Part
from brobygger.kernel.errors import DomainError
from brobygger.kernel.our_time import require_our_time
from brobygger.kernel.units import day


@transaction.atomic
def choose_responsible(
    engagement: Engagement, *, responsible: User, above_range_because: str = "", today: date, now: datetime, actor: User
) -> Engagement:
    """Let a colleague be responsible from today for one whom nobody is responsible for, and tell them. A deputy who becomes it is deputy
    no more. Choosing the one who is, changes nothing.

    Takes   above_range_because  needed when a specialist gets more than 20 people in a full position, and kept only then
    Raises  DomainError when the follow-up has ended, a colleague who works here is responsible already, this one could not open the
            person, or the reason is missing
    """
    engagement = locked(engagement, today=today)
    standing = held_on(today).filter(engagement=engagement, part=Part.RESPONSIBLE).first()
    if standing is not None and standing.user_id == responsible.pk:
        return engagement
    if standing is not None:
        raise DomainError(_("%(name)s er ansvarlig. Foreslå en overtakelse i stedet.") % {"name": standing.user.name}, field="responsible")
    require_able(engagement, responsible, today=today, field="responsible")
    because = reason_above_range(engagement, responsible, above_range_because.strip(), today=today)
    let_be_responsible(engagement, responsible, today=today, because=because)
    record("followup.responsible_chosen", engagement, actor=actor, responsible=responsible.public_id, above_range=bool(because))
    if responsible.pk != actor.pk:
        tell_responsible(engagement, responsible, chosen_by=actor, now=now)
    return engagement


@transaction.atomic
def choose_deputy(engagement: Engagement, *, deputy: User, today: date, actor: User) -> Engagement:
    """Let a colleague stand in for somebody from today, instead of whoever did. Choosing the one who does changes nothing.

    Raises  DomainError when the follow-up has ended, the colleague is the responsible one, or could not open the person
    """
    engagement = locked(engagement, today=today)
    require_able(engagement, deputy, today=today, field="deputy")
    if let_stand_in(engagement, deputy, today=today):
        record("followup.deputy_chosen", engagement, actor=actor, deputy=deputy.public_id)
    return engagement


@transaction.atomic
def end_engagement(engagement: Engagement, *, on: date, because: str = "", today: date, actor: User) -> Engagement:
    """Let the follow-up end on a day, the last one. Those who answer do so until then; what is written stays.

    Takes   because  needed from another than the one who is responsible
    Raises  DomainError for a day that has been, when it has ended, while somebody waits to be rung, and when the reason is missing
    Source  ADR 0124
    """
    engagement = locked(engagement, today=today)
    name = engagement.person.first_name
    if engagement.ends_on is not None:
        words = {"name": name, "day": day(engagement.ends_on)}
        raise DomainError(_("Siste dag for oppfølgingen av %(name)s er allerede satt til %(day)s.") % words)
    require_our_time(on=on)
    if on < today:
        raise DomainError(_("Skriv i dag eller en dag som kommer."), field="on")
    if CallBack.objects.filter(engagement=engagement, rung_at__isnull=True).exists():
        raise DomainError(_("%(name)s venter på å bli ringt. Ring først.") % {"name": name})
    end_on(engagement, on, because=because.strip(), actor=actor)
    record("followup.engagement_ended", engagement, actor=actor, day=f"{on}")
    return engagement


@transaction.atomic
def keep_engagement(engagement: Engagement, *, today: date, actor: User) -> Engagement:
    """The follow-up does not end after all. One that goes on already is left as it is. Raises DomainError when its last day has been."""
    engagement = locked(engagement, today=today)
    if engagement.ends_on is None:
        return engagement
    go_on(engagement)
    record("followup.engagement_kept", engagement, actor=actor)
    return engagement


def require_able(engagement: Engagement, user: User, *, today: date, field: str) -> None:
    if not those_who_can_follow(User.objects.all(), engagement, today=today).filter(pk=user.pk).exists():
        words = {"name": user.name, "person": engagement.person.first_name, "unit": engagement.unit}
        raise DomainError(_("%(name)s kan ikke følge opp %(person)s. Velg en annen ved %(unit)s.") % words, field=field)


def locked(engagement: Engagement, *, today: date) -> Engagement:
    """Under lock. Raises DomainError when it is over."""
    found = Engagement.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=engagement.pk)
    if found.ends_on is not None and found.ends_on < today:
        words = {"name": found.person.first_name, "day": day(found.ends_on)}
        raise DomainError(_("Oppfølgingen av %(name)s ble avsluttet %(day)s.") % words)
    return found
