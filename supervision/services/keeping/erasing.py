"""What the portal itself holds of a plan's people, taken away for good."""

from django.db import transaction

from accounts.models import Organisation, User
from assessment.models import Plan
from assessment.services import erasing
from casework.models import Event, StoredFile
from casework.services import files
from casework.services.erasure import erase_note
from certificates.models import Edition
from results.models import ArchiveItem
from results.services import dossier_files
from supervision.models import Destruction


def erase(plan: Plan, *, actor: User, office: Organisation | None, under: Destruction) -> dict:
    """Destroy the files of a plan that are no papers of their own, the personal text of its
    registrations and the notes on its timeline, which stays whole: notes are in it by digest only.
    Answers what went, each file with its digest.

    Papers (材料) and what was registered in the archive are records of their own; letters and
    certificates are kept for good. The caller holds the lock of the plan.
    """
    gone = []
    for file in files_of(plan):
        files.destroy(file, under=under)
        gone.append({"file": str(file.pk), "size": file.size, "sha256": file.sha256})
    people = erasing.erase(plan)
    notes = _notes(plan, actor, office, under)
    _dossiers(plan)
    return {"files": gone, "people": people, "notes": notes}


def files_of(plan: Plan) -> list[StoredFile]:
    """The files that go with the registrations: evidence, photographs, what was noted in the
    sessions."""
    registered = ArchiveItem.objects.filter(plan=plan, file__isnull=False).values("file")
    pictured = Edition.objects.filter(photo__case_id=plan.pk).values("photo")
    rows = StoredFile.objects.filter(
        case_id=plan.pk,
        material=None,
        letter=None,
        certificate_edition=None,
        destroyed=None,
    )
    return list(rows.exclude(pk__in=registered).exclude(pk__in=pictured).order_by("pk"))


def _notes(plan: Plan, actor: User, office: Organisation | None, under: Destruction) -> list[dict]:
    erased = []
    rows = Event.objects.filter(case_id=plan.pk, note__isnull=False).exclude(act="erase_note")
    for event in rows.order_by("sequence"):
        erase_note(event, actor=actor, office=office, reason=f"销毁清册 {under.number}")
        erased.append({"sequence": event.sequence, "digest": event.note_digest})
    return erased


def _dossiers(plan: Plan) -> None:
    """The ZIPs that were made of it; their rows and digests stay."""
    for dossier in plan.dossiers.all():
        transaction.on_commit(
            lambda folder=dossier.folder: dossier_files.destroy(folder), robust=True
        )
