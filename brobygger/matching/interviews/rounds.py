"""A table of rounds where nobody is in two places: edge colouring of a bipartite graph, and the one change that keeps it so."""

from __future__ import annotations

from collections.abc import Sequence

NOBODY = -1


class Rounds:
    """Who meets whom in which round; candidates and employers are numbered together.

    Takes   people    how many there are in all
            meetings  (candidate, employer) by number, each once
            rounds    at least the most meetings any one has
    Source  Kőnig 1916: a bipartite graph needs no more colours than its highest degree

    Every meeting gets a round as it is put in. When the two have no free round in common, the chain of meetings that alternates between
    a free round of the one and a free round of the other changes round, and then they have.
    """

    def __init__(self, people: int, meetings: Sequence[tuple[int, int]], rounds: int) -> None:
        self.rounds = rounds
        self.partner = [[NOBODY] * rounds for _ in range(people)]
        self.busy = [0] * people
        """the rounds with a meeting, as bits"""
        candidates = 1 + max((candidate for candidate, _ in meetings), default=0)
        for candidate, employer in meetings:
            self._place(candidate, employer, self._wished_round(candidate, employer - candidates, people - candidates, candidates))

    def _wished_round(self, candidate: int, employer: int, employers: int, candidates: int) -> int:
        """As many candidates as there are employers come together and take turns in a square, and then the next as many."""
        group, place = divmod(candidate, employers)
        groups = -(-candidates // employers)
        first = min(group * employers, group * max(self.rounds - employers, 0) // max(groups - 1, 1))
        return first + (place + employer) % employers

    def _place(self, candidate: int, employer: int, wished: int) -> None:
        mine, theirs = self.partner[candidate], self.partner[employer]
        shared = [number for number in range(self.rounds) if mine[number] == theirs[number] == NOBODY]
        if shared:
            round_ = min(shared, key=lambda number: abs(number - wished))
        else:
            round_ = mine.index(NOBODY)
            other = theirs.index(NOBODY)
            self.swap(self._walk(employer, round_, other), round_, other)
        mine[round_], theirs[round_] = employer, candidate
        self.busy[candidate] |= 1 << round_
        self.busy[employer] |= 1 << round_

    def chain(self, person: int, one: int, other: int) -> list[int]:
        """Everyone on the chain of meetings through a person that alternates between two rounds, end to end or once round the ring."""
        onward = self._walk(person, one, other)
        if len(onward) > 2 and self.partner[onward[-1]][other] == person:
            return onward
        return [*reversed(self._walk(person, other, one)[1:]), *onward]

    def swap(self, chain: Sequence[int], one: int, other: int) -> None:
        """Let a whole chain change between two rounds. Only its two ends get one round for the other; the rest keep both."""
        both = 1 << one | 1 << other
        for person in chain:
            row = self.partner[person]
            row[one], row[other] = row[other], row[one]
        for person in {chain[0], chain[-1]}:
            if self.busy[person] & both not in (0, both):
                self.busy[person] ^= both

    def gaps(self, person: int) -> int:
        """Empty rounds between the first and the last meeting."""
        busy = self.busy[person]
        return busy.bit_length() - (busy & -busy).bit_length() + 1 - busy.bit_count() if busy else 0

    def copy(self) -> Rounds:
        """The same table, to be kept while this one is changed."""
        table = Rounds(0, (), self.rounds)
        table.partner = [row.copy() for row in self.partner]
        table.busy = self.busy.copy()
        return table

    def _walk(self, person: int, one: int, other: int) -> list[int]:
        """From a person by a meeting in the one round, then in the other, and so on to the end or until the person comes back."""
        path = [person]
        while (following := self.partner[path[-1]][one]) not in (NOBODY, person):
            path.append(following)
            one, other = other, one
        return path
