"""The five steps of a loop, as they stand under the heading of its pages."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.loops.models import Loop
from brobygger.loops.states import AFTER_THE_DECISION, LoopState
from brobygger.web.phrases import on_day
from brobygger.web.shell import Step


def steps(loop: Loop, *, today: date, here: str = "") -> list[Step]:
    """Takes  here  kick_off, wishes, plan or year; empty for a page that is none of them."""
    has_begun = loop.state in {LoopState.RUNNING, LoopState.FINISHED}
    is_decided = loop.state in AFTER_THE_DECISION
    kick_off = reverse("loops:kick_off", args=[loop.public_id])
    start = _("Oppstart %(day)s") % {"day": on_day(loop.starts_on, today=today)} if loop.starts_on else _("Oppstart")
    return [
        Step(_("Kick-off"), kick_off, is_done=is_decided, is_here=here == "kick_off"),
        Step(_("Ønsker"), f"{kick_off}#onsker", is_done=is_decided, is_here=here == "wishes"),
        Step(_("Plan"), reverse("loops:plan", args=[loop.public_id]), is_done=is_decided, is_here=here == "plan"),
        Step(start, reverse("year:turning", args=[loop.public_id, 0]) if has_begun else "", is_done=has_begun),
        Step(
            _("Året"),
            reverse("year:loop", args=[loop.public_id]) if is_decided else "",
            is_done=loop.state == LoopState.FINISHED,
            is_here=here == "year",
        ),
    ]
