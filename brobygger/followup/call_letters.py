"""The letters about somebody who waits for a call: to the one who answers, and once more when the time is up. Source: RULES W3, W8."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from brobygger.accounts.models import User
from brobygger.accounts.reach import letter_to_user
from brobygger.followup.callbacks import who_rings
from brobygger.followup.models import CallBack
from brobygger.kernel.local_time import in_norway
from brobygger.kernel.units import day
from brobygger.outbox.actions import Draft, enqueue_many
from brobygger.outbox.letters import Audience, Letter, Page
from brobygger.outbox.words import PAGE
from brobygger.parties.models import Membership, Role, Unit
from brobygger.parties.queries import holds_on

LATE_IS_OF_USE_FOR = timedelta(days=3)  # over a weekend; by then it stands on the leader's page


def is_waiting(about: UUID, today: date) -> bool:
    """Until somebody has rung."""
    return CallBack.objects.filter(public_id=about, rung_at__isnull=True).exists()


def late_call_as_it_is_now(call_id: UUID, today: date) -> Draft | None:
    """The reminder written anew just before it is sent: by then another may have to ring."""
    call = CallBack.objects.filter(public_id=call_id).first()
    return reminder(call, today=today) if call is not None else None


EXAMPLE = {"when": "04.01.2027 kl. 11.10"}
RING = Letter(
    "followup/ring",
    to=Audience.STAFF,
    subject=_("Noen venter på at du ringer"),
    text=(
        _("Noen venter på at du ringer tilbake innen %(when)s. Hvem det er, står på siden, som du åpner når du er logget inn:"),
        PAGE,
    ),
    applies=is_waiting,
    page=Page.CALLS,
    example=EXAMPLE,
)
LATE = Letter(
    "followup/ring_late",
    to=Audience.STAFF,
    subject=_("Noen venter fortsatt på en telefon"),
    text=(
        _(
            "Noen skulle vært ringt tilbake innen %(when)s, og venter fortsatt. "
            "Hvem det er, står på siden, som du åpner når du er logget inn:"
        ),
        PAGE,
    ),
    applies=is_waiting,
    anew=late_call_as_it_is_now,
    page=Page.CALLS,
    example=EXAMPLE,
)
NOBODY = Letter(
    "followup/ring_nobody",
    to=Audience.STAFF,
    subject=_("Noen venter på en telefon, og ingen svarer"),
    text=(
        _(
            "Noen i enheten skal ringes tilbake innen %(when)s, men både den ansvarlige og stedfortrederen mangler eller er borte. "
            "Finn en som ringer. Hvem det er, står på siden, som du åpner når du er logget inn:"
        ),
        PAGE,
    ),
    applies=is_waiting,
    page=Page.CALLS,
    example=EXAMPLE,
)


def tell_of_call(call: CallBack, *, today: date, now: datetime, actor_key: int) -> None:
    """Tell the one who answers today, unless they wrote it down themselves, and remind when the time is up. Says nothing of who waits.

    When nobody answers, the leaders of the unit are told instead, who are to find somebody.

    Source  RULES W3, W8: one for each call and deadline, late after an outage, never once somebody has rung
    """
    answers = who_rings(call, today=today)
    if answers is None:
        leaders = leaders_of(call, today=today)
        drafts = [draft(NOBODY, call, leader) for leader in leaders]
    else:
        drafts = [draft(RING, call, answers)] if answers.pk != actor_key else []
    late = reminder(call, today=today)
    enqueue_many([*drafts, late] if late is not None else drafts, now=now)


def reminder(call: CallBack, *, today: date) -> Draft | None:
    """To the one who is to ring, or to a leader when nobody is; None when there is nobody at all to tell."""
    to = who_rings(call, today=today) or next(iter(leaders_of(call, today=today)), None)
    return draft(LATE, call, to) if to is not None else None


def draft(letter: Letter, call: CallBack, to: User) -> Draft:
    due = in_norway(call.due_at)
    with override(to.language):
        when = _("%(day)s kl. %(time)s") % {"day": day(due.date()), "time": f"{due:%H.%M}"}
    is_late = letter is LATE
    return letter.draft(
        once=f"{call.public_id}:{call.due_at.isoformat() if is_late else to.public_id}",
        to=letter_to_user(to),
        about=call.public_id,
        values={"when": when},
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
