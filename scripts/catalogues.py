"""The nynorsk and English catalogues: `update` gathers the texts, `check` refuses an unfinished one, `compile` makes what Django reads.

Pure Python, since a clean machine has no gettext. Only the .po files are committed. Bokmål is the source text and has no catalogue.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "brobygger"
LOCALE = SOURCE / "locale"
LANGUAGES = ("nn", "en")
FUNCTIONS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "_": None,
}
NAMED = re.compile(r"%\((\w+)\)")
PLURALS = {"nn": "nplurals=2; plural=(n != 1);", "en": "nplurals=2; plural=(n != 1);"}


def texts() -> Catalog:
    """Every text in the program and its templates, with the files it stands in."""
    found = Catalog(charset="utf-8")
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts and "static" not in path.parts:
            for message, context in texts_of(path):
                found.add(message, locations=[(str(path.relative_to(ROOT)), 0)], context=context)
    return found


def texts_of(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    code = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        code = "\n".join(line.lstrip() for line in templatize(code, origin=str(path)).splitlines())  # indentation is not Python's here
    for _, message, _, context in extract("python", io.BytesIO(code.encode()), FUNCTIONS, options={"encoding": "utf-8"}):
        yield message, context


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def update() -> None:
    """Add new texts, empty, and drop those that are gone."""
    wanted = texts()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        write(catalogue, language)
        print(f"{language}: {len(catalogue)} texts, {len(list(untranslated(catalogue)))} to translate")


def write(catalogue: Catalog, language: str) -> None:
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, sort_output=True, include_lineno=False)
    fields = {"Language": language, "Content-Type": "text/plain; charset=utf-8", "Plural-Forms": PLURALS[language]}
    head = 'msgid ""\nmsgstr ""\n' + "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items()) + "\n"
    path.write_bytes(head.encode() + body.getvalue())


def check() -> int:
    """1 when a text is missing, left over, untranslated, marked as doubtful, or lacks a placeholder."""
    wanted = texts()
    lines = [f"{language}: {line}" for language in LANGUAGES for line in faults(read(language), wanted)]
    print("\n".join(lines) if lines else "The catalogues are complete.")
    return 1 if lines else 0


def faults(catalogue: Catalog, wanted: Catalog) -> Iterator[str]:
    ours = {(message.id, message.context) for message in wanted if message.id}
    theirs = {(message.id, message.context) for message in catalogue if message.id}
    yield from (f"missing: {text!r}" for text, _ in sorted(ours - theirs, key=str))
    yield from (f"left over: {text!r}" for text, _ in sorted(theirs - ours, key=str))
    yield from (f"left over, commented out: {text!r}" for text in catalogue.obsolete)
    yield from (f"untranslated: {message.id!r}" for message in untranslated(catalogue))
    yield from (f"doubtful (fuzzy): {message.id!r}" for message in catalogue if message.id and message.fuzzy)
    yield from (
        f"other placeholders than the source: {message.id!r}" for message in catalogue if message.id and not same_placeholders(message)
    )


def untranslated(catalogue: Catalog) -> Iterator[Message]:
    for message in catalogue:
        strings = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.id and not all(strings):
            yield message


def same_placeholders(message: Message) -> bool:
    """Whether the translation names only what the source names, so that it can be filled in."""
    source = message.id if isinstance(message.id, tuple | list) else [message.id]
    target = message.string if isinstance(message.string, tuple | list) else [message.string]
    known = {name for text in source for name in NAMED.findall(text)}
    if not isinstance(message.id, tuple | list):
        return not message.string or set(NAMED.findall(str(message.string))) == known
    return all(set(NAMED.findall(text or "")) <= known for text in target)


def compile_all() -> None:
    for language in LANGUAGES:
        path = catalogue_path(language)
        if path.exists():
            new = path.with_suffix(".new")
            with new.open("wb") as file:
                write_mo(file, read(language))
            new.replace(path.with_suffix(".mo"))


def main(words: list[str]) -> int:
    if words == ["compile"]:
        compile_all()
        return 0
    settings.configure(USE_I18N=True)
    django.setup()
    if words == ["check"]:
        return check()
    if words == ["update"]:
        update()
        return 0
    sys.stderr.write("scripts/catalogues.py update | check | compile\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
