from __future__ import annotations

import pytest

from brobygger.parties.models import Person
from brobygger.parties.queries import IN_ORDER, LETTERS, by_name, people_named
from tests.factories import PersonFactory

IN_THE_ALPHABET = ["Abel", "Árnason", "Berg", "Élise", "Zoo", "Zzz", "Ærlig", "Ødegård", "Øst", "ål", "Ås", "Aase", "Åsen"]


def test_every_letter_has_its_place():
    assert len(LETTERS) == len(IN_ORDER)


@pytest.mark.django_db
def test_names_stand_in_the_order_of_the_norwegian_alphabet():
    for name in reversed(IN_THE_ALPHABET):
        PersonFactory(last_name=name)

    assert [person.last_name for person in by_name(Person.objects.all())] == IN_THE_ALPHABET


@pytest.mark.django_db
def test_people_with_the_same_last_name_stand_by_first_name():
    for name in ("Ole", "Åse", "Amina"):
        PersonFactory(first_name=name, last_name="Hansen")

    assert [person.first_name for person in by_name(Person.objects.all())] == ["Amina", "Ole", "Åse"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "found"),
    [("ødegård", {"Åse Ødegård"}), ("ÅSE", {"Åse Ødegård", "Åse Berg"}), ("berg ås", {"Åse Berg"}), ("%", set()), ("x", set())],
)
def test_every_word_must_stand_somewhere_in_the_name(text, found):
    for first, last in [("Åse", "Ødegård"), ("Åse", "Berg"), ("Ole", "Berg")]:
        PersonFactory(first_name=first, last_name=last)

    assert {str(person) for person in people_named(Person.objects.all(), text=text)} == found
