"""Django's settings, in one file. Everything an operator may choose is read from the environment by an `env` function."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from allmanning.server.postgres import (
    APPLICATION,
    OWNER,
    Cluster,
    DatabaseAddress,
    parse_database_url,
    sensible_folder,
)


def env(name: str, default: str = "") -> str:
    """A text; empty counts as not given."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool = False) -> bool:
    """Yes or no; the default when not given."""
    match env(name).lower():
        case "":
            return default
        case "0" | "false" | "no" | "off":
            return False
        case "1" | "true" | "yes" | "on":
            return True
        case other:
            raise ImproperlyConfigured(f"{name} is {other!r}. Set it to 1 or 0.")


def env_int(name: str, default: int) -> int:
    """A whole number."""
    written = env(name, str(default))
    try:
        return int(written)
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} is {written!r}. Set it to a whole number, such as {default}."
        ) from None


def env_list(name: str) -> list[str]:
    """Several texts with commas between."""
    return [part.strip() for part in env(name).split(",") if part.strip()]


def env_secret(name: str) -> str:
    """A secret, or with _FILE after its name the path of a file that holds it."""
    if path := env(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {error}. Name a file this user may read.") from error
    return env(name)


def demo_secret(folder: Path, name: str = "secret-key", size: int = 50) -> str:
    """A secret made once for a demonstration and kept in its data folder, for this user's eyes only; `size` in bytes."""
    path = folder / name
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(made := secrets.token_urlsafe(size))
        return made


def attachments(data: Path) -> dict[str, Any]:
    """Where attached files lie: in an S3-compatible store when a bucket is named, otherwise in the data folder."""
    if not (bucket := env("ALLMANNING_S3_BUCKET")):
        where = {"location": data / "files", "directory_permissions_mode": 0o700, "base_url": None}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": where}
    options = {
        "bucket_name": bucket,
        "endpoint_url": env("ALLMANNING_S3_ENDPOINT") or None,
        "region_name": env("ALLMANNING_S3_REGION") or None,
        "access_key": env_secret("ALLMANNING_S3_ACCESS_KEY") or None,
        "secret_key": env_secret("ALLMANNING_S3_SECRET_KEY") or None,
        "file_overwrite": False,
        "max_memory_size": 1024 * 1024,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def database(url: str, role: str) -> dict[str, Any]:
    """The database an address names, or the program's own in the data folder, entered as a role."""
    address: DatabaseAddress = parse_database_url(url) if url else CLUSTER.address(role)
    told = address.as_django()
    # A database that has vanished is known to be gone within seconds, before every thread waits for it.
    told["OPTIONS"] = {"connect_timeout": "5"} | told.get("OPTIONS", {})
    # Policies make a statement dear to plan; one asked for the third time is planned no more.
    if role == APPLICATION and env_bool("ALLMANNING_PREPARE", default=True):
        told["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 2}
    # One kept connection for each thread that serves; asked whether it lives, so that a restarted database is found again.
    return told | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


SOURCE = Path(__file__).resolve().parents[1]
DATA = Path(env("ALLMANNING_DATA", ".data")).resolve()
DEMO = env_bool("ALLMANNING_DEMO")
DEBUG = env_bool("ALLMANNING_DEBUG")

# Empty stops Django at the first use of it; allmanning.E001 says what to do.
SECRET_KEY = env_secret("ALLMANNING_SECRET_KEY") or (demo_secret(DATA) if DEMO else "")
ALLOWED_HOSTS = env_list("ALLMANNING_HOSTS") or (["127.0.0.1", "localhost", "[::1]"] if DEMO else [])

CLUSTER = Cluster(sensible_folder(DATA / "postgres"))
DATABASE_URL = env_secret("DATABASE_URL")
DATABASE_OWNER_URL = env_secret("DATABASE_OWNER_URL")
# Sees every municipality's rows, and is used by `allmanning backup` only.
DATABASE_BACKUP_URL = env_secret("DATABASE_BACKUP_URL")
DATABASES = {
    # Serves pages and jobs; row-level security binds it.
    "default": database(DATABASE_URL, APPLICATION),
    # Owns the tables; used by `migrate` and by those who publish and adopt.
    "owner": database(DATABASE_OWNER_URL or DATABASE_URL, OWNER),
}

ROOMS = [
    "allmanning.server",
    "allmanning.accounts",
    "allmanning.catalogue",
    "allmanning.cases",
    "allmanning.connectors.clamav",
    "allmanning.connectors.letters",
    "allmanning.connectors.login",
    "allmanning.connectors.webhooks",
    "allmanning.portals.design",
    "allmanning.portals.resident",
    "allmanning.portals.api",
    "allmanning.portals.caseworker",
    "allmanning.portals.open",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth.account",
    "allauth.socialaccount",
    "django_htmx",
    "procrastinate.contrib.django",
    *ROOMS,
]
MIDDLEWARE = [
    "allmanning.server.telemetry.requests.ObservedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allmanning.server.errors.TooLargeMiddleware",
    "allmanning.server.errors.CaseErrorMiddleware",
]
ROOT_URLCONF = "allmanning.server.urls"
WSGI_APPLICATION = "allmanning.server.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# People
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allmanning.accounts.login.PersonBackend"]
LOGIN_URL = "/logga-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = env_int("ALLMANNING_SESSION_SECONDS", 8 * 60 * 60)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# At work: logged out after so long unused; and a signature takes an identification newer than this.
IDLE_SECONDS = env_int("ALLMANNING_IDLE_SECONDS", 15 * 60)
SIGNING_SECONDS = env_int("ALLMANNING_SIGNING_SECONDS", 5 * 60)
# Allauth speaks OpenID Connect and SAML; providers and people are our own tables, and its own are never made.
SOCIALACCOUNT_ADAPTER = "allmanning.connectors.login.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
MIGRATION_MODULES = {"account": None, "socialaccount": None}
DATABASE_ROUTERS = ["allmanning.connectors.login.tables.NoTables"]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Language and time
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# The browser
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# A demonstration is plain http on this machine; everything else is https only.
HTTPS = not DEMO
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
LANGUAGE_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# Asked for on each machine by itself, where no TLS has been ended yet.
SECURE_REDIRECT_EXEMPT = [r"^halsa/", r"^metrics$"]
BEHIND_PROXY = env_bool("ALLMANNING_BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# What one request may carry
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = ["allmanning.cases.files.receiving.Receiver"]
FILE_UPLOAD_PERMISSIONS = 0o600

# Events told to other systems: the first key seals their secrets, the others open what was sealed before.
WEBHOOK_KEYS = [key.strip() for key in env_secret("ALLMANNING_WEBHOOK_KEY").split(",") if key.strip()]
# Besides the open internet, the networks inside that may be told.
WEBHOOK_NETWORKS = env_list("ALLMANNING_WEBHOOK_NETWORKS") or (["127.0.0.0/8"] if DEMO else [])

# Attached files
FILE_MAX_BYTES = env_int("ALLMANNING_FILE_MEGABYTES", 20) * 1024 * 1024
CASE_MAX_BYTES = env_int("ALLMANNING_CASE_MEGABYTES", 200) * 1024 * 1024
CASE_MAX_FILES = env_int("ALLMANNING_CASE_FILES", 50)
REQUEST_MAX_BYTES = CASE_MAX_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE
FILE_KEY = env_secret("ALLMANNING_FILE_KEY") or (demo_secret(DATA, "file-key", 32) if DEMO else "")
CLAMD = env("ALLMANNING_CLAMD", "off" if DEMO else "127.0.0.1:3310")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing of ours is kept here
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "attachments": attachments(DATA),
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What can be seen from outside
METRICS_FOLDER = Path(folder).resolve() if (folder := env("ALLMANNING_METRICS_FOLDER")) else None
METRICS_TOKEN = env_secret("ALLMANNING_METRICS_TOKEN")
TRACES_ENDPOINT = env("ALLMANNING_TRACES_ENDPOINT")
PROCRASTINATE_ON_APP_READY = "allmanning.server.telemetry.jobs.observe"
LOG_FORMS = {"text": "WithoutPersonalData", "json": "JsonLines"}
if (LOG_FORM := env("ALLMANNING_LOG_FORMAT", "text")) not in LOG_FORMS:
    raise ImproperlyConfigured(f"ALLMANNING_LOG_FORMAT is {LOG_FORM!r}. Set it to text or json.")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": f"allmanning.server.logs.{LOG_FORMS[LOG_FORM]}"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("ALLMANNING_LOG_LEVEL", "INFO")},
    # Django's own handlers would mail or print whole requests.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "procrastinate": {"level": "WARNING"},
    },
}
