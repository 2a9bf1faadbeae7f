"""Stored files: written whole or not at all, found by their row alone.

Bytes and rows share no transaction. So the bytes are first written, synced and renamed, then the
row is saved in the caller's transaction; rolled back, it leaves bytes that nothing names, and
`sweep` takes them away.
"""

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from accounts.models import User
from casework.enums import FileKind
from casework.models import Case, DestroyedFile, StoredFile
from config import clock

DAY = 24 * 60 * 60
UNFINISHED = ".part"


class DamagedFileError(Exception):
    """The bytes on disk are gone or no longer what was stored. The text is Chinese."""


def root() -> Path:
    """The folder of all stored files; no web server serves it."""
    return Path(settings.MEDIA_ROOT) / "evidence"


def path_of(file_id: UUID) -> Path:
    """Where the bytes of a file lie: made of its random id and nothing that anybody typed."""
    name = file_id.hex
    return root() / name[:2] / name


@dataclass(frozen=True)
class Written:
    """Bytes that lie on the disk and that no row names yet."""

    id: UUID
    size: int
    sha256: str


def write(data: bytes) -> Written:
    """Write bytes before the transaction that names them (`name`): what takes long shall not hold
    its locks. Where that never comes about, `sweep` takes them away."""
    file_id = uuid4()
    _write(path_of(file_id), data)
    return Written(file_id, len(data), hashlib.sha256(data).hexdigest())


def name(
    written: Written,
    *,
    case: Case,
    name: str,
    kind: FileKind,
    by: User | None,
    pages: int | None = None,
) -> StoredFile:
    """Give written bytes their row. Answers it, saved."""
    return StoredFile.objects.create(
        id=written.id,
        case_id=case.pk,
        name=name,
        kind=kind,
        size=written.size,
        sha256=written.sha256,
        pages=pages,
        stored_by=by,
        stored_at=clock.now(),
    )


def keep(data: bytes, **told) -> StoredFile:
    """Store bytes that were inspected or made by ourselves; `told` is what `name` asks for.
    Answers the saved row."""
    return name(write(data), **told)


def read(file: StoredFile) -> bytes:
    """The bytes as they were stored. Raises DamagedFileError for any other."""
    try:
        data = path_of(file.id).read_bytes()
    except OSError as error:
        raise DamagedFileError("文件暂时无法读取，请联系系统管理员。") from error
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise DamagedFileError("文件与入库时不一致，已停止提供。请联系系统管理员。")
    return data


def destroy(file: StoredFile, *, under: Case) -> None:
    """Destroy the bytes once the caller's transaction is written; the row says under which case,
    and `sweep` does again what a crash left undone. Whether that is allowed, the caller has asked.
    Raises IntegrityError for a file that was destroyed before."""
    DestroyedFile.objects.create(file=file, under_id=under.pk, on=clock.today())
    transaction.on_commit(lambda: path_of(file.id).unlink(missing_ok=True), robust=True)


def sweep(older_than: int = DAY) -> list[Path]:
    """Remove bytes without a row, bytes that were to be destroyed, and unfinished writes, where
    they are older than so many seconds."""
    # The disk's own clock: the demo world's clock may stand elsewhere.
    before = time.time() - older_than
    old = [path for path in _all() if path.stat().st_mtime < before]
    named = {path: UUID(path.name) for path in old if path.suffix != UNFINISHED}
    kept = StoredFile.objects.filter(destroyed=None)
    kept = kept.exclude(material__destroyed_on__isnull=False)
    known = set(kept.filter(pk__in=named.values()).values_list("pk", flat=True))
    orphans = [path for path in old if named.get(path) not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return orphans


def _all() -> Iterator[Path]:
    return (path for path in root().glob("[0-9a-f][0-9a-f]/*") if path.is_file())


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = target.with_suffix(UNFINISHED)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
