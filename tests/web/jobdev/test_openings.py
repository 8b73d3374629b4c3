"""Openings are written down, followed up, given to a colleague, and have an occupation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from brobygger.jobdev.models import Opening, OpeningState
from brobygger.kernel import clock
from brobygger.parties.models import Role
from brobygger.reference.models import Occupation
from tests.factories import OpeningFactory, UserFactory
from tests.kit import address, read, text_of
from tests.web.jobdev.steps import sending

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def occupations():
    """Two that can be picked, in the tree they hang in."""
    tree = [("6", "Bønder"), ("61", "Jordbruk"), ("611", "Planter"), ("6113", "Gartnere"), ("6114", "Planteskolearbeidere")]
    for code, name in tree:
        Occupation(code=code, level=len(code), parent_id=code[:-1] or None, name=name, search_text=f" {name.lower()} |").save()
    return list(Occupation.objects.filter(level=Occupation.UNIT_LEVEL).order_by("code"))


def test_the_openings_of_the_unit_come_with_the_quiet_ones_first(client, jonas, unit):
    OpeningFactory(unit=unit, title="Fersk", followed_up_at=clock.now())
    OpeningFactory(unit=unit, title="Stille", followed_up_at=clock.now() - timedelta(days=15))
    OpeningFactory(title="Fremmed")

    page = text_of(client.get(address("jobdev:openings")))

    assert page.index("Stille") < page.index("Fersk")
    assert "2 muligheter er åpne. Én har ikke blitt fulgt opp på 14 dager" in page
    assert "Fremmed" not in page


@pytest.mark.parametrize("row_count", [1, 50])
def test_the_openings_cost_the_same_however_many(client, jonas, unit, row_count, django_assert_max_num_queries):
    OpeningFactory.create_batch(row_count, unit=unit)

    read(client, address("jobdev:employers"))  # the session is new

    with django_assert_max_num_queries(6):
        read(client, address("jobdev:openings"))


def test_an_opening_is_written_down_followed_up_filled_and_opened_again(client, jonas, unit, bakery):
    form = {"title": "Dekkskift", "tasks": "Skifte dekk.", "places": "2", "hours_per_week": "15", "work_times": ["day", "weekend"]}
    client.post(address("jobdev:new_opening", bakery), sending(form))
    opening = Opening.objects.get()
    found_at = opening.followed_up_at

    client.post(address("jobdev:follow_up", opening), sending({}))
    client.post(address("jobdev:fill", opening), sending({}))
    refused = client.post(address("jobdev:close", opening), sending({}), follow=True)
    client.post(address("jobdev:reopen", opening), sending({}))

    opening.refresh_from_db()
    assert (opening.owner, opening.unit, opening.places, opening.work_times) == (jonas, unit, 2, ["day", "weekend"])
    assert opening.followed_up_at > found_at
    assert opening.state == OpeningState.OPEN
    assert refused.redirect_chain == [(address("jobdev:opening", opening), 302)]
    assert "Muligheten er «fylt»" in refused.content.decode()
    assert "dag, helg" in read(client, address("jobdev:opening", opening))


def test_an_opening_is_put_right_and_given_to_a_colleague(client, jonas, per, unit, bakery):
    opening = OpeningFactory(workplace=bakery, unit=unit, owner=jonas)
    form = {"title": "Dekkskift", "tasks": "Bare vinterdekk.", "places": "1", "owner": str(per.public_id)}

    client.post(address("jobdev:correct_opening", opening), sending(form))

    opening.refresh_from_db()
    assert (opening.tasks, opening.owner) == ("Bare vinterdekk.", per)


def test_an_occupation_is_looked_for_and_picked_without_losing_what_is_written(client, jonas, unit, bakery):
    gardener, _nursery = occupations()
    form = {"title": "Planter", "tasks": "Stelle planter.", "places": "mange", "work_times": ["weekend"], "starts_on": "snart"}

    looked = client.post(address("jobdev:new_opening", bakery), sending({**form, "find": "1", "sok": "gartner"}))
    nothing = client.post(address("jobdev:new_opening", bakery), sending({**form, "find": "1", "sok": "xyzw"}))
    count_before = Opening.objects.count()
    client.post(address("jobdev:new_opening", bakery), sending({**form, "places": "1", "starts_on": "", "occupation": "6113"}))

    page = looked.content.decode()
    assert looked.status_code == 200
    for kept in ('value="Planter"', "Stelle planter.</textarea>", 'value="mange"', 'value="snart"', "checked"):
        assert kept in page
    assert '<input type="radio" name="occupation" value="6113">' in page
    assert "Vi fant ikke noe nytt yrke med «xyzw»" in nothing.content.decode()
    assert count_before == 0
    assert Opening.objects.get().occupation == gardener
    assert "Gartnere" in read(client, address("jobdev:opening", Opening.objects.get()))


def test_an_occupation_stays_when_something_else_is_put_right_and_can_be_changed_and_taken_off(client, jonas, unit, bakery):
    gardener, nursery = occupations()
    opening = OpeningFactory(workplace=bakery, unit=unit, owner=jonas, occupation=gardener)
    form = {"title": "Planter", "tasks": "Stelle planter.", "places": "1", "owner": str(jonas.public_id)}
    page = read(client, address("jobdev:correct_opening", opening))

    after = []
    for said in ({}, {"occupation": "6113"}, {"occupation": "9999"}, {"occupation": nursery.code}, {"occupation": ""}):
        looked = client.post(address("jobdev:correct_opening", opening), sending({**form, **said, "find": "1", "sok": "planteskole"}))
        client.post(address("jobdev:correct_opening", opening), sending({**form, **said}))
        opening.refresh_from_db()
        after.append(opening.occupation)

    assert '<input type="radio" name="occupation" value="6113" checked>' in page
    assert after == [gardener, gardener, None, nursery, None]
    assert 'name="occupation" value="6114">' in looked.content.decode()


@pytest.mark.parametrize("word", ["<b>", "gartner"])
def test_a_word_looked_for_is_shown_as_text_and_the_page_costs_little(client, jonas, unit, bakery, word, django_assert_max_num_queries):
    occupations()
    read(client, address("jobdev:employers"))

    with django_assert_max_num_queries(MOST_QUERIES + 4):  # a search that guesses has four of its own
        page = client.post(address("jobdev:new_opening", bakery), {"find": "1", "sok": word}).content.decode()

    assert "<b>" not in page


def test_an_opening_is_not_given_to_somebody_outside_the_unit(client, jonas, unit, bakery):
    opening = OpeningFactory(workplace=bakery, unit=unit, owner=jonas)
    form = {"title": "Dekkskift", "tasks": "Skifte dekk.", "places": "1", "owner": str(UserFactory(role=Role.SPECIALIST).public_id)}

    assert client.post(address("jobdev:correct_opening", opening), sending(form)).status_code == 422
