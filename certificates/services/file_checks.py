"""A PDF that somebody sends: is it a certificate of ours, as it was issued, and in force?

Ours is what has the digest of an edition, byte for byte. Anything else that names a certificate and
its holder rightly is no longer what was issued, and what it says is compared with the record. To
whoever does not name both, nothing is told: a file made up around a number is no way to learn what
stands under it.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from casework.services.inspection import RefusedFile
from certificates.documents.content import Content
from certificates.enums import Verdict
from certificates.frames import comparison
from certificates.frames import lookup as frame
from certificates.frames.comparison import Compared
from certificates.models import Certificate, Edition
from certificates.selectors import lookup
from certificates.services import signatures
from certificates.services.file_reading import fields_of
from certificates.services.signatures import Seal

SAID = {
    Verdict.ORIGINAL: "文件与签发时存档的文件完全一致，没有被改动。",
    Verdict.OLDER: "文件是真的，但已经不是最新版本，请以最新版本为准。",
    Verdict.UNKNOWN: (
        "文件不是本系统签发的电子证书，或者文件上的姓名与证书编号不符，不能证明是真的。"
        "纸质证书、扫描件和照片请按姓名和证书编号查询。"
    ),
}
ALTERED = "文件不是签发时的文件，以下标出的内容与登记的不同。"
COPIED = (
    "文件不是签发时的文件：文字与登记的相同，但照片、签名等其他部分可能被改动，"
    "不能作为电子证书使用。"
)


@dataclass(frozen=True)
class FileCheck:
    """What came of it. `card` is none for a file that is not ours at all."""

    verdict: Verdict
    said: str
    sha256: str
    seal: Seal
    card: frame.Card | None = None
    compared: tuple[Compared, ...] = ()
    edition: int = 0

    @property
    def is_authentic(self) -> bool:
        """As it was issued, the newest edition, and in force."""
        return bool(self.verdict == Verdict.ORIGINAL and self.card and self.card.is_valid)

    @property
    def tone(self) -> str:
        if self.verdict == Verdict.ORIGINAL and self.card:
            return self.card.tone
        return "warn" if self.verdict == Verdict.OLDER else "danger"

    @property
    def differing(self) -> list[Compared]:
        return [each for each in self.compared if not each.same]


def check(data: bytes, admit: Callable[[str], None]) -> FileCheck:
    """Tell what the file is. `admit` is asked before the file's own word for a certificate number
    is tried, and may stop it. Raises RefusedFile for what is no readable PDF, and what `admit`
    raises. Nothing of the file is kept."""
    digest = hashlib.sha256(data).hexdigest()
    known = Edition.objects.filter(sha256=digest).order_by("-pk").first()
    if known:
        return _issued(known, data, digest)
    said = fields_of(data)
    seal = signatures.of(data)
    found = _claimed(said, admit)
    if found is None:
        return FileCheck(Verdict.UNKNOWN, SAID[Verdict.UNKNOWN], digest, seal)
    compared = comparison.compare(said, comparison.recorded(found))
    text = COPIED if all(each.same for each in compared) else ALTERED
    return FileCheck(Verdict.FORGED, text, digest, seal, frame.of(found), tuple(compared))


def _issued(edition: Edition, data: bytes, digest: str) -> FileCheck:
    certificate = lookup.shown([edition.certificate_id])[0]
    newest = certificate.editions.all()[0]
    verdict = Verdict.ORIGINAL if newest.pk == edition.pk else Verdict.OLDER
    printed = comparison.printed(Content.from_json(edition.content))
    return FileCheck(
        verdict,
        SAID[verdict],
        digest,
        signatures.of(data),
        frame.of(certificate),
        tuple(comparison.compare(printed, comparison.recorded(certificate))),
        edition.sequence,
    )


def _claimed(said: dict[str, str], admit: Callable[[str], None]) -> Certificate | None:
    """The certificate whose number and name the file gives; none where they do not go together."""
    asked = lookup.Asked.of(said.get("number", ""))
    if not asked.certificate:
        return None
    admit(asked.key)
    found = lookup.find(said.get("name", ""), asked.certificate)
    return lookup.shown(found)[0] if found else None


__all__ = ["FileCheck", "RefusedFile", "check"]
