"""The photograph for a certificate, brought in after enrolment is over."""

from typing import BinaryIO

from accounts.models import User
from assessment.models import Entry, Plan
from casework.models import Event
from casework.services import door, files
from casework.services.inspection.portraits import inspect_portrait
from certificates.enums import NumberState
from certificates.models import ReservedNumber
from certificates.selectors import rights
from certificates.services.issuing import demand


def replace(plan: Plan, entry: Entry, upload: BinaryIO, *, actor: User) -> Event:
    """Give somebody who has no certificate yet another photograph; the old one stays on record.
    Who may: `rights.may_issue`. Raises RefusedFile, ForbiddenError, NotNowError."""
    demand(plan, actor)
    found = inspect_portrait(upload)

    def change(case: Plan) -> dict:
        row = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk, plan=case)
        if ReservedNumber.objects.filter(entry=row, state=NumberState.ISSUED).exists():
            raise door.NotNowError("此人的证书已经核发，照片不能再换。")
        before = row.photo
        row.photo = files.keep(found.data, case=case, name=found.name, kind=found.kind, by=actor)
        row.save(update_fields=["photo"])
        return {
            "entry": row.number,
            "sha256": row.photo.sha256,
            "before": before.sha256 if before else "",
        }

    return door.record(plan, "replace_photo", actor=actor, may=rights.may_issue, change=change)
