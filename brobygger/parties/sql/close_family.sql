-- The keys of somebody's close family. Source: RULES A3.
CREATE OR REPLACE FUNCTION parties_close_family(of_person bigint) RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 4 AS $$
    SELECT relative_id FROM parties_familytie WHERE person_id = of_person
    UNION ALL
    SELECT person_id FROM parties_familytie WHERE relative_id = of_person
$$;
