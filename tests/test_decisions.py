"""The decisions in docs/adr: whole, listed, and there when the code points at them."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "adr"
DECISIONS = sorted(FOLDER.glob("[0-9]*.md"))
PARTS = ["Situation", "Decision", "What follows", "When to look again"]
STATUS = re.compile(r"(Proposed|Accepted|Superseded by \d{4}), \d{4}-\d{2}-\d{2}\.( .+)?")
POINTERS = re.compile(r"\bADR (\d{4}(?:, (?:ADR )?\d{4})*)")
SOURCES = [path for folder in ("brobygger", "config", "scripts", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")]


def faults(path):
    """What is wrong with a decision: it has its number, a status with date, and every part with something in it."""
    text = path.read_text(encoding="utf-8")
    title, status, *_ = [line for line in text.splitlines() if line]
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    if not title.startswith(f"# {path.name[:4]} "):
        yield f"{path.name}: {title}"
    if not STATUS.fullmatch(status):
        yield f"{path.name}: {status}"
    if parts[::2] != PARTS or not all(words.strip() for words in parts[1::2]):
        yield f"{path.name}: {parts[::2]}"


def test_a_decision_has_its_number_a_status_with_date_and_every_part_with_something_in_it():
    assert [fault for path in DECISIONS for fault in faults(path)] == []


def test_every_decision_stands_once_in_the_index_under_its_own_title_and_in_order():
    titles = [(path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# "), path.name) for path in DECISIONS]

    listed = re.findall(r"^- \[(.+)\]\((.+)\)$", (FOLDER / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert listed == titles


def test_no_two_decisions_have_the_same_number():
    numbers = [path.name[:4] for path in DECISIONS]

    assert len(set(numbers)) == len(numbers)


def test_every_decision_the_code_points_at_is_there():
    there = {path.name[:4] for path in DECISIONS}

    pointed_at = {
        (number, str(path.relative_to(ROOT)))
        for path in SOURCES
        for numbers in POINTERS.findall(path.read_text(encoding="utf-8"))
        for number in re.findall(r"\d{4}", numbers)
    }

    assert pointed_at
    assert {each for each in pointed_at if each[0] not in there} == set()
