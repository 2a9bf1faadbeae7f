"""Emptying the tables after a transactional test, although triggers forbid it to everybody else.

Django's own way truncates every table and makes content types and permissions anew, which took
most of the time of such tests. Here only tables that hold rows are emptied, and those two stay.
"""

from django.db import connection, transaction
from django.test import TransactionTestCase

STAY = {"django_migrations", "django_content_type", "auth_permission"}


def with_rows(cursor) -> list[str]:
    tables = set(connection.introspection.django_table_names(only_existing=True)) - STAY
    cursor.execute(
        " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})"  # noqa: S608
            for table in sorted(tables)
        )
    )
    return [table for (table,) in cursor.fetchall()]


def empty_on_postgresql(cursor) -> None:
    """As a replica would, without triggers nor foreign keys; nobody but a superuser may."""
    with transaction.atomic():
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in with_rows(cursor):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def empty_on_sqlite(cursor) -> None:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = cursor.fetchall()
    with connection.constraint_checks_disabled(), transaction.atomic():
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        for table in with_rows(cursor):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        for _, sql in triggers:
            cursor.execute(sql)


def empty(self) -> None:
    with connection.cursor() as cursor:
        (empty_on_sqlite if connection.vendor == "sqlite" else empty_on_postgresql)(cursor)


TransactionTestCase._fixture_teardown = empty
