"""Which town lies in a folder of the demo, and whether it is the one that is wanted now. Asked before any database runs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from brobygger.cli import postgres
from brobygger.kernel.units import day as in_words

BUILT = "town-is-built"
"""The file that is written when a town stands, and says which."""


@dataclass(frozen=True)
class Town:
    """A town, by what decides whether it can be used as it is.

    Takes   day      the one its kick-off is on; None when it is not known
            made_of  a digest of what its tables and rows are made by
            major    of the PostgreSQL that keeps it
    """

    day: date | None
    made_of: str
    major: str

    @classmethod
    def wanted(cls, root: Path, *, day: date) -> Town:
        return cls(day, _digest(root), postgres.major())

    @classmethod
    def standing_in(cls, data: Path) -> Town | None:
        """The town that was finished in a folder, or None. Of one with another kind of note only the PostgreSQL is known."""
        major = postgres.kept_major(data)
        if not major or not (data / BUILT).exists():
            return None
        try:
            noted = json.loads((data / BUILT).read_text(encoding="utf-8"))
            return cls(date.fromisoformat(noted["day"]), str(noted["made_of"]), major)
        except (ValueError, KeyError, TypeError):
            return cls(None, "", major)

    def note_in(self, data: Path) -> None:
        """Write down that the town stands."""
        (data / BUILT).write_text(json.dumps({"day": str(self.day), "made_of": self.made_of}), encoding="utf-8")


def ground_for_building(standing: Town, wanted: Town) -> str:
    """Why a town can't be used as it is, as the beginning of a sentence; empty when it can."""
    if standing.major != wanted.major:
        return f"Byen ligger i PostgreSQL {standing.major}, men her kjører PostgreSQL {wanted.major}"
    if standing.made_of != wanted.made_of or standing.day is None:
        return "Byen ble laget av en annen utgave av Brobygger"
    if standing.day != wanted.day:
        return f"Kick-offen i byen er {in_words(standing.day)} og ikke i dag"
    return ""


def _digest(root: Path) -> str:
    """Changes with the migrations, ours and others', with the reference data, and with the town itself."""
    ours = root / "brobygger"
    watched = [*ours.glob("*/migrations/*.py"), *(ours / "demo").glob("*.py"), *(ours / "reference").rglob("*"), root / "requirements.lock"]
    found = hashlib.sha256()
    for path in sorted(path for path in watched if path.is_file() and path.suffix != ".pyc"):
        found.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return found.hexdigest()[:16]
