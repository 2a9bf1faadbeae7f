"""Nobody does the same with one person at two agencies at a time.

Whoever approves people, gives them seats or moves their sessions first holds them, after the plan
and its rooms. They are held by one of `BUCKETS` locks, taken from the lowest up: however many
people there are, two transactions never wait for each other and the database's table of locks
never overflows.
"""

from collections.abc import Iterable
from zlib import crc32

from django.db import connection

BUCKETS = 2048
SPACE = 0x656E74  # keeps these locks apart from others that are named by two numbers


def hold_candidates(hashes: Iterable[str]) -> None:
    """Hold the people of these hashes until the transaction ends. SQLite writes one after the
    other anyway."""
    buckets = sorted({crc32(each.encode()) % BUCKETS for each in hashes})
    if buckets and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, bucket) FROM unnest(%s::int[]) AS bucket",
                [SPACE, buckets],
            )
