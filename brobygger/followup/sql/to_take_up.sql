-- How many of some engagements and employer relations there are in each list of what somebody must take up on a day. Each figure counts the rows of
-- the function that its list is asked of. Source: RULES W2, W4; ADR 0118.
CREATE OR REPLACE FUNCTION followup_to_take_up(engagements bigint[], relations bigint[], on_day date)
RETURNS TABLE (
    uncontacted bigint,
    never_contacted bigint,
    seldom_contacted bigint,
    people_unanswered bigint,
    employers_unanswered bigint,
    people_without_deputy bigint,
    employers_without_deputy bigint,
    followed bigint
)
LANGUAGE plpgsql STABLE ROWS 1 AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH silent AS MATERIALIZED (
        SELECT * FROM followup_uncontacted(engagements, on_day)
    ),
    cover AS MATERIALIZED (
        SELECT
            count(engagement_id) FILTER (WHERE NOT is_answered) AS people_unanswered,
            count(relation_id) FILTER (WHERE NOT is_answered) AS employers_unanswered,
            count(engagement_id) FILTER (WHERE is_answered AND NOT has_deputy) AS people_without_deputy,
            count(relation_id) FILTER (WHERE is_answered AND NOT has_deputy) AS employers_without_deputy
        FROM intake_cover(engagements, relations, on_day)
    )
    SELECT
        (SELECT count(*) FROM silent),
        (SELECT count(*) FROM silent WHERE last_met_at IS NULL),
        (
            SELECT count(*)
            FROM followup_due_dates(ARRAY(SELECT engagement_id FROM silent WHERE last_met_at IS NOT NULL), on_day)
            WHERE due_on > on_day OR due_on IS NULL
        ),
        cover.*,
        (SELECT count(*) FROM intake_each_once(engagements, on_day))
    FROM cover;
END
$$;
