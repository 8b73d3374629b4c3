"""What the documents promise a newcomer is there: links lead somewhere, commands exist, and the examples can be planned."""

import re
from pathlib import Path

import pytest

from brobygger.cli.__main__ import COMMANDS
from brobygger.cli.__main__ import main as brobygger

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
START_WORDS = {"demo", "test", "check", "bench", "setup"}
HEADINGS_OF_A_CHANGELOG = {"### Nytt", "### Endret", "### Rettet"}


def name(path):
    return str(path.relative_to(ROOT))


def test_every_link_leads_to_something():
    links = [(path, link) for path in DOCUMENTS for link in LINK.findall(path.read_text(encoding="utf-8"))]

    assert [f"{name(path)}: {link}" for path, link in links if not (path.parent / link).exists()] == []


def test_every_command_that_is_named_is_there():
    gone = []
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        named = set(re.findall(r"(?:`|^ {4}|bin/)brobygger ([a-z][a-z-]+)", text, flags=re.MULTILINE))
        started = set(re.findall(r"start\.py ([a-z][a-z-]+)", text))
        gone += [f"{name(path)}: {word}" for word in sorted((named | started - START_WORDS) - set(COMMANDS))]

    assert gone == []


@pytest.mark.parametrize(("command", "example"), [("plan-loop", "loop.json"), ("plan-interviews", "kick-off.json")])
def test_the_example_of_a_file_gives_a_plan(command, example, tmp_path):
    plan = tmp_path / "plan.json"

    code = brobygger([command, str(ROOT / "docs" / "examples" / example), "--out", str(plan)])

    assert code == 0
    assert plan.read_text(encoding="utf-8").startswith('{\n  "format": "brobygger-')


def test_the_changelog_has_one_line_a_change_beginning_with_its_area():
    lines = [line for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines() if line]

    changes = [line for line in lines if line.startswith("-")]
    headings = {line for line in lines if line.startswith("###")}

    assert headings <= HEADINGS_OF_A_CHANGELOG
    assert [line for line in changes if not re.match(r"- [A-ZÆØÅ][^:]{2,24}: .+\.$", line)] == []
