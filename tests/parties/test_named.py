from __future__ import annotations

import pytest
from django.utils.translation import override

from brobygger.parties.models import Person
from brobygger.parties.named import Named

AMINA = Person(pk=3, first_name="Amina", last_name="Yusuf")


def test_whoever_the_reader_may_know_is_called_by_name():
    named = Named(AMINA, is_seen=True)

    assert (str(named), named.first_name, named.in_a_sentence) == ("Amina Yusuf", "Amina", "Amina")


@pytest.mark.parametrize(
    ("language", "alone", "in_a_sentence"),
    [("nb", "En deltaker", "en deltaker"), ("nn", "Ein deltakar", "ein deltakar"), ("en", "A candidate", "a candidate")],
)
def test_whoever_the_reader_may_not_know_has_no_name_and_keeps_it(language, alone, in_a_sentence):
    with override(language):
        named = Named(AMINA, is_seen=False)
        found = (str(named), named.first_name, named.in_a_sentence)

    assert found == (alone, alone, in_a_sentence)
    assert str(AMINA) == "Amina Yusuf"


def test_where_somebody_hidden_stands_does_not_give_the_name_away():
    zoe = Person(pk=4, first_name="Zoe", last_name="Berg")

    assert Named(AMINA, is_seen=False).in_order[:2] == Named(zoe, is_seen=False).in_order[:2]
