"""Making and closing accounts, and what a user can change about their own."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import Language, SubmittedForm, User
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.errors import DomainError
from brobygger.kernel.text import has_a_letter, on_one_line

SUBMITTED_KEPT = timedelta(days=1)


@transaction.atomic
def choose_language(user: User, *, language: str, actor: User) -> User:
    """Remember which language someone reads.

    Takes   language  a value of Language
    Raises  ValueError for any other; the page offers only these
    """
    if actor.pk != user.pk:
        raise ValueError("only the users themselves choose their language")
    account = User.objects.select_for_update().get(pk=user.pk)
    account.language = Language(language)
    account.save(update_fields=["language"])
    return account


@transaction.atomic
def create_user(*, email: str, name: str, language: str = Language.BOKMAAL, actor: HasPublicId) -> User:
    """Make somebody who can sign in once they have chosen a password. Being a user gives no rights; a membership does.

    Raises  DomainError when the address is not one or somebody has it, or the name has no letter
    """
    user = User(email=email.strip().lower(), name=on_one_line(name), language=Language(language))
    user.set_unusable_password()
    if not has_a_letter(user.name):
        raise DomainError(_("Skriv navnet med bokstaver."))
    try:
        user.full_clean()
    except ValidationError as refusal:
        raise DomainError(" ".join(refusal.messages)) from refusal
    user.save()
    record("accounts.user_created", user, actor=actor)
    return user


@transaction.atomic
def close_user(user: User, *, actor: HasPublicId) -> User:
    """Stop somebody from signing in, from their next page on."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record("accounts.user_closed", user, actor=actor)
    return user


@transaction.atomic
def forget_second_factor(user: User, *, actor: HasPublicId) -> int:
    """Let somebody who has lost phone and recovery codes set up a new one-time code the next time they sign in.

    Gives   how many ways in were removed: the app and the recovery codes
    """
    count: int
    count, _by_kind = Authenticator.objects.filter(user=user).delete()
    record("accounts.second_factor_forgotten", user, actor=actor)
    return count


@transaction.atomic
def forget_submitted(*, now: datetime) -> int:
    """Delete the keys of forms sent more than a day ago. Gives how many there were.

    Source  ADR 0033
    """
    count: int
    count, _by_model = SubmittedForm.submitted.filter(created_at__lt=now - SUBMITTED_KEPT).delete()
    return count
