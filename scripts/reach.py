"""Can PostgreSQL and Redis be reached? Prints why not, in one line, and fails."""

import sys

import psycopg2
import redis


def why_not_postgresql(url: str) -> str:
    server, _, _ = url.rpartition("/")
    try:
        psycopg2.connect(f"{server}/postgres", connect_timeout=3).close()
    except psycopg2.Error as error:
        return f"PostgreSQL（{_place(server)}）：{str(error).strip().splitlines()[-1]}"
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


if __name__ == "__main__":
    database_url, redis_url = sys.argv[1:]
    reasons = [
        reason for reason in (why_not_postgresql(database_url), why_not_redis(redis_url)) if reason
    ]
    print("；".join(reasons))
    sys.exit(bool(reasons))
