"""The check of a roster, in the background: the whole file at once, then its rows and counts."""

import json
from base64 import b64decode, b64encode
from collections import Counter
from dataclasses import dataclass, field

from assessment.enums import DraftState, RosterCopy, RowVerdict
from assessment.models import RosterDraft, RosterFile, RosterRow
from assessment.roster import annotated
from assessment.roster.judging import Judge, Outcome
from assessment.roster.reading import lines, open_sheet
from casework.models import Job, JobItem
from casework.services import jobs
from config import clock
from printing.sheets import SheetError

STEP = 1000  # rows between two notes of how far it is
BATCH = 1000
GONE = "这份名册已被放弃或由新的上传取代。"


@dataclass
class Found:
    """What a check came to: the outcomes, or what is wrong with the file as a whole."""

    outcomes: list[Outcome] = field(default_factory=list)
    problem: str = ""


def content_of(draft: RosterDraft, copy: RosterCopy = RosterCopy.ORIGINAL) -> bytes:
    """The bytes of a file of a draft. Raises RefusedError where it is gone."""
    file = RosterFile.objects.filter(draft=draft, copy=copy).first()
    if file is None:
        raise jobs.RefusedError(GONE)
    return b64decode(file.content)


def employer_of(draft: RosterDraft) -> str:
    """Whose people they are, where a row does not say."""
    plan = draft.plan
    return str(plan.for_commission.owner if plan.for_commission else plan.owner)


def check(draft: RosterDraft) -> Found:
    """Read the file and judge every row. Writes nothing but how far it is."""
    today = clock.today()
    try:
        sheet = open_sheet(content_of(draft), draft.name)
    except SheetError as refused:
        return Found(problem=str(refused))
    _note(draft, total=len(sheet.rows))
    judge = Judge(draft.plan, employer_of(draft), today)
    found = Found()
    for outcome in judge.outcomes(list(lines(sheet, today))):
        found.outcomes.append(outcome)
        if len(found.outcomes) % STEP == 0:
            _note(draft, checked=len(found.outcomes))
    return found


def _note(draft: RosterDraft, **progress: int) -> None:
    RosterDraft.objects.filter(pk=draft.pk).update(**progress)


def _draft(item: JobItem) -> RosterDraft:
    return RosterDraft.objects.select_related("plan__agency").get(pk=item.payload["draft"])


def _prepare(item: JobItem) -> Found:
    return check(_draft(item))


def _keep(item: JobItem, found: Found) -> dict:
    draft = RosterDraft.objects.select_for_update().get(pk=item.payload["draft"])
    if draft.status != DraftState.CHECKING:
        raise jobs.RefusedError(GONE)
    rows = [_row(draft, outcome) for outcome in found.outcomes]
    RosterRow.objects.bulk_create(rows, batch_size=BATCH)
    draft.counts = counts_of(rows)
    draft.problem, draft.checked = found.problem[:500], len(rows)
    faulty = bool(found.problem) or draft.counts[RowVerdict.REFUSED] > 0
    draft.status = DraftState.FAULTY if faulty else DraftState.READY
    if any(row.noted for row in rows):
        draft.annotating = jobs.start(ANNOTATE, [{"draft": draft.pk}], created_by=None)
    draft.save()
    return draft.counts


def counts_of(rows: list[RosterRow]) -> dict[str, int]:
    """How many rows of each verdict, and how many with a warning only."""
    tally = Counter(row.verdict for row in rows)
    warned = sum(1 for row in rows if row.warnings and not row.faults)
    return {verdict.value: tally[verdict] for verdict in RowVerdict} | {"warned": warned}


def _row(draft: RosterDraft, outcome: Outcome) -> RosterRow:
    line, entry = outcome.line, outcome.entry
    return RosterRow(
        draft=draft,
        number=line.number,
        name=line.given.get("name", ""),
        values=_packed(outcome),
        verdict=outcome.verdict,
        faults=line.faults,
        warnings=outcome.warnings,
        noted=bool(line.faults or outcome.warnings),
        changes=outcome.changes,
        entry=entry,
        version=entry.version if entry else None,
    )


def _packed(outcome: Outcome) -> str:
    """What the import needs of a row; nothing of one that is not imported."""
    if outcome.verdict not in (RowVerdict.NEW, RowVerdict.CHANGED):
        return ""
    condition, months = outcome.judged
    kept = {"wanted": outcome.wanted.packed(), "condition": condition, "months": months}
    return json.dumps({**kept, "complete": outcome.complete}, ensure_ascii=False)


def _summary(job: Job, progress: jobs.Progress) -> str:
    draft = RosterDraft.objects.filter(job=job).first()
    if draft is None or progress.failed:
        return "名册没有核对完，请重新上传。"
    if draft.problem:
        return f"“{draft.name}”不能导入：{draft.problem}"
    counts = draft.counts
    return (
        f"“{draft.name}”已核对：新增 {counts[RowVerdict.NEW]}，变更 {counts[RowVerdict.CHANGED]}，"
        f"无变化 {counts[RowVerdict.UNCHANGED]}，不能导入 {counts[RowVerdict.REFUSED]}。"
        f"请到评价计划 {draft.plan.number} 的“导入名册”页面继续。"
    )


def _copy(item: JobItem) -> bytes:
    draft = _draft(item)
    sheet = open_sheet(content_of(draft), draft.name)
    return annotated.write(sheet, draft.rows.all())


def _keep_copy(item: JobItem, content: bytes) -> dict:
    draft = RosterDraft.objects.select_for_update().get(pk=item.payload["draft"])
    if draft.status not in (DraftState.READY, DraftState.FAULTY):
        raise jobs.RefusedError(GONE)
    RosterFile.objects.create(
        draft=draft, copy=RosterCopy.ANNOTATED, content=b64encode(content).decode()
    )
    return {"bytes": len(content)}


CHECK = jobs.register_job(
    "roster_check", "核对名册", _keep, prepare=_prepare, summary=_summary, lease=600
)
ANNOTATE = jobs.register_job("roster_annotate", "标注名册", _keep_copy, prepare=_copy, lease=600)
