"""Printing houses with their agreements; papers handed over and received back (HB-04)."""

from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from assessment.models import Plan
from casework.enums import FileKind
from casework.services import door, files, inspection
from casework.services.door import ForbiddenError
from config import clock
from filing.models import Agency
from papers.enums import PaperStatus
from papers.models import Paper, PrintingHouse, PrintOrder
from papers.selectors import rights
from papers.selectors.papers import sessions_of
from papers.services.composing import REFUSED, recorded
from papers.services.openings import refusal_of_house

NO_PDF = "保密协议请上传 pdf 扫描件。"
NOT_SEALED = "只有封存的试卷可以付印：{names}。"
AWAY = "这些试卷已经付印，还没有收回：{names}。"
STARTED = "考试已经开始，不再付印：{names}。"
RECEIVED = "这批试卷已经登记收回。"
DIFFERS = "交付 {handed} 份，收回 {received} 份，请在“密封和交接情况”中写明原因。"


def add_house(plan: Plan, house: PrintingHouse, upload: BinaryIO, *, actor: User) -> PrintingHouse:
    """Register a printing house with its agreement, kept among the files of the plan.

    Who may: `rights.draws`. Raises ForbiddenError, NotNowError, RefusedFile; ValidationError where
    it is registered already or the agreement is no PDF.
    """
    found = inspection.inspect(upload)
    if found.kind != FileKind.PDF:
        raise ValidationError({"upload": NO_PDF})

    def change(locked: Plan) -> dict:
        Agency.objects.select_for_update(of=("self",)).get(pk=locked.agency_id)
        house.agency_id = locked.agency_id
        house.agreement = files.keep(
            found.data, case=locked, name=found.name, kind=found.kind, by=actor, pages=found.pages
        )
        house.validate_constraints()
        house.save()
        return {"house": house.name, "agreement": found.sha256}

    recorded(plan, "register_printer", actor, change)
    return house


def end_house(house: PrintingHouse, *, actor: User) -> None:
    """Take a printing house out of use today; once more is no harm. Who may: writers and managers
    of the agency; the views ask."""
    rows = PrintingHouse.objects.filter(pk=house.pk, ended_on=None)
    rows.update(ended_on=max(clock.today(), house.agreed_on))


def hand_over(
    plan: Plan,
    house: PrintingHouse,
    papers: list[Paper],
    *,
    copies: int,
    to: str,
    actor: User,
    token=None,
) -> PrintOrder | None:
    """Record that sealed papers go to a printing house, before the first session of each.

    Who may: `rights.draws`. Answers None for a form sent before. Raises ForbiddenError,
    NotNowError; ValidationError as `_refuse`, or where the agreement is not in force.
    """
    made: list[PrintOrder] = []

    def change(locked: Plan) -> dict:
        present = PrintingHouse.objects.select_for_update(of=("self",)).get(
            pk=house.pk, agency=locked.agency_id
        )
        if refusal := refusal_of_house(present):
            raise ValidationError({"house": refusal})
        rows = locked.papers.select_for_update(of=("self",)).filter(pk__in=[p.pk for p in papers])
        going = list(rows.order_by("pk"))
        _refuse(going)
        order = PrintOrder.objects.create(
            plan=locked,
            house=present,
            copies=copies,
            handed_by=actor,
            handed_to=to,
            handed_at=clock.now(),
        )
        order.papers.set(going)
        made.append(order)
        return {"papers": [p.number for p in going], "house": present.name, "copies": copies}

    recorded(plan, "hand_over_papers", actor, change, token=token)
    return made[0] if made else None


def _refuse(papers: list[Paper]) -> None:
    """Papers that are not sealed, not back from another order, or whose exam has begun."""
    found = [
        (NOT_SEALED, [p for p in papers if p.status != PaperStatus.SEALED]),
        (AWAY, [p for p in papers if p.orders.filter(received_at=None).exists()]),
        (STARTED, [p for p in papers if _has_begun(p)]),
    ]
    wrong = [text.format(names="、".join(map(str, rows))) for text, rows in found if rows]
    if wrong:
        raise ValidationError({"papers": wrong})


def _has_begun(paper: Paper) -> bool:
    first = sessions_of(paper).first()
    return first is not None and first.starts_at <= clock.now()


def receive(order: PrintOrder, *, copies: int, remark: str, actor: User, token=None) -> None:
    """Record that printed papers came back sealed. A number that differs is named.

    Who may: `rights.prepares`. Raises ForbiddenError; ValidationError where it is recorded already,
    or the number differs and nothing says why.
    """

    def change(locked: Plan) -> dict:
        if not rights.prepares(actor, locked):
            raise ForbiddenError(REFUSED)
        present = PrintOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
        if present.received_at:
            raise ValidationError(RECEIVED)
        if copies != present.copies and not remark.strip():
            text = DIFFERS.format(handed=present.copies, received=copies)
            raise ValidationError({"remark": text})
        present.received_at, present.received_by = clock.now(), actor
        present.received_copies, present.remark = copies, remark.strip()
        present.save(update_fields=["received_at", "received_by", "received_copies", "remark"])
        return {"handed": present.copies, "received": copies}

    with transaction.atomic():
        door.record(
            order.plan,
            "receive_papers",
            actor=actor,
            may=lambda *_: True,
            change=change,
            token=token,
        )
