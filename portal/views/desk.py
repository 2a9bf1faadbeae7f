"""The workbench: what waits for whoever is signed in, and what to do first."""

from dataclasses import dataclass

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import SPEAKERS, WORKING, OrganisationStatus
from accounts.models import Organisation, User
from accounts.selectors import invitations_for, organisations_of, staffed_by
from casework import kinds, selectors, waiting
from casework.models import Case
from casework.views.cases import rows
from filing.selectors.experts import keeps_pool, terms_of
from filing.selectors.windows import hosts
from portal.waiting import jobs_of, lines_for

SHOWN = 30
UNREAD_SHOWN = 5
REPORTED_SHOWN = 5


@dataclass(frozen=True)
class Way:
    """A page of one's own account, by the name of its address."""

    label: str
    name: str


OWN_PAGES = (
    Way("个人资料", "accounts:profile"),
    Way("修改密码", "account_change_password"),
    Way("动态验证码", "mfa_index"),
    Way("登录的设备", "accounts:sessions"),
    Way("使用手册", "portal:handbook"),
)
OWN_ORGANISATION = Way("本单位和成员", "accounts:members")
ADMIN = Way("管理后台", "admin:index")
OWN_PANELS = Way("我的评估", "filing:my-panels")
OWN_WINDOWS = Way("评价机构征集", "filing:windows-desk")
POOL = Way("专家库", "filing:pool")


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Tasks by deadline, what was reported, drafts, notices, own pages; else what to do first."""
    user = request.user
    tasks = waiting.waiting_for(user)
    drafts = selectors.drafts_of(user)
    own = {case.pk for case in drafts}
    tasks = [case for case in tasks if case.pk not in own]
    context = {
        "tasks": rows(tasks[:SHOWN]),
        "more": max(0, len(tasks) - SHOWN),
        "lines": lines_for(user),
        "jobs": jobs_of(user),
        "drafts": rows(drafts[:SHOWN]),
        "reported": rows(_reported(user, {case.pk for case in tasks})),
        "under_way": rows(_under_way(user, {case.pk for case in tasks} | own)),
        "news": list(selectors.notices_of(user).filter(read_at=None)[:UNREAD_SHOWN]),
        "invitations": invitations_for(user),
        "starts": kinds.startable_by(user),
        **_standing(user),
    }
    return render(request, "portal/desk.html", context)


def _reported(user: User, besides: set[int]) -> list[Case]:
    """What was reported to one's office for its notice, the latest moved first."""
    told = selectors.reported_to(user)
    if told is None:
        return []
    latest = told.exclude(pk__in=besides).annotate(at=Max("events__at")).order_by("-at", "-pk")
    return list(selectors.for_list(latest)[:REPORTED_SHOWN])


def _under_way(user: User, besides: set[int]) -> list:
    """What one's own organisation waits for others to do; for who speaks for it, or has none."""
    if staffed_by(user) or (organisations_of(user) and not organisations_of(user, *WORKING)):
        return []
    visible = selectors.cases_visible_to(user).filter(closed_at=None).exclude(pk__in=besides)
    return list(selectors.for_list(visible)[:SHOWN])


def _pages(user: User, organisations: list[Organisation]) -> list[Way]:
    """The pages of one's own: of an expert, of who collects applicants or keeps a pool of experts,
    of a member, of who keeps the reference data."""
    return [
        *([OWN_PANELS] if terms_of(user).exists() else []),
        *([OWN_WINDOWS] if hosts(user) else []),
        *([POOL] if any(keeps_pool(user, office) for office in staffed_by(user)) else []),
        *OWN_PAGES,
        *([OWN_ORGANISATION] if organisations else []),
        *([ADMIN] if user.is_staff else []),
    ]


def _standing(user: User) -> dict:
    """For the page's head and its advice: in which organisations, and whether they may submit."""
    found = list(Organisation.objects.filter(pk__in=organisations_of(user)).order_by("pk"))
    statuses = {organisation.status for organisation in found}
    return {
        "pages": _pages(user, found),
        "organisations": found,
        "officer": bool(staffed_by(user)),
        "applies": bool(organisations_of(user, *SPEAKERS)),
        "confirmed": OrganisationStatus.ACTIVE in statuses,
        "pending": OrganisationStatus.PENDING in statuses,
    }
