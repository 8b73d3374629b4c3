"""allauth's forms with our fields, words and looks."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp
from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.web.fields import EmailField
from brobygger.web.forms import Form
from brobygger.web.request import Request

EMAIL_MESSAGES = {
    "required": _("Skriv e-posten din."),
    "invalid": _("Skriv e-posten slik: navn@eksempel.no"),
    "max_length": _("E-posten er for lang. Se etter en skrivefeil."),
}
PASSWORD_MESSAGES = {"required": _("Skriv passordet ditt.")}
NEW_PASSWORD_MESSAGES = {"required": _("Skriv et nytt passord.")}
NEW_PASSWORD_HELP = _("Minst 12 tegn. Flere vanlige ord etter hverandre er lett å huske og vanskelig å gjette.")


class AccountForm(Form):
    """Has another heading over its mistakes: nothing is saved here."""

    def summary(self) -> str:
        return gettext("Det gikk ikke. Se hva som må rettes.")


def email_field() -> EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
    return EmailField(error_messages=EMAIL_MESSAGES, widget=widget)


def password_field(**named: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(strip=False, max_length=200, error_messages=PASSWORD_MESSAGES, widget=widget, **named)


def code_field(**named: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"})
    return forms.CharField(max_length=20, error_messages={"required": _("Skriv koden.")}, widget=widget, **named)


class NewPassword(AccountForm):
    """Two boxes for a new password, which must be the same."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        labels = {"password1": _("Nytt passord"), "password2": _("Nytt passord en gang til")}
        for name, label in labels.items():
            field = self.fields[name]
            field.label, field.help_text = label, NEW_PASSWORD_HELP if name == "password1" else ""
            field.error_messages.update(NEW_PASSWORD_MESSAGES)
            field.widget.attrs = {"autocomplete": "new-password"}

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("password1") and given.get("password2") and given["password1"] != given["password2"]:
            self.add_error("password2", _("De to passordene er ikke like. Skriv det samme to ganger."))
        return given


class SignInForm(AccountForm, account.LoginForm):
    password = password_field(label=_("Passord"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields = {"login": email_field(), "password": self.fields["password"]}

    def clean_login(self) -> str:
        return self.cleaned_data["login"].strip().lower()


class ForgottenPasswordForm(AccountForm, account.ResetPasswordForm):
    email = email_field()

    def save(self, request: Request, **named: Any) -> str:
        adapter = get_adapter()
        for user in self.users:
            adapter.send_password_link(user, password_path(user))
        if not self.users:
            adapter.send_no_account(self.cleaned_data["email"])
        return self.cleaned_data["email"]


def password_path(user: Any) -> str:
    """The path of a page where the user can choose a password; good until it is used, the password is changed, or three days pass."""
    key = account.default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


class NewPasswordForm(NewPassword, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    oldpassword = password_field(label=_("Passordet du har nå"))


class ConfirmPasswordForm(AccountForm, account.ReauthenticateForm):
    password = password_field(label=_("Passord"))


class CodeForm(AccountForm, mfa.AuthenticateForm):
    code = code_field(
        label=_("Engangskode"), help_text=_("Seks sifre fra appen på telefonen. Har du ikke telefonen, skriv en av reservekodene.")
    )


class ConfirmCodeForm(AccountForm, mfa.ReauthenticateForm):
    code = code_field(label=_("Engangskode"), help_text=_("Seks sifre fra appen på telefonen."))


class SetUpCodeForm(AccountForm, totp.ActivateTOTPForm):
    code = code_field(label=_("Koden appen viser"), help_text=_("Seks sifre. Den skifter hvert halve minutt."))


class NewPhoneForm(AccountForm, totp.DeactivateTOTPForm):
    pass


class NewRecoveryCodesForm(AccountForm, GenerateRecoveryCodesForm):
    pass
