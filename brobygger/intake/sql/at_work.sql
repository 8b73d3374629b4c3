-- Whether somebody has not left and is not away on a day. Source: RULES W3; ADR 0097.
CREATE OR REPLACE FUNCTION intake_at_work(the_user bigint, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT
        intake_works_here(the_user, on_day)
        AND NOT EXISTS (
            SELECT FROM intake_absence AS absence
            WHERE absence.user_id = the_user AND absence.starts_on <= on_day AND absence.ends_on >= on_day
        )
$$;
