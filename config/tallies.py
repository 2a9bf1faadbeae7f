"""Counts that the database itself keeps: each change of a table adds what it changed to a tally.

A migration says so with `count`; both databases then keep the same tally. It only ever grows: a row
says how many more (or, below nothing, fewer) there are of something, so that two who write at once
never wait for each other; the sum is the number, in the same transaction as what it counts. What
has grown long is drawn together by `draw_together`. SQLite forgets the triggers of a table that a
later migration rebuilds: that migration says it again.
"""

from collections.abc import Mapping

from django.db import connection, migrations, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COUNT = "count"
MONTHS = {
    "sqlite": "strftime('%Y-%m-01', {})",
    "postgresql": "CAST(date_trunc('month', {}) AS date)",
}
# How many change the number: one less of what was there, one more of what is there now.
CHANGES = {"INSERT": {"NEW": 1}, "DELETE": {"OLD": -1}, "UPDATE": {"OLD": -1, "NEW": 1}}
POSTGRESQL = """CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {tally} ({columns}, "{count}")
    SELECT {columns}, sum("{count}") FROM ({changed}) AS changed
    GROUP BY {columns} HAVING sum("{count}") <> 0;
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {operation} ON {table} REFERENCING {referencing}
FOR EACH STATEMENT EXECUTE FUNCTION {name}()"""
SQLITE = """CREATE TRIGGER {name} AFTER {operation} ON {table} {when}
BEGIN {statements} END"""
ALIKE = """SELECT id FROM (
    SELECT id, count(*) OVER (PARTITION BY {by}) AS rows FROM {tally} WHERE id <= {last}
) AS alike WHERE rows > 1"""
# PostgreSQL does it in one statement, as rows come in meanwhile.
TOGETHER = {
    "postgresql": (
        f"""WITH gone AS (DELETE FROM {{tally}} WHERE id IN ({ALIKE}) RETURNING *)
        INSERT INTO {{tally}} ({{by}}, count) SELECT {{by}}, sum(count) FROM gone
        GROUP BY {{by}} HAVING sum(count) <> 0""",  # noqa: S608 - names of our own
    ),
    "sqlite": (
        """INSERT INTO {tally} ({by}, count) SELECT {by}, sum(count) FROM {tally}
        WHERE id <= {last} GROUP BY {by} HAVING count(*) > 1 AND sum(count) <> 0""",
        f"DELETE FROM {{tally}} WHERE id IN ({ALIKE})",  # noqa: S608
    ),
}

Columns = Mapping[str, str]


def month_of(column: str) -> dict[str, str]:
    """The first day of the month of a date, in the words of each database."""
    return {vendor: words.format(f'{{row}}."{column}"') for vendor, words in MONTHS.items()}


def count(table: str, tally: str, columns: Mapping[str, str | Mapping[str, str]]):
    """A migration step: `tally` counts the rows of `table` by `columns`, those that are there and
    all that will be. Each column of the tally is an SQL expression over `{row}`, or one a
    database."""

    def forwards(apps, editor: BaseDatabaseSchemaEditor) -> None:
        said = _said(columns, editor.connection.vendor)
        editor.execute(_whole(table, tally, said), params=None)
        make = _on_postgresql if editor.connection.vendor == "postgresql" else _on_sqlite
        for operation in CHANGES:
            editor.execute(make(table, tally, said, operation), params=None)

    def backwards(apps, editor: BaseDatabaseSchemaEditor) -> None:
        for operation in CHANGES:
            name = _name(tally, operation)
            if editor.connection.vendor == "postgresql":
                editor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE", params=None)
            else:
                editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)

    return migrations.RunPython(forwards, backwards)


def draw_together(tally: type[models.Model]) -> int:
    """Put one row in place of those that count the same, or none where nothing is left; answer how
    many rows that took away. Safe at any time; where somebody else is at it, it is left to him."""
    table = tally._meta.db_table
    by = ", ".join(
        f'"{field.column}"' for field in tally._meta.concrete_fields if not _is_sum(field)
    )
    statements = TOGETHER[connection.vendor]
    with transaction.atomic(), connection.cursor() as cursor:
        if not alone(table):
            return 0
        before = tally.objects.count()
        last = tally.objects.aggregate(last=models.Max("pk"))["last"] or 0
        for statement in statements:
            cursor.execute(statement.format(tally=table, by=by, last=last))
        return before - tally.objects.count()


def alone(name: str) -> bool:
    """Whether nobody else is at something until the transaction ends; SQLite lets one write at a
    time anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [name])
        return cursor.fetchone()[0]


def _is_sum(field: models.Field) -> bool:
    return field.primary_key or field.name == COUNT


def _said(columns: Mapping[str, str | Mapping[str, str]], vendor: str) -> Columns:
    return {
        name: words if isinstance(words, str) else words[vendor] for name, words in columns.items()
    }


def _names(columns: Columns) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _values(columns: Columns, row: str) -> str:
    return ", ".join(f'{words.format(row=row)} AS "{name}"' for name, words in columns.items())


def _whole(table: str, tally: str, columns: Columns) -> str:
    """What is there already."""
    counted = f"SELECT {_values(columns, table)} FROM {table}"  # noqa: S608 - names of our own
    names = _names(columns)
    return (
        f'INSERT INTO {tally} ({names}, "{COUNT}") '  # noqa: S608
        f"SELECT {names}, count(*) FROM ({counted}) AS counted GROUP BY {names}"
    )


def _on_postgresql(table: str, tally: str, columns: Columns, operation: str) -> str:
    """Once a statement, however many rows it changed."""
    changed = " UNION ALL ".join(
        f'SELECT {_values(columns, f"{row}_rows")}, {number} AS "{COUNT}" FROM {row}_rows'  # noqa: S608
        for row, number in CHANGES[operation].items()
    )
    return POSTGRESQL.format(
        name=_name(tally, operation),
        tally=tally,
        columns=_names(columns),
        count=COUNT,
        changed=changed,
        operation=operation,
        table=table,
        referencing=" ".join(f"{row} TABLE AS {row}_rows" for row in CHANGES[operation]),
    )


def _on_sqlite(table: str, tally: str, columns: Columns, operation: str) -> str:
    """Once a row."""
    statements = " ".join(
        f'INSERT INTO {tally} ({_names(columns)}, "{COUNT}") '
        f"SELECT {_values(columns, row)}, {number};"
        for row, number in CHANGES[operation].items()
    )
    differs = " OR ".join(
        f"{words.format(row='OLD')} IS NOT {words.format(row='NEW')}" for words in columns.values()
    )
    return SQLITE.format(
        name=_name(tally, operation),
        operation=operation,
        table=table,
        when=f"WHEN {differs}" if operation == "UPDATE" else "",
        statements=statements,
    )


def _name(tally: str, operation: str) -> str:
    return f"{tally}_{operation.lower()}"
