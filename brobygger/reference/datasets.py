"""Which files are shipped, in which edition, and how a line of each becomes a row. What they are and whose: docs/reference-data.md."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import models

from brobygger.reference.models import (
    EscoOccupation,
    FollowUpPhase,
    LabelLanguage,
    Municipality,
    Occupation,
    PostalCode,
    Scheme,
    SchemeLimit,
)
from brobygger.reference.words import labels_as_words

DATA_FOLDER = Path(__file__).resolve().parent / "data"

Line = dict[str, str]
Values = dict[str, Any]


@dataclass(frozen=True)
class Dataset:
    """One file and the table it fills.

    version  the edition; raise it too when `values` changes, or an unchanged file isn't read again
    key      the fields that tell rows apart
    values   gives every field of a row from a line of the file, `is_current` included
    """

    name: str
    version: str
    file: str
    model: type[models.Model]
    key: tuple[str, ...]
    values: Callable[[Line], Values]

    def content(self, folder: Path) -> bytes:
        return (folder / self.file).read_bytes()

    def rows(self, content: bytes) -> dict[tuple[Any, ...], Values]:
        """Every row by its key. Raises ValueError for a file without lines or with a key twice: it isn't what it should be."""
        text = (gzip.decompress(content) if self.file.endswith(".gz") else content).decode("utf-8")
        rows: dict[tuple[Any, ...], Values] = {}
        for line in csv.DictReader(io.StringIO(text)):
            values = self.values(line)
            key = tuple(values[field] for field in self.key)
            if key in rows:
                raise ValueError(f"{self.file} has {key} twice")
            rows[key] = values
        if not rows:
            raise ValueError(f"{self.file} has no lines")
        return rows


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def municipality(line: Line) -> Values:
    return {
        "number": line["number"],
        "name": line["name"],
        "county_name": line["county_name"],
        "is_current": line["is_current"] == "1",
    }


def postal_code(line: Line) -> Values:
    return {
        "code": line["code"],
        "place": line["place"],
        "municipality_id": line["municipality_number"],
        "latitude": float(line["latitude"]) if line["latitude"] else None,
        "longitude": float(line["longitude"]) if line["longitude"] else None,
        "is_current": line["is_current"] == "1",
    }


def occupation(line: Line) -> Values:
    return {
        "code": line["code"],
        "level": int(line["level"]),
        "parent_id": line["parent_code"] or None,
        "name": line["name"],
        "label_language": LabelLanguage.BOKMAL,
        "nav_category": line["nav_category"],
        "nav_subcategory": line["nav_subcategory"],
        "search_text": labels_as_words([line["name"], line["nav_name"]]),
        "is_current": True,
    }


def esco_occupation(line: Line) -> Values:
    labels_nb = [line["label_nb"], *line["alternative_labels_nb"].split("|")]
    labels_en = [line["label_en"], *line["alternative_labels_en"].split("|")]
    return {
        "esco_id": UUID(line["esco_id"]),
        "isco08": line["isco08"],
        "occupation_id": line["occupation_code"] or None,
        "label_nb": line["label_nb"],
        "label_en": line["label_en"],
        "label_language": LabelLanguage.BOKMAL if line["label_nb"] else LabelLanguage.ENGLISH,
        "alternative_labels_nb": line["alternative_labels_nb"],
        "alternative_labels_en": line["alternative_labels_en"],
        "search_text": labels_as_words(labels_nb),
        "search_text_en": labels_as_words(labels_en),
        "is_current": True,
    }


def scheme(line: Line) -> Values:
    return {"code": line["code"], "name": line["name"], "is_current": True}


def scheme_limit(line: Line) -> Values:
    return {
        "scheme_id": line["scheme"],
        "kind": line["kind"],
        "value": Decimal(line["value"]),
        "unit": line["unit"],
        "valid_from": date.fromisoformat(line["valid_from"]),
        "valid_to": date.fromisoformat(line["valid_to"]) if line["valid_to"] else None,
        "source": line["source"],
        "source_read_year": int(line["source_read_year"]),
        "is_current": True,
    }


def follow_up_phase(line: Line) -> Values:
    return {
        "service": line["service"],
        "phase": line["phase"],
        "from_day": int(line["from_day"]),
        "to_day": int(line["to_day"]),
        "every_days": int(line["every_days"]),
        "valid_from": date.fromisoformat(line["valid_from"]),
        "valid_to": date.fromisoformat(line["valid_to"]) if line["valid_to"] else None,
        "is_current": True,
    }


# In the order they are loaded: what others point to comes first.
DATASETS = (
    Dataset("municipalities", "2024", "municipalities.csv", Municipality, ("number",), municipality),
    Dataset("postal_codes", "2024-04", "postal_codes.csv", PostalCode, ("code",), postal_code),
    Dataset("occupations", "STYRK-08", "occupations.csv", Occupation, ("code",), occupation),
    Dataset("esco_occupations", "1.2.0", "esco_occupations.csv.gz", EscoOccupation, ("esco_id",), esco_occupation),
    Dataset("schemes", "2026", "schemes.csv", Scheme, ("code",), scheme),
    Dataset("scheme_limits", "2026", "scheme_limits.csv", SchemeLimit, ("scheme_id", "kind", "valid_from"), scheme_limit),
    Dataset("follow_up_phases", "2026", "follow_up_phases.csv", FollowUpPhase, ("service", "phase", "valid_from"), follow_up_phase),
)
