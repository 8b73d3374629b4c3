from __future__ import annotations

import pytest

from brobygger.reference.models import EscoOccupation, Occupation
from brobygger.reference.queries import find_occupations, occupation_label

pytestmark = pytest.mark.usefixtures("shipped")


def labels(text: str, limit: int = 20) -> list[str]:
    return [found.label for found in find_occupations(text, limit)]


def test_the_name_itself_comes_first_then_names_that_begin_so():
    assert labels("kokk", 3) == ["kokk", "Kokker", "Sjefskokker"]
    assert labels("baker", 2) == ["baker", "Bakere, konditorer mv."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("butikkmed", "Butikkmedarbeidere"),  # the beginning of a word
        ("RØRLEGGER", "Rørleggere og VVS-montører"),  # capitals
        ("butikken", "butikkmedarbeider"),  # another form of the word
        ("montører VVS", "Rørleggere og VVS-montører"),  # words in another order
        ("hjelpearbeid bygg", "Hjelpearbeidere i bygg"),
        ("elktriker", "elektriker"),  # spelt wrongly
        ("chef", "kokk"),  # English
        ("social entrepreneur", "social entrepreneur"),  # has no Norwegian name
    ],
)
def test_people_find_the_occupation_however_they_write_it(text, expected):
    assert expected in labels(text)


def test_part_of_a_compound_word_is_found():
    assert "Grunnskolelærere" in labels("skolelærer", 50)


def test_an_esco_occupation_comes_with_its_styrk_group_where_norway_has_it():
    cook = find_occupations("kokk", 1)[0]
    coach = next(found for found in find_occupations("sirkusartist", 50) + find_occupations("event manager", 50) if found.esco)

    assert cook.esco is not None
    assert cook.occupation == Occupation.objects.get(code="5120")
    assert coach.occupation is None or coach.occupation.code == coach.esco.isco08


def test_an_esco_occupation_of_a_group_norway_lacks_is_found_without_a_group():
    stage_manager = EscoOccupation.objects.filter(isco08="3435").exclude(label_nb="").order_by("label_nb").first()

    found = next(found for found in find_occupations(stage_manager.label_nb) if found.esco == stage_manager)

    assert found.occupation is None
    assert found.label == stage_manager.label_nb


def test_an_english_label_is_marked_as_english():
    assert find_occupations("social entrepreneur", 1)[0].label_language == "en"
    assert find_occupations("kokk", 1)[0].label_language == "nb"


@pytest.mark.parametrize("text", ["", " ", "%", "_", "'", '"', "\\", "&|!():*<->", "\x00", "\ud800", "💼", "--", "’”"])
def test_a_text_without_letters_finds_nothing(text):
    assert find_occupations(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "kokk'; DROP TABLE x",
        "kokk\x00",
        "kokk:*",
        "!kokk",
        "(kokk",
        "kokk & ",
        "k%k",
        "kokk\\",
        "og",
        "i",
        "KoKk\u0301",
        "ﬁsk",
        "日本",
        "x" * 10_000,
    ],
)
def test_whatever_is_typed_is_safe(text):
    assert isinstance(find_occupations(text), list)


def test_percent_and_underscore_are_not_wildcards():
    assert "kokk" not in labels("k_kk")
    assert "kokk" not in labels("k%k")


def test_the_answers_stop_at_the_limit_and_come_in_the_same_order_each_time():
    assert len(find_occupations("arbeider", 7)) == 7
    assert labels("arbeider", 7) == labels("arbeider", 20)[:7]
    assert find_occupations("arbeider", 0) == []


def test_an_occupation_that_is_no_longer_current_is_not_offered():
    EscoOccupation.objects.filter(label_nb="kokk").update(is_current=False)
    Occupation.objects.filter(code="5120").update(is_current=False)

    assert "kokk" not in labels("kokk")
    assert "Kokker" not in labels("kokk")


@pytest.mark.parametrize("limit", [1, 50])
def test_a_search_costs_two_queries_however_many_answers(limit, django_assert_num_queries):
    with django_assert_num_queries(2):
        for found in find_occupations("arbeider", limit):
            str(found.occupation)


@pytest.mark.parametrize(("language", "expected"), [("nb", "nb"), ("nn", "nb"), ("en", "nb"), ("nn-no", "nb")])
def test_styrk_is_given_in_bokmål_to_everybody_and_says_so(language, expected):
    label = occupation_label(Occupation.objects.get(code="5120"), language)

    assert (str(label), label.language) == ("Kokker", expected)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("nb", ("kokk", "nb")), ("nn", ("kokk", "nb")), ("en", ("cook", "en")), ("en-gb", ("cook", "en")), ("EN", ("cook", "en"))],
)
def test_esco_is_given_in_english_to_those_who_read_english_and_in_bokmål_to_others(language, expected):
    label = occupation_label(EscoOccupation.objects.get(label_nb="kokk"), language)

    assert (label.text, label.language) == expected


def test_esco_without_a_norwegian_name_is_given_in_english_and_says_so():
    label = occupation_label(EscoOccupation.objects.get(label_en="social entrepreneur"), "nn")

    assert (label.text, label.language) == ("social entrepreneur", "en")
