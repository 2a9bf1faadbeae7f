"""Requests that people make about their own data."""

import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts import identity
from accounts.models import DataRequest, Organisation, User
from accounts.rules import works_in_bureau
from config import clock

ANSWER_DAYS = 30  # 本系统默认: the law says 及时 and names no number
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def receive(
    *, kind, office: Organisation, name, document_kind, document_number, contact, detail=""
):
    """Record a request; anybody may make one. Answers the row with its receipt number, which is
    drawn at random and so tells nobody how many there are. Raises ValidationError a field."""
    try:
        number = identity.clean(document_kind, document_number)
    except ValueError as error:
        raise ValidationError({"document_number": str(error)}) from None
    now = clock.now()
    request = DataRequest(
        number=f"GX{now:%Y%m%d}" + "".join(secrets.choice(ALPHABET) for _ in range(6)),
        kind=kind,
        office=office,
        name=name,
        document_kind=document_kind,
        document_number=number,
        contact=contact,
        detail=detail,
        received_at=now,
        due_on=clock.today() + timedelta(days=ANSWER_DAYS),
    )
    request.full_clean()
    request.save()
    return request


def prove_identity(request: DataRequest, *, proof: str, actor: User) -> None:
    """Record how the office made sure who asks. Raises PermissionDenied, ValidationError."""
    with transaction.atomic():
        row = _locked(request, actor)
        row.proof, row.progress, row.handled_by = proof, DataRequest.Progress.PROVEN, actor
        row.full_clean()
        row.save()


def answer(request: DataRequest, *, text: str, granted: bool, actor: User) -> None:
    """Close a request with what was answered outside the portal. One that is granted needs the
    identity proven first. Raises PermissionDenied, ValidationError."""
    with transaction.atomic():
        row = _locked(request, actor)
        if granted and not row.proof:
            raise ValidationError("请先核实申请人身份。")
        row.answer, row.handled_by, row.closed_at = text, actor, clock.now()
        row.progress = DataRequest.Progress.ANSWERED if granted else DataRequest.Progress.REFUSED
        row.full_clean()
        row.save()


def _locked(request: DataRequest, actor: User) -> DataRequest:
    row = (
        DataRequest.objects.select_for_update(of=("self",))
        .select_related("office")
        .get(pk=request.pk)
    )
    if not works_in_bureau(actor, row.office):
        raise PermissionDenied
    if not row.is_open:
        raise ValidationError("这项申请已经办结。")
    return row
