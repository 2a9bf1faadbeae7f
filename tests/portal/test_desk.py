"""The workbench: what waits for whom, and what to do first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import Invitation
from casework.models import Notice
from casework.services import assignment, door
from catalogue import regulations
from config import clock
from tests.casework.conftest import *  # noqa: F403 - the same bureau, enterprise and people
from tests.casework.sample.acts import KIND
from tests.casework.sample.models import Petition
from tests.pages import inline_parts

pytestmark = pytest.mark.django_db
DESK = "/desk/"


@pytest.fixture
def petition(clerk, enterprise, bureau, liaocheng):
    """`petition("标题", submitted=True)`"""

    def make(title: str, *, submitted: bool = True) -> Petition:
        case = door.open_case(
            KIND,
            actor=clerk,
            title=title,
            division=liaocheng,
            owner=enterprise,
            office=bureau,
            receiver=bureau,
            regulation=regulations.get("liaocheng-enterprise"),
            state="draft",
        )
        if submitted:
            door.perform(case, "submit", actor=clerk)
        return Petition.objects.get(pk=case.pk)

    return make


def shown(client, user) -> dict[str, list[str]]:
    client.force_login(user)
    context = client.get(DESK).context
    parts = ("tasks", "drafts", "under_way")
    return {part: [row.case.title for row in context[part]] for part in parts}


def test_each_side_has_what_waits_for_it(client, petition, clerk, acceptor, member, enterprise):
    petition("草稿", submitted=False)
    petition("待受理")
    mending = petition("待补正的")
    door.perform(mending, "request_supplement", actor=acceptor)
    assert shown(client, clerk) == {
        "tasks": ["待补正的"],
        "drafts": ["草稿"],
        "under_way": ["待受理"],
    }
    assert shown(client, acceptor) == {"tasks": ["待受理"], "drafts": [], "under_way": []}
    # An assessor fills in nothing and waits for nothing.
    assessor = member(enterprise, Role.ASSESSOR)
    assert shown(client, assessor) == {"tasks": [], "drafts": [], "under_way": []}


def test_overdue_comes_first_with_its_clock(client, petition, acceptor):
    now = clock.now()
    for title, days in (("第二", 3), ("第一", 40), ("第三", 0)):
        with clock.travel(now - timedelta(days)):
            petition(title)
    assert shown(client, acceptor)["tasks"] == ["第一", "第二", "第三"]
    page = client.get(DESK).content.decode()
    assert page.index("已逾期") < page.index("第二")


def test_what_a_colleague_has_is_no_task_of_mine(
    client,
    petition,
    acceptor,
    member,
    bureau,
):
    case = petition("有人接办")
    colleague = member(bureau, Role.ACCEPTOR)
    assignment.take(case, actor=acceptor)
    assert shown(client, acceptor)["tasks"] == ["有人接办"]
    assert shown(client, colleague)["tasks"] == []


def test_whoever_has_a_case_keeps_it_before_his_eyes(
    client,
    petition,
    acceptor,
    clerk,
):
    case = petition("等待补正")
    assignment.take(case, actor=acceptor)
    door.perform(case, "request_supplement", actor=acceptor)
    assert shown(client, acceptor)["tasks"] == ["等待补正"]


def test_without_the_right_role_nothing_waits(client, petition, member, bureau):
    petition("待受理")
    assert shown(client, member(bureau, Role.SIGNER))["tasks"] == []


@pytest.mark.parametrize(
    ("status", "role", "advice"),
    [
        ("active", Role.CLERK, "准备申报的，先看办事指南"),
        ("pending", Role.MANAGER, "本单位正在等待确认"),
    ],
)
def test_an_applicant_is_told_what_to_do_first(
    client,
    enterprise,
    member,
    status,
    role,
    advice,
):
    enterprise.status = status
    enterprise.save()
    client.force_login(member(enterprise, role))
    page = client.get(DESK).content.decode()
    assert advice in page
    assert inline_parts(page) == []


def test_an_officer_and_a_newcomer_are_told_too(client, acceptor, member):
    told = []
    for user in (acceptor, member(None)):
        client.force_login(user)
        told.append(client.get(DESK).content.decode())
    assert "新的申请会按到期先后列在这里" in told[0]
    assert "您还没有加入单位" in told[1]
    assert "/register/" in told[1]


def test_the_system_administrator_is_led_to_his_own_pages(client, django_user_model, acceptor):
    admin = django_user_model.objects.create_superuser("root", "root@example.com")
    shown_to = []
    for user in (admin, acceptor):
        client.force_login(user)
        page = client.get(DESK).content.decode()
        words = ("管理后台", 'href="/organisation/"', "单位登记")
        shown_to.append([word in page for word in words])
    assert shown_to == [[True, False, False], [False, True, False]]


def test_who_is_sent_by_a_bureau_is_told_of_tasks_not_of_filing(client, member, bureau):
    client.force_login(member(bureau, Role.EXPERT))
    page = client.get(DESK).content.decode()
    assert ("派给您的任务" in page, "准备申报的" in page) == (True, False)


def test_invitations_and_unread_notices_are_shown(client, member, enterprise):
    user = member(None)
    Notice.objects.create(recipient=user, subject="您好")
    Invitation.objects.create(
        organisation=enterprise,
        email=user.email,
        roles=["clerk"],
        token_hash="x",
        sent_at=clock.now(),
        expires_at=clock.now() + timedelta(7),
    )
    client.force_login(user)
    page = client.get(DESK).content.decode()
    assert "样例机械有限公司邀请您加入" in page
    assert ">您好<" in page
    assert "1 条未读消息" in page


def test_a_change_is_offered_to_managers_only(client, enterprise, member, clerk):
    offered = []
    for user in (member(enterprise, Role.MANAGER), clerk):
        client.force_login(user)
        offered.append("/organisation/change/" in client.get(DESK).content.decode())
    assert offered == [True, False]


@pytest.mark.parametrize("who", ["acceptor", "clerk", "centre"])
def test_thirty_cases_cost_no_more_than_one(
    client,
    petition,
    acceptor,
    clerk,
    member,
    centre,
    who,
):
    user = {"acceptor": acceptor, "clerk": clerk, "centre": member(centre, Role.REVIEWER)}[who]
    petition("一")
    petition("草稿", submitted=False)
    client.force_login(user)
    client.get(DESK)
    one = queries(client)
    for number in range(29):
        petition(f"第{number}件", submitted=bool(number % 2))
    assert queries(client) == one


def queries(client) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(DESK).status_code == 200
    return len(found)
