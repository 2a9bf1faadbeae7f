"""The short session of a candidate: a cookie and a key of its own, beside those of accounts.

It holds which registration was let in and nothing else. It ends after a quarter of an hour without
use, after an hour in any case, and when the candidate leaves.
"""

from collections.abc import Callable
from functools import wraps
from importlib import import_module

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.views.decorators.cache import never_cache

from config import clock
from results.selectors import candidates

COOKIE, PATH, KEY = "candidate", "/candidates/", "candidate"
IDLE, LONGEST = 15 * 60, 60 * 60
NOTE_EVERY = 60  # between two notes of use a request writes nothing
LONGEST_KEY = 64


def begin(request: HttpRequest, response: HttpResponse, entry_pk: int) -> None:
    """Let a candidate in, under a new key; what went before under this cookie ends."""
    _store(request).flush()
    now = clock.now().timestamp()
    store = _engine()()
    store[KEY] = {"entry": entry_pk, "since": now, "seen": now}
    store.set_expiry(LONGEST)
    store.save(must_create=True)
    rotate_token(request)
    response.set_cookie(
        COOKIE,
        store.session_key,
        path=PATH,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )


def current(request: HttpRequest) -> int | None:
    """The registration that was let in; None without a session or after its time."""
    store = _store(request)
    held = store.get(KEY)
    if held is None:
        return None
    now = clock.now().timestamp()
    if now - held["seen"] > IDLE or now - held["since"] > LONGEST:
        store.flush()
        return None
    if now - held["seen"] >= NOTE_EVERY:
        store[KEY] = {**held, "seen": now}
        store.save()
    return int(held["entry"])


def end(request: HttpRequest, response: HttpResponse) -> None:
    """Leave: the key opens nothing any more, and the browser drops what it has kept."""
    _store(request).flush()
    rotate_token(request)
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    response["Clear-Site-Data"] = '"cache"'


def let_in(otherwise: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """For pages of a candidate: gives the view the registration; `otherwise` answers strangers and
    those whose time is over."""

    def decorator(view):
        @login_not_required
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            pk = current(request)
            entry = candidates.entry_of(pk) if pk else None
            return view(request, entry, *args, **kwargs) if entry else otherwise(request)

        return guarded

    return decorator


def _store(request: HttpRequest):
    """The candidate's session that the cookie of the request names; a new one for any other text,
    be it the key of an account's session."""
    key = request.COOKIES.get(COOKIE, "")
    fits = key.isascii() and key.isalnum() and len(key) <= LONGEST_KEY
    store = _engine()(key if fits else None)
    return store if KEY in store else _engine()()


def _engine():
    return import_module(settings.SESSION_ENGINE).SessionStore
