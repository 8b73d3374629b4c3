"""Where each thing of the chain stands in its two drawings, one wide and one for a phone. Whole numbers: an SVG knows no decimal comma."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.placements.chain import Chain, Link
from brobygger.placements.models import PlacementKind
from brobygger.placements.states import PlacementState
from brobygger.web.placements import words

MOST_LINKS = 5  # as many as have room for their names; the table has all
LEFT, RIGHT = 30, 1110
NARROWEST, LAST_NARROWEST = 180, 320  # units, the last one also says when it began
BEFORE_THE_FIRST = 110  # room for «I dag» when nothing has begun
ROOM_FOR_WORDS = 10  # between the names of one stay and those of the next
BOLD_LETTER, LETTER = 8.4, 7.5  # about as wide as a letter of 15 units is
TURN_FROM = 860  # from here «I dag» is written to the left of its line
FOOT, FOOT_ABOVE_MONTHS = 132, 112
DOT = 14  # from the middle of a dot to where its line begins
AHEAD = timedelta(days=120)  # how far an open end is drawn
TOP, STEP = 24, 72  # of the drawing for a phone

# A dash of its own for each kind, in app.css, so that the colour never stands alone.
LINES = {
    PlacementKind.IN_HOUSE: "c-house",
    PlacementKind.PRACTICE: "c-practice",
    PlacementKind.WORK_TRAINING: "c-training",
    PlacementKind.SUMMER_JOB: "c-summer",
    PlacementKind.EDUCATION: "c-school",
    PlacementKind.APPRENTICESHIP: "c-apprentice",
    PlacementKind.SUBSIDISED: "c-subsidy",
    PlacementKind.ORDINARY_TEMPORARY: "c-temporary",
    PlacementKind.ORDINARY_PERMANENT: "c-job",
}


@dataclass(frozen=True)
class Piece:
    """One stay as drawn. `line_end` is 0 when nothing of it has been yet; `at` is across when wide, down on a phone."""

    line: str
    at: int
    text_at: int
    line_from: int
    line_end: int
    what: str
    where: str
    below: str = ""


@dataclass(frozen=True)
class Now:
    """Today, with how long the follow-up goes on. `foot` is where its line ends: above the months of a stay, when they are below it."""

    at: int
    foot: int
    text_at: int
    anchor: str
    until: str


@dataclass(frozen=True)
class Wide:
    pieces: tuple[Piece, ...]
    now: Now


@dataclass(frozen=True)
class Phone:
    pieces: tuple[Piece, ...]
    now: Now
    height: int
    plan_end: int


@dataclass(frozen=True)
class Drawing:
    title: str
    earlier: str
    wide: Wide
    phone: Phone


def drawing_of(chain: Chain) -> Drawing | None:
    """Both drawings of the latest stays, and a word of those left out; None when there are no stays."""
    links = chain.links[-MOST_LINKS:]
    if not links:
        return None
    left_out = len(chain.links) - len(links)
    earlier = ngettext("Én tidligere plass står i tabellen.", "%(count)s tidligere plasser står i tabellen.", left_out) % {
        "count": left_out
    }
    return Drawing(words.in_one_sentence(chain), earlier if left_out else "", wide(chain, links), on_a_phone(chain, links))


def wide(chain: Chain, links: Sequence[Link]) -> Wide:
    """Time goes from left to right; each stay has at least room for its names, and the rest is shared by the days."""
    today = chain.today
    end = end_of_drawing(chain, links)
    begins_ahead = links[0].starts_on > today
    first_x = LEFT + BEFORE_THE_FIRST if begins_ahead else LEFT
    days = [*(link.starts_on for link in links), end]
    places = spread(days, first_x)
    if begins_ahead:
        days, places = [today, *days], [LEFT, *places]
    own = places[1:] if begins_ahead else places
    pieces = []
    for x, following, link in zip(own, own[1:], links, strict=False):
        line_from = x + DOT
        line_end = min(place_of(last_drawn(link, today), days, places), following - DOT) if has_begun(link) else 0
        room = following - x - ROOM_FOR_WORDS
        pieces.append(
            Piece(
                line=LINES[link.kind],
                at=x,
                text_at=x - 8,
                line_from=line_from,
                line_end=max(line_end, line_from + 2) if has_begun(link) else 0,
                what=cut(words.what(link), room, BOLD_LETTER),
                where=cut(where(link, today), room, LETTER),
                below=words.months(link, today=today) if link.state == PlacementState.ENDED else "",
            )
        )
    x = place_of(today, days, places)
    turned = x > TURN_FROM
    hidden = any(piece.below and piece.text_at <= x <= piece.text_at + len(piece.below) * LETTER for piece in pieces)
    foot = FOOT_ABOVE_MONTHS if hidden else FOOT
    now = Now(x, foot, x + 6 if turned else x - 6, "end" if turned else "start", words.followed_until_in_words(chain))
    return Wide(tuple(pieces), now)


def on_a_phone(chain: Chain, links: Sequence[Link]) -> Phone:
    """One stay under the other, with today after the last that has begun."""
    today = chain.today
    pieces, down, now_at = [], TOP, TOP
    for link in links:
        if link.starts_on > today and now_at == down:
            down += STEP
        begun = has_begun(link)
        pieces.append(
            Piece(
                line=LINES[link.kind],
                at=down,
                text_at=down + 3,
                line_from=down + DOT,
                line_end=down + STEP - DOT if begun else 0,
                what=cut(words.what(link), 296, BOLD_LETTER),
                where=cut(where_and_when(link, today), 296, LETTER),
            )
        )
        down += STEP
        if link.starts_on <= today:
            now_at = down
    last = max(now_at, pieces[-1].at)
    return Phone(tuple(pieces), Now(now_at, now_at, now_at + 5, "start", words.followed_until_in_words(chain)), last + 38, last + 28)


def has_begun(link: Link) -> bool:
    return link.state in {PlacementState.ACTIVE, PlacementState.ENDED}


def last_drawn(link: Link, today: date) -> date:
    return link.ends_on if link.state == PlacementState.ENDED and link.ends_on is not None else today


def end_of_drawing(chain: Chain, links: Sequence[Link]) -> date:
    """The day at the right edge: until when the follow-up goes on, or a while after the last thing known."""
    known = [chain.today, *(link.ends_on or link.starts_on for link in links)]
    return max(chain.followed_until or date.min, max(known) + AHEAD)


def spread(days: Sequence[date], first_x: int) -> list[int]:
    """Where each day stands, from the first to the right edge."""
    narrowest = [NARROWEST] * (len(days) - 2) + [LAST_NARROWEST]
    lengths = [max(1, (after - before).days) for before, after in pairwise(days)]
    spare = max(0, RIGHT - first_x - sum(narrowest))
    found = [first_x]
    for least, length in zip(narrowest, lengths, strict=True):
        found.append(found[-1] + least + spare * length // sum(lengths))
    return [*found[:-1], RIGHT]


def place_of(day: date, days: Sequence[date], places: Sequence[int]) -> int:
    """Where a day stands, between those that have a place."""
    for first, last, left, right in zip(days, days[1:], places, places[1:], strict=False):
        if first <= day < last:
            return left + (right - left) * (day - first).days // (last - first).days
    return places[0] if day < days[0] else places[-1]


def where(link: Link, today: date) -> str:
    """The place, and since when for what goes on or is to come: «Lyngtunet, fra 2. november»."""
    if link.state == PlacementState.ENDED:
        return link.place
    return _("%(place)s, fra %(day)s") % {"place": link.place, "day": words.day_in_words(link.starts_on, today=today)}


def where_and_when(link: Link, today: date) -> str:
    """On a phone the months of what has ended stand beside the place."""
    if link.state != PlacementState.ENDED:
        return where(link, today)
    return _("%(place)s, %(months)s") % {"place": link.place, "months": words.months(link, today=today)}


def cut(text: str, room: float, letter: float) -> str:
    """As much as there is room for, in units; the table has it all."""
    most = max(4, int(room / letter))
    return text if len(text) <= most else f"{text[: most - 1].rstrip(' ,')}…"
