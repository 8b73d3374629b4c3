import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from brobygger.cli import __main__ as command

ROOT = Path(__file__).resolve().parent.parent.parent
LOOP = {
    "format": "brobygger-loop/1",
    "periods": 3,
    "min_visits": 1,
    "employers": [{"id": "bakeri", "places": [1, 1, 1]}, {"id": "verksted", "places": [1, 1, 0]}],
    "candidates": [{"id": "amina"}, {"id": "jonas"}],
    "candidate_wishes": {"amina": {"bakeri": 5, "verksted": 3}, "jonas": {"verksted": 4}},
    "employer_wishes": {"bakeri": {"amina": 4}, "verksted": {"amina": 4, "jonas": 4}},
    "fit": {"amina": {"bakeri": 81, "verksted": 49}, "jonas": {"verksted": 70}},
    "vetoes": [{"candidate": "amina", "employer": "bakeri", "period": 1, "reason": "skift"}],
}


@pytest.fixture
def loop(tmp_path):
    path = tmp_path / "loop.json"
    path.write_text(json.dumps(LOOP), encoding="utf-8")
    return path


def test_the_loop_of_the_contract_gets_the_plan_of_the_contract(loop, tmp_path):
    out = tmp_path / "plan.json"

    code = command.main(["plan-loop", str(loop), "--out", str(out)])

    plan = json.loads(out.read_text(encoding="utf-8"))
    assert code == 0
    assert plan["status"] == "optimal"
    assert plan["objective"] == {"blocking": 0, "visits": 3, "selected": 2, "worst": 70, "total": 200}
    assert plan["paths"] == [
        {"candidate": "amina", "stays": ["bakeri", "verksted", None]},
        {"candidate": "jonas", "stays": ["verksted", None, None]},
    ]
    assert all(reason["because"].startswith(("amina", "jonas", "I periode")) for reason in plan["reasons"])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"periods": 0}, "periods"),
        ({"fit": {"amina": {"kafeen": 3}}}, "kafeen"),
        ({"format": "brobygger-loop/9"}, "format"),
    ],
)
def test_a_bad_loop_is_one_sentence_code_2_and_nothing_written(change, sentence, loop, tmp_path, capsys):
    loop.write_text(json.dumps({**LOOP, **change}), encoding="utf-8")
    out = tmp_path / "plan.json"

    code = command.main(["plan-loop", str(loop), "--out", str(out)])

    said = capsys.readouterr()
    assert code == 2
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert not out.exists()


@pytest.mark.parametrize(
    "words", [["finnes-ikke.json"], ["loop.json", "--time-limit", "0"], ["."], ["loop.json", "--out", "borte/plan.json"]]
)
def test_files_and_limits_that_make_no_sense_are_one_sentence(words, loop, monkeypatch, capsys):
    monkeypatch.chdir(loop.parent)

    code = command.main(["plan-loop", *words])

    said = capsys.readouterr()
    assert code == 2
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_the_command_needs_no_database_and_reads_standard_input():
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}

    answer = subprocess.run(
        [sys.executable, "-m", "brobygger.cli", "plan-loop", "-", "--objective", "sum", "--no-second"],
        input=json.dumps(LOOP).encode(),
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )

    assert answer.stderr == b""
    assert json.loads(answer.stdout)["objective"]["total"] == 200


def test_the_plan_is_written_whole_over_an_older_one_with_the_rights_of_a_new_file(loop, tmp_path):
    out = tmp_path / "plan.json"
    out.write_text("gammel", encoding="utf-8")

    command.main(["plan-loop", str(loop), "--out", str(out)])

    assert json.loads(out.read_text(encoding="utf-8"))["status"] == "optimal"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["loop.json", "plan.json"]
