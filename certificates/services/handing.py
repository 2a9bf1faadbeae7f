"""Certificates handed out, and blanks destroyed, each in its register (FACTS 1.4)."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Organisation, User
from assessment.models import Plan
from casework.services.door import ForbiddenError, NotNowError
from certificates.enums import CertificateStatus, ExportKind, SpoiledCause, TakenBy
from certificates.models import Certificate, Edition, Handout, SpoiledBlank
from certificates.selectors import upward, visible
from certificates.services import exporting
from config import clock
from filing.models import Agency
from printing import pdf

NOT_YOURS = "只有评价机构的管理员和经办人可以办理。"
CONFIRMED = "这一条已经监销，请刷新页面。"
RECEIPTS, SPOILED = "printing/certificates/receipts.1.html", "printing/certificates/spoiled.1.html"


def demand_side(user: User, agency: Agency) -> Organisation:
    """The agency's organisation, for its managers and clerks. Raises ForbiddenError for others."""
    side = visible.side_of(user, agency)
    if side is None:
        raise ForbiddenError(NOT_YOURS)
    return side


def hand_out(
    certificates: Iterable[Certificate],
    *,
    agency: Agency,
    how: TakenBy,
    on: date,
    actor: User,
    proxy: str = "",
    tracking: str = "",
) -> int:
    """Record that the editions in force were handed out; those recorded before stay. Answers how
    many are new. Raises ForbiddenError; ValidationError by field."""
    demand_side(actor, agency)
    rows = [each for each in certificates if each.agency_id == agency.pk]
    _check_handing(rows, how, on, proxy)
    with transaction.atomic():
        # Locked, so that two people at once record each edition once.
        held = Certificate.objects.select_for_update(of=("self",)).order_by("pk")
        list(held.filter(pk__in=[row.pk for row in rows]).values_list("pk"))
        last = upward.last_editions([row.pk for row in rows])
        done = set(
            Handout.objects.filter(edition__in=last.values()).values_list("edition", flat=True)
        )
        made = [
            Handout(
                edition_id=edition,
                how=how,
                on=on,
                proxy=proxy.strip() if how == TakenBy.PROXY else "",
                tracking=tracking.strip() if how == TakenBy.POST else "",
                noted_by=actor,
                noted_at=clock.now(),
            )
            for edition in last.values()
            if edition not in done
        ]
        Handout.objects.bulk_create(made)
    return len(made)


def _check_handing(rows: list[Certificate], how: TakenBy, on: date, proxy: str) -> None:
    if not rows:
        raise ValidationError({"people": "请选择领取证书的人。"})
    if how == TakenBy.PROXY and not proxy.strip():
        raise ValidationError({"proxy": "请填写代领人和与本人的关系。"})
    if how == TakenBy.PROXY and len(rows) > 1:
        raise ValidationError({"how": "代领请一人一登记。"})
    if on > clock.today() or on < max(row.issued_on for row in rows):
        raise ValidationError({"on": "领取日期应在发证日期以后、今天或以前。"})
    ended = next((row for row in rows if row.status != CertificateStatus.VALID), None)
    if ended:
        said = f"{ended.number} {ended.get_status_display()}，不能发放。"
        raise ValidationError({"people": said})


def receipts(plan: Plan, *, actor: User) -> bytes:
    """The list of a plan that holders sign (领取签字记录), with ID numbers in full; that it was
    printed is on record. Raises ForbiddenError, PrintError."""
    side = demand_side(actor, plan.agency)
    rows = plan.certificates.filter(status=CertificateStatus.VALID).order_by("number")
    content = pdf.render(
        RECEIPTS,
        {
            "title": "职业技能等级证书领取签字记录",
            "plan": plan.title,
            "number": plan.number,
            "agency": plan.agency.name,
            "rows": [
                {
                    "name": row.name,
                    "id_number": row.id_number,
                    "number": row.number,
                    "issued_on": row.issued_on,
                }
                for row in rows
            ],
        },
    )
    exporting.record(
        ExportKind.RECEIPTS,
        content,
        about=f"{plan.number} {plan.title}",
        count=len(rows),
        user=actor,
        organisation=side,
    )
    return content


def spoil(
    agency: Agency,
    *,
    item: str,
    quantity: int,
    cause: SpoiledCause,
    destroyed_on: date,
    actor: User,
    serials: str = "",
    note: str = "",
) -> SpoiledBlank:
    """Enter what was made void and destroyed; in force with the second person's `confirm`. Raises
    ForbiddenError; ValidationError by field."""
    demand_side(actor, agency)
    if destroyed_on > clock.today():
        raise ValidationError({"destroyed_on": "销毁日期不能在今天之后。"})
    if cause == SpoiledCause.OTHER and not note.strip():
        raise ValidationError({"note": "其他原因请写明。"})
    clashes = Edition.objects.filter(
        print_serial__in=[each for each in serials.replace("，", "、").split("、") if each],
        certificate__agency=agency,
        certificate__status=CertificateStatus.VALID,
    )
    in_force = next((each for each in clashes if _is_last(each)), None)
    if in_force:
        said = (
            f"{in_force.print_serial} 是有效证书 {in_force.certificate.number} 的流水码，请核对。"
        )
        raise ValidationError({"serials": said})
    return SpoiledBlank.objects.create(
        agency=agency,
        item=item.strip(),
        serials=serials.strip(),
        quantity=quantity,
        cause=cause,
        note=note.strip(),
        destroyed_on=destroyed_on,
        entered_by=actor,
        entered_at=clock.now(),
    )


def _is_last(edition: Edition) -> bool:
    later = Edition.objects.filter(
        certificate=edition.certificate_id, sequence__gt=edition.sequence
    )
    return not later.exists()


def confirm(spoiled: SpoiledBlank, *, actor: User) -> None:
    """The second signature, of another person. Raises ForbiddenError, NotNowError."""
    demand_side(actor, spoiled.agency)
    with transaction.atomic():
        row = SpoiledBlank.objects.select_for_update(of=("self",)).get(pk=spoiled.pk)
        if row.confirmed_at:
            raise NotNowError(CONFIRMED)
        if row.entered_by_id == actor.pk:
            raise ForbiddenError("销毁人和监销人须是两个人，请由另一人确认。")
        row.confirmed_by, row.confirmed_at = actor, clock.now()
        row.save(update_fields=["confirmed_by", "confirmed_at"])


def spoiled_register(rows: Iterable[SpoiledBlank], agency: Agency | None = None) -> bytes:
    """The register of what was destroyed, on paper: of one agency, else with whose each is. Raises
    PrintError."""
    return pdf.render(
        SPOILED,
        {
            "title": "职业技能等级证书作废销毁登记表",
            "agency": agency.name if agency else "",
            "rows": [
                {
                    "agency": row.agency.name,
                    "item": row.item,
                    "serials": row.serials,
                    "quantity": row.quantity,
                    "cause": str(row.get_cause_display()),
                    "note": row.note,
                    "on": row.destroyed_on,
                    "first": row.entered_by.display_name,
                    "second": row.confirmed_by.display_name if row.confirmed_by else "（待监销）",
                }
                for row in rows
            ],
        },
    )
