-- When engagements are to be followed up next, and why just then. The rule in words: docs/followup.md. Source: RULES W4; ADR 0094.
--
-- A phase without a rule counts as 0 days, so that somebody is due at once rather than forgotten. Dates decide whether a placement runs; nobody
-- needs to have pressed «begynte». 14 whole days without a job do not break the year; a talk in its last 7 days is the last one.
CREATE OR REPLACE FUNCTION followup_due_dates(engagements bigint[], on_day date)
RETURNS TABLE (engagement_id bigint, last_contact_at timestamptz, due_on date, due_phase text)
LANGUAGE plpgsql STABLE ROWS 40 SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH rules AS MATERIALIZED (
        SELECT
            phase.service,
            (array_agg(phase.every_days ORDER BY phase.valid_from DESC) FILTER (WHERE phase.phase = 'seeking'))[1] AS seeking,
            (array_agg(phase.from_day ORDER BY phase.valid_from DESC) FILTER (WHERE phase.phase = 'before_start'))[1] AS before_from,
            (array_agg(phase.to_day ORDER BY phase.valid_from DESC) FILTER (WHERE phase.phase = 'first_days'))[1] AS first_by,
            (array_agg(phase.to_day ORDER BY phase.valid_from DESC) FILTER (WHERE phase.phase = 'first_month'))[1] AS month_to,
            (array_agg(phase.every_days ORDER BY phase.valid_from DESC) FILTER (WHERE phase.phase = 'first_month'))[1] AS in_month,
            (array_agg(phase.to_day ORDER BY phase.valid_from DESC) FILTER (WHERE phase.phase = 'to_three_months'))[1] AS three_months_to,
            (array_agg(phase.every_days ORDER BY phase.valid_from DESC) FILTER (WHERE phase.phase = 'to_three_months'))[1] AS in_three_months,
            (array_agg(phase.to_day ORDER BY phase.valid_from DESC) FILTER (WHERE phase.phase = 'to_a_year'))[1] AS year_to,
            (array_agg(phase.every_days ORDER BY phase.valid_from DESC) FILTER (WHERE phase.phase = 'to_a_year'))[1] AS in_year
        FROM reference_followupphase AS phase
        WHERE phase.is_current AND on_day BETWEEN phase.valid_from AND coalesce(phase.valid_to, 'infinity')
        GROUP BY phase.service
    ),
    given AS (
        SELECT
            engagement.id,
            engagement.person_id,
            engagement.unit_id,
            engagement.starts_on,
            engagement.ends_on,
            coalesce(rules.seeking, 0) AS seeking,
            coalesce(rules.before_from, 0) AS before_from,
            coalesce(rules.first_by, 0) AS first_by,
            coalesce(rules.month_to, 0) AS month_to,
            coalesce(rules.in_month, 0) AS in_month,
            coalesce(rules.three_months_to, 0) AS three_months_to,
            coalesce(rules.in_three_months, 0) AS in_three_months,
            coalesce(rules.year_to, 365) AS year_to,
            coalesce(rules.in_year, 0) AS in_year
        FROM intake_engagement AS engagement
        LEFT JOIN rules ON rules.service = engagement.service
        WHERE engagement.id = ANY (engagements)
    )
    SELECT
        given.id,
        last.happened_at,
        CASE WHEN given.ends_on < on_day THEN NULL WHEN last.day IS NULL THEN given.starts_on ELSE due.due_on END,
        CASE WHEN given.ends_on < on_day THEN 'over' WHEN last.day IS NULL THEN 'never' ELSE coalesce(due.phase, 'over') END
    FROM given
    LEFT JOIN LATERAL (
        SELECT contact.happened_at, (contact.happened_at AT TIME ZONE 'Europe/Oslo')::date AS day
        FROM followup_reached AS contact
        WHERE contact.engagement_id = given.id
        ORDER BY contact.happened_at DESC, contact.id DESC
        LIMIT 1
    ) AS last ON TRUE
    LEFT JOIN LATERAL (
        WITH stay AS (
            SELECT
                placement.id,
                placement.starts_on,
                coalesce(placement.ends_on, 'infinity') AS until,
                placement.kind IN ('ordinary_permanent', 'ordinary_temporary') AS is_ordinary,
                max(coalesce(placement.ends_on, 'infinity')) OVER (
                    PARTITION BY placement.kind IN ('ordinary_permanent', 'ordinary_temporary')
                    ORDER BY placement.starts_on, placement.id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ) AS busy_until
            FROM placements_placement AS placement
            WHERE placement.person_id = given.person_id AND placement.state <> 'cancelled'
        ),
        chained AS (
            SELECT
                starts_on,
                until,
                is_ordinary,
                CASE WHEN is_ordinary THEN max(starts_on) FILTER (WHERE busy_until IS NULL OR starts_on > busy_until + 1 + 14)
                    OVER (PARTITION BY is_ordinary ORDER BY starts_on, id) ELSE starts_on END AS begun_on
            FROM stay
        ),
        reckoned AS (
            SELECT *, begun_on + given.year_to AS year_on, is_ordinary AND last.day >= begun_on + given.year_to - 7 AS is_done
            FROM chained
        ),
        possible AS (
            SELECT
                greatest(last.day, max(until) FILTER (WHERE is_done AND until >= year_on)) + given.seeking AS due_on,
                'seeking' AS phase
            FROM reckoned
            HAVING NOT coalesce(bool_or(on_day BETWEEN starts_on AND until), FALSE)
            UNION ALL
            SELECT
                CASE WHEN is_ordinary THEN least(next.due_on, year_on) ELSE next.due_on END,
                CASE WHEN is_ordinary AND year_on <= next.due_on THEN 'a_year' ELSE next.phase END
            FROM reckoned
            CROSS JOIN LATERAL (
                SELECT starts_on - 1 AS due_on, 'before_start' AS phase
                WHERE starts_on > on_day AND last.day < starts_on + given.before_from
                UNION ALL
                SELECT starts_on + given.first_by, 'first_days'
                WHERE last.day < starts_on AND (starts_on <= on_day OR last.day >= starts_on + given.before_from)
                UNION ALL
                SELECT last.day + given.in_month, 'first_month'
                WHERE last.day >= starts_on AND last.day - begun_on <= given.month_to
                UNION ALL
                SELECT last.day + given.in_three_months, 'to_three_months'
                WHERE last.day >= starts_on AND last.day - begun_on > given.month_to AND last.day - begun_on <= given.three_months_to
                UNION ALL
                SELECT last.day + given.in_year, 'to_a_year'
                WHERE last.day >= starts_on AND last.day - begun_on > given.month_to AND last.day - begun_on > given.three_months_to
            ) AS next
            WHERE until >= on_day AND NOT is_done
            UNION ALL
            SELECT min((agreed.starts_at AT TIME ZONE 'Europe/Oslo')::date), 'agreed'
            FROM appointments_appointment AS agreed
            WHERE agreed.state = 'planned' AND agreed.kind IN ('talk', 'call', 'three', 'step') AND agreed.unit_id = given.unit_id
                AND agreed.starts_at >= (last.day::timestamp AT TIME ZONE 'Europe/Oslo')
                AND agreed.id IN (SELECT appointment_id FROM appointments_appointmentparty WHERE person_id = given.person_id)
            HAVING count(*) > 0
        )
        SELECT due_on, phase
        FROM possible
        -- When two fall on the same day, the one people most need to be told of.
        ORDER BY due_on, array_position(
            ARRAY['a_year', 'before_start', 'first_days', 'first_month', 'to_three_months', 'to_a_year', 'seeking', 'agreed'], phase
        )
        LIMIT 1
    ) AS due ON last.day IS NOT NULL;
END
$$;
