"""The photograph and the papers of a registration.

Files are kept with the plan; one that is replaced or taken out stays there on record.
"""

from typing import BinaryIO

from django.core.exceptions import ValidationError

from accounts.models import User
from assessment.models import Entry, Evidence
from assessment.services.entries import judge, opened, present
from casework.services import files, inspection
from casework.services.inspection.portraits import inspect_portrait
from config import clock

MOST = 20


def keep_photo(entry: Entry, upload: BinaryIO, *, actor: User | None) -> Entry:
    """The photograph, checked for size, proportions, colour and white ground; replaces an earlier
    one.

    Who may: `entry_rights.may_edit`, or the applicant, which the view asks. Raises RefusedFile,
    NotNowError where enrolment is over, ValidationError where it is signed already.
    """
    found = inspect_portrait(upload)
    with opened(entry.plan) as locked:
        row = present(locked, entry, None)
        row.photo = files.keep(found.data, case=locked, name=found.name, kind=found.kind, by=actor)
        row.save(update_fields=["photo"])
        return row


def add_evidence(
    entry: Entry, *, kind: str, upload: BinaryIO, note: str = "", actor: User | None
) -> Evidence:
    """A paper that proves something. Who may and errors as `keep_photo`; also more than `MOST`."""
    found = inspection.inspect(upload)
    with opened(entry.plan) as locked:
        row = present(locked, entry, None)
        if row.evidence.count() >= MOST:
            raise ValidationError(f"一份报名最多 {MOST} 份材料，请合并成 pdf 后再上传。")
        file = files.keep(
            found.data, case=locked, name=found.name, kind=found.kind, by=actor, pages=found.pages
        )
        added = Evidence.objects.create(
            entry=row, kind=kind, file=file, note=note.strip()[:200], added_at=clock.now()
        )
        judge(row)
        return added


def remove_evidence(entry: Entry, pk: int, *, own: bool = False) -> None:
    """Take a paper out of the registration; one that is gone is no error. Other registrations that
    it serves keep it. `own`: the applicant does, who takes out only what came through the link.
    Who may and errors as `keep_photo`."""
    with opened(entry.plan) as locked:
        row = present(locked, entry, None)
        papers = row.evidence.filter(pk=pk)
        if own:
            papers = papers.filter(file__stored_by=None)
        papers.delete()
