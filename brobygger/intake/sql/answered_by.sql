-- The engagements and employer relations a user answers for on a day: the responsible who is at work, and the deputy who is while the
-- responsible is not. The rule is that of `TheTwo.answers`. Source: RULES W3; ADR 0097.
CREATE OR REPLACE FUNCTION intake_answered_by(of_user bigint, on_day date) RETURNS TABLE (engagement_id bigint, relation_id bigint)
LANGUAGE plpgsql STABLE ROWS 60 SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    IF NOT intake_at_work(of_user, on_day) THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT held.engagement_id, held.relation_id
    FROM intake_responsibility AS held
    WHERE held.user_id = of_user
        AND held.starts_on <= on_day AND (held.ends_on IS NULL OR held.ends_on >= on_day)
        AND (
            held.part = 'responsible'
            OR held.part = 'deputy' AND NOT EXISTS (
                SELECT
                FROM intake_responsibility AS responsible
                WHERE (responsible.engagement_id = held.engagement_id OR responsible.relation_id = held.relation_id)
                    AND responsible.part = 'responsible'
                    AND responsible.starts_on <= on_day AND (responsible.ends_on IS NULL OR responsible.ends_on >= on_day)
                    AND intake_at_work(responsible.user_id, on_day)
            )
        );
END
$$;
