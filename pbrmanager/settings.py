"""Settings of PbR Manager, all read from the environment with safe defaults. `dotenv-sample` lists them."""

import hmac
import os
import secrets
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from pbrmanager.settings_api import *  # noqa: F403
from pbrmanager.settings_evidence import *  # noqa: F403
from pbrmanager.settings_notifications import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()
TESTING = "pytest" in sys.modules
PRODUCTION = os.environ.get("PBR_ENV", "local") == "production"
DEBUG = os.environ.get("DEBUG") == "1" and not PRODUCTION


def _secret_key() -> str:
    """From SECRET_KEY; outside production a key is made once and kept beside the data."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    if PRODUCTION:
        raise ImproperlyConfigured("Set SECRET_KEY to 50 random characters; PBR_ENV=production needs one of its own.")
    path = DATA_DIR / "secret_key"
    try:
        return path.read_text()
    except OSError:
        key = secrets.token_urlsafe(50)
    try:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(key)
    except FileExistsError:
        return path.read_text()
    except OSError:
        pass  # the folder cannot be written; the supervisor refuses with a clear sentence before anything depends on it
    return key


SECRET_KEY = _secret_key()
_OWN_KEY = "" if PRODUCTION else hmac.new(SECRET_KEY.encode(), b"identifiers", "sha256").hexdigest()
IDENTIFIER_KEY = os.environ.get("IDENTIFIER_KEY") or _OWN_KEY  # in production there is none until it is set
RE_REFERRAL_DAYS = int(os.environ.get("RE_REFERRAL_DAYS", "365"))
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "pbrmanager",
    "dashboards",
    "monitoring",
    "payments",
    "outcomes",
    "delivery",
    "contracts",
    "expertbody",
    "stages",
    "knowledge",
    "notifications",
    "accounts",
    "govuk",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "pgtrigger",
    "rest_framework",
    "drf_spectacular",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.PrivatePagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.ForbiddenMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "pbrmanager.urls"
WSGI_APPLICATION = "pbrmanager.wsgi.application"
_LOADERS = ["knowledge.loaders.Loader", "django.template.loaders.app_directories.Loader"]
_TAGS = ["django.contrib.humanize.templatetags.humanize", "govuk.templatetags.govuk", "knowledge.templatetags.glossing"]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", _LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "govuk.context_processors.shell",
                "notifications.context_processors.unread",
            ],
            "builtins": _TAGS,
        },
    }
]
FORM_RENDERER = "govuk.renderers.GovukRenderer"

# Database ---------------------------------------------------------------------------------------------------------


def _database() -> dict[str, Any]:
    common: dict[str, Any] = {"ENGINE": "pbrmanager.postgres", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    if url := os.environ.get("DATABASE_URL"):
        found = conninfo_to_dict(url)
        return common | {
            "HOST": found.get("host", ""),
            "PORT": str(found.get("port", "")),
            "USER": found.get("user", ""),
            "PASSWORD": found.get("password", ""),
            "NAME": found.get("dbname", ""),
            "OPTIONS": {k: v for k, v in found.items() if k in {"sslmode", "sslrootcert", "options"}},
        }
    folder = "pg18-test" if TESTING else "pg18"
    return common | {"NAME": "pbrmanager", "HOST": "", "EMBEDDED": {"root": str(DATA_DIR / folder), "fast": TESTING}}


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Tasks ------------------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = os.environ.get("BROKER_URL", "pgmq://database")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Europe/London"
CELERY_TASK_ALWAYS_EAGER = TESTING
CELERY_TASK_EAGER_PROPAGATES = TESTING
# How long a task may run before another worker is given it: longer than the longest task; all are safe to run twice.
VISIBILITY_TIMEOUT_SECONDS = int(os.environ.get("VISIBILITY_TIMEOUT_SECONDS", "1800"))
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")  # who sends it may read /metrics; without it, this machine only

# Sign-in ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "allauth.account.auth_backends.AuthenticationBackend"]
_HASHER = "MD5PasswordHasher" if TESTING else "Argon2PasswordHasher"  # tests sign in often; Argon2 is slow on purpose
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{_HASHER}"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "notifications.adapter.KeptMailsAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.LoginForm",
    "change_password": "accounts.forms.sign_in.ChangePasswordForm",
    "set_password": "accounts.forms.sign_in.SetPasswordForm",
    "reset_password": "accounts.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.sign_in.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.sign_in.ReauthenticateForm",
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.sign_in.AuthenticateForm",
    "reauthenticate": "accounts.forms.sign_in.ReauthenticateCodeForm",
    "activate_totp": "accounts.forms.sign_in.ActivateTOTPForm",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = False if TESTING else {"login": "60/m/ip", "login_failed": "20/5m/ip"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = "PbR Manager: "
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator has entered the address; nobody signs up by themselves
REQUIRE_SECOND_FACTOR = (os.environ.get("REQUIRE_SECOND_FACTOR") or str(int(PRODUCTION))) == "1"
MFA_TOTP_ISSUER = "PbR Manager"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "accounts.adapter.address_tried"
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Security ---------------------------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = os.environ.get("SECURE_SSL_REDIRECT", "1") == "1"
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from inside, without TLS
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
    }
}

# Files, mail, words -----------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [BASE_DIR / "static", *(p for p in [BASE_DIR / "build" / "assets"] if p.exists())]
COLLECTED = "collectstatic" in sys.argv or (STATIC_ROOT / "staticfiles.json").exists()
if COLLECTED and not DEBUG and not TESTING:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
WHITENOISE_USE_FINDERS = DEBUG or TESTING or not COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG or TESTING  # files are looked up when asked for: each client of a test is a new start
MEDIA_ROOT = DATA_DIR / ("files-test" if TESTING else "files")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
_UPLOADS_IN_MEMORY = "django.core.files.uploadhandler.MemoryFileUploadHandler"
FILE_UPLOAD_HANDLERS = [_UPLOADS_IN_MEMORY, "outcomes.uploads.BoundedUploadHandler"]
MAX_SUBMISSION_BYTES = int(os.environ.get("MAX_SUBMISSION_BYTES", str(2 * 1024**3)))
MAX_SUBMISSION_ROWS = int(os.environ.get("MAX_SUBMISSION_ROWS", "20000000"))
OCDS_PREFIX = os.environ.get("OCDS_PREFIX", "ocds-000000")  # of whoever publishes; registered with the standard
EMAIL_FILE_PATH = DATA_DIR / "mail"
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["pbrmanager.formats"]

_IN_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
_IN_DATABASE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "pbrmanager_cache"}
_KEPT: dict[str, Any] = {**_IN_DATABASE, "OPTIONS": {"MAX_ENTRIES": 20_000}}
CACHES: dict[str, dict[str, Any]] = {"default": {**_IN_MEMORY} if TESTING else _KEPT}
SILENCED_SYSTEM_CHECKS = [
    "axes.W006",  # a whole office shares an address; attempts by address are limited by ACCOUNT_RATE_LIMITS instead
    "security.W005",  # whether every subdomain speaks TLS, and enters the browsers' list, is for the owner of
    "security.W021",  # the domain to decide, not for one product on it
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}

# Tables that join the apps: loaded by lower apps without importing the higher ones.
GATE_CHECKS = "pbrmanager.gate_checks.GATE_CHECKS"
DECIDABLES = "pbrmanager.decidables.DECIDABLES"
PACK_SECTIONS = "pbrmanager.pack_sections.PACK_SECTIONS"
STAGE_RECORDS = "pbrmanager.stage_records.STAGE_RECORDS"
STAGE_TASKS = "pbrmanager.stage_tasks.STAGE_TASKS"
PROGRAMME_STARTS = "pbrmanager.programme_starts.PROGRAMME_STARTS"
PAGE_PANELS = "pbrmanager.page_panels.PAGE_PANELS"
PROPOSAL_CHECKS = "pbrmanager.proposal_checks.PROPOSAL_CHECKS"
CLAIM_MONEY = "pbrmanager.claim_money.CLAIM_MONEY"
STAKEHOLDER_TIES = "pbrmanager.stakeholder_ties.STAKEHOLDER_TIES"
LIBRARY = "pbrmanager.library.LIBRARY"
