"""What a wish to change a certificate or its holder comes with: values, evidence, a portrait."""

from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO

from django.core.exceptions import ValidationError

from accounts import identity
from accounts.models import User
from assessment.models import Entry
from assessment.person import clean_name
from casework.services import files, materials
from casework.services.inspection import Inspected
from casework.services.inspection.portraits import inspect_portrait
from certificates.models import Certificate, CertificateChange, HolderCorrection

EVIDENCE, EVIDENCE_TITLE = "evidence", "依据材料"


def spelled(
    row: Certificate | Entry, wanted: Mapping[str, str], columns: Iterable[str]
) -> dict[str, str]:
    """The new values of these columns, each in its one spelling; a document comes with its number.
    Raises ValidationError by field."""
    found = {key: wanted[key] for key in columns if wanted.get(key)}
    if "name" in found:
        found["name"] = _said("name", lambda: clean_name(found["name"]))
    if "id_number" in found or "document" in found:
        kind = found.setdefault("document", row.document)
        number = found.setdefault("id_number", row.id_number)
        found["id_number"] = _said("id_number", lambda: identity.clean(kind, number))
    return found


def _said(name: str, clean: Callable[[], str]) -> str:
    try:
        return clean()
    except ValueError as refused:
        raise ValidationError({name: str(refused)}) from refused


def looked_at(photo: BinaryIO) -> Inspected:
    """The portrait, inspected; raises ValidationError at its field."""
    try:
        return inspect_portrait(photo)
    except ValidationError as refused:
        raise ValidationError({"photo": refused.messages}) from refused


def enclose(
    case: CertificateChange | HolderCorrection,
    evidence: BinaryIO | None,
    portrait: Inspected | None,
    *,
    actor: User,
) -> None:
    """Keep what came with a case that was just opened. Raises ValidationError at its field."""
    if portrait:
        case.photo = files.keep(
            portrait.data, case=case, name=portrait.name, kind=portrait.kind, by=actor
        )
        case.save(update_fields=["photo"])
    if evidence is None:
        return
    try:
        materials.add(case, key=EVIDENCE, title=EVIDENCE_TITLE, upload=evidence, actor=actor)
    except ValidationError as refused:
        raise ValidationError({"evidence": refused.messages}) from refused
