"""The electronic signature of a PDF, in words."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from certificates import signing
from certificates.signing import Signature, UnreadableFileError

REMEMBERED = 10 * 60  # seconds; a key may be retired meanwhile


@dataclass(frozen=True)
class Seal:
    """Whether a file is signed, by whom, and whether anything was changed since. `claimed`: it
    bears the name of a key of this portal, whether the signature holds or not."""

    label: str
    tone: str
    said: str
    intact: bool = False
    signer: str = ""
    at: datetime | None = None
    claimed: bool = False


UNSIGNED = Seal("没有电子签名", "neutral", "文件没有电子签名。")
UNREADABLE = Seal("无法检查签名", "warn", "文件的签名无法读取。")
BROKEN = "签名之后文件被改动过，签名已经失效。"
FOREIGN = "签名不是由登记的评价机构所作，不能证明文件是真的。"


def of(pdf: bytes) -> Seal:
    """The signature of a file, whoever sent it; a hostile file is looked at in a process of its
    own (`certificates.signing.verify`)."""
    try:
        return _told(signing.verify(pdf))
    except UnreadableFileError:
        return UNREADABLE


def of_stored(pdf: bytes) -> Seal:
    """The same of a file of ours, which many may scan: remembered for a while by its digest."""
    key = f"certificate-seal:{hashlib.sha256(pdf).hexdigest()}"
    seal = cache.get(key)
    if not isinstance(seal, Seal):
        seal = of(pdf)
        cache.set(key, seal, REMEMBERED)
    return seal


def _told(found: Signature) -> Seal:
    if not found.count:
        return UNSIGNED
    who = {"signer": found.signer, "at": found.at, "claimed": found.claimed}
    if not (found.intact and found.whole and found.count == 1):
        return Seal("签名失效", "danger", BROKEN, **who)
    if not found.trusted:
        return Seal("签名人不可信", "danger", FOREIGN, **who)
    said = f"由{found.agency or found.signer}签名，签名后没有改动。"
    return Seal("签名有效", "ok", said, intact=True, **who)
