import ast
import subprocess
import sys
from pathlib import Path

import pytest

import start

ROOT = Path(__file__).resolve().parent.parent.parent
NEWER_THAN_PYTHON_2 = (
    ast.JoinedStr,
    ast.NamedExpr,
    ast.AnnAssign,
    ast.AsyncFunctionDef,
    ast.Match,
    ast.Nonlocal,
    ast.Starred,
    ast.YieldFrom,
)


def test_an_old_python_can_read_the_file_and_get_to_the_sentence():
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"))

    assert [node.lineno for node in ast.walk(tree) if isinstance(node, NEWER_THAN_PYTHON_2)] == []
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and (node.returns or node.args.kwonlyargs)]
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Raise) and node.cause]


def test_a_python_that_is_too_old_is_told_so_in_one_sentence(monkeypatch):
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 18))

    with pytest.raises(SystemExit, match=r"Python 3\.11 eller nyere, og dette er 3\.9\.") as stopped:
        start.main(["demo"])

    assert "\n" not in stopped.value.code


def test_a_python_without_venv_is_told_which_package_has_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    with pytest.raises(SystemExit, match="python3-venv"):
        start.set_up(for_developers=False)


@pytest.mark.parametrize(
    ("said_by_pip", "sentence"),
    [
        ("WARNING: Retrying … NewConnectionError('…: Failed to establish a new connection')", "Kom ikke ut på nettet"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "Årsaken står i"),
    ],
)
def test_an_install_that_fails_is_one_sentence_and_is_begun_anew_next_time(said_by_pip, sentence, tmp_path, monkeypatch):
    monkeypatch.setattr(start, "PIP_LOG", str(tmp_path / "install.log"))
    monkeypatch.setattr(start, "UNFINISHED", str(tmp_path / "unfinished"))

    def pip(words, stdout, stderr):
        stdout.write(said_by_pip)
        return 1

    monkeypatch.setattr(start.subprocess, "call", pip)

    with pytest.raises(SystemExit, match=sentence):
        start.install("requirements.lock")

    assert (tmp_path / "unfinished").exists()


def test_a_venv_whose_python_is_gone_does_not_work(monkeypatch, tmp_path):
    monkeypatch.setattr(start, "PYTHON", str(tmp_path / "python"))

    assert not start.works()


def test_the_command_is_found_from_anywhere_and_through_a_link(tmp_path):
    link = tmp_path / "en lenke"
    link.symlink_to(ROOT / ".venv" / "bin" / "brobygger")

    answer = subprocess.run([link, "--help"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert answer.returncode == 0
    assert "plan-loop" in answer.stdout


@pytest.mark.parametrize(
    ("words", "leaves_out"),
    [
        ([], False),
        (["-x"], False),
        (["tests"], False),
        (["tests/browser/test_a_journey.py"], False),
        (["tests/matching", "-q"], True),
    ],
)
def test_a_browser_is_looked_for_unless_only_other_tests_are_asked_for(words, leaves_out):
    assert start.leaves_out_the_browser(words) is leaves_out


@pytest.mark.parametrize(
    ("words", "started"),
    [
        ([], ["-m", "benchmarks.matching"]),
        (["--quick"], ["-m", "benchmarks.matching", "--quick"]),
        (["scale"], ["-m", "benchmarks.scale"]),
        (["scale", "--keep", "her"], ["-m", "benchmarks.scale", "--keep", "her"]),
    ],
)
def test_the_engine_is_timed_unless_the_pages_are_asked_for(words, started, monkeypatch):
    commands = []
    monkeypatch.setattr(start.os, "chdir", lambda folder: None)
    monkeypatch.setattr(start.os, "execv", lambda python, command: commands.append(command[1:]))

    start.go_on("bench", words)

    assert commands == [started]


def test_the_locks_name_no_host_and_have_a_hash_for_every_package():
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()

        assert not [line for line in lines if "://" in line or line.startswith("--index")]
        assert all(line.endswith("\\") for line in lines if "==" in line and not line.lstrip().startswith("#"))
