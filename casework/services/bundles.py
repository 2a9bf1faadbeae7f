"""Big files that a job makes of parts: whole or not at all, readable by the portal alone.

They are no stored files of a case, which stay for ever: they hold the ID numbers of everybody, and
can be made again at any time. The row that says what a bundle is has a random `folder` and, once it
is whole, its `sha256`.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

from django.conf import settings

DAY = 24 * 60 * 60
UNFINISHED = ".unfinished"


class Row(Protocol):
    folder: UUID
    sha256: str


@dataclass(frozen=True)
class Bundles:
    """The bundles of one kind. `name` is their folder, `whole_name` that of the finished file;
    `alive(folders)` answers which of these a row still names that is finished or in work."""

    name: str
    whole_name: str
    alive: Callable[[Iterable[UUID]], Iterable[UUID]]

    def root(self) -> Path:
        """The folder of all; no web server serves it."""
        return Path(settings.MEDIA_ROOT) / self.name

    def folder(self, name: UUID) -> Path:
        """Where the bytes of one lie: made of its random name alone."""
        return self.root() / name.hex

    def part(self, name: UUID, number: int) -> Path:
        """Where a part of one lies."""
        return self.folder(name) / f"part-{number:06d}"

    def whole(self, name: UUID) -> Path:
        """Where the finished file lies."""
        return self.folder(name) / self.whole_name

    def is_whole(self, row: Row) -> bool:
        """Whether the bytes of a finished one are there as they were made."""
        try:
            return digest_of(self.whole(row.folder)) == row.sha256
        except OSError:
            return False

    def drop_parts(self, name: UUID) -> None:
        """Take away what the whole was made of, and what dead workers left."""
        for path in self.folder(name).iterdir():
            if path.name != self.whole_name:
                path.unlink(missing_ok=True)

    def destroy(self, name: UUID) -> None:
        """Take everything of one away; what is gone is no error."""
        shutil.rmtree(self.folder(name), ignore_errors=True)

    def sweep(self, older_than: int = DAY) -> list[UUID]:
        """Remove what is neither finished nor in work and nobody has written to for so many
        seconds."""
        # The disk's own clock: the demo world's clock may stand elsewhere.
        before = time.time() - older_than
        folders = [path for path in self.root().glob("*") if path.is_dir()]
        named = {UUID(path.name) for path in folders if path.stat().st_mtime < before}
        orphans = sorted(named - set(self.alive(named)))
        for name in orphans:
            self.destroy(name)
        return orphans


def write(target: Path, fill: Callable[[Path], object]) -> None:
    """Let `fill(path)` write a file that then becomes `target` in one step."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = target.with_name(f"{target.name}-{uuid4().hex}{UNFINISHED}")
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        fill(unfinished)
        _sync(unfinished)
        unfinished.replace(target)
        _sync(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
