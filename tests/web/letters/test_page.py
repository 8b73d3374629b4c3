import pytest
from django.urls import reverse
from django.utils.html import escape

from brobygger.access.letters import LETTERS
from brobygger.parties.models import Role
from tests.factories import UserFactory
from tests.kit import signed_in

pytestmark = pytest.mark.django_db


def page_for(role, language="nb"):
    return signed_in(UserFactory(role=role, language=language)).get(reverse("letters:list"))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_officer_reads_every_letter_in_their_own_language(language):
    html = page_for(Role.DATA_PROTECTION_OFFICER, language).content.decode()

    subjects = [letter.words(letter.in_example(language)).subject for letter in LETTERS.values()]
    assert [subject for subject in subjects if escape(subject) not in html] == []


def test_an_example_says_whom_it_is_for_and_where_the_address_stands():
    html = page_for(Role.DATA_PROTECTION_OFFICER).content.decode()

    assert "Til ansatte" in html
    assert "(her står lenken)" in html
    assert "(her står adressen)" in html


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.LEADER, Role.REFERRER, Role.PEER_WORKER])
def test_others_are_told_there_is_nothing_there(role):
    assert page_for(role).status_code == 404
