"""What the nightly look holds against its record: timelines, files, certificates, draws.

Each part is read in the order of a cursor, so that a look goes on where one was cut short.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from casework.models import Case, Event, LotResult, StoredFile
from casework.services import files, lots
from casework.services import integrity as timelines
from certificates.models import Edition
from certificates.signing.digests import signed_digest
from config import clock
from supervision.enums import IntegrityPart

BATCH = 200
BLOCK = 1024 * 1024
SETTLED = timedelta(minutes=5)  # what is younger may still be on its way to the disk


@dataclass(frozen=True)
class Fault:
    """What is not as it should be. `name` says which, so that a person finds it."""

    part: IntegrityPart
    name: str
    problem: str
    expected: str = ""
    found: str = ""
    case: int | None = None


@dataclass(frozen=True)
class Part:
    """One part. `total()` counts it; `in_round(after)` and `new(after)` answer the next rows after
    a cursor with the cursor behind them, none at the end; `look(rows)` finds what is wrong."""

    total: Callable[[], int]
    in_round: Callable[[str], tuple[Sequence, str]]
    new: Callable[[str], tuple[Sequence, str]]
    look: Callable[[Sequence], Iterator[Fault]]


def _by_key(rows: Callable[[], QuerySet]) -> Callable[[str], tuple[Sequence, str]]:
    """Rows in the order of a key that counts upwards."""

    def read(after: str) -> tuple[Sequence, str]:
        found = list(rows().filter(pk__gt=int(after or 0)).order_by("pk")[:BATCH])
        return found, str(found[-1].pk) if found else after

    return read


# --- Timelines -----------------------------------------------------------------------------------


def _moved(after: str) -> tuple[Sequence, str]:
    """The cases that have events since."""
    rows = Event.objects.filter(pk__gt=int(after or 0)).order_by("pk")
    found = list(rows.values_list("pk", "case_id")[: BATCH * 10])
    pks = sorted({case for _, case in found})
    cases = list(Case.objects.filter(pk__in=pks).order_by("pk"))
    return cases, str(found[-1][0]) if found else after


def _timelines(rows: Sequence[Case]) -> Iterator[Fault]:
    keys = {row.number: row.pk for row in rows}
    for fault in timelines.verify_some([row.pk for row in rows]):
        where = f"{fault.case} 第 {fault.sequence} 条" if fault.sequence else fault.case
        yield Fault(
            IntegrityPart.TIMELINE,
            where,
            fault.problem,
            "与写入时的摘要一致",
            fault.problem,
            keys.get(fault.case),
        )


def lost_cases() -> Iterator[Fault]:
    """Cases that are gone with everything of them; asked once a run."""
    for fault in timelines.missing_cases():
        yield Fault(IntegrityPart.TIMELINE, fault.case, fault.problem, "在册", "没有")


# --- Files ---------------------------------------------------------------------------------------


def _files(after: str) -> tuple[Sequence, str]:
    rows = StoredFile.objects.select_related("case", "destroyed", "material").order_by("pk")
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    found = list(rows[:BATCH])
    return found, str(found[-1].pk) if found else after


def _new_files(after: str) -> tuple[Sequence, str]:
    """By the moment at which they were stored, as their keys are random."""
    rows = StoredFile.objects.filter(stored_at__lt=clock.now() - SETTLED)
    if after:
        moment, _, key = after.partition(" ")
        at = datetime.fromisoformat(moment)
        rows = rows.filter(Q(stored_at__gt=at) | Q(stored_at=at, pk__gt=UUID(key)))
    found = list(
        rows.select_related("case", "destroyed", "material").order_by("stored_at", "pk")[:BATCH]
    )
    return found, f"{found[-1].stored_at.isoformat()} {found[-1].pk}" if found else after


def _look_at_files(rows: Sequence[StoredFile]) -> Iterator[Fault]:
    for row in rows:
        gone = getattr(row, "destroyed", None) or _was_destroyed(row)
        found = _digest(row)
        if gone:
            if found and gone is not True and gone.on < clock.today():
                yield _file_fault(row, "已经销毁的文件仍在磁盘上", "没有文件", found)
        elif not found:
            yield _file_fault(row, "文件不在磁盘上", row.sha256, "没有文件")
        elif found != row.sha256:
            yield _file_fault(row, "文件内容被改动", row.sha256, found)


def _was_destroyed(row: StoredFile) -> bool:
    material = getattr(row, "material", None)
    return bool(material and material.destroyed_on)


def _file_fault(row: StoredFile, problem: str, expected: str, found: str) -> Fault:
    # Not the name that somebody gave it: that may be a person's, and this goes to the log.
    name = f"{row.case.number} 文件 {row.pk}"
    return Fault(IntegrityPart.FILE, name, problem, expected, found, row.case_id)


def _digest(row: StoredFile) -> str:
    """The digest of the bytes on disk; empty where there are none to be read."""
    found = hashlib.sha256()
    try:
        with files.path_of(row.pk).open("rb") as source:
            while block := source.read(BLOCK):
                found.update(block)
    except OSError:
        return ""
    return found.hexdigest()


# --- Certificates --------------------------------------------------------------------------------


def _editions() -> QuerySet[Edition]:
    return Edition.objects.select_related("certificate", "file__destroyed")


def _look_at_editions(rows: Sequence[Edition]) -> Iterator[Fault]:
    for row in rows:
        content = hashlib.sha256(row.content.encode()).hexdigest()
        if content != row.content_sha256:
            yield _edition_fault(row, "证书内容与摘要不符", row.content_sha256, content)
        if row.file is None:
            continue
        if row.sha256 != row.file.sha256:
            yield _edition_fault(row, "证书登记的摘要与文件的不符", row.sha256, row.file.sha256)
            continue
        try:
            data = files.read(row.file)
        except files.DamagedFileError:
            found = _digest(row.file)
            yield _edition_fault(row, "证书文件不是签发时的文件", row.sha256, found or "没有文件")
            continue
        yield from _signature(row, data)


def _signature(row: Edition, data: bytes) -> Iterator[Fault]:
    try:
        said = signed_digest(data)
    except ValueError as error:
        yield _edition_fault(row, "证书的签名读不出来", "签名完整", str(error)[:200])
        return
    if said is None:
        if row.signed_by:
            yield _edition_fault(row, "证书没有签名", row.signed_by, "没有签名")
    elif said[0] != said[1]:
        yield _edition_fault(row, "证书的签名与内容不符", said[0], said[1])


def _edition_fault(row: Edition, problem: str, expected: str, found: str) -> Fault:
    name = f"{row.certificate.number} 第 {row.sequence} 版"
    case = row.file.case_id if row.file else None
    return Fault(IntegrityPart.CERTIFICATE, name, problem, expected, found, case)


# --- Draws ---------------------------------------------------------------------------------------


def _look_at_lots(rows: Sequence[LotResult]) -> Iterator[Fault]:
    for row in rows:
        if not lots.verify(row):
            at = timezone.localtime(row.drawn_at)
            name = f"{row.lot.purpose}（{at:%Y-%m-%d}，编号 {row.lot_id}）"
            yield Fault(
                IntegrityPart.LOT,
                name,
                "抽取的范围、承诺和结果互相不符",
                row.lot.digest,
                "重算不出这个结果",
                row.lot.case_id,
            )


PARTS: dict[IntegrityPart, Part] = {
    IntegrityPart.TIMELINE: Part(Case.objects.count, _by_key(Case.objects.all), _moved, _timelines),
    IntegrityPart.FILE: Part(StoredFile.objects.count, _files, _new_files, _look_at_files),
    IntegrityPart.CERTIFICATE: Part(
        Edition.objects.count, _by_key(_editions), _by_key(_editions), _look_at_editions
    ),
    IntegrityPart.LOT: Part(
        LotResult.objects.count,
        _by_key(lambda: LotResult.objects.select_related("lot")),
        _by_key(lambda: LotResult.objects.select_related("lot")),
        _look_at_lots,
    ),
}
