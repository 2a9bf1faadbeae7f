"""Can PostgreSQL and Redis be reached? Prints why not, in one line, and fails.

Takes the address of each; an empty one is not asked for.
"""

import sys

import psycopg2
import redis


def why_not_postgresql(url: str) -> str:
    server, _, _ = url.rpartition("/")
    try:
        psycopg2.connect(f"{server}/postgres", connect_timeout=3).close()
    except psycopg2.Error as error:
        return f"PostgreSQL（{_place(server)}）：{str(error).strip().splitlines()[0]}"
    return ""


def why_not_redis(url: str) -> str:
    try:
        redis.Redis.from_url(url, socket_connect_timeout=3).ping()
    except redis.RedisError as error:
        return f"Redis（{_place(url)}）：{error}"
    return ""


def _place(url: str) -> str:
    """The address without name and password."""
    return url.rpartition("@")[2].rpartition("//")[2]


def main(database_url: str, redis_url: str) -> int:
    reasons = [
        why
        for why in (
            database_url and why_not_postgresql(database_url),
            redis_url and why_not_redis(redis_url),
        )
        if why
    ]
    print("；".join(reasons))
    return bool(reasons)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
