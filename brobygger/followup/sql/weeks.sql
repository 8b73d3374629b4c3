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
    midnights CONSTANT timestamptz[] := ARRAY(
        SELECT day AT TIME ZONE 'Europe/Oslo' FROM generate_series(since::timestamp, until::timestamp, interval '1 day') AS day ORDER BY day
    );
    -- For each day, at the end of which weeks somebody reached on it counts as reached: a bit for each of the weeks, of which there are at most 63.
    reaches CONSTANT bigint[] := ARRAY(
        SELECT (
            SELECT coalesce(bit_or(1::bigint << number), 0)
            FROM generate_series(0, (on_day - first_monday) / 7) AS number
            WHERE since + day BETWEEN least(first_monday + 7 * number + 6, on_day) - 13 AND least(first_monday + 7 * number + 6, on_day)
        )
        FROM generate_series(0, until - since) AS day
        ORDER BY day
    );
BEGIN
    RETURN QUERY
    WITH week AS (
        SELECT first_monday + 7 * number AS monday, least(first_monday + 7 * number + 6, on_day) AS evening, 1::bigint << number AS bit
        FROM generate_series(0, (on_day - first_monday) / 7) AS number
    ),
    -- Read once, and counted both for each of the engagements and for each day.
    talks AS MATERIALIZED (
        SELECT
            talk.engagement_id,
            talk.day,
            count(*) AS contacts,
            bit_or(reaches[talk.day]) FILTER (WHERE talk.whom IN ('candidate', 'both')) AS reached
        FROM (
            SELECT contact.engagement_id, contact.whom, width_bucket(contact.happened_at, midnights) AS day
            FROM followup_contact AS contact
            WHERE contact.engagement_id = ANY (engagements)
                AND contact.happened_at >= since::timestamp AT TIME ZONE 'Europe/Oslo'
                AND contact.happened_at < until::timestamp AT TIME ZONE 'Europe/Oslo'
                AND contact.withdraws_id IS NULL
                AND contact.kind <> 'no_answer'
                AND contact.id NOT IN (SELECT withdrawal.withdraws_id FROM followup_contact AS withdrawal WHERE withdrawal.withdraws_id IS NOT NULL)
        ) AS talk
        GROUP BY GROUPING SETS ((talk.engagement_id), (talk.day))
    ),
    -- When each is followed up, and at the end of which weeks they were reached. Grouped and not joined, as a plan that is kept knows nothing of
    -- how many there are.
    followed AS (
        SELECT max(known.starts_on) AS starts_on, max(known.ends_on) AS ends_on, bit_or(known.reached) AS reached
        FROM (
            SELECT engagement.id, engagement.starts_on, coalesce(engagement.ends_on, 'infinity') AS ends_on, 0::bigint AS reached
            FROM intake_engagement AS engagement
            WHERE engagement.id = ANY (engagements)
            UNION ALL
            SELECT talks.engagement_id, NULL, NULL, talks.reached FROM talks WHERE talks.engagement_id IS NOT NULL
        ) AS known
        GROUP BY known.id
    ),
    figure AS (
        SELECT week.monday, 0 AS contacts, count(*) AS uncontacted
        FROM followed
        JOIN week ON week.evening BETWEEN followed.starts_on AND followed.ends_on AND followed.reached & week.bit = 0
        GROUP BY week.monday
        UNION ALL
        SELECT date_trunc('week', (since + talks.day - 1)::timestamp)::date, talks.contacts, 0 FROM talks WHERE talks.day IS NOT NULL
    )
    SELECT week.monday, coalesce(sum(figure.contacts), 0)::bigint, coalesce(sum(figure.uncontacted), 0)::bigint
    FROM week
    LEFT JOIN figure ON figure.monday = week.monday
    GROUP BY week.monday
    ORDER BY week.monday;
END
$$;
