"""Results are made public: what is said, for how long, when, and who reads the names."""

import json
from datetime import date

import pytest
from django.urls import reverse

from casework.models import Deadline, Publication
from results.models import Recheck
from tests.assessment.entering import an_entry
from tests.filing.granting import on
from tests.results.publishing.steps import (
    CLOSES,
    FRIDAY,
    OVER,
    act,
    address,
    errors,
    fresh,
    moment,
    page,
    personal,
    proposed,
    publicised,
    scored,
    sweep,
)

pytestmark = pytest.mark.django_db


def facts(plan, name: str) -> dict:
    return json.loads(plan.events.filter(act=name).latest("sequence").facts)


@pytest.mark.clause("SD-09")
def test_results_are_public_for_five_working_days_and_cleared_by_the_clock(agencies, client):
    day = publicised(agencies, client, "sd")
    made = Publication.objects.get(case_id=day.plan.pk, act="clear")
    assert (made.working_days, made.closes_on, made.basis, made.office) == (
        5,
        CLOSES,
        "鲁人社字〔2020〕50号 四（三）",
        day.plan.owner,
    )
    assert fresh(day.plan).state == "publicity"
    assert sweep(CLOSES) == []
    assert [each.pk for each in sweep(OVER)] == [made.pk]
    assert fresh(day.plan).state == "publicised"
    cleared = day.plan.events.get(act="clear")
    assert (cleared.actor, json.loads(cleared.facts)) == (None, {"publication": made.pk})


def test_the_notice_says_what_the_data_says(agencies, client):
    day = publicised(agencies, client, "hb")
    made = Publication.objects.get(case_id=day.plan.pk, act="clear")
    plan, agency = day.plan, day.plan.agency
    assert made.title == f"{agency.name}职业技能等级认定结果公示"
    assert made.body.splitlines() == [
        "按照河北省企业委托职业技能等级认定的规定，现将下列评价的结果予以公示。",
        f"评价机构：{agency.name}（{agency.code}）",
        f"委托企业：{agencies.client}",
        f"评价计划：{plan.title}（{plan.number}）",
        "评价日期：2026年6月3日—2026年6月4日",
        "评价方式：考核鉴定",
        "电工四级/中级工：参加评价 3 人，合格 1 人",
        "公示期：5 个工作日。合格人员名单附后，公示期内可以查看。",
        "对公示内容有异议的，请在公示期内提出，写明事实和理由。",
        "监督举报电话：0635-8200001",
    ]
    assert facts(plan, "publicise")["qualified"] == 1


@pytest.mark.parametrize("key", ["sd", "hb", "lc", "ln", "js"])
def test_a_window_may_be_longer_but_not_shorter(agencies, client, key):
    day = scored(agencies, key)
    clerk = agencies.clerk[key]
    basis = "（依据：鲁人社字〔2020〕50号 四（三））" if key == "sd" else ""
    with on(FRIDAY):
        refused = act(client, clerk, day.plan, "publicise", working_days=4)
        assert (refused.status_code, errors(refused)) == (
            422,
            [f"公示不能少于 5 个工作日{basis}。"],
        )
        assert fresh(day.plan).state == "scored"
        assert act(client, clerk, day.plan, "publicise", working_days=8).status_code == 302
    made = Publication.objects.get(case_id=day.plan.pk, act="clear")
    assert (made.working_days, made.closes_on) == (8, date(2026, 6, 17))


def test_a_window_that_is_no_number_stays_typed(agencies, client):
    day = scored(agencies, "sd")
    with on(FRIDAY):
        for typed, said in (
            ("", "请填写公示几个工作日。"),
            ("五", "输入整数。"),
            ("61", "确保该值小于或等于60。"),
        ):
            refused = act(client, agencies.clerk["sd"], day.plan, "publicise", working_days=typed)
            assert (refused.status_code, errors(refused)) == (422, [said])
    assert Publication.objects.filter(act="clear").count() == 0


@pytest.mark.parametrize("state", ["ready", "held"])
def test_nothing_is_published_before_it_is_scored(agencies, client, state):
    day = scored(agencies, "sd")
    type(day.plan).objects.filter(pk=day.plan.pk).update(**{"sta" + "te": state})
    with on(FRIDAY):
        client.force_login(agencies.clerk["sd"])
        assert client.get(address(day.plan, "publicise")).status_code == 409
    assert Publication.objects.filter(act="clear").count() == 0


def test_nothing_is_published_while_somebody_has_no_result(agencies, client):
    day = scored(agencies, "sd")
    decided = {"status": "approved", "decided_by": day.arbiter, "decided_at": moment(FRIDAY)}
    an_entry(day.plan, day.item, 9, audience="public", ticket="20260603000009", **decided)
    with on(FRIDAY):
        refused = act(client, agencies.clerk["sd"], day.plan, "publicise", working_days=5)
    assert (refused.status_code, errors(refused)) == (
        422,
        ["还有 1 人没有评价结果，请先完成评分。"],
    )


def test_nothing_is_published_while_a_recheck_or_a_correction_is_open(agencies, client):
    day = scored(agencies, "sd")
    clerk = agencies.clerk["sd"]
    Recheck.objects.create(
        entry=day.entries[1],
        subject="theory",
        token="0" * 32,
        text="请核对第三题",
        submitted_at=moment(FRIDAY),
    )
    with on(FRIDAY):
        assert proposed(client, day.clerks[1], day).status_code == 302
        refused = act(client, clerk, day.plan, "publicise", working_days=5)
    assert errors(refused) == ["有 1 件成绩复核申请尚未答复。", "有 1 件更正等待同意。"]
    assert "请核对第三题" not in refused.content.decode()


@pytest.mark.clause("HB-07")
@pytest.mark.parametrize(("day_", "late"), [(date(2026, 6, 15), 0), (date(2026, 6, 16), 1)])
def test_later_than_seven_working_days_is_allowed_and_recorded(agencies, client, day_, late):
    day = scored(agencies, "hb")
    with on(day_):
        client.force_login(agencies.clerk["hb"])
        preview = client.get(address(day.plan, "publicise")).content.decode()
        assert ("已经逾期" in preview) == bool(late)
        act(client, agencies.clerk["hb"], day.plan, "publicise", working_days=5)
        assert facts(day.plan, "publicise")["late_by"] == late
        text = page(client, agencies.clerk["hb"], day.plan)
        assert (f"逾期 {late} 个工作日" in text) == bool(late)


def test_a_window_that_ended_in_its_time_is_not_called_late(agencies, client):
    day = publicised(agencies, client, "sd")
    for today, standing in ((FRIDAY, "还剩 5 个工作日"), (CLOSES, "今天期满"), (OVER, "已结束")):
        sweep(today)
        with on(today):
            text = page(client, agencies.clerk["sd"], day.plan)
        assert (standing in text, "逾期" in text) == (True, False)


def test_the_preview_is_what_becomes_public(agencies, client):
    day = scored(agencies, "sd")
    with on(FRIDAY):
        client.force_login(agencies.clerk["sd"])
        preview = client.get(address(day.plan, "publicise"))
        shown = preview.context["form"].shown
        text = preview.content.decode()
        act(client, agencies.clerk["sd"], day.plan, "publicise", working_days=5)
    made = Publication.objects.get(case_id=day.plan.pk, act="clear")
    assert (shown.title, shown.body) == (made.title, made.body)
    assert "公示 5 个工作日，今天发布的至2026年6月12日（含当日）" in text
    assert [secret for secret in personal(day) if secret in text] == []


def test_the_public_reads_who_qualified_and_no_number_score_or_phone(agencies, client):
    day = publicised(agencies, client, "sd")
    made = Publication.objects.get(case_id=day.plan.pk, act="clear")
    client.logout()
    with on(FRIDAY):
        notice = client.get(reverse("casework:public-notice", args=[made.pk]))
        address_ = reverse("results:public-list", args=[made.pk])
        answer = client.get(address_)
    text = answer.content.decode()
    assert address_ in notice.content.decode()
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert [row.entry.pk for row in answer.context["table"].page] == [day.entries[0].pk]
    assert [secret for secret in personal(day) if secret in text] == []
    assert [e.ticket for e in day.entries if e.ticket in text] == [day.entries[0].ticket]
    assert ("0000**********" in text, "80" in text.split("<main")[1]) == (True, False)


def test_the_list_finds_one_and_is_not_public_any_more_afterwards(agencies, client):
    day = publicised(agencies, client, "sd")
    made = Publication.objects.get(case_id=day.plan.pk, act="clear")
    address_ = reverse("results:public-list", args=[made.pk])
    client.logout()
    with on(FRIDAY):
        found = client.get(address_, {"search": day.entries[0].ticket})
        none = client.get(address_, {"search": day.entries[1].ticket})
    assert [len(each.context["table"].page) for each in (found, none)] == [1, 0]
    sweep(OVER)
    with on(OVER):
        over = client.get(address_).content.decode()
    assert ("名单不再公开" in over, day.entries[0].ticket in over) == (True, False)


def test_other_publications_have_no_such_list(agencies, client):
    day = scored(agencies, "sd")
    with on(FRIDAY):
        other = Publication.objects.create(
            kind="announcement",
            title="公告",
            body="公告",
            office=day.plan.owner,
            case_id=day.plan.pk,
            published_at=moment(FRIDAY),
            published_on=FRIDAY,
            status="published",
        )
    assert client.get(reverse("results:public-list", args=[other.pk])).status_code == 404
    assert client.get(reverse("results:public-list", args=[999999])).status_code == 404


def test_the_list_is_read_in_pages(agencies, client, django_assert_max_num_queries):
    day = scored(agencies, "sd", {"theory": [80] * 3, "practice": [80] * 3}, people=30)
    with on(FRIDAY):
        act(client, agencies.clerk["sd"], day.plan, "publicise", working_days=5)
        made = Publication.objects.get(case_id=day.plan.pk, act="clear")
        client.logout()
        address_ = reverse("results:public-list", args=[made.pk])
        with django_assert_max_num_queries(6):
            many = client.get(address_)
    assert len(many.context["table"].page) == 30


def test_the_clock_of_the_review_starts_with_it_and_that_of_the_publicity_ends(agencies, client):
    day = publicised(agencies, client, "sd")
    running = Deadline.objects.filter(case_id=day.plan.pk, progress="running")
    assert list(running.values_list("key", flat=True)) == ["publicity"]


@pytest.mark.clause("LN-09")
def test_where_no_publicity_is_needed_results_go_to_review_at_once(agencies, client):
    day = scored(agencies, "ln")
    with on(FRIDAY):
        assert act(client, agencies.clerk["ln"], day.plan, "submit_results").status_code == 302
    assert fresh(day.plan).state == "review"


@pytest.mark.clause("LN-09")
def test_where_no_publicity_is_needed_there_may_be_one(agencies, client):
    day = publicised(agencies, client, "ln")
    assert fresh(day.plan).state == "publicity"
    sweep(OVER)
    with on(OVER):
        assert act(client, agencies.clerk["ln"], day.plan, "submit_results").status_code == 302
    assert fresh(day.plan).state == "review"


def test_only_the_agency_publishes(agencies, client):
    day = scored(agencies, "sd")
    with on(FRIDAY):
        for user, status in (
            (agencies.world.staff["lc_centre"], 403),
            (day.clerks[0], 403),
            (agencies.clerk["lc"], 404),
            (agencies.world.staff["as"], 404),
        ):
            client.force_login(user)
            assert client.get(address(day.plan, "publicise")).status_code == status
