-- The people whom some units follow up on a day, and whom a user has stated a reason to open. Source: RULES A2.
CREATE OR REPLACE FUNCTION access_needed_by(of_user bigint, units bigint[], on_day date) RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 4 AS $$
    SELECT stated.person_id
    FROM access_needtoknow AS stated
    WHERE stated.user_id = of_user
        AND stated.starts_on <= on_day AND (stated.ends_on IS NULL OR stated.ends_on >= on_day)
        AND EXISTS (
            SELECT
            FROM intake_engagement AS engagement
            WHERE engagement.person_id = stated.person_id
                AND engagement.unit_id = ANY (units)
                AND engagement.starts_on <= on_day AND (engagement.ends_on IS NULL OR engagement.ends_on >= on_day)
        )
$$;
