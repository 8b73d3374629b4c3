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
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.generic.base import TemplateResponseMixin

from brobygger.access.links import SIGNER
from brobygger.demo.cast import cast
from brobygger.parties.link_actions import send_fresh_link
from brobygger.web.accounts import session
from brobygger.web.accounts.landing import landing_address
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request


class AccountPage(TemplateResponseMixin):
    """A page of allauth's that is shown as ours are: a form with mistakes says so with its status too."""

    request: Request
    template_name: str = "kinds/form.html"

    def render_to_response(self, context: dict[str, Any], **named: Any) -> HttpResponse:
        return render_part(self.request, self.template_name, context)


def form_words(heading: Any, lead: Any, *, save: Any, back: str, title: Any = "") -> dict[str, Any]:
    """What a page that is one form says around it, as `kinds.form_page` gives it."""
    return {"heading": heading, "lead": lead, "title": title or heading, "save": save, "cancel_url": reverse_lazy(back)}


class SignInView(AccountPage, account.LoginView):
    template_name = "accounts/sign_in.html"

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        demo = {"cast": cast()} if settings.DEMO else {}
        return {**super().get_context_data(**named), "cast": [], "something_waits": session.waits(self.request), **demo}


class SignOutView(account.LogoutView):
    template_name = "accounts/sign_out.html"


class ForgottenPasswordView(AccountPage, account.PasswordResetView):
    extra_context = form_words(
        _("Glemt passordet?"),
        _("Skriv e-posten din, så sender vi en lenke der du kan velge et nytt."),
        save=_("Send meg en lenke"),
        back="account_login",
        title=_("Glemt passord"),
    )


class ForgottenPasswordSentView(account.PasswordResetDoneView):
    template_name = "accounts/forgotten_password_sent.html"


class NewPasswordView(AccountPage, account.PasswordResetFromKeyView):
    template_name = "accounts/new_password.html"

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        return {"token_fail": False, **super().get_context_data(**named)}


class NewPasswordDoneView(account.PasswordResetFromKeyDoneView):
    template_name = "accounts/new_password_done.html"


class ChangePasswordView(AccountPage, account.PasswordChangeView):
    extra_context = form_words(
        _("Bytt passord"), _("Du blir logget ut på andre maskiner når du bytter."), save=_("Bytt passord"), back="mfa_index"
    )
    success_url = reverse_lazy("mfa_index")

    def dispatch(self, request: Request, *arguments: Any, **named: Any) -> HttpResponse:
        """One who came in by the demo's buttons has no password to change, and their page says so."""
        return super().dispatch(request, *arguments, **named) if request.principal.staff.has_usable_password() else redirect("mfa_index")


class ConfirmPage(AccountPage):
    extra_context = form_words(
        _("Vis at det er deg"),
        _("Det er en stund siden du logget inn, og dette gjelder innloggingen din."),
        save=_("Gå videre"),
        back="mfa_index",
    )


class ConfirmPasswordView(ConfirmPage, account.ReauthenticateView):
    pass


class ConfirmCodeView(ConfirmPage, mfa.ReauthenticateView):
    pass


class CodeView(AccountPage, mfa.AuthenticateView):
    template_name = "accounts/code.html"
    extra_context = form_words(
        _("Skriv engangskoden"),
        _("Passordet stemte. Nå trenger vi koden fra appen på telefonen din."),
        save=_("Logg inn"),
        back="account_login",
    )


class SetUpCodeView(AccountPage, totp.ActivateTOTPView):
    template_name = "accounts/set_up_code.html"

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        context = super().get_context_data(**named)
        secret = context["form"].secret
        return {**context, "secret_in_fours": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))}


class NewPhoneView(AccountPage, totp.DeactivateTOTPView):
    extra_context = form_words(
        _("Bytt telefon"),
        _("Kodene fra den gamle telefonen slutter å virke, og du setter opp den nye med en gang. Du får nye reservekoder også."),
        save=_("Sett opp ny telefon"),
        back="mfa_index",
    )
    success_url = reverse_lazy("mfa_activate_totp")

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.pop(session.SECOND_FACTOR, None)
        return super().form_valid(form)


class RecoveryCodesView(recovery_codes.ViewRecoveryCodesView):
    template_name = "accounts/recovery_codes.html"


class NewRecoveryCodesView(AccountPage, recovery_codes.GenerateRecoveryCodesView):
    template_name = "accounts/new_recovery_codes.html"
    extra_context = form_words(_("Lag nye reservekoder"), "", save=_("Lag nye koder"), back="mfa_index")


@page()
def security(request: Request) -> HttpResponse:
    has_code = is_mfa_enabled(request.principal.staff, [Authenticator.Type.TOTP])
    return render(request, "accounts/security.html", {"has_code": has_code, "has_password": request.principal.staff.has_usable_password()})


@login_not_required
@page()
def inactive(request: Request) -> HttpResponse:
    return render(request, "accounts/no_role.html", status=403)


@page()
def start(request: Request) -> HttpResponse:
    address = landing_address(request.principal)
    return redirect(address) if address else render(request, "accounts/more_to_come.html")


@page()
def kept(request: Request) -> HttpResponse:
    """What was sent too late. POST throws one away; sending it again goes straight to the page it was meant for."""
    if request.method == "POST":
        session.forget(request, request.POST.get("forget", ""))
    waiting = session.kept(request, now=request.now)
    if not waiting:
        return redirect("accounts:start")
    return render(request, "accounts/kept.html", {"waiting": waiting, "field": session.KEPT_FIELD, "too_late": session.TOO_LATE})


def csrf_failure(request: Request, reason: str = "") -> HttpResponse:
    """Most often a page that stood open while the same person signed in again: keep what they wrote, and let them send it themselves.

    Only for a form from our own pages, as the browser tells; another site cannot put words in anybody's session.
    """
    from_our_page = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if from_our_page and session.keep(request, why=session.PAGE_TOO_OLD, now=request.now):
        return redirect("accounts:kept")
    return plain_csrf_failure(request, reason)


@login_not_required
@page()
def fresh_link(request: Request) -> HttpResponse:
    """Mail a new link to the address on file. The answer is the same whatever the link was, or was not."""
    try:
        public_id, _version = SIGNER.unsign(request.POST.get("token", "")).split(".")
    except (BadSignature, ValueError):
        public_id = ""
    if public_id:
        send_fresh_link(public_id, now=request.now)
    return render(request, "accounts/fresh_link_sent.html")
