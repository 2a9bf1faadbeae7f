"""Questions come in by spreadsheet: checked whole, shown, confirmed, taken whole or not at all.

Who: writers and managers of the agency (`banks.opened`). What waits for confirmation is kept
encrypted, one file of each person and bank, and nothing of it is in the bank before.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal

from django.core.exceptions import ValidationError

from accounts.models import User
from config import clock
from papers.content import Content
from papers.enums import QuestionStatus
from papers.exchange import columns as c
from papers.exchange import reading
from papers.exchange.reading import Line
from papers.fields import text_hash
from papers.models import Bank, Criterion, Question, Upload
from papers.services.banks import opened
from papers.services.questions import content_of, fill, lines_of
from printing.sheets import SheetError

NEW, UNCHANGED, REFUSED = "new", "unchanged", "refused"
MOVED = "核对之后题库有了变化（{}），没有导入任何试题。请重新上传核对。"
FAULTY = "文件中还有错误，不能导入。请改正后重新上传。"
BATCH = 500
LONGEST_TITLE = 60
PARTS = {
    "point": "知识点",
    "difficulty": "难度",
    "options": "选项",
    "answer": "答案",
    "explanation": "解析",
    "minutes": "时长",
    "criteria": "评分表",
}


def upload(bank: Bank, data: bytes, name: str, *, actor: User) -> Upload:
    """Check a file and keep what it would add, in place of an earlier file of the same person.
    Raises ForbiddenError; ValidationError for a file that is no such table, the earlier one then
    stays."""
    with opened(bank, actor) as held:
        Upload.objects.filter(bank=held, uploaded_by=actor).delete()
        made = Upload(bank=held, name=name[-255:], uploaded_by=actor, uploaded_at=clock.now())
        try:
            lines = reading.read(data, name, dict(held.points.values_list("code", "pk")))
        except SheetError as refused:
            raise ValidationError({"file": str(refused)}) from refused
        _judge(held, lines, made)
        made.save()
    return made


def upload_of(bank: Bank, actor: User) -> Upload | None:
    """The file of this person that waits for confirmation."""
    return Upload.objects.filter(bank=bank, uploaded_by=actor).first()


def drop(bank: Bank, *, actor: User) -> None:
    """Give a file up. Raises ForbiddenError."""
    with opened(bank, actor) as held:
        Upload.objects.filter(bank=held, uploaded_by=actor).delete()


def confirm(bank: Bank, *, actor: User) -> int:
    """Enter what was checked; answers how many questions. Confirmed again there is nothing left,
    and nothing happens. Raises ForbiddenError; ValidationError where the file has faults or the
    bank has changed since."""
    with opened(bank, actor) as held:
        draft = upload_of(held, actor)
        if draft is None:
            return 0
        if draft.refused:
            raise ValidationError(FAULTY)
        fresh = _still_new(held, [_unpacked(row) for row in json.loads(draft.contents)])
        rows = []
        for content in fresh:
            held.taken += 1
            row = Question(bank=held, number=held.taken)
            fill(row, content, actor)
            rows.append(row)
        Question.objects.bulk_create(rows, batch_size=BATCH)
        criteria = [
            line
            for row, content in zip(rows, fresh, strict=True)
            for line in lines_of(row, content)
        ]
        Criterion.objects.bulk_create(criteria, batch_size=BATCH)
        held.save(update_fields=["taken"])
        draft.delete()
    return len(rows)


def _judge(bank: Bank, lines: list[Line], made: Upload) -> None:
    """Set what comes of each line."""
    there = _there(bank, [line.content for line in lines if line.content])
    names = dict(bank.points.values_list("pk", "code"))
    fresh, outcome = [], []
    for line in lines:
        verdict = REFUSED
        if line.content:
            same = there.get(_key(line.content))
            if same is None:
                verdict = NEW
                fresh.append(line.content)
            elif differing := _differing(content_of(same), line.content):
                what = "、".join(differing)
                point = names.get(same.point_id, "")
                line.blame(
                    c.TEXT,
                    f"与题库第 {same.number} 题（知识点 {point}）题干相同，{what}不同",
                    "要修改那道题的，请在题库中修改；否则请删去这一行",
                )
            else:
                verdict = UNCHANGED
        outcome.append([line.sheet, line.row, line.title[:LONGEST_TITLE], verdict, line.faults])
    made.contents = json.dumps([_packed(each) for each in fresh], ensure_ascii=False)
    made.outcome = json.dumps(outcome, ensure_ascii=False)
    verdicts = [each[3] for each in outcome]
    made.new, made.unchanged, made.refused = map(verdicts.count, (NEW, UNCHANGED, REFUSED))


def _still_new(bank: Bank, contents: list[Content]) -> list[Content]:
    """Without what has been entered word for word meanwhile. Raises ValidationError where it was
    entered otherwise, or a point is gone."""
    gone = {content.point for content in contents} - set(bank.points.values_list("pk", flat=True))
    if gone:
        raise ValidationError(MOVED.format("有知识点被删除"))
    there = _there(bank, contents)
    fresh = []
    for content in contents:
        same = there.get(_key(content))
        if same is None:
            fresh.append(content)
        elif _differing(content_of(same), content):
            raise ValidationError(MOVED.format(f"第 {same.number} 题题干相同，其他内容不同"))
    return fresh


def _there(bank: Bank, contents: Iterable[Content]) -> dict[tuple[str, str], Question]:
    """The questions, retired ones left out, that have the text of one of these."""
    wanted = {_key(content) for content in contents}
    live = bank.questions.exclude(status=QuestionStatus.RETIRED)
    rows = live.values_list("pk", "kind", "fingerprint")
    pks = [pk for pk, kind, hashed in rows if (kind, hashed) in wanted]
    found = {}
    for start in range(0, len(pks), BATCH):
        batch = live.filter(pk__in=pks[start : start + BATCH]).prefetch_related("criteria")
        found.update({(row.kind, row.fingerprint): row for row in batch})
    return found


def _key(content: Content) -> tuple[str, str]:
    return content.kind, text_hash("question", content.text)


def _differing(there: Content, given: Content) -> list[str]:
    return [label for name, label in PARTS.items() if getattr(there, name) != getattr(given, name)]


def _packed(content: Content) -> dict:
    criteria = [[text, str(marks)] for text, marks in content.criteria]
    return asdict(content) | {"criteria": criteria}


def _unpacked(row: dict) -> Content:
    criteria = tuple((text, Decimal(marks)) for text, marks in row["criteria"])
    return Content(**row | {"options": tuple(row["options"]), "criteria": criteria})
