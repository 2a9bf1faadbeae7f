"""Settings common to every place. What differs: `embedded` (default), `production`, `test`."""

from pathlib import Path

import environ
from celery.schedules import crontab

from config.settings.sign_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
# What the portal writes where no other place is named; never in the repository.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

DEBUG = False
DEMO = env.bool("DEMO", default=False)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = "技评通"

INSTALLED_APPS = [
    "portal",
    "supervision",
    "certificates",
    "results",
    "papers",
    "assessment",
    "filing",
    "onboarding",
    "casework",
    "accounts",
    "catalogue",
    "ui",
    "printing",
    "django.contrib.admin",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rules",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_cotton",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "csp",
    "import_export",
    "simple_history",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "config.middleware.VisitorAddressMiddleware",
    "config.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Private by default: a public view says so with @login_not_required.
    "accounts.middleware.SessionLimitsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.middleware.NulMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.ActingForMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "ui.context.site",
            ],
            "builtins": ["ui.templatetags.ui"],
        },
    }
]
COTTON_DIR = "components"
COTTON_SNAKE_CASED_NAMES = False
COTTON_ISOLATE_BY_DEFAULT = True
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"


def database(default: str) -> dict:
    """The database of `DATABASE_URL`; SQLite takes its write lock at BEGIN so that no reader is
    promoted to a writer half-way (which SQLite answers with "database is locked")."""
    config = env.db_url("DATABASE_URL", default=default)
    config["ATOMIC_REQUESTS"] = False
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; "
            # Else a row put in the place of one that is kept would fire no trigger.
            "PRAGMA recursive_triggers=ON;",
        }
    else:
        config["CONN_MAX_AGE"] = None
        config["CONN_HEALTH_CHECKS"] = True
        # A page that waits longer is broken (config/wsgi.py); jobs and commands take their time.
        limit = env.str("DATABASE_STATEMENT_TIMEOUT", default="300s")
        config.setdefault("OPTIONS", {}).update(
            connect_timeout=5,
            options=f"-c lock_timeout=10s -c statement_timeout={limit}",
        )
    return config


DJANGO_VALIDATORS = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{DJANGO_VALIDATORS}UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email", "phone")},
    },
    {"NAME": "accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{DJANGO_VALIDATORS}CommonPasswordValidator"},
    {"NAME": f"{DJANGO_VALIDATORS}NumericPasswordValidator"},
]

# Personal data at rest (accounts/protection.py): encryption keys, newest first, and the other key
# under which numbers are found. Each is a random text of 32 characters or more.
PERSONAL_DATA_KEYS = env.list("PERSONAL_DATA_KEYS", default=[])
LOOKUP_KEY = env.str("LOOKUP_KEY", default="")

# Keys of signatures and QR codes (certificates/vault.py): files, sealed under a secret that lies
# elsewhere. Where they may be self-made, the first use makes them.
SIGNING_KEY_DIR = Path(env.str("SIGNING_KEY_DIR", default=str(VAR_DIR / "keys")))
SIGNING_KEY_SECRET = env.str("SIGNING_KEY_SECRET", default="")
SIGNING_KEY_SECRET_OLD = env.str("SIGNING_KEY_SECRET_OLD", default="")  # while it is being changed
SIGNING_KEYS_SELF_MADE = DEMO
SIGNING_TIMESTAMP_URL = env.str("SIGNING_TIMESTAMP_URL", default="")  # RFC 3161

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = ["ui.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
GUIDES = BASE_DIR / "docs" / "guides"
STATICFILES_DIRS = [BASE_DIR / "static", ("screens", BASE_DIR / "docs" / "screens")]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(MEDIA_ROOT)},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Every page is ours: no other host, no inline script, no inline style.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"

# 10 MB a file; a form of text stays well under 2.5 MB.
UPLOAD_LIMIT_BYTES = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# How many rows an organisation may have checked a day (certificates/services/bulk_checks.py).
BULK_CHECK_DAILY = env.int("BULK_CHECK_DAILY", default=5000)

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "config.cache.SteadyRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 5, "socket_timeout": 5},
        }
    }
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_connect_timeout": 5}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR_DIR / "cache"),
            "OPTIONS": {"MAX_ENTRIES": 5000},  # what is limited must not be crowded out
        }
    }
    CELERY_BROKER_URL = "filesystem://localhost/"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR_DIR / "broker" / "queue"),
        "data_folder_out": str(VAR_DIR / "broker" / "queue"),
        "control_folder": str(VAR_DIR / "broker" / "control"),
        "polling_interval": 0.2,
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
# Each says only "see what is due": one that comes late, twice or not at all does no harm.
CELERY_BEAT_SCHEDULE = {
    "jobs": {"task": "casework.work_off", "schedule": 60, "options": {"expires": 60}},
    "deliveries": {"task": "casework.deliver", "schedule": 60, "options": {"expires": 60}},
    "deadlines": {"task": "casework.sweep", "schedule": crontab(minute="5")},
    "holders": {"task": "portal.settle_holders", "schedule": 60, "options": {"expires": 60}},
    "tallies": {"task": "portal.tend_tallies", "schedule": crontab(minute="35")},
    "evidence": {"task": "casework.keep_evidence", "schedule": crontab(minute="15")},
    "risk": {"task": "supervision.reckon_risk", "schedule": crontab(hour="2", minute="25")},
    "chain_digest": {"task": "supervision.make_digest", "schedule": crontab(hour="1", minute="40")},
    # Each goes on where the one before ran out of time.
    "integrity": {
        "task": "supervision.verify_integrity",
        "schedule": crontab(hour="2-5", minute="*/10"),
    },
    "due_records": {"task": "supervision.find_due", "schedule": crontab(hour="1", minute="20")},
}
DJANGO_STRUCTLOG_CELERY_ENABLED = True  # a job's log lines carry the id of the request behind it
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "ui.parsers.ShortJSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "PAGE_SIZE": 30,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "技评通接口",
    "DESCRIPTION": "公开查询接口：职业目录、评价机构目录，以及职业技能等级证书的查询和核验。",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    # Else each operation's button holds a link, which no keyboard or screen reader can tell apart.
    "SWAGGER_UI_SETTINGS": {"deepLinking": False},
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# config/middleware.py lets no ill-formed id through.
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = False
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

EMAIL_CONFIG = env.email_url_config(env.str("EMAIL_URL", default="") or "consolemail://")
globals().update(**EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
# The adapter of the SMS provider (casework/channels.py); as long as there is none, the log.
SMS_BACKEND = env.str("SMS_BACKEND", default="casework.channels.ConsoleSms")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <noreply@localhost>")
# FACTS 10.3: within how many months of issue the subsidy is claimed, and how many days ahead an
# agency is warned of certificates that do not show nationally yet.
SUBSIDY_MONTHS = env.int("SUBSIDY_MONTHS", default=12)
SUBSIDY_WARNING_DAYS = env.int("SUBSIDY_WARNING_DAYS", default=90)
# How often a system may call the interface for provincial systems with one token.
REGIONAL_API_LIMIT = env.str("REGIONAL_API_LIMIT", default="60/minute")
# How many proxies of ours stand in front: the address of a visitor is read from what they add.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
# Where people may complain without a name: the log keeps neither address nor account.
UNTRACED_PATHS = ("/complaints/new/", "/complaints/track/")
