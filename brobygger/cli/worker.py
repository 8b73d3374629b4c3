"""brobygger worker"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from brobygger.cli.migrate import refuse_an_old_database
from brobygger.cli.serve import refuse_unsafe_settings

if TYPE_CHECKING:
    import argparse

SHUTDOWN_SECONDS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=2, metavar="ANTALL", help="jobber om gangen (vanligvis 2)")


def run(given: argparse.Namespace) -> int:
    if not settings.DEMO:
        refuse_unsafe_settings()
    refuse_an_old_database()
    asyncio.run(work(given.concurrency))
    return 0


async def work(concurrency: int) -> None:
    """Take jobs until SIGTERM or Ctrl-C, then finish those that have begun."""
    connector: DjangoConnector = app.connector  # type: ignore[assignment]  # the Django app always has this one
    with app.replace_connector(connector.get_worker_connector()) as working:
        async with working.open_async():
            await working.run_worker_async(
                concurrency=concurrency, shutdown_graceful_timeout=SHUTDOWN_SECONDS, install_signal_handlers=True
            )
