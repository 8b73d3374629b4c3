"""What the phone sends of itself is taken only from the one who wrote it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from brobygger.web.request import Request

HEADER = "X-Phone-User"
UNAUTHORISED = 401


class PhoneMiddleware:
    """Answers 401 when a phone sends for somebody who is not signed in, or not any more.

    Two people may use one phone: a note the first one wrote must not be kept in the name of the second. It comes before SignInMiddleware,
    which would answer with the sign-in page and keep a second copy of the note in the session. Source: RULES W10; ADR 0095.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        whose = request.headers.get(HEADER)
        user = request.principal.user
        if whose is not None and (user is None or str(user.public_id) != whose):
            return JsonResponse({"message": _("Du er logget ut. Logg inn, så sendes notatet.")}, status=UNAUTHORISED)
        return self.get_response(request)
