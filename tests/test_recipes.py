"""What docs/recipes.md shows stands in the program, so that whoever follows it writes what the program is made of."""

from __future__ import annotations

import re
from pathlib import Path

from brobygger.kernel.sql import fingerprint_of

ROOT = Path(__file__).resolve().parent.parent
RECIPE = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
PAGE = RECIPE.partition("## Add a page")[2].partition("\n## ")[0]
SHOWN = re.compile(r"In `(?P<path>[^`]+)`:\n\n(?P<blocks>(?:```(?:python)?\n.*?```\n\n)+)", re.DOTALL)
BLOCK = re.compile(r"```(?:python)?\n(.*?)```", re.DOTALL)
LETTER = re.compile(r"```python\n(def is_open.*?)```", re.DOTALL)


def test_the_page_of_the_recipe_stands_where_the_recipe_says():
    shown = [(match["path"], block) for match in SHOWN.finditer(PAGE) for block in BLOCK.findall(match["blocks"])]

    assert len(shown) == 5
    assert [path for path, block in shown if block.strip("\n") not in (ROOT / path).read_text(encoding="utf-8")] == []


def test_a_page_takes_under_forty_lines():
    assert sum(block.count("\n") for block in BLOCK.findall(PAGE)) < 40


def test_the_letter_of_the_recipe_stands_in_the_file_of_its_app():
    declared = LETTER.search(RECIPE)

    assert declared is not None
    assert declared[1].strip("\n") in (ROOT / "brobygger" / "jobdev" / "letters.py").read_text(encoding="utf-8")


def test_the_fingerprint_of_the_recipe_is_the_files():
    named, shown = re.search(r'run_file\(SQL / "(.+)", fingerprint="(.+)"\)', RECIPE).groups()

    assert shown == fingerprint_of(ROOT / "brobygger" / "intake" / "sql" / named)
