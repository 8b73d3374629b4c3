"""What a choice among colleagues turns on, in words: how many they follow, and when they are away."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.intake.colleagues import Colleague
from brobygger.intake.models import Absence
from brobygger.kernel.units import day
from brobygger.web.phrases import in_a_row


def label(colleague: Colleague) -> str:
    """A colleague with how many they follow up, and when they are away; one without a caseload by name alone."""
    return ", ".join(filter(None, (colleague.user.name, follows(colleague), away(colleague.absence))))


def named(user: User, absence: Absence | None) -> str:
    """A colleague by name, and when they are away."""
    return ", ".join(filter(None, (user.name, away(absence))))


def follows(colleague: Colleague) -> str:
    if colleague.caseload is None:
        return ""
    count = colleague.caseload.count
    words = _("følger opp %(count)s og har fullt") if colleague.is_full else _("følger opp %(count)s")
    return words % {"count": count}


def away(absence: Absence | None) -> str:
    """«borte 30.11.2026–04.12.2026»"""
    if absence is None:
        return ""
    return _("borte %(first)s–%(last)s") % {"first": day(absence.starts_on), "last": day(absence.ends_on)}


def against(colleague: Colleague, *, today: date) -> str:
    """What speaks against giving somebody to a colleague today, as it follows a name; nothing for one who is at work and has room."""
    said = [_("er %(away)s") % {"away": away(colleague.absence)}] if colleague.is_away(today) else []
    said += [_("har fullt")] if colleague.is_full else []
    return in_a_row(said)
