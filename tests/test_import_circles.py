"""Nothing of ours imports in a circle, not even for its types. Between packages the contracts see to it; here, inside them too."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "brobygger"


def dotted(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {dotted(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports(path):
    """Every module of ours that is named in an import, wherever in the file that stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (whole if (whole := f"{node.module}.{alias.name}") in MODULES else node.module for alias in node.names)


@cache
def ways():
    """From each module of ours to each that it imports. All of our files are read for it, so only where a test asks."""
    return [(name, to) for name, path in MODULES.items() for to in imports(path) if to in MODULES and to != name]


def ways_between_parts(package):
    """From one module or folder that stands in a package to another there."""
    inside = f"{package}."
    for way in ways():
        if all(each.startswith(inside) for each in way):
            part, to = (inside + each.removeprefix(inside).partition(".")[0] for each in way)
            if part != to:
                yield part, to


def circles(pairs):
    """The groups in which each can be reached from each, sorted. Takes pairs of who imports and what."""
    onward = {}
    for name, to in pairs:
        onward.setdefault(name, set()).add(to)
    reached = {name: reach(name, onward) for name in onward}
    return sorted({tuple(sorted(to for to in there if name in reached.get(to, ()))) for name, there in reached.items() if name in there})


def reach(start, onward):
    """What can be come to from somewhere, itself only by a circle."""
    found, ahead = set(), [start]
    while ahead:
        new = onward.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found


def test_a_circle_is_found_with_all_who_are_in_it_and_nobody_else():
    assert circles([("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("c", "e")]) == [("a", "b", "c")]


def test_no_modules_import_each_other_in_a_circle():
    assert circles(ways()) == []


def test_no_parts_of_a_package_import_each_other_in_a_circle():
    packages = {name for name, path in MODULES.items() if path.name == "__init__.py"}

    assert [circle for package in sorted(packages) for circle in circles(ways_between_parts(package))] == []
