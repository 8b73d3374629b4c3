-- Of some engagements that run on a day one for each person, who may be followed up in two services. Source: ADR 0102.
CREATE OR REPLACE FUNCTION intake_each_once(engagements bigint[], on_day date) RETURNS SETOF bigint LANGUAGE plpgsql STABLE ROWS 500 AS $$
BEGIN
    RETURN QUERY
    SELECT DISTINCT ON (engagement.person_id) engagement.id
    FROM intake_engagement AS engagement
    WHERE engagement.id = ANY (engagements)
        AND engagement.starts_on <= on_day AND (engagement.ends_on IS NULL OR engagement.ends_on >= on_day)
    ORDER BY engagement.person_id, engagement.id;
END
$$;
