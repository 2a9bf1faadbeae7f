"""A batch is worked off: certificates are drawn and signed sixteen at a time, written and synced,
and then issued in one transaction.

A piece of work that is done twice issues nothing twice: only numbers that are still reserved are
issued, under the lock of the plan. What a killed worker wrote is named by no row and swept away.
"""

from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from assessment.models import Entry
from casework.enums import FileKind
from casework.models import Job, JobItem, StoredFile
from casework.services import door, files, jobs
from casework.services.files import DamagedFileError, Written
from catalogue.regulations.terms import PlanStep
from certificates import numbers
from certificates.checks import all as checks
from certificates.documents.content import Content
from certificates.enums import CertificateStatus, NumberState, Origin
from certificates.models import Batch, Certificate, Edition, ReservedNumber, StatusChange
from certificates.selectors import holders, issuing
from certificates.services import wording
from config import clock

PIECE = 16  # certificates that are drawn together
REASON = "核发职业技能等级证书"
STOPPED = "结果不再是“已确认”状态，没有核发。"
MOVED = "制证期间此人的资料有改动，没有核发，请再次核发。"
DAMAGED = "照片文件损坏，请更换照片后重试。"


@dataclass(frozen=True)
class Drawn:
    """A certificate whose file lies on the disk."""

    reserved: int
    content: str
    photo: int
    written: Written


@dataclass
class Prepared:
    """What a piece of work came to: the files, and by registration why there is none."""

    drawn: list[Drawn] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)
    signed_by: str = ""


def content_of(row: ReservedNumber, day: date) -> Content:
    """What will stand on the certificate of a reserved number: what its columns will say."""
    return wording.of(_certificate(row, day))


def payloads(batch: Batch) -> list[dict]:
    """The pieces of work of a batch, in the order of the numbers."""
    rows = issuing.open_numbers(batch.plan).order_by("number")
    pks = list(rows.values_list("pk", flat=True))
    parts = [pks[at : at + PIECE] for at in range(0, len(pks), PIECE)]
    return [{"batch": batch.pk, "numbers": part} for part in parts]


def drawn(
    rows: list[ReservedNumber], day: date, *, proof: bool = False
) -> tuple[list[tuple[ReservedNumber, Content, bytes]], dict[int, str]]:
    """The files of these numbers, and by registration why there is none of some."""
    # Here and below, because they need libraries that the rest of the portal can do without.
    from certificates.documents import drawing

    contents, photos, failed = {}, {}, {}
    correcting = holders.open_of(rows[0].plan) if rows else {}
    for row in rows:
        try:
            if said := checks.fault(row.entry, correcting.get(row.entry_id, "")):
                failed[row.entry_id] = said
                continue
            photos[row.number] = files.read(row.entry.photo)
            contents[row] = content_of(row, day)
        except DamagedFileError:
            failed[row.entry_id] = DAMAGED
    made = []
    pages = drawing.draw(list(contents.values()), photos, proof=proof)
    for (row, content), page in zip(contents.items(), pages, strict=True):
        if isinstance(page, drawing.DrawingError):
            failed[row.entry_id] = str(page)
        else:
            made.append((row, content, page))
    return made, failed


def rows_of(pks: list[int]) -> list[ReservedNumber]:
    """Those of these numbers that are still reserved, with what is printed."""
    rows = ReservedNumber.objects.filter(pk__in=pks, state=NumberState.RESERVED)
    rows = rows.select_related("plan__agency", "entry__item__occupation", "entry__photo")
    return list(rows.defer("entry__details", "entry__phone").order_by("number"))


def _batch(item: JobItem) -> Batch:
    rows = Batch.objects.select_related("plan__agency__division", "begun_by")
    return rows.get(pk=item.payload["batch"])


def _prepare(item: JobItem) -> Prepared:
    batch = _batch(item)
    made, failed = drawn(rows_of(item.payload["numbers"]), batch.issued_on)
    prepared = Prepared(failed=failed)
    if not made:
        return prepared
    signer = _signer(batch)
    for row, content, page in made:
        whole = signer.sign(page, reason=REASON, at=clock.now()) if signer else page
        photo = row.entry.photo_id
        prepared.drawn.append(Drawn(row.pk, content.to_json(), photo, files.write(whole)))
    prepared.signed_by = signer.name[:200] if signer else ""
    return prepared


def _signer(batch: Batch):
    if not batch.signed:
        return None
    from certificates import signing

    try:
        return signing.signer_for(batch.plan.agency)
    except signing.SigningError as refused:
        raise jobs.RefusedError(str(refused)) from refused


def _issue(item: JobItem, prepared: Prepared) -> dict:
    batch = _batch(item)
    plan = door.lock([batch.plan_id])[0]
    if plan.state != PlanStep.CONFIRMED:
        raise jobs.RefusedError(STOPPED)
    # Long after the batch began, too: an agency may have been stopped, an objection come in.
    if found := checks.still(plan, batch.issued_on):
        raise jobs.RefusedError("".join(f"{issue.message}{issue.remedy}" for issue in found))
    open_ = ReservedNumber.objects.filter(
        pk__in=[each.reserved for each in prepared.drawn], state=NumberState.RESERVED
    ).select_related("entry__item__occupation", "plan__agency__division")
    by_pk = {row.pk: row for row in open_}
    pairs = [(by_pk[each.reserved], each) for each in prepared.drawn if each.reserved in by_pk]
    correcting = holders.open_of(plan)
    fresh = [
        (row, each)
        for row, each in pairs
        if _is_same(row, each, batch.issued_on) and row.entry_id not in correcting
    ]
    _write(batch, fresh, prepared.signed_by)
    finish(batch)
    done = {row.entry_id for row, _ in fresh}
    moved = {row.entry_id: MOVED for row, _ in pairs if row.entry_id not in done}
    failed = {str(pk): said for pk, said in (prepared.failed | moved).items()}
    return {"issued": len(fresh), "failed": failed}


def _is_same(row: ReservedNumber, drawn: Drawn, day: date) -> bool:
    """Whether the file says what is on record now, under the lock."""
    content = content_of(row, day).to_json()
    return (content, row.entry.photo_id) == (drawn.content, drawn.photo)


def _write(batch: Batch, fresh: list[tuple[ReservedNumber, Drawn]], signed_by: str) -> None:
    now = clock.now()
    made = Certificate.objects.bulk_create(_certificate(row, batch.issued_on) for row, _ in fresh)
    pairs = list(zip(made, fresh, strict=True))
    StatusChange.objects.bulk_create(
        StatusChange(
            certificate=each,
            status=CertificateStatus.VALID,
            since=batch.issued_on,
            at=now,
            by=batch.begun_by,
            reason="核发",
        )
        for each in made
    )
    Edition.objects.bulk_create(
        Edition(
            certificate=each,
            **wording.frozen(drawn.content),
            photo=row.entry.photo,
            file=_file(each, batch, drawn),
            sha256=drawn.written.sha256,
            signed_by=signed_by,
            made_at=now,
            made_by=batch.begun_by,
        )
        for each, (row, drawn) in pairs
    )
    used = {"state": NumberState.ISSUED, "ended_at": now}
    ReservedNumber.objects.filter(pk__in=[row.pk for row, _ in fresh]).update(**used)


def _file(made: Certificate, batch: Batch, drawn: Drawn) -> StoredFile:
    return files.name(
        drawn.written,
        case=batch.plan,
        name=numbers.file_name(made.number),
        kind=FileKind.PDF,
        by=batch.begun_by,
        pages=1,
    )


def _certificate(row: ReservedNumber, day: date) -> Certificate:
    entry: Entry = row.entry
    agency = row.plan.agency
    return Certificate(
        number=row.number,
        origin=Origin.IMPORTED if row.imported else Origin.GENERATED,
        standing_since=day,
        name=entry.name,
        document=entry.document,
        id_number=entry.id_number,
        employer=entry.employer,
        occupation_code=entry.item.occupation.code,
        occupation=entry.item.occupation.name,
        work_type=entry.item.work_type,
        level=entry.item.level,
        agency=agency,
        agency_name=agency.name,
        division_id=agency.division_id,
        issued_on=day,
        plan=row.plan,
        entry=entry,
    )


def finish(batch: Batch) -> bool:
    """Once everybody has a certificate or a reason why not, the batch is over and the plan moves on
    to certified. The caller holds the lock on the plan. Where whoever began has left the agency
    meanwhile, a colleague does the last act."""
    if batch.ended_at is None and not issuing.open_numbers(batch.plan).exists():
        batch.ended_at = clock.now()
        batch.save(update_fields=["ended_at"])
        _certify(batch, batch.begun_by)
    return batch.ended_at is not None


def _certify(batch: Batch, actor: User) -> None:
    try:
        door.perform(batch.plan, "certify", actor=actor)
    except (door.ForbiddenError, door.NotNowError):
        return


def failures(batch: Batch) -> dict[int, str]:
    """By registration why the newest attempt made no certificate."""
    found: dict[int, str] = {}
    if batch.job_id:
        for item in batch.job.items.order_by("pk"):
            if item.error:
                pks = item.payload["numbers"]
                rows = ReservedNumber.objects.filter(pk__in=pks, state=NumberState.RESERVED)
                found |= dict.fromkeys(rows.values_list("entry", flat=True), item.error)
            else:
                found |= {int(pk): said for pk, said in item.result.get("failed", {}).items()}
    open_ = set(issuing.open_numbers(batch.plan).values_list("entry", flat=True))
    return {pk: said for pk, said in found.items() if pk in open_}


def _summary(job: Job, progress: jobs.Progress) -> str:
    batch = Batch.objects.select_related("plan").filter(job=job).first()
    if batch is None:
        return "这批证书已由另一项任务继续核发。"
    issued = Certificate.objects.filter(plan=batch.plan).count()
    left = issuing.open_numbers(batch.plan).count()
    said = f"评价计划 {batch.plan.number}：已核发证书 {issued} 本。"
    if left:
        said += f"有 {left} 人没有核发，原因见核发证书页面，处理后可以继续。"
    return said


ISSUE = jobs.register_job(
    "issue_certificates", "核发证书", _issue, prepare=_prepare, summary=_summary, lease=300
)
