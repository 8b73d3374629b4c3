from __future__ import annotations

import pytest

from brobygger.agreements.actions.evaluating import evaluate_stay
from brobygger.agreements.models import Evaluation
from brobygger.audit.models import Entry
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import Side
from tests.agreements.scenes import NOW, year_scene

pytestmark = pytest.mark.django_db


def evaluate(stay, *, side=Side.CANDIDATE, actor=None, **fields):
    return evaluate_stay(stay, side=side, now=NOW, actor=actor or stay.participant.person, **{"worked": "Kundene.", **fields})


def test_each_side_says_how_it_went_and_the_second_answer_takes_the_place_of_the_first():
    scene = year_scene()
    stay = scene.stays[0]
    evaluate(stay, worked="Deigen.")
    evaluate(stay, side=Side.EMPLOYER, actor=scene.bakery.contact)

    evaluate(stay, worked=" Kundene. ", hard="Morgenene.", way_on="Vil bake mer.")

    assert dict(Evaluation.objects.filter(stay=stay).values_list("side", "worked")) == {"candidate": "Kundene.", "employer": "Kundene."}
    assert Entry.objects.filter(event="agreements.stay_evaluated").count() == 3


def test_what_is_typed_after_a_call_says_who_typed_it_until_they_write_themselves():
    scene = year_scene()
    stay = scene.stays[0]

    typed = evaluate(stay, typed_by=scene.lise, actor=scene.lise)
    own = evaluate(stay)

    assert typed.typed_by == scene.lise
    assert own.typed_by is None


def test_a_stay_that_has_not_begun_is_not_evaluated():
    scene = year_scene()

    with pytest.raises(DomainError, match="Amina har ikke begynt hos Lyngtunet hagesenter ennå"):
        evaluate(scene.stays[2])

    assert not Evaluation.objects.exists()


def test_an_evaluation_stands_once_the_loop_is_finished():
    scene = year_scene(finished=True)

    with pytest.raises(DomainError, match="Brovikloopen er fullført"):
        evaluate(scene.stays[0])


def test_an_answer_says_something_that_went_well():
    with pytest.raises(DomainError, match="Skriv noe som gikk bra") as refusal:
        evaluate(year_scene().stays[0], worked="  ", hard="Alt.")

    assert refusal.value.field == "worked"
