"""A signature read back: of our own files, and of whatever strangers send (`/verify/file/`)."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from casework.services.inspection import probes
from certificates.models import SigningKey
from certificates.signing import authority
from filing.models import Agency

PROBE = Path(__file__).with_name("signature_probe.py")
MOST_BYTES = 10 * 1024 * 1024
SECONDS = 45  # the processor's time is what bounds it; an honest file may wait on a busy machine
MAGIC = b"%PDF-"
HEAD = 1024  # within which a PDF begins
REASONS = {
    "none": "这不是 PDF 文件。请选择证书的 PDF 原件。",
    "size": "文件超过 10 MB，不会是证书的 PDF 原件。请选择下载时得到的文件。",
    "encrypted": "文件设有密码或权限限制，无法核验。请选择下载时得到的原件。",
    "pages": "文件页数过多，不会是证书的 PDF 原件。请选择下载时得到的文件。",
    "damaged": "文件不完整或已损坏，无法核验。请重新下载证书后再试。",
    "heavy": "文件结构过于复杂，无法核验。请选择下载时得到的原件。",
}


class UnreadableFileError(Exception):
    """This file cannot be checked. The text says in Chinese why, and what to do."""


@dataclass(frozen=True)
class Signature:
    """What a file's last signature says. `count` 0: it bears none."""

    count: int
    intact: bool = False  # what it covers is as it was signed
    whole: bool = False  # it covers the file to its end
    trusted: bool = False  # by a key known here, good at the time
    claimed: bool = False  # names a key known here, whether the signature holds or not
    signer: str = ""
    agency: Agency | None = None
    at: datetime | None = None  # as the signature says
    stamped_at: datetime | None = None  # as an outside authority says

    @property
    def good(self) -> bool:
        """Signed once by a known agency, and not changed since."""
        return self.count == 1 and self.intact and self.whole and self.trusted


def verify(pdf: bytes) -> Signature:
    """What the signature of a file is. Raises UnreadableFileError. Safe with hostile files: it is
    read by a process of its own, bounded in size, memory and time."""
    if len(pdf) > MOST_BYTES:
        raise UnreadableFileError(REASONS["size"])
    if MAGIC not in pdf[:HEAD]:
        raise UnreadableFileError(REASONS["none"])
    answer = probes.ask(PROBE, pdf, *map(str, authority.roots()), seconds=SECONDS)
    told = {"unreadable": answer} if answer == probes.HEAVY else json.loads(answer)
    if reason := told.pop("unreadable", ""):
        raise UnreadableFileError(REASONS[reason])
    count = told.pop("signatures")
    return _judged(count, **told) if count else Signature(0)


def _judged(
    count: int,
    *,
    intact: bool,
    whole: bool,
    trusted: bool,
    signer: str,
    fingerprint: str,
    at: str,
    stamped_at: str,
) -> Signature:
    """A key counts that is kept here and was neither run out nor retired on the day."""
    key = SigningKey.objects.filter(fingerprint=fingerprint).select_related("agency").first()
    moment = datetime.fromisoformat(at) if at else None
    known = trusted and moment is not None and key is not None and key.was_good(moment)
    return Signature(
        count=count,
        intact=intact,
        whole=whole,
        trusted=known,
        claimed=key is not None,
        signer=signer,
        agency=key.agency if key and known else None,
        at=moment,
        stamped_at=datetime.fromisoformat(stamped_at) if stamped_at else None,
    )
