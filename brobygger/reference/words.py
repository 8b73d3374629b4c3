"""How the words of occupations are laid out, so that a search and what it searches in look the same."""

from __future__ import annotations

import re
import unicodedata

LONGEST_SEARCH = 100  # characters; no occupation's name is longer


def words(text: str) -> list[str]:
    """The words of a text in small letters, without signs: «Bakere, konditorer mv.» → bakere, konditorer, mv."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())


def labels_as_words(labels: list[str]) -> str:
    """Labels one after another, each with a space before its words and « |» after, so that LIKE finds where a label or word begins."""
    return "".join(f" {' '.join(words(label))} |" for label in labels if words(label))
