"""What is on a desk besides cases: objections, requests about personal data, jobs that run."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from accounts.models import DataRequest, User
from accounts.selectors import staffed_by
from assessment.selectors.supervision import duties_of
from casework.enums import JobState
from casework.models import Job
from casework.selectors import publications_of
from casework.services import jobs
from casework.services.deadlines import add_months
from casework.services.publications import may_publish
from certificates.models import Certificate
from certificates.selectors import months, upward, visible
from certificates.services import monthly
from config import clock
from supervision.selectors import keeping, pay
from ui.templatetags.ui import moment

MOST_MONTHS = 50


@dataclass(frozen=True)
class Line:
    """One thing on the desk. `url`: where it is done; empty where the reader only watches over it.
    `due_on`: the last day, where there is one."""

    title: str
    about: str
    url: str = ""
    due_on: date | None = None

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()


def lines_for(user: User) -> list[Line]:
    """For whoever answers them: unanswered objections, and the open requests to one's bureaus. A
    system administrator watches over the requests to every bureau; no line names a person. For
    who invigilates, assesses or supervises: how many sessions are to come."""
    return [
        *_duties(user),
        *_objections(user),
        *_data_requests(user),
        *_certificates(user),
        *_months(user),
        *_archives(user),
        *_pay(user),
    ]


def jobs_of(user: User) -> list[Line]:
    """The jobs that a person began and that still run, the latest first."""
    running = Job.objects.filter(created_by=user, status=JobState.RUNNING).order_by("-pk")
    return [
        Line(
            jobs.label_of(job),
            f"{moment(job.created_at)} 发起，正在处理",
            reverse("casework:job", args=[job.pk]),
        )
        for job in running
    ]


def _duties(user: User) -> list[Line]:
    coming = duties_of(user).filter(session__ends_at__gte=clock.now())
    found = coming.aggregate(count=Count("pk"), first=Min("session__starts_at"))
    if not found["count"]:
        return []
    about = f"{found['count']} 场待参加，最近一场 {moment(found['first'])}"
    return [Line("我的考务", about, reverse("assessment:duties"))]


def _certificates(user: User) -> list[Line]:
    """An agency's certificates whose subsidy date draws near while they do not show nationally."""
    agencies = list(visible.agencies_run_by(user)) if not staffed_by(user) else []
    if not agencies:
        return []
    rows = upward.pressing(Certificate.objects.filter(agency__in=agencies))
    found = rows.aggregate(count=Count("pk"), first=Min("issued_on"))
    if not found["count"]:
        return []
    about = f"{found['count']} 本还不能全国查询，影响申领补贴"
    until = add_months(found["first"], settings.SUBSIDY_MONTHS)
    return [Line("证书数据上传", about, reverse("certificates:pressing"), until)]


def _months(user: User) -> list[Line]:
    """The monthly reports that wait for the person's confirmation."""
    waiting = months.reports_visible_to(user).filter(confirmed_at=None)
    return [
        Line(monthly.title_of(row), "待确认", reverse("certificates:month", args=[row.pk]))
        for row in waiting.order_by("month", "pk")[:MOST_MONTHS]
        if months.confirmer_for(user, row)
    ]


def _archives(user: User) -> list[Line]:
    """Records of one's own side whose time is over and that nobody has proposed to destroy."""
    count = keeping.proposable_by(user).count()
    return [Line("到期档案", f"{count} 项保管期满", reverse("supervision:due"))] if count else []


def _pay(user: User) -> list[Line]:
    """For an enterprise the certificates whose pay should have been recorded by now."""
    if staffed_by(user):
        return []
    lines = []
    for payer in pay.sides(user):
        if count := pay.lacking(pay.owed_by(payer)).count():
            way = f"{reverse('supervision:pay-of', args=[payer.pk])}?standing=late"
            lines.append(Line("待遇兑现", f"{payer}：{count} 本证书逾期未登记", way))
    return lines


def _objections(user: User) -> list[Line]:
    published = publications_of(user).filter(waiting__gt=0).select_related("office__division")
    return [
        Line(
            row.title,
            f"{row.waiting} 件异议待答复",
            reverse("casework:publication", args=[row.pk]),
        )
        for row in published.order_by("closes_on", "pk")
        if may_publish(user, row.office)
    ]


def _data_requests(user: User) -> list[Line]:
    mine = {office.pk for office in staffed_by(user)}
    open_ = DataRequest.objects.filter(closed_at=None)
    if not user.is_superuser:
        open_ = open_.filter(office__in=mine)
    url = reverse("accounts:data-requests")
    return [
        Line(
            f"个人信息申请：{row['office__name']}",
            f"{row['count']} 件待答复{'' if row['office'] in mine else '，由该机关办理'}",
            url if row["office"] in mine else "",
            row["first"],
        )
        for row in _by_office(open_)
    ]


def _by_office(requests: QuerySet[DataRequest]) -> QuerySet:
    grouped = requests.order_by().values("office", "office__name")
    return grouped.annotate(count=Count("pk"), first=Min("due_on")).order_by("first", "office")
