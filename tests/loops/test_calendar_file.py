from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from urllib.parse import unquote

import icalendar
import pytest
import vobject
from hypothesis import example, given
from hypothesis import strategies as st

from brobygger.kernel.clock import OSLO
from brobygger.loops.calendar_file import Addressee, CalendarDate, Method, calendar_file
from tests.strict_calendar import faults

MADE_AT = datetime(2026, 12, 1, 12, 0, 30, 999999, tzinfo=OSLO)
KARI = Addressee("Kari Nordmann", "kari@kommune.example")
AMINA = Addressee("Amina", "amina@post.example")
GATHERING = CalendarDate(
    uid="5b0c4c9e-1f5e-4f55-9a52-3c7b6a1d0001",
    sequence=0,
    summary="Samling før byttet",
    starts_at=datetime(2027, 4, 26, 9, tzinfo=OSLO),
    ends_at=datetime(2027, 4, 26, 11, 30, tzinfo=OSLO),
    changed_at=datetime(2026, 11, 30, 8, tzinfo=OSLO),
    description="Ta med avtalen.\nKaffe fra 08.45.",
    location="Torget 1, 1. etasje; Lillevik",
    organizer=KARI,
    attendee=AMINA,
    url="https://brobygger.example/min/kalender/",
)
OFTEN = {"DESCRIPTION", "LOCATION", "URL", "ORGANIZER", "ATTENDEE"}
ANY_TEXT = st.text(
    st.characters(codec="utf-8") | st.sampled_from(list('æøåÆ😀👩‍🔧,;:\\nN"^ \t\r\n\x00\x0b\x85\u2028\ufeff=')), max_size=300
)


def made(*dates, method=Method.PUBLISH, name="Året ditt i JobbLoop"):
    return calendar_file(dates or [GATHERING], method=method, name=name, made_at=MADE_AT)


def by_icalendar(data):
    calendar = icalendar.Calendar.from_ical(data)
    (event,) = calendar.events
    return calendar, event


def by_vobject(data):
    calendar = vobject.readOne(data.decode())
    return calendar, calendar.vevent


def spans(data):
    """Start and end as each library reads them."""
    _, event = by_icalendar(data)
    _, other = by_vobject(data)
    return [(event["dtstart"].dt, event["dtend"].dt), (other.dtstart.value, other.dtend.value)]


def kept(text):
    """What is left of a text: one kind of new line, no other control characters, no run of spaces and none at the ends."""
    lines = re.sub(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    seen = "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    return re.sub(r"([^\S\n])[^\S\n]+", r"\1", seen).strip()


def test_a_file_to_fetch_reads_the_same_in_two_libraries_and_keeps_to_the_letter():
    data = made()

    calendar, event = by_icalendar(data)
    other_calendar, other = by_vobject(data)
    assert faults(data) == []
    assert [str(calendar[name]) for name in ("VERSION", "PRODID", "METHOD", "NAME", "X-WR-CALNAME")] == [
        "2.0",
        "-//Brobygger//Kalender 1//NO",
        "PUBLISH",
        "Året ditt i JobbLoop",
        "Året ditt i JobbLoop",
    ]
    assert other_calendar.method.value == "PUBLISH"
    for name, expected in (
        ("uid", GATHERING.uid),
        ("summary", GATHERING.summary),
        ("description", GATHERING.description),
        ("location", GATHERING.location),
        ("url", GATHERING.url),
        ("status", "CONFIRMED"),
        ("organizer", "mailto:kari@kommune.example"),
    ):
        assert (str(event[name]), getattr(other, name).value) == (expected, expected)
    assert event["organizer"].params["CN"] == other.organizer.params["CN"][0] == "Kari Nordmann"
    assert spans(data) == [(GATHERING.starts_at, GATHERING.ends_at)] * 2
    assert event["last-modified"].dt == GATHERING.changed_at
    assert "attendee" not in event


def test_what_is_not_known_is_left_out():
    data = made(replace(GATHERING, description="", location=" \n", organizer=None, attendee=None, url=None))

    _, event = by_icalendar(data)
    assert faults(data) == []
    assert {"description", "location", "organizer", "attendee", "url"} & {name.lower() for name in event} == set()


def test_the_same_is_the_same_to_the_last_byte_and_is_stamped_with_when_it_was_made():
    data, again = made(), made()

    assert data == again
    assert b"\r\nDTSTAMP:20261201T110030Z\r\n" in data


@pytest.mark.parametrize("day", [date(2027, 3, 27), date(2027, 3, 28), date(2027, 3, 29), date(2026, 10, 25), date(2027, 10, 31)])
def test_a_phone_in_norway_shows_the_time_on_the_wall_around_each_change_of_the_clock(day):
    wall = time(9), time(15, 30)

    data = made(
        replace(GATHERING, **{name: datetime.combine(day, at, OSLO) for name, at in zip(("starts_at", "ends_at"), wall, strict=True)})
    )

    assert faults(data) == []
    for span in spans(data):
        assert tuple((moment.astimezone(OSLO).date(), moment.astimezone(OSLO).time()) for moment in span) == tuple((day, at) for at in wall)


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 10, 31)])
def test_in_the_hour_that_comes_twice_a_date_keeps_its_round_and_its_length(day):
    starts_at, ends_at = (datetime.combine(day, time(2, 30, fold=fold), OSLO) for fold in (0, 1))

    data = made(replace(GATHERING, starts_at=starts_at, ends_at=ends_at))

    assert faults(data) == []
    assert [ends - starts for starts, ends in spans(data)] == [timedelta(hours=1)] * 2
    assert [starts.astimezone(OSLO).utcoffset() for starts, _ in spans(data)] == [timedelta(hours=2)] * 2


def test_a_start_over_the_night_the_clock_jumps_keeps_its_length():
    starts_at, ends_at = datetime(2027, 3, 28, 1, 30, tzinfo=OSLO), datetime(2027, 3, 28, 3, 30, tzinfo=OSLO)

    data = made(replace(GATHERING, starts_at=starts_at, ends_at=ends_at))

    assert [ends - starts for starts, ends in spans(data)] == [timedelta(hours=1)] * 2


@pytest.mark.parametrize("last", [date(2027, 3, 28), date(2027, 10, 31)])
def test_whole_days_have_no_time_and_end_before_the_day_after_the_last(last):
    data = made(replace(GATHERING, starts_at=date(2027, 3, 28), ends_at=last))

    assert faults(data) == []
    assert b"\r\nDTSTART;VALUE=DATE:20270328\r\n" in data
    assert spans(data) == [(date(2027, 3, 28), last + timedelta(days=1))] * 2


def test_a_change_is_a_request_with_the_same_uid_and_a_higher_sequence():
    moved = replace(GATHERING, sequence=3, starts_at=datetime(2027, 4, 27, 9, tzinfo=OSLO), ends_at=datetime(2027, 4, 27, 11, tzinfo=OSLO))

    data = made(moved, method=Method.REQUEST)

    calendar, event = by_icalendar(data)
    _, other = by_vobject(data)
    assert faults(data) == []
    assert (str(calendar["METHOD"]), str(event["UID"]), event["SEQUENCE"], other.sequence.value) == ("REQUEST", GATHERING.uid, 3, "3")
    assert str(event["ATTENDEE"]) == other.attendee.value == "mailto:amina@post.example"
    assert {key: event["ATTENDEE"].params[key] for key in ("CN", "ROLE", "PARTSTAT", "RSVP")} == {
        "CN": "Amina",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "FALSE",
    }


def test_a_cancelled_date_is_taken_out_by_its_uid_and_sequence():
    data = made(replace(GATHERING, sequence=4, cancelled=True), method=Method.CANCEL)

    calendar, event = by_icalendar(data)
    other_calendar, other = by_vobject(data)
    assert faults(data) == []
    assert str(calendar["METHOD"]) == other_calendar.method.value == "CANCEL"
    assert str(event["STATUS"]) == other.status.value == "CANCELLED"
    assert (str(event["UID"]), event["SEQUENCE"]) == (GATHERING.uid, 4)


def test_a_file_to_fetch_shows_what_is_called_off_as_called_off():
    data = made(GATHERING, replace(GATHERING, uid="another", cancelled=True))

    events = icalendar.Calendar.from_ical(data).events
    assert faults(data) == []
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CANCELLED"]


@pytest.mark.parametrize("method", list(Method))
def test_the_type_the_file_is_sent_with_names_the_method_that_stands_in_it(method):
    data = made(replace(GATHERING, cancelled=method is Method.CANCEL), method=method)

    assert f"METHOD:{method.value}\r\n".encode() in data
    assert method.content_type == f"text/calendar; charset=utf-8; method={method.value}"


@pytest.mark.parametrize("end_of_line", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("field", ["summary", "description", "location"])
def test_a_new_line_in_a_text_never_begins_a_line_of_the_file(field, end_of_line):
    data = made(replace(GATHERING, **{field: f"Møte{end_of_line}ATTENDEE:mailto:x@y.example{end_of_line}END:VEVENT"}))

    _, event = by_icalendar(data)
    _, other = by_vobject(data)
    assert faults(data) == []
    assert not any(line.startswith(("ATTENDEE", " ATTENDEE")) for line in data.decode().splitlines())
    assert str(event[field]) == getattr(other, field).value == "Møte\nATTENDEE:mailto:x@y.example\nEND:VEVENT"


def test_a_name_cannot_close_its_quotation_or_begin_a_line():
    sly = Addressee('Kari";ROLE=CHAIR:mailto:x@y.example\r\nATTENDEE:mailto:x@y.example^n\\', "kari@kommune.example")

    data = made(replace(GATHERING, organizer=sly), name="Året\r\nMETHOD:CANCEL")

    _, event = by_icalendar(data)
    _, other = by_vobject(data)
    expected = "Kari';ROLE=CHAIR:mailto:x@y.example ATTENDEE:mailto:x@y.examplen"
    assert faults(data) == []
    assert event["organizer"].params["CN"] == other.organizer.params["CN"][0] == expected
    assert str(event["organizer"]) == "mailto:kari@kommune.example"


def test_an_address_with_norwegian_letters_is_written_as_one():
    data = made(replace(GATHERING, organizer=Addressee("Kåre", "kåre+skole@øy.example")))

    _, event = by_icalendar(data)
    assert faults(data) == []
    assert unquote(str(event["organizer"])) == "mailto:kåre+skole@øy.example"


@pytest.mark.parametrize(
    "text", ["C:\\Nord \\N \\n", "<b>Kaffe</b> &amp; {{ vaffel }}", "a,b;c:d%2C", 'Si "hei"', "👩‍🔧" * 40, "æøå" * 60, "🌲" * 90]
)
def test_a_text_is_kept_as_it_was_written(text):
    data = made(replace(GATHERING, summary=text))

    _, other = by_vobject(data)
    assert faults(data) == []
    assert other.summary.value == text


def test_long_lines_are_folded_by_octets_and_between_characters():
    data = made(replace(GATHERING, summary="å" * 200, description="x😀" * 100))

    lines = data.split(b"\r\n")
    assert max(len(line) for line in lines) == 75
    assert all(line.decode() for line in lines[:-1])
    assert sum(line.startswith(b" ") for line in lines) > 10


@given(summary=ANY_TEXT, description=ANY_TEXT, location=ANY_TEXT, name=ANY_TEXT, person=ANY_TEXT)
@example(summary=" " * 80 + "x", description="x" * 70 + "\u3000" * 60 + "y", location="\t" * 99, name="\r\nBEGIN:VEVENT", person="a = b\\")
@example(summary="x" * 66 + "\\n", description="\\" * 80, location=",;" * 50, name="", person="=")
def test_whatever_the_texts_are_the_file_keeps_to_the_letter_and_reads_back(summary, description, location, name, person):
    somebody = Addressee(person, "kari@kommune.example")
    entry = replace(GATHERING, summary=summary, description=description, location=location, organizer=somebody, attendee=somebody)

    data = made(entry, method=Method.REQUEST, name=name)

    calendar, event = by_icalendar(data)
    other_calendar, other = by_vobject(data)
    assert faults(data) == []
    assert set(event) <= {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", *OFTEN}
    assert other_calendar.name == "VCALENDAR"
    assert re.sub(r"\\(.)", r"\1", calendar["X-WR-CALNAME"]) == " ".join(kept(name).split())  # read as it stands, with its backslashes
    for field, text in (("summary", summary), ("description", description), ("location", location)):
        if field == "summary" or kept(text):
            assert str(event[field]) == getattr(other, field).value == kept(text)
        else:
            assert field not in event
    assert str(event["organizer"]) == str(event["attendee"]) == "mailto:kari@kommune.example"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"uid": ""}, "uid"),
        ({"uid": "a\r\nb"}, "uid"),
        ({"uid": "a,b"}, "uid"),
        ({"sequence": -1}, "sequence"),
        ({"sequence": 2**31}, "sequence"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://brobygger.example/\r\nATTENDEE:x"}, "url"),
        ({"url": "https://brobygger.example/100%"}, "url"),
        ({"ends_at": GATHERING.starts_at}, "after starts_at"),
        ({"starts_at": date(2027, 4, 26), "ends_at": date(2027, 4, 25)}, "after starts_at"),
        ({"starts_at": date(2027, 4, 26)}, "two moments or two dates"),
        ({"starts_at": GATHERING.starts_at.replace(tzinfo=None)}, "time zone"),
        ({"changed_at": GATHERING.changed_at.replace(tzinfo=None)}, "time zone"),
    ],
)
def test_a_date_that_no_calendar_could_hold_is_refused(wrong, reason):
    with pytest.raises(ValueError, match=reason):
        replace(GATHERING, **wrong)


@pytest.mark.parametrize("email", ["", "kari", "kari@", "@kommune.example", "a@b\r\nATTENDEE:mailto:x@y", "a b@c"])
def test_what_cannot_be_an_address_is_refused(email):
    with pytest.raises(ValueError, match="e-mail"):
        Addressee("Kari", email)


@pytest.mark.parametrize(
    ("dates", "method", "reason"),
    [
        ([], Method.PUBLISH, "must have a date"),
        ([GATHERING, replace(GATHERING, summary="Igjen")], Method.PUBLISH, "uid of its own"),
        ([GATHERING, replace(GATHERING, uid="another")], Method.REQUEST, "one date"),
        ([replace(GATHERING, organizer=None)], Method.REQUEST, "from and to"),
        ([replace(GATHERING, attendee=None)], Method.REQUEST, "from and to"),
        ([replace(GATHERING, cancelled=True)], Method.REQUEST, "cancelled with CANCEL"),
        ([GATHERING], Method.CANCEL, "cancelled with CANCEL"),
    ],
)
def test_what_the_method_does_not_allow_is_refused(dates, method, reason):
    with pytest.raises(ValueError, match=reason):
        calendar_file(dates, method=method, name="Året", made_at=MADE_AT)


def test_a_file_made_at_no_known_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        calendar_file([GATHERING], method=Method.PUBLISH, name="Året", made_at=MADE_AT.replace(tzinfo=None))
