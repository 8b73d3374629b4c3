"""Every setting, read from the environment. docs/settings.md lists them for those who run Brobygger."""

from __future__ import annotations

from pathlib import Path

import environ
from csp.constants import NONE, SELF

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()

DEMO = env.bool("BROBYGGER_DEMO", False)
DEBUG = env.bool("BROBYGGER_DEBUG", False)
DEMO_SECRET_KEY = "demo-secret-never-for-real-people"  # noqa: S105  open to all, and refused by `brobygger serve`
SECRET_KEY = env.str("BROBYGGER_SECRET_KEY", DEMO_SECRET_KEY)
ALLOWED_HOSTS = env.list("BROBYGGER_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("BROBYGGER_TRUSTED_ORIGINS", default=[])
BASE_URL = env.str("BROBYGGER_BASE_URL", "http://localhost:8000")
IS_HTTPS = BASE_URL.startswith("https://")
IS_BEHIND_PROXY = env.bool("BROBYGGER_BEHIND_PROXY", False)
if IS_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
METRICS_TOKEN = env.str("BROBYGGER_METRICS_TOKEN", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "template_partials",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "brobygger.audit",
    "brobygger.outbox",
    "brobygger.reference",
    "brobygger.accounts",
    "brobygger.parties",
    "brobygger.intake",
    "brobygger.appointments",
    "brobygger.talent",
    "brobygger.jobdev",
    "brobygger.proposals",
    "brobygger.placements",
    "brobygger.loops",
    "brobygger.agreements",
    "brobygger.followup",
    "brobygger.access",
    "brobygger.jobs",
    "brobygger.web",
]
if DEMO:
    INSTALLED_APPS += ["brobygger.demo"]

MIDDLEWARE = [
    "brobygger.web.middleware.RequestIdMiddleware",
    "brobygger.web.health.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "brobygger.web.headers.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "brobygger.web.middleware.SessionLimitsMiddleware",
    "brobygger.web.middleware.PrincipalMiddleware",
    "brobygger.web.today.middleware.PhoneMiddleware",
    "brobygger.web.middleware.SignInMiddleware",
    "brobygger.web.middleware.SecondFactorMiddleware",
]
if DEMO or DEBUG:
    MIDDLEWARE.insert(0, "brobygger.web.health.timing.ServerTimingMiddleware")

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "brobygger.web.shell.shell",
                "brobygger.web.today.phone.phone",
            ],
        },
    },
]

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres://brobygger@127.0.0.1:5432/brobygger")}
ASKED_FOR = DATABASES["default"].get("OPTIONS", {})  # what the address says after its question mark, such as sslmode, stands
DATABASES["default"]["OPTIONS"] = {
    **ASKED_FOR,
    # Compiling the due dates' expressions takes PostgreSQL longer than running them does; docs/speed.md
    "options": " ".join(filter(None, ("-c jit=off", ASKED_FOR.get("options")))),
    "pool": {"min_size": 1, "max_size": env.int("BROBYGGER_DATABASE_POOL", 8)},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:start"
ACCOUNT_LOGOUT_REDIRECT_URL = "pages:front"
ACCOUNT_ADAPTER = "brobygger.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator makes the account, and the link for the password goes to the address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Failed attempts. An address of the network is a whole office, so it gets more than one account does.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/5m/ip,5/5m/key", "calendar_feed": "60/5m/ip"}
ACCOUNT_FORMS = {
    "login": "brobygger.web.accounts.forms.SignInForm",
    "reset_password": "brobygger.web.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "brobygger.web.accounts.forms.NewPasswordForm",
    "change_password": "brobygger.web.accounts.forms.ChangePasswordForm",
    "reauthenticate": "brobygger.web.accounts.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "brobygger.web.accounts.adapter.SecondFactorAdapter"
# allauth's guard is against strangers who sign up with somebody's address. Here nobody signs up: whoever runs Brobygger vouches for it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "brobygger.web.accounts.forms.CodeForm",
    "reauthenticate": "brobygger.web.accounts.forms.ConfirmCodeForm",
    "activate_totp": "brobygger.web.accounts.forms.SetUpCodeForm",
    "deactivate_totp": "brobygger.web.accounts.forms.NewPhoneForm",
    "generate_recovery_codes": "brobygger.web.accounts.forms.NewRecoveryCodesForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if IS_BEHIND_PROXY else 0
REQUIRE_TOTP = env.bool("BROBYGGER_REQUIRE_TOTP", True)
SESSION_IDLE_MINUTES = env.int("BROBYGGER_SESSION_IDLE_MINUTES", 60)
SESSION_LONGEST_HOURS = env.int("BROBYGGER_SESSION_LONGEST_HOURS", 12)
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
CSRF_FAILURE_VIEW = "brobygger.web.accounts.views.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_SSL_REDIRECT = IS_HTTPS and IS_BEHIND_PROXY  # only the proxy tells what the browser spoke; without one there would be no end to it
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked for behind the proxy, in plain HTTP
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # the other hosts of an office's domain are not ours to decide for
    "security.W021",  # nor is its place in the browsers' lists, which is hard to leave again
]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LOCALE_PATHS = [ROOT / "brobygger" / "locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
DATE_FORMAT = "d.m.Y"

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("BROBYGGER_STATIC_ROOT", str(ROOT / "staticfiles")))
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or DEMO
FILES_ROOT = Path(env.str("BROBYGGER_FILES_ROOT", str(ROOT / ".brobygger" / "files")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # No address of its own: a file is fetched through the row that owns it.
    "certificates": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(FILES_ROOT), "base_url": None, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or DEMO
        else "config.storage.HashedStaticFilesStorage"  # names with a hash, so that browsers keep the files for good
    },
}

# The key of the office's seal. The demo makes its own at first use; without one, nothing is issued.
SEAL_KEY = env.str("BROBYGGER_SEAL_KEY", str(FILES_ROOT / "seal" / "key.pem") if DEMO else "")
SEAL_CERTIFICATE = env.str("BROBYGGER_SEAL_CERTIFICATE", str(FILES_ROOT / "seal" / "certificate.pem") if DEMO else "")
SEAL_CHAIN = env.str("BROBYGGER_SEAL_CHAIN", "")

EMAIL_CONFIG = env.email_url("BROBYGGER_EMAIL_URL", default="dummymail://" if DEMO else "consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("BROBYGGER_EMAIL_FROM", "Brobygger <ingen-svar@brobygger.invalid>")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # An address may be a signed link, and a log is no place for keys.
    "filters": {"hide_tokens": {"()": "brobygger.web.accounts.masking.HideTokens"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["hide_tokens"], "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("BROBYGGER_LOG_LEVEL", "WARNING")},
    "loggers": {"django": {"handlers": [], "level": "NOTSET"}, "django.server": {"handlers": [], "level": "NOTSET", "propagate": True}},
}
PROCRASTINATE_IMPORT_PATHS = ["brobygger.jobs.tasks"]

LOOP_EMPLOYERS_DEFAULT = env.int("BROBYGGER_LOOP_EMPLOYERS", 3)
