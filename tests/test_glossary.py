"""Every model, closed list, verb and role is explained in docs/glossary.md, and the glossary explains nothing that is gone."""

import enum
import pkgutil
import re
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.db import models

import brobygger
from brobygger.access.verbs import Verb
from brobygger.parties.models import Role

LINES = (Path(__file__).resolve().parent.parent / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LINES if line.startswith("| `")]
EXPLAINED = {re.sub(r"`", "", row[0]) for row in ROWS}


def models_of_ours():
    ours = [model for model in apps.get_models() if model.__module__.startswith("brobygger.")]
    return {model.__name__ for model in ours if not hasattr(model, "pgh_tracked_model")}


def closed_lists():
    """Every enumeration whose values are stored or shown."""
    found = set()
    for module in pkgutil.walk_packages(brobygger.__path__, "brobygger."):
        if ".migrations" in module.name or module.name.endswith("__main__"):
            continue
        for thing in vars(import_module(module.name)).values():
            if isinstance(thing, type) and issubclass(thing, (models.Choices, enum.StrEnum)) and thing.__module__ == module.name:
                found.add(thing.__name__)
    return found


def test_every_model_is_in_the_glossary():
    assert models_of_ours() - EXPLAINED == set()


def test_every_closed_list_of_values_is_in_the_glossary():
    assert closed_lists() - EXPLAINED - {"Role", "Verb"} == set()


def test_every_role_and_verb_is_in_the_glossary():
    assert {f"{closed.__name__}.{member.name}" for closed in (Role, Verb) for member in closed} - EXPLAINED == set()


def test_the_glossary_has_no_word_that_the_code_has_left():
    in_code = models_of_ours() | closed_lists() | {f"{closed.__name__}.{member.name}" for closed in (Role, Verb) for member in closed}

    assert EXPLAINED - in_code == set()


def test_every_row_of_the_glossary_has_both_languages_and_a_meaning():
    assert [row for row in ROWS if len(row) != 4 or not all(row)] == []


def test_a_role_is_called_in_the_glossary_what_people_read():
    called = {row[0].strip("`"): row[1] for row in ROWS}

    assert {called[f"Role.{role.name}"] for role in Role} == {str(role.label) for role in Role}
