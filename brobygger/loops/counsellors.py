"""Who is a participant's counsellor: the one rule, for one participant and for many. Source: RULES W2"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from brobygger.accounts.models import User
from brobygger.intake.models import Part, Responsibility
from brobygger.loops.models import Participant
from brobygger.parties.queries import holds_on


def counsellor_of(participant: Participant, *, today: date) -> User:
    """The counsellor of one participant, as `counsellors_of` has it. Cost: one query."""
    return counsellors_of([participant], today=today)[participant.pk]


def counsellors_of(participants: Iterable[Participant], *, today: date) -> dict[int, User]:
    """Whoever proposed somebody, as long as they follow them up today; else the responsible one today, else the deputy.

    One whom nobody follows up today has nobody else than the one who proposed them. When several engagements run, the longest running
    is asked first.

    Takes   participants  with `proposed_by` loaded
    Gives   their counsellors, by the participants' keys
    Cost    one query for any number of participants
    """
    asked = list(participants)
    held = Responsibility.objects.filter(
        holds_on(today), holds_on(today, "engagement__"), engagement__person__in={row.person_id for row in asked}
    )
    followers: dict[int, dict[str, list[User]]] = {}
    for each in held.select_related("user", "engagement").order_by("engagement__starts_on", "engagement", "pk"):
        assert each.engagement is not None
        followers.setdefault(each.engagement.person_id, {}).setdefault(each.part, []).append(each.user)
    return {row.pk: among(followers.get(row.person_id, {}), row.proposed_by) for row in asked}


def among(followers: dict[str, list[User]], proposer: User) -> User:
    """The counsellor among those who follow somebody up today, in their parts."""
    in_turn = [*followers.get(Part.RESPONSIBLE, ()), *followers.get(Part.DEPUTY, ())]
    return proposer if proposer in in_turn or not in_turn else in_turn[0]
