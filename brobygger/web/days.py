"""What people write for a day or a time, read as they mean it: «28.11», «28. november», «fredag», «i går», «930».

A day without a year is the one that makes sense: the last that has been, the next to come, or the nearest. A day that makes no sense is
refused with what is wrong and, when it can be guessed, what was meant.

Source  ADR 0120
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time, timedelta
from enum import Enum
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from brobygger.kernel.our_time import FIRST_BIRTHDAY, FIRST_DAY, LAST_DAY
from brobygger.kernel.units import day

OLDEST = 120  # years; the oldest there has been was 122
LEAP_YEARS = 8  # years to the next 29 February, at most
LONGEST = 40  # letters of a day or a time
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))  # what comes along when something is copied

# In the languages of Brobygger, whichever the page is in. The first three letters are enough.
MONTHS = (
    {"januar", "january"}, {"februar", "february"}, {"mars", "march"}, {"april"}, {"mai", "may"}, {"juni", "june"},
    {"juli", "july"}, {"august"}, {"september"}, {"oktober", "october"}, {"november"}, {"desember", "december"},
)  # fmt: skip
WEEKDAYS = (
    {"mandag", "måndag", "monday"}, {"tirsdag", "tysdag", "tuesday"}, {"onsdag", "wednesday"}, {"torsdag", "thursday"},
    {"fredag", "friday"}, {"lørdag", "laurdag", "saturday"}, {"søndag", "sundag", "sunday"},
)  # fmt: skip
DAYS_FROM_TODAY = {
    **dict.fromkeys(("i dag", "idag", "today"), 0),
    **dict.fromkeys(("i går", "igår", "yesterday"), -1),
    **dict.fromkeys(("i morgen", "imorgen", "i morgon", "imorgon", "tomorrow"), 1),
    **dict.fromkeys(("i overmorgen", "overimorgen", "i overmorgon", "overimorgon"), 2),
    **dict.fromkeys(("i forgårs", "i førgår"), -2),
}

YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
IN_FIGURES = re.compile(r"(?P<day>\d{1,2})[ .,/-]+(?P<month>\d{1,2})(?:[ .,/-]+(?P<year>\d{4}|\d\d))?[.,]?")
FIGURES_ALONE = re.compile(r"(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d{4}|\d\d)?")
WITH_A_WORD = re.compile(r"(?P<day>\d{1,2})[ .]*(?P<word>[a-zæøå]{3,9})\.?(?:[ ,]+(?P<year>\d{4}|\d\d))?")
WORD_FIRST = re.compile(r"(?P<word>[a-zæøå]{3,9})\.? +(?P<day>\d{1,2})(?:[ ,]+(?P<year>\d{4}|\d\d))?")
CLOCK = re.compile(r"(?:(?:kl|klokka|klokken)[. ]*)?(?P<hour>\d{1,2})(?:[.:, ]?(?P<minute>\d\d)(?::00)?)?")


class Mistyped(Exception):
    """What is wrong with a day or a time that was written, as a sentence. Empty when it can't be read as one at all."""


class Year(Enum):
    """Which year a day without one is in."""

    LAST = "the last time it has been"
    NEXT = "the next time it comes"
    NEAREST = "the time nearest to today"


class Kind(NamedTuple):
    back: int  # years
    ahead: int
    without_a_year: Year
    at_hand: tuple[int, ...]  # which days from today there are buttons for


class Days(Kind, Enum):
    """What a day is of, and so which days can be meant. What is outside is mistyped; whether one inside is right, the action says."""

    BIRTH = Kind(OLDEST, 0, Year.LAST, ())
    PAST = Kind(10, 1, Year.LAST, (-1, 0))
    PLAN = Kind(3, 5, Year.NEXT, (0, 1))
    AROUND = Kind(10, 5, Year.NEAREST, (-1, 0, 1))

    def first(self, today: date) -> date:
        return max(in_year(today, today.year - self.back), FIRST_BIRTHDAY if self is Days.BIRTH else FIRST_DAY)

    def last(self, today: date) -> date:
        return min(in_year(today, today.year + self.ahead), LAST_DAY)

    def near(self, written: Written, today: date) -> date | None:
        """A day and a month in the year that makes sense; none for 30 February."""
        years = [today.year + offset for offset in range(-LEAP_YEARS, LEAP_YEARS + 1)]
        found = [each for each in (written.in_year(year) for year in years) if each is not None]
        match self.without_a_year:
            case Year.LAST:
                return max((each for each in found if each <= today), default=None)
            case Year.NEXT:
                return min((each for each in found if each >= today), default=None)
        return min(found, key=lambda each: abs(each - today), default=None)


class Written(NamedTuple):
    """The parts of a day, before anybody knows whether there is such a day."""

    day: int
    month: int
    year: str = ""

    def in_year(self, year: int) -> date | None:
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.day:02}.{self.month:02}." + (f"{int(self.year):04}" if self.year else "")


def read_day(text: str, *, when: Days, today: date) -> date:
    """Raises  Mistyped when there is none, or when it makes no sense for what it is of"""
    said = plainly(text)
    by_name = named_day(said, when=when, today=today)
    if by_name is not None:
        return by_name
    written = parts_of(said)
    if written is None:
        raise Mistyped
    return sensible(written, when=when, today=today)


def plainly(text: str) -> str:
    """In small letters, where each space is one plain space. Raises Mistyped for what is too long to be a day."""
    if len(text) > LONGEST:
        raise Mistyped
    return " ".join(text.casefold().translate(UNSEEN).split()).removeprefix("den ")


def named_day(said: str, *, when: Days, today: date) -> date | None:
    if said in DAYS_FROM_TODAY:
        return today + timedelta(days=DAYS_FROM_TODAY[said])
    weekday = number_of(said.removeprefix("på ").removeprefix("on "), WEEKDAYS, shortest=6)
    if weekday is None:
        return None
    if when.without_a_year is Year.LAST:
        return today - timedelta(days=(today.weekday() - weekday) % 7 or 7)
    return today + timedelta(days=(weekday - today.weekday()) % 7 or 7)


def parts_of(said: str) -> Written | None:
    """Takes   said  a weekday may stand before it, as in a calendar: «fredag 4. desember»"""
    first, _space, rest = said.partition(" ")
    if rest[:1].isdigit() and number_of(first.rstrip(".,"), WEEKDAYS, shortest=3) is not None:
        said = rest
    for pattern in (YEAR_FIRST, IN_FIGURES, FIGURES_ALONE, WITH_A_WORD, WORD_FIRST):
        found = pattern.fullmatch(said)
        if found is None:
            continue
        parts = found.groupdict()
        month = int(parts["month"]) if "month" in parts else month_of(parts["word"])
        return Written(int(parts["day"]), month, parts["year"] or "") if month is not None else None
    return None


def month_of(word: str) -> int | None:
    number = number_of(word, MONTHS, shortest=3)
    return None if number is None else number + 1


def number_of(word: str, names: Iterable[set[str]], *, shortest: int) -> int | None:
    """Which of some names a word is, or is the beginning of."""
    if len(word) < shortest:
        return None
    return next((number for number, each in enumerate(names) if any(name.startswith(word) for name in each)), None)


def sensible(written: Written, *, when: Days, today: date) -> date:
    found = when.near(written, today) if not written.year else written.in_year(year_of(written, when=when, today=today))
    if when is Days.BIRTH and not written.year:
        raise Mistyped(_("Skriv året også."))
    if found is None:
        raise Mistyped(why_not(written))
    if found < when.first(today):
        raise Mistyped(guess(_("%(day)s er lenge siden."), written, when=when, today=today))
    if found > when.last(today):
        raise Mistyped(guess(_("%(day)s er langt fram."), written, when=when, today=today))
    return found


def year_of(written: Written, *, when: Days, today: date) -> int:
    """Two figures are of this century, or of the last one for somebody born then."""
    year = int(written.year)
    if len(written.year) > 2:
        return year
    return year + 1900 if when is Days.BIRTH and year + 2000 > today.year else year + 2000


def why_not(written: Written) -> str:
    """Why there is no such day in the calendar."""
    if not 1 <= written.month <= 12:
        return _("Det er ingen måned %(month)s. Skriv dagen først, så måneden.") % {"month": written.month}
    if written.year and not int(written.year):
        return _("%(day)s er ikke en dag. Se etter en skrivefeil i året.") % {"day": written}
    month = date(int(written.year) if len(written.year) > 2 else 2000 + int(written.year or 0), written.month, 1)
    count = (in_month_after(month) - month).days
    if not written.year:
        return _("Det er ikke så mange dager i %(month)s. Se etter en skrivefeil.") % {"month": date_format(month, "F")}
    return _("Det er bare %(count)s dager i %(month)s.") % {"count": count, "month": f"{date_format(month, 'F')} {month.year:04}"}


def guess(wrong: str, written: Written, *, when: Days, today: date) -> str:
    """What is wrong, and what was meant: the two last figures of the year when they make sense, else the year of its kind."""
    alike = [written.in_year(century + int(written.year) % 100) for century in (2000, 1900)] if written.year else []
    meant = next((each for each in alike if each and when.first(today) <= each <= when.last(today)), None) or when.near(written, today)
    said = wrong % {"day": written}
    return " ".join([said, _("Mente du %(day)s?") % {"day": day(meant)}]) if meant is not None else said


def read_time(text: str) -> time:
    """Raises  Mistyped for what is no time, and for an hour or a minute that no clock shows"""
    found = CLOCK.fullmatch(plainly(text))
    if found is None:
        raise Mistyped
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if hour > 23 or minute > 59:
        raise Mistyped(_("Klokka går fra 00.00 til 23.59. Midnatt er 00.00."))
    return time(hour, minute)


def in_year(on: date, year: int) -> date:
    """The same day of another year; 28 February for one that is not there."""
    return on.replace(year=year, day=28) if (on.month, on.day) == (2, 29) else on.replace(year=year)


def in_month_after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
