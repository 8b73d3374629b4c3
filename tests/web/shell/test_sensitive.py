import pytest

from brobygger.web.sensitive import health_words, is_national_id, national_ids


def with_controls(six_digits):
    """The first eleven digits that begin with these six and have both control digits right: made up, so that nobody's id stands here."""
    for rest in range(10_000, 100_000):
        digits = f"{six_digits}{rest}"
        numbers = [int(digit) for digit in digits]
        first = sum(a * b for a, b in zip((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), numbers, strict=False)) % 11
        second = sum(a * b for a, b in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), numbers, strict=True)) % 11
        if first == second == 0:
            return digits
    raise ValueError(f"no control digits fit {six_digits}")


SYNTHETIC = with_controls("018190")  # the Tax Administration adds 80 to the month
D_NUMBER = with_controls("418190")
OTHER_SYNTHETIC = with_controls("014190")


@pytest.mark.parametrize("digits", [SYNTHETIC, D_NUMBER, OTHER_SYNTHETIC])
@pytest.mark.parametrize("shape", ["{0}{1}", "{0} {1}", "{0}-{1}", "{0}\u00a0{1}", "nr.{0} {1}, altså", "({0}{1})"])
def test_a_national_id_is_found_however_it_is_grouped(digits, shape):
    text = "Ring Amina. " + shape.format(digits[:6], digits[6:])

    assert len(national_ids(text)) == 1


def test_an_id_between_other_numbers_is_found():
    assert national_ids(f"Tlf 680 50 214, {SYNTHETIC[:6]} {SYNTHETIC[6:]}") == [f"{SYNTHETIC[:6]} {SYNTHETIC[6:]}"]


@pytest.mark.parametrize(
    "text",
    [
        "Ring 680 50 214 eller 680 51 377",
        "Ring +47 680 50 214",
        "Organisasjonsnummer 923 609 016",
        f"Sendingen har nummer 9{SYNTHETIC}",
        f"{SYNTHETIC}7",
        "04.01.2027 kl. 09.30",
        "Fakturaen er på 12345678901 kroner",
        "",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert national_ids(text) == []


def test_an_id_with_a_wrong_control_digit_or_no_such_day_is_none():
    last = (int(SYNTHETIC[-1]) + 1) % 10

    assert not is_national_id(f"{SYNTHETIC[:-1]}{last}")
    assert not is_national_id(with_controls("328190"))
    assert not is_national_id("0181901234")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Amina har ADHD og litt angst", ["ADHD", "angst"]),
        ("Fekk diagnosen i fjor, har eksamensangst", ["diagnosen", "eksamensangst"]),
        ("Har hatt brystkreft og tar medisin", ["brystkreft", "tar medisin"]),
        ("Problemer med rus, innlagt i vår", ["rus", "innlagt"]),
        ("He has anxiety and takes medication", ["anxiety", "medication"]),
        ("Angst. Og angst.", ["Angst"]),
        ("Sjukmeld til mai", ["Sjukmeld"]),
    ],
)
def test_words_that_look_like_health_details_are_found_as_written(text, words):
    assert health_words(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Frisk og opplagt, vil jobbe på sykehuset i Brovik",
        "Arbeidskraft på fangst, rustfri benk, russetida er over",
        "Har studert medisin og vil bli fysioterapeut",
        "Jobbet på sykehjem, som frisør og i et apotek",
        "Trenger pauser, fast pult og beskjeder skriftlig",
        "Kan ikke løfte tungt. Vil ha rolig rom.",
        "Kreftforeningen og Røde Kors er frivillige organisasjoner",
        "Add the order to the list",
    ],
)
def test_trades_workplaces_and_needs_at_work_raise_no_alarm(text):
    assert health_words(text) == []
