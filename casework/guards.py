"""Triggers that keep evidence as it was, on both databases; used by migrations."""

from django.db import migrations

REFUSAL = "evidence is kept as it was written"


def keep(table: str, *columns: str, final: str = "") -> migrations.RunPython:
    """A migration step: rows of `table` are never deleted, and `columns` never change.

    No columns named: no column changes. Columns that are not named may be filled in later, except
    as `final` says: an SQL condition over OLD and NEW under which an update is refused too.
    """

    def forwards(apps, schema_editor) -> None:
        for statement in _MAKE[schema_editor.connection.vendor](table, columns, final):
            schema_editor.execute(statement)

    def backwards(apps, schema_editor) -> None:
        for statement in _DROP[schema_editor.connection.vendor](table):
            schema_editor.execute(statement)

    return migrations.RunPython(forwards, backwards)


def _condition(columns: tuple[str, ...], final: str, differs: str) -> str:
    tests = [f'OLD."{column}" {differs} NEW."{column}"' for column in columns]
    tests += [final] if final else []
    return f"WHEN ({' OR '.join(tests)})" if tests else ""


def _make_postgresql(table: str, columns: tuple[str, ...], final: str) -> list[str]:
    when = _condition(columns, final, "IS DISTINCT FROM")
    call = f"EXECUTE FUNCTION {table}_kept()"
    return [
        f"CREATE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$",
        f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} FOR EACH ROW {when} {call}",
        f"CREATE TRIGGER {table}_undeleted BEFORE DELETE ON {table} FOR EACH ROW {call}",
    ]


def _make_sqlite(table: str, columns: tuple[str, ...], final: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    when = _condition(columns, final, "IS NOT")
    return [
        f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} FOR EACH ROW {when} {refuse}",
        f"CREATE TRIGGER {table}_undeleted BEFORE DELETE ON {table} FOR EACH ROW {refuse}",
    ]


def _drop_postgresql(table: str) -> list[str]:
    return [f"DROP FUNCTION {table}_kept() CASCADE"]


def _drop_sqlite(table: str) -> list[str]:
    return [f"DROP TRIGGER {table}_unchanged", f"DROP TRIGGER {table}_undeleted"]


_MAKE = {"postgresql": _make_postgresql, "sqlite": _make_sqlite}
_DROP = {"postgresql": _drop_postgresql, "sqlite": _drop_sqlite}
