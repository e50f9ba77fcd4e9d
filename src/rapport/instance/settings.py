"""Settings of an instance, from a handful of environment variables.

RAPPORT_HOME            folder of database, keys and logs (default: `var` in the working folder)
RAPPORT_DATABASE_URL    where records are kept (default: SQLite in the home folder)
RAPPORT_OWNER_DATABASE_URL  the same database as the owner of its tables: for `rapport init` alone (PostgreSQL)
RAPPORT_HOSTS           host names that the pages answer to, by commas (default: this machine only)
RAPPORT_WORKERS         how many processes answer pages (default: one for each core, eight at most)
RAPPORT_DUTY_TELEPHONE  what to ring when nothing can be written: stands on the page of a closed house
RAPPORT_TLS             1 when a proxy that speaks TLS stands in front: cookies and pages then travel by TLS only
"""

import os
from pathlib import Path
from urllib.parse import quote

import dj_database_url
from django.utils.translation import gettext_lazy as _

from rapport.interface.security import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY

RAPPORT_HOME = Path(os.environ.get("RAPPORT_HOME") or "var").resolve()
SOURCE = Path(__file__).resolve().parent.parent

TLS = os.environ.get("RAPPORT_TLS") == "1"
RAPPORT_DUTY_TELEPHONE = os.environ.get("RAPPORT_DUTY_TELEPHONE", "")

DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("RAPPORT_HOSTS", "").split(",") if host] + [
    "127.0.0.1",
    "localhost",
    "[::1]",
]


def _secret_key() -> str:
    """The signing key lies in the home folder; without one (mypy, collecting files) a key that opens nothing."""
    path = RAPPORT_HOME / "keys" / "signing.key"
    return path.read_bytes().hex() if path.exists() else os.urandom(32).hex()


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "rapport.access",  # first: its commands stand in front of Django's (no shell on live)
    "django.contrib.contenttypes",
    "rapport.access.django_auth.DjangoAuthConfig",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "rapport.interface",
    "rapport.ledger",
    "rapport.search",
    "rapport.register",
    "rapport.sources",
    "rapport.reporting",
    "rapport.intelligence",
    "rapport.conference",
    "rapport.training",
    "rapport.oversight",
    "rapport.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rapport.instance.closed.ClosedWithoutLedger",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "rapport.instance.bodies.RefuseLargeBodies",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rapport.access.middleware.ViewerMiddleware",
    "rapport.training.middleware.OtherVersionMiddleware",
    "rapport.interface.ways.NoWay",
]

ROOT_URLCONF = "rapport.instance.urls"
WSGI_APPLICATION = "rapport.instance.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "rapport.interface.context_processors.page",
                "rapport.ledger.context_processors.instance_mode",
                "rapport.access.context_processors.lock",
                "rapport.reporting.context_processors.urgent",
                "rapport.reporting.context_processors.corrections",
                "rapport.training.context_processors.exercise",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
LOOK_PAGE = True
FORM_RENDERER = "rapport.interface.forms.PageRenderer"

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("RAPPORT_DATABASE_URL") or f"sqlite:///{RAPPORT_HOME / 'rapport.sqlite3'}",
        # Kept between requests: opening one costs more than most pages ask of it. A lost one is noticed and opened anew
        # (PostgreSQL), and so is one whose file is no longer there (`instance.closed`).
        conn_max_age=None,
        conn_health_checks=True,
    )
}
RAPPORT_SQLITE_OPTIONS = {
    # What is committed is on the disk; what is deleted is overwritten; 32 MB of pages stay in each connection's memory,
    # and as many compiled statements as the pages of all rooms ask.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
    "PRAGMA cache_size=-32768;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "cached_statements": 300,
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Opened, never made: where a database was lost, no empty one takes its place. `rapport init` makes the file.
    DATABASES["default"]["NAME"] = f"file:{quote(str(DATABASES['default']['NAME']))}?mode=rw"
    DATABASES["default"]["OPTIONS"] = dict(RAPPORT_SQLITE_OPTIONS)
else:
    # A server that takes the connection and says nothing is one that does not answer.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS: list[str] = []  # nobody comes in but by rapport.access.signing_in
PASSWORD_HASHERS = ["rapport.access.passphrases.Argon2"]
ACCOUNT_ADAPTER = "rapport.access.adapter.Closed"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "ref"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "rapport.access.adapter.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
RAPPORT_IDLE_MINUTES = int(os.environ.get("RAPPORT_IDLE_MINUTES", "60"))
RAPPORT_LOCK_MINUTES = int(os.environ.get("RAPPORT_LOCK_MINUTES", "10"))

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
RAPPORT_JOB_STALE_SECONDS = int(os.environ.get("RAPPORT_JOB_STALE_SECONDS", "60"))

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("ky", _("Kyrgyz")), ("fr", _("French"))]
LANGUAGE_COOKIE_NAME = "rapport_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [SOURCE / "language" / "locale"]
USE_TZ = True
TIME_ZONE = os.environ.get("RAPPORT_TIME_ZONE", "Asia/Bishkek")

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # nothing to collect: the built assets lie beside their sources
WHITENOISE_AUTOREFRESH = False

SESSION_ENGINE = "rapport.access.session_store"
SESSION_COOKIE_NAME = "rapport_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_NAME = "rapport_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by the proxy itself, on this machine
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading is for names of the public internet

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("RAPPORT_LOG", "WARNING")},
}
