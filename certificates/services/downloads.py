"""Certificates given out as they were stored, each time on record."""

import io
import zipfile
from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet

from accounts.models import Organisation, Unmasking, User
from assessment.models import Plan
from casework.services import files
from certificates import numbers
from certificates.models import Certificate, Edition
from config import clock

PART = 500  # certificates in one ZIP


def note(
    user: User, organisation: Organisation, record: str, label: str, reason: str = "下载证书"
) -> None:
    """Put on record who takes certificates, with ID numbers in full, for whom, and what for."""
    Unmasking.objects.create(
        user=user,
        organisation=organisation,
        at=clock.now(),
        record=record,
        field="id_number",
        label=label[:200],
        reason=reason,
    )


def parts_of(plan: Plan) -> list[tuple[int, int, int]]:
    """(part, first, last) of the ZIPs of a plan."""
    total = with_files(plan).count()
    return [(at // PART + 1, at + 1, min(at + PART, total)) for at in range(0, total, PART)]


def with_files(plan: Plan) -> QuerySet[Certificate]:
    """The certificates of a plan that have a file, in the order of their numbers."""
    rows = Certificate.objects.filter(plan=plan, editions__file__isnull=False)
    return rows.order_by("number").distinct()


def zipped(plan: Plan, part: int) -> Iterator[bytes]:
    """One ZIP of stored certificates, piece by piece, so that none of it need fit into memory.
    Raises DamagedFileError for a file that is not as it was stored."""
    kept = Edition.objects.filter(file__isnull=False).select_related("file").order_by("-sequence")
    rows = with_files(plan).prefetch_related(Prefetch("editions", kept))
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as pack:
        for found in rows[(part - 1) * PART : part * PART]:
            edition = found.editions.all()[0]
            name = numbers.file_name(found.number, edition.sequence)
            info = zipfile.ZipInfo(name, date_time=_moment(edition))
            pack.writestr(info, files.read(edition.file))
            yield sink.taken()
    yield sink.taken()


def _moment(edition: Edition) -> tuple[int, int, int, int, int, int]:
    at = edition.made_at
    return (at.year, at.month, at.day, at.hour, at.minute, at.second)


class _Sink(io.RawIOBase):
    """Where a ZIP is written that nobody can wind back."""

    def __init__(self):
        self._kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self._kept += data
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        data = bytes(self._kept)
        self._kept.clear()
        return data
