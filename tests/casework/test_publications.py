"""Publicity and announcements: published, read by anybody, closed only when nothing hinders."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from stdnum.cn import ric

from casework.enums import PublicationKind
from casework.models import Case, Publication
from casework.selectors import latest_notices
from casework.services import door, publications
from casework.services.publications import PublicationError
from catalogue.models import CalendarDay, CalendarYear
from tests.casework.publicity import AFTER, LAST_DAY, MONDAY, answered, close_on, objected, on
from tests.pages import inline_parts

pytestmark = pytest.mark.django_db
PERSON = "000000" + "18000101" + "001"  # nobody's


@pytest.mark.clause("SD-09")
def test_the_window_is_counted_in_working_days_from_the_day_after(publicity):
    assert (publicity.published_on, publicity.closes_on) == (MONDAY.date(), LAST_DAY)
    assert close_on(LAST_DAY) == []
    assert close_on(AFTER) == [publicity]
    assert close_on(AFTER + timedelta(30)) == []
    publicity.refresh_from_db()
    assert (publicity.status, publicity.ended_by) == ("cleared", None)


@pytest.mark.parametrize("upheld", [None, True, False])
def test_it_is_not_cleared_over_an_objection(publicity, reviewer, upheld):
    objection, _ = objected(publicity)
    if upheld is not None:
        answered(objection, reviewer, upheld=upheld)
    assert close_on(AFTER) == ([publicity] if upheld is False else [])
    said = {None: "有异议尚未答复。", True: "有异议成立，应更正后重新公示或撤下。", False: ""}
    with on(AFTER):
        assert publications.hindrance(publicity) == said[upheld]


def test_a_case_that_the_system_may_not_move_stays_and_keeps_no_other_open(
    publish, petition, clerk
):
    """The sample's own act `accept` is an officer's."""
    door.perform(petition, "submit", actor=clerk)
    stays, ends = publish("样例一", case=petition, act="accept"), publish("样例二")
    assert close_on(AFTER) == [ends]
    stays.refresh_from_db()
    petition.refresh_from_db()
    assert (stays.status, petition.state) == ("open", "submitted")


@pytest.mark.parametrize("objection", [None, "open", "rejected", "upheld"])
def test_the_end_of_the_window_moves_the_case_on_unless_an_objection_stands(
    petition, clerk, acceptor, reviewer, objection
):
    """Shandong's arrow: publicity, clear, publicised, by the system alone."""
    Case.objects.filter(pk=petition.pk).update(regulation_id="shandong-social")
    with on(MONDAY.date()):
        door.perform(petition, "submit", actor=clerk)
        door.perform(petition, "accept", actor=acceptor)
        for act in ("evaluate", "conclude", "select", "publicise"):
            door.perform(petition, act, actor=reviewer)
    if objection:
        made, _ = objected(Publication.objects.get())
        if objection != "open":
            answered(made, reviewer, upheld=objection == "upheld")
    with pytest.raises((door.ForbiddenError, door.NotNowError)):
        door.perform(petition, "clear", actor=reviewer)
    assert close_on(LAST_DAY) == []
    hindered = objection in ("open", "upheld")
    assert len(close_on(AFTER)) == (not hindered)
    case = Case.objects.get(pk=petition.pk)
    assert case.state == ("publicity" if hindered else "publicised")
    if not hindered:
        last = case.events.order_by("sequence").last()
        assert (last.act, last.source, last.actor, last.actor_office) == (
            "clear",
            "publicity",
            None,
            None,
        )
        assert case.deadlines.get(progress="running").key == "receipt"
        assert close_on(AFTER + timedelta(30)) == []
        assert case.events.count() == last.sequence


def test_a_case_that_went_another_way_does_not_keep_the_window_open(publish, petition, clerk):
    made = publish("样例二", case=petition, act="issue_receipt")
    with on(AFTER), pytest.raises(PublicationError, match="公示尚未结束"):
        publications.refuse_unless_clear(petition)
    assert close_on(AFTER) == [made]
    publications.refuse_unless_clear(petition)
    petition.refresh_from_db()
    assert petition.state == "draft"


def test_a_calendar_that_changes_moves_the_window(publicity):
    year = CalendarYear.objects.create(
        year=2026, status="announced", source="样例", digest="x", loaded_at=MONDAY
    )
    CalendarDay.objects.create(calendar=year, date=date(2026, 11, 18), kind="off", name="样例")
    assert publications.recompute() == [publicity]
    publicity.refresh_from_db()
    assert publicity.closes_on == date(2026, 11, 24)
    assert publications.recompute() == []


def test_an_officer_publishes_and_everybody_reads(client, bureau, reviewer):
    client.force_login(reviewer)
    form = {
        "office": bureau.pk,
        "kind": "publicity",
        "title": "评估结果公示",
        "body": "拟予备案：样例公司。",
        "working_days": "",
        "basis": "",
    }
    address = reverse("casework:publication-new")
    refused = client.post(address, form)
    page = refused.content.decode()
    assert (refused.status_code, "请填写公示多少个工作日" in page, form["body"] in page) == (
        422, True, True,
    )  # fmt: skip
    assert client.post(address, form | {"working_days": "5"}).status_code == 302
    made = Publication.objects.get()
    client.logout()
    public = client.get(reverse("casework:public-notice", args=[made.pk]))
    page = public.content.decode()
    assert (public.status_code, form["body"] in page, "本系统默认" in page) == (200, True, True)
    assert inline_parts(page) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("联系电话 1" + "3" * 10, "手机号码"),
        ("证件号 " + PERSON + ric.calc_check_digit(PERSON + "0"), "居民身份证号码"),
    ],
)
def test_a_text_with_a_persons_number_is_not_published(publish, body, said):
    with pytest.raises(PublicationError, match=said):
        publish(body=body)
    assert Publication.objects.count() == 0


@pytest.mark.parametrize(
    "body", ["电话 0635-8230000", "代码 91371500MA3C000017", "1" * 18, "身份证 3715**********1234"]
)
def test_other_numbers_are_published(publish, body):
    assert publish(body=body).body == body


def test_a_correction_is_a_new_one_that_leads_to_the_old(client, publicity, reviewer):
    address = reverse("casework:publication-correct", args=[publicity.pk])
    form = {
        "title": "评估结果公示（更正）",
        "body": "拟予备案：另一公司。",
        "reason": "单位名称有误",
    }
    thursday = date(2026, 11, 19)
    with on(thursday):
        client.force_login(reviewer)
        assert client.post(address, form).status_code == 302
        again = client.post(address, form)
    assert (again.status_code, "不能再更正" in again.content.decode()) == (422, True)
    client.logout()
    new = Publication.objects.get(corrects=publicity)
    assert (new.published_on, new.closes_on) == (thursday, date(2026, 11, 26))
    publicity.refresh_from_db()
    assert (publicity.status, publicity.end_reason) == ("corrected", "单位名称有误")
    old_page = client.get(reverse("casework:public-notice", args=[publicity.pk])).content.decode()
    assert "单位名称有误" in old_page
    assert reverse("casework:public-notice", args=[new.pk]) in old_page
    new_page = client.get(reverse("casework:public-notice", args=[new.pk])).content.decode()
    assert reverse("casework:public-notice", args=[publicity.pk]) in new_page
    assert close_on(date(2026, 11, 27)) == [new]


def test_who_may_publish_correct_and_withdraw(client, publicity, reviewer, acceptor, clerk):
    addresses = [
        reverse("casework:publication-new"),
        *(
            reverse(f"casework:publication{name}", args=[publicity.pk])
            for name in ("", "-correct", "-withdraw")
        ),
    ]
    found = {}
    for user in (reviewer, acceptor, clerk):
        client.force_login(user)
        found[user] = [client.get(address).status_code for address in addresses]
    assert found == {
        reviewer: [200, 200, 200, 200],
        acceptor: [403, 200, 403, 403],
        clerk: [200, 404, 404, 404],  # an agency publishes its own results
    }


def test_a_withdrawn_one_stays_readable_with_its_reason(client, publicity, reviewer):
    address = reverse("casework:publication-withdraw", args=[publicity.pk])
    with on(LAST_DAY):
        client.force_login(reviewer)
        assert client.post(address, {"reason": "发布有误"}).status_code == 302
    client.logout()
    page = client.get(reverse("casework:public-notice", args=[publicity.pk])).content.decode()
    assert ("发布有误" in page, "提出异议" in page) == (True, False)
    assert close_on(AFTER) == []
    assert latest_notices(5) == []


def test_the_database_keeps_what_was_published(publicity):
    for change in ({"body": "别的"}, {"working_days": 1}, {"status": "published"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Publication.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.all()._raw_delete("default")


def test_the_home_page_shows_the_newest(client, publish):
    for n in range(3):
        publish(f"公示{n}", at=MONDAY + timedelta(hours=n))
    assert [line.title for line in latest_notices(2)] == ["公示2", "公示1"]
    page = client.get("/").content.decode()
    assert page.index("公示2") < page.index("公示1") < page.index("公示0")


def test_the_public_list_is_narrowed_and_survives_any_address(client, publish):
    publish("甲的公示")
    publish(
        "乙的公告",
        at=MONDAY + timedelta(1),
        kind=PublicationKind.ANNOUNCEMENT,
        working_days=None,
        basis="",
    )

    def titles(**query) -> list[str]:
        page = client.get(reverse("casework:public-notices"), query)
        assert page.status_code == 200
        return [row.title for row in page.context["table"].page]

    assert titles() == ["乙的公告", "甲的公示"]
    assert titles(search="甲") == ["甲的公示"]
    assert titles(search="聊城") == ["乙的公告", "甲的公示"]
    assert titles(kind="announcement") == ["乙的公告"]
    assert titles(status="open") == ["甲的公示"]
    assert titles(sort="published") == ["甲的公示", "乙的公告"]
    assert titles(page="99", sort="x", kind="?", search="\0") == ["乙的公告", "甲的公示"]
    assert client.get("/notices/999/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_lists_ask_as_often_for_many_rows_as_for_one(
    client, publish, reviewer, count, django_assert_num_queries
):
    for n in range(count):
        publish(f"公示{n}")
    client.get("/notices/")
    with django_assert_num_queries(2):
        client.get("/notices/")
    client.force_login(reviewer)
    client.get(reverse("casework:publications"))
    with django_assert_num_queries(10):
        client.get(reverse("casework:publications"))
