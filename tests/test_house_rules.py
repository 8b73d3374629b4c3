"""The rules of the handbook that no linter knows."""

import ast
import re
from functools import cache
from pathlib import Path

from django.urls import URLPattern, get_resolver

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "brobygger"
EDGES = ("web", "api", "jobs", "cli")
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
TESTS = sorted(path for path in (ROOT / "tests").rglob("test_*.py"))
NO_REQUEST = {PACKAGE / "web" / "middleware.py", PACKAGE / "web" / "health" / "metrics.py"}  # where it is read, and what machines gather
TO_ANOTHER_ROW = {"ForeignKey", "OneToOneField", "ManyToManyField"}
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
# Django, allauth and procrastinate look these up by name.
FOUND_BY_OTHERS = re.compile(r"/templates/(400|403|403_csrf|404|429|500)\.html$|/templates/(account|mfa|socialaccount|allauth|django)/")
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


def name(path):
    return str(path.relative_to(ROOT))


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def places(paths, is_wrong):
    """Each place in the code, as file and line, where something is wrong."""
    return [f"{name(path)}:{node.lineno}" for path in paths for node in ast.walk(tree(path)) if is_wrong(node)]


def called(node):
    """The last name of what is called: ForeignKey of models.ForeignKey(…). Empty when nothing is."""
    return getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""


def test_an_edge_fetches_by_access_and_never_by_objects():
    at_the_edges = [path for path in SOURCES if path.relative_to(PACKAGE).parts[0] in EDGES]

    assert places(at_the_edges, lambda node: isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}) == []


def test_a_foreign_key_names_its_class_so_that_the_map_sees_it():
    def names_it_in_a_text(node):
        to = node.args[0] if called(node) in TO_ANOTHER_ROW and node.args else None
        return isinstance(to, ast.Constant) and to.value != "self"

    models = [path for path in SOURCES if path.name == "models.py" or "models" in path.parts]

    assert places(models, names_it_in_a_text) == []


def test_a_message_is_whole_before_gettext_sees_it():
    def is_put_together(node):
        return called(node) in GETTEXT and any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in node.args[:2])

    assert places(SOURCES, is_put_together) == []


def test_a_message_stands_by_itself_so_that_the_catalogues_see_it():
    def holds_a_message(node):
        return isinstance(node, ast.JoinedStr) and any(called(part) in GETTEXT for part in ast.walk(node))

    assert places(SOURCES, holds_a_message) == []


def test_nothing_listens_to_signals_and_nothing_is_a_drawer_of_utils():
    found = [
        name(path) for path in SOURCES if path.stem in {"utils", "helpers", "signals"} or "@receiver" in path.read_text(encoding="utf-8")
    ]

    assert found == []


def test_kernel_has_its_ten_modules():
    modules = {path.stem for path in (PACKAGE / "kernel").glob("*.py")} - {"__init__"}

    assert modules == {"clock", "errors", "first_migration", "local_time", "our_time", "phones", "sql", "text", "units", "working_days"}


def test_a_form_has_the_products_own_fields_for_days_times_and_numbers():
    others = {f"forms.{kind}Field" for kind in ("Date", "DateTime", "SplitDateTime", "Time", "Duration", "Integer", "Decimal", "Float")}
    forms = [path for path in SOURCES if path.is_relative_to(PACKAGE / "web") and path != PACKAGE / "web" / "fields.py"]

    assert places(forms, lambda node: isinstance(node, ast.Call) and ast.unparse(node.func) in others) == []


def test_a_day_that_is_shown_has_four_figures_in_its_year():
    """In a text for people by `units.day`, and in a template by a filter with a Y: `strftime` does not promise them."""

    def writes_a_day_by_itself(node):
        return isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"%d\.%m|%[yx]|%D", node.value) is not None

    code = [path for path in SOURCES if path != PACKAGE / "web" / "fields.py"]
    two_figures = [
        f"{name(path)}: {found}"
        for path in TEMPLATES
        for found in re.findall(r"""\|date:(?:_\()?["'][^"']*["']""", path.read_text(encoding="utf-8"))
        if "y" in found.split(":", 1)[1]
    ]

    assert places(code, writes_a_day_by_itself) == []
    assert two_figures == []


def test_an_apps_first_migration_draws_the_models_once():
    first = sorted(PACKAGE.glob("*/migrations/0001_*.py"))

    assert first
    assert [path for path in first if "class Migration(FirstMigration):" not in path.read_text(encoding="utf-8")] == []


def test_every_template_is_used():
    known_by_name = {str(path).split("/templates/", 1)[1]: path for path in TEMPLATES}
    code = "\n".join(path.read_text(encoding="utf-8") for path in [*SOURCES, *TEMPLATES, ROOT / "config" / "settings.py"])

    unused = [name(path) for short, path in known_by_name.items() if short not in code and not FOUND_BY_OTHERS.search(str(path))]

    assert unused == []


def test_a_template_has_no_script_or_style_of_its_own():
    found = [f"{name(path)}: {part}" for path in TEMPLATES for part in INLINE.findall(path.read_text(encoding="utf-8"))]

    assert found == []


def test_a_line_of_a_template_has_at_most_140_characters():
    found = [
        f"{name(path)}:{number}: {len(line)}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > 140
    ]

    assert found == []


def test_a_component_says_first_what_it_takes():
    components = [path for path in TEMPLATES if "components" in path.parts]

    assert [name(path) for path in components if not path.read_text(encoding="utf-8").startswith("{% comment %}")] == []


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


def test_a_test_file_asserts_something():
    calls_that_assert = ("assert_", "check_", "expect", "raises", "warns", "django_assert", "refuse")

    def asserts(node):
        return isinstance(node, ast.Assert) or called(node).startswith(calls_that_assert)

    assert [name(path) for path in TESTS if not any(asserts(node) for node in ast.walk(tree(path)))] == []


def test_the_map_in_the_contract_has_a_place_for_every_package():
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("layers = [", 1)[1].split("]", 1)[0]

    assert packages == set(re.findall(r"\w+", contract))


def test_a_refusal_is_caught_where_every_page_is_made_and_nowhere_else_in_web():
    def catches_a_refusal(node):
        return isinstance(node, ast.ExceptHandler) and node.type is not None and "DomainError" in ast.unparse(node.type)

    views = [path for path in SOURCES if path.is_relative_to(PACKAGE / "web") and path != PACKAGE / "web" / "page.py"]

    assert places(views, catches_a_refusal) == []


def test_a_request_reads_the_clock_once():
    def asks_the_clock(node):
        return isinstance(node, ast.Call) and ast.unparse(node.func) in {"clock.now", "clock.today"}

    views = [path for path in SOURCES if path.is_relative_to(PACKAGE / "web") and path not in NO_REQUEST]

    assert places(views, asks_the_clock) == []
