"""Tests: the embedded default in memory, or the database and Redis that the environment names."""

import os

from config.settings.embedded import *  # noqa: F403
from config.settings.embedded import CACHES, INSTALLED_APPS, REDIS_URL, VAR_DIR, database

SECRET_KEY = "only-for-tests"  # noqa: S105
PERSONAL_DATA_KEYS = ["only-for-tests-0123456789-abcdefgh"]
LOOKUP_KEY = "only-for-tests-lookup-0123456789-ab"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {"default": database("sqlite://:memory:")}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # A test database need not survive the machine: no commit waits for the disk.
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
INSTALLED_APPS = [*INSTALLED_APPS, "tests.casework.sample", "tests.casework.working"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEMO = True
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# pytest-xdist runs one process a core; pytest-django gives each a database, this the rest.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
SIGNING_KEY_DIR = VAR_DIR / "test-keys" / WORKER
SIGNING_KEY_SECRET = "only-for-tests-signing-0123456789"  # noqa: S105
MEDIA_ROOT = VAR_DIR / "test-media" / WORKER
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
if REDIS_URL:
    server, _, number = REDIS_URL.rpartition("/")
    REDIS_URL = f"{server}/{(int(number) + int(WORKER.removeprefix('gw'))) % 16}"
    CACHES["default"]["LOCATION"] = REDIS_URL
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
