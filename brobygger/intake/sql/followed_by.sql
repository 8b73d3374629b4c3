-- The people a user is responsible for or stands in for on a day. Source: RULES A2.
CREATE OR REPLACE FUNCTION intake_followed_by(of_user bigint, on_day date) RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 40 AS $$
    SELECT engagement.person_id
    FROM intake_responsibility AS held
    JOIN intake_engagement AS engagement ON engagement.id = held.engagement_id
    WHERE held.user_id = of_user
        AND held.starts_on <= on_day AND (held.ends_on IS NULL OR held.ends_on >= on_day)
        AND engagement.starts_on <= on_day AND (engagement.ends_on IS NULL OR engagement.ends_on >= on_day)
$$;
