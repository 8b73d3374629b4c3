"""What was put right on a card, in sentences: «Telefon endret 30.11.2026 av Per Lind, fra 680 50 214 til 680 50 215.»"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day, phone
from brobygger.parties.changes import Change, changes_of
from brobygger.parties.models import Organisation, Workplace

LONGEST_SHOWN = 80


def in_sentences(*cards: tuple[Model, Collection[str]]) -> list[str]:
    """What was put right in some fields of some rows that are shown as one card, the newest first.

    Cost  four queries for each row
    """
    found = [(change, row) for row, fields in cards for change in changes_of(row, fields=fields)]  # type: ignore[arg-type]
    return [sentence(change, row) for change, row in sorted(found, key=lambda each: each[0].at, reverse=True)]


def sentence(change: Change, row: Model) -> str:
    said = {
        "what": what_of(row, change.field),
        "day": day(local_day(change.at)),
        "who": _("av %(name)s") % {"name": getattr(change.by, "name", change.by)} if change.by is not None else "",
        "before": in_words(row, change.field, change.before),
        "after": in_words(row, change.field, change.after),
    }
    if not said["before"]:
        text = _("%(what)s skrevet inn %(day)s %(who)s: %(after)s.")
    elif not said["after"]:
        text = _("%(what)s tatt bort %(day)s %(who)s. Før sto det %(before)s.")
    else:
        text = _("%(what)s endret %(day)s %(who)s, fra %(before)s til %(after)s.")
    return (text % said).replace(" ,", ",").replace(" :", ":").replace("  ", " ").replace(" .", ".")


def what_of(row: Model, field: str) -> str:
    if isinstance(row, Organisation) and field == "name":
        return _("Navnet på firmaet")
    if isinstance(row, Workplace) and field == "name":
        return _("Navnet på arbeidsstedet")
    return str(capfirst(row._meta.get_field(field).verbose_name))  # type: ignore[union-attr]


def in_words(row: Model, field: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    known: Any = row._meta.get_field(field)
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    if isinstance(value, date):
        return day(value)
    if known.choices:
        return str(dict(known.flatchoices).get(value, value))
    if isinstance(known, ForeignKey):
        return str(value)
    shown = phone(str(value)) if field == "phone" else str(value)
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN].rstrip()} …"
