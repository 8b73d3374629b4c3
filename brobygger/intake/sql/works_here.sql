-- Whether somebody has not left on a day. One who has had a role somewhere, and has none on the day, has left. Source: RULES W2.
CREATE OR REPLACE FUNCTION intake_works_here(the_user bigint, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT
        EXISTS (SELECT FROM accounts_user AS account WHERE account.id = the_user AND account.is_active)
        AND (
            NOT EXISTS (SELECT FROM parties_membership AS held WHERE held.user_id = the_user)
            OR EXISTS (
                SELECT FROM parties_membership AS held
                WHERE held.user_id = the_user AND held.starts_on <= on_day AND (held.ends_on IS NULL OR held.ends_on >= on_day)
            )
        )
$$;
