"""What somebody writes down on site, on a phone: answers to points, words, problems with photos.
Kept as it is typed, then handed in for good. Inspections and visits of supervisors differ in who
writes, when, and in their rows; `OnSite` is what they have in common (LC-21, LN-14)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction

from accounts.models import User
from casework.enums import FileKind
from casework.models import Case
from casework.services import files
from casework.services.inspection import Inspected
from casework.services.publications import personal_number
from config import clock
from supervision.enums import PointAnswer, Severity

WORDS = "words"
KINDS = (FileKind.JPG, FileKind.PNG, FileKind.PDF)
MOST_PHOTOS = 6  # of a problem
MOST_FINDINGS = 100
PHOTOS = "请选择 jpg、png 照片或 pdf。"


@dataclass(frozen=True)
class Found:
    """A problem as it is written down."""

    text: str
    severity: str
    point: str = ""
    demand: str = ""


@dataclass(frozen=True)
class OnSite:
    """A kind of record. `noun`: what is done there (检查); `of`: the field of the rows that names
    the case; `reads`: its selectors (`points_of`, `lines_of`, `findings_of`). `writable(case,
    actor)` locks the case for whoever may write now, or raises ForbiddenError or NotNowError;
    `signed(actor)`: what each row says of who wrote it; `photograph(finding, file)` adds a photo;
    `longest`: how many characters the words may have, `wanted`: what is asked while there are none.
    """

    noun: str
    of: str
    answers: type[models.Model]
    findings: type[models.Model]
    reads: ModuleType
    writable: Callable[[Case, User], Case]
    signed: Callable[[User], dict[str, Any]]
    photograph: Callable[[Any, Any], None]
    longest: int
    wanted: str

    def save(self, case: Case, name: str, value: str, *, actor: User) -> None:
        """Keep one field: `words`, or the answer to a point by its key. Raises as `writable`, and
        ValidationError for what is no answer or too long."""
        value = value.replace("\r\n", "\n")
        with transaction.atomic():
            locked = self.writable(case, actor)
            if name == WORDS:
                refuse_text({WORDS: value}, self.longest)
                locked.words = value
                locked.save(update_fields=["words"])
                return
            if name not in self._keys(locked):
                raise ValidationError(f"没有这个{self.noun}要点，请刷新页面。")
            if value not in PointAnswer.values:
                raise ValidationError("请选择符合、不符合或不适用。")
            self._answer(locked, name, value, actor)

    def find(
        self,
        case: Case,
        found: Found,
        *,
        actor: User,
        token: UUID,
        photos: Sequence[Inspected] = (),
    ) -> Any:
        """Write a problem down with its photos, which were inspected. The same form sent twice is
        one. Raises as `save`, by field."""
        refuse_odd(found, photos)
        with transaction.atomic():
            locked = self.writable(case, actor)
            rows = self.findings.objects.filter(**{self.of: locked})
            if done := rows.filter(token=token).first():
                return done
            if found.point and found.point not in self._keys(locked):
                raise ValidationError({"point": f"没有这个{self.noun}要点，请重新选择。"})
            if rows.count() >= MOST_FINDINGS:
                raise ValidationError(f"一次{self.noun}最多记录 {MOST_FINDINGS} 个问题。")
            return self._written(locked, found, actor, token, photos)

    def _written(self, case: Case, found: Found, actor: User, token: UUID, photos) -> Any:
        row = self.findings.objects.create(
            **{self.of: case},
            **self.signed(actor),
            point=found.point,
            severity=found.severity,
            text=found.text.strip(),
            demand=found.demand.strip(),
            token=token,
            at=clock.now(),
        )
        if found.point:
            self._answer(case, found.point, PointAnswer.NO, actor)
        for each in photos:
            self.photograph(row, kept(case, each, actor))
        return row

    def strike(self, finding: Any, *, actor: User) -> None:
        """Take a problem back before it is handed in; the row stays. Raises as `writable`."""
        with transaction.atomic():
            self.writable(getattr(finding, self.of), actor)
            row = self.findings.objects.select_for_update(of=("self",)).get(pk=finding.pk)
            if row.struck_at is None:
                row.struck_at = clock.now()
                row.save(update_fields=["struck_at"])

    def missing(self, case: Case) -> list[str]:
        """What is still to be done before it can be handed in; nothing when it is whole."""
        lines = self.reads.lines_of(case)
        told = {row.point for row in self.reads.findings_of(case)}
        wrong = []
        if left := [line.point.text for line in lines if not line.value]:
            said = "；".join(left[:3])
            wrong.append(f"还有 {len(left)} 个{self.noun}要点没有结果：{said}。")
        wrong += [
            f"“{line.point.text}”不符合，请记录问题。"
            for line in lines
            if line.value == PointAnswer.NO and line.point.key not in told
        ]
        return wrong if case.words.strip() else [*wrong, self.wanted]

    def frozen(self, case: Case) -> dict:
        """What is handed in, as plain values; the texts of the points as they are now."""
        return {
            "words": case.words,
            "points": [
                {"key": line.point.key, "text": line.point.text, "value": line.value}
                for line in self.reads.lines_of(case)
            ],
            "findings": [
                {
                    "point": row.point,
                    "severity": row.severity,
                    "text": row.text,
                    "demand": row.demand,
                    "photos": [photo.file.sha256 for photo in row.photos.all()],
                }
                for row in self.reads.findings_of(case)
            ],
        }

    def _keys(self, case: Case) -> set[str]:
        return {point.key for point in self.reads.points_of(case)}

    def _answer(self, case: Case, point: str, value: str, actor: User) -> None:
        given = {"value": value, "at": clock.now(), **self.signed(actor)}
        self.answers.objects.update_or_create(**{self.of: case}, point=point, defaults=given)


def kept(case: Case, photo: Inspected, actor: User) -> Any:
    """A photo among the files of the case."""
    return files.keep(
        photo.data, case=case, name=photo.name, kind=photo.kind, by=actor, pages=photo.pages
    )


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
