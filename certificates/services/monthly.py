"""The 认定结果汇总表 of each month (LN-11), agency → city → province.

Made by the sweep once a month is over (run twice or late it makes what is missing), confirmed by
people.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts.enums import BUREAUS, SPEAKERS, OrganisationStatus, Role
from accounts.models import Membership, Organisation, User
from accounts.selectors import TERRITORY
from casework.kinds import Message
from casework.services import notices
from casework.services.deadlines import add_months
from casework.services.door import ForbiddenError, NotNowError
from catalogue.models import Division
from certificates.enums import CertificateStatus, ReportLevel
from certificates.models import MonthlyReport, StatusChange
from certificates.selectors import months, visible
from config import clock
from filing.models import Agency
from printing import pdf, sheets

HEADS = ("职业", "工种/职业方向", "等级", "参加认定人数", "合格人数", "发证人数", "撤销换发数")
NOT_YOURS = "评价机构的汇总表由该机构的管理员、经办人确认，市、省汇总由当地机关确认。"
CONFIRMED = "这份汇总表已经确认，请刷新页面。"
WAITING = "还有 {} 份下级汇总表没有确认，不能汇总确认。请先催办。"
TEMPLATE = "printing/certificates/monthly.1.html"


def sweep() -> int:
    """Make the reports of last month of every regulation that asks for them, each once; answers how
    many were made."""
    month = add_months(months.first_of(clock.today()), -1)
    return sum(make(regulation, month) for regulation in months.reporting())


def make(regulation_id: str, month: date) -> int:
    """The reports of a month under a regulation: of each agency where certificates were issued or
    ended, of their cities and provinces. Those that are there stay."""
    agencies = _active(regulation_id, month)
    places: dict[tuple[ReportLevel, str], Division] = {}
    made = 0
    for agency in agencies:
        made += _made(month, regulation_id, ReportLevel.AGENCY, agency.division, agency)
        for level, tier in months.TIER_OF.items():
            code = agency.division.code[: TERRITORY[tier]].ljust(6, "0")
            places.setdefault((level, code), None)
    divisions = Division.objects.in_bulk({code for _, code in places}, field_name="code")
    for level, code in places:
        if code in divisions:
            made += _made(month, regulation_id, level, divisions[code])
    return made


def _active(regulation_id: str, month: date) -> list[Agency]:
    issued = months.issued_in(month).values("agency")
    ended = (
        StatusChange.objects.filter(since__gte=month, since__lt=add_months(month, 1))
        .exclude(status=CertificateStatus.VALID)
        .values("certificate__agency")
    )
    rows = Agency.objects.filter(regulation_id=regulation_id)
    rows = rows.filter(pk__in=issued) | rows.filter(pk__in=ended)
    return list(
        rows.select_related("division", "organisation__merged_into").distinct().order_by("pk")
    )


def _made(month, regulation_id, level, division, agency=None) -> int:
    """1 where the report was not there yet; its people are told with it, once."""
    with transaction.atomic():
        report, is_new = MonthlyReport.objects.get_or_create(
            month=month,
            level=level,
            agency=agency,
            **({} if agency else {"regulation_id": regulation_id, "division": division}),
            defaults={
                "regulation_id": regulation_id,
                "division": division,
                "made_at": clock.now(),
            },
        )
        if is_new:
            _tell(report)
    return int(is_new)


def _tell(report: MonthlyReport) -> None:
    name = months.rule_of(report.regulation_id).name
    subject = f"{report.month:%Y年%-m月}{name}待确认"
    body = "已由系统按发证记录生成，请核对后确认。确认后不再变动，并计入上一级汇总。"
    notices.tell(
        [Message(_people(report), subject, body)],
        link=reverse("certificates:month", args=[report.pk]),
    )


def _people(report: MonthlyReport) -> list[User]:
    if report.level == ReportLevel.AGENCY:
        own = visible.organisation_of(report.agency)
        organisations, roles = ([own] if own else []), SPEAKERS
    else:
        tier = months.TIER_OF[ReportLevel(report.level)]
        organisations = Organisation.objects.filter(
            kind__in=BUREAUS,
            tier=tier,
            division=report.division_id,
            status=OrganisationStatus.ACTIVE,
        )
        roles = (Role.MANAGER, Role.REVIEWER)
    rows = Membership.objects.on(clock.today())
    rows = rows.filter(organisation__in=organisations, role__in=roles)
    return list(User.objects.filter(pk__in=rows.values("user"), is_active=True))


def confirm(report: MonthlyReport, *, actor: User) -> None:
    """Confirm a report: its rows and count of holders are frozen. Who may: `months.confirmer_for`.

    Raises ForbiddenError, NotNowError where it was confirmed, ValidationError while a part of a sum
    is not."""
    office = months.confirmer_for(actor, report)
    if office is None:
        raise ForbiddenError(NOT_YOURS)
    with transaction.atomic():
        rows = MonthlyReport.objects.select_for_update(of=("self",)).select_related("division")
        row = rows.get(pk=report.pk)
        if row.confirmed_at:
            raise NotNowError(CONFIRMED)
        if row.level != ReportLevel.AGENCY:
            _refuse_while_waiting(row)
        row.rows = months.as_rows(months.lines_of(row))
        row.holders = months.holders_of(row)
        row.office, row.confirmed_by, row.confirmed_at = office, actor, clock.now()
        row.save(update_fields=["rows", "holders", "office", "confirmed_by", "confirmed_at"])


def _refuse_while_waiting(report: MonthlyReport) -> None:
    # Locked, so that none is confirmed after it was left out of the sum.
    parts = months.parts_of(report).select_for_update(of=("self",))
    if waiting := sum(1 for part in parts if part.confirmed_at is None):
        raise ValidationError(WAITING.format(waiting))


def title_of(report: MonthlyReport) -> str:
    """`2026年6月 职业技能等级认定结果汇总表`, with whose it is."""
    name = months.rule_of(report.regulation_id).name.partition("（")[0]
    whose = report.agency or report.division
    return f"{whose}{report.month.year}年{report.month.month}月{name}"


def workbook(report: MonthlyReport) -> bytes:
    """The report as a sheet."""
    lines = months.lines_of(report)
    total = months.total(lines)
    rows = [
        [
            line.occupation,
            line.work_type or "--",
            line.level_label,
            *(getattr(line, name) for name in months.COUNTS),
        ]
        for line in lines
    ]
    foot = ["合计", "", "", *(total[name] for name in months.COUNTS)]
    people = ["持有效证书人数", "", "", "", "", months.holders_of(report), ""]
    return sheets.write(HEADS, [*rows, foot, people], title="结果汇总表")


def printed(report: MonthlyReport) -> bytes:
    """The report on paper, for the seal; our own layout, as the annex is not among the documents.
    Raises PrintError."""
    lines = months.lines_of(report)
    return pdf.render(
        TEMPLATE,
        {
            "title": title_of(report),
            "heads": HEADS,
            "lines": lines,
            "total": months.total(lines),
            "holders": months.holders_of(report),
            "confirmed_by": report.confirmed_by.display_name if report.confirmed_by else "",
            "confirmed_at": report.confirmed_at,
            "parts": 0 if report.level == ReportLevel.AGENCY else months.parts_of(report).count(),
            "is_sum": report.level != ReportLevel.AGENCY,
        },
    )
