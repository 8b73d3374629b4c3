"""Requests counted as they pass, and figures read from the database when somebody asks."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from brobygger.kernel import clock
from brobygger.outbox.queries import stuck_messages
from brobygger.web.health.queue import jobs_by_status, oldest_waiting_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest, HttpResponse

REQUESTS = Counter("brobygger_requests", "Requests answered.", ["route", "method", "status"])
SECONDS = Histogram(
    "brobygger_request_seconds", "Time to answer a request.", ["route"], buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class MetricsMiddleware:
    """Counts each request under the name of its route: never its address, which may carry an id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        route = (match.view_name or match.route) if match else "none"
        REQUESTS.labels(route, request.method if request.method in METHODS else "other", response.status_code).inc()
        SECONDS.labels(route).observe(time.perf_counter() - began)
        return response


class DatabaseFigures(Collector):
    """The same whichever process answers, since they come from the database."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        jobs = GaugeMetricFamily("brobygger_jobs", "Jobs in the queue that are not done.", labels=["status"])
        for status, count in jobs_by_status().items():
            jobs.add_metric([status], count)
        yield jobs
        yield GaugeMetricFamily(
            "brobygger_oldest_job_waiting_seconds", "Age of the oldest job that is due.", value=oldest_waiting_seconds()
        )
        yield GaugeMetricFamily("brobygger_stuck_messages", "Messages somebody has to look at.", value=stuck_messages(clock.now()).count())


def registry() -> CollectorRegistry:
    """All figures: of every process of this server when gunicorn runs several, else of this one."""
    figures = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(figures)  # type: ignore[no-untyped-call]  # has no types
    else:
        figures.register(REGISTRY)
    figures.register(DatabaseFigures())
    return figures
