"""A bulk check in the background: part by part, then the table and the proof.

A part that is done again answers the same; the last one has the files made.
"""

import json
from base64 import b64encode
from collections.abc import Iterator

from casework.models import Job, JobItem
from casework.services import jobs
from certificates.documents import bulk_proof, bulk_sheet
from certificates.documents.bulk_sheet import ABSENT, FAULTY, FOUND, NOT_FOUND, Line
from certificates.enums import BulkFileKind, BulkState
from certificates.models import BulkCheck, BulkFile, Certificate
from certificates.selectors import lookup
from config import clock

LACKING = "有一部分没有核验成功，请重新上传。"
GONE = "这次核验的内容已经清除，请重新上传。"


def _prepare(item: JobItem):
    """The answers of a part, or the finished files; writes nothing."""
    check = BulkCheck.objects.select_related("organisation", "checked_by").get(
        pk=item.payload["check"]
    )
    if "part" not in item.payload:
        return _files(check)
    part = check.parts.filter(sequence=item.payload["part"]).first()
    if part is None:
        raise jobs.RefusedError(GONE)
    return answers([Line(*line) for line in json.loads(part.lines)])


def answers(lines: list[Line]) -> list[list[str]]:
    """The rows of the annotated table for the rows that were sent: one for each certificate."""
    good = [line for line in lines if not line.fault]
    found = dict(
        zip(
            (line.row for line in good),
            lookup.find_many([line.pair for line in good]),
            strict=True,
        )
    )
    return [row for line in lines for row in _answered(line, found.get(line.row, []))]


def _answered(line: Line, certificates: list[Certificate]) -> Iterator[list[str]]:
    typed = [str(line.row), line.name, line.number, line.person]
    if line.fault:
        yield [*typed, FAULTY, line.fault, *[""] * 8]
    elif not certificates:
        yield [*typed, ABSENT, NOT_FOUND, *[""] * 8]
    for each in certificates:
        yield [
            *typed,
            *(FOUND, "" if each.status == "valid" else "证书现在不是有效状态。"),
            *(each.number, each.occupation, each.printed_work_type, each.printed_level),
            *(each.agency_name, each.issued_on.isoformat()),
            *(str(each.get_status_display()), each.standing_since.isoformat()),
        ]


def _keep(item: JobItem, made) -> dict:
    check = BulkCheck.objects.select_for_update().get(pk=item.payload["check"])
    if check.status == BulkState.EXPIRED:
        raise jobs.RefusedError(GONE)
    if "part" not in item.payload:
        return _end(check, made)
    text = json.dumps(made, ensure_ascii=False)
    check.parts.filter(sequence=item.payload["part"]).update(answers=text)
    _count(check, made)
    if not _open_parts(item).exists():
        jobs.follow(item, {"check": check.pk})
    return {}


def _open_parts(item: JobItem):
    """The other parts that are still to be done; the lock on the check lets one item look at a
    time."""
    others = JobItem.objects.filter(job=item.job_id).exclude(pk=item.pk)
    return others.filter(status__in=jobs.OPEN)


def _count(check: BulkCheck, rows: list[list[str]]) -> None:
    """Rows of the file, not certificates: somebody with three counts once."""
    by_row = {row[0]: row[4] for row in rows}
    outcomes = list(by_row.values())
    check.found += outcomes.count(FOUND)
    check.absent += outcomes.count(ABSENT)
    check.faulty += outcomes.count(FAULTY)
    check.save(update_fields=["found", "absent", "faulty"])


def _files(check: BulkCheck) -> dict[str, str]:
    parts = list(check.parts.order_by("sequence"))
    if not all(part.answers for part in parts):
        raise jobs.RefusedError(LACKING)
    rows = [row for part in parts for row in json.loads(part.answers)]
    made = {
        BulkFileKind.TABLE: bulk_sheet.answer(map(tuple, rows)),
        BulkFileKind.PROOF: bulk_proof.render(check, rows, clock.now()),
    }
    return {kind: b64encode(data).decode() for kind, data in made.items()}


def _end(check: BulkCheck, made: dict[str, str]) -> dict:
    check.files.all().delete()
    BulkFile.objects.bulk_create(
        BulkFile(check_of=check, kind=kind, content=content) for kind, content in made.items()
    )
    check.status, check.ended_at = BulkState.DONE, clock.now()
    check.save(update_fields=["status", "ended_at"])
    return {}


def _summary(job: Job, progress: jobs.Progress) -> str:
    check = BulkCheck.objects.get(job=job)
    if check.status != BulkState.DONE:
        return "没有完成，请重新上传。"
    return (
        f"“{check.name}”共 {check.total} 行：查到 {check.found} 行，没有查到 {check.absent} 行，"
        f"填写有误 {check.faulty} 行。"
    )


BULK = jobs.register_job(
    "certificate-bulk", "批量核验证书", _keep, prepare=_prepare, summary=_summary, lease=300
)
