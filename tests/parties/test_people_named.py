from __future__ import annotations

from uuid import uuid4

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


@pytest.mark.django_db
def test_page_by_page_everybody_comes_once_also_those_with_the_same_name():
    for name in [*IN_THE_ALPHABET, "Hansen", "Hansen", "Hansen"]:
        PersonFactory(first_name="Kim", last_name=name)

    pages, after = [], None
    while page := list(people_named(Person.objects.all(), text="Kim", after=after)[:3]):
        pages += page
        after = page[-1].public_id

    assert pages == list(by_name(Person.objects.all()))


@pytest.mark.django_db
def test_a_page_after_somebody_who_is_out_of_reach_begins_from_the_top():
    hidden, shown = PersonFactory(last_name="Å"), PersonFactory(last_name="Berg")
    scope = Person.objects.exclude(pk=hidden.pk)

    assert list(people_named(scope, text="", after=hidden.public_id)) == [shown]
    assert list(people_named(scope, text="", after=uuid4())) == [shown]
