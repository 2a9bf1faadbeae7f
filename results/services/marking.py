"""A panel marks: each of its members every candidate in the room, line by line (评分表)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.selectors import holds
from assessment.enums import EntryStatus
from assessment.models import Duty, Entry, Exemption, PlanSubject, Seat
from casework.services import door, timeline
from catalogue.enums import SubjectKind
from config import clock
from papers.models import Paper
from papers.selectors.papers import criteria_in
from papers.services import openings
from results.frames.panels import is_barred
from results.models import Marking, ScoreSheet
from results.selectors import scores as rights
from results.selectors.papers_given import UnknownFormError, paper_at
from results.sheets import Value

SUBMITTED = "这份评分已经提交，不能再改。"
BARRED = "考评人员与这名考生有回避关系，不能评分。"
NOT_OPEN = "现在不能评分：开考之后、完成评分之前可以评分。"
NOT_YOURS = "这份评分由{}填写；没有账号的考评人员由经办人代为录入。"
NOT_HERE = "这名考生不在您的考场，请返回查看。"
OVERTAKEN = "这份评分在别处已有改动，本次没有保存。请核对后再填。"
OTHER_LINES = "评分项已随登记的试卷改变，本次没有保存。请按下面的评分项重新填写。"
UNKNOWN_FORM = "还没有登记这个考场用的是A卷还是B卷，请先登记发卷，再评分。"
NO_PANEL = "这个科目没有设为由考评组评分，请联系评价机构经办人。"


@dataclass(frozen=True)
class Sheet:
    """What a member of a panel fills in for somebody: the row as it stands, its lines
    (`text`, `marks`, `given`; none where there is only a total), the full mark; `paper` is the one
    that lay on the candidate's seat, none where none is sealed."""

    duty: Duty
    entry: Entry
    sheet: ScoreSheet
    lines: list[dict]
    full_mark: int
    marking: Marking | None
    paper: Paper | None

    @property
    def is_submitted(self) -> bool:
        return self.marking is not None and self.marking.submitted_at is not None


def sheet_for(duty: Duty, entry: Entry) -> Sheet:
    """The marking sheet of a candidate, with what has been filled in. Raises ValidationError for
    one who is not in the room or tied to the examiner, and where no panel marks the subject;
    FormUnsaidError where nobody said which form of the paper was given out."""
    subject = duty.session.subject
    wanted = ScoreSheet.objects.filter(item=entry.item_id, subject=subject, by_panel=True)
    sheet = wanted.select_related("item__occupation", "plan").first()
    if sheet is None:
        raise ValidationError(NO_PANEL)
    seat = _seat(duty, entry)
    marking = Marking.objects.filter(duty=duty, entry=entry).select_related("entered_by").first()
    full_mark = PlanSubject.objects.get(item=entry.item_id, kind=subject).full_mark
    submitted = bool(marking and marking.submitted_at)
    paper = _paper(seat, sheet, subject, must_be_known=not submitted)
    if submitted:
        return Sheet(duty, entry, sheet, marking.lines, full_mark, marking, paper)
    lines = [{**line, "given": ""} for line in _lines_of(sheet, subject, paper)]
    if marking and asked_by(marking.lines) == asked_by(lines):
        lines = marking.lines
    return Sheet(duty, entry, sheet, lines, full_mark, marking, paper)


class FormUnsaidError(ValidationError):
    """Which form of the paper was given out has to be said first."""


def _paper(seat: Seat, sheet: ScoreSheet, subject: str, *, must_be_known: bool) -> Paper | None:
    try:
        return paper_at(seat, sheet.item, subject)
    except UnknownFormError:
        if must_be_known:
            raise FormUnsaidError(UNKNOWN_FORM) from None
        return None


def show(sheet: Sheet, actor: User) -> None:
    """That somebody sees a sheet: whose lines are those of a sealed paper, it is on record that
    this person saw them."""
    if sheet.paper and sheet.lines and rights.is_marking(sheet.duty.session):
        openings.note_marking(sheet.paper, sheet.duty.session, actor=actor)


def _lines_of(sheet: ScoreSheet, subject: str, paper: Paper | None) -> list[dict]:
    """Those of the paper; where a review has none, what the regulation says is assessed, in its
    order (LC-08, JS-12), the full mark divided evenly among them, the rest to the first."""
    lines = criteria_in(paper) if paper else []
    contents = sheet.plan.regulation.contents
    if lines or subject != SubjectKind.REVIEW or not contents:
        return lines
    full_mark = PlanSubject.objects.get(item=sheet.item_id, kind=subject).full_mark
    each, rest = divmod(full_mark, len(contents))
    return [
        {
            "text": f"{rule.content.label}：{rule.text}",
            "marks": str(each + (rest if at == 0 else 0)),
        }
        for at, rule in enumerate(contents)
    ]


def _seat(duty: Duty, entry: Entry) -> Seat:
    """Where the candidate sits; raises ValidationError for a stranger."""
    seats = duty.session.seats.filter(entry=entry)
    if duty.room_id:
        seats = seats.filter(room=duty.room_id)
    exempt = Exemption.objects.filter(entry=entry, subject=duty.session.subject)
    seat = seats.first()
    if entry.status != EntryStatus.APPROVED or seat is None or exempt.exists():
        raise ValidationError(NOT_HERE)
    if is_barred(duty, entry.id_hash):
        raise ValidationError(BARRED)
    return seat


@dataclass(frozen=True)
class Given:
    """What was filled in: by line, or as a total; `seen`: whether the page showed a row that had
    been filled in, and with what mark; `asked`: which lines it asked, where it says."""

    lines: tuple[str, ...] = ()
    value: Value | None = None
    remark: str = ""
    seen: str = ""
    asked: str = ""


def total(lines: Iterable[Mapping[str, str]]) -> Decimal:
    """What the lines come to; one that is empty counts nothing yet."""
    return sum((Decimal(line["given"] or "0") for line in lines), Decimal(0))


def keep(duty: Duty, entry: Entry, given: Given, *, submit: bool, actor: User) -> Marking:
    """Keep what a member of a panel gave a candidate; `submit` freezes it for good.

    Who may: the examiner of the duty; for one without an account the agency's clerks and scorers,
    from the paper sheet. Raises ValidationError for what does not fit, has been submitted or was
    changed meanwhile; ForbiddenError, NotNowError before the session and after scoring.
    """
    with transaction.atomic():
        plan = door.lock([duty.session.plan_id])[0]
        duty.session.plan = plan
        demand(duty, actor)
        sheet = sheet_for(duty, entry)
        row = sheet.marking or Marking(
            sheet=sheet.sheet, session=duty.session, entry=entry, duty=duty
        )
        if row.submitted_at:
            raise ValidationError(SUBMITTED)
        _refuse_other_page(sheet, given)
        _fill(row, sheet, given, submit=submit)
        row.entered_by = actor
        if submit:
            row.submitted_at = clock.now()
        row.save()
        return row


def _refuse_other_page(sheet: Sheet, given: Given) -> None:
    """What was filled in stands beside lines by their order: it fits those of the page alone."""
    asked = asked_by(sheet.lines)
    if given.asked not in ("", asked):
        raise ValidationError(OTHER_LINES)
    if given.seen != stamp(sheet.marking):
        raise ValidationError(OVERTAKEN)
    is_absent = given.value is not None and given.value.absent
    if len(given.lines) != len(sheet.lines) and not is_absent:
        raise ValidationError(OTHER_LINES)


def asked_by(lines: Iterable[Mapping[str, str]]) -> str:
    """A digest of the lines that a page asks; another paper has others. Pure."""
    asked = [[line["text"], line["marks"]] for line in lines]
    return timeline.fingerprint({"lines": asked})


def stamp(marking: Marking | None) -> str:
    """What a page carries of the row that it showed."""
    if marking is None:
        return ""
    lines = ",".join(line["given"] for line in marking.lines)
    return f"{'q' if marking.absent else marking.mark}|{lines}|{len(marking.remark)}"


def _fill(row: Marking, sheet: Sheet, given: Given, *, submit: bool) -> None:
    row.remark = given.remark[:300]
    if given.value is not None and given.value.absent:
        row.lines, row.mark, row.absent = [], None, True
        return
    row.absent = False
    if sheet.lines:
        row.lines = [
            {**line, "given": text} for line, text in zip(sheet.lines, given.lines, strict=True)
        ]
        if submit and any(line["given"] == "" for line in row.lines):
            raise ValidationError("还有评分项没有填写，没有得分的请填 0。")
        row.mark = total(row.lines)
    else:
        if given.value is None:
            raise ValidationError("请填写评分；缺考的请勾选缺考。")
        row.mark = given.value.mark
    if row.mark > sheet.full_mark:
        raise ValidationError(f"合计 {row.mark} 超过满分 {sheet.full_mark}，请核对各项评分。")


def demand(duty: Duty, actor: User) -> None:
    """Raise ForbiddenError or NotNowError where somebody may not fill in the sheets of a duty."""
    if not may_fill(duty, actor):
        raise door.ForbiddenError(NOT_YOURS.format(duty.examiner))
    if not rights.is_marking(duty.session):
        raise door.NotNowError(NOT_OPEN)


def may_fill(duty: Duty, actor: User) -> bool:
    """The examiner; for one without an account the clerks and scorers of the agency."""
    if duty.examiner.user_id:
        return duty.examiner.user_id == actor.pk
    return holds(actor, duty.session.plan.owner_id, *rights.ENTERING)
