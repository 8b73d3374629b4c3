"""Clears away what signing in and sending forms leave behind."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from procrastinate.contrib.django import app

from brobygger.accounts.actions import forget_submitted
from brobygger.jobs.connections import drop_old_connections
from brobygger.kernel import clock


@app.periodic(cron="5 3 * * *")
@app.task(name="accounts.forget_submitted", queueing_lock="accounts.forget_submitted")
def forget_forms(timestamp: int) -> None:
    """Delete the keys of yesterday's forms, every night."""
    drop_old_connections()
    forget_submitted(now=clock.now())


@app.periodic(cron="25 * * * *")
@app.task(name="accounts.clear_sessions", queueing_lock="accounts.clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Delete sessions that have expired, every hour. A form kept while its owner signed in again lies there, so they go soon."""
    drop_old_connections()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
