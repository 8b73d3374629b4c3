import json

import pytest

from brobygger.matching import (
    BadInstance,
    Newcomers,
    Path,
    Veto,
    plan_as_json,
    plan_loop,
    read_newcomers,
    read_plan,
    repair_as_json,
    replan_loop,
)
from tests.matching.test_plan_loop import EXAMPLE

PLAN = json.loads(json.dumps(plan_as_json(plan_loop(EXAMPLE), lambda reason: f"{reason.candidate} {reason.period}")))

NEWCOMERS = {
    "format": "brobygger-newcomers/1",
    "candidates": [{"id": "tor"}],
    "candidate_wishes": {"tor": {"bakeri": 3, "verksted": 2}},
    "employer_wishes": {"bakeri": {"tor": 4}},
    "fit": {"tor": {"bakeri": 60}},
    "vetoes": [{"candidate": "tor", "employer": "verksted", "period": 2, "reason": "reisevei"}],
}


def changed(file, **fields):
    return json.dumps({name: value for name, value in (file | fields).items() if value is not ...})


def test_a_plan_that_was_written_is_read_with_its_sentences():
    read = read_plan(json.dumps(PLAN))

    assert read.plan.paths == (Path("amina", ("bakeri", "verksted", None)), Path("jonas", ("verksted", None, None)))
    assert read.plan.objective.figures == PLAN["objective"]
    assert read.because["amina", 1, "verksted"] == "amina 1"


def test_a_repair_that_was_written_is_read_as_a_plan():
    repair = replan_loop(EXAMPLE, plan_loop(EXAMPLE), from_period=1, closed=("verksted",))

    written = repair_as_json(repair, lambda reason: reason.code.value, lambda change: change.code.value)

    assert list(written) == ["format", "status", "objective", "paths", "not_joined", "blocking_pairs", "reasons", "changes", "proof"]
    assert written["changes"] == [{"candidate": "amina", "period": 1, "from": "verksted", "to": None, "because": "employer_closed"}]
    assert [reason["period"] for reason in written["reasons"]] == [0, 0]
    assert read_plan(json.dumps(written)).plan.paths == repair.plan.paths


def test_the_newcomers_of_a_file_are_read():
    assert read_newcomers(json.dumps(NEWCOMERS), EXAMPLE) == Newcomers(
        ("tor",),
        {"tor": {"bakeri": 3, "verksted": 2}},
        {"bakeri": {"tor": 4}},
        {"tor": {"bakeri": 60}},
        (Veto("tor", "verksted", 2, "reisevei"),),
    )
    assert read_newcomers(changed(NEWCOMERS, fit=..., vetoes=...), EXAMPLE).vetoes == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[]", "må være et objekt"),
        ('{"format": "brobygger-loop/1"}', "brobygger-loop-plan/1"),
        (changed(PLAN, paths=...), "Planen mangler «paths»"),
        (changed(PLAN, extra=1), "ukjent felt: «extra»"),
        (changed(PLAN, status="good"), "«status» må være optimal, relaxed eller best_found"),
        (changed(PLAN, status=["optimal"]), "«status» må være"),
        (changed(PLAN, objective={"visits": 1}), "«objective» mangler «blocking»"),
        (changed(PLAN, objective=PLAN["objective"] | {"visits": True}), "«objective.visits» må være et helt tall"),
        (changed(PLAN, paths={}), "«paths» må være en liste"),
        (changed(PLAN, paths=[{"candidate": "amina"}]), r"«paths\[0\]» mangler «stays»"),
        (changed(PLAN, paths=[{"candidate": "amina", "stays": [1, None, None]}]), r"«paths\[0\].stays\[0\]» må være tekst"),
        (changed(PLAN, paths=[{"candidate": "", "stays": []}]), r"«paths\[0\].candidate» kan ikke være tom"),
        (changed(PLAN, not_joined=[None]), r"«not_joined\[0\]» må være tekst"),
        (changed(PLAN, blocking_pairs=[["amina"]]), r"«blocking_pairs\[0\]» må ha en kandidat og en bedrift"),
        (changed(PLAN, reasons=[{"candidate": "amina"}]), r"«reasons\[0\]» mangler «period»"),
        (changed(PLAN, proof={}), "«proof» mangler «method»"),
    ],
)
def test_a_plan_that_cannot_be_used_is_refused_with_one_sentence(text, sentence):
    with pytest.raises(BadInstance, match=sentence) as refusal:
        read_plan(text)

    assert "\n" not in str(refusal.value)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"format": "brobygger-loop/1"}, "brobygger-newcomers/1"),
        ({"candidate_wishes": ...}, "Fila med nye mangler «candidate_wishes»"),
        ({"extra": 1}, "ukjent felt: «extra»"),
        ({"candidates": [{"id": "tor"}, {"id": "tor"}]}, r"«candidates\[1\].id» er «tor», som alt er brukt"),
        ({"candidates": [{"id": "tor", "age": 20}]}, "ukjent felt: «age»"),
        ({"candidate_wishes": {"amina": {}}}, "«candidate_wishes» nevner «amina», som ikke er blant de nye"),
        ({"candidate_wishes": {"tor": {"kafé": 1}}}, "«candidate_wishes.tor» nevner «kafé», som ikke er i loopen"),
        ({"candidate_wishes": {"tor": {"bakeri": 6}}}, "«candidate_wishes.tor.bakeri» må være fra 0 til 5"),
        ({"employer_wishes": {"kafé": {}}}, "«employer_wishes» nevner «kafé», som ikke er i loopen"),
        ({"employer_wishes": {"bakeri": {"amina": 3}}}, "«employer_wishes.bakeri» nevner «amina», som ikke er blant de nye"),
        ({"fit": {"tor": {"bakeri": 1.5}}}, "«fit.tor.bakeri» må være et helt tall"),
        ({"vetoes": [{"candidate": "tor", "employer": "bakeri", "period": 3}]}, r"«vetoes\[0\].period» må være fra 0 til 2"),
        ({"vetoes": [{"candidate": "amina", "employer": "bakeri", "period": 0}]}, r"«vetoes\[0\].candidate» nevner «amina»"),
    ],
)
def test_newcomers_that_cannot_be_used_are_refused_with_one_sentence(fields, sentence):
    with pytest.raises(BadInstance, match=sentence) as refusal:
        read_newcomers(changed(NEWCOMERS, **fields), EXAMPLE)

    assert "\n" not in str(refusal.value)
    assert str(refusal.value).endswith(".")
