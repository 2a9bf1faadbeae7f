"""A database in memory is made from the migrations once and copied from then on.

Rendering their history takes half a minute, more than most runs of a few tests. The copy lies under
`var/` and is known by the digest of all that it was made from; `migrate` then finds nothing to do.
"""

import hashlib
import os
import sqlite3
from pathlib import Path

import django
from django.conf import settings
from django.db.backends.sqlite3.creation import DatabaseCreation

_create, _migrate = DatabaseCreation._create_test_db, DatabaseCreation.create_test_db


def copy_of() -> Path:
    root = Path(settings.BASE_DIR)
    sources = [*root.glob("*/migrations/*.py"), *root.glob("tests/casework/*/*.py")]
    digest = hashlib.sha256(f"{django.__version__} {settings.INSTALLED_APPS}".encode())
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return settings.VAR_DIR / "test-database" / f"{digest.hexdigest()[:32]}.sqlite3"


def create_from_copy(self, *args, **kwargs):
    name = _create(self, *args, **kwargs)
    path = copy_of()
    if self.is_in_memory_db(name) and path.exists():
        self.connection.close()
        self.connection.settings_dict["NAME"] = name
        self.connection.ensure_connection()
        with sqlite3.connect(path) as source:
            source.backup(self.connection.connection)
    return name


def migrate_and_copy(self, *args, **kwargs):
    name = _migrate(self, *args, **kwargs)
    path = copy_of()
    if self.is_in_memory_db(name) and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("*.sqlite3"):
            old.unlink(missing_ok=True)
        partial = path.with_suffix(f".{os.getpid()}")
        with sqlite3.connect(partial) as target:
            self.connection.connection.backup(target)
        partial.rename(path)
    return name


DatabaseCreation._create_test_db = create_from_copy
DatabaseCreation.create_test_db = migrate_and_copy
