from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.parties.models import Protection, Role
from brobygger.talent.actions.disclosing import withdraw_disclosure
from brobygger.talent.models import Disclosure, DisclosureItem
from tests.factories import PlacementFactory, SuggestionFactory, UserFactory, VocationalProfileFactory, WorkplaceFactory
from tests.kit import hidden_of, read
from tests.web.talent.scenes import ASKED, KEPT, SHARED, a_scene, told

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
MARKUP = '<script>alert(1)</script><b id="x">'


@pytest.fixture
def scene(client):
    made = a_scene()
    client.force_login(made.jonas)
    return made


def choose_of(scene):
    return reverse("talent:disclosures", args=[scene.nora.public_id])


def page_of(scene, workplace=None):
    return reverse("talent:disclosure", args=[scene.nora.public_id, (workplace or scene.garden).public_id])


def lines(*pairs, **more):
    """What step 1 sends: each text and what is decided about it."""
    sent = {"lines": str(max(len(pairs), 1))}
    for number, (text, decision) in enumerate(pairs):
        sent |= {f"text_{number}": text, f"decision_{number}": decision}
    return sent | more


def preview(client, scene, sent):
    answer = client.post(page_of(scene), sent)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def yes_to(page):
    """What the button of step 2 sends; `next` is of the form that chooses a language."""
    read_value = page.partition('name="read" value="')[2].partition('"')[0]
    assert read_value
    return {name: value for name, value in hidden_of(page).items() if name != "next"} | {"read": read_value}


def test_nothing_is_stored_before_the_candidate_has_read_the_exact_text_and_said_yes(client, scene):
    page = preview(client, scene, lines((SHARED, "share"), (ASKED, "ask_first"), (KEPT, "do_not_share")))
    before = Disclosure.objects.count()

    answer = client.post(page_of(scene), yes_to(page))

    assert before == 0
    assert answer.url == reverse("people:person", args=[scene.nora.public_id])
    made = Disclosure.objects.get()
    assert (made.person, made.workplace, made.made_by) == (scene.nora, scene.garden, scene.jonas)
    assert clock.now() - made.previewed_with_person_at < timedelta(minutes=1)
    assert [(item.text, item.decision) for item in made.items.order_by("position")] == [
        (SHARED, "share"),
        (ASKED, "ask_first"),
        (KEPT, "do_not_share"),
    ]


def test_one_who_came_from_a_suggestion_comes_back_to_it(client, scene):
    suggestion = SuggestionFactory(person=scene.nora, opening__workplace=scene.garden, candidate_will=True)
    back = reverse("suggestions:suggestion", args=[suggestion.public_id])
    way = f"{page_of(scene)}?neste={back.replace('/', '%2F')}"

    asked = read(client, back)
    first = read(client, way)
    page = client.post(way, lines((SHARED, "share"))).content.decode()
    answer = client.post(way, yes_to(page))

    assert f'href="{way}"' in asked
    assert f'href="{back}"' in first
    assert answer.url == back


def test_the_preview_has_what_is_shared_apart_from_what_is_not(client, scene):
    page = preview(client, scene, lines((SHARED, "share"), (ASKED, "ask_first"), (KEPT, "do_not_share")))

    shown, _heading, kept = page.partition("Dette leser Lyngtunet hagesenter ikke")
    assert SHARED in shown.partition("Dette leser Lyngtunet hagesenter")[2]
    assert ASKED not in shown
    assert KEPT not in shown
    assert ASKED in kept
    assert "Nora har lest den og sier ja" in kept


def test_nothing_is_chosen_beforehand_not_even_what_was_said_the_last_time(client, scene):
    told(scene.nora, scene.garden)
    VocationalProfileFactory(person=scene.nora, accommodation="Faste pauser.")

    page = read(client, page_of(scene))

    assert " checked" not in page
    assert "Sist: deles med lyngtunet hagesenter." in page.lower().replace("sist:", "Sist:")
    for text in [SHARED, ASKED, KEPT, "Faste pauser."]:
        assert f"{text}</textarea>" in page


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([(SHARED, "")], "Velg hva Nora sier om dette, eller tøm linjen"),
        ([("", "share")], "Skriv hva det gjelder"),
        ([("", "")], "Skriv minst én ting"),
        ([(SHARED, "everything")], "er ikke et av de tilgjengelige valgene"),
        ([("Har ADHD og trenger ro.", "share")], "Mer enn det sier Nora selv."),
        ([("Har ADHD.", "do_not_share")], "Jeg har lest gjennom"),
        ([("01010750160", "do_not_share")], "fødselsnummer"),
    ],
)
def test_a_line_that_is_undecided_empty_or_about_health_stops_step_one(client, scene, pairs, words):
    answer = client.post(page_of(scene), lines(*pairs))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Nora har lest den" not in answer.content.decode()


def test_no_tick_lets_health_through_to_an_employer(client, scene):
    kept = client.post(page_of(scene), lines(("Har ADHD.", "do_not_share"))).content.decode()
    tick = kept.partition('name="text_0-lest" value="')[2].partition('"')[0]

    shared = client.post(page_of(scene), lines(("Har ADHD.", "share"), **{"text_0-lest": tick}))
    page = preview(client, scene, lines(("Har ADHD.", "do_not_share"), **{"text_0-lest": tick}))
    answer = client.post(page_of(scene), yes_to(page))

    assert tick
    assert shared.status_code == 422
    assert 'name="text_0-lest"' not in shared.content.decode()
    assert answer.status_code == 302
    assert DisclosureItem.objects.get().decision == "do_not_share"


def test_more_lines_and_the_way_back_keep_what_was_typed_and_ask_nothing(client, scene):
    sent = lines((SHARED, "share"), ("Uten svar.", ""))

    more = client.post(page_of(scene), sent | {"more": "1"})
    back = client.post(page_of(scene), lines((SHARED, "share")) | {"back": "1"})

    for answer in (more, back):
        assert answer.status_code == 200
        assert f"{SHARED}</textarea>" in answer.content.decode()
        assert 'value="share" id="id_decision_0_0" checked' in answer.content.decode()
    assert "Uten svar.</textarea>" in more.content.decode()
    assert 'name="text_4"' in more.content.decode()
    assert 'name="text_5"' not in more.content.decode()


@pytest.mark.parametrize("count", ["0", "-3", "999999999999", "x", "", "²"])
def test_a_count_of_lines_that_is_none_of_ours_is_refused_and_breaks_nothing(client, scene, count):
    answer = client.post(page_of(scene), lines((SHARED, "share")) | {"lines": count})

    assert answer.status_code == 422
    assert not Disclosure.objects.exists()


def test_a_yes_to_another_text_than_the_one_that_was_read_shows_the_text_again(client, scene):
    page = preview(client, scene, lines((SHARED, "share")))

    answer = client.post(page_of(scene), yes_to(page) | {"text_0": "Noe annet."})

    assert answer.status_code == 200
    assert "Teksten er endret siden sist." in answer.content.decode()
    assert "<p>Noe annet.</p>" in answer.content.decode()
    assert not Disclosure.objects.exists()


def test_what_another_agreed_meanwhile_stands_above_and_nothing_typed_is_lost(client, scene):
    page = preview(client, scene, lines(("Det jeg skrev.", "share")))
    told(scene.nora, scene.garden, made_by__name="Ida Nesvold")

    refused = client.post(page_of(scene), yes_to(page))
    shown = refused.content.decode()
    again = preview(client, scene, lines(("Det jeg skrev.", "share"), replaces=hidden_of(shown)["replaces"]))
    saved = client.post(page_of(scene), yes_to(again))

    assert refused.status_code == 422
    assert "Noen har avtalt noe nyere" in shown
    assert "Dette har Ida Nesvold avtalt i mellomtiden" in shown
    assert "Det jeg skrev.</textarea>" in shown
    assert saved.status_code == 302
    assert [item.text for item in Disclosure.objects.get(replaced_at=None).items.all()] == ["Det jeg skrev."]


def test_what_the_candidate_took_back_meanwhile_is_not_shared_by_the_page_that_was_open(client, scene):
    held = told(scene.nora, scene.garden)
    page = preview(client, scene, lines((SHARED, "share"), replaces=str(held.public_id)))
    withdraw_disclosure(held, now=clock.now(), actor=scene.nora)

    refused = client.post(page_of(scene), yes_to(page))

    assert refused.status_code == 422
    assert "Nora har trukket tilbake" in refused.content.decode()
    assert not Disclosure.objects.filter(withdrawn_at=None).exists()


def test_two_taps_on_yes_make_one_agreement(client, scene):
    sent = yes_to(preview(client, scene, lines((SHARED, "share"))))

    first, second = client.post(page_of(scene), sent), client.post(page_of(scene), sent)

    assert "once" in sent
    assert first.url == second.url
    assert Disclosure.objects.count() == 1


def test_markup_in_a_line_is_only_text_on_both_steps_and_beside_the_person(client, scene):
    page = preview(client, scene, lines((MARKUP, "share"), (MARKUP + "2", "ask_first")))
    client.post(page_of(scene), yes_to(page))

    pages = [page, read(client, page_of(scene)), read(client, choose_of(scene)), read(client, choose_of(scene), sok=MARKUP)]

    assert Disclosure.objects.get().items.first().text == MARKUP
    assert escape(MARKUP) in page
    for each in pages:
        assert "<script>alert" not in each
        assert '<b id="x">' not in each


def test_the_workplaces_there_is_something_with_come_first_and_others_are_found_by_name(client, scene):
    told(scene.nora, scene.garden)
    PlacementFactory(person=scene.nora, workplace__name="Måkevika kantine")
    SuggestionFactory(person=scene.nora, opening__workplace__name="Elvekroken verksted")
    WorkplaceFactory(name="Fjellbakken renseri")

    page = read(client, choose_of(scene))
    found = read(client, choose_of(scene), sok="BAKKEN ren")

    assert page.index("Lyngtunet hagesenter") < page.index("Elvekroken verksted") < page.index("Måkevika kantine")
    assert "Rugbakken" not in page
    assert "Fjellbakken renseri" in found
    assert "Rugbakken" not in found
    assert "Vi fant ingen bedrift med «xyz»." in read(client, choose_of(scene), sok="xyz")


def test_staff_take_it_back_for_one_workplace_at_once(client, scene):
    here, elsewhere = told(scene.nora, scene.garden), told(scene.nora, scene.bakery)

    answer = client.post(reverse("talent:withdraw", args=[here.public_id]), follow=True)
    reload = client.get(reverse("talent:withdraw", args=[here.public_id]))

    assert answer.redirect_chain == [(choose_of(scene), 302)]
    assert reload.url == choose_of(scene)
    assert "Lyngtunet hagesenter får ikke vite noe av dette lenger." in answer.content.decode()
    assert list(Disclosure.objects.filter(withdrawn_at=None)) == [elsewhere]


def test_what_has_been_taken_back_is_said_so_before_it_is_gone_through_again(client, scene):
    withdraw_disclosure(told(scene.nora, scene.garden), now=clock.now(), actor=scene.nora)

    page = read(client, page_of(scene))

    assert f"Det som var avtalt, ble trukket tilbake {clock.today():%d.%m.%Y}. Lyngtunet hagesenter leser ingenting nå." in page
    assert f"{SHARED}</textarea>" in page


@pytest.mark.parametrize("who", ["stranger", "protected", "leader"])
def test_strangers_find_nothing_and_change_nothing(client, scene, who):
    held = told(scene.nora, scene.garden)
    if who == "stranger":
        client.force_login(UserFactory(role=Role.SPECIALIST))
    elif who == "leader":
        client.force_login(UserFactory(role=Role.LEADER, role__unit=scene.jonas.memberships.get().unit))
    else:
        scene.nora.protection = Protection.SHIELDED
        scene.nora.save()

    answers = [client.get(choose_of(scene)), client.get(page_of(scene)), client.post(page_of(scene), lines((SHARED, "share")))]
    answers += [client.post(reverse("talent:withdraw", args=[each])) for each in (held.public_id, uuid4())]

    assert {answer.status_code for answer in answers} == {404}
    assert Disclosure.objects.filter(withdrawn_at=None).count() == 1
    assert client.get(reverse("talent:withdraw", args=[held.public_id])).status_code == 404


def test_a_workplace_that_is_not_there_is_a_404(client, scene):
    assert client.get(reverse("talent:disclosure", args=[scene.nora.public_id, uuid4()])).status_code == 404


def test_the_pages_cost_the_same_for_one_workplace_and_for_twelve(client, scene):
    costs = []
    told(scene.nora, scene.garden)
    VocationalProfileFactory(person=scene.nora, accommodation="Faste pauser.")
    read(client, choose_of(scene))  # the first page of a session costs one more
    for _round in range(2):
        for url in (choose_of(scene), page_of(scene)):
            with CaptureQueriesContext(connection) as queries:
                read(client, url)
            costs.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
        for workplace in WorkplaceFactory.create_batch(12):
            told(scene.nora, workplace)
            PlacementFactory(person=scene.nora)

    assert costs[:2] == costs[2:]
    assert max(costs) <= MOST_QUERIES
    assert LookUp.objects.filter(purpose="talent disclosure", person=scene.nora.public_id).exists()
