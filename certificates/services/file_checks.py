"""A PDF that somebody sends: is it a certificate of ours, as it was issued, and in force?

Ours is what has the digest of an edition, byte for byte. Anything else that is about a certificate
of ours (`file_evidence`) is no longer what was issued: it is called so, with what differs. What is
on record is told to whom the pages of the lookup would tell it. A file made up around a number
learns that there is such a number and that the name is another's, which anybody may know.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from casework.services.inspection import RefusedFile
from certificates.documents.content import Content
from certificates.enums import Verdict
from certificates.frames import comparison
from certificates.frames import lookup as frame
from certificates.frames.comparison import Compared
from certificates.models import Certificate, Edition
from certificates.selectors import lookup
from certificates.services import file_evidence as evidence
from certificates.services import file_reading, signatures
from certificates.services.file_reading import Reading
from certificates.services.signatures import Seal

SAID = {
    Verdict.ORIGINAL: "文件与签发时存档的文件完全一致，没有被改动。",
    Verdict.OLDER: "文件是真的，但已经不是最新版本，请以最新版本为准。",
    Verdict.FILELESS: (
        "文字与登记的相同，但本系统没有这本证书的电子文件，不能证明文件是原件，请以登记内容为准。"
    ),
    Verdict.UNKNOWN: (
        "文件不是本系统签发的电子证书，不能证明是真的。"
        "纸质证书、扫描件和照片请按姓名和证书编号查询。"
    ),
}
ALTERED = "文件不是签发时的文件，以下标出的内容与登记的不同。"
COPIED = (
    "文件不是签发时的文件：文字与登记的相同，但照片、签名等其他部分可能被改动，"
    "不能作为电子证书使用。如果是另存或打印生成的，请改用签发时的原文件。"
)
ANOTHERS = "文件上的证书编号有登记，但不属于文件上的这个人。登记的内容不在这里显示。"
SIGNED = "文件带有本系统的签名信息，但不是签发的任何一份证书。"
ADDED = "签发时的文件还完整地在这份文件里，后面又追加了内容，看到的可能是追加的。"
PROOF = "这是核发前的样张，不是证书。"
PICTURE = "页面上没有可以核对的文字，像是扫描件或照片。"
IS_PROOF = "样张"  # what its title ends in


@dataclass(frozen=True)
class FileCheck:
    """What came of it. `card` is none for a file that is not ours at all, and where it does not
    show that its bearer may know the record. `traces` are what else betrays a change."""

    verdict: Verdict
    said: str
    sha256: str
    seal: Seal
    card: frame.Card | None = None
    compared: tuple[Compared, ...] = ()
    edition: int = 0
    traces: tuple[str, ...] = ()

    @property
    def is_authentic(self) -> bool:
        """As it was issued, the newest edition, and in force."""
        return bool(self.verdict == Verdict.ORIGINAL and self.card and self.card.is_valid)

    @property
    def tone(self) -> str:
        if self.verdict == Verdict.ORIGINAL and self.card:
            return self.card.tone
        return "danger" if self.verdict in (Verdict.FORGED, Verdict.UNKNOWN) else "warn"

    @property
    def differing(self) -> list[Compared]:
        return [each for each in self.compared if not each.same]


def check(data: bytes, admit: Callable[[str], None]) -> FileCheck:
    """Tell what the file is. `admit` is asked before the file's own word for a number is tried,
    and may stop it. Raises RefusedFile for what is no readable PDF, and what `admit` raises.
    Nothing of the file is kept."""
    digest = hashlib.sha256(data).hexdigest()
    known = Edition.objects.filter(sha256=digest).order_by("-pk").first()
    if known:
        return _issued(known, data, digest)
    origin = evidence.within(data)
    try:
        reading = file_reading.read(data)
    except RefusedFile:
        if origin is None:
            raise
        reading = Reading(
            {}
        )  # what was added makes it unreadable; what it was is known all the same
    seal = signatures.of(data)
    if origin:
        found = lookup.shown([origin.certificate_id])[0]
        return _forged(found, reading, FileCheck(Verdict.FORGED, ADDED, digest, seal))
    unknown = FileCheck(Verdict.UNKNOWN, SAID[Verdict.UNKNOWN], digest, seal)
    return _told(reading, unknown, admit)


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


def _told(reading: Reading, unknown: FileCheck, admit: Callable[[str], None]) -> FileCheck:
    """Of a file that is none of ours by its bytes: by what stands on it."""
    if reading.title.endswith(IS_PROOF):
        return replace(unknown, said=PROOF)
    if not reading.fields:
        return replace(unknown, traces=(PICTURE,))
    if found := evidence.named(reading, admit) or evidence.coded(reading):
        return _forged(found, reading, replace(unknown, verdict=Verdict.FORGED, said=""))
    traces = tuple(evidence.traces(reading, None))
    for number in (reading.fields.get("number", ""), evidence.titled(reading)):
        if known := lookup.by_number(number):
            compared = tuple(comparison.withheld(reading.fields, known.number))
            return replace(
                unknown, verdict=Verdict.FORGED, said=ANOTHERS, compared=compared, traces=traces
            )
    if unknown.seal.claimed:
        return replace(unknown, verdict=Verdict.FORGED, said=SIGNED, traces=traces)
    return unknown


def _forged(found: Certificate, reading: Reading, check: FileCheck) -> FileCheck:
    """The file beside the record that its bearer may know."""
    compared = tuple(comparison.compare(reading.fields, comparison.recorded(found)))
    same = all(each.same for each in compared)
    check = replace(
        check,
        said=check.said or (COPIED if same else ALTERED),
        card=frame.of(found),
        compared=compared,
        traces=tuple(evidence.traces(reading, found)),
    )
    if same and not any(edition.sha256 for edition in found.editions.all()):
        return replace(check, verdict=Verdict.FILELESS, said=SAID[Verdict.FILELESS], traces=())
    return check


__all__ = ["FileCheck", "RefusedFile", "check"]
