"""What is wrong with an iCalendar file, read from RFC 5545 and, for the methods, RFC 5546: with no library that might forgive."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

NAME = r"[A-Za-z0-9-]+"
PARAMETER = rf';{NAME}=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*'
LINE = re.compile(rf"({NAME})((?:{PARAMETER})*):(.*)", re.DOTALL)
ONE_PARAMETER = re.compile(rf';({NAME})=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
URI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
MOMENT = re.compile(r"\d{8}T\d{6}Z?")
METHODS = {"PUBLISH", "REQUEST", "REPLY", "ADD", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER"}
STATUSES = {"TENTATIVE", "CONFIRMED", "CANCELLED"}
TEXTS = {"PRODID", "NAME", "X-WR-CALNAME", "UID", "SUMMARY", "DESCRIPTION", "LOCATION", "TZID", "TZNAME"}
MOMENTS = {"DTSTAMP", "CREATED", "LAST-MODIFIED", "DTSTART", "DTEND"}
ALWAYS_UTC = {"DTSTAMP", "CREATED", "LAST-MODIFIED"}
ADDRESSES = {"ORGANIZER", "ATTENDEE"}
HOLDS = {  # which components, and which properties: those wanted, and those that may stand there
    "VCALENDAR": ({"VEVENT", "VTIMEZONE"}, {"PRODID", "VERSION", "METHOD"}, {"CALSCALE", "NAME", "REFRESH-INTERVAL"}),
    "VEVENT": (
        {"VALARM"},
        {"UID", "DTSTAMP", "DTSTART"},
        {
            *{"DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "SEQUENCE", "ORGANIZER", "ATTENDEE", "URL"},
            *{"CREATED", "LAST-MODIFIED", "CLASS", "TRANSP", "CATEGORIES"},
        },
    ),
    "VALARM": (set(), {"ACTION", "TRIGGER"}, {"DESCRIPTION"}),
    "VTIMEZONE": ({"STANDARD", "DAYLIGHT"}, {"TZID"}, {"LAST-MODIFIED", "TZURL"}),
    "STANDARD": (set(), {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"}, {"RRULE", "RDATE", "TZNAME", "COMMENT"}),
    "DAYLIGHT": (set(), {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"}, {"RRULE", "RDATE", "TZNAME", "COMMENT"}),
}
MANY = {"ATTENDEE", "CATEGORIES", "RRULE", "RDATE", "TZNAME", "COMMENT"}


class Broken(Exception):
    """The file cannot be read further."""


@dataclass
class Property:
    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    name: str
    properties: list[Property] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def values(self, name):
        return [each.value for each in self.properties if each.name == name]


def faults(data: bytes) -> list[str]:
    """Every fault found, as a sentence each; none for a file that keeps to the letter."""
    found = list(faults_in_bytes(data))
    try:
        calendar = read(data)
    except Broken as reason:
        return [*found, str(reason)]
    return [*found, *faults_in_component(calendar), *faults_in_calendar(calendar), *faults_by_method(calendar)]


def faults_in_bytes(data):
    """Section 3.1: lines end with CRLF and are at most 75 octets, and a fold leaves each character whole."""
    if data.startswith(b"\xef\xbb\xbf"):
        yield "it begins with a byte order mark"
    if not data.endswith(b"\r\n"):
        yield "the last line has no end"
    if re.search(rb"(?<!\r)\n", data):
        yield "there is a bare line feed"
    if re.search(rb"\r(?!\n)", data):
        yield "there is a bare carriage return"
    for number, line in enumerate(data.removesuffix(b"\r\n").split(b"\r\n"), start=1):
        if len(line) > 75:
            yield f"line {number} is {len(line)} octets"
        if not line.strip():
            yield f"line {number} is empty"
        try:
            line.decode()
        except UnicodeDecodeError:
            yield f"line {number} has a broken character"


def content_line(line):
    if CONTROLS.search(line):
        raise Broken(f"a control character in {line!r}")
    whole = LINE.fullmatch(line)
    if not whole:
        raise Broken(f"not a content line: {line!r}")
    name, parameters, value = whole.groups()
    pairs = [(key.upper(), given) for key, given in ONE_PARAMETER.findall(parameters)]
    if len(dict(pairs)) < len(pairs):
        raise Broken(f"a parameter twice in {line!r}")
    return Property(name.upper(), dict(pairs), value)


def read(data):
    """The one VCALENDAR of the file. Unfolding takes away CRLF and the one space or tab after it, in octets, before anything is decoded."""
    try:
        text = re.sub(rb"\r\n[ \t]", b"", data).decode()
    except UnicodeDecodeError as reason:
        raise Broken("it is not UTF-8") from reason
    root = Component("FILE")
    open_ones = [root]
    for line in text.removesuffix("\r\n").split("\r\n"):
        each = content_line(line)
        if each.name == "BEGIN":
            begun = Component(each.value.upper())
            open_ones[-1].parts.append(begun)
            open_ones.append(begun)
        elif each.name == "END":
            if open_ones[-1].name != each.value.upper():
                raise Broken(f"{each.value} ends where {open_ones[-1].name} is open")
            open_ones.pop()
        else:
            open_ones[-1].properties.append(each)
    if len(open_ones) > 1:
        raise Broken(f"{open_ones[-1].name} never ends")
    if root.properties or [part.name for part in root.parts] != ["VCALENDAR"]:
        raise Broken("it is not one VCALENDAR and nothing else")
    return root.parts[0]


def faults_in_component(component):
    """Section 3.6: each component has what it must, nothing twice that may stand once, and nothing that does not belong."""
    parts, wanted, allowed = HOLDS[component.name]
    counted = Counter(each.name for each in component.properties)
    for name in sorted(wanted - set(counted)):
        yield f"{component.name} has no {name}"
    for name, times in counted.items():
        if times > 1 and name not in MANY:
            yield f"{component.name} has {name} {times} times"
        if name not in wanted | allowed and not name.startswith("X-"):
            yield f"{component.name} has {name}, which does not belong there"
    for each in component.properties:
        yield from faults_in_value(each, component)
    for part in component.parts:
        if part.name not in parts:
            yield f"{component.name} has {part.name} in it"
        else:
            yield from faults_in_component(part)


def faults_in_value(each, component):
    """Section 3.3: each value as its type is written."""
    if each.name in TEXTS and not TEXT.fullmatch(each.value):
        yield f"{each.name} is not escaped"
    if each.name in {"UID", "PRODID"} and not each.value:
        yield f"{each.name} is empty"
    if each.name in ADDRESSES and not re.match(r"mailto:.+@", each.value, re.IGNORECASE):
        yield f"{each.name} is no e-mail address"
    if each.name in ADDRESSES | {"URL"} and not URI.fullmatch(each.value):
        yield f"{each.name} is no address"
    if each.name == "SEQUENCE" and not (re.fullmatch(r"\d+", each.value, re.ASCII) and int(each.value) < 2**31):
        yield "SEQUENCE is no whole number"
    if each.name == "REFRESH-INTERVAL" and (each.parameters.get("VALUE") != "DURATION" or not re.fullmatch(r"PT\d+[HM]", each.value)):
        yield "REFRESH-INTERVAL is no time between"
    if each.name == "STATUS" and each.value not in STATUSES:
        yield f"STATUS is {each.value}"
    if each.name in MOMENTS and component.name not in {"STANDARD", "DAYLIGHT"}:
        yield from faults_in_moment(each)


def faults_in_moment(each):
    """Sections 3.3.4 and 3.3.5: a day, or a moment in UTC or in a zone; a time that hangs in the air is shown wrongly to somebody."""
    if moment(each) is None:
        yield f"{each.name} is no time: {each.value}"
    elif each.name in ALWAYS_UTC and not each.value.endswith("Z"):
        yield f"{each.name} is not in UTC"
    elif "T" in each.value and "TZID" in each.parameters and each.value.endswith("Z"):
        yield f"{each.name} is in UTC and in a zone"
    elif "T" in each.value and "TZID" not in each.parameters and not each.value.endswith("Z"):
        yield f"{each.name} is in no zone"


def moment(each):
    """A date for a day, a datetime in UTC for a moment, also where no zone is named, and nothing for what is neither."""
    try:
        if each.parameters.get("VALUE") == "DATE":
            return date.fromisoformat(each.value) if re.fullmatch(r"\d{8}", each.value, re.ASCII) else None
        if not MOMENT.fullmatch(each.value):
            return None
        zone = ZoneInfo(each.parameters["TZID"].strip('"')) if "TZID" in each.parameters else UTC
        return datetime.strptime(each.value.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, KeyError):
        return None


def faults_in_calendar(calendar):
    """What the parts of a file owe each other."""
    events = [part for part in calendar.parts if part.name == "VEVENT"]
    zones = [part for part in calendar.parts if part.name == "VTIMEZONE"]
    if not events and not (zones and calendar.values("REFRESH-INTERVAL")):  # one that is fetched again may be empty today
        yield "there is no VEVENT"
    if set(calendar.values("VERSION")) - {"2.0"}:
        yield "VERSION is not 2.0"
    if set(calendar.values("CALSCALE")) - {"GREGORIAN"}:
        yield "CALSCALE is not GREGORIAN"
    for uid, times in Counter(uid for event in events for uid in event.values("UID")).items():
        if times > 1:
            yield f"UID {uid} stands {times} times"
    defined = {name for zone in zones for name in zone.values("TZID")}
    used = {each.parameters["TZID"].strip('"') for event in events for each in event.properties if "TZID" in each.parameters}
    for name in sorted(used - defined):
        yield f"TZID {name} is not defined"
    if any(not zone.parts for zone in zones):
        yield "VTIMEZONE has no rule"
    for event in events:
        yield from faults_in_span(event)


def faults_in_span(event):
    """Sections 3.6.1 and 3.8.2.2: an end or a length, of the same kind as the start and after it."""
    named = {each.name: each for each in event.properties}
    if "DTEND" in named and "DURATION" in named:
        yield "VEVENT has both DTEND and DURATION"
    if "DTEND" not in named or "DTSTART" not in named:
        return
    starts, ends = moment(named["DTSTART"]), moment(named["DTEND"])
    if starts is None or ends is None:
        return
    if type(starts) is not type(ends):
        yield "DTEND is of another kind than DTSTART"
    elif ends <= starts:
        yield "DTEND is not after DTSTART"


def faults_by_method(calendar):
    """RFC 5546, sections 3.2.1, 3.2.2 and 3.2.5."""
    for method in calendar.values("METHOD"):
        if method not in METHODS:
            yield f"METHOD is {method}"
        events = [part for part in calendar.parts if part.name == "VEVENT"]
        if method in {"REQUEST", "CANCEL"} and len(events) > 1:
            yield f"{method} has {len(events)} dates"
        for event in events:
            yield from faults_in_event_by_method(event, method)


def faults_in_event_by_method(event, method):
    cancelled = event.values("STATUS") == ["CANCELLED"]
    if method == "PUBLISH" and event.values("ATTENDEE"):
        yield "PUBLISH has ATTENDEE"
    if method in {"REQUEST", "CANCEL"}:
        for name in ("ORGANIZER", "ATTENDEE", "SEQUENCE"):
            if not event.values(name):
                yield f"{method} has no {name}"
    if method == "REQUEST" and cancelled:
        yield "REQUEST is cancelled"
    if method == "CANCEL" and not cancelled:
        yield "CANCEL is not cancelled"
