"""The letters about somebody who waits for a call: to the one who answers, and once more when the time is up. Source: RULES W3, W8."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from brobygger.accounts.models import User
from brobygger.followup.callbacks import who_rings
from brobygger.followup.models import CallBack
from brobygger.kernel.local_time import in_norway
from brobygger.kernel.units import day
from brobygger.outbox.actions import Draft, Recipient, enqueue_many
from brobygger.parties.models import Membership, Role, Unit
from brobygger.parties.queries import holds_on

LATE = "followup/ring_late"
LATE_IS_OF_USE_FOR = timedelta(days=3)  # over a weekend; by then it stands on the leader's page


def is_waiting(about: UUID, today: date) -> bool:
    """Until somebody has rung."""
    return CallBack.objects.filter(public_id=about, rung_at__isnull=True).exists()


def tell_of_call(call: CallBack, *, today: date, now: datetime, actor_key: int) -> None:
    """Tell the one who answers today, unless they wrote it down themselves, and remind when the time is up. Says nothing of who waits.

    When nobody answers, the leaders of the unit are told instead, who are to find somebody.

    Source  RULES W3, W8: one for each call and deadline, late after an outage, never once somebody has rung
    """
    answers = who_rings(call, today=today)
    if answers is None:
        leaders = leaders_of(call, today=today)
        drafts = [draft("followup/ring_nobody", call, leader) for leader in leaders]
    else:
        drafts = [draft("followup/ring", call, answers)] if answers.pk != actor_key else []
    late = reminder(call, today=today)
    enqueue_many([*drafts, late] if late is not None else drafts, now=now)


def late_call_as_it_is_now(call_id: UUID, today: date) -> Draft | None:
    """The reminder written anew just before it is sent: by then another may have to ring."""
    call = CallBack.objects.filter(public_id=call_id).first()
    return reminder(call, today=today) if call is not None else None


def reminder(call: CallBack, *, today: date) -> Draft | None:
    """To the one who is to ring, or to a leader when nobody is; None when there is nobody at all to tell."""
    to = who_rings(call, today=today) or next(iter(leaders_of(call, today=today)), None)
    return draft(LATE, call, to) if to is not None else None


def draft(template: str, call: CallBack, to: User) -> Draft:
    due = in_norway(call.due_at)
    with override(to.language):
        when = _("%(day)s kl. %(time)s") % {"day": day(due.date()), "time": f"{due:%H.%M}"}
    is_late = template == LATE
    return Draft(
        template,
        once=f"{template}:{call.public_id}:{call.due_at.isoformat()}" if is_late else f"{template}:{call.public_id}:{to.public_id}",
        to=Recipient(name=to.name, address=to.email, language=to.language),
        about=call.public_id,
        values={"when": when, "page": f"{settings.BASE_URL.rstrip('/')}{reverse('cover:calls')}"},
        send_after=call.due_at if is_late else None,
        send_before=call.due_at + LATE_IS_OF_USE_FOR if is_late else call.due_at,
    )


def unit_of(call: CallBack) -> Unit:
    subject = call.engagement or call.relation
    assert subject is not None
    return subject.unit


def leaders_of(call: CallBack, *, today: date) -> list[User]:
    """Cost: one query, and the unit."""
    led = Membership.objects.filter(holds_on(today), unit=unit_of(call), role=Role.LEADER, user__is_active=True)
    return [each.user for each in led.select_related("user").order_by("user__name", "pk")]
