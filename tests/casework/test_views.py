"""The pages of cases: what is shown to whom, and how an act is done."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from casework.models import Notice
from casework.services import assignment, door
from catalogue import regulations
from config import clock
from tests.casework.sample.acts import KIND
from tests.casework.sample.models import Petition
from tests.pages import inline_parts

pytestmark = pytest.mark.django_db


def fresh(case) -> Petition:
    return Petition.objects.get(pk=case.pk)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def submitted(petition, clerk):
    door.perform(petition, "submit", actor=clerk, note="请予受理")
    return fresh(petition)


@pytest.fixture
def at(submitted):
    """`at("acts/accept/")`: an address of the submitted case."""
    return lambda rest="": f"/cases/{submitted.number}/{rest}"


def stamp(case, **sent) -> dict:
    return {"version": case.version, "token": str(uuid.uuid4()), **sent}


class TestPage:
    def test_it_shows_state_clock_owner_basis_and_what_may_be_done(
        self, client, at, acceptor, submitted
    ):
        client.force_login(acceptor)
        page = text(client.get(at()))
        shown = [submitted.number, "已提交", "样例机械有限公司", "第 0 天 / 共 10 个工作日"]
        assert [part for part in shown if part not in page] == []
        assert "/guide/liaocheng-enterprise/" in page
        acts = re.findall(rf"/cases/{submitted.number}/acts/(\w+)/", page)
        assert acts == ["request_supplement", "accept", "refuse"]
        assert inline_parts(page) == []

    def test_the_owner_is_offered_its_own_acts(self, client, at, clerk, submitted):
        client.force_login(clerk)
        page = text(client.get(at()))
        assert re.findall(rf"/cases/{submitted.number}/acts/(\w+)/", page) == ["withdraw"]
        assert "由我接办" not in page

    def test_the_owner_sees_offices_and_public_words_only(
        self, client, at, clerk, acceptor, submitted, member, bureau
    ):
        acceptor.name = "王五"
        acceptor.save()
        assignment.take(submitted, actor=acceptor)
        assignment.release(submitted, actor=acceptor, note="本周休假")
        door.perform(submitted, "accept", actor=acceptor, note="材料齐全")
        pages = {}
        for name, user in (("owner", clerk), ("office", member(bureau, Role.SIGNER))):
            client.force_login(user)
            page = text(client.get(at()))
            words = ("本周休假", "接办", "王五", "材料齐全", "请予受理", "聊城市人社局")
            pages[name] = [word for word in words if word in page.split("办理进程")[1]]
        assert pages == {
            "owner": ["材料齐全", "请予受理", "聊城市人社局"],
            "office": ["本周休假", "接办", "王五", "材料齐全", "请予受理", "聊城市人社局"],
        }

    def test_a_strangers_case_is_nowhere(self, client, at, member, centre):
        client.force_login(member(None))
        answers = [client.get(at(rest)).status_code for rest in ("", "acts/accept/", "hand-over/")]
        assert answers == [404, 404, 404]
        assert client.get("/cases/YL2026999999/").status_code == 404

    def test_the_queries_do_not_grow_with_its_history(self, client, at, submitted, acceptor):
        client.force_login(acceptor)
        client.get(at())
        few = count_queries(client, at())
        for _ in range(5):
            assignment.take(submitted, actor=acceptor)
            assignment.release(submitted, actor=acceptor)
        assert count_queries(client, at()) == few


def count_queries(client, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


class TestAct:
    def test_it_is_done_and_told(self, client, at, acceptor, submitted):
        client.force_login(acceptor)
        assert 'name="token"' in text(client.get(at("acts/accept/")))
        sent = stamp(submitted, note="材料齐全")
        response = client.post(at("acts/accept/"), sent, follow=True)
        assert response.redirect_chain == [(at(), 302)]
        assert "已办理：受理。" in text(response)
        assert fresh(submitted).state == "accepted"
        assert submitted.events.order_by("sequence").last().note.text == "材料齐全"

    def test_sent_twice_it_is_done_once_and_answered_alike(self, client, at, acceptor, submitted):
        client.force_login(acceptor)
        sent = stamp(submitted)
        answers = [client.post(at("acts/accept/"), sent) for _ in range(2)]
        assert [answer["Location"] for answer in answers] == [at(), at()]
        assert submitted.events.filter(act="accept").count() == 1

    def test_a_stale_page_keeps_what_was_typed_for_copying(
        self, client, at, acceptor, submitted, member, bureau
    ):
        client.force_login(member(bureau, Role.ACCEPTOR))
        sent = stamp(submitted, note="经核对，材料齐全")
        door.perform(submitted, "request_supplement", actor=acceptor)
        response = client.post(at("acts/accept/"), sent)
        assert response.status_code == 409
        assert "已由他人办理" in text(response)
        assert "经核对，材料齐全" in text(response)
        assert fresh(submitted).state == "supplement"

    def test_what_is_not_open_now_is_said_before_anything_is_typed(self, client, at, acceptor):
        client.force_login(acceptor)
        response = client.get(at("acts/issue_receipt/"))
        assert response.status_code == 409
        assert "“已提交”状态下不能出具回执" in text(response)

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_without_the_right_it_is_refused(self, client, at, clerk, submitted, method):
        client.force_login(clerk)
        response = getattr(client, method)(at("acts/accept/"), stamp(submitted))
        assert response.status_code == 403
        assert fresh(submitted).state == "submitted"

    def test_an_unknown_act_is_nowhere(self, client, at, acceptor):
        client.force_login(acceptor)
        assert client.get(at("acts/save/")).status_code == 404

    @pytest.mark.parametrize(
        "spoilt", [{"version": "x"}, {"version": ""}, {"token": "1"}, {"version": "-1"}]
    )
    def test_a_spoilt_form_is_no_error_of_ours(self, client, at, acceptor, submitted, spoilt):
        client.force_login(acceptor)
        response = client.post(at("acts/accept/"), stamp(submitted, note="材料齐全") | spoilt)
        assert response.status_code == 422
        assert "材料齐全" in text(response)
        assert fresh(submitted).state == "submitted"


class TestAssignment:
    def test_taken_handed_over_and_given_back(
        self, client, at, acceptor, submitted, member, bureau
    ):
        other = member(bureau, Role.REVIEWER)
        client.force_login(acceptor)
        client.post(at("take/"), stamp(submitted))
        assert fresh(submitted).assignee == acceptor
        client.post(at("hand-over/"), stamp(submitted, to=other.pk, note="专业对口"))
        assert fresh(submitted).assignee == other
        client.force_login(other)
        client.post(at("release/"), stamp(submitted))
        assert fresh(submitted).assignee is None
        told = submitted.events.order_by("sequence").values_list("act", "source", "target")
        assert list(told)[2:] == [
            (act, "submitted", "submitted") for act in ("take", "hand_over", "release")
        ]
        assert fresh(submitted).version == submitted.version

    def test_two_take_it_one_has_it(self, client, at, acceptor, submitted, member, bureau):
        assignment.take(submitted, actor=acceptor)
        client.force_login(member(bureau, Role.ACCEPTOR))
        assert client.post(at("take/"), stamp(submitted)).status_code == 409
        assert fresh(submitted).assignee == acceptor

    def test_only_its_holder_or_a_manager_passes_it_on(
        self, client, at, acceptor, submitted, member, bureau
    ):
        assignment.take(submitted, actor=acceptor)
        colleague, manager = member(bureau, Role.REVIEWER), member(bureau, Role.MANAGER)
        client.force_login(colleague)
        assert client.get(at("hand-over/")).status_code == 403
        assert client.post(at("hand-over/"), stamp(submitted, to=colleague.pk)).status_code == 409
        client.force_login(manager)
        client.post(at("hand-over/"), stamp(submitted, to=colleague.pk))
        assert fresh(submitted).assignee == colleague

    @pytest.mark.parametrize("act", ["hand-over", "release"])
    def test_a_page_opened_before_it_changed_hands_takes_it_from_nobody(
        self, client, at, acceptor, submitted, member, bureau, act
    ):
        assignment.take(submitted, actor=acceptor)
        colleague, other = member(bureau, Role.REVIEWER), member(bureau, Role.REVIEWER)
        client.force_login(member(bureau, Role.MANAGER))
        holder = client.get(at(f"{act}/")).context["form"]["holder"].value()
        assignment.hand_over(submitted, actor=acceptor, to=colleague)
        sent = stamp(submitted, to=other.pk, holder=holder, note="轮岗")
        late = client.post(at(f"{act}/"), sent)
        assert (holder, late.status_code, "轮岗" in late.content.decode()) == (
            acceptor.pk,
            409,
            True,
        )
        assert fresh(submitted).assignee == colleague

    def test_never_to_somebody_outside(self, client, at, acceptor, submitted, clerk):
        assignment.take(submitted, actor=acceptor)
        client.force_login(acceptor)
        response = client.post(at("hand-over/"), stamp(submitted, to=clerk.pk))
        assert response.status_code == 422
        assert fresh(submitted).assignee == acceptor

    def test_the_owner_takes_nothing(self, client, at, clerk, submitted):
        client.force_login(clerk)
        answers = [
            client.post(at(f"{what}/"), stamp(submitted)).status_code
            for what in ("take", "hand-over", "release")
        ]
        assert answers == [403, 403, 403]


@pytest.fixture
def open_petition(clerk, enterprise, bureau, liaocheng):
    def make(title="样例申请", **fields):
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
        door.perform(case, "submit", actor=clerk)
        return fresh(case)

    return make


class TestList:
    def titles(self, client, **asked) -> list[str]:
        table = client.get("/cases/", asked).context["table"]
        return [case.title for case in table.page]

    NARROWED = [
        ({}, {"我的", "受理的"}),
        ({"progress": "closed"}, {"办结的"}),
        ({"progress": "all"}, {"我的", "受理的", "办结的"}),
        ({"assignee": "me"}, {"我的"}),
        ({"assignee": "nobody"}, {"受理的"}),
        ({"state": "petition:accepted"}, {"受理的"}),
        ({"kind": "petition"}, {"我的", "受理的"}),
        ({"kind": "registration"}, set()),
        ({"due": "overdue"}, set()),
        ({"due": "soon"}, set()),
        ({"search": "000001"}, {"我的"}),
        ({"search": "样例机械"}, {"我的", "受理的", "办结的"}),
        ({"search": "没有的"}, set()),
        ({"state": "乱写", "due": "x"}, {"我的", "受理的"}),
    ]

    def test_an_officer_narrows_the_queue(self, client, acceptor, open_petition):
        mine, accepted, closed = (open_petition(t) for t in ("我的", "受理的", "办结的"))
        assignment.take(mine, actor=acceptor)
        door.perform(accepted, "accept", actor=acceptor)
        door.perform(closed, "refuse", actor=acceptor)
        client.force_login(acceptor)
        found = [(asked, set(self.titles(client, **asked))) for asked, _ in self.NARROWED]
        assert found == self.NARROWED

    def test_an_officer_finds_what_is_late_or_soon_will_be(self, client, acceptor, open_petition):
        now = clock.now()
        for title, days in (("逾期", 40), ("将到期", 10), ("刚提交", 0)):
            with clock.travel(now - timedelta(days)):
                open_petition(title)
        client.force_login(acceptor)
        found = [self.titles(client, due=due) for due in ("overdue", "soon", "")]
        assert found == [["逾期"], ["将到期"], ["逾期", "将到期", "刚提交"]]

    def test_an_enterprise_sees_its_own_without_the_offices_columns(
        self, client, clerk, open_petition
    ):
        open_petition("本单位的")
        client.force_login(clerk)
        page = text(client.get("/cases/"))
        assert "本单位的" in page
        assert [word for word in ("承办人", "申请单位") if word in page] == []

    def test_signs_in_a_search_mean_themselves(self, client, acceptor, open_petition):
        open_petition()
        client.force_login(acceptor)
        answers = [
            client.get("/cases/", {"search": typed}).status_code
            for typed in ("%", "_", "\0", "'", "😀", "x" * 9999)
        ]
        assert answers == [200] * 6

    def test_thirty_rows_cost_no_more_than_one(self, client, acceptor, open_petition):
        open_petition()
        client.force_login(acceptor)
        client.get("/cases/")
        one = count_queries(client, "/cases/")
        for _ in range(29):
            open_petition()
        assert count_queries(client, "/cases/") == one


class TestNotices:
    @pytest.fixture
    def told(self, clerk, submitted):
        return [
            Notice.objects.create(recipient=clerk, case=submitted.case_ptr, subject=f"消息{n}")
            for n in range(3)
        ]

    def test_they_are_listed_counted_and_read(self, client, clerk, told, at):
        client.force_login(clerk)
        page = text(client.get("/desk/notices/"))
        assert "3 条未读" in page
        assert inline_parts(page) == []
        gone = client.post(f"/desk/notices/{told[0].pk}/read/", {"go": "1"})
        assert gone["Location"] == at()
        assert "2 条未读" in text(client.get("/desk/notices/"))
        client.post("/desk/notices/read/")
        assert "没有未读消息" in text(client.get("/desk/notices/"))

    def test_anothers_are_nowhere(self, client, acceptor, told):
        client.force_login(acceptor)
        assert client.post(f"/desk/notices/{told[0].pk}/read/").status_code == 404
        client.post("/desk/notices/read/")
        assert Notice.objects.filter(read_at=None).count() == 3
