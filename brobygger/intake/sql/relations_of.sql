-- The employer relations a user has the contact in or stands in for on a day, of those that run.
CREATE OR REPLACE FUNCTION intake_relations_of(of_user bigint, on_day date) RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 40 AS $$
    SELECT held.relation_id
    FROM intake_responsibility AS held
    JOIN intake_employerrelation AS relation ON relation.id = held.relation_id
    WHERE held.user_id = of_user
        AND held.starts_on <= on_day AND (held.ends_on IS NULL OR held.ends_on >= on_day)
        AND relation.starts_on <= on_day AND (relation.ends_on IS NULL OR relation.ends_on >= on_day)
$$;
