"""Spreadsheets come in: uploaded, checked whole by a job, shown, confirmed, taken by a job.

An app registers a kind of import once, when it is ready. With one fault nothing is taken; until a
person confirms what was shown nothing is written; what is taken is read anew, and must be what was
shown. The same file twice changes nothing, as its kind leaves alone what is there already.
"""

import hashlib
import io
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Organisation, User
from casework.enums import ImportState, JobState, WorkStatus
from casework.lines import Column, header_faults
from casework.models import Job, JobItem, SheetImport
from casework.models.sheet_import import OPEN_IMPORTS
from casework.services import jobs
from casework.services.door import ForbiddenError
from config import clock
from printing import sheets
from printing.sheets import CellFault, Sheet, SheetError

SHOWN, FAULTS_KEPT = 100, 2000
GONE = "这份表格已被放弃、由新的上传取代或已经导入，没有再次导入。"
CHANGED = "核对之后情况有了变化，没有导入任何内容。请重新上传，按最新情况核对。"
BUSY = "本单位的上一份“{}”正在导入，请等它结束后再上传。"
NOT_READY = "这份表格现在是“{}”，不能导入。请重新上传。"
NOTHING_NEW = "表格与已有的内容完全一致，没有需要导入的。"
NOT_YOURS = "您没有导入这类表格的权限。"
CANCELLED = "任务已被取消，没有导入任何内容。请重新上传。"


@dataclass
class Outcome:
    """What an import would do, or all that is wrong. `counts` by what people call them, `moves` how
    many rows change something, `heads` and `rows` what the preview shows (plain texts, numbers
    masked); `work` is what `write` needs, compared by its `repr`."""

    faults: list[CellFault] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    moves: int = 0
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    work: list = field(default_factory=list)

    @property
    def digest(self) -> str:
        """What a person agrees to; empty where there is nothing to agree to."""
        if self.faults:
            return ""
        said = repr((sorted(self.counts.items()), self.work))
        return hashlib.sha256(said.encode()).hexdigest()

    def report(self, problem: str = "") -> str:
        """What the page tells of it: the beginning of long lists and their length."""
        return json.dumps(
            {
                "problem": problem,
                "faults": [asdict(fault) for fault in self.faults[:FAULTS_KEPT]],
                "fault_count": len(self.faults),
                "counts": self.counts,
                "moves": self.moves,
                "heads": list(self.heads),
                "rows": [] if self.faults else [list(row) for row in self.rows[:SHOWN]],
                "left_out": max(0, len(self.rows) - SHOWN),
            },
            ensure_ascii=False,
        )


@dataclass(frozen=True)
class ImportKind:
    """A kind of import. `sides(user)`: for which organisations a person may; `read(sheet, draft)`
    judges a sheet whose columns are in order and writes nothing; `write(outcome, draft)` does it in
    the transaction that ends the import and answers the sentence that tells of it. `back` is the
    URL name of the page it is begun from."""

    code: str
    label: str
    lead: str
    columns: tuple[Column, ...]
    sides: Callable[[User], list[Organisation]]
    read: Callable[[Sheet, SheetImport], Outcome]
    write: Callable[[Outcome, SheetImport], str]
    back: str
    rules: tuple[str, ...] = ()
    most_rows: int = 20_000

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(column.head for column in self.columns)


_kinds: dict[str, ImportKind] = {}


def register_import(kind: ImportKind) -> ImportKind:
    """Make a kind of import known."""
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> ImportKind | None:
    """The kind of that code, if an app registered it."""
    return _kinds.get(code)


def imports_visible_to(user: User, kind: ImportKind) -> QuerySet[SheetImport]:
    """The imports of the organisations for which a person may import."""
    mine = [side.pk for side in kind.sides(user)]
    rows = SheetImport.objects.filter(kind=kind.code, organisation__in=mine)
    return rows.select_related("job", "organisation", "uploaded_by")


def upload(
    kind: ImportKind, data: bytes, name: str, *, organisation: Organisation, actor: User
) -> SheetImport:
    """Take a file in and have it checked; an earlier one of the same organisation gives way to it.

    Raises ForbiddenError for others, ValidationError while an earlier one is being taken.
    """
    _demand(kind, organisation, actor)
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        _make_way(kind, organisation)
        draft = SheetImport.objects.create(
            kind=kind.code,
            organisation=organisation,
            name=name[-255:],
            sha256=hashlib.sha256(data).hexdigest(),
            content=b64encode(data).decode(),
            uploaded_by=actor,
            uploaded_at=clock.now(),
        )
        draft.job = jobs.start(CHECK, [{"import": draft.pk}], created_by=actor)
        draft.save(update_fields=["job"])
    return draft


def confirm(draft: SheetImport, *, actor: User) -> None:
    """Have what was shown taken. Confirmed again, nothing more happens. Raises as `upload`;
    ValidationError where it has faults, is gone, or changes nothing."""
    kind = _kinds[draft.kind]
    _demand(kind, draft.organisation, actor)
    with transaction.atomic():
        fresh = SheetImport.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if fresh.status in (ImportState.TAKING, ImportState.TAKEN):
            return
        if fresh.status != ImportState.READY:
            raise ValidationError(NOT_READY.format(fresh.get_status_display()))
        if not json.loads(fresh.report)["moves"]:
            raise ValidationError(NOTHING_NEW)
        fresh.status = ImportState.TAKING
        fresh.job = jobs.start(TAKE, [{"import": fresh.pk}], created_by=actor)
        fresh.save(update_fields=["status", "job"])


def drop(draft: SheetImport, *, actor: User) -> None:
    """Give an import up; what was read of it is destroyed. Raises as `upload`."""
    _demand(_kinds[draft.kind], draft.organisation, actor)
    with transaction.atomic():
        fresh = SheetImport.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if fresh.status in OPEN_IMPORTS:
            _refuse_while_taking(fresh)
            _end(fresh, ImportState.DROPPED)


def failure(draft: SheetImport) -> str:
    """Why the check or the import came to no end; empty where it did, or still may."""
    job = draft.job
    if draft.status not in (ImportState.CHECKING, ImportState.TAKING) or not job or job.is_open:
        return ""
    if job.status == JobState.CANCELLED:
        return CANCELLED
    failed = job.items.filter(status=WorkStatus.FAILED).first()
    return failed.error if failed else ""


def _demand(kind: ImportKind, organisation: Organisation, actor: User) -> None:
    if organisation not in kind.sides(actor):
        raise ForbiddenError(NOT_YOURS)


def _make_way(kind: ImportKind, organisation: Organisation) -> None:
    earlier = SheetImport.objects.filter(
        kind=kind.code, organisation=organisation, status__in=OPEN_IMPORTS
    )
    for draft in earlier.select_for_update(of=("self",)):
        _refuse_while_taking(draft)
        _end(draft, ImportState.DROPPED)


def _refuse_while_taking(draft: SheetImport) -> None:
    if draft.status == ImportState.TAKING and draft.job.is_open:
        raise ValidationError(BUSY.format(draft.name))


def _end(draft: SheetImport, status: ImportState, outcome: str = "") -> None:
    draft.status, draft.outcome, draft.ended_at = status, outcome[:300], clock.now()
    draft.content = draft.report = ""
    draft.save()


# --- The jobs: the whole file at once -----------------------------------------------------------


def _loaded(item: JobItem) -> SheetImport:
    rows = SheetImport.objects.select_related("organisation__division", "uploaded_by")
    return rows.get(pk=item.payload["import"])


def _read(draft: SheetImport) -> Outcome:
    """Raises SheetError for what is no table, RefusedError where the file is gone."""
    if not draft.content:
        raise jobs.RefusedError(GONE)
    kind = _kinds[draft.kind]
    file = io.BytesIO(b64decode(draft.content))
    file.name = draft.name
    sheet = sheets.read(file, max_rows=kind.most_rows)
    if faults := header_faults(sheet, kind.columns):
        return Outcome(faults)
    outcome = kind.read(sheet, draft)
    order = {head: place for place, head in enumerate(sheet.headers)}
    outcome.faults.sort(key=lambda fault: (fault.row, order.get(fault.column, 0)))
    return outcome


def _check(item: JobItem) -> Outcome | str:
    try:
        return _read(_loaded(item))
    except SheetError as refused:
        return str(refused)


def _keep(item: JobItem, found: Outcome | str) -> dict:
    draft = SheetImport.objects.select_for_update().get(pk=item.payload["import"])
    if draft.status != ImportState.CHECKING:
        raise jobs.RefusedError(GONE)
    problem = found if isinstance(found, str) else ""
    outcome = Outcome() if problem else found
    draft.report, draft.digest = outcome.report(problem), outcome.digest
    faulty = bool(problem or outcome.faults)
    draft.status = ImportState.FAULTY if faulty else ImportState.READY
    draft.save(update_fields=["report", "digest", "status"])
    return {"faults": len(outcome.faults), **outcome.counts}


def _prepare(item: JobItem) -> Outcome:
    try:
        return _read(_loaded(item))
    except SheetError as refused:
        raise jobs.RefusedError(str(refused)) from refused


def _take(item: JobItem, outcome: Outcome) -> dict:
    draft = SheetImport.objects.select_for_update(of=("self",)).get(pk=item.payload["import"])
    if draft.status != ImportState.TAKING:
        raise jobs.RefusedError(GONE)
    kind = _kinds[draft.kind]
    if draft.organisation not in kind.sides(item.job.created_by):
        raise jobs.RefusedError(NOT_YOURS)
    if outcome.digest != draft.digest:
        raise jobs.RefusedError(CHANGED)
    try:
        with transaction.atomic():
            said = kind.write(outcome, draft)
    except IntegrityError as clash:
        raise jobs.RefusedError(CHANGED) from clash
    _end(draft, ImportState.TAKEN, said)
    return {"said": said}


def _checked(job: Job, progress: jobs.Progress) -> str:
    draft = SheetImport.objects.filter(job=job).first()
    if draft is None or progress.failed:
        return "表格没有核对完，请重新上传。"
    report = json.loads(draft.report or "{}")
    page = reverse("casework:import", args=[draft.kind, draft.pk])
    if draft.status == ImportState.READY:
        return f"“{draft.name}”已核对，没有发现错误，请到 {page} 确认导入。"
    said = report.get("problem") or f"有 {report.get('fault_count', 0)} 处错误"
    return f"“{draft.name}”不能导入：{said}"


def _taken(job: Job, progress: jobs.Progress) -> str:
    item = job.items.first()
    if progress.failed and item:
        return item.error
    return item.result.get("said", "") if item else ""


CHECK = jobs.register_job(
    "sheet_check", "核对表格", _keep, prepare=_check, summary=_checked, lease=600
)
TAKE = jobs.register_job(
    "sheet_take", "导入表格", _take, prepare=_prepare, summary=_taken, lease=600
)
