"""What the database itself refuses, whoever asks: the timeline is only ever added to.

A row of `Event` is never changed or deleted. A note is never changed, and deleted only after the
timeline says so. The head of a chain only moves on by one. Both databases hold the same rules;
whoever drops a trigger first is found by `manage.py verify_timeline`.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# (trigger, operation, table, when it is refused, what is said)
ERASURE = """NOT EXISTS (
    SELECT 1 FROM casework_event noted JOIN casework_event erased ON erased.case_id = noted.case_id
    WHERE noted.id = OLD.event_id AND erased.act = 'erase_note'
    AND erased.facts = '{"sequence":' || noted.sequence || '}')"""
RULES = (
    ("event_stays", "UPDATE", "casework_event", "TRUE", "the timeline is append-only"),
    ("event_lasts", "DELETE", "casework_event", "TRUE", "the timeline is append-only"),
    ("note_stays", "UPDATE", "casework_eventnote", "TRUE", "a note is never changed"),
    ("note_lasts", "DELETE", "casework_eventnote", ERASURE, "erasing a note goes on the timeline"),
    (
        "head_grows",
        "UPDATE",
        "casework_chainhead",
        "NEW.case_id <> OLD.case_id OR NEW.length <> OLD.length + 1",
        "the head of a timeline moves on by one",
    ),
    ("head_lasts", "DELETE", "casework_chainhead", "TRUE", "the head of a timeline stays"),
)
SQLITE = """CREATE TRIGGER {name} BEFORE {operation} ON {table} WHEN {refused}
BEGIN SELECT RAISE(ABORT, '{text}'); END"""
POSTGRESQL = """CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {refused} THEN
        RAISE EXCEPTION '{text}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    {otherwise}
END $$;
CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"""


def install(apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the rules into the database (a migration's step forward)."""
    shape = SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL
    for name, operation, table, refused, text in RULES:
        otherwise = "RETURN OLD;" if operation == "DELETE" else "RETURN NEW;"
        parts = {"name": name, "operation": operation, "table": table, "refused": refused}
        editor.execute(shape.format(**parts, text=text, otherwise=otherwise), params=None)


def remove(apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them out again (its step back)."""
    for name, _, table, _, _ in RULES:
        if editor.connection.vendor == "sqlite":
            editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}", params=None)
            editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)
