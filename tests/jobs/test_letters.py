import pkgutil
from importlib import import_module
from uuid import uuid4

import pytest

import brobygger
from brobygger.access.addresses import PAGES, page_address
from brobygger.access.letters import LETTERS
from brobygger.outbox.letters import Audience, Letter, Page
from brobygger.outbox.models import Message

LINK = "http://localhost:8000/v/abc/"


def written(name, language="nb", *, link=LINK, page="http://localhost:8000/ring/", **values):
    message = LETTERS[name].in_example(language)
    message.values |= values
    return LETTERS[name].words(message, link=link, page=page)


def test_every_letter_that_is_declared_is_among_those_that_are_sent():
    modules = [each.name for each in pkgutil.walk_packages(brobygger.__path__, "brobygger.") if not each.name.endswith("__main__")]
    declared = {each.name for name in modules for each in vars(import_module(name)).values() if isinstance(each, Letter)}

    assert declared - set(LETTERS) == set()


LEAD_NOWHERE = {"parties/moved"}  # to an address that may be another's by now


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_each_letter_greets_by_name_and_carries_the_address_it_leads_to(language):
    astray = []
    for name, letter in LETTERS.items():
        words = written(name, language)
        address = "http://localhost:8000/ring/" if letter.to == Audience.STAFF else LINK
        if name in LEAD_NOWHERE:
            assert LINK not in words.text
            continue
        if not words.subject or "\n" in words.subject or "Amina" not in words.text or address not in words.text.split("\n"):
            astray.append(name)

    assert astray == []


def test_staff_are_led_to_a_page_and_others_to_their_own():
    assert [name for name, letter in LETTERS.items() if (letter.page is not None) != (letter.to == Audience.STAFF)] == []


def test_every_page_a_letter_can_lead_to_has_an_address():
    assert set(PAGES) == set(Page)
    for page in Page:
        row = uuid4() if page.shows_a_row else None
        address = page_address(Message(page=page, page_of=row))
        assert address.startswith("http://localhost:8000/")
        assert str(row or "") in address


def test_a_message_that_leads_nowhere_has_no_address():
    assert page_address(Message()) == ""


def test_a_letter_with_somebody_to_call_says_whom():
    silent = [name for name, letter in LETTERS.items() if "owner" in letter.example and "Lise på 680 50 214" not in written(name).text]

    assert silent == []


def test_no_letter_names_an_authority_or_shouts():
    found = []
    for name in LETTERS:
        words = written(name)
        everything = f"{words.subject} {words.text}".lower().replace("navn", "")
        found += [(name, word) for word in ("nav", "!", "tiltak", "ytelse", "bruker", "diagnose") if word in everything]

    assert found == []


@pytest.mark.parametrize(
    ("template", "empty", "words"),
    [
        ("loops/plan_changed", {"way": "", "dates": "", "step": ""}, "ikke satt opp flere dager for deg"),
        ("loops/plan_changed_employer", {"arrivals": "", "dates": ""}, "ikke satt opp noen hos dere"),
        ("loops/reminder", {"place": ""}, "Oppstartsmøte, Bakeriet\nNår: 04.01.2027 klokka 09.00\n\n"),
    ],
)
def test_what_there_is_nothing_to_say_about_is_left_out_without_a_gap(template, empty, words):
    text = written(template, **empty).text

    assert words in text
    assert "\n\n\n" not in text
    assert "Disse datoene" not in text


@pytest.mark.parametrize(
    ("people", "loops", "said", "unsaid"),
    [
        (1, "", "Det gjelder én", "Se på loopen"),
        (2, "A", "Det gjelder 2", "\n\nhttp"),
        (0, "A", "noe må planlegges på nytt.", "Det gjelder"),
    ],
)
def test_the_letter_about_a_bankruptcy_says_only_what_concerns_its_reader_and_the_address_once(people, loops, said, unsaid):
    text = written("followup/bankruptcy", people=people, loops=loops).text

    assert said in text
    assert unsaid not in text
    assert text.count("http://localhost:8000/ring/") == 1


@pytest.mark.parametrize(("address", "is_said"), [("amina@brovik.invalid", True), ("68050214", False)])
@pytest.mark.parametrize("letter", [each for each in LETTERS.values() if each.along is not None], ids=lambda letter: letter.name)
def test_a_letter_speaks_of_a_calendar_file_only_when_one_can_go_along(letter, address, is_said):
    message = letter.in_example("nb")
    message.recipient_address = address
    message.values["date_ids"] = "5b0c4c9e-1f5e-4f55-9a52-3c7b6a1d0001"

    words = letter.words(message)

    assert ("kalenderfil" in words.text) is is_said
    assert "siden din" not in words.text.lower()


def test_signs_in_a_value_stand_as_they_were_written():
    assert "Kaffe & Kaker <2> 100 %" in written("loops/invitation", place="Kaffe & Kaker <2> 100 %").text


def test_a_line_break_in_a_value_does_not_reach_the_subject():
    assert (
        written("loops/plan_employer", loop="Brovik\r\nBcc: alle@brovik.invalid").subject
        == "Planen for Brovik Bcc: alle@brovik.invalid er klar"
    )


def test_a_letter_that_lacks_a_value_is_an_error():
    letter = LETTERS["loops/invitation"]
    message = letter.in_example("nb")
    del message.values["loop"]

    with pytest.raises(KeyError, match="loop"):
        letter.words(message)
