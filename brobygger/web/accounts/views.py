"""Signing in and out, passwords and one-time codes, and what was sent too late."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brobygger.access.links import SIGNER
from brobygger.demo.cast import cast
from brobygger.kernel import clock
from brobygger.parties.link_actions import send_fresh_link
from brobygger.web.accounts import session
from brobygger.web.accounts.landing import landing_address

UNPROCESSABLE = 422


class WithMistakes:
    """A form that is shown again says so with its status too."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = UNPROCESSABLE
        return response


class SignInView(WithMistakes, account.LoginView):
    template_name = "accounts/sign_in.html"

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        demo = {"cast": cast()} if settings.DEMO else {}
        return {**super().get_context_data(**named), "cast": [], "something_waits": session.waits(self.request), **demo}


class SignOutView(account.LogoutView):
    template_name = "accounts/sign_out.html"


class ForgottenPasswordView(WithMistakes, account.PasswordResetView):
    template_name = "accounts/forgotten_password.html"


class ForgottenPasswordSentView(account.PasswordResetDoneView):
    template_name = "accounts/forgotten_password_sent.html"


class NewPasswordView(WithMistakes, account.PasswordResetFromKeyView):
    template_name = "accounts/new_password.html"

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        return {"token_fail": False, **super().get_context_data(**named)}


class NewPasswordDoneView(account.PasswordResetFromKeyDoneView):
    template_name = "accounts/new_password_done.html"


class ChangePasswordView(WithMistakes, account.PasswordChangeView):
    template_name = "accounts/change_password.html"
    success_url = reverse_lazy("mfa_index")

    def dispatch(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        """One who came in by the demo's buttons has no password to change, and their page says so."""
        return super().dispatch(request, *arguments, **named) if request.user.has_usable_password() else redirect("mfa_index")


class ConfirmPasswordView(WithMistakes, account.ReauthenticateView):
    template_name = "accounts/confirm.html"


class ConfirmCodeView(WithMistakes, mfa.ReauthenticateView):
    template_name = "accounts/confirm.html"


class CodeView(WithMistakes, mfa.AuthenticateView):
    template_name = "accounts/code.html"


class SetUpCodeView(WithMistakes, totp.ActivateTOTPView):
    template_name = "accounts/set_up_code.html"

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        context = super().get_context_data(**named)
        secret = context["form"].secret
        return {**context, "secret_in_fours": [secret[start : start + 4] for start in range(0, len(secret), 4)]}


class NewPhoneView(totp.DeactivateTOTPView):
    template_name = "accounts/new_phone.html"
    success_url = reverse_lazy("mfa_activate_totp")

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.pop(session.SECOND_FACTOR, None)
        return super().form_valid(form)


class RecoveryCodesView(recovery_codes.ViewRecoveryCodesView):
    template_name = "accounts/recovery_codes.html"


class NewRecoveryCodesView(WithMistakes, recovery_codes.GenerateRecoveryCodesView):
    template_name = "accounts/new_recovery_codes.html"


@require_GET
def security(request: HttpRequest) -> HttpResponse:
    has_code = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    return render(request, "accounts/security.html", {"has_code": has_code, "has_password": request.user.has_usable_password()})


@login_not_required
@require_GET
def inactive(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/no_role.html", status=403)


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    address = landing_address(request.principal)
    return redirect(address) if address else render(request, "accounts/more_to_come.html")


@require_http_methods(["GET", "POST"])
def kept(request: HttpRequest) -> HttpResponse:
    """What was sent too late. POST throws one away; sending it again goes straight to the page it was meant for."""
    if request.method == "POST":
        session.forget(request, request.POST.get("forget", ""))
    waiting = session.kept(request, now=clock.now())
    if not waiting:
        return redirect("accounts:start")
    return render(request, "accounts/kept.html", {"waiting": waiting, "field": session.KEPT_FIELD, "too_late": session.TOO_LATE})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Most often a page that stood open while the same person signed in again: keep what they wrote, and let them send it themselves.

    Only for a form from our own pages, as the browser tells; another site cannot put words in anybody's session.
    """
    from_our_page = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if from_our_page and session.keep(request, why=session.PAGE_TOO_OLD, now=clock.now()):
        return redirect("accounts:kept")
    return plain_csrf_failure(request, reason)


@login_not_required
@require_POST
def fresh_link(request: HttpRequest) -> HttpResponse:
    """Mail a new link to the address on file. The answer is the same whatever the link was, or was not."""
    try:
        public_id, _version = SIGNER.unsign(request.POST.get("token", "")).split(".")
    except (BadSignature, ValueError):
        public_id = ""
    if public_id:
        send_fresh_link(public_id, now=clock.now())
    return render(request, "accounts/fresh_link_sent.html")
