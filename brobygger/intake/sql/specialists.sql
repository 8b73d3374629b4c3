-- The specialists of some units on a day, with how many people of some engagements each is responsible for in the unit, and the reason last
-- written for having more than the range. Source: RULES W12.
CREATE OR REPLACE FUNCTION intake_specialists(units bigint[], engagements bigint[], on_day date)
RETURNS TABLE (membership_id bigint, people bigint, reason text)
LANGUAGE plpgsql STABLE ROWS 20 SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH caseload AS MATERIALIZED (
        SELECT held.user_id, engagement.unit_id, count(DISTINCT engagement.person_id) FILTER (WHERE held.part = 'responsible') AS people
        FROM intake_responsibility AS held
        JOIN intake_engagement AS engagement ON engagement.id = held.engagement_id
        WHERE held.engagement_id = ANY (engagements)
            AND engagement.starts_on <= on_day AND (engagement.ends_on IS NULL OR engagement.ends_on >= on_day)
            AND held.starts_on <= on_day AND (held.ends_on IS NULL OR held.ends_on >= on_day)
        GROUP BY held.user_id, engagement.unit_id
    )
    SELECT
        membership.id,
        coalesce(
            (
                SELECT caseload.people
                FROM caseload
                WHERE caseload.user_id = membership.user_id AND caseload.unit_id = membership.unit_id
            ),
            0
        ),
        coalesce(
            (
                SELECT held.above_range_because::text
                FROM intake_responsibility AS held
                JOIN intake_engagement AS engagement ON engagement.id = held.engagement_id
                WHERE held.user_id = membership.user_id
                    AND held.part = 'responsible'
                    AND held.above_range_because <> ''
                    AND held.starts_on <= on_day AND (held.ends_on IS NULL OR held.ends_on >= on_day)
                    AND engagement.unit_id = membership.unit_id
                    AND engagement.starts_on <= on_day AND (engagement.ends_on IS NULL OR engagement.ends_on >= on_day)
                ORDER BY held.starts_on DESC, held.id DESC
                LIMIT 1
            ),
            ''
        )
    FROM parties_membership AS membership
    JOIN accounts_user AS account ON account.id = membership.user_id AND account.is_active
    WHERE membership.unit_id = ANY (units)
        AND membership.role = 'specialist'
        AND membership.starts_on <= on_day AND (membership.ends_on IS NULL OR membership.ends_on >= on_day);
END
$$;
