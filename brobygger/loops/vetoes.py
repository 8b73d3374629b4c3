"""Why somebody cannot be somewhere: worked out from what is written down, or stated by a person.

Source  ADR 0072; RULES M2. Distance is the straight line between postal codes, and says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.utils.translation import gettext as _

from brobygger.kernel.units import day
from brobygger.loops.models import Accommodation, Closure, Loop, LoopEmployer, Participant, Shift, StatedVeto, VetoKind
from brobygger.loops.periods import Period, periods
from brobygger.parties.models import ContactPerson, FamilyTie
from brobygger.reference.queries import distance_km

LONGEST_CLOSURE = timedelta(weeks=4)  # a period with as many closed weeks is not one to be placed in


@dataclass(frozen=True)
class Veto:
    """One reason, for one period or (None) for all of them; `words` is for the coordinator."""

    participant: Participant
    employer: LoopEmployer
    period: int | None
    kind: VetoKind
    words: str
    stated: StatedVeto | None = None


def vetoes(loop: Loop, participants: Sequence[Participant], employers: Sequence[LoopEmployer]) -> list[Veto]:
    """Every reason that stands between these participants and these employers, in a fixed order.

    Takes   participants  with `person__postal_code` loaded; employers with `workplace__postal_code` loaded
    Cost    three queries for any number of either
    """
    stated = StatedVeto.objects.filter(participant__in=participants, employer__in=employers).order_by("pk")
    ties = family_ties(participants, employers, on=loop.kick_off_on)
    closed = closures(employers, periods(loop))
    people, places = {row.pk: row for row in participants}, {row.pk: row for row in employers}
    found = [
        Veto(people[veto.participant_id], places[veto.employer_id], veto.period, VetoKind(veto.kind), veto.reason, veto) for veto in stated
    ]
    for employer in employers:
        for participant in participants:
            found += [
                Veto(participant, employer, None, kind, words)
                for kind, words in (
                    (VetoKind.DISTANCE, too_far(participant, employer)),
                    (VetoKind.SHIFTS, wrong_shifts(participant, employer)),
                    (VetoKind.ACCOMMODATION, cannot_arrange(participant, employer)),
                    (VetoKind.FAMILY_TIE, _("De er i nær familie.") if (participant.pk, employer.pk) in ties else ""),
                )
                if words
            ]
            found += [Veto(participant, employer, number, VetoKind.CLOSED_WEEKS, words) for number, words in closed[employer.pk]]
    return found


def too_far(participant: Participant, employer: LoopEmployer) -> str:
    """Words when the straight line is longer than the candidate's limit; nothing when either point is unknown."""
    home, work, limit = participant.person.postal_code, employer.workplace.postal_code, participant.travel_limit_km
    if home is None or work is None or limit is None:
        return ""
    distance = distance_km(home, work)
    if distance is None or distance <= limit:
        return ""
    return _("%(distance)s km i luftlinje mellom postnumrene. Grensa er %(limit)s km.") % {"distance": ceil(distance), "limit": limit}


def wrong_shifts(participant: Participant, employer: LoopEmployer) -> str:
    clash = [shift.label for shift in Shift if shift in employer.shifts and shift in participant.cannot_work]
    return _("Arbeidet gjøres %(shifts)s, og det passer ikke.") % {"shifts": ", ".join(map(str, clash))} if clash else ""


def cannot_arrange(participant: Participant, employer: LoopEmployer) -> str:
    missing = [need.label for need in Accommodation if need in participant.needs and need in employer.cannot_arrange]
    return _("Bedriften kan ikke legge til rette: %(needs)s.") % {"needs": ", ".join(map(str, missing))} if missing else ""


def closures(employers: Iterable[LoopEmployer], all_periods: Sequence[Period]) -> dict[int, list[tuple[int, str]]]:
    """For each employer the periods it is closed for: on the first day, or for four weeks or more."""
    closed: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for closure in Closure.objects.filter(employer__in=list(employers)).order_by("starts_on", "pk"):
        for period in all_periods:
            shut = min(closure.ends_on, period.ends_on) - max(closure.starts_on, period.starts_on) + timedelta(days=1)
            if closure.starts_on <= period.starts_on <= closure.ends_on or shut >= LONGEST_CLOSURE:
                words = _("Stengt %(first)s–%(last)s: %(reason)s") % {
                    "first": day(closure.starts_on),
                    "last": day(closure.ends_on),
                    "reason": closure.reason,
                }
                closed[closure.employer_id].append((period.number, words))
    return closed


def family_ties(participants: Sequence[Participant], employers: Sequence[LoopEmployer], *, on: date | None) -> set[tuple[int, int]]:
    """The pairs (participant, employer) where the participant is close family of the loop's contact, or of one at the workplace.

    Takes   on  a contact who has left by then does not count; None: nor does one who is to leave
    Cost    one query
    """
    workplaces = [employer.workplace_id for employer in employers]
    by_person = {participant.person_id: participant.pk for participant in participants}
    still_there = Q(ends_on__isnull=True) | Q(ends_on__gte=on) if on else Q(ends_on__isnull=True)
    contacts = ContactPerson.objects.filter(still_there, workplace__in=workplaces).order_by("pk").values("workplace")
    ties = FamilyTie.objects.filter(Q(person__in=by_person) | Q(relative__in=by_person)).values_list(
        "person",
        "relative",
        ArraySubquery(contacts.filter(person=OuterRef("person"))),
        ArraySubquery(contacts.filter(person=OuterRef("relative"))),
    )
    ends = [end for one, other, at_one, at_other in ties for end in ((one, other, at_other), (other, one, at_one))]
    return {
        (by_person[candidate], employer.pk)
        for candidate, relative, works_at in ends
        if candidate in by_person
        for employer in employers
        if employer.contact_id == relative or employer.workplace_id in works_at
    }


def vetoed_throughout(loop: Loop, participants: Sequence[Participant], employers: Sequence[LoopEmployer]) -> set[tuple[int, int]]:
    """The pairs that are out of the question in every period; they need not meet."""
    shut: dict[tuple[int, int], set[int]] = defaultdict(set)
    the_year = set(range(loop.periods))
    for veto in vetoes(loop, participants, employers):
        shut[veto.participant.pk, veto.employer.pk] |= the_year if veto.period is None else {veto.period}
    return {pair for pair, numbers in shut.items() if numbers >= the_year}
