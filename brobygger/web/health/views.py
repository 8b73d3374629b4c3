"""For machines that look after Brobygger: is it up, can it work, how does it go."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import cache
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from brobygger.web.health.metrics import registry
from brobygger.web.health.queue import jobs_by_status


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"process": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    parts = {
        "database": works(connection.ensure_connection),
        "migrations": works(all_migrations_are_applied),
        "queue": works(jobs_by_status),
    }
    ready = all(parts.values())
    return JsonResponse({part: "ok" if fine else "failing" for part, fine in parts.items()}, status=200 if ready else 503)


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not may_read_metrics(request):
        raise Http404
    return HttpResponse(generate_latest(registry()), content_type=CONTENT_TYPE_LATEST)


def may_read_metrics(request: HttpRequest) -> bool:
    """With a token set, whoever shows it; without one, only this machine, and not through a proxy on it."""
    if settings.METRICS_TOKEN:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(shown.encode(), settings.METRICS_TOKEN.encode())
    if "X-Forwarded-For" in request.headers:
        return False
    try:
        return ip_address(request.META["REMOTE_ADDR"]).is_loopback
    except (KeyError, ValueError):
        return False


def works(part: Callable[[], object]) -> bool:
    try:
        return part() is not False
    except DatabaseError:
        return False


class MigrationsAreWaiting(DatabaseError):
    """The database is older than the program."""


@cache
def all_migrations_are_applied() -> bool:
    """True once they are, and asked no more by this process; raising keeps a refusal from being remembered."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise MigrationsAreWaiting
    return True
