"""brobygger serve"""

from __future__ import annotations

import os
import sys
import tempfile
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command

from brobygger.cli.migrate import refuse_an_old_database
from brobygger.kernel.errors import DomainError

if TYPE_CHECKING:
    import argparse

SECRET_LENGTH = 50
BACKENDS_THAT_SEND = frozenset({"django.core.mail.backends.smtp.EmailBackend"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="start ikke; bare si om innstillinger og database er i orden")


def run(given: argparse.Namespace) -> int:
    refuse_unsafe_settings()
    refuse_an_old_database()
    if not given.check:
        become_the_server()
    return 0


def become_the_server() -> None:
    """Gather the static files, and go on as gunicorn in this same process."""
    call_command("collectstatic", interactive=False, verbosity=0)
    # Each process counts requests in a file here; without it /metrics would answer for one process only.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="brobygger-metrics-"))
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "config.wsgi"])


def refuse_unsafe_settings() -> None:
    """Raise DomainError for settings that are for the demo or for developers, that leave the door open, or that send nothing."""
    if settings.DEMO:
        raise DomainError("BROBYGGER_DEMO er på, og da kan hvem som helst logge inn som hvem som helst. Slå den av i drift.")
    if settings.DEBUG:
        raise DomainError("BROBYGGER_DEBUG er på, og da vises innsiden av programmet når noe går galt. Slå den av i drift.")
    if settings.SECRET_KEY == settings.DEMO_SECRET_KEY or len(settings.SECRET_KEY) < SECRET_LENGTH:
        raise DomainError(f"BROBYGGER_SECRET_KEY mangler eller er for kort. Sett den til minst {SECRET_LENGTH} tilfeldige tegn.")
    if not settings.IS_HTTPS:
        raise DomainError("BROBYGGER_BASE_URL begynner ikke med https://, og da går navn og passord ukryptert. Sett adressen folk bruker.")
    if settings.EMAIL_BACKEND not in BACKENDS_THAT_SEND:
        raise DomainError("BROBYGGER_EMAIL_URL er ikke en e-posttjener, og da blir ingenting sendt. Sett den til smtp+tls://…")
    if not settings.REQUIRE_TOTP:
        raise DomainError("BROBYGGER_REQUIRE_TOTP er av, og da er et passord nok for å komme inn. La den være på i drift.")
