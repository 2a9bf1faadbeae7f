"""What waits besides cases: objections, and requests of people about their own data."""

import uuid
from datetime import timedelta

import pytest

from accounts.enums import Role
from accounts.models import DataRequest
from accounts.services import privacy
from casework.enums import JobState, PublicationKind
from casework.models import Job
from casework.services import publications
from config import clock
from portal.waiting import jobs_of, lines_for
from tests.casework.conftest import *  # noqa: F403 - the same bureau, enterprise and people

pytestmark = pytest.mark.django_db
DESK = "/desk/"


@pytest.fixture
def request_of_a_person(bureau):
    return privacy.receive(
        kind=DataRequest.Kind.ACCESS,
        office=bureau,
        name="赵一",
        document_kind="passport",
        document_number="E12345678",
        contact="zhao@example.com",
    )


@pytest.fixture
def publicity(member, bureau):
    published = publications.publish(
        kind=PublicationKind.PUBLICITY,
        title="第一批公示",
        body="样例机械有限公司",
        office=bureau,
        actor=member(bureau, Role.REVIEWER),
        working_days=5,
    )
    publications.object_to(published, text="名单有误", token=uuid.uuid4())
    return published


def told(user) -> list[tuple[str, str, str]]:
    return [(line.title, line.about, line.url) for line in lines_for(user)]


def test_open_objections_wait_for_whoever_may_answer(publicity, member, bureau, clerk, acceptor):
    signer = member(bureau, Role.SIGNER)
    line = ("第一批公示", "1 件异议待答复", f"/desk/publications/{publicity.pk}/")
    assert [told(user) for user in (signer, acceptor, clerk)] == [[line], [], []]
    objection = publicity.objections.get()
    publications.answer(objection, upheld=False, text="经核实无误。", actor=signer)
    assert told(signer) == []


def test_requests_wait_for_their_office_and_the_system_administrator(
    client, request_of_a_person, acceptor, clerk, member, django_user_model
):
    admin = django_user_model.objects.create_superuser("root", "root@example.com")
    expert = member(request_of_a_person.office, Role.EXPERT)
    title, about = "个人信息申请：聊城市人社局", "1 件待答复"
    assert [told(user) for user in (acceptor, admin, clerk, expert)] == [
        [(title, about, "/organisation/data-requests/")],
        [(title, f"{about}，由该机关办理", "")],
        [],
        [],
    ]
    client.force_login(acceptor)
    page = client.get(DESK).content.decode()
    assert (title in page, "已逾期" in page, "没有待办事项" in page) == (True, False, False)
    late = []
    for days in (privacy.ANSWER_DAYS, privacy.ANSWER_DAYS + 1):
        with clock.travel(clock.now() + timedelta(days)):
            late += [line.is_late for line in lines_for(admin)]
    assert late == [False, True]


def test_a_running_job_is_found_again(client, clerk, acceptor):
    kept = {"created_by": clerk, "kind": "sample", "created_at": clock.now()}
    job = Job.objects.create(**kept)
    Job.objects.create(**kept, status=JobState.DONE, ended_at=clock.now())
    assert [[line.url for line in jobs_of(user)] for user in (clerk, acceptor)] == [
        [f"/jobs/{job.pk}/"],
        [],
    ]
    client.force_login(clerk)
    assert "正在处理的任务" in client.get(DESK).content.decode()


def test_an_answered_request_waits_no_more(request_of_a_person, acceptor):
    privacy.answer(request_of_a_person, text="材料不符", granted=False, actor=acceptor)
    assert told(acceptor) == []
