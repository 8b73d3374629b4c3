"""The `brobygger` command: `brobygger WORD …`, one module of this package for each word.

The texts are bokmål without catalogues: they are for the person who runs Brobygger, and must work before Django is set up.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from enum import Enum, auto
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import django

from brobygger.cli import postgres
from brobygger.kernel.errors import DomainError

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / ".brobygger" / "demo"
BAD_INPUT = 2
NO_DATABASE = "postgres://nobody@127.0.0.1:1/none"  # never asked: Django must be told of one before it starts


class Needs(Enum):
    NOTHING = auto()
    DJANGO = auto()
    DATABASE = auto()


@dataclass(frozen=True)
class Command:
    summary: str
    example: str
    needs: Needs = Needs.DATABASE


COMMANDS = {
    "demo": Command("Start demobyen Brovik på denne maskinen.", "brobygger demo --port 8080", Needs.NOTHING),
    "serve": Command("Start nettstedet i drift. Innstillingene leses fra miljøet, se docs/settings.md.", "brobygger serve"),
    "worker": Command("Start en arbeider som sender meldinger og gjør jobber i bakgrunnen.", "brobygger worker --concurrency 4"),
    "migrate": Command("Oppdater databasen til denne utgaven.", "brobygger migrate"),
    "add-unit": Command("Lag en enhet som ansatte hører til.", 'brobygger add-unit "NAV Brovik" --kind nav_office --sector state'),
    "add-user": Command(
        "Lag en ansatt som kan logge inn, og skriv ut lenken der de velger passord.",
        'brobygger add-user kari@eksempel.no "Kari Moseby" --role counsellor --unit "NAV Brovik"',
    ),
    "make-seal": Command(
        "Lag nøkkelen som kontorets attester forsegles med, og et selvsignert sertifikat.",
        'brobygger make-seal "JobbLoop Brovik" --out /etc/brobygger/segl',
        Needs.DJANGO,
    ),
    "load-reference": Command("Les inn yrker, steder og ordninger fra filene som følger med.", "brobygger load-reference"),
    "plan-loop": Command(
        "Finn den beste planen for en loop, med grunner. Formatet står i contracts/loop.md.",
        "brobygger plan-loop loop.json --out plan.json",
        Needs.DJANGO,
    ),
    "replan-loop": Command(
        "Reparer planen når noen går ut, en bedrift stenger eller noen kommer til: færrest endringer først.",
        "brobygger replan-loop loop.json plan.json --from-period 1 --left Ali --out ny-plan.json",
        Needs.DJANGO,
    ),
    "plan-interviews": Command(
        "Legg opp intervjurundene på en kick-off.", "brobygger plan-interviews dag.json --out runder.json", Needs.NOTHING
    ),
    "audit": Command("Kontroller loggen over oppslag, hent den ut, eller lukk den etter en gjenoppretting.", "brobygger audit verify"),
    "prepare-demo": Command("Gjør databasen klar for demobyen. Brukes av brobygger demo.", "brobygger prepare-demo"),
}


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"Kommandoen ble ikke forstått ({message}). Se: {self.prog} --help\n")


def main(words: list[str]) -> int:
    if not words or words[0] in {"help", "-h", "--help"}:
        sys.stdout.write(overview())
        return 0
    word, *rest = words
    if word not in COMMANDS:
        sys.stderr.write(f"Kommandoen «{word}» finnes ikke. Se hvilke som finnes: brobygger --help\n")
        return BAD_INPUT
    command = COMMANDS[word]
    try:
        if command.needs is not Needs.NOTHING:
            asks_for_help = bool({"-h", "--help"} & set(rest))
            set_up_django(with_database=command.needs is Needs.DATABASE and not asks_for_help)
        module = import_module(f"brobygger.cli.{word.replace('-', '_')}")
        parser = Parser(
            prog=f"brobygger {word}",
            description=command.summary,
            epilog=f"Eksempel: {command.example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(parser)
        code: int = module.run(parser.parse_args(rest))
    except DomainError as refusal:
        sys.stderr.write(f"{refusal.message}\n")
        return BAD_INPUT
    return code


def overview() -> str:
    lines = ["brobygger ORD …  Arbeidsverktøyet for dem som hjelper folk inn i vanlige jobber.", ""]
    for word, command in COMMANDS.items():
        lines += [f"  {word}", f"      {command.summary}", f"      Eksempel: {command.example}"]
    return "\n".join([*lines, "", "Mer om én kommando: brobygger ORD --help", ""])


def set_up_django(*, with_database: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = (postgres.running_url(DATA) if with_database else NO_DATABASE) or ""
    if not os.environ["DATABASE_URL"]:
        raise DomainError("Det er ikke sagt hvilken database som skal brukes. Sett DATABASE_URL, eller start demoen først.")
    django.setup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
