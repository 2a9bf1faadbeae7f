"""The application form on paper, with the digest of what it shows (SD annex 1)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.enums import SPEAKERS
from accounts.models import User
from accounts.selectors import holds
from casework.services.door import ForbiddenError
from config import clock
from filing.documents import dossier, snapshot
from filing.documents.dossier import Dossier
from filing.enums import FacilityKind, PersonRole
from filing.models import Facility, Filing, Person, PrintedForm, ScopeItem
from filing.sections.all import form_of
from printing import pdf

TEMPLATE = "printing/filing/application.1.html"


def print_form(filing: Filing, *, actor: User) -> bytes:
    """The form as a PDF with the digest of its content; a scan of it later fits only the same.

    Who may: managers and clerks of the applicant. Raises ForbiddenError; ValidationError for a
    character that cannot be printed.
    """
    if not holds(actor, filing.owner_id, *SPEAKERS):
        raise ForbiddenError("只有申请单位的管理员或经办人可以打印申请表。")
    found = dossier.load(filing)
    digest = snapshot.content_digest(snapshot.of(found))
    at = clock.now()
    try:
        data = pdf.render(TEMPLATE, context(found, digest, at))
    except pdf.UndefinedVariableError:
        raise
    except pdf.PrintError as error:
        raise ValidationError(str(error)) from error
    with transaction.atomic():
        PrintedForm.objects.create(filing=filing, digest=digest, printed_by=actor, printed_at=at)
    return data


def context(found: Dossier, digest: str, at) -> dict:
    """What the form shows, in plain values."""
    filing = found.filing
    answers = form_of(filing, "organisation", found.answers.get("organisation", {}))
    stamped = next((m for m in found.regulation.materials_for(found.kind) if m.stamped), None)
    return {
        "title": stamped.name.partition("（")[0].strip("《》") if stamped else "备案申请表",
        "regulation": found.regulation.name,
        "number": filing.number,
        "purpose": filing.get_purpose_display(),
        "receiver": str(filing.receiver),
        "name": filing.owner.name,
        "code": filing.owner.code,
        "kind": filing.owner.get_kind_display(),
        "fields": {name: answers.said(name) for name in answers.fields},
        "scope": [_scope_row(number, item) for number, item in enumerate(found.scope, 1)],
        "conditions": [
            {"label": row.label, "value": row.value}
            for row in form_of(filing, "conditions", found.answers.get("conditions", {})).rows()
        ],
        "venue": _counted(found.facilities),
        "people": _named(found.people),
        "promises": [promise.text for promise in found.regulation.promises],
        "printed_at": date_format(localtime(at), "DATETIME_FORMAT"),
        "digest": digest,
    }


def _scope_row(number: int, item: ScopeItem) -> list[str]:
    name = item.occupation.name
    return [
        str(number),
        f"{name}（{item.work_type}）" if item.work_type else name,
        item.occupation.code,
        item.basis or "无",
        item.experience or "--",
        "--" if item.assessed is None else str(item.assessed),
        item.level_range,
    ]


def _counted(rows: list[Facility]) -> list[dict]:
    """Rooms and equipment by kind."""
    by_kind = [(kind.label, [row for row in rows if row.kind == kind]) for kind in FacilityKind]
    return [
        {"label": label, "value": "；".join(_room(row) for row in own)}
        for label, own in by_kind
        if own
    ]


def _room(row: Facility) -> str:
    capacity = f"，可容纳 {row.capacity} 人" if row.capacity else ""
    return f"{row.name} {row.quantity}{capacity}"


def _named(people: list[Person]) -> list[dict]:
    """People by role: name, post and title; no personal numbers on the form."""
    by_role = [(role.label, [each for each in people if each.role == role]) for role in PersonRole]
    return [
        {"label": f"{label}（{len(own)} 人）", "value": "；".join(_person(each) for each in own)}
        for label, own in by_role
        if own
    ]


def _person(person: Person) -> str:
    return "，".join(part for part in (person.name, person.post, person.title) if part)
