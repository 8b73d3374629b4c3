"""The settings of the tests: those of Brobygger, made quick and strict."""

from __future__ import annotations

import os
from copy import deepcopy

from config.settings import *  # noqa: F403  the tests' settings are all of Brobygger's, changed in a few places below
from config.settings import DATABASES, ROOT, STORAGES, TEMPLATES


class UndefinedTemplateVariable(str):
    """Stands in for a template variable that is not there, and fails when it is to be shown."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, name: object) -> str:
        raise LookupError(f"undefined template variable: {name}")


TEMPLATES = deepcopy(TEMPLATES)
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedTemplateVariable("not there: %s")

# One connection a thread: a pool would hold connections open to databases that the tests drop.
DATABASES = {"default": {**DATABASES["default"], "OPTIONS": {}, "TEST": {"TEMPLATE": os.environ.get("BROBYGGER_TEST_TEMPLATE")}}}

PASSWORD_HASHERS = ["tests.hashers.CheapArgon2PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

STORAGES = {**STORAGES, "certificates": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}

SEAL_KEY, SEAL_CERTIFICATE = (str(ROOT / ".brobygger" / "seal-of-the-tests" / name) for name in ("key.pem", "certificate.pem"))

REQUIRE_TOTP = False  # the tests of signing in ask for it; elsewhere a signed-in user is enough
