"""What is on a desk besides cases: objections, requests about personal data, jobs that run."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from accounts.models import DataRequest, User
from accounts.selectors import staffed_by
from casework.enums import JobState
from casework.models import Job
from casework.selectors import publications_of
from casework.services import jobs
from casework.services.publications import may_publish
from config import clock
from ui.templatetags.ui import moment


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
    system administrator watches over the requests to every bureau; no line names a person."""
    return [*_objections(user), *_data_requests(user)]


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
