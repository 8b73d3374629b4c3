"""allauth in Brobygger's words: texts, mail, where a sign-in leads, and secrets that are stored unreadable. Source: ADR 0050."""

from __future__ import annotations

import base64
import hashlib
import logging
import smtplib
from datetime import timedelta
from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from brobygger.accounts.models import User
from brobygger.web.accounts import session
from brobygger.web.back import is_ours
from brobygger.web.request import Request

log = logging.getLogger(__name__)
LOCKED_OUT_FOR = timedelta(minutes=5)  # the window of `login_failed` in settings.ACCOUNT_RATE_LIMITS
PASSWORD_MESSAGES: dict[str, Any] = {
    "password_too_short": _("Passordet er for kort. Bruk minst 12 tegn, gjerne flere vanlige ord etter hverandre."),
    "password_too_common": _("Mange bruker dette passordet. Velg et annet, gjerne flere vanlige ord etter hverandre."),
    "password_too_similar": _("Passordet ligner for mye på navnet eller e-posten din. Velg et annet."),
}


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks us about password and sign-in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-posten eller passordet stemmer ikke. Prøv igjen, eller velg «Jeg har glemt passordet»."),
        "enter_current_password": _("Passordet stemmer ikke. Skriv det du logger inn med nå."),
        "incorrect_password": _("Passordet stemmer ikke. Prøv igjen."),
        "incorrect_code": _("Koden stemmer ikke. Skriv koden som står i appen nå."),
        "invalid_password_reset": _("Lenken virker ikke lenger. Be om en ny."),
    }

    def validation_error(self, code: str, *arguments: Any) -> ValidationError:
        if code in {"too_many_login_attempts", "rate_limited"}:
            until = (self.request.now + LOCKED_OUT_FOR + timedelta(minutes=1)).strftime("%H.%M")
            message = gettext("Det har vært for mange forsøk. Du kan prøve igjen klokka %(time)s.") % {"time": until}
            return ValidationError(message, code=code)
        return super().validation_error(code, *arguments)

    def is_open_for_signup(self, request: Request) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        return url is not None and is_ours(self.request, url)

    def clean_password(self, password: str, user: User | None = None) -> str:
        try:
            return super().clean_password(password, user)
        except ValidationError as refusal:
            raise ValidationError(
                [ValidationError(PASSWORD_MESSAGES.get(error.code or "", error.message), code=error.code) for error in refusal.error_list]
            ) from refusal

    def add_message(self, *arguments: Any, **named: Any) -> None:
        """Say nothing: the page one comes to says what has been done."""

    def send_password_link(self, user: User, path: str) -> None:
        """Mail a link for a new password in the user's own language. A mail server that is down must not tell who has an account."""
        with translation.override(user.language):
            subject = gettext("Nytt passord i Brobygger")
            values = {"name": user.name, "address": settings.BASE_URL.rstrip("/") + path}
            body = render_to_string("accounts/email/password_link.txt", values)
        deliver(subject, body, user.email)

    def send_no_account(self, email: str) -> None:
        """Mail the one who asked that there is no account, so that the answer on the page, and its time, is the same for all."""
        deliver(gettext("Nytt passord i Brobygger"), render_to_string("accounts/email/no_account.txt"), email)

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **named: Any) -> bool:
        """Not within minutes of signing in, which is when the second factor is set up."""
        age = self.request.now.timestamp() - self.request.session.get(session.SIGNED_IN_AT, 0)
        if age < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **named)

    def login(self, request: Request, user: User) -> None:
        super().login(request, user)
        session.begin(request, now=request.now)

    def post_login(self, request: Request, user: User, **named: Any) -> HttpResponse:
        response = super().post_login(request, user, **named)
        return redirect("accounts:kept") if session.kept(request, now=request.now) else response


def deliver(subject: str, body: str, address: str) -> None:
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [address])
    except (smtplib.SMTPException, OSError):
        log.exception("a link for a new password could not be mailed")


class SecondFactorAdapter(DefaultMFAAdapter):
    """What allauth asks us about one-time codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Koden stemmer ikke. Skriv koden som står i appen nå, eller en av reservekodene."),
        "cannot_generate_recovery_codes": _("Sett opp engangskode først. Så kan du få reservekoder."),
    }

    def get_totp_issuer(self) -> str:
        return "Brobygger"

    def build_totp_svg(self, url: str) -> str:
        """On white, or a camera sees nothing of it on a dark page."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return boxes().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return boxes().decrypt(encrypted_text.encode()).decode()


def boxes() -> MultiFernet:
    """Locked with the key of the server, opened also with the keys before it."""
    digests = [
        hashlib.sha256(b"brobygger.second-factor" + key.encode()).digest() for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
