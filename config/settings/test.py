"""Tests: the embedded default in memory, or the database and Redis that the environment names."""

from config.settings.embedded import *  # noqa: F403
from config.settings.embedded import INSTALLED_APPS, REDIS_URL, VAR_DIR, database

SECRET_KEY = "only-for-tests"  # noqa: S105
PERSONAL_DATA_KEYS = ["only-for-tests-0123456789-abcdefgh"]
LOOKUP_KEY = "only-for-tests-lookup-0123456789-ab"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {"default": database("sqlite://:memory:")}
INSTALLED_APPS = [*INSTALLED_APPS, "tests.casework.sample", "tests.casework.working"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEMO = True
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = VAR_DIR / "test-media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
if not REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
