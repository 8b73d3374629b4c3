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
        start.set_up(for_developers=False, compiled=False)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A .venv that is not there, with a pip and a uv that write down what they are asked and do as a test says."""
    for name, path in (
        ("PIP_LOG", "install.log"),
        ("UV_LOG", "uv.log"),
        ("UNFINISHED", "unfinished"),
        ("UV", "uv"),
    ):
        monkeypatch.setattr(start, name, str(tmp_path / path))
    monkeypatch.setattr(start, "pip_nearby", lambda: [str(tmp_path / "pip"), "nearby"])
    monkeypatch.setattr(start, "pip_of_venv", lambda: [str(tmp_path / "pip"), "of-venv"])
    make_command(tmp_path / "pip")
    make_command(tmp_path / "uv")
    return tmp_path


def make_command(path, *, says="", answers=0):
    path.write_text(f"#!/bin/sh\necho \"$@\" >> '{path}.asked'\nenv >> '{path}.environment'\ncat <<'END'\n{says}\nEND\nexit {answers}\n")
    path.chmod(0o755)


def asked(path):
    written = path.with_name(path.name + ".asked")
    return written.read_text().splitlines() if written.exists() else []


def test_pip_installs_uv_by_its_hash_and_uv_the_rest(folder, capsys):
    start.install("requirements.lock", compiled=False)

    installed, settings = asked(folder / "pip")
    assert installed.startswith("nearby install")
    assert "--require-hashes" in installed
    assert installed.endswith("requirements-uv.lock")
    assert settings == "nearby config list"
    (by_uv,) = asked(folder / "uv")
    assert "--require-hashes --only-binary=:all:" in by_uv
    assert by_uv.endswith("-r requirements.lock")
    assert not (folder / "unfinished").exists()
    assert "pip" not in capsys.readouterr().out


def crashes(folder):
    make_command(folder / "uv", says="error: no such system call", answers=159)


def is_for_another_machine(folder):
    (folder / "uv").write_bytes(b"\x7fELF of another machine")


def may_not_be_run(folder):
    (folder / "uv").chmod(0o644)


def is_not_on_the_mirror(folder):
    make_command(
        folder / "pip", says="ERROR: No matching distribution found for uv", answers='$(case "$*" in *uv.lock) echo 1;; *) echo 0;; esac)'
    )


@pytest.mark.parametrize("uv", [crashes, is_for_another_machine, may_not_be_run, is_not_on_the_mirror])
def test_where_uv_cannot_pip_installs_all(uv, folder, capsys):
    uv(folder)

    start.install("requirements.lock", compiled=False)

    last = asked(folder / "pip")[-1]
    assert last.startswith("of-venv install")
    assert "--require-hashes --only-binary=:all:" in last
    assert last.endswith("-r requirements.lock")
    assert "med pip i stedet" in capsys.readouterr().out
    assert not (folder / "unfinished").exists()


@pytest.mark.parametrize(
    ("said_by_pip", "sentence", "times_asked"),
    [
        ("WARNING: Retrying … NewConnectionError('…: Failed to establish a new connection')", "Kom ikke ut på nettet", 1),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "Årsaken står i", 2),
    ],
)
def test_an_install_that_fails_is_one_sentence_and_is_begun_anew_next_time(said_by_pip, sentence, times_asked, folder):
    make_command(folder / "pip", says=said_by_pip, answers=1)

    with pytest.raises(SystemExit, match=sentence):
        start.install("requirements.lock", compiled=False)

    assert len(asked(folder / "pip")) == times_asked
    assert asked(folder / "uv") == []
    assert (folder / "unfinished").exists()


def test_uv_is_told_what_pip_has_been_told_of_mirrors_and_certificates(folder):
    make_command(
        folder / "pip",
        says="""\
:env:.cert='/etc/ssl/kommunen.pem'
:env:.no-color='1'
download.index-url='https://elsewhere.invalid/simple'
global.cert='/etc/ssl/other.pem'
global.extra-index-url='https://a.invalid/simple\\nhttps://b.invalid/simple'
global.find-links='/wheels /more-wheels'
global.index-url='https://global.invalid/simple'
global.trusted-host='a.invalid b.invalid'
install.index-url='https://user:secret=@mirror.invalid/simple'""",
    )

    settings = start.settings_of_pip([str(folder / "pip")])

    assert settings == {
        "SSL_CERT_FILE": "/etc/ssl/kommunen.pem",
        "UV_INDEX": "https://a.invalid/simple https://b.invalid/simple",
        "UV_FIND_LINKS": "/wheels,/more-wheels",
        "UV_DEFAULT_INDEX": "https://user:secret=@mirror.invalid/simple",
        "UV_INSECURE_HOST": "a.invalid b.invalid",
    }


def test_what_uv_itself_has_been_told_is_stronger_than_what_pip_has(folder, monkeypatch):
    make_command(folder / "pip", says="global.index-url='https://for-pip.invalid/simple'\nglobal.cert='/for-pip.pem'")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://for-uv.invalid/simple")

    start.install("requirements.lock", compiled=False)

    told = (folder / "uv.environment").read_text().splitlines()
    assert "UV_DEFAULT_INDEX=https://for-uv.invalid/simple" in told
    assert "SSL_CERT_FILE=/for-pip.pem" in told


@pytest.mark.parametrize(("word", "writes_nothing", "compiled"), [("setup", False, True), ("demo", False, False), ("demo", True, True)])
def test_all_is_compiled_where_the_one_who_runs_it_will_not_write_it_down(word, writes_nothing, compiled, folder, monkeypatch):
    monkeypatch.setattr(start.sys, "dont_write_bytecode", writes_nothing)
    monkeypatch.setattr(start, "set_up", lambda for_developers, compiled: start.install("requirements.lock", compiled))
    monkeypatch.setattr(start, "go_on", lambda word, rest: None)
    monkeypatch.setattr(start.signal, "signal", lambda number, action: None)

    start.main([word])

    assert ("--compile-bytecode" in asked(folder / "uv")[0]) is compiled


def test_the_pip_of_the_python_that_runs_is_used_when_it_has_one(monkeypatch):
    monkeypatch.setattr(start, "pip_of_venv", lambda: ["pip of .venv"])

    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    assert start.pip_nearby() == [sys.executable, "-m", "pip", "--python", start.PYTHON]

    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert start.pip_nearby() == ["pip of .venv"]


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
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-uv.lock"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()

        assert not [line for line in lines if "://" in line or line.startswith("--index")]
        assert all(line.endswith("\\") for line in lines if "==" in line and not line.lstrip().startswith("#"))
