"""python -m benchmarks.scale.step filling|measuring town|region: one step in a process of its own, set up by its environment."""

from __future__ import annotations

import sys
from importlib import import_module

import django


def main(name: str, database: str) -> int:
    django.setup()
    code: int = import_module(f"benchmarks.scale.{name}").run(database)  # needs Django's models, so it is read only now
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
