"""Who can sign in. Being a user gives no rights; memberships in `parties` do. And which forms have been sent, for a day."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.our_time import within_our_time
from brobygger.kernel.phones import KEPT
from brobygger.kernel.text import LETTER, ONE_LINE


class Language(models.TextChoices):
    BOKMAAL = "nb", "Bokmål"
    NYNORSK = "nn", "Nynorsk"
    ENGLISH = "en", "English"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A staff member who signs in with e-mail, password and one-time code."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(
        _("e-post"),
        unique=True,
        error_messages={"unique": _("E-postadressen er i bruk av en annen. Skriv en annen adresse.")},
    )
    name = models.CharField(_("navn"), max_length=120)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    language = models.CharField(_("språk"), max_length=2, choices=Language, default=Language.BOKMAAL)
    is_active = models.BooleanField(_("kan logge inn"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            within_our_time("user_days_are_of_our_time", "last_login", "created_at"),
            models.CheckConstraint(
                name="user_email_is_in_lower_case",
                condition=models.Q(email=Lower("email")),
                violation_error_message=_("Skriv e-postadressen med små bokstaver."),
            ),
            models.CheckConstraint(
                name="user_has_a_name_with_a_letter_on_one_line",
                condition=models.Q(name__regex=LETTER) & models.Q(name__regex=ONE_LINE),
                violation_error_message=_("Skriv navnet med bokstaver, på én linje."),
            ),
            models.CheckConstraint(
                name="user_has_a_telephone_that_can_be_dialled",
                condition=models.Q(phone__regex=KEPT),
                violation_error_message=_("Skriv et telefonnummer som kan ringes."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SubmittedForm(models.Model):
    """A form that has been answered with a redirect, so that a second press gets the same answer.

    The digest covers address, user and content; none of them can be read from it. Rows are of no use after a day.
    """

    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    answered_with = models.CharField(max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    submitted: models.Manager[SubmittedForm] = models.Manager()

    class Meta:
        constraints = [
            within_our_time("submitted_form_days_are_of_our_time", "created_at"),
            models.UniqueConstraint(fields=["key", "digest"], name="submitted_form_is_answered_once"),
        ]

    def __str__(self) -> str:
        return str(self.key)
