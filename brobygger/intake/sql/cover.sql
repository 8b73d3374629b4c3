-- Whether somebody can be rung about those followed up, and about the employers kept in touch with, on a day: for each that runs, whether
-- somebody is responsible and one of the two is at work, and whether somebody stands in, away or not. Those who have left count for nobody.
-- Source: RULES W2; ADR 0097.
CREATE OR REPLACE FUNCTION intake_cover(engagements bigint[], relations bigint[], on_day date)
RETURNS TABLE (engagement_id bigint, relation_id bigint, is_answered boolean, has_deputy boolean)
LANGUAGE plpgsql STABLE ROWS 500 AS $$
#variable_conflict use_column
DECLARE
    -- Few hold what a unit holds, so each of them is asked about once, and not once for each they hold.
    colleagues CONSTANT bigint[] := ARRAY(
        SELECT held.user_id FROM intake_responsibility AS held WHERE held.engagement_id = ANY (engagements)
        UNION
        SELECT held.user_id FROM intake_responsibility AS held WHERE held.relation_id = ANY (relations)
    );
    gone CONSTANT bigint[] := ARRAY(SELECT each FROM unnest(colleagues) AS each WHERE NOT intake_works_here(each, on_day));
    away CONSTANT bigint[] := ARRAY(SELECT each FROM unnest(colleagues) AS each WHERE NOT intake_at_work(each, on_day));
BEGIN
    RETURN QUERY
    SELECT engagement.id, NULL::bigint, two.is_answered, two.has_deputy
    FROM intake_engagement AS engagement
    CROSS JOIN LATERAL (
        SELECT
            coalesce(bool_or(held.part = 'responsible') AND bool_or(held.user_id <> ALL (away)), FALSE) AS is_answered,
            coalesce(bool_or(held.part = 'deputy'), FALSE) AS has_deputy
        FROM intake_responsibility AS held
        WHERE held.engagement_id = engagement.id
            AND held.starts_on <= on_day AND (held.ends_on IS NULL OR held.ends_on >= on_day)
            AND held.user_id <> ALL (gone)
    ) AS two
    WHERE engagement.id = ANY (engagements)
        AND engagement.starts_on <= on_day AND (engagement.ends_on IS NULL OR engagement.ends_on >= on_day)
    UNION ALL
    SELECT NULL, relation.id, two.is_answered, two.has_deputy
    FROM intake_employerrelation AS relation
    CROSS JOIN LATERAL (
        SELECT
            coalesce(bool_or(held.part = 'responsible') AND bool_or(held.user_id <> ALL (away)), FALSE) AS is_answered,
            coalesce(bool_or(held.part = 'deputy'), FALSE) AS has_deputy
        FROM intake_responsibility AS held
        WHERE held.relation_id = relation.id
            AND held.starts_on <= on_day AND (held.ends_on IS NULL OR held.ends_on >= on_day)
            AND held.user_id <> ALL (gone)
    ) AS two
    WHERE relation.id = ANY (relations)
        AND relation.starts_on <= on_day AND (relation.ends_on IS NULL OR relation.ends_on >= on_day);
END
$$;
