"""The page of a loop's year: what it will be, where it is now, and what waits."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse

from brobygger.appointments.models import Appointment
from brobygger.audit.models import LookUp
from brobygger.kernel.clock import OSLO
from brobygger.loops.models import DateKind, Loop, LoopDate, Side, Stay
from brobygger.loops.states import LoopState
from brobygger.outbox.models import Message
from brobygger.parties.models import Person, Protection
from tests.factories import EvaluationFactory
from tests.kit import signed_in


def page(scene, who="lise", name="loop", *more):
    return signed_in(getattr(scene, who)).get(scene.url(name, *more)).content.decode()


def main(scene, who="lise"):
    return page(scene, who).split("<main")[1]


def test_before_it_begins_the_page_says_what_will_be_laid_out_and_offers_to_start(decided):
    text = main(decided)

    assert "Året er ikke satt i gang" in text
    assert "Oppstart mandag 14. september." in text
    assert "Ni oppstartsmøter i bedriftene." in text
    assert "Seks hospiteringsdager hos den som har plassen." in text
    assert text.count("Sett i gang året") == 2
    assert not LoopDate.objects.exists()


def test_one_button_sets_it_going_and_everybody_is_told_once(decided):
    client = signed_in(decided.lise)

    answer = client.post(decided.url("start"))

    decided.loop.refresh_from_db()
    assert answer.url == decided.url("loop")
    assert decided.loop.state == LoopState.RUNNING
    assert Message.objects.filter(template="loops/year", recipient_address="amina@brovik.example").count() == 1
    assert "Året er satt i gang. Alle får brev med sine egne datoer." in client.get(answer.url).content.decode()


def test_a_second_press_does_nothing_more(decided):
    client = signed_in(decided.lise)
    key = {"once": "7b1f1c1e-0f4e-4e43-9a51-5a7a1f2f9a10"}
    client.post(decided.url("start"), key)

    again, without_key = client.post(decided.url("start"), key), client.post(decided.url("start"))

    assert again.status_code == without_key.status_code == 302
    assert LoopDate.objects.count() == 30
    assert "er «i gang» og kan ikke bli «i gang»" in client.get(decided.url("loop")).content.decode()


def test_a_start_that_comes_too_late_is_refused_on_the_page(decided):
    decided.at(datetime(2027, 9, 30, 9, tzinfo=OSLO))

    answer = signed_in(decided.lise).post(decided.url("start"), follow=True)

    assert answer.redirect_chain == [(decided.url("loop"), 302)]
    assert "Lag en ny loop i stedet" in answer.content.decode()
    assert not LoopDate.objects.exists()


def test_a_loop_whose_plan_is_not_decided_has_no_year_yet(decided):
    Loop.objects.update(state=LoopState.OPEN, decision=None)

    answer = signed_in(decided.lise).get(decided.url("loop"))

    assert answer.url == f"/looper/{decided.loop.public_id}/"


def test_the_page_says_where_the_year_is_and_what_is_next(scene):
    scene.rotate(0)
    scene.at(datetime(2026, 10, 1, 9, tzinfo=OSLO))

    text = main(scene)

    assert "Periode én av tre er i gang. Tre deltakere bytter plass 11. januar 2027." in text
    assert "Det neste er hospiteringsdag for" in text
    assert text.index("Desember 2026") < text.index("Januar 2027") < text.index("September 2027")


def test_names_stand_in_the_order_of_the_alphabet_with_where_each_is(scene):
    text = main(scene)

    rows = text.split("<tbody>")[1].split("</tbody>")[0]
    assert rows.index("Amina") < rows.index("Emil") < rows.index("Sara")
    assert rows.index("Rugbakken bakeri") < rows.index("Elvekroken verksted")


def test_what_has_been_is_folded_away_with_what_came_of_it(scene):
    Appointment.objects.filter(loop_date__kind=DateKind.START_MEETING, loop_date__turning=0).update(state="held")
    scene.at(datetime(2026, 10, 1, 9, tzinfo=OSLO))

    folded = main(scene).split("Datoer som har vært")[1]

    assert "Gjennomført" in folded
    assert "Oppstartsmøter" in folded
    assert "Ikke krysset av" in folded  # the start


def test_a_turning_that_is_due_waits_on_top(scene):
    scene.at(datetime(2026, 9, 14, 12, tzinfo=OSLO))

    text = main(scene)

    assert "Oppstarten skal krysses av" in text
    assert scene.url("turning", 0) in text


def test_evaluations_that_were_to_be_held_and_are_not_written_wait(scene):
    scene.rotate(0)
    scene.at(datetime(2026, 12, 30, 18, tzinfo=OSLO))
    EvaluationFactory(stay=scene.stay(scene.amina, 0), side=Side.CANDIDATE)
    for side in Side:
        EvaluationFactory(stay=scene.stay(scene.emil, 0), side=side)

    text = main(scene)

    assert "Evalueringer mangler" in text
    assert "Rugbakken bakeri har ikke skrevet om tiden med Amina." in text
    assert "Sara og Lyngtunet hagesenter har ikke skrevet." in text
    assert "Emil og Elvekroken verksted har ikke skrevet" not in text


def test_an_empty_place_shows_thirty_days_ahead(scene):
    scene.rotate(0)
    Stay.objects.filter(participant=scene.amina, period=1).delete()

    scene.at(datetime(2026, 12, 10, 9, tzinfo=OSLO))
    before = main(scene)
    scene.at(datetime(2026, 12, 12, 9, tzinfo=OSLO))
    after = main(scene)

    assert "Noen mangler plass" not in before
    assert "Noen mangler plass, eller en plass er tom" in after
    assert "Amina har ikke noe sted å være" in after


def test_one_who_has_gone_on_stands_apart(scene):
    scene.rotate(0)
    type(scene.amina).objects.filter(pk=scene.amina.pk).update(left_on="2026-11-02", left_for="job")
    scene.at(datetime(2026, 12, 1, 9, tzinfo=OSLO))

    text = main(scene)

    assert "Har gått videre" in text
    assert "Amina gikk videre til jobb 2. november." in text
    assert "Amina" not in text.split("<tbody>")[1].split("</tbody>")[0]


def test_a_finished_year_says_so_and_asks_for_nothing(scene):
    scene.rotate(0, 1, 2, 3)
    scene.at(datetime(2027, 9, 12, 9, tzinfo=OSLO))

    text = main(scene)

    assert "Året er fullført" in text
    assert "bb-now" not in text


def test_whoever_is_shown_by_name_is_written_down(scene):
    main(scene)

    looks = LookUp.objects.filter(actor=scene.lise.public_id, purpose="loop year")
    assert set(looks.values_list("person", flat=True)) == {row.person.public_id for row in (scene.amina, scene.emil, scene.sara)}


def test_one_who_got_a_protected_address_is_in_the_year_without_a_name(scene):
    Person.objects.filter(pk=scene.amina.person_id).update(protection=Protection.CODE_6)

    pages = [page(scene), page(scene, "lise", "turning", 0), page(scene, "lise", "calendar")]
    pages += [page(scene, "lise", "date", row.public_id) for row in (scene.date(DateKind.GATHERING), scene.date(DateKind.START_MEETING, 0))]

    assert not [text for text in pages if "Amina" in text]
    assert "En deltaker" in pages[0]
    assert "en deltaker hos" in pages[2].replace("\r\n ", "")


def test_the_list_of_loops_and_the_loops_page_say_when_it_turns_next(scene):
    scene.rotate(0)
    client = signed_in(scene.lise)

    pages = [client.get("/looper/").content.decode(), client.get(f"/looper/{scene.loop.public_id}/").content.decode()]

    assert all("Året er i gang, rullering 11. januar 2027" in text for text in pages)
    assert scene.url("loop") in pages[1]


@pytest.mark.parametrize("state", [LoopState.RUNNING, LoopState.FINISHED])
def test_the_loops_page_leads_to_the_year(scene, state):
    Loop.objects.update(state=state)

    text = signed_in(scene.dag).get(f"/looper/{scene.loop.public_id}/").content.decode()

    assert "Åpne året" in text


def test_the_page_of_the_year_leads_to_the_certificates_what_is_written_and_what_is_hard(scene):
    scene.rotate(0)
    words = [reverse(f"agreements:{name}", args=[scene.loop.public_id]) for name in ("certificates", "evaluations")]
    hard = reverse("followup:whose", args=[scene.loop.public_id])

    shown = {who: main(scene, who) for who in ("lise", "kari", "dag")}

    assert [url in shown["lise"] for url in (*words, hard)] == [True, True, True]
    assert [url in shown["kari"] for url in (*words, hard)] == [True, True, True]
    assert [url in shown["dag"] for url in (*words, hard)] == [False, False, False]


@pytest.mark.parametrize(
    ("moment", "step"),
    [
        (datetime(2026, 9, 7, 9, tzinfo=OSLO), "Oppstart 14. september"),
        (datetime(2027, 2, 1, 9, tzinfo=OSLO), "Oppstart 14. september 2026"),
    ],
)
def test_the_step_of_the_start_has_the_year_when_it_is_another_one(scene, moment, step):
    scene.at(moment)

    steps = signed_in(scene.lise).get(scene.url("loop")).context["steps"]

    assert steps[3].label == step


def test_the_pages_of_a_finished_year_speak_of_what_was(scene):
    scene.rotate(0, 1, 2, 3)
    client = signed_in(scene.lise)

    pages = {
        name: client.get(url).content.decode()
        for name, url in {
            "year": scene.url("loop"),
            "loop": f"/looper/{scene.loop.public_id}/",
            "stay": scene.url("stay", scene.stay(scene.amina, 0).public_id),
            "turning": scene.url("turning", 1),
        }.items()
    }

    assert "Hvor hver deltaker var i hver periode" in pages["year"]
    assert "Hvem som var hvor, og alle datoene, står på siden for året." in pages["loop"]
    assert "Hvem gikk hvor" in pages["turning"]
    assert "For disse er det ikke skrevet mål." in pages["turning"]
    assert not [text for text in pages.values() if "ennå" in text.split("<main")[1]]


def test_a_finished_year_says_who_was_where_and_offers_the_certificates_first(scene):
    scene.rotate(0, 1, 2, 3)

    text = main(scene)

    assert "Hvem var hvor" in text
    assert "Se attestene" in text
    assert reverse("followup:whose", args=[scene.loop.public_id]) not in text
