-- Whether somebody has not left and is not away on a day. One who has had a role somewhere, and has none on the day, has left.
-- Source: RULES W3; ADR 0097.
CREATE OR REPLACE FUNCTION intake_at_work(the_user bigint, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT
        EXISTS (SELECT FROM accounts_user AS account WHERE account.id = the_user AND account.is_active)
        AND (
            NOT EXISTS (SELECT FROM parties_membership AS held WHERE held.user_id = the_user)
            OR EXISTS (
                SELECT FROM parties_membership AS held
                WHERE held.user_id = the_user AND held.starts_on <= on_day AND (held.ends_on IS NULL OR held.ends_on >= on_day)
            )
        )
        AND NOT EXISTS (
            SELECT FROM intake_absence AS absence
            WHERE absence.user_id = the_user AND absence.starts_on <= on_day AND absence.ends_on >= on_day
        )
$$;
