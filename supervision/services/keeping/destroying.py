"""What was approved is destroyed, and leaves its certificate (销毁清册)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from casework.enums import FileKind
from casework.services import door, files, timeline
from casework.services.materials import destroy as destroy_paper
from config import clock
from printing import pdf
from results.services import archiving
from supervision.documents import destruction as document
from supervision.enums import DestroyMethod, RecordSource
from supervision.models import Destruction, DueRecord
from supervision.services.keeping import erasing, proposing

ALL_KEPT = "清册中的档案现在都不能销毁，没有销毁任何档案。"
LIES_OUTSIDE = "清册中有纸质或系统以外的档案，请写明实际的销毁方式。"
WRONG_DAY = "销毁日期应在批准之日至今天之间。"


def destroy(
    case: Destruction, *, actor: User, method: str, done_on: date, place: str, witness: str, **_
) -> dict:
    """Destroy what was approved: files leave the disk, personal text becomes unreadable, what lies
    outside is recorded as destroyed. Holds are asked anew under the lock of every case concerned,
    so one that was placed a moment ago keeps its records; those go back to the list.

    Inside the door. Raises ValidationError where nothing at all may go, for an odd day or method.
    """
    records = list(proposing.records_of(case))
    _refuse_odd(case, records, method, done_on)
    door.lock(sorted({row.case_id for row in records}))
    records = list(proposing.records_of(case))
    kept = proposing.why_kept(records)
    gone = [row for row in records if row.pk not in kept]
    if not gone:
        raise ValidationError([ALL_KEPT, *kept.values()])
    told = [_gone(row, actor, case) for row in gone]
    told += [
        proposing.line(row) | {"result": "kept", "why": kept[row.pk]}
        for row in records
        if row.pk in kept
    ]
    DueRecord.objects.filter(pk__in=kept).update(destruction=None)
    DueRecord.objects.filter(pk__in=[row.pk for row in gone]).update(destroyed_on=clock.today())
    case.method, case.place, case.witness = DestroyMethod(method), place, witness
    case.destroyed_by, case.destroyed_at = actor, clock.now()
    case.outcome = timeline.canonical({"done_on": done_on.isoformat(), "records": told})
    case.outcome_sha256 = timeline.sha256(case.outcome)
    case.certificate = _certificate(case, actor)
    return {
        "destroyed": len(gone),
        "kept": len(kept),
        "outcome_sha256": case.outcome_sha256,
        "certificate_sha256": case.certificate.sha256,
    }


def _refuse_odd(case: Destruction, records: list[DueRecord], method: str, done_on: date) -> None:
    wrong = {}
    if not timezone.localdate(case.approved_at) <= done_on <= clock.today():
        wrong["done_on"] = WRONG_DAY
    if method == DestroyMethod.SYSTEM and not proposing.is_only_here(records):
        wrong["method"] = LIES_OUTSIDE
    if wrong:
        raise ValidationError(wrong)


def _gone(row: DueRecord, actor: User, case: Destruction) -> dict:
    """Destroy one record; answers what the certificate tells of it."""
    told = proposing.line(row) | {"result": "destroyed"}
    if row.source == RecordSource.ARCHIVE:
        archiving.destroy(row.archive_item, actor=actor, under=case)
    elif row.source == RecordSource.MATERIAL:
        destroy_paper(row.material, actor=actor, under=case, may=lambda user, paper: True)
    else:
        told["manifest"] = erasing.erase(row.plan, actor=actor, office=case.keeper, under=case)
        told["sha256"] = timeline.fingerprint(told["manifest"])
        told["count"] = len(told["manifest"]["files"])
    return told


def _certificate(case: Destruction, actor: User):
    try:
        content = pdf.render(document.TEMPLATE, document.context(case))
    except pdf.UndefinedVariableError:
        raise
    except pdf.PrintError as refused:
        raise ValidationError(str(refused)) from refused
    name = f"档案销毁清册 {case.number}.pdf"
    return files.keep(content, case=case, name=name, kind=FileKind.PDF, by=actor)
