"""The rules of the handbook that no linter knows."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, get_resolver

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "brobygger"
EDGES = ("web", "api", "jobs", "cli")
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
TESTS = sorted(path for path in (ROOT / "tests").rglob("test_*.py"))
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
# Django, allauth and procrastinate look these up by name.
FOUND_BY_OTHERS = re.compile(r"/templates/(400|403|403_csrf|404|429|500)\.html$|/templates/(account|mfa|socialaccount|allauth|django)/")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)|<style\b|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


def name(path):
    return str(path.relative_to(ROOT))


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [path for path in SOURCES if path.relative_to(PACKAGE).parts[0] in EDGES], ids=name)
def test_an_edge_fetches_by_access_and_never_by_objects(path):
    lines = [
        node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]

    assert lines == []


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name == "models.py" or "models" in path.parts], ids=name)
def test_a_foreign_key_names_its_class_so_that_the_map_sees_it(path):
    lines = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"ForeignKey", "OneToOneField", "ManyToManyField"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value != "self"
    ]

    assert lines == []


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_message_is_whole_before_gettext_sees_it(path):
    lines = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", None)) in GETTEXT
        and any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in node.args[:2])
    ]

    assert lines == []


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_message_stands_by_itself_so_that_the_catalogues_see_it(path):
    lines = [
        node.lineno
        for whole in ast.walk(tree(path))
        if isinstance(whole, ast.JoinedStr)
        for node in ast.walk(whole)
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", None)) in GETTEXT
    ]

    assert lines == []


def test_nothing_listens_to_signals_and_nothing_is_a_drawer_of_utils():
    found = [
        name(path) for path in SOURCES if path.stem in {"utils", "helpers", "signals"} or "@receiver" in path.read_text(encoding="utf-8")
    ]

    assert found == []


def test_kernel_has_its_five_modules():
    modules = {path.stem for path in (PACKAGE / "kernel").glob("*.py")} - {"__init__"}

    assert modules == {"clock", "errors", "local_time", "units", "working_days"}


def test_every_template_is_used():
    known_by_name = {str(path).split("/templates/", 1)[1]: path for path in TEMPLATES}
    code = "\n".join(path.read_text(encoding="utf-8") for path in [*SOURCES, *TEMPLATES, ROOT / "config" / "settings.py"])

    unused = [name(path) for short, path in known_by_name.items() if short not in code and not FOUND_BY_OTHERS.search(str(path))]

    assert unused == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_has_no_script_or_style_of_its_own(path):
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert INLINE.findall(text) == []


@pytest.mark.parametrize("path", [path for path in TEMPLATES if "components" in path.parts], ids=name)
def test_a_component_says_first_what_it_takes(path):
    assert path.read_text(encoding="utf-8").lstrip().startswith(("{#", "{% comment"))


def patterns(resolver, before=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield before + str(entry.pattern), entry
        else:
            yield from patterns(entry, before + str(entry.pattern))


def test_an_address_carries_a_public_id_and_never_a_running_number():
    counted = [
        path
        for path, _ in patterns(get_resolver())
        if re.search(r"<int:(?!year|month|week|day|period|round|number|minimum)|<(int:)?(pk|id)>|\\d\+", path)
    ]

    assert counted == []


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_a_test_file_asserts_something(path):
    calls_that_assert = ("assert_", "check_", "expect", "raises", "warns", "django_assert", "refuse")

    asserts = any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Call) and (getattr(node.func, "id", "") or getattr(node.func, "attr", "")).startswith(calls_that_assert))
        for node in ast.walk(tree(path))
    )

    assert asserts


def test_the_map_in_the_contract_has_a_place_for_every_package():
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("layers = [", 1)[1].split("]", 1)[0]

    assert packages == set(re.findall(r"\w+", contract))
