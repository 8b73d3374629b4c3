import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from brobygger.cli import __main__ as command
from brobygger.loops.repair.reasons import CHANGED, HERE, because_changed, because_repaired
from brobygger.matching import RepairCode
from tests.cli.test_plan_loop import LOOP, ROOT

EXAMPLES = ROOT / "docs" / "examples"
NEWCOMERS = {
    "format": "brobygger-newcomers/1",
    "candidates": [{"id": "tor"}],
    "candidate_wishes": {"tor": {"bakeri": 4}},
    "employer_wishes": {"bakeri": {"tor": 4}},
}


@pytest.fixture
def files(tmp_path):
    (tmp_path / "loop.json").write_text(json.dumps(LOOP), encoding="utf-8")
    (tmp_path / "new.json").write_text(json.dumps(NEWCOMERS), encoding="utf-8")
    assert command.main(["plan-loop", str(tmp_path / "loop.json"), "--out", str(tmp_path / "plan.json")]) == 0
    return tmp_path


def replan(files, *words):
    code = command.main(["replan-loop", str(files / "loop.json"), str(files / "plan.json"), "--out", str(files / "new-plan.json"), *words])
    assert code == 0
    return json.loads((files / "new-plan.json").read_text(encoding="utf-8"))


def stays_of(plan):
    return {path["candidate"]: path["stays"] for path in plan["paths"]}


def test_a_leaver_has_no_stays_from_the_period_on_and_the_others_go_on_as_planned(files):
    plan = json.loads((files / "plan.json").read_text(encoding="utf-8"))

    repaired = replan(files, "--from-period", "1", "--left", "jonas")

    assert repaired["format"] == "brobygger-loop-plan/1"
    assert stays_of(repaired) == stays_of(plan)
    assert repaired["changes"] == []
    assert repaired["reasons"] == plan["reasons"]


def test_a_closed_employer_is_a_change_with_its_sentence(files):
    repaired = replan(files, "--from-period", "1", "--closed", "verksted")

    assert stays_of(repaired)["amina"] == ["bakeri", None, None]
    assert repaired["changes"] == [
        {
            "candidate": "amina",
            "period": 1,
            "from": "verksted",
            "to": None,
            "because": "I periode 2 skulle amina være hos verksted. verksted tar ikke imot noen lenger. "
            "amina er uten plass i den perioden.",
        }
    ]


def test_a_newcomer_begins_where_there_is_room(files):
    repaired = replan(files, "--from-period", "1", "--joined", str(files / "new.json"))

    assert stays_of(repaired)["tor"] == [None, "bakeri", None]
    assert repaired["objective"] == {"blocking": 0, "visits": 4, "selected": 3, "worst": 0, "total": 200}
    assert repaired["reasons"][-1]["because"] == "tor er ny i loopen og begynner hos bakeri i periode 2. Plassen var ledig."


def test_what_was_repaired_can_be_repaired_again(files):
    replan(files, "--from-period", "1", "--joined", str(files / "new.json"))
    (files / "new-plan.json").replace(files / "plan.json")

    again = replan(files, "--from-period", "2", "--joined", str(files / "new.json"), "--left", "tor")

    assert stays_of(again)["tor"] == [None, "bakeri", None]
    assert again["changes"] == []


@pytest.mark.parametrize("objective", ["fair", "sum", "leximin"])
def test_the_examples_of_the_documents_give_a_repair(objective, tmp_path):
    out = tmp_path / "plan.json"

    code = command.main(
        [
            "replan-loop",
            str(EXAMPLES / "loop.json"),
            str(EXAMPLES / "loop-plan.json"),
            *("--from-period", "1", "--left", "Dina", "--joined", str(EXAMPLES / "newcomers.json")),
            *("--objective", objective, "--out", str(out)),
        ]
    )

    repaired = json.loads(out.read_text(encoding="utf-8"))
    assert code == 0
    assert repaired["changes"] == []
    assert len(repaired["reasons"]) == repaired["objective"]["visits"]


def test_the_plan_of_the_examples_is_a_best_plan_of_its_loop(tmp_path):
    command.main(["plan-loop", str(EXAMPLES / "loop.json"), "--out", str(tmp_path / "plan.json")])

    made, kept = (json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "plan.json", EXAMPLES / "loop-plan.json"))

    assert made["objective"] == kept["objective"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["loop.json", "plan.json"], "--from-period"),
        (["loop.json", "plan.json", "--from-period", "3"], "--from-period må være fra 0 til 2."),
        (["loop.json", "plan.json", "--from-period", "-1"], "--from-period må være fra 0 til 2."),
        (["loop.json", "plan.json", "--from-period", "1", "--left", "kari"], "--left nevner «kari», som ikke er i loopen."),
        (["loop.json", "plan.json", "--from-period", "1", "--closed", "kafé"], "--closed nevner «kafé», som ikke er i loopen."),
        (["loop.json", "borte.json", "--from-period", "1"], "Filen borte.json finnes ikke."),
        (["loop.json", "loop.json", "--from-period", "1"], "«format» må være «brobygger-loop-plan/1»"),
        (["loop.json", "plan.json", "--from-period", "1", "--joined", "loop.json"], "«format» må være «brobygger-newcomers/1»"),
        (["other.json", "plan.json", "--from-period", "1"], "nevner «jonas», som ikke er i loopen."),
        (["-", "-", "--from-period", "1"], "Bare én av filene"),
    ],
)
def test_what_makes_no_sense_is_one_sentence_code_2_and_nothing_written(words, sentence, files, monkeypatch, capsys):
    alone = {name: value for name, value in LOOP.items() if name != "candidates"}
    alone["candidate_wishes"], alone["employer_wishes"], alone["fit"] = {"amina": {"bakeri": 5}}, {"bakeri": {"amina": 4}}, {}
    (files / "other.json").write_text(json.dumps({**alone, "candidates": [{"id": "amina"}]}), encoding="utf-8")
    monkeypatch.chdir(files)
    capsys.readouterr()

    try:
        code = command.main(["replan-loop", *words, "--out", "out.json"])
    except SystemExit as end:
        code = end.code

    said = capsys.readouterr()
    assert code == 2
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert not Path("out.json").exists()


def test_the_command_needs_no_database_and_reads_a_plan_from_standard_input(files):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}

    answer = subprocess.run(
        [sys.executable, "-m", "brobygger.cli", "replan-loop", str(files / "loop.json"), "-", "--from-period", "2"],
        input=(files / "plan.json").read_bytes(),
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )

    assert answer.stderr == b""
    assert json.loads(answer.stdout)["changes"] == []


def test_every_code_of_a_repair_has_a_sentence():
    facts = {"reason": "skift", "places": 1, "people": 3, "planned": "bakeri", "place": "left", "before": "jonas"}
    said = {"candidate": "amina", "period": 1, "employer": "verksted", "facts": facts}

    new = [because_repaired(said | {"code": code}) for code in HERE]
    changed = [because_changed(said | {"code": code, "planned": "bakeri", "now": "verksted"}) for code in CHANGED]

    assert {*HERE, *CHANGED} == set(RepairCode)
    assert all("amina" in sentence and sentence.endswith(".") and "%" not in sentence for sentence in new + changed)
    assert "Plassen er etter jonas, som har gått ut av loopen." in new[-1]
    assert because_changed(said | {"code": "too_few_places", "planned": "bakeri", "now": "verksted"}) == (
        "I periode 2 skulle amina være hos bakeri. Der er det 1 plass da, og 3 skulle vært der. amina er hos verksted i stedet."
    )
