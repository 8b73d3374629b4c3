import re

import pytest

from brobygger.kernel.phones import KEPT, dialled, understood
from brobygger.kernel.units import phone

DIALLED_AS_WRITTEN = {
    "90 00 00 00": "+4790000000",
    "680 50 214": "+4768050214",
    "+47 680 50 214": "+4768050214",
    "0047 90 00 00 00": "+4790000000",
    "4790000000": "+4790000000",
    "47 90 00 00 00": "+4790000000",
    "(+47) 90-00-00-00": "+4790000000",
    "90\u00a000\u00a000\u00a000": "+4790000000",
    "６８０５０２１４": "+4768050214",
    "22.22.22.22": "+4722222222",
    "02800": "02800",
    "+47 02800": "02800",
    "+46 8 123 456 78": "+46812345678",
    "0046812345678": "+46812345678",
    "+44 7700 900123": "+447700900123",
    "+90 532 123 45 67": "+905321234567",
}


@pytest.mark.parametrize(("typed", "link"), DIALLED_AS_WRITTEN.items())
def test_a_number_is_kept_in_one_form_and_dialled_from_anywhere(typed, link):
    number = understood(typed)

    assert re.fullmatch(KEPT, number)
    assert dialled(number) == link
    assert understood(phone(number)) == number


def test_every_number_of_invented_people_is_understood():
    assert all(understood(str(number)) == str(number) for number in range(68050000, 68060000, 7))


@pytest.mark.parametrize(
    "typed",
    [
        "abc",
        "12345",
        "123 45 678",
        "900000",
        "900 00 0000",
        "1",
        "112",
        "+",
        "00",
        "+47",
        "+47 12345678",
        "0047 1234",
        "+46 12",
        "+999 123 456 789",
        "+1 555 0100",
        "90000000 eller 90000001",
        "90000000x",
        "tlf. 90000000",
        "9000 0000#1",
        "01819012345",
        "+4790000000000000000000",
        "0" * 40,
        "٩٠٠٠٠٠٠٠ab",
    ],
)
def test_what_cannot_be_dialled_is_not_understood(typed):
    assert understood(typed) is None


@pytest.mark.parametrize("stood", ["", "abc", "ring Kari", "0047 90000000", "4790000000", "+47680502140", "+", "112"])
def test_words_and_half_numbers_are_no_link(stood):
    assert dialled(stood) == ""


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("68050214", "680 50 214"),
        ("02800", "02800"),
        ("+46812345678", "+46 8 123 456 78"),
        ("+447700900123", "+44 7700 900123"),
        ("", ""),
        ("ikke oppgitt", "ikke oppgitt"),
    ],
)
def test_a_number_is_shown_in_groups_that_do_not_break(number, shown):
    assert phone(number) == (shown.replace(" ", "\u00a0") if number.strip("+").isdecimal() else shown)
