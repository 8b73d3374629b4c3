"""The rules that the code and the documents point at stand in docs/rules.md, and the places it names are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RULES = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
FIRST_CELLS = re.findall(r"^\| ([APMSW]\d+(?:–[APMSW]\d+)?) \|", RULES, flags=re.MULTILINE)
POINTER = re.compile(r"RULES ([A-Z]\d+(?:(?:, |–)[A-Z]\d+)*)")
READ = [
    path for folder in ("brobygger", "config", "scripts", "docs") for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".md"}
]


def numbers(text):
    """A2 for A2; A1, A2 and A3 for A1–A3."""
    first, _, last = text.partition("–")
    return {f"{first[0]}{number}" for number in range(int(first[1:]), int((last or first)[1:]) + 1)}


def test_every_rule_that_is_pointed_at_is_explained():
    explained = {number for cell in FIRST_CELLS for number in numbers(cell)}

    pointed_at = {
        number
        for path in READ
        for pointer in POINTER.findall(path.read_text(encoding="utf-8"))
        for part in pointer.split(", ")
        for number in numbers(part)
    }

    assert pointed_at
    assert pointed_at - explained == set()


def test_every_place_the_rules_name_is_there():
    named = re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.(?:py|csv))?)`", RULES)

    gone = [place for place in named if not (ROOT / "brobygger" / place).exists() and not (ROOT / place).exists()]

    assert named
    assert gone == []
