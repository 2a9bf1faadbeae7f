"""Emptying the tables after a transactional test, although triggers forbid it to everybody else.

SQLite empties with DELETE, which the triggers of the evidence tables refuse; PostgreSQL truncates,
which they do not see.
"""

from django.db import connection
from django.test import TransactionTestCase

_teardown = TransactionTestCase._fixture_teardown


def _with_triggers_lifted(self) -> None:
    if connection.vendor != "sqlite":
        _teardown(self)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        try:
            _teardown(self)
        finally:
            for _, sql in triggers:
                cursor.execute(sql)


TransactionTestCase._fixture_teardown = _with_triggers_lifted
