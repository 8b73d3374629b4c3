"""In the demo and in development each page says what its queries cost."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class QueryClock:
    def __init__(self) -> None:
        self.seconds = 0.0
        self.count = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001  Django calls it so
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - began
            self.count += 1


class ServerTimingMiddleware:
    """Adds Server-Timing, which a browser's network panel shows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        clock = QueryClock()
        with connection.execute_wrapper(clock):
            response = self.get_response(request)
        response["Server-Timing"] = f'db;dur={clock.seconds * 1000:.1f};desc="{clock.count} queries"'
        return response
