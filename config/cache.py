"""The shared cache, which may fail without taking sign-in with it."""

import time

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = structlog.get_logger(__name__)
REST = 5  # seconds for which a Redis that failed is not asked again


class SteadyRedisCache(RedisCache):
    """Redis; while it does not answer, this process's own memory.

    What is limited (failed sign-ins, codes used once) stays limited then, though each process
    counts for itself. A Redis that hangs is asked once in a while only: else each page would wait
    for it as often as it asks. `shared` is Redis alone, for those who ask whether it answers.
    """

    _asked_again_at: dict[str, float] = {}

    def __init__(self, server, params):
        super().__init__(server, params)
        self._server = str(server)
        self.shared = RedisCache(server, params)
        self._own = LocMemCache("without-redis", params)

    def _try(self, name, *args, **kwargs):
        if time.monotonic() >= self._asked_again_at.get(self._server, 0):
            try:
                return getattr(self.shared, name)(*args, **kwargs)
            except (RedisError, OSError):
                logger.warning("cache_unreachable", operation=name)
                self._asked_again_at[self._server] = time.monotonic() + REST
        return getattr(self._own, name)(*args, **kwargs)

    def add(self, *args, **kwargs):
        return self._try("add", *args, **kwargs)

    def get(self, *args, **kwargs):
        return self._try("get", *args, **kwargs)

    def set(self, *args, **kwargs):
        return self._try("set", *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._try("touch", *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._try("delete", *args, **kwargs)

    def incr(self, *args, **kwargs):
        return self._try("incr", *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._try("has_key", *args, **kwargs)

    def get_many(self, *args, **kwargs):
        return self._try("get_many", *args, **kwargs)

    def set_many(self, *args, **kwargs):
        return self._try("set_many", *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._try("delete_many", *args, **kwargs)

    def clear(self):
        return self._try("clear")
