"""Dates as a file that calendars on phones and computers open.

Source  RULES W9; ADR 0086; RFC 5545 for the file, RFC 5546 for what each method asks of it
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from urllib.parse import quote

from icalendar import Calendar, Event, Timezone, vCalAddress, vDuration, vText, vUri

from brobygger.kernel.clock import OSLO

MADE_BY = "-//Brobygger//Kalender 1//NO"
UID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.@-]{0,254}")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
WEB_ADDRESS = re.compile(r"https?://(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")  # RFC 3986
HIGHEST_SEQUENCE = 2**31 - 1  # INTEGER of RFC 5545, section 3.3.8
SPACES = re.compile(r"([^\S\n])[^\S\n]+")
NEW_LINES = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")  # every sign that some reader takes for the end of a line
NO_TEXT = {"Cc", "Cs"}  # control characters, and halves of characters, which UTF-8 cannot hold


class Method(Enum):
    """What the one who gets the file is to do with it."""

    PUBLISH = "PUBLISH"  # keep it: fetched from a page
    REQUEST = "REQUEST"  # put it in the calendar, or change what is there: in a letter
    CANCEL = "CANCEL"  # take it out: in a letter

    @property
    def content_type(self) -> str:
        """The type to send the file with; mail programs read the method here as well as in the file, and want them to be the same."""
        return f"text/calendar; charset=utf-8; method={self.value}"


@dataclass(frozen=True)
class Addressee:
    """Somebody a letter is from or to. Raises ValueError for what cannot be an e-mail address."""

    name: str
    email: str

    def __post_init__(self) -> None:
        if not EMAIL.fullmatch(self.email):
            raise ValueError(f"email must be an e-mail address, got {self.email!r}")


@dataclass(frozen=True)
class CalendarDate:
    """One date as it is to stand in somebody's calendar.

    Takes   uid         made of the date's public id and the same for ever; letters, digits, full stop, hyphen, @
            sequence    0 at first, one more for each change
            starts_at   with ends_at, two moments with time zones; or two dates for whole days, where ends_at is the last of them
            changed_at  with a time zone
            url         http or https, written in the signs of an address only, as Django gives it
    Raises  ValueError for anything else, and for an end before the start
    """

    uid: str
    sequence: int
    summary: str
    starts_at: date
    ends_at: date
    changed_at: datetime
    description: str = ""
    location: str = ""
    cancelled: bool = False
    organizer: Addressee | None = None
    attendee: Addressee | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if not UID.fullmatch(self.uid):
            raise ValueError(f"uid must be letters, digits, full stops, hyphens and @, got {self.uid!r}")
        if not 0 <= self.sequence <= HIGHEST_SEQUENCE:
            raise ValueError(f"sequence must be from 0 to {HIGHEST_SEQUENCE}, got {self.sequence}")
        if self.url is not None and not WEB_ADDRESS.fullmatch(self.url):
            raise ValueError(f"url must be a whole address that begins with http:// or https://, got {self.url!r}")
        starts, ends = self.span
        if ends <= starts:
            raise ValueError(f"ends_at must be after starts_at, got {self.starts_at!r} to {self.ends_at!r}")
        in_utc(self.changed_at)

    @property
    def span(self) -> tuple[date, date]:
        """Start and end as the file has them: moments in UTC to the second; of whole days the first, and the day after the last."""
        if isinstance(self.starts_at, datetime) and isinstance(self.ends_at, datetime):
            return in_utc(self.starts_at), in_utc(self.ends_at)
        if isinstance(self.starts_at, datetime) or isinstance(self.ends_at, datetime):
            raise ValueError(f"starts_at and ends_at must be two moments or two dates, got {self.starts_at!r} and {self.ends_at!r}")
        return self.starts_at, self.ends_at + timedelta(days=1)


class Text(vText):
    """Text written by the table in RFC 5545, section 3.3.11. The library's own way takes the \\N of C:\\Nord for a new line."""

    __slots__ = ()

    def to_ical(self) -> bytes:
        return self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n").encode()


def in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"a moment must have a time zone, got {moment!r}")
    return moment.astimezone(UTC).replace(microsecond=0)


def clean(text: str) -> str:
    """A text without what a line of the file cannot hold: new lines of every kind are one kind, other control characters are dropped.

    Many spaces after each other are one, or a folded line could be nothing but spaces, which some readers take for the end of the file.
    """
    lines = NEW_LINES.sub("\n", text)
    kept = "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in NO_TEXT)
    return SPACES.sub(r"\1", kept).strip()


def on_one_line(text: str) -> str:
    return " ".join(clean(text).split())


def address(somebody: Addressee) -> vCalAddress:
    """An e-mail address with the name beside it, where the signs are left out that readers disagree on how to read."""
    written = vCalAddress("mailto:" + quote(somebody.email, safe="@+!$'*-._~"))
    name = on_one_line(somebody.name.translate({ord('"'): "'", ord("^"): None, ord("\\"): None}))
    if name:
        written.params["CN"] = name
    return written


def event(entry: CalendarDate, *, method: Method, made_at: datetime) -> Event:
    starts, ends = entry.span
    written = Event()
    written.add("uid", Text(entry.uid))
    written.add("dtstamp", in_utc(made_at))
    written.add("last-modified", in_utc(entry.changed_at))
    written.add("sequence", entry.sequence)
    written.add("dtstart", starts)
    written.add("dtend", ends)
    written.add("summary", Text(clean(entry.summary)))
    written.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    for name, text in (("description", clean(entry.description)), ("location", clean(entry.location))):
        if text:
            written.add(name, Text(text))
    if entry.url is not None:
        written.add("url", vUri(entry.url))
    if entry.organizer is not None:
        written.add("organizer", address(entry.organizer))
    if entry.attendee is not None and method is not Method.PUBLISH:
        invited = address(entry.attendee)
        invited.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})
        written.add("attendee", invited)
    return written


def refuse_what_the_method_forbids(dates: list[CalendarDate], method: Method) -> None:
    if not dates:
        raise ValueError("a calendar file must have a date")
    if len({entry.uid for entry in dates}) < len(dates):
        raise ValueError(f"each date must have a uid of its own, got {sorted(entry.uid for entry in dates)}")
    if method is Method.PUBLISH:
        return
    if len(dates) > 1:
        raise ValueError(f"a letter's file must have one date, got {len(dates)}")
    if dates[0].organizer is None or dates[0].attendee is None:
        raise ValueError("a letter's file must say who it is from and to")
    if dates[0].cancelled != (method is Method.CANCEL):
        raise ValueError(f"a date is cancelled with CANCEL and nothing else, got {method.value} with cancelled={dates[0].cancelled}")


def calendar_file(dates: Iterable[CalendarDate], *, method: Method, name: str, made_at: datetime) -> bytes:
    """Dates as one iCalendar file, the same to the last byte each time it is asked for the same.

    Takes   dates    PUBLISH: any number above 0, in the order they are to stand, and attendees are left out; REQUEST and CANCEL: one, with
                     organizer and attendee, cancelled for CANCEL only
            name     what a calendar made of the file is called
            made_at  with a time zone
    Gives   UTF-8 with CRLF and lines of at most 75 octets; times in UTC, which calendars show in the time where they are
    Raises  ValueError for what the method does not allow, and for two dates with the same uid
    """
    listed = list(dates)
    refuse_what_the_method_forbids(listed, method)
    calendar = empty_calendar(method, name=name)
    for entry in listed:
        calendar.add_component(event(entry, method=method, made_at=made_at))
    written: bytes = calendar.to_ical()
    return written


def followed_file(dates: Iterable[CalendarDate], *, name: str, fetched_every: timedelta, made_at: datetime) -> bytes:
    """Dates as a file that calendars fetch again and again, the same to the last byte as long as none of the dates is another.

    Takes   dates          any number, also none: as a file must have something in it, that one has the clock of Norway and nothing else
            fetched_every  how often a calendar is asked to look; it decides by itself
            made_at        when the one who follows began to; with a time zone
    Gives   as `calendar_file` for PUBLISH, each date stamped with when it was changed last
    Source  RFC 7986 for the interval; X-PUBLISHED-TTL is what Outlook reads
    """
    listed = list(dates)
    calendar = empty_calendar(Method.PUBLISH, name=name)
    calendar.add("x-wr-timezone", OSLO.key)
    calendar.add("refresh-interval", vDuration(fetched_every), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(fetched_every))
    for entry in listed:
        calendar.add_component(event(entry, method=Method.PUBLISH, made_at=entry.changed_at))
    if not listed:
        calendar.add_component(clock_of_norway(made_at.year))
    written: bytes = calendar.to_ical()
    return written


def empty_calendar(method: Method, *, name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    for called in ("name", "x-wr-calname"):  # RFC 7986, and what was used before it
        calendar.add(called, Text(on_one_line(name)))
    return calendar


def clock_of_norway(year: int) -> Timezone:
    zone = Timezone.from_tzid(OSLO.key, first_date=date(year, 1, 1), last_date=date(year + 2, 1, 1))
    zone.pop("comment", None)  # RFC 5545 has none here
    return zone
