"""Wishes, openings and reasons as values that `json` can write, the same for the same content in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from brobygger.matching.openings.model import About, Place, Wishes

OPENINGS_VERSION = "1"  # raised when the same wishes may give another answer than before


def inputs_as_json(wishes: Wishes, place: Place) -> dict[str, object]:
    return {"wishes": as_json(wishes), "opening": as_json(place)}


def as_json(given: Wishes | Place) -> dict[str, object]:
    return {each.name: plain(getattr(given, each.name)) for each in fields(given)}


def plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


def about_as_json(reasons: Sequence[About]) -> list[dict[str, object]]:
    return [{"code": str(each.code), "facts": dict(each.facts)} for each in reasons]
