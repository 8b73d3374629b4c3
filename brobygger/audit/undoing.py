"""Whether something can be undone: by the one who did it, the same day, and with nothing done since. Source: ADR 0124."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from brobygger.audit.actions import HasPublicId
from brobygger.audit.models import Entry
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day


def require_undoable(subject: HasPublicId, event: str, *, now: datetime, actor: HasPublicId) -> None:
    """For what is undone only by the one who did it: others have their own say, and a way of their own.

    Takes   event  that is to be undone, which must be the last that was recorded about the subject
    Raises  DomainError when it was another, another day, or something has been done since
    Cost    one query by an index
    """
    last = Entry.objects.filter(subject_id=subject.public_id).order_by("-id").first()
    if last is None or last.event != event:
        raise DomainError(_("Det er gjort noe nytt etterpå, så dette kan ikke angres lenger."))
    if last.actor_id != actor.public_id:
        raise DomainError(_("Bare den som gjorde dette, kan angre det."))
    if local_day(last.recorded_at) < local_day(now):
        raise DomainError(_("Dette kan bare angres samme dag."))
