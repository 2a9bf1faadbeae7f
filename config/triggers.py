"""Rows that the database itself keeps as they were written, whoever asks.

A migration says so with `keep`; both databases then hold the same rules. SQLite forgets the
triggers of a table that a later migration rebuilds: that migration says it again.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSAL = "this is kept as it was written"
SUFFIXES = {"UPDATE": "unchanged", "DELETE": "undeleted", "INSERT": "barred"}
DIFFERS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
SHAPES = {
    "sqlite": """CREATE TRIGGER {name} BEFORE {operation} ON {table} WHEN {refused}
BEGIN SELECT RAISE(ABORT, '{table}: {text}'); END""",
    "postgresql": """CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {refused} THEN
        RAISE EXCEPTION '{table}: {text}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN {row};
END $$;
CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()""",
}


def keep(table: str, *columns: str, final: str = "", erasable: str = "") -> migrations.RunPython:
    """A migration step: rows of `table` are not deleted and `columns` do not change.

    No column and no `final` named: nothing changes. Columns not named may be filled in later,
    except where `final` holds, an SQL condition over OLD and NEW. `erasable` is one over OLD: what
    must be so before a row may be deleted after all.
    """

    def forwards(apps, editor: BaseDatabaseSchemaEditor) -> None:
        vendor = editor.connection.vendor
        changed = [f'OLD."{column}" {DIFFERS[vendor]} NEW."{column}"' for column in columns]
        changed += [f"({final})"] if final else []
        refusals = {
            "UPDATE": " OR ".join(changed) or "TRUE",
            "DELETE": f"NOT ({erasable})" if erasable else "TRUE",
        }
        for operation, refused in refusals.items():
            statement = SHAPES[vendor].format(
                name=_name(table, operation),
                operation=operation,
                table=table,
                refused=refused,
                text=REFUSAL,
                row="OLD" if operation == "DELETE" else "NEW",
            )
            editor.execute(statement, params=None)

    return migrations.RunPython(forwards, lambda apps, editor: lift(table, editor))


def bar(table: str, refused: str, text: str) -> migrations.RunPython:
    """A migration step: no row comes into `table` while `refused` holds, an SQL condition over NEW;
    `text` (English) is what the error says."""

    def forwards(apps, editor: BaseDatabaseSchemaEditor) -> None:
        statement = SHAPES[editor.connection.vendor].format(
            name=_name(table, "INSERT"),
            operation="INSERT",
            table=table,
            refused=refused,
            text=text,
            row="NEW",
        )
        editor.execute(statement, params=None)

    return migrations.RunPython(forwards, lambda apps, editor: _drop(table, "INSERT", editor))


def lift(table: str, editor: BaseDatabaseSchemaEditor) -> None:
    """Let the rows of `table` be changed and deleted again."""
    for operation in ("UPDATE", "DELETE"):
        _drop(table, operation, editor)


def _drop(table: str, operation: str, editor: BaseDatabaseSchemaEditor) -> None:
    name = _name(table, operation)
    if editor.connection.vendor == "sqlite":
        editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
    else:
        editor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE", params=None)


def _name(table: str, operation: str) -> str:
    return f"{table}_{SUFFIXES[operation]}"
