-- Those of some engagements that run on a day and whom nobody has reached in the 14 days until then, with the last time anybody did; nothing for
-- those never reached. Source: RULES W4; ADR 0102.
CREATE OR REPLACE FUNCTION followup_uncontacted(engagements bigint[], on_day date)
RETURNS TABLE (engagement_id bigint, last_met_at timestamptz)
LANGUAGE plpgsql STABLE ROWS 100 AS $$
#variable_conflict use_column
DECLARE
    lately CONSTANT timestamptz := (on_day - 13)::timestamp AT TIME ZONE 'Europe/Oslo';
    until CONSTANT timestamptz := (on_day + 1)::timestamp AT TIME ZONE 'Europe/Oslo';
BEGIN
    RETURN QUERY
    SELECT engagement.id, last.happened_at
    FROM intake_engagement AS engagement
    LEFT JOIN LATERAL (
        SELECT contact.happened_at
        FROM followup_reached AS contact
        WHERE contact.engagement_id = engagement.id
            AND contact.happened_at < until
        ORDER BY contact.happened_at DESC, contact.id DESC
        LIMIT 1
    ) AS last ON TRUE
    WHERE engagement.id = ANY (engagements)
        AND engagement.starts_on <= on_day AND (engagement.ends_on IS NULL OR engagement.ends_on >= on_day)
        AND (last.happened_at IS NULL OR last.happened_at < lately);
END
$$;
