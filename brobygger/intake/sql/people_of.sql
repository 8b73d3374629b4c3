-- The people whom some units follow up on a day. Source: RULES A2.
CREATE OR REPLACE FUNCTION intake_people_of(units bigint[], on_day date) RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 500 AS $$
    SELECT engagement.person_id
    FROM intake_engagement AS engagement
    WHERE engagement.unit_id = ANY (units)
        AND engagement.starts_on <= on_day AND (engagement.ends_on IS NULL OR engagement.ends_on >= on_day)
$$;
