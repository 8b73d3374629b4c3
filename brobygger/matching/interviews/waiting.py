"""Less waiting: chains of meetings change round, worse steps being allowed early and hardly ever late. Same seed, same steps, same plan."""

from __future__ import annotations

import math
from random import Random

from brobygger.matching.interviews.rounds import Rounds

SEED = 20270104

STEPS = 100_000
"""Enough for the kick-off days measured in docs/matching.md; more found nothing better."""

MOST_WORK = 2_000_000
"""How many people on chains may be visited in all; keeps the largest day under three seconds."""

WARMEST, COLDEST = 2.0, 0.05

EMPLOYER_SHARE = 0.05
"""What an employer's gap counts beside a candidate's while the candidates' are being closed."""


def shorten_waiting(table: Rounds, candidates: int) -> Rounds:
    """The table with fewer gaps for candidates and, among equals, for employers.

    Takes   table       any table without conflicts; it is changed
            candidates  how many of the people are candidates; they have the lowest numbers
    Gives   the best table met, at least as good as the one given
    Cost    at most `STEPS` steps and `MOST_WORK` people on chains, then the same again for the employers alone
    """
    best = _Search(table, candidates, EMPLOYER_SHARE, may_wait_more=True).run()
    if best.employer_gaps:
        best = _Search(best.table, candidates, 1.0, may_wait_more=False).run()
    return best.table


def warmth_after(used: float) -> float:
    """How much worse a step may be. Takes `used`: how much of the search is over, 0 to 1."""
    return WARMEST * math.pow(COLDEST / WARMEST, used)


class _Best:
    """The best table so far and its gaps."""

    def __init__(self, table: Rounds, candidate_gaps: int, employer_gaps: int) -> None:
        self.table = table.copy()
        self.candidate_gaps = candidate_gaps
        self.employer_gaps = employer_gaps


class _Search:
    """One run of the search."""

    def __init__(self, table: Rounds, candidates: int, employer_share: float, *, may_wait_more: bool) -> None:
        self.table = table
        self.candidates = candidates
        self.employer_share = employer_share
        self.may_wait_more = may_wait_more
        self.gaps = [table.gaps(person) for person in range(len(table.partner))]
        self.candidate_gaps = sum(self.gaps[:candidates])
        self.employer_gaps = sum(self.gaps[candidates:])
        self.best = _Best(table, self.candidate_gaps, self.employer_gaps)

    def run(self) -> _Best:
        """Walk until nobody waits or the steps are used up."""
        draw = Random(SEED)
        people = [person for person, busy in enumerate(self.table.busy) if busy]
        work = 0
        for step in range(STEPS if self.table.rounds > 1 else 0):
            if work > MOST_WORK or not (self.best.candidate_gaps or self.best.employer_gaps):
                break
            person = people[int(draw.random() * len(people))]
            one = int(draw.random() * self.table.rounds)
            other = (one + 1 + int(draw.random() * (self.table.rounds - 1))) % self.table.rounds
            chain = self.table.chain(person, one, other)
            work += len(chain)
            if len(chain) > 1:
                self._try(chain, one, other, max(step / STEPS, work / MOST_WORK), draw)
        return self.best

    def _try(self, chain: list[int], one: int, other: int, used: float, draw: Random) -> None:
        """Swap a chain, and swap it back when the waiting grows more than the warmth allows after this share of the search."""
        self.table.swap(chain, one, other)
        ends = {chain[0], chain[-1]}
        gaps = {person: self.table.gaps(person) for person in ends}
        more = [0, 0]
        for person, now in gaps.items():
            more[person >= self.candidates] += now - self.gaps[person]
        loss = more[0] + self.employer_share * more[1]
        if (more[0] > 0 and not self.may_wait_more) or (loss > 0 and draw.random() >= math.exp(-loss / warmth_after(used))):
            self.table.swap(chain, one, other)
            return
        for person, now in gaps.items():
            self.gaps[person] = now
        self.candidate_gaps += more[0]
        self.employer_gaps += more[1]
        if (self.candidate_gaps, self.employer_gaps) < (self.best.candidate_gaps, self.best.employer_gaps):
            self.best = _Best(self.table, self.candidate_gaps, self.employer_gaps)
