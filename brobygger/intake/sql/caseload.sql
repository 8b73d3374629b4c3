-- The engagements a user is responsible for or stands in for on a day. One is covered when nobody responsible is at work, so that the deputy
-- answers; the colleague one stands in for is named when that one is away, with the last day away. Source: RULES W2, W3; ADR 0097.
CREATE OR REPLACE FUNCTION intake_caseload(of_user bigint, on_day date)
RETURNS TABLE (engagement_id bigint, is_mine boolean, is_covered boolean, covers_for text, covers_until date)
LANGUAGE plpgsql STABLE ROWS 40 SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT
        own.engagement_id,
        own.is_mine,
        own.is_deputy AND NOT coalesce(responsible.is_at_work, FALSE),
        CASE WHEN own.is_deputy THEN responsible.name END,
        CASE WHEN own.is_deputy THEN responsible.until END
    FROM (
        SELECT
            held.engagement_id,
            bool_or(held.part = 'responsible') AS is_mine,
            bool_or(held.part = 'deputy') AS is_deputy
        FROM intake_responsibility AS held
        JOIN intake_engagement AS engagement ON engagement.id = held.engagement_id
        WHERE held.user_id = of_user
            AND held.starts_on <= on_day AND (held.ends_on IS NULL OR held.ends_on >= on_day)
            AND engagement.starts_on <= on_day AND (engagement.ends_on IS NULL OR engagement.ends_on >= on_day)
        GROUP BY held.engagement_id
    ) AS own
    LEFT JOIN LATERAL (
        SELECT
            intake_at_work(responsible.user_id, on_day) AS is_at_work,
            CASE WHEN responsible.user_id <> of_user AND absence.id IS NOT NULL THEN colleague.name::text END AS name,
            CASE WHEN responsible.user_id <> of_user THEN absence.ends_on END AS until
        FROM intake_responsibility AS responsible
        JOIN accounts_user AS colleague ON colleague.id = responsible.user_id
        LEFT JOIN intake_absence AS absence
            ON absence.user_id = responsible.user_id AND absence.starts_on <= on_day AND absence.ends_on >= on_day
        WHERE own.is_deputy
            AND responsible.engagement_id = own.engagement_id
            AND responsible.part = 'responsible'
            AND responsible.starts_on <= on_day AND (responsible.ends_on IS NULL OR responsible.ends_on >= on_day)
        LIMIT 1 -- there is never more than one, and so each is looked up by its engagement, also before PostgreSQL knows how many rows there are
    ) AS responsible ON TRUE;
END
$$;
