"""The pages of a roster: who may, what they show, how much they ask."""

import io

import pytest
from django.urls import reverse

from accounts.enums import Role
from assessment.enums import DraftState
from assessment.models import Commission, Entry, RosterDraft
from assessment.roster.judging import Judge
from assessment.roster.reading import lines, open_sheet
from assessment.services import rosters
from casework import kinds
from casework.services import door, jobs
from catalogue import regulations
from config import clock
from printing import sheets
from tests.assessment.entering import a_plan
from tests.assessment.rosters.files import book, id_number, row
from tests.printing.files import upload as as_upload


def address(name: str, plan, *more) -> str:
    return reverse(f"assessment:{name}", args=[plan.number, *more])


@pytest.fixture
def clerk(client, agencies):
    """The agency's clerk, signed in."""
    client.force_login(agencies.clerk["lc"])
    return client


def sent(client, plan, data: bytes, name: str = "名册.xlsx"):
    return client.post(address("rosters", plan), {"file": as_upload(data, name)})


def test_a_roster_goes_from_the_page_to_the_registrations(clerk, plan):
    answer = sent(clerk, plan, book(row(1), row(2)))
    draft = RosterDraft.objects.get()
    page = address("roster", plan, draft.pk)
    assert (answer.status_code, answer.url) == (302, page)
    assert "正在核对" in clerk.get(page).content.decode()
    jobs.work_off()
    shown = clerk.get(page).content.decode()
    assert ("确认后导入 2 人" in shown, "张样例" in shown, id_number(1) in shown) == (
        True,
        True,
        False,
    )
    assert clerk.post(address("roster-confirm", plan, draft.pk)).url == page
    assert "正在导入" in clerk.get(page).content.decode()
    jobs.work_off()
    assert "已导入：新增 2 人，变更 0 人" in clerk.get(page).content.decode()
    assert Entry.objects.filter(plan=plan).count() == 2


def test_the_part_that_waits_asks_for_the_whole_page_when_it_is_over(clerk, plan):
    sent(clerk, plan, book(row(1)))
    page = address("roster", plan, RosterDraft.objects.get().pk)
    asked = {"HX-Request": "true", "HX-Target": "roster"}
    waiting = clerk.get(page, headers=asked)
    jobs.work_off()
    over = clerk.get(page, headers=asked)
    assert ("<html" in waiting.content.decode(), over.headers.get("HX-Refresh")) == (False, "true")


def test_every_fault_stands_on_the_page_with_row_column_and_remedy(clerk, plan):
    sent(clerk, plan, book(row(1, 等级="九级"), row(2)))
    jobs.work_off()
    draft = RosterDraft.objects.get()
    page = address("roster", plan, draft.pk)
    shown = clerk.get(page).content.decode()
    assert ("有 1 行不能导入" in shown, "“九级”不是等级" in shown, "确认导入" in shown) == (
        True,
        True,
        False,
    )
    noted = clerk.get(page, {"show": "noted"}).context["table"]
    assert [line.number for line in noted.page] == [2]
    answer = clerk.get(address("roster-annotated", plan, draft.pk))
    heads = sheets.read(io.BytesIO(answer.content)).headers
    assert (heads[:3], answer["Cache-Control"]) == (
        ["核对结果", "问题和改法", "姓名"],
        "private, no-store",
    )


def test_a_file_as_a_whole_is_told_on_the_page(clerk, plan):
    refused = sent(clerk, plan, b"")
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["file"])
    sent(clerk, plan, "姓名\n".encode(), "名册.csv")
    jobs.work_off()
    page = address("roster", plan, RosterDraft.objects.get().pk)
    assert "文件不能导入" in clerk.get(page).content.decode()


def test_a_cancelled_check_is_told_and_makes_way(clerk, plan):
    sent(clerk, plan, book(row(1)))
    draft = RosterDraft.objects.select_related("job").get()
    jobs.cancel(draft.job)
    assert "任务已被取消" in clerk.get(address("roster", plan, draft.pk)).content.decode()
    sent(clerk, plan, book(row(1)))
    draft.refresh_from_db()
    assert draft.status == DraftState.DROPPED


def test_what_is_given_up_is_gone(clerk, plan, checked):
    draft = checked(book(row(1)))
    clerk.post(address("roster-drop", plan, draft.pk))
    draft.refresh_from_db()
    assert (draft.status, draft.rows.count(), draft.files.count()) == (DraftState.DROPPED, 0, 0)
    assert "没有导入任何内容" in clerk.get(address("roster", plan, draft.pk)).content.decode()


def test_the_template_is_a_download(clerk, plan):
    answer = clerk.get(address("roster-template", plan))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content[:2] == b"PK"


def test_strangers_find_nothing_and_the_office_may_not(client, agencies, plan, checked):
    draft = checked(book(row(1)))
    pages = [
        address("rosters", plan),
        address("roster-template", plan),
        address("roster", plan, draft.pk),
        address("roster-annotated", plan, draft.pk),
    ]
    office = agencies.world.staff["lc_centre"]
    assert [status(client, agencies.clerk["js"], page) for page in pages] == [404] * 4
    assert [status(client, office, page) for page in pages] == [403] * 4
    for name in ("roster-confirm", "roster-drop"):
        client.force_login(agencies.clerk["js"])
        assert client.post(address(name, plan, draft.pk)).status_code == 404


def status(client, user, page: str) -> int:
    client.force_login(user)
    return client.get(page).status_code


def test_a_member_without_a_clerks_role_may_not(client, agencies, plan):
    other = agencies.world.member(plan.owner, Role.SUPERVISOR)
    assert status(client, other, address("rosters", plan)) == 403


def test_the_case_page_leads_there_while_enrolment_is_open(clerk, agencies, plan):
    link = address("rosters", plan)
    page = reverse("casework:case", args=[plan.number])
    assert link in clerk.get(page).content.decode()
    door.perform(plan, "cancel", actor=agencies.clerk["lc"], note="不办了")
    assert link not in clerk.get(page).content.decode()


@pytest.fixture
def commissioned(agencies, plan):
    """A plan of the agency in Hebei for the staff of the client."""
    place = agencies.agency["hb"].division
    commission = door.open_case(
        kinds.by_code("commission"),
        actor=agencies.client_hr,
        state="granted",
        owner=agencies.client,
        regulation=regulations.get("hebei-commissioned"),
        title="委托评价",
        division=place,
        agency=agencies.agency["hb"],
    )
    assert isinstance(commission, Commission)
    made = a_plan(agencies, "hb", ["commissioned"], for_commission=commission)
    agencies.item(made)
    return made


OF_CLIENT = {"人员类别": "其他企业委托评价的职工"}


@pytest.mark.clause("HB-02")
def test_the_clients_people_import_their_own_staff(agencies, commissioned, taken):
    draft = taken(book(row(1, **OF_CLIENT)), of=commissioned, actor=agencies.client_hr)
    entry = Entry.objects.get()
    assert (draft.organisation, entry.employer, entry.entered_by) == (
        agencies.client,
        str(agencies.client),
        agencies.client_hr,
    )


def test_the_two_sides_do_not_see_each_others_files_and_have_one_effect(
    client, agencies, commissioned, taken, checked
):
    data = book(row(1, **OF_CLIENT))
    theirs = checked(data, of=commissioned, actor=agencies.client_hr)
    ours = checked(data, of=commissioned, actor=agencies.clerk["hb"])
    page = address("roster", commissioned, theirs.pk)
    assert status(client, agencies.clerk["hb"], page) == 404
    rosters.confirm(theirs, actor=agencies.client_hr)
    rosters.confirm(ours, actor=agencies.clerk["hb"])
    jobs.work_off()
    ours.refresh_from_db()
    assert (Entry.objects.count(), ours.counts["added"]) == (1, 0)


@pytest.mark.parametrize("name", ["roster", "rosters"])
def test_a_page_asks_as_much_for_one_row_as_for_thirty(
    clerk, plan, checked, django_assert_max_num_queries, name
):
    asked = []
    for count in (1, 40):
        draft = checked(book(*(row(number) for number in range(count))))
        more = [draft.pk] if name == "roster" else []
        clerk.get(address(name, plan, *more))
        with django_assert_max_num_queries(60) as queries:
            assert clerk.get(address(name, plan, *more)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_check_asks_as_much_for_three_rows_as_for_three_hundred(
    plan, agencies, django_assert_max_num_queries
):
    asked = []
    for count in (3, 300):
        data = book(*(row(number % 99, 姓名=f"张{number}") for number in range(count)))
        with django_assert_max_num_queries(40) as queries:
            judge = Judge(plan, "单位", clock.today())
            found = list(judge.outcomes(list(lines(open_sheet(data, ""), clock.today()))))
        asked.append((len(found), len(queries)))
    assert asked == [(3, asked[0][1]), (300, asked[0][1])]
