"""«Det jeg vil» and «Det bedriftene får vite» in a candidate's window, and what an employer's window says of it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from brobygger.access.cells import SHARING_LASTS
from brobygger.audit.models import Entry, LookUp
from brobygger.jobdev.models import OpeningState, SuggestionState
from brobygger.kernel import clock
from brobygger.parties.models import Grant, Protection, Role
from brobygger.placements.models import EndCause, Placement
from brobygger.placements.states import PlacementState
from brobygger.talent.actions.disclosing import Item, agree_disclosure, withdraw_disclosure
from brobygger.talent.models import Disclosure, DisclosureDecision
from tests.factories import (
    DisclosureFactory,
    DisclosureItemFactory,
    PersonFactory,
    PlacementFactory,
    SuggestionFactory,
    VocationalProfileFactory,
)
from tests.kit import read, window
from tests.web.talent.scenes import ASKED, KEPT, SHARED, a_scene, told
from tests.web.window.year_scenes import of_employer, year_scene

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
MOST_QUERIES_OF_A_YEAR = 15  # as in tests/web/window/test_every_year_page.py
MARKUP = '<script>alert(1)</script><b id="x">'


@pytest.fixture
def scene():
    return a_scene()


def of_eva(scene, name="home", *about):
    return window(scene.eva.person, Role.EMPLOYER, name, *about)


def of_nora(scene, name="home", *about):
    return window(scene.nora, Role.CANDIDATE, name, *about)


def main_of(page):
    return page.partition("<main")[2].partition("</main>")[0]


# The employer's window


def test_an_employer_reads_what_is_shared_word_for_word_under_the_first_name_and_is_written_down(client, scene):
    told(scene.nora, scene.garden)

    page = read(client, of_eva(scene))

    assert SHARED in page
    assert ">Nora</h3>" in page
    assert "Sletten" not in page
    assert LookUp.objects.filter(person=scene.nora.public_id, purpose="talent told", actor_role=Role.EMPLOYER).exists()


def test_what_is_to_be_asked_about_first_or_kept_never_reaches_an_employer(client, scene):
    told(scene.nora, scene.garden)

    page = read(client, of_eva(scene))

    assert ASKED not in page
    assert KEPT not in page


def test_another_workplace_reads_nothing_not_even_of_what_it_was_told_when_nothing_runs(client, scene):
    told(scene.nora, scene.garden)
    told(scene.nora, scene.bakery)

    page = read(client, window(scene.tor.person, Role.EMPLOYER))

    assert "Nora" not in page
    assert SHARED not in page


@pytest.mark.parametrize("by", ["candidate", "staff"])
def test_what_is_taken_back_is_gone_at_once(client, scene, by):
    held = told(scene.nora, scene.garden)
    before = read(client, of_eva(scene))

    if by == "candidate":
        client.post(of_nora(scene, "withdraw_told", held.public_id))
    else:
        withdraw_disclosure(held, now=clock.now(), actor=scene.jonas)

    assert SHARED in before
    assert SHARED not in read(client, of_eva(scene))


def test_what_is_gone_through_again_replaces_what_the_employer_reads(client, scene):
    held = told(scene.nora, scene.garden)

    agree_disclosure(
        scene.nora,
        scene.garden,
        items=[Item("Beskjeder skriftlig.", DisclosureDecision.SHARE), Item(SHARED, DisclosureDecision.DO_NOT_SHARE)],
        replaces=held.public_id,
        previewed_at=clock.now(),
        actor=scene.jonas,
    )

    page = read(client, of_eva(scene))
    assert "Beskjeder skriftlig." in page
    assert SHARED not in page


@pytest.mark.parametrize(("days_since", "is_read"), [(0, True), (SHARING_LASTS.days, True), (SHARING_LASTS.days + 1, False)])
def test_it_is_read_until_twelve_weeks_after_the_last_day(client, scene, days_since, is_read):
    told(scene.nora, scene.garden)
    last = clock.today() - timedelta(days=days_since)
    Placement.objects.update(
        state=PlacementState.ENDED, starts_on=last, ends_on=last, end_cause=EndCause.OTHER, end_words="Noe om hvordan det sluttet."
    )

    page = read(client, of_eva(scene))

    assert (SHARED in page) is is_read
    assert "hvordan det sluttet" not in page


def test_what_came_of_a_suggestion_is_read_no_longer_than_any_other_stay(client, scene):
    told(scene.nora, scene.garden)
    last = clock.today() - SHARING_LASTS - timedelta(days=1)
    Placement.objects.update(state=PlacementState.ENDED, starts_on=last, ends_on=last, end_cause=EndCause.OTHER)
    SuggestionFactory(person=scene.nora, opening__workplace=scene.garden, employer_asked=True, state=SuggestionState.BEGINS)

    page = read(client, of_eva(scene))

    assert SHARED not in page
    assert "Nora" not in page


@pytest.mark.parametrize(
    ("state", "days_since", "is_read"),
    [
        (OpeningState.OPEN, 400, True),
        (OpeningState.FILLED, SHARING_LASTS.days - 1, True),
        (OpeningState.FILLED, SHARING_LASTS.days + 2, False),
        (OpeningState.CLOSED, SHARING_LASTS.days + 2, False),
    ],
)
def test_a_question_is_read_while_the_place_is_open_and_twelve_weeks_more(client, scene, state, days_since, is_read):
    told(scene.nora, scene.garden)
    Placement.objects.all().delete()
    asked_at = clock.now() - timedelta(days=days_since)
    row = SuggestionFactory(
        person=scene.nora, opening__workplace=scene.garden, opening__state=state, employer_asked=True, employer_asked_at=asked_at
    )

    page = read(client, of_eva(scene))

    assert ("Nora" in page) is is_read
    assert (client.get(of_eva(scene, "asked", row.public_id)).status_code == 200) is is_read
    assert timedelta(weeks=12) == SHARING_LASTS


@pytest.mark.parametrize("protection", [kind for kind in Protection if kind != Protection.NONE])
def test_one_who_becomes_protected_is_gone_whatever_was_agreed(client, scene, protection):
    told(scene.nora, scene.garden)
    scene.nora.protection = protection
    scene.nora.save()

    page = read(client, of_eva(scene))

    assert "Nora" not in page
    assert SHARED not in page


def test_a_placement_that_came_to_nothing_tells_nothing_and_an_employer_that_is_asked_reads_it(client, scene):
    told(scene.nora, scene.garden)
    Placement.objects.update(state=PlacementState.CANCELLED)

    before = read(client, of_eva(scene))
    SuggestionFactory(person=scene.nora, opening__workplace=scene.garden, employer_asked=True)

    assert SHARED not in before
    assert SHARED in read(client, of_eva(scene))


def test_a_thought_that_the_employer_is_not_asked_about_tells_nothing(client, scene):
    told(scene.nora, scene.garden)
    Placement.objects.update(state=PlacementState.CANCELLED)

    SuggestionFactory(person=scene.nora, opening__workplace=scene.garden, candidate_will=True)

    assert SHARED not in read(client, of_eva(scene))


def test_a_contact_who_has_left_and_a_mentor_read_nothing(client, scene):
    told(scene.nora, scene.garden)
    as_mentor = read(client, window(scene.eva.person, Role.MENTOR))
    scene.eva.ends_on = clock.today() - timedelta(days=1)
    scene.eva.save()

    assert SHARED not in as_mentor
    assert client.get(of_eva(scene)).status_code == 410


def test_swapping_age_gender_and_surname_leaves_what_employers_read_identical(client, scene):
    told(scene.nora, scene.garden)
    url = of_eva(scene)
    before = main_of(read(client, url))

    scene.nora.last_name, scene.nora.born_on, scene.nora.phone, scene.nora.email = "Ali", date(1969, 1, 1), "90000000", "ny@brovik.invalid"
    scene.nora.save()
    Placement.objects.update(kind="practice", end_words="")

    assert main_of(read(client, url)) == before
    scene.nora.first_name = "Ahmed"
    scene.nora.save()
    assert main_of(read(client, url)) == before.replace("Nora", "Ahmed")


def test_markup_in_what_is_told_is_only_text_in_both_windows(client, scene):
    held = DisclosureFactory(person=scene.nora, workplace=scene.garden)
    DisclosureItemFactory(disclosure=held, text=MARKUP)
    fields = dict.fromkeys(["wishes", "resources", "accommodation", "what_helps", "not_wanted"], MARKUP)
    VocationalProfileFactory(person=scene.nora, **fields)

    pages = [read(client, url) for url in (of_eva(scene), of_nora(scene, "told"), of_nora(scene, "wanted"))]

    for page in pages:
        assert escape(MARKUP) in page
        assert "<script>alert" not in page
        assert '<b id="x">' not in page


def test_the_employers_page_costs_the_same_for_one_person_and_for_twenty(client, scene):
    told(scene.nora, scene.garden)
    read(client, of_eva(scene))
    costs = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            read(client, of_eva(scene))
        costs.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
        for number in range(19):
            person = PersonFactory(first_name=f"Deltaker{number}")
            PlacementFactory(active=True, person=person, workplace=scene.garden)
            told(person, scene.garden)

    assert costs[0] == costs[1] <= MOST_QUERIES


# In a loop's year


def test_in_the_year_it_stands_beside_the_guest_and_not_twice(client):
    scene = year_scene()
    told(scene.amina.person, scene.bakery.workplace)

    page = read(client, of_employer(scene.bakery))

    assert page.count(SHARED) == 1
    assert "Vil at dere skal vite" in page
    assert "Det de lar dere få vite" not in page


def test_one_in_a_loop_who_takes_the_yes_back_is_not_named_by_what_was_told(client):
    scene = year_scene()
    told(scene.amina.person, scene.bakery.workplace)
    Grant.objects.filter(person=scene.amina.person).update(withdrawn_at=clock.now())

    page = read(client, of_employer(scene.bakery))

    assert SHARED not in page
    assert "Amina" not in page


def test_one_who_is_placed_outside_the_loop_stands_below_those_in_it(client, scene):
    year = year_scene()
    PlacementFactory(active=True, person=scene.nora, workplace=year.bakery.workplace, starts_on=clock.today())
    told(scene.nora, year.bakery.workplace)

    page = read(client, of_employer(year.bakery))

    assert "Nora" in page.partition("Det de lar dere få vite")[2]
    assert SHARED in page


def test_the_year_costs_no_more_than_a_page_may(client):
    scene = year_scene()
    read(client, of_employer(scene.bakery))
    for participant in scene.participants:
        told(participant.person, scene.bakery.workplace)

    with CaptureQueriesContext(connection) as queries:
        read(client, of_employer(scene.bakery))

    assert sum("SAVEPOINT" not in query["sql"] for query in queries) <= MOST_QUERIES_OF_A_YEAR


# The candidate's window


def test_the_candidate_reads_the_latest_version_who_wrote_it_and_whom_to_call(client, scene):
    VocationalProfileFactory(person=scene.nora, version=1, wishes="Det gamle.")
    VocationalProfileFactory(
        person=scene.nora, version=2, wishes="Jobbe med planter.", written_by=scene.jonas, gone_through_on=date(2026, 11, 2)
    )

    home = read(client, of_nora(scene))
    page = read(client, of_nora(scene, "wanted"))

    assert of_nora(scene, "wanted") in home
    assert "Jonas Hauglid skrev dette etter at dere snakket sammen 02.11.2026." in page
    assert "Jobbe med planter." in page
    assert "Det gamle." not in page
    assert "Er noe feil" in page
    assert 'href="tel:+4768050214"' in page


def test_before_anything_is_written_the_pages_say_so(client):
    somebody = PersonFactory()

    wanted = read(client, window(somebody, Role.CANDIDATE, "wanted"))
    told_page = read(client, window(somebody, Role.CANDIDATE, "told"))

    assert "Her kommer det du ønsker deg" in wanted
    assert "Ingen bedrift får vite noe om deg herfra nå." in told_page


def test_the_candidate_reads_every_item_with_its_ring_and_takes_it_back_for_one_workplace(client, scene):
    here, elsewhere = told(scene.nora, scene.garden), told(scene.nora, scene.bakery)

    page = read(client, of_nora(scene, "told"))
    answer = client.post(of_nora(scene, "withdraw_told", here.public_id), follow=True)

    for text in [SHARED, ASKED, KEPT, "Spør meg først", 'data-is="ask"', "Trekk tilbake for Lyngtunet hagesenter"]:
        assert text in page
    assert "Trukket tilbake. Lyngtunet hagesenter kan ikke lese noe av det lenger." in answer.content.decode()
    assert "Trekk tilbake for Lyngtunet hagesenter" not in answer.content.decode()
    assert list(Disclosure.objects.filter(withdrawn_at=None)) == [elsewhere]
    assert Entry.objects.get(event="talent.disclosure_withdrawn").actor_id == scene.nora.public_id


def test_two_taps_take_it_back_once_and_a_reload_leads_home(client, scene):
    held = told(scene.nora, scene.garden)
    url, sent = of_nora(scene, "withdraw_told", held.public_id), {"once": str(uuid4())}

    first, second, reload = client.post(url, sent), client.post(url, sent), client.get(url)

    assert first.url == second.url == reload.url == of_nora(scene, "told")
    assert Entry.objects.filter(event="talent.disclosure_withdrawn").count() == 1


def test_what_has_been_replaced_meanwhile_is_refused_in_words(client, scene):
    held = told(scene.nora, scene.garden)
    agree_disclosure(
        scene.nora,
        scene.garden,
        items=[Item(SHARED, DisclosureDecision.SHARE)],
        replaces=held.public_id,
        previewed_at=clock.now(),
        actor=scene.jonas,
    )

    answer = client.post(of_nora(scene, "withdraw_told", held.public_id), follow=True)

    assert answer.redirect_chain == [(of_nora(scene, "told"), 302)]
    assert "Dette er gått gjennom på nytt." in answer.content.decode()


def test_nobody_takes_back_or_reads_what_is_anothers(client, scene):
    held = told(scene.nora, scene.garden)
    other = PersonFactory()

    answers = [client.post(window(other, Role.CANDIDATE, "withdraw_told", each)) for each in (held.public_id, uuid4())]
    answers += [client.post(of_eva(scene, "withdraw_told", held.public_id))]
    answers += [client.get(of_eva(scene, name)) for name in ("wanted", "told")]
    answers += [client.get(window(scene.eva.person, Role.MENTOR, name)) for name in ("wanted", "told")]

    assert {answer.status_code for answer in answers} == {404}
    assert Disclosure.objects.get().withdrawn_at is None
    assert SHARED not in read(client, window(other, Role.CANDIDATE, "told"))


@pytest.mark.parametrize("name", ["home", "wanted", "told"])
def test_the_candidates_pages_cost_the_same_for_one_workplace_and_for_twelve(client, scene, name):
    told(scene.nora, scene.garden)
    VocationalProfileFactory(person=scene.nora)
    read(client, of_nora(scene, name))
    costs = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            read(client, of_nora(scene, name))
        costs.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
        for held in DisclosureFactory.create_batch(11, person=scene.nora):
            DisclosureItemFactory(disclosure=held)

    assert costs[0] == costs[1] <= MOST_QUERIES
