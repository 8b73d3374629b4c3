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

from brobygger.appointments.calendar_file import Addressee, CalendarDate, Method, calendar_file
from brobygger.kernel.clock import OSLO
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


SOUND = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Brobygger//Test//NO\r\nMETHOD:PUBLISH\r\n"
    "BEGIN:VTIMEZONE\r\nTZID:Europe/Oslo\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\nTZOFFSETFROM:+0100\r\n"
    "TZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261201T110000Z\r\nSEQUENCE:0\r\n"
    "SUMMARY:Samling\\, kaffe og en lang tittel som går over på neste lin\r\n je\r\n"
    "DTSTART;TZID=Europe/Oslo:20270426T090000\r\nDTEND;TZID=Europe/Oslo:20270426T110000\r\n"
    'ORGANIZER;CN="Nordmann, Kari":mailto:kari@kommune.example\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
)
EVENT = SOUND[SOUND.index("BEGIN:VEVENT") : SOUND.index("END:VCALENDAR")]
ATTENDEE = "ATTENDEE:mailto:amina@post.example\r\nSTATUS:"


def test_the_strict_check_finds_nothing_in_a_sound_file_with_a_zone():
    found = faults(SOUND.encode())

    assert found == []


@pytest.mark.parametrize(
    ("sound", "broken", "fault"),
    [
        ("BEGIN:VCALENDAR", "\ufeffBEGIN:VCALENDAR", "it begins with a byte order mark"),
        ("END:VCALENDAR\r\n", "END:VCALENDAR", "the last line has no end"),
        ("SEQUENCE:0\r\n", "SEQUENCE:0\n", "there is a bare line feed"),
        ("SEQUENCE:0\r\n", "SEQUENCE:0\r", "there is a bare carriage return"),
        ("SUMMARY:", "SUMMARY:" + "x" * 20, "line 24 is 89 octets"),
        ("SUMMARY:Samling", "SUMMARY:" + "å" * 7, "line 24 is 76 octets"),
        ("SEQUENCE:0\r\n", "SEQUENCE:0\r\n\r\n", "line 24 is empty"),
        ("Samling", "Sam\x07ling", "a control character in"),
        ("SEQUENCE:0", "SEQUENCE", "not a content line"),
        ("SEQUENCE:0", "SEQUENCE 1:0", "not a content line"),
        ('"Nordmann, Kari"', '"Nordmann, Kari', "not a content line"),
        ('CN="Nordmann, Kari"', "CN=A;CN=B", "a parameter twice in"),
        ("END:STANDARD", "END:DAYLIGHT", "DAYLIGHT ends where STANDARD is open"),
        ("END:VCALENDAR\r\n", "", "VCALENDAR never ends"),
        ("END:VCALENDAR\r\n", "END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "it is not one VCALENDAR and nothing else"),
        ("BEGIN:VCALENDAR\r\n", "X-BEFORE:1\r\nBEGIN:VCALENDAR\r\n", "it is not one VCALENDAR and nothing else"),
        ("VERSION:2.0\r\n", "", "VCALENDAR has no VERSION"),
        ("VERSION:2.0", "VERSION:1.0", "VERSION is not 2.0"),
        ("PRODID:-//Brobygger//Test//NO\r\n", "", "VCALENDAR has no PRODID"),
        ("PRODID:-//Brobygger//Test//NO", "PRODID:", "PRODID is empty"),
        ("METHOD:PUBLISH\r\n", "", "VCALENDAR has no METHOD"),
        ("METHOD:PUBLISH\r\n", "METHOD:PUBLISH\r\nMETHOD:PUBLISH\r\n", "VCALENDAR has METHOD 2 times"),
        ("METHOD:PUBLISH", "METHOD:SEND", "METHOD is SEND"),
        ("METHOD:PUBLISH\r\n", "METHOD:PUBLISH\r\nCALSCALE:JULIAN\r\n", "CALSCALE is not GREGORIAN"),
        (EVENT, "", "there is no VEVENT"),
        (EVENT, EVENT + EVENT, "UID 1 stands 2 times"),
        ("UID:1\r\n", "", "VEVENT has no UID"),
        ("UID:1", "UID:", "UID is empty"),
        ("DTSTAMP:20261201T110000Z\r\n", "", "VEVENT has no DTSTAMP"),
        ("DTSTAMP:20261201T110000Z", "DTSTAMP;TZID=Europe/Oslo:20261201T110000", "DTSTAMP is not in UTC"),
        ("DTSTART;TZID=Europe/Oslo:20270426T090000\r\n", "", "VEVENT has no DTSTART"),
        ("DTSTART;TZID=Europe/Oslo:20270426T090000", "DTSTART;TZID=Europe/Oslo:20270431T090000", "DTSTART is no time: 20270431T090000"),
        ("DTSTART;TZID=Europe/Oslo:20270426T090000", "DTSTART:20270426T090000", "DTSTART is in no zone"),
        ("DTSTART;TZID=Europe/Oslo:20270426T090000", "DTSTART;TZID=Europe/Oslo:20270426T090000Z", "DTSTART is in UTC and in a zone"),
        ("DTSTART;TZID=Europe/Oslo:20270426T090000", "DTSTART;VALUE=DATE:20270426", "DTEND is of another kind than DTSTART"),
        ("DTSTART;TZID=Europe/Oslo:20270426T090000", "DTSTART;TZID=Europe/Oslo:20270426T110000", "DTEND is not after DTSTART"),
        ("DTEND;TZID=Europe/Oslo:20270426T110000", "DTEND:20270426T070000Z", "DTEND is not after DTSTART"),
        ("STATUS:", "DURATION:PT1H\r\nSTATUS:", "VEVENT has both DTEND and DURATION"),
        ("TZID:Europe/Oslo", "TZID:Europe/Berlin", "TZID Europe/Oslo is not defined"),
        (SOUND[SOUND.index("BEGIN:STANDARD") : SOUND.index("END:VTIMEZONE")], "", "VTIMEZONE has no rule"),
        ("TZOFFSETFROM:+0200\r\n", "", "STANDARD has no TZOFFSETFROM"),
        ("SEQUENCE:0", "SEQUENCE:-1", "SEQUENCE is no whole number"),
        ("SEQUENCE:0\r\n", "SEQUENCE:0\r\nSEQUENCE:1\r\n", "VEVENT has SEQUENCE 2 times"),
        ("STATUS:CONFIRMED", "STATUS:PLANNED", "STATUS is PLANNED"),
        ("Samling\\, kaffe", "Samling, kaffe", "SUMMARY is not escaped"),
        ("Samling\\, kaffe", "Samling\\x kaffe", "SUMMARY is not escaped"),
        ("mailto:kari@kommune.example", "kari@kommune.example", "ORGANIZER is no e-mail address"),
        ("mailto:kari@kommune.example", "mailto:kåri@kommune.example", "ORGANIZER is no address"),
        ("STATUS:", "URL:ikke en adresse\r\nSTATUS:", "URL is no address"),
        ("STATUS:", "NEW-THING:1\r\nSTATUS:", "VEVENT has NEW-THING, which does not belong there"),
        ("BEGIN:VEVENT\r\n", "BEGIN:VEVENT\r\nBEGIN:VTODO\r\nEND:VTODO\r\n", "VEVENT has VTODO in it"),
        ("STATUS:", ATTENDEE, "PUBLISH has ATTENDEE"),
        ("METHOD:PUBLISH", "METHOD:REQUEST", "REQUEST has no ATTENDEE"),
    ],
)
def test_the_strict_check_finds_each_fault(sound, broken, fault):
    data = SOUND.replace(sound, broken, 1).encode()

    found = faults(data)

    assert any(each.startswith(fault) for each in found), found


def test_the_strict_check_finds_a_character_cut_by_a_fold():
    data = SOUND.encode().replace("går".encode(), b"g\xc3\r\n \xa5r")

    found = faults(data)

    assert found == ["line 24 has a broken character", "line 25 has a broken character"]


def test_the_strict_check_finds_what_is_not_utf_8():
    data = SOUND.encode().replace("å".encode(), b"\xe5")

    found = faults(data)

    assert "it is not UTF-8" in found


@pytest.mark.parametrize(
    ("method", "status", "fault"),
    [
        ("REQUEST", "CANCELLED", "REQUEST is cancelled"),
        ("CANCEL", "CONFIRMED", "CANCEL is not cancelled"),
    ],
)
def test_the_strict_check_finds_a_status_that_the_method_does_not_mean(method, status, fault):
    letter = SOUND.replace("STATUS:CONFIRMED", ATTENDEE + status).replace("METHOD:PUBLISH", f"METHOD:{method}")

    found = faults(letter.encode())

    assert found == [fault]


def test_the_strict_check_finds_a_letter_with_two_dates_and_one_from_nobody():
    letter = SOUND.replace("METHOD:PUBLISH", "METHOD:REQUEST").replace("STATUS:", ATTENDEE)
    event = EVENT.replace("STATUS:", ATTENDEE).replace("UID:1", "UID:2")
    from_nobody = re.sub("ORGANIZER.*\r\n|SEQUENCE.*\r\n", "", letter)

    two = faults(letter.replace("END:VCALENDAR", event + "END:VCALENDAR").encode())
    nobody = faults(from_nobody.encode())

    assert two == ["REQUEST has 2 dates"]
    assert nobody == ["REQUEST has no ORGANIZER", "REQUEST has no SEQUENCE"]
