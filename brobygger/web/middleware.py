"""Who is asking, and may they be here at all. Which rows they reach is for the access table.

In the order of settings.MIDDLEWARE: a number for the request, the limits of the sign-in, the principal, sign-in required, second factor.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from brobygger.access.links import link_of
from brobygger.access.principal import Trace, anonymous, principal_of_link, principal_of_user
from brobygger.kernel import clock
from brobygger.web.accounts import session
from brobygger.web.accounts.masking import hide_tokens
from brobygger.web.request import Request

GONE = 410
WINDOW = "window"
# Pages open to someone signed in who has no role today, and to someone who has yet to set up the second factor.
WITHOUT_A_ROLE = frozenset({"account_logout", "pages:me"})
WITHOUT_A_SECOND_FACTOR = frozenset({"account_logout", "mfa_activate_totp", "account_reauthenticate"})

View = Callable[..., HttpResponse]


class RequestIdMiddleware:
    """The one reading of the clock, and a number in the look-up log and in the answer, so that a person can read it to support."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.request_id, request.now = uuid4().hex, clock.now()
        with clock.one_reading(request.now):
            response = self.get_response(request)
        response.headers["X-Request-ID"] = request.request_id
        return response


class SessionLimitsMiddleware:
    """Locks a sign-in that has been still for too long or has lasted too long, and forgets kept forms that have been sent again."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        now = request.now
        session.drop_old(request, now=now)
        if SESSION_KEY in request.session:
            if session.is_over(request, now=now):
                session.lock(request)
            elif request.user.is_authenticated:
                session.touch(request, now=now)
        response = self.get_response(request)
        if request.method == "POST" and session.KEPT in request.session and was_carried_out(response):
            session.forget(request, request.POST.get(session.KEPT_FIELD, ""))
        return response


def was_carried_out(response: HttpResponse) -> bool:
    """Whether the view took the form: done, or shown again with what is wrong with it."""
    return response.status_code < 400 or response.status_code == 422


class PrincipalMiddleware:
    """Sets `request.principal`: a signed-in user, the holder of the signed link in the address, or nobody."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        trace = Trace(request_id=request.request_id, path=hide_tokens(request.path))
        today = request.now.date()
        if request.user.is_authenticated:
            request.principal = principal_of_user(request.user, today=today, trace=trace)
            speak(request, request.user.language)
        else:
            request.principal = anonymous(today, trace=trace)
        response = self.get_response(request)
        if is_window(request):
            # Not no-referrer: browsers then send "Origin: null" with forms, which the protection against forgery refuses. ADR 0053.
            response.headers["Referrer-Policy"] = "strict-origin"
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        if is_window(request) or request.principal.is_known:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request: Request, view: View, arguments: Any, named: dict[str, Any]) -> HttpResponse | None:
        if not is_window(request):
            return None
        token = named.get("token", "")
        link = link_of(token)
        if link is not None:
            request.principal = principal_of_link(link, today=request.principal.today, trace=request.principal.trace)
        if link is None or request.principal.link is None:
            return dead_link(request, token)
        speak(request, link.person.language)
        return None


def is_window(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and WINDOW in match.app_names


def dead_link(request: Request, token: str) -> HttpResponse:
    """The same page and status for an expired, withdrawn, renewed or made-up link, so that it tells nobody which."""
    request.principal = anonymous(request.principal.today, trace=request.principal.trace)
    return render(request, "accounts/dead_link.html", {"token": token}, status=GONE)


def speak(request: Request, language: str) -> None:
    """Use the language somebody is registered with, unless this browser has chosen another."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(language)
        request.LANGUAGE_CODE = language


class SignInMiddleware:
    """Nobody sees a page without signing in, or holding its link, unless the view has said `login_not_required`."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Request, view: View, arguments: Any, named: dict[str, Any]) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or request.principal.link is not None:
            return None
        if request.principal.user is None:
            return to_sign_in(request)
        if not request.principal.roles and request.resolver_match.view_name not in WITHOUT_A_ROLE:
            return render(request, "accounts/no_role.html", status=403)
        return None


def to_sign_in(request: Request) -> HttpResponse:
    """A form that came too late waits in the session; a page that was asked for is come back to."""
    address = reverse("account_login")
    if request.method == "POST":
        session.keep(request, why=session.TOO_LATE, now=request.now)
    elif not request.htmx:
        address += "?" + urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


class SecondFactorMiddleware:
    """Staff set up a one-time code before anything else. Those who came in through the demo's buttons have no password either."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Request, view: View, arguments: Any, named: dict[str, Any]) -> HttpResponse | None:
        if not settings.REQUIRE_TOTP or request.principal.user is None or not getattr(view, "login_required", True):
            return None
        if request.session.get(session.DEMO) or request.session.get(session.SECOND_FACTOR):
            return None
        if is_mfa_enabled(request.principal.user, [Authenticator.Type.TOTP]):
            request.session[session.SECOND_FACTOR] = True
            return None
        if request.resolver_match.view_name in WITHOUT_A_SECOND_FACTOR:
            return None
        address = reverse("mfa_activate_totp")
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
