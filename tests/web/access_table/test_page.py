from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.html import escape

from brobygger.access.table import TABLE
from brobygger.access.verbs import Verb
from brobygger.access.words import FENCE_WORDS, MODEL_WORDS, VERB_WORDS
from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.parties.models import Protection, Role
from tests.factories import NeedToKnowFactory, UserFactory
from tests.kit import signed_in

ADDRESS = "/tilgang/"


def test_every_verb_and_every_thing_in_the_table_has_words():
    assert VERB_WORDS.keys() == set(Verb)
    assert MODEL_WORDS.keys() == {model for _verb, model in TABLE}


@pytest.mark.django_db
def test_the_page_prints_the_whole_table_and_the_fence(client):
    page = signed_in(UserFactory(role=Role.DATA_PROTECTION_OFFICER)).get(ADDRESS).content.decode()

    for (verb, model), cells in TABLE.items():
        assert str(VERB_WORDS[verb]) in page
        assert str(MODEL_WORDS[model]) in page
        for role, cell in cells.items():
            assert str(role.label) in page
            assert all(escape(str(words)) in page for words in cell.words)
    assert all(str(sentence) in page for sentence in FENCE_WORDS)


@pytest.mark.django_db
def test_each_role_of_each_cell_stands_in_a_row_of_its_verb(client):
    answer = signed_in(UserFactory(role=Role.DATA_PROTECTION_OFFICER)).get(ADDRESS)

    printed = {(thing.key, line.verb, role) for thing in answer.context["things"] for line in thing.lines for role in line.roles}
    assert printed == {(model._meta.model_name, VERB_WORDS[verb], role) for (verb, model), cells in TABLE.items() for role in cells}


@pytest.mark.django_db
def test_the_page_lists_the_reasons_in_force_and_writes_down_whom_it_shows(client):
    today = clock.today()
    need = NeedToKnowFactory(starts_on=today, reason="Tar imot besøk mens Kari er på kurs.")
    NeedToKnowFactory(reason="Denne er over for lenge siden.")
    NeedToKnowFactory(starts_on=today, reason="Denne gjelder en vernet person.", person__protection=Protection.CODE_6)

    page = signed_in(UserFactory(role=Role.DATA_PROTECTION_OFFICER)).get(ADDRESS).content.decode()

    assert "Tar imot besøk mens Kari er på kurs." in page
    assert str(need.person) in page
    assert "Denne er over" not in page
    assert "vernet person." not in page
    assert "Én grunn gjelder i dag." in page
    assert list(LookUp.objects.values_list("person", "purpose")) == [(need.person.public_id, "stated reasons")]


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DATA_PROTECTION_OFFICER, Role.CANDIDATE, Role.EMPLOYER, Role.MENTOR}))
def test_the_page_is_for_the_data_protection_officer_alone(client, role):
    assert signed_in(UserFactory(role=role)).get(reverse("access_table:page")).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("row_count", [1, 30])
def test_the_page_costs_no_more_for_many_reasons_than_for_one(row_count, django_assert_max_num_queries):
    NeedToKnowFactory.create_batch(row_count, starts_on=clock.today())
    client = signed_in(UserFactory(role=Role.DATA_PROTECTION_OFFICER))

    with django_assert_max_num_queries(12):
        assert client.get(ADDRESS).status_code == 200
