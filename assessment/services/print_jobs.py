"""Printing in the background: parts of some dozen people, each written whole; then one file.

A part that is drawn again replaces itself; what was drawn before a worker died stays. Nobody holds
more than one part in memory. What is bound is what was asked for, or nothing: where the arrangement
has changed meanwhile, the run fails and says so.
"""

import math
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import copyfileobj

from django.db import transaction
from django.utils import timezone

from assessment.documents import sheets, tickets
from assessment.enums import PrintKind
from assessment.frames.prints import TICKETS, Arranged
from assessment.models import PrintRun
from assessment.services import print_files
from casework.enums import WorkStatus
from casework.models import Job, JobItem
from casework.services import jobs
from config import clock
from printing import binding, pdf

PEOPLE = 50  # in a part, at least
MOST_PARTS = 300  # files that are open at once while they are bound
GONE = "这次打印已被新的打印取代或删除。"
CHANGED = "生成期间考务安排有变更，没有生成文件。请重新打印。"


def payloads(run: PrintRun, arranged: Arranged) -> Iterator[dict]:
    """The parts of a run, each with what it is drawn from."""
    each = max(PEOPLE, math.ceil(run.count / MOST_PARTS))
    if run.kind in TICKETS:
        people = [person.pk for person in arranged.people(run.session)]
        for at, first in enumerate(range(0, len(people), each)):
            yield {"run": run.pk, "part": at, "entries": people[first : first + each]}
        return
    for at, rooms in enumerate(_together(arranged.room_lists(run.session), each)):
        yield {"run": run.pk, "part": at, "rooms": rooms}


def _together(lists: list[tuple[int, int, int]], each: int) -> Iterator[list]:
    held, people = [], 0
    for session, room, count in lists:
        held.append([session, room])
        people += count
        if people >= each:
            yield held
            held, people = [], 0
    if held:
        yield held


def _run(item: JobItem) -> PrintRun:
    rows = PrintRun.objects.select_related("plan__agency", "session")
    run = rows.filter(pk=item.payload["run"]).first()
    if run is None:
        raise jobs.RefusedError(GONE)
    return run


def _prepare(item: JobItem) -> tuple[int, str] | None:
    run = _run(item)
    if "parts" in item.payload:
        return _bind(run, item.payload["parts"])
    target = print_files.part(run.folder, item.payload["part"])
    try:
        if run.kind == PrintKind.TICKETS_EACH:
            print_files.write(target, lambda path: _pack(run, item.payload["entries"], path))
        else:
            print_files.write(target, lambda path: _draw(run, item.payload, path))
    except pdf.UndefinedVariableError:
        raise
    except (pdf.PrintError, ValueError) as error:
        raise jobs.RefusedError(str(error)) from error
    return None


def _draw(run: PrintRun, payload: dict, path: Path) -> None:
    if run.kind == PrintKind.TICKETS:
        entries = tickets.of(run.plan, payload["entries"])
        path.write_bytes(tickets.render(run.plan, entries, final=run.final))
        return
    drawn = []
    try:
        for at, seats in enumerate(sheets.of([tuple(pair) for pair in payload["rooms"]])):
            data = sheets.render(PrintKind(run.kind), run.plan, seats, final=run.final)
            drawn.append(path.with_name(f"{path.name}-{at}"))
            drawn[-1].write_bytes(data)
        binding.bind(drawn, path, title=title_of(run))
    finally:
        for each in drawn:
            each.unlink(missing_ok=True)


def _pack(run: PrintRun, pks: Sequence[int], path: Path) -> None:
    entries = tickets.of(run.plan, pks)
    documents = tickets.documents(run.plan, [[entry] for entry in entries], final=run.final)
    made = timezone.localtime(run.made_at).timetuple()[:6]
    with zipfile.ZipFile(path, "w") as archive:
        for entry, document in zip(entries, documents, strict=True):
            archive.writestr(zipfile.ZipInfo(tickets.file_name(entry), made), document)


def _bind(run: PrintRun, parts: int) -> tuple[int, str]:
    if Arranged.of(run.plan).digest(run.kind, run.session) != run.digest:
        raise jobs.RefusedError(CHANGED)
    sources = [print_files.part(run.folder, at) for at in range(parts)]
    target = print_files.whole(run.folder)
    if run.kind == PrintKind.TICKETS_EACH:
        print_files.write(target, lambda path: _gather(sources, path))
    else:
        title = title_of(run)
        print_files.write(target, lambda path: binding.bind(sources, path, title=title))
    return target.stat().st_size, print_files.digest_of(target)


def _gather(sources: Sequence[Path], path: Path) -> None:
    with zipfile.ZipFile(path, "w") as whole:
        for source in sources:
            with zipfile.ZipFile(source) as part:
                for info in part.infolist():
                    with part.open(info) as document, whole.open(info, "w") as target:
                        copyfileobj(document, target)


def _keep(item: JobItem, made: tuple[int, str] | None) -> dict:
    run = PrintRun.objects.select_for_update(of=("self",)).filter(pk=item.payload["run"]).first()
    if run is None:
        raise jobs.RefusedError(GONE)
    if made is None:
        _bind_when_last(item)
        return {}
    run.size, run.sha256 = made
    run.done_at = clock.now()
    run.save(update_fields=["size", "sha256", "done_at"])
    transaction.on_commit(lambda: print_files.drop_parts(run.folder))
    return {"bytes": run.size}


def _bind_when_last(item: JobItem) -> None:
    """The lock on the run lets one part after the other ask whether it is the last."""
    others = JobItem.objects.filter(job=item.job_id).exclude(pk=item.pk)
    if not others.exclude(status=WorkStatus.DONE).exists():
        jobs.follow(item, {"run": item.payload["run"], "parts": others.count() + 1})


def title_of(run: PrintRun) -> str:
    """What a viewer of the file calls it."""
    return f"{run.get_kind_display()} {run.plan.number}"


def _summary(job: Job, progress: jobs.Progress) -> str:
    run = PrintRun.objects.select_related("plan").filter(job=job).first()
    if run is None:
        return GONE
    what = f"评价计划 {run.plan.number} 的{run.get_kind_display()}"
    if run.done_at is None:
        return f"{what}没有生成，原因见下。请到“考前打印”页面重新打印。"
    return f"{what}已生成，{run.count} 人。请到“考前打印”页面下载。"


PRINT = jobs.register_job(
    "print_day", "考前打印", _keep, prepare=_prepare, summary=_summary, lease=900
)
