"""One path, two renderings: the whole page, or the part of it that htmx asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

UNPROCESSABLE = 422


def render_part(request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int | None = None) -> HttpResponse:
    """Answer with "loops/rotate.html#rotate": the partial when htmx asks for a part, else the whole page.

    Takes   template  page and partial with # between; without a partial it is always the whole page
            status    only when it is neither 200 nor the 422 of a form with mistakes
    """
    page, _hash, part = template.partition("#")
    context = context or {}
    if status is None:
        status = UNPROCESSABLE if _has_mistakes(context.values()) else 200
    response = render(request, template if part and wants_part(request) else page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part. A page from history, or one that replaces the whole body, is sent whole."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
        and request.headers.get("HX-Request-Type") != "full"
        and request.headers.get("HX-Boosted") != "true"
    )


def _has_mistakes(values: Iterable[object]) -> bool:
    return any(
        (isinstance(value, BaseForm) and value.is_bound and bool(value.errors))
        or (isinstance(value, BaseFormSet) and value.is_bound and not value.is_valid())
        for value in values
    )
