"""What inspectors write down on site: kept as it is typed, then handed in (LN-14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from casework.enums import FileKind
from casework.services import door, files
from casework.services.inspection import Inspected
from casework.services.publications import personal_number
from config import clock
from supervision.enums import InspectionState, PointAnswer, Severity
from supervision.models import CheckAnswer, Finding, FindingPhoto, Inspection
from supervision.models.inspection_parties import inspects
from supervision.selectors import inspections as reads

WORDS = "words"
LONGEST = 4000
KINDS = (FileKind.JPG, FileKind.PNG, FileKind.PDF)
MOST_PHOTOS = 6  # of a finding
MOST_FINDINGS = 100
CLOSED = "检查记录已经提交，或检查还没有开始，现在不能填写。"
NOT_YOURS = "只有参加这次检查的人员可以填写检查记录。"
PHOTOS = "请选择 jpg、png 照片或 pdf。"


@dataclass(frozen=True)
class Found:
    """A problem as it is written down."""

    text: str
    severity: str
    point: str = ""
    demand: str = ""


def save(case: Inspection, name: str, value: str, *, actor: User) -> None:
    """Keep one field of the record: `words`, or the answer to a point by its key.

    Who may: the inspectors, while they inspect. Raises ForbiddenError, NotNowError, ValidationError
    for what is no answer or too long.
    """
    value = value.replace("\r\n", "\n")
    with transaction.atomic():
        locked = _writable(case, actor)
        if name == WORDS:
            refuse_text({WORDS: value}, LONGEST)
            locked.words = value
            locked.save(update_fields=["words"])
            return
        if name not in {point.key for point in reads.points_of(locked)}:
            raise ValidationError("没有这个检查要点，请刷新页面。")
        if value not in PointAnswer.values:
            raise ValidationError("请选择符合、不符合或不适用。")
        given = {"value": value, "by": actor, "at": clock.now()}
        CheckAnswer.objects.update_or_create(inspection=locked, point=name, defaults=given)


def find(
    case: Inspection,
    found: Found,
    *,
    actor: User,
    token: UUID,
    photos: Sequence[Inspected] = (),
) -> Finding:
    """Write a problem down with its photos, which were inspected. The same form sent twice is one.

    Who may: the inspectors, while they inspect. Raises ForbiddenError, NotNowError, ValidationError
    by field.
    """
    refuse_odd(found, photos)
    with transaction.atomic():
        locked = _writable(case, actor)
        if done := Finding.objects.filter(token=token, inspection=locked).first():
            return done
        if found.point and found.point not in {p.key for p in reads.points_of(locked)}:
            raise ValidationError({"point": "没有这个检查要点，请重新选择。"})
        if Finding.objects.filter(inspection=locked).count() >= MOST_FINDINGS:
            raise ValidationError(f"一次检查最多记录 {MOST_FINDINGS} 个问题。")
        return _written(locked, found, actor, token, photos)


def _written(case, found: Found, actor: User, token: UUID, photos) -> Finding:
    now = clock.now()
    row = Finding.objects.create(
        inspection=case,
        point=found.point,
        severity=found.severity,
        text=found.text.strip(),
        demand=found.demand.strip(),
        token=token,
        by=actor,
        at=now,
    )
    if found.point:
        given = {"value": PointAnswer.NO, "by": actor, "at": now}
        CheckAnswer.objects.update_or_create(inspection=case, point=found.point, defaults=given)
    for each in photos:
        kept = files.keep(
            each.data, case=case, name=each.name, kind=each.kind, by=actor, pages=each.pages
        )
        FindingPhoto.objects.create(finding=row, file=kept)
    return row


def strike(finding: Finding, *, actor: User) -> None:
    """Take a problem back before the record is handed in; the row stays. Raises as `find`."""
    with transaction.atomic():
        _writable(finding.inspection, actor)
        row = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
        if row.struck_at is None:
            row.struck_at = clock.now()
            row.save(update_fields=["struck_at"])


def missing(case: Inspection) -> list[str]:
    """What is still to be done before the record can be handed in; nothing when it is whole."""
    lines, findings = reads.lines_of(case), list(reads.findings_of(case))
    told = {row.point for row in findings}
    wrong = []
    if open_ := [line.point.text for line in lines if not line.value]:
        wrong.append(f"还有 {len(open_)} 个检查要点没有结果：{'；'.join(open_[:3])}。")
    bare = [
        line.point.text
        for line in lines
        if line.value == PointAnswer.NO and line.point.key not in told
    ]
    wrong += [f"“{text}”不符合，请记录问题。" for text in bare]
    if not case.words.strip():
        wrong.append("请填写检查情况：时间、地点、查看的内容、了解的情况。")
    return wrong


def frozen(case: Inspection) -> dict:
    """The record as it is handed in: plain values, with the texts of the points as they were."""
    return {
        "words": case.words,
        "methods": case.methods,
        "points": [
            {"key": line.point.key, "text": line.point.text, "value": line.value}
            for line in reads.lines_of(case)
        ],
        "findings": [
            {
                "point": row.point,
                "severity": row.severity,
                "text": row.text,
                "demand": row.demand,
                "photos": [photo.file.sha256 for photo in row.photos.all()],
            }
            for row in reads.findings_of(case)
        ],
    }


def _writable(case: Inspection, actor: User) -> Inspection:
    locked = door.lock([case.pk])[0]
    if not inspects(locked, actor):
        raise door.ForbiddenError(NOT_YOURS)
    if locked.state != InspectionState.VISITING:
        raise door.NotNowError(CLOSED)
    return locked


def refuse_odd(found: Found, photos: Sequence[Inspected]) -> None:
    """Raise ValidationError by field for a problem that is not written down as it should be."""
    if found.severity not in Severity.values:
        raise ValidationError({"severity": "请选择问题的程度。"})
    if not found.text.strip():
        raise ValidationError({"text": "请写明问题。"})
    refuse_text({"text": found.text}, 1000)
    refuse_text({"demand": found.demand}, 500)
    if len(photos) > MOST_PHOTOS:
        raise ValidationError({"photos": f"一个问题最多 {MOST_PHOTOS} 张照片，请分开记录。"})
    for each in photos:
        if each.kind not in KINDS:
            raise ValidationError({"photos": f"“{each.name}”不能上传。{PHOTOS}"})


def refuse_text(texts: dict[str, str], limit: int) -> None:
    """Raise ValidationError by field for texts that are too long, cannot be kept, or hold a number
    of a person."""
    for name, text in texts.items():
        if "\x00" in text:
            raise ValidationError({name: "含有不能保存的字符，请删去后重新填写。"})
        if len(text) > limit:
            raise ValidationError({name: f"最多 {limit} 字，现有 {len(text)} 字。"})
        if said := personal_number(text):
            raise ValidationError({name: said})
