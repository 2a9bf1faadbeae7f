"""What the database keeps as it was written, and that no migration has lost a rule of it."""

import pytest
from django.db import IntegrityError, connection, migrations, transaction
from django.db.migrations.state import ProjectState

from accounts.fields import EncryptedText
from accounts.services import rekeying
from config import triggers

pytestmark = pytest.mark.django_db

KEPT = {
    "accounts_unmasking",
    "casework_chainhead",
    "casework_destroyedfile",
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
    "certificates_apicall",
    "certificates_bulkcheck",
    "certificates_certificate",
    "certificates_edition",
    "certificates_export",
    "certificates_handout",
    "certificates_holdercorrection",
    "certificates_holderdownload",
    "certificates_monthlyreport",
    "certificates_numberimport",
    "certificates_reservednumber",
    "certificates_signingkey",
    "certificates_spoiledblank",
    "certificates_statuschange",
    "certificates_uploadtakenback",
    "filing_opinion",
    "filing_panel",
    "filing_panelmember",
    "filing_submission",
    "filing_supplementitem",
    "papers_export",
    "papers_opening",
    "papers_paper",
    "papers_picture",
    "results_annulment",
    "results_arbitration",
    "results_archiveitem",
    "results_correction",
    "results_hold",
    "results_incident",
    "results_marking",
    "results_result",
    "results_score",
    "results_scoreround",
    "results_subjectresult",
    "results_visitnote",
    "supervision_bar",
    "supervision_chaindigest",
    "supervision_complaint",
    "supervision_complaintbar",
    "supervision_complaintlead",
    "supervision_complaintword",
    "supervision_creditcontest",
    "supervision_credititem",
    "supervision_creditrating",
    "supervision_creditround",
    "supervision_decision",
    "supervision_destruction",
    "supervision_draw",
    "supervision_duerecord",
    "supervision_finding",
    "supervision_findingphoto",
    "supervision_inspector",
    "supervision_integrityfault",
    "supervision_measure",
    "supervision_payanswer",
    "supervision_payrecord",
    "supervision_poolmember",
    "supervision_riskreview",
    "supervision_riskrun",
    "supervision_risksignal",
    "supervision_sending",
    "supervision_sendingmember",
    "supervision_statement",
    "supervision_term",
    "supervision_visit",
    "supervision_visitcorrection",
    "supervision_visitfinding",
    "supervision_visitphoto",
    "supervision_visitrating",
}
BARRED = {"filing_opinion", "filing_panelmember", "results_score"}
TALLIES = {
    "portal_certificatetally",
    "portal_holdertally",
    "portal_holdertouch",
    "portal_resulttally",
}
LIST = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def names() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(LIST[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def test_each_table_of_evidence_has_both_triggers_each_tally_its_three():
    kept = {f"{table}_{rule}" for table in KEPT for rule in ("unchanged", "undeleted")}
    counted = {
        f"{table}_{change}" for table in TALLIES for change in ("insert", "update", "delete")
    }
    assert names() == kept | counted | {f"{table}_barred" for table in BARRED}


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


DEFINITIONS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_functiondef(tgfoid) FROM pg_trigger"
    " WHERE NOT tgisinternal",
}


def test_what_is_encrypted_may_come_under_a_new_key():
    """A trigger that compared it would stop the change of keys on the first such row."""
    with connection.cursor() as cursor:
        cursor.execute(DEFINITIONS[connection.vendor])
        rules = dict(cursor.fetchall())
    stopped = set()
    for model in rekeying.protected_models():
        rule = rules.get(f"{model._meta.db_table}_unchanged", "")
        columns = [f.column for f in model._meta.local_fields if isinstance(f, EncryptedText)]
        whole = "WHEN TRUE" in rule or "IF TRUE" in rule
        stopped |= {(model, c) for c in columns if whole or f'OLD."{c}"' in rule}
    assert stopped == set()


# Put another row in the place of one of the rack: of the first, and of the second.
REPLACE = {
    "sqlite": (
        "INSERT OR REPLACE INTO rack VALUES (1, 3)",
        "UPDATE OR REPLACE rack SET book = 1 WHERE book = 2",
        "INSERT OR REPLACE INTO rack VALUES (2, 3)",
    ),
    "postgresql": (
        "INSERT INTO rack VALUES (1, 3) ON CONFLICT (book) DO UPDATE SET place = 3",
        "DELETE FROM rack WHERE book = 1",
        "DELETE FROM rack WHERE book = 2",
    ),
}


def test_no_other_row_is_put_in_the_place_of_one_that_is_kept():
    """As `INSERT OR REPLACE` and `UPDATE OR REPLACE` would on SQLite."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE rack (book integer PRIMARY KEY, place integer)")
        cursor.execute("INSERT INTO rack VALUES (1, 1), (2, 2)")
    install(triggers.keep("rack", "place", erasable="OLD.place = 2"))
    first, moved, second = REPLACE[connection.vendor]
    assert refused(first)
    assert refused(moved)
    assert not refused(second)
