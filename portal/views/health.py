"""Is the process alive, and can it serve? For proxies, containers and those on duty."""

import uuid
from collections.abc import Callable
from tempfile import TemporaryFile

import structlog
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.celery import app as celery_app
from printing.checks import verify as fonts

logger = structlog.get_logger(__name__)


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def broker() -> None:
    with celery_app.connection_for_write() as link:
        link.ensure_connection(max_retries=1, interval_start=0, timeout=5)
    # The embedded broker is a folder: connecting to it proves nothing, writing does.
    if folder := celery_app.conf.broker_transport_options.get("data_folder_out"):
        TemporaryFile(dir=folder).close()


def storage() -> None:
    name = default_storage.save(f"probes/{uuid.uuid4().hex}", ContentFile(b"ok"))
    default_storage.delete(name)


def cached() -> None:
    store = getattr(cache, "shared", cache)  # past its stand-in (config/cache.py)
    key = f"probe:{uuid.uuid4().hex}"
    store.set(key, "ok", timeout=10)
    if store.get(key) != "ok":
        raise RuntimeError("The cache does not give back what was put into it.")
    store.delete(key)


PROBES: dict[str, Callable[[], None]] = {
    "database": database,
    "broker": broker,
    "storage": storage,
    "cache": cached,
    "fonts": fonts,
}


def _outcome(name: str, probe: Callable[[], None]) -> str:
    """What failed and why goes to the log; the public learns only that it failed."""
    try:
        probe()
    except Exception:  # whatever a driver raises, the answer is the same
        logger.exception("probe_failed", probe=name)
        return "failed"
    return "ok"


@login_not_required
@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nothing else: a restart would not mend a database."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Everything a page needs, each part named; 503 while one of them fails."""
    parts = {name: _outcome(name, probe) for name, probe in PROBES.items()}
    failed = "failed" in parts.values()
    return JsonResponse(
        {"status": "failed" if failed else "ok", "parts": parts}, status=503 if failed else 200
    )
