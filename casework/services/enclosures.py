"""Papers that the portal itself makes for a case, such as a form that was filed."""

from accounts.models import User
from casework.enums import FileKind, RetentionClass
from casework.models import Case, Material
from casework.services import files
from config import clock


def enclose(case: Case, data: bytes, *, key: str, title: str, by: User | None) -> Material:
    """Keep a PDF as a paper of a case, the next version where there is one of that key. The caller
    holds the lock on the case, in a transaction."""
    earlier = Material.objects.current().filter(case_id=case.pk, key=key).first()
    file = files.keep(data, case=case, name=f"{title} {case.number}.pdf", kind=FileKind.PDF, by=by)
    return Material.objects.create(
        case_id=case.pk,
        key=key,
        title=title,
        version=earlier.version + 1 if earlier else 1,
        replaces=earlier,
        file=file,
        added_by=by,
        added_at=clock.now(),
        retention=RetentionClass.ELECTRONIC,
    )
