-- Week by week from a Monday to the week a day is in: how many contacts there were with or about those of some engagements, and how many of those
-- that ran at the end of it nobody had reached in the 14 days until then, as `followup_uncontacted` finds them; for the last week, on that day.
-- Source: RULES W4; ADR 0102, 0118.
CREATE OR REPLACE FUNCTION followup_weeks(engagements bigint[], first_monday date, on_day date)
RETURNS TABLE (monday date, contacts bigint, uncontacted bigint)
LANGUAGE plpgsql STABLE ROWS 12 AS $$
#variable_conflict use_column
DECLARE
    since CONSTANT date := least(first_monday + 6, on_day) - 13;
    until CONSTANT date := date_trunc('week', on_day::timestamp)::date + 7;
BEGIN
    RETURN QUERY
    WITH week AS (
        SELECT each::date AS monday, least(each::date + 6, on_day) AS evening
        FROM generate_series(first_monday::timestamp, on_day::timestamp, interval '7 days') AS each
    ),
    talk AS MATERIALIZED (
        SELECT
            contact.engagement_id,
            (contact.happened_at AT TIME ZONE 'Europe/Oslo')::date AS day,
            contact.whom IN ('candidate', 'both') AS is_with_them
        FROM followup_contact AS contact
        WHERE contact.engagement_id = ANY (engagements)
            AND contact.happened_at >= since::timestamp AT TIME ZONE 'Europe/Oslo'
            AND contact.happened_at < until::timestamp AT TIME ZONE 'Europe/Oslo'
            AND contact.withdraws_id IS NULL
            AND contact.kind <> 'no_answer'
            AND contact.id NOT IN (SELECT withdrawal.withdraws_id FROM followup_contact AS withdrawal WHERE withdrawal.withdraws_id IS NOT NULL)
    ),
    -- When each is followed up, and the days on which somebody has reached them less than 14 days ago. Grouped and not joined, as a plan that is
    -- kept knows nothing of how many there are.
    followed AS (
        SELECT max(known.starts_on) AS starts_on, max(known.ends_on) AS ends_on, range_agg(known.reached) AS reached
        FROM (
            SELECT engagement.id, engagement.starts_on, coalesce(engagement.ends_on, 'infinity') AS ends_on, 'empty'::daterange AS reached
            FROM intake_engagement AS engagement
            WHERE engagement.id = ANY (engagements)
            UNION ALL
            SELECT talk.engagement_id, NULL, NULL, daterange(talk.day, talk.day + 14) FROM talk WHERE talk.is_with_them
        ) AS known
        GROUP BY known.id
    ),
    figure AS (
        SELECT week.monday, 0 AS contacts, count(*) AS uncontacted
        FROM followed
        JOIN week ON week.evening BETWEEN followed.starts_on AND followed.ends_on AND NOT followed.reached @> week.evening
        GROUP BY week.monday
        UNION ALL
        SELECT date_trunc('week', each.day::timestamp)::date, each.count, 0
        FROM (SELECT talk.day, count(*) FROM talk GROUP BY talk.day) AS each
    )
    SELECT week.monday, coalesce(sum(figure.contacts), 0)::bigint, coalesce(sum(figure.uncontacted), 0)::bigint
    FROM week
    LEFT JOIN figure ON figure.monday = week.monday
    GROUP BY week.monday
    ORDER BY week.monday;
END
$$;
