"""When somebody is to be followed up next, reckoned each time it is asked. The rule in words: docs/followup.md."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, DateField, DateTimeField, F, IntegerField, QuerySet, TextField, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.intake.models import Engagement
from brobygger.kernel.local_time import local_day
from brobygger.kernel.sql import Keys, array_of, joined
from brobygger.kernel.units import day
from brobygger.reference.models import PhaseKind

# What `due_phase` can say besides the values of PhaseKind.
NEVER = "never"  # nobody has been in touch yet
AGREED = "agreed"  # a day agreed at the last contact comes before the rhythm's
A_YEAR = "a_year"  # the last planned talk, a year after an ordinary job began
OVER = "over"  # nothing more is due: the year is over, or the engagement is

LAST_WEEK_DAYS = 7  # a talk so close to the end of the year is the last one
LONG_AGO_DAYS = 60  # from here on a date says more than a number of days


def with_due_dates(scope: QuerySet[Engagement], *, today: date, among: Keys | QuerySet[Engagement] | None = None) -> QuerySet[Engagement]:
    """When each engagement of a scope is to be followed up next, and why just then.

    Takes   among  what gives the keys of engagements, all of the scope among them, where that is cheaper to ask than the scope
    Gives   engagements with `last_contact_at` (a moment or None), `due_on` (a date, None when nothing more is due) and `due_phase`
            (a value of PhaseKind, or NEVER, AGREED, A_YEAR or OVER)
    Cost    one query for any number of rows; each row reads its last contact and the person's placements by index
    Source  RULES W4; docs/followup.md; ADR 0094; the reckoning stands in sql/due_dates.sql
    """
    return joined(
        scope,
        "followup_due_dates",
        array_of(scope if among is None else among),
        today,
        key="engagement_id",
        columns={"last_contact_at": DateTimeField(null=True), "due_on": DateField(null=True), "due_phase": TextField()},
    )


def engagements_with(person_id: UUID) -> QuerySet[Engagement]:
    """Those of one person, to reckon due dates among; which of them are read is for the scope to say."""
    return Engagement.objects.filter(person__public_id=person_id)


def due_dates_of(listed: Iterable[Engagement], *, today: date) -> dict[int, Any]:
    """Some engagements again, by key, with their due dates: for a page of a list that is long. Cost: one query, as above."""
    return with_due_dates(Engagement.objects.filter(pk__in=[each.pk for each in listed]), today=today).in_bulk()


def most_overdue_first(scope: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """Those nobody has been in touch with, the longest waiting first; then by due date; those with nothing more due last.

    Takes   scope  engagements that run, from with_due_dates()
    """
    was_met = Case(When(last_contact_at__isnull=True, then=Value(0)), default=Value(1), output_field=IntegerField())
    return scope.order_by(was_met, F("due_on").asc(nulls_last=True), "pk")


def in_words(engagement: Any, *, today: date) -> tuple[str, str]:
    """When somebody is due and why, a sentence or two each: «Tre dager over tiden.», «Ukentlig den første måneden.»

    Takes   engagement  from with_due_dates()
    Gives   when, and why; why is empty when nothing more is due
    """
    return when_due(engagement, today=today), why_due(engagement, today=today)


def when_due(engagement: Any, *, today: date) -> str:
    if engagement.due_phase == NEVER:
        return _("Ikke kontaktet ennå.")
    if engagement.due_on is None:
        return _("Ingen flere samtaler er planlagt.")
    days = (engagement.due_on - today).days
    if days < 0:
        words = ngettext("%(count)s dag over tiden.", "%(count)s dager over tiden.", -days)
        return capfirst(words % {"count": counted(-days)})
    if days <= 1:
        return _("I morgen.") if days else _("I dag.")
    if days <= LAST_WEEK_DAYS:
        return _("Om %(count)s dager.") % {"count": counted(days)}
    return _("Senest %(day)s.") % {"day": day(engagement.due_on)}


def why_due(engagement: Any, *, today: date) -> str:
    phase = engagement.due_phase
    if phase == NEVER:
        return taken_in(engagement.starts_on, today=today)
    if phase == OVER:
        return ""
    if phase == AGREED:
        return _("Det ble avtalt sist.")
    if phase == A_YEAR:
        return _("Ett år i jobben. Siste planlagte samtale.")
    if phase == PhaseKind.BEFORE_START:
        return _("Første dag er %(day)s.") % {"day": day(engagement.due_on + timedelta(days=1))}
    if phase == PhaseKind.FIRST_DAYS:
        return _("Den første samtalen etter oppstart.")
    # In the other phases the due date is the last contact and one step of the rhythm.
    rhythm = how_often((engagement.due_on - local_day(engagement.last_contact_at)).days)
    if phase == PhaseKind.FIRST_MONTH:
        return capfirst(_("%(rhythm)s den første måneden.") % {"rhythm": rhythm})
    if phase == PhaseKind.TO_THREE_MONTHS:
        return capfirst(_("%(rhythm)s fram til tre måneder.") % {"rhythm": rhythm})
    if phase == PhaseKind.TO_A_YEAR:
        return capfirst(_("%(rhythm)s etter de tre første månedene.") % {"rhythm": rhythm})
    return capfirst(_("%(rhythm)s på vei mot jobb.") % {"rhythm": rhythm})


def taken_in(starts_on: date, *, today: date) -> str:
    days = (today - starts_on).days
    if days < 0:
        return _("Første dag er %(day)s.") % {"day": day(starts_on)}
    if days <= 1:
        return _("Tatt inn i går.") if days else _("Tatt inn i dag.")
    if days < LONG_AGO_DAYS:
        return _("Tatt inn for %(count)s dager siden.") % {"count": counted(days)}
    return _("Tatt inn %(day)s.") % {"day": day(starts_on)}


def how_often(every_days: int) -> str:
    named = {7: _("ukentlig"), 30: _("månedlig")}
    return named.get(every_days) or _("hver %(count)s. dag") % {"count": every_days}


def counted(count: int) -> str:
    """A small number in letters, as in running text: tre; a larger one in figures: 13."""
    words = (_("en"), _("to"), _("tre"), _("fire"), _("fem"), _("seks"), _("sju"), _("åtte"), _("ni"), _("ti"), _("elleve"), _("tolv"))
    return words[count - 1] if 1 <= count <= len(words) else str(count)
