"""What a form offers to choose from, as it is written there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def choices(rows: Iterable[Any], *, first: str = "") -> list[tuple[str, str]]:
    """Rows as a form offers them, by public id; `first` is what stands there before one has chosen."""
    offered = [(str(row.public_id), str(getattr(row, "name", row))) for row in rows]
    return [("", first), *offered] if first else offered
