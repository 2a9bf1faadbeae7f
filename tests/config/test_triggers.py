"""What the database keeps as it was written, and that no migration has lost a rule of it."""

import pytest
from django.db import IntegrityError, connection, migrations, transaction
from django.db.migrations.state import ProjectState

from config import triggers

pytestmark = pytest.mark.django_db

KEPT = {
    "accounts_unmasking",
    "casework_chainhead",
    "casework_event",
    "casework_eventnote",
    "casework_letter",
    "casework_letterservice",
    "casework_lot",
    "casework_lotresult",
    "casework_material",
    "casework_objection",
    "casework_publication",
    "casework_storedfile",
    "filing_opinion",
    "filing_panel",
    "filing_panelmember",
    "filing_submission",
    "filing_supplementitem",
}
BARRED = {"filing_opinion", "filing_panelmember"}
LIST = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def names() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(LIST[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def test_each_table_of_evidence_has_both_triggers():
    kept = {f"{table}_{rule}" for table in KEPT for rule in ("unchanged", "undeleted")}
    assert names() == kept | {f"{table}_barred" for table in BARRED}


@pytest.fixture
def shelf():
    """A table of this test's own."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE shelf (book integer, place integer, lent integer)")
        cursor.execute("INSERT INTO shelf VALUES (1, NULL, 0)")


def install(step: migrations.RunPython, *, back: bool = False) -> None:
    run = step.database_backwards if back else step.database_forwards
    state = ProjectState()
    run("config", connection.schema_editor(), state, state)


def refused(query: str) -> bool:
    """Whether the database refuses it; what it did not refuse is taken back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query)
            transaction.set_rollback(True)
    except IntegrityError as error:
        assert triggers.REFUSAL in str(error)
        return True
    return False


BORROW = "UPDATE shelf SET lent = 1"
LOSE = "UPDATE shelf SET lent = 2"
RENAME = "UPDATE shelf SET book = 2"
BURN = "DELETE FROM shelf"


@pytest.mark.parametrize(
    ("step", "refusals"),
    [
        (triggers.keep("shelf"), {BORROW, LOSE, RENAME, BURN}),
        (triggers.keep("shelf", "book"), {RENAME, BURN}),
        (triggers.keep("shelf", "book", final="NEW.lent > 1"), {LOSE, RENAME, BURN}),
        (triggers.keep("shelf", "book", erasable="OLD.lent = 0"), {RENAME}),
        (triggers.keep("shelf", final="FALSE", erasable="OLD.lent = 1"), {BURN}),
    ],
)
def test_what_is_kept(shelf, step, refusals):
    install(step)
    assert {query for query in (BORROW, LOSE, RENAME, BURN) if refused(query)} == refusals
    install(step, back=True)
    assert names().isdisjoint({"shelf_unchanged", "shelf_undeleted"})


def test_a_value_that_was_empty_counts_as_changed(shelf):
    install(triggers.keep("shelf", "place"))
    assert refused("UPDATE shelf SET place = 2")
    assert not refused("UPDATE shelf SET lent = 2")
