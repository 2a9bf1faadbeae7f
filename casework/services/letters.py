"""Formal letters (通知书): numbered in the act's transaction, printed once, served on record."""

import json
from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.enums import OFFICE_STAFF, SPEAKERS, Role
from accounts.models import Organisation, User
from accounts.selectors import holds
from casework import kinds
from casework.enums import FileKind, ServiceMethod, ServiceOutcome
from casework.letters import LetterKind
from casework.models import Case, Letter, LetterHead, LetterService
from casework.services import files, numbering
from casework.services.door import ForbiddenError
from casework.services.timeline import canonical
from config import clock
from printing import pdf

SERVED = (ServiceOutcome.RECEIVED, ServiceOutcome.DEEMED)


class LetterError(ValidationError):
    """The letter was not issued or its service not recorded; nothing was written. Chinese."""


def issue(
    case: Case,
    kind: LetterKind,
    *,
    actor: User | None,
    office: Organisation | None = None,
    wording: str = "",
    resources: Mapping[str, bytes] | None = None,
    **data: object,
) -> Letter:
    """Number, print and store a letter to the owner of a case, and send it in the portal.

    An effect of an act: who may, the act has asked. `wording` is the officer's text, a paragraph a
    line; `data` is what the kind's template names besides (plain values), `resources` the pictures
    that it shows. No personal numbers: the context is kept as it is printed. Takes about 50 ms, so
    it may run inside the door. Raises LetterError for an office without a 机关代字 or a character
    without a glyph; RuntimeError outside a transaction.
    """
    office = office or case.office
    head = _head_of(office)
    today = clock.today()
    number = _number(head, kind, today.year)
    context = canonical(_context(case, kind, head, number, today, wording) | data)
    letter = Letter(
        case_id=case.pk,
        kind=kind.code,
        title=kind.title,
        number=number,
        office=office,
        template=kind.template,
        context=context,
        issued_by=actor,
        issued_on=today,
        issued_at=clock.now(),
    )
    printed, name = _print(kind.template, context, resources), f"{kind.title} {number}.pdf"
    letter.file = files.keep(printed, case=case, name=name, kind=FileKind.PDF, by=actor)
    letter.save(force_insert=True)
    _record(letter, ServiceMethod.PORTAL, ServiceOutcome.SENT, today, actor)
    return letter


def _head_of(office: Organisation) -> LetterHead:
    head = LetterHead.objects.filter(office=office).first()
    if head is None:
        raise LetterError(f"{office}还没有设置机关代字，不能编文号。请本机关管理员先设置公文文头。")
    return head


def acknowledge(letter: Letter, *, actor: User) -> LetterService:
    """The owner's people confirm in the portal that they have the letter (签收); once more is no
    harm. Raises ForbiddenError for anybody else."""
    if not may_acknowledge(letter, actor):
        raise ForbiddenError("只有收件单位的管理员或经办人可以签收。")
    receipt = f"{actor.display_name}在平台签收"
    with transaction.atomic():
        Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
        if done := letter.services.filter(outcome__in=SERVED).first():
            return done
        return _record(
            letter, ServiceMethod.PORTAL, ServiceOutcome.RECEIVED, clock.today(), actor, receipt
        )


def record_service(
    letter: Letter,
    *,
    method: ServiceMethod,
    outcome: ServiceOutcome,
    on: date,
    receipt: str,
    actor: User,
) -> LetterService:
    """Record how a letter was served: sent, received, deemed served (with why), or returned.

    Who may: staff of the office that issued it. Raises LetterError for a day that cannot be, a
    missing receipt, or a letter that was served before; ForbiddenError.
    """
    if not may_record_service(letter, actor):
        raise ForbiddenError("只有发文机关的工作人员可以记录送达。")
    if not letter.issued_on <= on <= clock.today():
        raise LetterError("送达日期应在签发日期至今天之间。")
    if outcome != ServiceOutcome.SENT and not receipt.strip():
        raise LetterError("请写明签收人、邮寄单号，或视为送达、退回的原因。")
    try:
        with transaction.atomic():
            return _record(letter, method, outcome, on, actor, receipt.strip())
    except IntegrityError as error:
        raise LetterError("这份通知书已经记录送达。") from error


def may_acknowledge(letter: Letter, user: User) -> bool:
    """Whether `user` may confirm receipt for the addressee; a kind whose letters go to somebody
    else than its owner says to whom by its method `acknowledged_by(user)`."""
    case = kinds.by_code(letter.case.kind).model.objects.get(pk=letter.case_id)
    if own := getattr(case, "acknowledged_by", None):
        return own(user)
    if case.owner_id is None:
        return case.created_by_id == user.pk
    return holds(user, case.owner_id, *SPEAKERS)


def may_record_service(letter: Letter, user: User) -> bool:
    """Whether `user` works in the office that issued the letter."""
    return holds(user, letter.office_id, *OFFICE_STAFF)


def set_head(office: Organisation, *, prefix: str, contact: str, actor: User) -> LetterHead:
    """Set what an office's letters begin their numbers with. Letters issued before keep theirs.

    Who may: a manager of the office. Raises LetterError for a prefix that another office has.
    """
    if not (office.is_bureau and holds(actor, office.pk, Role.MANAGER)):
        raise ForbiddenError("只有本机关管理员可以设置公文文头。")
    values = {"prefix": prefix.strip(), "contact": contact.strip()}
    try:
        with transaction.atomic():
            head, _ = LetterHead.objects.update_or_create(office=office, defaults=values)
    except IntegrityError as error:
        raise LetterError("这个机关代字已由其他机关使用，请核对。") from error
    return head


def _number(head: LetterHead, kind: LetterKind, year: int) -> str:
    """By prefix, not by office: two numbers are the same only where their text is."""
    mark = f"{head.prefix}{kind.mark}"
    return f"{mark}〔{year}〕{numbering.take(f'letter/{mark}/{year}'):04d}号"


def _context(
    case: Case, kind: LetterKind, head: LetterHead, number: str, today: date, wording: str
):
    owner = case.owner or case.created_by
    return {
        "title": kind.title,
        "number": number,
        "office": head.office.name,
        "contact": head.contact,
        "addressee": owner.name if isinstance(owner, Organisation) else str(owner or "申请人"),
        "case_number": case.number,
        "case_title": case.title,
        "opened_on": date_format(localtime(case.opened_at)),
        "issued_on": date_format(today),
        "wording": [line.strip() for line in wording.splitlines() if line.strip()],
    }


def _print(template: str, context: str, resources: Mapping[str, bytes] | None) -> bytes:
    try:
        return pdf.render(template, json.loads(context), resources=resources)
    except pdf.UndefinedVariableError:
        raise
    except pdf.PrintError as error:
        raise LetterError(str(error)) from error


def _record(
    letter: Letter,
    method: ServiceMethod,
    outcome: ServiceOutcome,
    on: date,
    actor: User | None,
    receipt: str = "",
) -> LetterService:
    return LetterService.objects.create(
        letter=letter,
        method=method,
        outcome=outcome,
        on=on,
        receipt=receipt,
        recorded_by=actor,
        recorded_at=clock.now(),
    )
