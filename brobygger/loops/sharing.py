"""Who shares what with whom in a loop, and until when: what a yes lets somebody see. Source: RULES A3, A5, A7; ADR 0077, 0083"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from brobygger.loops.models import Loop, LoopEmployer, Participant, Stay
from brobygger.loops.periods import periods
from brobygger.loops.queries import committed_employers
from brobygger.loops.states import BEING_BUILT
from brobygger.parties.models import Grant, Protection
from brobygger.parties.queries import holds_on

SHARING_LASTS = timedelta(weeks=12)  # after the loop's last day; RULES A7
Pair = tuple[int, int]  # the keys of a participant and an employer


def not_said_yes_to(loop: Loop, participants: Iterable[Participant], employers: Iterable[LoopEmployer]) -> set[Pair]:
    """The pairs in which somebody who shares with the loop has not said yes to being met by that employer. Cost: one query.

    Source  RULES A5; ADR 0077
    """
    by_person = {row.person_id: row.pk for row in participants}
    yes = Grant.objects.filter(person__in=by_person, subject_id=loop.public_id, withdrawn_at__isnull=True)
    shared: dict[int, set[int | None]] = {}
    for person, workplace in yes.values_list("person", "workplace"):
        shared.setdefault(by_person[person], set()).add(workplace)
    return {(participant, row.pk) for row in employers for participant, places in shared.items() if row.workplace_id not in places}


def protected_among(participants: Iterable[Participant], employers: Iterable[LoopEmployer]) -> set[Pair]:
    """The pairs with somebody whom no employer is shown. Takes participants with person. Source: RULES A3."""
    protected = [row.pk for row in participants if row.person.protection != Protection.NONE]
    return {(participant, row.pk) for row in employers for participant in protected}


def employers_to_say_yes_to(participant: Participant) -> QuerySet[LoopEmployer]:
    """Employers that joined after the candidate's yes, or whose yes ends before the loop, since the start was moved. Cost: one query."""
    loop = participant.loop
    yes = Grant.objects.filter(
        person=participant.person_id, subject_id=loop.public_id, withdrawn_at__isnull=True, workplace=OuterRef("workplace")
    )
    year = periods(loop)
    needed_until = year[-1].ends_on if year else loop.kick_off_on
    if needed_until:
        yes = yes.filter(ends_on__gte=needed_until)
    return committed_employers(loop).filter(~Exists(yes))


def shown_here(scope: QuerySet[Participant], employer: LoopEmployer, *, today: date) -> QuerySet[Participant]:
    """Those who have said yes to being seen by this very workplace; once the plan is decided, only those who come to it.

    Who has been there, is seen for twelve weeks after their last day. When the loop is called off, that is nobody.

    Takes   scope  from access.rows(…, MEET, Participant), which knows the loop but not which of the holder's workplaces
    Source  ADR 0081, 0091; RULES A7, M5
    """
    yes = Grant.objects.filter(
        holds_on(today),
        withdrawn_at__isnull=True,
        person=OuterRef("person"),
        subject_id=employer.loop.public_id,
        workplace=employer.workplace_id,
    )
    rows = scope.filter(Exists(yes), loop=employer.loop)
    if employer.loop.state in BEING_BUILT:
        return rows
    stays = Stay.objects.filter(participant=OuterRef("pk"), employer=employer, ends_on__gte=today - SHARING_LASTS)
    return rows.filter(Exists(stays))


def sharing_ends_on(loop: Loop, *, today: date) -> date:
    """The last day of a yes that is given today: twelve weeks after the last period, or after the kick-off until a start is set.

    Source  ADR 0083
    """
    year = periods(loop)
    last = year[-1].ends_on if year else loop.kick_off_on
    return max(last or today, today) + SHARING_LASTS


def shared_with_coordinator() -> str:
    return _("Navn, telefon, e-post, postnummer, det jeg har krysset av og skrevet, og hensyn planen må ta.")


def shared_with_employer() -> str:
    return _("Fornavn, det jeg har krysset av om oppgavene, og det jeg selv har skrevet. Når planen er bestemt, bare hvis jeg skal dit.")
