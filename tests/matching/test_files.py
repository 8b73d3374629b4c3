import json

import pytest

from brobygger.matching import BadInstance, interviews_as_json, plan_as_json, plan_interviews, plan_loop, read_instance, read_interviews
from tests.matching.test_plan_loop import EXAMPLE

FILE = {
    "format": "brobygger-loop/1",
    "periods": 3,
    "min_visits": 1,
    "employers": [{"id": "bakeri", "places": [1, 1, 1]}, {"id": "verksted", "places": [1, 1, 0]}],
    "candidates": [{"id": "amina"}, {"id": "jonas"}],
    "candidate_wishes": {"amina": {"bakeri": 5, "verksted": 3}, "jonas": {"verksted": 4}},
    "employer_wishes": {"bakeri": {"amina": 4}, "verksted": {"amina": 4, "jonas": 4}},
    "fit": {"amina": {"bakeri": 81, "verksted": 49}, "jonas": {"verksted": 70}},
}

INTERVIEWS = {"format": "brobygger-interviews/1", "employers": ["bakeri", "verksted"], "meetings": [["amina", "bakeri"]], "rounds": None}


def changed(**fields):
    return json.dumps({name: value for name, value in (FILE | fields).items() if value is not ...})


def test_the_file_of_the_contract_is_read():
    assert read_instance(json.dumps(FILE)) == EXAMPLE
    assert read_instance(json.dumps(FILE).encode()) == EXAMPLE


def test_what_may_be_left_out_is_left_out():
    instance = read_instance(changed(min_visits=..., fit=..., employers=[{"id": "bakeri", "places": 2}, {"id": "verksted", "places": 0}]))

    assert (instance.fewest_visits, instance.fit, instance.vetoes) == (2, {}, ())
    assert [employer.places for employer in instance.employers] == [(2, 2, 2), (0, 0, 0)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "ikke gyldig JSON"),
        ("[1", "linje 1"),
        ("[]", "må være et objekt"),
        ("[" * 100_000, "inni hverandre"),
        ("\ufeff{}", "BOM"),
        (b"\xff\xfe", "UTF-8"),
        ('{"a": NaN}', "NaN"),
        ('{"a": 1, "a": 2}', "«a» står to ganger"),
        ('{"a": ' + "9" * 5000 + "}", "for stort"),
        ('{"format": "x"}', "brobygger-loop/1"),
        (changed(periods=...), "mangler «periods»"),
        (changed(extra=1), "ukjent felt: «extra»"),
        (changed(periods=0), "«periods» må være fra 1"),
        (changed(periods=True), "«periods» må være et helt tall"),
        (changed(periods=3.0), "«periods» må være et helt tall"),
        (changed(periods="3"), "«periods» må være et helt tall"),
        (changed(min_visits=-1), "«min_visits» må være fra 0"),
        (changed(min_visits=None), "«min_visits» må være et helt tall"),
        (changed(employers=[]), "minst én bedrift"),
        (changed(employers={}), "«employers» må være en liste"),
        (changed(employers=[{"id": "bakeri", "places": [1, 1]}]), r"places» har 2 tall, men loopen har 3"),
        (changed(employers=[{"id": "bakeri", "places": [1, 1, -1]}]), r"places\[2\]» må være fra 0"),
        (
            changed(employers=[{"id": "bakeri", "places": 1}, {"id": "bakeri", "places": 1}]),
            r"employers\[1\].id» er «bakeri», som alt er brukt",
        ),
        (changed(employers=[{"id": "", "places": 1}]), "kan ikke være tom"),
        (changed(candidates=[{"id": "a"}, {"id": "a"}]), r"candidates\[1\].id» er «a»"),
        (changed(candidates=[{"id": "a", "age": 20}]), "ukjent felt: «age»"),
        (changed(candidates=[{"id": "\ud800"}]), "tegn som ikke finnes"),
        (changed(candidate_wishes={"kari": {}}), "nevner «kari»"),
        (changed(candidate_wishes={"amina": {"kafé": 1}}), "«candidate_wishes.amina» nevner «kafé»"),
        (changed(candidate_wishes={"amina": {"bakeri": 6}}), "«candidate_wishes.amina.bakeri» må være fra 0 til 5"),
        (changed(employer_wishes={"bakeri": {"amina": True}}), "«employer_wishes.bakeri.amina» må være et helt tall"),
        (changed(fit={"amina": {"bakeri": 101}}), "fra 0 til 100"),
        (changed(fit=None), "«fit» må være et objekt"),
        (changed(vetoes=[{"candidate": "amina", "employer": "bakeri", "period": 3}]), r"«vetoes\[0\].period» må være fra 0 til 2"),
        (changed(vetoes=[{"candidate": "tor", "employer": "bakeri", "period": 0}]), "nevner «tor»"),
        (changed(vetoes=[{"candidate": "amina", "employer": "bakeri", "period": 0, "reason": 7}]), "må være tekst"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_one_sentence(text, sentence):
    with pytest.raises(BadInstance, match=sentence) as refusal:
        read_instance(text)

    assert "\n" not in str(refusal.value)
    assert str(refusal.value).encode().endswith(b".")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"employers": ["a", "a"]}, r"employers\[1\]» er «a»"),
        ({"meetings": [["amina"]]}, "en kandidat og en bedrift"),
        ({"meetings": [["amina", "kafé"]]}, "nevner «kafé»"),
        ({"meetings": [["amina", "bakeri"], ["amina", "bakeri"]]}, "som alt står der"),
        ({"rounds": -1}, "«rounds» må være fra 0"),
        ({"rounds": 1.0}, "helt tall"),
        ({"extra": 1}, "ukjent felt"),
    ],
)
def test_an_interview_file_that_cannot_be_used_is_refused(fields, sentence):
    with pytest.raises(BadInstance, match=sentence):
        read_interviews(json.dumps(INTERVIEWS | fields))


def test_a_plan_is_written_in_the_shape_of_the_contract():
    written = plan_as_json(plan_loop(EXAMPLE), lambda reason: reason.code.value)

    assert list(written) == ["format", "status", "objective", "paths", "not_joined", "blocking_pairs", "reasons", "proof"]
    assert written["paths"][0] == {"candidate": "amina", "stays": ["bakeri", "verksted", None]}
    assert written["reasons"][0] == {"candidate": "amina", "period": 0, "employer": "bakeri", "because": "both_wished_most"}
    assert list(written["proof"]) == ["method", "upper_bound", "seconds"]
    assert list(written["proof"]["upper_bound"]) == list(written["objective"]) == ["blocking", "visits", "selected", "worst", "total"]
    assert json.loads(json.dumps(written)) == written


def test_interviews_are_read_planned_and_written():
    written = interviews_as_json(plan_interviews(*read_interviews(json.dumps(INTERVIEWS))))

    assert written == {
        "format": "brobygger-interview-plan/1",
        "rounds": 1,
        "meetings": [{"candidate": "amina", "employer": "bakeri", "round": 0}],
    }
