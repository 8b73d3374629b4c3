"""What a user can change about their own account."""

from __future__ import annotations

from django.db import transaction

from brobygger.accounts.models import Language, User


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
