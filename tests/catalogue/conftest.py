"""The whole catalogue for a module, or a small piece of it for a test."""

import csv
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from catalogue.services.loading import load

WHOLE = settings.BASE_DIR / "fixtures" / "catalogue"
PIECE = {
    "3-02-03-01", "4-07-05-01", "4-07-05-02", "4-07-05-03", "4-03-02-01", "4-04-05-05",
    "6-18-02-04", "6-31-01-02", "6-31-01-03", "1-01-00-01",
}  # fmt: skip
PLACES = {"370000", "371500", "371502", "110000", "110101"}


@pytest.fixture(scope="module")
def whole_catalogue(nothing_kept, django_db_blocker):
    """Everything in `fixtures/catalogue/`, loaded once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(WHOLE)
        yield
        transaction.set_rollback(True)


def _filtered(name: str, source: Path, target: Path, keep) -> None:
    with (source / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = [row for row in reader if keep(row)]
    with (target / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames)
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="session")
def piece_folder(tmp_path_factory) -> Path:
    """A folder like `fixtures/catalogue/` with ten occupations and five divisions."""
    folder = tmp_path_factory.mktemp("catalogue")
    kept = {code[:end] for code in PIECE for end in (1, 4, 7, 10)}
    _filtered("occupations.csv", WHOLE, folder, lambda row: row["code"] in kept)
    _filtered("divisions.csv", WHOLE, folder, lambda row: row["code"] in PLACES)
    _filtered("offices.csv", WHOLE, folder, lambda row: row["division_code"] in PLACES)
    for name in ("work_types.csv", "regulated_occupations.csv"):
        _filtered(name, WHOLE, folder, lambda row: row["occupation_code"] in {"", *kept})
    for name in ("edition.toml", "ladders.toml", "conditions.toml"):
        shutil.copy(WHOLE / name, folder)
    head, *standards = (WHOLE / "standards.toml").read_text("utf-8").split("[[standards]]")
    kept_ones = [text for text in standards if re.search(r'"(.+?)"', text)[1] in kept]
    (folder / "standards.toml").write_text("[[standards]]".join([head, *kept_ones]), "utf-8")
    return folder


@pytest.fixture
def copied(piece_folder, tmp_path) -> Path:
    """The piece in a folder that the test may spoil."""
    return Path(shutil.copytree(piece_folder, tmp_path / "catalogue"))


@pytest.fixture
def piece(db, piece_folder) -> None:
    """The piece, loaded."""
    load(piece_folder)
