"""The next edition of a certificate after a correction or a reissue.

It is drawn and signed by a job, outside the lock of the case; edition, columns and state of the
certificate appear in one transaction. The edition before is kept as it was issued.
"""

import json
from dataclasses import dataclass, replace

from accounts.identity import DocumentKind
from accounts.models import User
from casework.enums import FileKind
from casework.models import Case, Job, JobItem, StoredFile
from casework.services import door, files, jobs
from certificates import numbers
from certificates.documents.content import NO_WORK_TYPE, Content
from certificates.documents.drawing import DrawingError, draw
from certificates.enums import ChangePurpose, ChangeState, UploadState
from certificates.models import Certificate, CertificateChange, Edition
from certificates.services import standing, wording
from certificates.signing import SigningError, signer_for
from config import clock
from filing.models import Agency

REISSUED = "补发"
NOT_WAITING = "这件变更不在制证，没有再次制证。"
COLUMNS = ("name", "document", "id_number", "employer", "work_type")


@dataclass(frozen=True)
class Drawn:
    """A document as a job made it, with the content it was made from."""

    content: Content
    data: bytes
    signed_by: str


def latest(certificate: Certificate) -> Edition:
    """The edition in force."""
    return certificate.editions.select_related("photo").order_by("-sequence").first()


def is_used(serial: str, agency: Agency | None) -> bool:
    """Whether a blank of that print serial was used by the agency before."""
    rows = Edition.objects.filter(print_serial=serial)
    return rows.filter(certificate__agency=agency).exists()


def begin(case: CertificateChange, *, actor: User) -> Job:
    """Have the document of a change drawn."""
    return jobs.start(DRAW, [{"change": case.pk}], created_by=actor)


def next_content(case: CertificateChange, certificate: Certificate) -> Content:
    """What the next edition says: what the last one said, with what the change is about."""
    said = _as_issued(certificate)
    changed = json.loads(case.wanted) if case.wanted else {}
    if "document" in changed:
        changed["document"] = str(DocumentKind(changed["document"]).label)
    if "work_type" in changed:
        changed["work_type"] = changed["work_type"] or NO_WORK_TYPE
    changed.pop("employer", None)  # not printed
    if case.purpose == ChangePurpose.REISSUE:
        changed |= {"print_serial": case.print_serial, "remark": REISSUED}
    return replace(said, **changed)


def _as_issued(certificate: Certificate) -> Content:
    """The content of the last edition."""
    try:
        return Content.from_json(latest(certificate).content)
    except ValueError:
        return wording.of(certificate)


def photo_of(case: CertificateChange) -> StoredFile | None:
    """The new portrait, else that of the last edition."""
    return case.photo or latest(case.certificate).photo


def _prepare(item: JobItem) -> Drawn:
    case = _loaded(item)
    if case.state != ChangeState.MAKING:
        raise jobs.RefusedError(NOT_WAITING)
    certificate = case.certificate
    content, photo = next_content(case, certificate), photo_of(case)
    if photo is None:
        raise jobs.RefusedError("证书没有照片，不能制证。请先更正照片。")
    drawn = draw([content], {content.number: files.read(photo)})[0]
    if isinstance(drawn, DrawingError):
        raise jobs.RefusedError(str(drawn))
    if not latest(certificate).signed_by:
        return Drawn(content, drawn, "")
    try:
        signer = signer_for(certificate.agency)
        signed = signer.sign(drawn, reason=str(case.get_purpose_display()), at=clock.now())
    except SigningError as refused:
        raise jobs.RefusedError(str(refused)) from refused
    return Drawn(content, signed, signer.name)


def _keep(item: JobItem, drawn: Drawn) -> dict:
    case = _loaded(item)
    try:
        door.perform(case, "finish", actor=door.SYSTEM, drawn=drawn)
    except door.NotNowError as refused:
        raise jobs.RefusedError(NOT_WAITING) from refused
    return {"certificate": case.certificate.number}


def finish(case: CertificateChange, *, drawn: Drawn, **_) -> dict:
    """The document is there: the edition appears. Raises ValidationError where the certificate was
    revoked meanwhile."""
    certificate = standing.lock(case.certificate)
    standing.demand_valid(certificate)
    edition = write(case, certificate, drawn)
    return {"edition": edition.sequence, "sha256": edition.sha256}


def write(case: CertificateChange, certificate: Certificate, drawn: Drawn | None = None) -> Edition:
    """The next edition and what it makes of the columns of the certificate, which is locked. One
    without a document (of an earlier system) keeps its data alone."""
    last = latest(certificate)
    content = drawn.content if drawn else next_content(case, certificate)
    file = _stored(case, certificate, drawn.data, last.sequence + 1) if drawn else None
    edition = Edition.objects.create(
        certificate=certificate,
        sequence=last.sequence + 1,
        **wording.frozen(content.to_json()),
        photo=photo_of(case),
        file=file,
        sha256=file.sha256 if file else "",
        signed_by=drawn.signed_by if drawn else "",
        print_serial=content.print_serial,
        remark=content.remark,
        change_id=case.pk,
        made_at=clock.now(),
        made_by=case.decided_by,
    )
    _correct(certificate, json.loads(case.wanted) if case.wanted else {})
    return edition


def _stored(case: Case, certificate: Certificate, data: bytes, sequence: int) -> StoredFile:
    """Beside the first edition, where those lie who may open it; else with the change."""
    return files.keep(
        data,
        case=case,
        name=numbers.file_name(certificate.number, sequence),
        kind=FileKind.PDF,
        by=case.decided_by,
        pages=1,
    )


def _correct(certificate: Certificate, wanted: dict[str, str]) -> None:
    """The columns as the new edition has them; what was uploaded is to be uploaded anew."""
    if not wanted:
        return
    for name, value in wanted.items():
        setattr(certificate, name, value)
    certificate.upload = UploadState.NONE
    certificate.uploaded_on = certificate.national_on = None
    certificate.save(update_fields=[*COLUMNS, "id_hash", "upload", "uploaded_on", "national_on"])


def _loaded(item: JobItem) -> CertificateChange:
    rows = CertificateChange.objects.select_related("certificate__agency", "photo", "decided_by")
    return rows.get(pk=item.payload["change"])


def _summary(job: Job, progress: jobs.Progress) -> str:
    item = job.items.first()
    if progress.failed and item:
        return f"没有制成：{item.error}"
    return f"证书 {item.result['certificate']} 的新版本已制成。"


DRAW = jobs.register_job(
    "certificate_change_draw",
    "制作证书新版本",
    _keep,
    prepare=_prepare,
    summary=_summary,
    lease=300,
)
