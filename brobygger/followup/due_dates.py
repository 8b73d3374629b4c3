"""When somebody is to be followed up next, reckoned each time it is asked. The rule in words: docs/followup.md."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db.models import Case, DateField, Exists, F, Func, IntegerField, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.followup.models import Contact, ContactKind, ContactWith
from brobygger.intake.models import Engagement
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day
from brobygger.placements.models import PlacementKind
from brobygger.placements.states import PlacementState
from brobygger.reference.models import PhaseKind

# What `due_phase` can say besides the values of PhaseKind.
NEVER = "never"  # nobody has been in touch yet
AGREED = "agreed"  # a day agreed at the last contact comes before the rhythm's
A_YEAR = "a_year"  # the last planned talk, a year after an ordinary job began
OVER = "over"  # nothing more is due: the year is over, or the engagement is

ORDINARY = (PlacementKind.ORDINARY_PERMANENT, PlacementKind.ORDINARY_TEMPORARY)
COUNTED_WITH = (ContactWith.CANDIDATE, ContactWith.BOTH)
PAUSE_DAYS = 14  # whole days without a job that do not break the year
LAST_WEEK_DAYS = 7  # a talk so close to the end of the year is the last one
LONG_AGO_DAYS = 60  # from here on a date says more than a number of days

# One row: `due_on` and `phase` for the engagement whose columns are given. A phase without a rule counts as 0 days, so that somebody is due
# at once rather than forgotten. Dates decide whether a placement runs; nobody needs to have pressed «begynte». OFFSET 0 has the rules read
# once for a row and not once for each place they are used.
DUE = """(
    SELECT %(column)s
    FROM (VALUES (%(expressions)s)) AS given (engagement, person, service, starts_on, ends_on)
    CROSS JOIN LATERAL (SELECT DATE '%(today)s' AS today) AS now
    CROSS JOIN LATERAL (
        SELECT (
            SELECT jsonb_object_agg(
                phase.service || ' ' || phase.phase,
                jsonb_build_array(phase.from_day, phase.to_day, phase.every_days) ORDER BY phase.valid_from
            )
            FROM reference_followupphase AS phase
            WHERE phase.is_current AND DATE '%(today)s' BETWEEN phase.valid_from AND coalesce(phase.valid_to, 'infinity')
        ) AS known
        OFFSET 0
    ) AS phases
    CROSS JOIN LATERAL (
        SELECT
            coalesce((known -> (service || ' seeking') ->> 2)::int, 0) AS seeking,
            coalesce((known -> (service || ' before_start') ->> 0)::int, 0) AS before_from,
            coalesce((known -> (service || ' first_days') ->> 1)::int, 0) AS first_by,
            coalesce((known -> (service || ' first_month') ->> 1)::int, 0) AS month_to,
            coalesce((known -> (service || ' first_month') ->> 2)::int, 0) AS in_month,
            coalesce((known -> (service || ' to_three_months') ->> 1)::int, 0) AS three_months_to,
            coalesce((known -> (service || ' to_three_months') ->> 2)::int, 0) AS in_three_months,
            coalesce((known -> (service || ' to_a_year') ->> 1)::int, 365) AS year_to,
            coalesce((known -> (service || ' to_a_year') ->> 2)::int, 0) AS in_year
        OFFSET 0
    ) AS rule
    LEFT JOIN LATERAL (
        SELECT (contact.happened_at AT TIME ZONE 'Europe/Oslo')::date AS day, contact.next_step_on
        FROM followup_contact AS contact
        WHERE contact.engagement_id = given.engagement
            AND contact.withdraws_id IS NULL
            AND contact.kind <> '%(no_answer)s'
            AND contact.whom IN (%(counted_with)s)
            AND NOT EXISTS (SELECT FROM followup_contact AS withdrawal WHERE withdrawal.withdraws_id = contact.id)
        ORDER BY contact.happened_at DESC, contact.id DESC
        LIMIT 1
    ) AS last ON TRUE
    LEFT JOIN LATERAL (
        WITH stay AS (
            SELECT
                placement.id,
                placement.starts_on,
                coalesce(placement.ends_on, 'infinity') AS until,
                placement.kind IN (%(ordinary)s) AS is_ordinary,
                max(coalesce(placement.ends_on, 'infinity')) OVER (
                    PARTITION BY placement.kind IN (%(ordinary)s)
                    ORDER BY placement.starts_on, placement.id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ) AS busy_until
            FROM placements_placement AS placement
            WHERE placement.person_id = given.person AND placement.state <> '%(cancelled)s'
        ),
        chained AS (
            SELECT
                starts_on,
                until,
                is_ordinary,
                CASE WHEN is_ordinary THEN max(starts_on) FILTER (WHERE busy_until IS NULL OR starts_on > busy_until + 1 + %(pause_days)s)
                    OVER (PARTITION BY is_ordinary ORDER BY starts_on, id) ELSE starts_on END AS begun_on
            FROM stay
        ),
        reckoned AS (
            SELECT *, begun_on + rule.year_to AS year_on, is_ordinary AND last.day >= begun_on + rule.year_to - %(last_week)s AS is_done
            FROM chained
        ),
        possible AS (
            SELECT
                greatest(last.day, max(until) FILTER (WHERE is_done AND until >= year_on)) + rule.seeking AS due_on,
                'seeking' AS phase
            FROM reckoned
            HAVING NOT coalesce(bool_or(now.today BETWEEN starts_on AND until), FALSE)
            UNION ALL
            SELECT
                CASE WHEN is_ordinary THEN least(next.due_on, year_on) ELSE next.due_on END,
                CASE WHEN is_ordinary AND year_on <= next.due_on THEN '%(a_year)s' ELSE next.phase END
            FROM reckoned
            CROSS JOIN LATERAL (
                SELECT starts_on - 1 AS due_on, 'before_start' AS phase
                WHERE starts_on > now.today AND last.day < starts_on + rule.before_from
                UNION ALL
                SELECT starts_on + rule.first_by, 'first_days'
                WHERE last.day < starts_on AND (starts_on <= now.today OR last.day >= starts_on + rule.before_from)
                UNION ALL
                SELECT last.day + rule.in_month, 'first_month'
                WHERE last.day >= starts_on AND last.day - begun_on <= rule.month_to
                UNION ALL
                SELECT last.day + rule.in_three_months, 'to_three_months'
                WHERE last.day >= starts_on AND last.day - begun_on > rule.month_to AND last.day - begun_on <= rule.three_months_to
                UNION ALL
                SELECT last.day + rule.in_year, 'to_a_year'
                WHERE last.day >= starts_on AND last.day - begun_on > rule.month_to AND last.day - begun_on > rule.three_months_to
            ) AS next
            WHERE until >= now.today AND NOT is_done
            UNION ALL
            SELECT last.next_step_on, '%(agreed)s' WHERE last.next_step_on IS NOT NULL
        )
        SELECT due_on, phase
        FROM possible
        ORDER BY due_on, array_position(ARRAY[%(in_order)s], phase)
        LIMIT 1
    ) AS due ON last.day IS NOT NULL
)"""

DUE_ON = "CASE WHEN given.ends_on < now.today THEN NULL WHEN last.day IS NULL THEN given.starts_on ELSE due.due_on END"
DUE_PHASE = f"CASE WHEN given.ends_on < now.today THEN '{OVER}' WHEN last.day IS NULL THEN '{NEVER}' ELSE coalesce(due.phase, '{OVER}') END"

# When two fall on the same day, the one people most need to be told of.
IN_ORDER = (
    A_YEAR,
    PhaseKind.BEFORE_START,
    PhaseKind.FIRST_DAYS,
    PhaseKind.FIRST_MONTH,
    PhaseKind.TO_THREE_MONTHS,
    PhaseKind.TO_A_YEAR,
    PhaseKind.SEEKING,
    AGREED,
)


def listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


class Due(Func):
    """A column of DUE for an engagement. Everything put into the text is a constant of the code or a date."""

    template = DUE
    extra_names: ClassVar[dict[str, Any]] = {
        "no_answer": ContactKind.NO_ANSWER.value,
        "counted_with": listed(tuple(whom.value for whom in COUNTED_WITH)),
        "ordinary": listed(tuple(kind.value for kind in ORDINARY)),
        "cancelled": PlacementState.CANCELLED.value,
        "pause_days": PAUSE_DAYS,
        "last_week": LAST_WEEK_DAYS,
        "a_year": A_YEAR,
        "agreed": AGREED,
        "in_order": listed(tuple(str(phase) for phase in IN_ORDER)),
    }

    def __init__(self, column: str, *, today: date, output_field: DateField[Any, Any] | TextField[Any, Any]) -> None:
        given = ("pk", "person_id", "service", "starts_on", "ends_on")
        super().__init__(*given, output_field=output_field, column=column, today=today.isoformat(), **self.extra_names)


def real_contacts() -> QuerySet[Contact]:
    """The contacts that count: with the candidate, answered, and not taken back. They move a due date; the others do not."""
    withdrawal = Contact.objects.filter(withdraws=OuterRef("pk"))
    rows = Contact.objects.filter(~Exists(withdrawal), withdraws__isnull=True, whom__in=COUNTED_WITH)
    return rows.exclude(kind=ContactKind.NO_ANSWER)


def with_due_dates(scope: QuerySet[Engagement], *, today: date) -> QuerySet[Engagement]:
    """When each engagement of a scope is to be followed up next, and why just then.

    Gives   engagements with `last_contact_at` (a moment or None), `due_on` (a date, None when nothing more is due) and `due_phase`
            (a value of PhaseKind, or NEVER, AGREED, A_YEAR or OVER)
    Cost    one query for any number of rows; each row reads its last contact and the person's placements by index
    Source  RULES W4; docs/followup.md; ADR 0094
    """
    last = real_contacts().filter(engagement=OuterRef("pk")).order_by("-happened_at", "-pk").values("happened_at")[:1]
    return scope.annotate(
        last_contact_at=Subquery(last),
        due_on=Due(DUE_ON, today=today, output_field=DateField(null=True)),
        due_phase=Due(DUE_PHASE, today=today, output_field=TextField()),
    )


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
