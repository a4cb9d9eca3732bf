"""Settings, by environment: the defaults serve one machine without any set-up.

Every variable is named in README, "Settings". A file ``.env`` beside ``manage.py`` is read
too.
"""

from __future__ import annotations

import sys
from pathlib import Path

import environ
import psutil
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from statagent_site import services
from statagent_site.privacy import begin_private, make_private

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("STATAGENT_VAR", default=str(BASE_DIR / "var")))
# Datasets, models, uploads and exports: a folder that all machines share, if there are
# several; the sandbox, the secret and SQLite stay in each machine's own.
FILES_DIR = Path(env.str("STATAGENT_FILES", default=str(VAR_DIR)))
SANDBOX_DIR = Path(env.str("STATAGENT_SANDBOX_DIR", default=str(VAR_DIR / "sandbox")))
SANDBOX_MINIMUM = env.str("STATAGENT_SANDBOX_MINIMUM", default="full")
# A second fork server that takes the place of a killed one at once. It holds some 150 MB.
SANDBOX_STANDBY = env.bool(
    "STATAGENT_SANDBOX_STANDBY",
    default=psutil.virtual_memory().total >= 4 * 1024**3,
)
# A bucket in their place, and how much of it this machine keeps copies of.
STORAGE_URL = env.str("STORAGE_URL", default="")
STORAGE = services.storage(STORAGE_URL)
STORAGE_CACHE_BYTES = env.int("STATAGENT_STORAGE_CACHE_MB", default=2000) * 1024 * 1024
make_private(
    VAR_DIR,
    passable=SANDBOX_MINIMUM == "reduced" and SANDBOX_DIR.is_relative_to(VAR_DIR),
)
if FILES_DIR != VAR_DIR:
    make_private(FILES_DIR)
# What is made from here on is for nobody else's eyes; a file that a person asks for
# somewhere else gets the modes that their shell would give it.
OUTSIDE_UMASK = begin_private()


def _kept_secret(path: Path) -> str:
    """A secret key of this installation's own, made at the first start."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key(), encoding="ascii")
    return path.read_text(encoding="ascii")


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_IS_OURS = not SECRET_KEY  # made here: other machines do not know it
if SECRET_IS_OURS:
    SECRET_KEY = _kept_secret(VAR_DIR / "secret_key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    # Only for Django's own development server: it makes an event loop when it is loaded,
    # which the processes that fork must not share.
    *(["daphne"] if "runserver" in sys.argv else []),
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "channels",
    "csp",
    "django_q",
    "sandbox",
    "analysis",
    "mlmodels",
    "chat",
    "statagent_site",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "chat.people.gate.Gate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "statagent_site.urls"
ASGI_APPLICATION = "statagent_site.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": services.database(
        env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
    )
}
# Shared by several machines: the cache, the queue of tasks, the bell for news.
REDIS_URL = env.str("REDIS_URL", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = services.caches(REDIS_URL, VAR_DIR)
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

# Trainings, and files over a size, wait in a queue of their own; 0 workers: in the usual.
LONG_QUEUE = "statagent-long"
LONG_WORKERS = env.int("STATAGENT_LONG_WORKERS", default=1)
LONG_IMPORT_BYTES = env.int("STATAGENT_LONG_IMPORT_MB", default=50) * 1024 * 1024
Q_CLUSTER = {
    "name": "statagent",
    **services.broker(REDIS_URL),
    "workers": env.int("STATAGENT_WORKERS", default=2),
    # Measured: a poll of 0.01 s gives a pick-up in 15 ms at negligible idle load.
    "poll": env.float("STATAGENT_POLL", default=0.01),
    "timeout": 340,
    # A started run is won by one worker through its row; the queue may deliver again.
    "retry": 400,
    "max_attempts": 1,
    "ack_failures": True,
    "queue_limit": 2,
    "bulk": 1,
    "save_limit": 100,
    "catch_up": False,
    "label": "Queue",
    "scheduler": True,
    # A tenth of a second more is nothing to what takes long.
    "ALT_CLUSTERS": {
        LONG_QUEUE: {"workers": LONG_WORKERS, "poll": 0.1, "scheduler": False}
    },
}

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR_DIR / "files")},
    },
    "staticfiles": {
        "BACKEND": "statagent_site.static_storage.ModuleManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
# Collected files are served by this process: nobody else need read them.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
WHITENOISE_USE_FINDERS = DEBUG

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

# Chunks of an upload; daphne holds a request body about 13 times over in memory.
UPLOAD_CHUNK_BYTES = 4 * 1024 * 1024
UPLOAD_MAX_BYTES = env.int("STATAGENT_UPLOAD_MAX_MB", default=500) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_CHUNK_BYTES + 64 * 1024

# For one owner; the admin can set others for single owners. README, "Settings".
QUOTAS = {
    "concurrent_runs": env.int("STATAGENT_CONCURRENT_RUNS", default=8),
    "runs_an_hour": env.int("STATAGENT_RUNS_AN_HOUR", default=1000),
    "storage_mb": env.int("STATAGENT_STORAGE_MB", default=5000),
    "datasets": env.int("STATAGENT_DATASETS", default=100),
    "models": env.int("STATAGENT_MODELS", default=50),
    # Nobody types faster; a program that floods is asked to wait.
    "messages_a_minute": env.int("STATAGENT_MESSAGES_A_MINUTE", default=60),
    "sockets": env.int("STATAGENT_SOCKETS", default=30),
    "conversations": env.int("STATAGENT_CONVERSATIONS", default=1000),
}
# For one network address, behind which a whole class may sit.
ADDRESS_LIMITS = {
    "messages_a_minute": env.int("STATAGENT_ADDRESS_MESSAGES_A_MINUTE", default=600),
    "sockets": env.int("STATAGENT_ADDRESS_SOCKETS", default=300),
    "guests_an_hour": env.int("STATAGENT_ADDRESS_GUESTS_AN_HOUR", default=600),
}
MODELS_PER_OWNER = QUOTAS["models"]
MODEL_MAX_BYTES = env.int("STATAGENT_MODEL_MAX_MB", default=100) * 1024 * 1024
ALLOW_USER_SCRIPTS = env.bool("STATAGENT_ALLOW_USER_SCRIPTS", default=False)

# Accounts are optional: work is a guest's, and goes along at the first sign-in.
REQUIRE_LOGIN = env.bool("STATAGENT_REQUIRE_LOGIN", default=False)
ALLOW_SIGNUP = env.bool("STATAGENT_ALLOW_SIGNUP", default=True)
AUTHENTICATION_BACKENDS = ["chat.people.attempts.PatientBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
# Where people reach this site, for links from elsewhere ("https://stat.example").
PUBLIC_URL = env.str("STATAGENT_PUBLIC_URL", default="").rstrip("/")

# What manage.py prune removes, by age in days; 0 keeps it for ever.
KEEP_DAYS = {
    "guests": env.int("STATAGENT_KEEP_GUESTS_DAYS", default=90),
    "conversations": env.int("STATAGENT_KEEP_CONVERSATIONS_DAYS", default=0),
    "uploads": env.int("STATAGENT_KEEP_UPLOADS_DAYS", default=1),
    "runs": env.int("STATAGENT_KEEP_RUNS_DAYS", default=90),
    "exports": env.int("STATAGENT_KEEP_EXPORTS_DAYS", default=7),
}

# The second door; without a token there is none. README, "Telegram".
TELEGRAM_TOKEN = env.str("TELEGRAM_TOKEN", default="")
# The bot's name, for links that go on in Telegram.
TELEGRAM_BOT_NAME = env.str("TELEGRAM_BOT_NAME", default="")
TELEGRAM_WEBHOOK_SECRET = env.str("TELEGRAM_WEBHOOK_SECRET", default="")
TELEGRAM_API_URL = env.str("TELEGRAM_API_URL", default="https://api.telegram.org")
# Polling needs no public address: without a webhook's secret the bot asks for updates.
TELEGRAM_POLL = env.bool("TELEGRAM_POLL", default=not TELEGRAM_WEBHOOK_SECRET)

SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Behind TLS (anything but one's own machine) set STATAGENT_HTTPS=1.
HTTPS = env.bool("STATAGENT_HTTPS", default=False)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "statagent_site.log_format.LineFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"()": "statagent_site.log_format.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.str("LOG_FORMAT", default="line"),
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.channels.server": {"level": "WARNING"},
        "daphne": {"level": "WARNING"},
        # Its lines would hold the bot's token, which is part of the address.
        "httpx": {"level": "WARNING"},
    },
}
