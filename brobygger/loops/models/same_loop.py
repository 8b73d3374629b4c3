"""What holds two rows of a loop together must be of one loop. A check sees one row only, so the database asks in a trigger."""

from __future__ import annotations

import pgtrigger

OF_PARTICIPANT = "(SELECT loop_id FROM loops_participant WHERE id = NEW.participant_id)"
OF_EMPLOYER = "(SELECT loop_id FROM loops_loopemployer WHERE id = NEW.employer_id)"
OF_TASK = "(SELECT loop_id FROM loops_loopemployer WHERE id = (SELECT employer_id FROM loops_task WHERE id = NEW.task_id))"
OWN = "NEW.loop_id"


def one_loop(name: str, first: str, *others: str, unless: str = "false") -> pgtrigger.Trigger:
    """Refuse a row whose parts are of different loops, as a check would: with IntegrityError.

    Takes   first, others  SQL for the loop of each part
            unless         SQL for a row that has but one part
    """
    differ = " OR ".join(f"{first} IS DISTINCT FROM {other}" for other in others)
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"IF NOT ({unless}) AND ({differ}) THEN RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
    )


def stays_in_its_loop(name: str) -> pgtrigger.Trigger:
    """Refuse to move a row to another loop; what points at it would be left in the old one."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"IF NEW.loop_id <> OLD.loop_id THEN RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
    )
