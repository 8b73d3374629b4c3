"""All that is checked besides the tests, one step after another: python3 start.py check"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from secrets import token_urlsafe

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable, "-m"]
BIN = Path(sys.executable).parent
DJANGO = [*PYTHON, "django"]
FOR_TESTS = ["--settings", "tests.settings"]  # without a pool that waits
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("brobygger/**/templates/**/*.html"))

STEPS: dict[str, list[str]] = {
    "lint": [*PYTHON, "ruff", "check"],
    "format": [*PYTHON, "ruff", "format", "--check"],
    "imports": [str(BIN / "lint-imports")],
    "types": [*PYTHON, "mypy"],
    "settings": [*DJANGO, "check", "--fail-level", "WARNING", *FOR_TESTS],
    "settings in production": [*DJANGO, "check", "--deploy", "--fail-level", "WARNING"],
    "migrations": [*DJANGO, "makemigrations", "--check", "--dry-run", *FOR_TESTS],
    "template form": [str(BIN / "djade"), "--target-version", "5.2", "--check", *TEMPLATES],
    "template lint": [*PYTHON, "djlint", "--lint", "--quiet", *TEMPLATES],
    "catalogues": [*PYTHON, "scripts.catalogues", "check"],
}


def main(chosen: list[str]) -> int:
    if unknown := set(chosen) - set(STEPS):
        sys.exit(f"No such step: {', '.join(sorted(unknown))}. There are: {', '.join(STEPS)}.")
    environment = {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",  # nothing here asks the database
        **os.environ,
        "BROBYGGER_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONWARNINGS": "ignore",
    }
    production = {
        "BROBYGGER_DEMO": "0",
        "BROBYGGER_SECRET_KEY": token_urlsafe(50),
        "BROBYGGER_BASE_URL": "https://brobygger.invalid",
        "BROBYGGER_BEHIND_PROXY": "1",
    }
    failed = []
    for name, command in STEPS.items():
        if chosen and name not in chosen:
            continue
        began = time.monotonic()
        variables = {**environment, **production} if name == "settings in production" else environment
        answer = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
        print(f"{'ok    ' if answer.returncode == 0 else 'FAILED'} {name} ({time.monotonic() - began:.1f} s)", flush=True)
        if answer.returncode:
            failed.append(name)
            print((answer.stdout + answer.stderr).rstrip()[-20_000:], flush=True)
    print(f"{len(failed)} of the checks failed: {', '.join(failed)}" if failed else "All checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
