"""Making a dossier in the background: part by part, each written whole, then one ZIP.

A part that is made again replaces itself; what was made before a worker died stays. What is bound
is the plan as it was asked for: where its timeline has grown meanwhile, the job fails and says so.
"""

import hashlib
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction

from casework.enums import WorkStatus
from casework.models import ChainHead, Event, Job, JobItem
from casework.services import door, jobs
from casework.services.files import DamagedFileError
from config import clock
from results.models import Dossier
from results.services import dossier_files, dossier_parts

BLOCK = 1024 * 1024
GONE = "这份档案包已经不在。"
CHANGED = "生成期间计划有新的办理记录，没有生成档案包。请重新生成。"
SUMS = "SHA256SUMS"


def head_of(plan_pk: int) -> dict:
    """How far the timeline of a plan is: length, last digest, time of the last record."""
    head = ChainHead.objects.get(case=plan_pk)
    last = Event.objects.get(case=plan_pk, sequence=head.length)
    return {"length": head.length, "digest": head.digest, "at": last.at.isoformat()}


def payloads(dossier: Dossier) -> Iterator[dict]:
    """The pieces of work of a dossier."""
    head = head_of(dossier.plan_id)
    for at, section in enumerate(dossier_parts.sections(dossier.plan)):
        yield {"dossier": dossier.pk, "part": at, "head": head, **section}


def _dossier(item: JobItem) -> Dossier:
    rows = Dossier.objects.select_related("plan__agency", "plan__division")
    found = rows.filter(pk=item.payload["dossier"]).first()
    if found is None:
        raise jobs.RefusedError(GONE)
    if head_of(found.plan_id) != item.payload["head"]:
        raise jobs.RefusedError(CHANGED)
    return found


def _prepare(item: JobItem) -> dict:
    dossier = _dossier(item)
    moment = datetime.fromisoformat(item.payload["head"]["at"])
    try:
        if "parts" in item.payload:
            return _bind(dossier, item, moment)
        target = dossier_files.part(dossier.folder, item.payload["part"])
        counted = {}

        def fill(path: Path) -> None:
            counted.update(dossier_parts.write(dossier.plan, item.payload, moment, path))

        dossier_files.write(target, fill)
    except (DamagedFileError, ValueError) as error:
        raise jobs.RefusedError(str(error)) from error
    return {"rows": counted}


def _bind(dossier: Dossier, item: JobItem, moment: datetime) -> dict:
    sources = [dossier_files.part(dossier.folder, at) for at in range(item.payload["parts"])]
    counts: dict[str, int] = {}
    done = JobItem.objects.filter(job=item.job_id, status=WorkStatus.DONE)
    for result in done.values_list("result", flat=True):
        counts |= (result or {}).get("rows", {})
    target = dossier_files.whole(dossier.folder)
    dossier_files.write(
        target,
        lambda path: _pack(dossier, sources, counts, item.payload["head"], moment, path),
    )
    return {"bytes": target.stat().st_size, "sha256": dossier_files.digest_of(target)}


def _pack(dossier: Dossier, sources, counts, head, moment: datetime, path: Path) -> None:
    members = []
    with zipfile.ZipFile(path, "w") as whole:

        def add(name: str, data: bytes) -> None:
            with whole.open(dossier_parts.info(name, moment), "w") as member:
                member.write(data)
            members.append(_member(name, len(data), hashlib.sha256(data).hexdigest(), None))

        for source in sources:
            with zipfile.ZipFile(source) as part:
                for info in part.infolist():
                    digest = _copy(part, info, whole, moment)
                    rows = counts.get(info.filename)
                    members.append(_member(info.filename, info.file_size, digest, rows))
        members.sort(key=lambda each: each["path"])
        index, readable = dossier_parts.index(dossier.plan, list(members), head)
        add("index.json", index)
        add("目录.html", readable)
        sums = "".join(f"{each['sha256']}  {each['path']}\n" for each in members)
        add(SUMS, sums.encode())


def _member(path: str, size: int, digest: str, rows: int | None) -> dict:
    return {"path": path, "size": size, "sha256": digest, "rows": rows}


def _copy(part, info, whole, moment: datetime) -> str:
    """One member from a part into the whole, in blocks. Answers its digest."""
    digest, made = hashlib.sha256(), dossier_parts.info(info.filename, moment)
    made.file_size = info.file_size
    with part.open(info) as source, whole.open(made, "w") as target:
        while block := source.read(BLOCK):
            digest.update(block)
            target.write(block)
    return digest.hexdigest()


def _keep(item: JobItem, made: dict) -> dict:
    if "bytes" not in made:
        _bind_when_last(item)
        return made
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=item.payload["dossier"])

    def change(plan) -> dict:
        if head_of(plan.pk) != item.payload["head"]:
            raise jobs.RefusedError(CHANGED)
        dossier.size, dossier.sha256 = made["bytes"], made["sha256"]
        dossier.done_at = clock.now()
        dossier.save(update_fields=["size", "sha256", "done_at"])
        return {"dossier": dossier.pk, "bytes": dossier.size, "sha256": dossier.sha256}

    door.record(
        dossier.plan,
        "make_dossier",
        actor=dossier.made_by,
        may=lambda user, plan: True,  # asked when it was begun
        change=change,
    )
    earlier = Dossier.objects.filter(plan=dossier.plan_id, pk__lt=dossier.pk)
    folders = list(earlier.values_list("folder", flat=True))
    transaction.on_commit(lambda: _tidy(dossier, folders))
    return {"bytes": dossier.size}


def _tidy(dossier: Dossier, folders: list) -> None:
    dossier_files.drop_parts(dossier.folder)
    for folder in folders:
        dossier_files.destroy(folder)


def _bind_when_last(item: JobItem) -> None:
    """The lock on the dossier lets one part after the other ask whether it is the last."""
    Dossier.objects.select_for_update(of=("self",)).get(pk=item.payload["dossier"])
    others = JobItem.objects.filter(job=item.job_id).exclude(pk=item.pk)
    if not others.exclude(status=WorkStatus.DONE).exists():
        kept = {name: item.payload[name] for name in ("dossier", "head")}
        jobs.follow(item, {**kept, "parts": others.count() + 1})


def _summary(job: Job, progress: jobs.Progress) -> str:
    dossier = Dossier.objects.select_related("plan").filter(job=job).first()
    if dossier is None:
        return GONE
    what = f"评价计划 {dossier.plan.number} 的档案包"
    if dossier.done_at is None:
        return f"{what}没有生成，原因见下。请到“归档材料”页面重新生成。"
    return f"{what}已生成。请到“归档材料”页面下载。"


DOSSIER = jobs.register_job(
    "make_dossier", "生成档案包", _keep, prepare=_prepare, summary=_summary, lease=900
)
