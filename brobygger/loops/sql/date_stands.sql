-- What must hold between a date of a loop's year and its appointment, which says whether it stands: a stay has each date once among those
-- that stand, and only a date that is called off says by whom. No index and no check sees two tables. The loop is locked before the count,
-- so that of two at the same time the second sees the first. Source: ADR 0087, 0119.
CREATE OR REPLACE FUNCTION loops_require_date_stands(asked bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one loops_loopdate;
    standing bigint;
BEGIN
    SELECT * INTO one FROM loops_loopdate WHERE appointment_id = asked;
    IF one.called_off_by_id IS NOT NULL
        AND (SELECT state FROM appointments_appointment WHERE id = asked) <> 'called_off'
    THEN
        RAISE EXCEPTION 'loop_date_is_called_off_by_somebody_only_when_called_off' USING ERRCODE = 'check_violation';
    END IF;
    IF one.participant_id IS NULL THEN
        RETURN;
    END IF;
    PERFORM 1 FROM loops_loop WHERE id = one.loop_id FOR NO KEY UPDATE;
    SELECT count(*) INTO standing
    FROM loops_loopdate AS other
    JOIN appointments_appointment AS appointment ON appointment.id = other.appointment_id
    WHERE other.participant_id = one.participant_id
        AND other.employer_id = one.employer_id
        AND other.turning = one.turning
        AND other.kind = one.kind
        AND appointment.state <> 'called_off';
    IF standing > 1 THEN
        RAISE EXCEPTION 'loop_date_stands_once_for_a_stay' USING ERRCODE = 'unique_violation';
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION loops_date_is_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM loops_require_date_stands(NEW.appointment_id);
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION loops_date_is_taken_up_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM loops_require_date_stands(NEW.id);
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER loop_date_stands
AFTER INSERT OR UPDATE ON loops_loopdate
FOR EACH ROW EXECUTE FUNCTION loops_date_is_written();

CREATE OR REPLACE TRIGGER loop_date_stands_when_taken_up_again
AFTER UPDATE OF state ON appointments_appointment
FOR EACH ROW WHEN (OLD.state = 'called_off' AND NEW.state <> 'called_off')
EXECUTE FUNCTION loops_date_is_taken_up_again();
