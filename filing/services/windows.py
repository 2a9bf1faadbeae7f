"""Windows of selection on merit: published, and extended (SD-07)."""

from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format

from accounts.models import Organisation, User
from casework.enums import PublicationKind
from casework.services import publications
from casework.services.door import ForbiddenError
from config import clock
from filing.models import SelectionWindow
from filing.selectors import windows
from filing.selectors.windows import Host


@dataclass(frozen=True)
class Terms:
    """What a window is to be; the days are the first and the last one."""

    title: str
    opens: date
    closes: date
    at_least: int
    at_most: int
    criteria: str


def publish(host: Host, terms: Terms, *, actor: User) -> SelectionWindow:
    """Open a window, and announce it.

    Who may: managers and reviewers of the office. Raises ForbiddenError; ValidationError (by field)
    for days or numbers that cannot be, or a window beside another one of the same office.
    """
    _refuse_strangers(host.office, actor)
    window = SelectionWindow(
        office=host.office,
        regulation_id=host.regulation.id,
        created_by=actor,
        created_at=clock.now(),
        **asdict(terms),
    )
    _refuse_days(window)
    _refuse_numbers(window, host)
    with transaction.atomic():
        # Two officers at once: one window.
        Organisation.objects.select_for_update(of=("self",)).get(pk=host.office.pk)
        _refuse_overlap(window)
        window.full_clean(exclude=["created_by"])
        window.announced = publications.publish(
            kind=PublicationKind.ANNOUNCEMENT,
            title=window.title,
            body=announcement(window, host),
            office=host.office,
            actor=actor,
            basis=_basis(host),
        )
        window.save(force_insert=True)
    return window


def extend(
    window: SelectionWindow, *, closes: date, reason: str, actor: User, host: Host
) -> SelectionWindow:
    """Let a window close later; its announcement is published anew with the reason.

    Who may: managers and reviewers of the office. Raises ForbiddenError; ValidationError (by field)
    for a day that is not later, or is past, or runs into the office's next window.
    """
    _refuse_strangers(window.office, actor)
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",)).get(pk=window.office_id)
        locked = SelectionWindow.objects.select_for_update(of=("self",)).get(pk=window.pk)
        if closes <= locked.closes or closes < clock.today():
            now = date_format(locked.closes)
            raise ValidationError({"closes": f"应晚于现在的截止日期（{now}），也不能早于今天。"})
        locked.closes = closes
        _refuse_overlap(locked)
        locked.announced = publications.correct(
            locked.announced,
            title=locked.title,
            body=announcement(locked, host),
            reason=reason,
            actor=actor,
        )
        locked.save(update_fields=["closes", "announced"])
    return locked


def announcement(window: SelectionWindow, host: Host) -> str:
    """What the office announces: for whom, how long, how many, by what, and how to apply."""
    kinds = "、".join(applicant.kind.label for applicant in host.regulation.applicants)
    papers = "；".join(material.name for material in host.regulation.materials)
    days = f"{date_format(window.opens)}至{date_format(window.closes)}（含当日）"
    numbers = f"{window.at_least}家至{window.at_most}家"
    if window.at_least == window.at_most:
        numbers = f"{window.at_most}家"
    return "\n".join(
        [
            f"{window.office}现面向社会征集评价机构（{host.regulation.name}）。",
            f"征集时间：{days}。",
            f"征集对象：{kinds}。",
            f"遴选数量：{numbers}，择优确定。",
            f"择优标准：{window.criteria}",
            f"申报材料：{papers}。",
            "申报方式：登录本平台，在工作台选择“评价机构备案”，填报后在征集时间内提交。"
            "未入选的，书面告知理由。",
        ]
    )


def _basis(host: Host) -> str:
    rule = host.regulation.limits.window
    return rule.cite if rule and rule.binding else ""


def _refuse_strangers(office: Organisation, actor: User) -> None:
    if office.pk not in {host.office.pk for host in windows.hosts(actor)}:
        raise ForbiddenError("只有受理机关的管理员和审核人员可以发布征集。")


def _refuse_days(window: SelectionWindow) -> None:
    if window.opens < clock.today():
        raise ValidationError({"opens": "开始日期不能早于今天。"})
    if window.closes < window.opens:
        raise ValidationError({"closes": "截止日期不能早于开始日期。"})


def _refuse_numbers(window: SelectionWindow, host: Host) -> None:
    """The office may narrow the numbers of the document, not widen them."""
    if window.at_least < 1:
        raise ValidationError({"at_least": "至少选定 1 家。"})
    if window.at_most < window.at_least:
        raise ValidationError({"at_most": "至多选定的数量不能小于至少选定的数量。"})
    rule = host.numbers
    if rule is None or not rule.binding:
        return
    said = f"应在 {rule.at_least} 至 {rule.at_most} 家之间（{rule.cite}）。"
    if window.at_least < rule.at_least:
        raise ValidationError({"at_least": said})
    if window.at_most > rule.at_most:
        raise ValidationError({"at_most": said})


def _refuse_overlap(window: SelectionWindow) -> None:
    """Else nobody could say into which one an application goes."""
    others = SelectionWindow.objects.filter(
        office=window.office_id,
        regulation_id=window.regulation_id,
        opens__lte=window.closes,
        closes__gte=window.opens,
    ).exclude(pk=window.pk)
    if other := others.first():
        days = f"{date_format(other.opens)}至{date_format(other.closes)}"
        raise ValidationError({"closes": f"与“{other}”（{days}）的时间重叠，请错开。"})
