"""Enrolment is closed: nobody undecided, everybody approved with a number."""

import pytest
from django.urls import reverse

from assessment.models import Entry
from casework.models import Notice
from tests.assessment.arranging.steps import act, enrolled, fresh, page
from tests.assessment.entering import an_entry
from tests.assessment.planning.steps import refused

pytestmark = pytest.mark.django_db


def test_nothing_is_closed_while_somebody_waits(client, agencies):
    plan = enrolled(agencies, "lc")
    item = plan.items.get()
    for number, status in ((11, "draft"), (12, "applied"), (13, "applied"), (14, "signed")):
        an_entry(plan, item, number, status=status)
    answer = act(client, agencies.clerk["lc"], plan, "close_enrolment")
    assert refused(answer) == [
        "还有 4 人的报名没有办结：“填报中” 1 人、“待单位审核” 2 人、“待机构核准” 1 人。"
        "请在“报名”中按状态查看，逐一核准、退回或退出。"
    ]
    assert fresh(plan).state == "enrolment"
    assert not plan.entries.exclude(ticket="").exists()


def test_nothing_is_closed_with_nobody_on_the_roster(client, agencies):
    plan = enrolled(agencies, "lc", people=1)
    plan.entries.update(status="refused")
    assert refused(act(client, agencies.clerk["lc"], plan, "close_enrolment")) == [
        "还没有核准的报名。请先核准报名；没有人报名的，可以取消计划。"
    ]


def test_everybody_approved_gets_a_number(client, agencies):
    plan = enrolled(agencies, "hb")
    refused_one = an_entry(plan, plan.items.get(), 9, status="refused")
    assert act(client, agencies.clerk["hb"], plan, "close_enrolment").status_code == 302
    assert fresh(plan).state == "roster"
    digits = plan.number.removeprefix("PJ")
    approved = plan.entries.filter(status="approved").order_by("number")
    assert list(approved.values_list("ticket", flat=True)) == [
        f"{digits}0000{n}" for n in (1, 2, 3)
    ]
    assert Entry.objects.get(pk=refused_one.pk).ticket == ""
    told = Notice.objects.filter(subject__endswith="报名已截止")
    assert [notice.recipient for notice in told] == [agencies.client_hr]


def test_closed_early_the_page_says_what_was_announced(client, agencies):
    plan = enrolled(agencies, "lc")
    plan.enrol_from, plan.enrol_until = "2026-05-01", "2026-05-29"
    plan.save(update_fields=["enrol_from", "enrol_until"])
    client.force_login(agencies.clerk["lc"])
    shown = client.get(reverse("casework:act", args=[plan.number, "close_enrolment"]))
    assert "公告的报名时间到2026年5月29日为止" in shown.content.decode()


def test_others_close_nothing(client, agencies):
    plan = enrolled(agencies, "hb")
    assert "截止报名" in page(client, agencies.clerk["hb"], plan)
    assert "截止报名</a>" not in page(client, agencies.client_hr, plan)
