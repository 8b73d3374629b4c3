from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from brobygger.kernel import clock
from brobygger.kernel.clock import OSLO
from brobygger.web.days import Days, Mistyped, read_day, read_time
from brobygger.web.fields import DateField, HoursField, NumberField, TimeField
from brobygger.web.forms import Form

MONDAY = date(2026, 11, 30)
NO_BREAK_SPACE = "\u00a0"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("28.11.2026", date(2026, 11, 28)),
        ("28.11.26", date(2026, 11, 28)),
        ("28.11.", date(2026, 11, 28)),
        ("28.11", date(2026, 11, 28)),
        ("28/11", date(2026, 11, 28)),
        ("28,11", date(2026, 11, 28)),
        ("28,11,26", date(2026, 11, 28)),
        ("28 11 2026", date(2026, 11, 28)),
        (f"28{NO_BREAK_SPACE}11{NO_BREAK_SPACE}2026", date(2026, 11, 28)),
        (" 28.11.2026\u200b", date(2026, 11, 28)),
        ("28-11-26", date(2026, 11, 28)),
        ("2026-11-28", date(2026, 11, 28)),
        ("2811", date(2026, 11, 28)),
        ("281126", date(2026, 11, 28)),
        ("28112026", date(2026, 11, 28)),
        ("8.1.27", date(2027, 1, 8)),
        ("28. november", date(2026, 11, 28)),
        ("28.november 2026", date(2026, 11, 28)),
        ("den 28. nov. 26", date(2026, 11, 28)),
        ("28 November", date(2026, 11, 28)),
        ("November 28, 2026", date(2026, 11, 28)),
        ("3 may", date(2027, 5, 3)),
        ("i dag", MONDAY),
        ("I dag", MONDAY),
        (f"i{NO_BREAK_SPACE}dag", MONDAY),
        ("today", MONDAY),
        ("i går", date(2026, 11, 29)),
        ("yesterday", date(2026, 11, 29)),
        ("i morgen", date(2026, 12, 1)),
        ("i morgon", date(2026, 12, 1)),
        ("tomorrow", date(2026, 12, 1)),
        ("fredag", date(2026, 12, 4)),
        ("laurdag", date(2026, 12, 5)),
        ("on monday", date(2026, 12, 7)),
        ("fredag 4. desember", date(2026, 12, 4)),
        ("fre. 4.12", date(2026, 12, 4)),
        ("Friday, 4 December 2026", date(2026, 12, 4)),
    ],
)
def test_a_day_is_understood_as_people_write_it(text, meant):
    assert read_day(text, when=Days.AROUND, today=MONDAY) == meant


@pytest.mark.parametrize(
    ("text", "has_been", "comes", "nearest"),
    [
        ("15.01", date(2026, 1, 15), date(2027, 1, 15), date(2027, 1, 15)),
        ("1.11", date(2026, 11, 1), date(2027, 11, 1), date(2026, 11, 1)),
        ("30.11", MONDAY, MONDAY, MONDAY),
        ("29.2", date(2024, 2, 29), date(2028, 2, 29), date(2028, 2, 29)),
        ("onsdag", date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 2)),
        ("mandag", date(2026, 11, 23), date(2026, 12, 7), date(2026, 12, 7)),
    ],
)
def test_a_day_without_a_year_is_the_one_that_makes_sense(text, has_been, comes, nearest):
    kinds = (Days.PAST, Days.PLAN, Days.AROUND)

    assert [read_day(text, when=when, today=MONDAY) for when in kinds] == [has_been, comes, nearest]


@pytest.mark.parametrize(
    ("text", "when", "said"),
    [
        ("02.01.0026", Days.AROUND, "02.01.0026 er lenge siden. Mente du 02.01.2026?"),
        ("01.01.0001", Days.AROUND, "01.01.0001 er lenge siden. Mente du 01.01.2027?"),
        ("0001-01-01", Days.PAST, "01.01.0001 er lenge siden. Mente du 01.01.2026?"),
        ("28.11.1926", Days.PAST, "28.11.1926 er lenge siden. Mente du 28.11.2026?"),
        ("04.01.2207", Days.PLAN, "04.01.2207 er langt fram. Mente du 04.01.2027?"),
        ("31.12.9999", Days.PLAN, "31.12.9999 er langt fram. Mente du 31.12.2026?"),
        ("01.01.2032", Days.PLAN, "01.01.2032 er langt fram. Mente du 01.01.2027?"),
        ("31.02.2026", Days.PLAN, "Det er bare 28 dager i februar 2026."),
        ("31.04", Days.PLAN, "Det er ikke så mange dager i april. Se etter en skrivefeil."),
        ("0.1.2026", Days.PLAN, "Det er bare 31 dager i januar 2026."),
        ("11.28.2026", Days.PLAN, "Det er ingen måned 28. Skriv dagen først, så måneden."),
        ("01.01.0000", Days.PLAN, "01.01.0000 er ikke en dag. Se etter en skrivefeil i året."),
        ("29.02.2100", Days.AROUND, "Det er bare 28 dager i februar 2100."),
        ("12.03.1890", Days.BIRTH, "12.03.1890 er lenge siden. Mente du 12.03.1990?"),
        ("12.03.2030", Days.BIRTH, "12.03.2030 er langt fram. Mente du 12.03.1930?"),
        ("12.03", Days.BIRTH, "Skriv året også."),
        ("tulleball", Days.PLAN, ""),
        ("28.11.20266", Days.PLAN, ""),
        ("1" * 100_000, Days.PLAN, ""),
        ("1" + "." * 100_000, Days.PLAN, ""),
        ("", Days.PLAN, ""),
    ],
)
def test_a_mistyped_day_is_refused_with_what_was_meant(text, when, said):
    with pytest.raises(Mistyped) as refusal:
        read_day(text, when=when, today=MONDAY)

    assert str(refusal.value) == said


@pytest.mark.parametrize(
    ("text", "born"), [("12.03.61", date(1961, 3, 12)), ("12.03.08", date(2008, 3, 12)), ("12.03.1907", date(1907, 3, 12))]
)
def test_a_birthday_is_within_a_life(text, born):
    assert read_day(text, when=Days.BIRTH, today=MONDAY) == born


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *(("9", time(9)), ("09", time(9)), ("930", time(9, 30)), ("0930", time(9, 30)), ("9,30", time(9, 30)), ("9.30", time(9, 30))),
        *(("09:30", time(9, 30)), ("09:30:00", time(9, 30)), ("9 30", time(9, 30)), ("kl. 9", time(9)), ("Klokka 14.15", time(14, 15))),
        *((f"kl.{NO_BREAK_SPACE}9.30", time(9, 30)), ("00.00", time(0)), ("23.59", time(23, 59))),
    ],
)
def test_a_time_is_understood_as_people_write_it(text, meant):
    assert read_time(text) == meant


@pytest.mark.parametrize("text", ["24.00", "2811", "9.75", "99"])
def test_a_time_that_no_clock_shows_is_refused_in_words(text):
    with pytest.raises(Mistyped, match=r"Klokka går fra 00\.00 til 23\.59"):
        read_time(text)


class Week(Form):
    on = DateField(label="Når?", when=Days.PLAN)
    happened_on = DateField(label="Når var det?", when=Days.PAST, required=False)
    at = TimeField(label="Klokka", required=False)
    hours = HoursField()
    count = NumberField(label="Antall", required=False)
    born_on = DateField(label="Født", when=Days.BIRTH, required=False)


def test_what_was_typed_stands_when_it_is_refused():
    form = Week({"on": "31.02.2026", "at": "24.00", "hours": "femten"})

    page = str(form)

    assert not form.is_valid()
    assert all(f'value="{typed}"' in page for typed in ("31.02.2026", "24.00", "femten"))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize(
    ("typed", "meant"), [("37,5", Decimal("37.5")), ("37.5", Decimal("37.5")), (f"37,5{NO_BREAK_SPACE}", Decimal("37.5"))]
)
def test_hours_have_a_comma_or_a_point_in_every_language(language, typed, meant):
    with translation.override(language):
        form = Week({"on": "i dag", "hours": typed, "count": f"1{NO_BREAK_SPACE}0"})

        assert form.is_valid(), form.errors
        assert form.cleaned_data["hours"] == meant
        assert form.cleaned_data["count"] == 10


def test_hours_stand_in_the_box_as_people_write_them():
    assert 'value="37,5"' in str(Week(initial={"hours": Decimal("37.5")})["hours"])
    assert 'value="20"' in str(Week(initial={"hours": Decimal("20.0")})["hours"])


def test_a_day_goes_by_the_one_reading_of_the_clock_of_its_request():
    with clock.one_reading(datetime(2031, 5, 6, 12, tzinfo=OSLO)):
        form = Week({"on": "i morgen"})
        assert form.is_valid(), form.errors

    assert form.cleaned_data["on"] == date(2031, 5, 7)


def test_the_days_at_hand_are_buttons_that_say_which_day_they_are():
    with clock.one_reading(datetime(2026, 11, 30, 12, tzinfo=OSLO)):
        plan, past, born = (str(Week()[name].as_field_group()) for name in ("on", "happened_on", "born_on"))

    assert 'value="30.11.2026" data-fills="id_on"' in plan
    assert 'aria-label="I dag, 30.11.2026"' in plan
    assert 'aria-label="I morgen, 01.12.2026"' in plan
    assert 'aria-label="I går, 29.11.2026"' in past
    assert "I morgen" not in past
    assert "I går" not in plan
    assert "<button" not in born


def test_a_year_in_a_box_has_four_figures():
    assert 'value="02.01.0026"' in str(Week(initial={"on": date(26, 1, 2)})["on"])


def test_keys_for_decimals_can_type_a_day_and_a_time_on_a_phone():
    assert all(isinstance(field, forms.Field) for field in Week().fields.values())
    assert all(Week().fields[name].widget.attrs["inputmode"] == "decimal" for name in ("on", "at", "hours"))
