-- The contacts that reached the candidate: with them, answered, and not taken back. They move a due date; the others do not. Source: RULES W4.
CREATE OR REPLACE VIEW followup_reached AS
SELECT contact.id, contact.engagement_id, contact.happened_at, contact.next_step_on
FROM followup_contact AS contact
WHERE contact.withdraws_id IS NULL
    AND contact.kind <> 'no_answer'
    AND contact.whom IN ('candidate', 'both')
    AND NOT EXISTS (SELECT FROM followup_contact AS withdrawal WHERE withdrawal.withdraws_id = contact.id);
