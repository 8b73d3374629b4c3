import json

from brobygger.cli import __main__ as command

DAY = {
    "format": "brobygger-interviews/1",
    "employers": ["bakeri", "verksted"],
    "meetings": [["amina", "bakeri"], ["jonas", "verksted"], ["amina", "verksted"]],
    "rounds": None,
}


def test_everybody_meets_whom_they_should_and_nobody_is_in_two_places(tmp_path, capsys):
    path = tmp_path / "dag.json"
    path.write_text(json.dumps(DAY), encoding="utf-8")

    code = command.main(["plan-interviews", str(path)])

    plan = json.loads(capsys.readouterr().out)
    assert code == 0
    assert plan["format"] == "brobygger-interview-plan/1"
    assert plan["rounds"] == 2
    assert sorted([meeting["candidate"], meeting["employer"]] for meeting in plan["meetings"]) == sorted(DAY["meetings"])
    for role in ("candidate", "employer"):
        assert len({(meeting[role], meeting["round"]) for meeting in plan["meetings"]}) == len(plan["meetings"])


def test_too_few_rounds_is_a_sentence_that_says_how_many_are_needed(tmp_path, capsys):
    path, out = tmp_path / "dag.json", tmp_path / "runder.json"
    path.write_text(json.dumps({**DAY, "rounds": 1}), encoding="utf-8")

    code = command.main(["plan-interviews", str(path), "--out", str(out)])

    assert code == 2
    assert "2 runder" in capsys.readouterr().err
    assert not out.exists()
