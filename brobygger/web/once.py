"""The same form sent twice is carried out once.

Every form carries a key made when the page was drawn. `@once` stores it in the transaction of the change: a second sending waits
for the first, then gets its redirect. The same key with other content is a new form: someone went back and changed an answer.
Source: ADR 0033.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect

from brobygger.accounts.models import SubmittedForm
from brobygger.audit.actions import refusals_are_kept

FIELD = "once"
NOT_CONTENT = frozenset({FIELD, "csrfmiddlewaretoken"})
# One statement, without the savepoint that Django's get_or_create takes. The update changes nothing: it is what gives the row that stands.
SENT = """
    INSERT INTO accounts_submittedform (key, digest, answered_with, created_at) VALUES (%s, %s, '', now())
    ON CONFLICT (key, digest) DO UPDATE SET digest = excluded.digest
    RETURNING id, answered_with
"""

View = Callable[..., HttpResponseBase]


def once(view: View) -> View:
    """Carry out a POST once, however many times its form is sent.

    The view runs in one transaction with the key. A redirect is remembered; any other answer frees the key, so that a form with
    mistakes can be sent again. A 404 or 403 does not roll back, since the look-up that was denied must stay in the log.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = _key(request)
        if key is None:
            return view(request, *args, **kwargs)
        refused: Exception | None = None
        with transaction.atomic(), refusals_are_kept():
            number, answered_with = _first_or_answered(key, _digest(request))
            if answered_with:
                return HttpResponseRedirect(answered_with)
            form = SubmittedForm.submitted.filter(pk=number)
            try:
                response = view(request, *args, **kwargs)
            except (Http404, PermissionDenied) as refusal:
                refused = refusal
            if refused is None and isinstance(response, HttpResponseRedirect):
                form.update(answered_with=response.url)
            else:
                form.delete()
        if refused is not None:
            raise refused
        return response

    return answer


def _first_or_answered(key: UUID, digest: str) -> tuple[int, str]:
    """The row of the form, and what it was answered with before; empty for the first. The second waits here until the first has ended."""
    with connection.cursor() as cursor:
        cursor.execute(SENT, [key, digest])
        number, answered_with = cursor.fetchone()
    return number, answered_with


def _key(request: HttpRequest) -> UUID | None:
    """The key of the form that was sent; None for anything but a form of ours, which then runs as it is."""
    try:
        return UUID(request.POST[FIELD]) if request.method == "POST" else None
    except (KeyError, ValueError):
        return None


def _digest(request: HttpRequest) -> str:
    """Address, user and content as one fingerprint, so that a key is good for one answer from one person only."""
    parts = [request.get_full_path(), str(getattr(getattr(request, "user", None), "pk", None))]
    for name in sorted(set(request.POST) - NOT_CONTENT):
        parts += [name, *request.POST.getlist(name)]
    for name in sorted(request.FILES):
        parts += [name, *(f"{file.name} {file.size}" for file in request.FILES.getlist(name))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
