"""The photograph for a certificate, brought in after enrolment is over by whom it lacks. One that
is there and can be read is another person's decision (`holders`).
"""

from typing import BinaryIO

from accounts.models import User
from assessment.models import Entry, Plan
from casework.models import Event
from casework.services import door, files
from casework.services.inspection.portraits import inspect_portrait
from certificates.documents.content import UNREADABLE
from certificates.enums import NumberState
from certificates.models import ReservedNumber
from certificates.selectors import issuing, rights
from certificates.services import making
from certificates.services.issuing import demand

THERE = "此人已有可用的照片。照片有误的，请办理核发前更正。"


def is_wanted(entry: Entry, fault: str) -> bool:
    """Whether somebody lacks a photograph, given what was said of why there is no certificate."""
    return not entry.photo_id or any(said in fault for said in (making.DAMAGED, UNREADABLE))


def replace(plan: Plan, entry: Entry, upload: BinaryIO, *, actor: User) -> Event:
    """Give somebody a photograph who has no certificate yet and none that can be printed; the old
    one stays on record. Who may: `rights.may_issue`. Raises RefusedFile, ForbiddenError,
    NotNowError."""
    demand(plan, actor)
    found = inspect_portrait(upload)

    def change(case: Plan) -> dict:
        row = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk, plan=case)
        if ReservedNumber.objects.filter(entry=row, state=NumberState.ISSUED).exists():
            raise door.NotNowError("此人的证书已经核发，照片不能再换。")
        batch = issuing.latest_batch(case)
        said = making.failures(batch).get(row.pk, "") if batch else ""
        if not is_wanted(row, said):
            raise door.NotNowError(THERE)
        before = row.photo
        row.photo = files.keep(found.data, case=case, name=found.name, kind=found.kind, by=actor)
        row.save(update_fields=["photo"])
        return {
            "entry": row.number,
            "sha256": row.photo.sha256,
            "before": before.sha256 if before else "",
        }

    return door.record(plan, "replace_photo", actor=actor, may=rights.may_issue, change=change)
