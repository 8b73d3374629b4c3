"""The simplex method on a small dense table: where prices come from when changing them one at a time gets stuck.

It works in floating point, and nothing it says is believed: its prices are rounded, and what they prove is worked out in whole numbers.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from brobygger.matching.loop.board import Flags, Numbers

Reals = npt.NDArray[np.float64]

PIVOTS = 400
"""How many pivots it may take; prices from an unfinished table are worse, never wrong."""

NUDGE = 1e-9
"""How much the room differs from whole numbers, so that the table never stands still."""

NOTHING = 1e-7
"""What is taken for 0."""

ENOUGH = 0.5
"""A choice worth less than this more than what it displaces is left out: prices are whole numbers."""


def best_prices(out: Numbers, person: Numbers, worth: Numbers, uses: Numbers, room: Numbers, must_fill: Flags) -> Numbers:
    """The prices at which everybody's best choice after paying, plus what the room earns, is least.

    Takes   out        person → what it is worth to use nothing
            person     choice → whose it is
            worth      choice → what it is worth
            uses       room × choice, 1 where the choice uses it
            room       how many there is room for
            must_fill  the room must all be used, so that its price may fall below 0
    Gives   room → price in whole numbers
    Cost    for each pivot one pass over (people + room) × choices; about two pivots for each person who gets in
    """
    people, choices = len(out), len(person)
    values = np.concatenate([worth, out])
    penalty = 4.0 * float(np.ptp(values) + 1)
    left_empty = np.where(must_fill, penalty, 0.0)
    table = np.zeros((people + len(room) + 1, choices + people + len(room) + 1))
    table[person, np.arange(choices)] = 1.0
    table[people:-1, :choices] = uses
    table[:-1, choices:-1] = np.eye(people + len(room))
    table[:people, -1] = 1.0
    table[people:-1, -1] = room + NUDGE * np.arange(1, len(room) + 1)
    table[-1, :choices] = worth - out[person] + left_empty @ table[people:-1, :choices]
    _pivoted(table)
    prices: Numbers = np.rint(-table[-1, choices + people : -1] - left_empty).astype(np.int64)
    return np.where(must_fill, prices, np.maximum(prices, 0))


def _pivoted(table: Reals) -> None:
    """Pivot until no choice is worth more than what it displaces, in place."""
    worth, room = table[-1, :-1], table[:-1, -1]
    for _ in range(PIVOTS):
        column = int(worth.argmax())
        if worth[column] < ENOUGH:
            return
        factors = table[:, column].copy()
        able = np.flatnonzero(factors[:-1] > NOTHING)
        if not len(able):
            return
        row = able[(room[able] / factors[able]).argmin()]
        table[row] /= factors[row]
        factors[row] = 0.0
        table -= factors[:, None] * table[row]
