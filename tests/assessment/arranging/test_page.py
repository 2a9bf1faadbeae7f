"""The page of a plan: what is to be done now stands first, and nothing twice."""

import re
from datetime import date, timedelta

import pytest

from config import clock
from tests.assessment.arranging.steps import TODAY, arrange, enrolled, page

pytestmark = pytest.mark.django_db
TITLE = re.compile(r'<h2[^>]*class="card-title"[^>]*>([^<]+)</h2>')


def cards(shown: str) -> list[str]:
    return [title.strip() for title in TITLE.findall(shown)]


def a_plan_at(agencies, key: str, state: str, people: int = 2):
    plan = enrolled(agencies, key, people, state)
    plan.enrol_from, plan.enrol_until = date(2026, 5, 18), date(2026, 5, 29)
    plan.save(update_fields=["enrol_from", "enrol_until"])
    return plan


MEANT = ["评价计划", "变更"]
BEHIND = ["办到哪一步", "材料和通知书", "事项信息", "办理进程"]


@pytest.mark.parametrize(
    ("state", "first", "later"),
    [
        ("draft", [], []),
        ("announced", ["报名"], ["试题试卷"]),
        ("enrolment", ["报名", "考务安排"], ["试题试卷", "单科免考"]),
        ("roster", ["名册与考务安排", "报名"], ["试题试卷", "单科免考"]),
        ("ready", ["报名", "名册与考务安排"], ["试题试卷", "场次实施", "成绩"]),
    ],
)
def test_what_is_to_be_done_stands_first_and_once(client, agencies, state, first, later):
    plan = a_plan_at(agencies, "lc", state, 0 if state in ("draft", "announced") else 2)
    if state in ("roster", "ready"):
        arrange(plan)
    shown = page(client, agencies.clerk["lc"], plan)
    meant = [title for title in MEANT if title != "变更" or state != "draft"]
    assert cards(shown) == ["现在可以办理", *first, *meant, *later, *BEHIND]
    assert shown.count(f'/plan/{plan.number}/sessions/"') == ("考务安排" in "".join(first))


def closing(shown: str) -> bool:
    """Whether the end of enrolment is offered as the thing to do."""
    (classes,) = re.findall(r'<a class="([^"]*)"[^>]*>截止报名</a>', shown)
    return "btn-primary" in classes


def test_enrolment_is_closed_when_its_time_is_over(client, agencies):
    plan, clerk = a_plan_at(agencies, "lc", "enrolment"), agencies.clerk["lc"]
    early = page(client, clerk, plan)
    said = "公告的报名时间到2026年5月29日为止，期满后再截止报名。"
    assert (closing(early), said in early) == (False, True)
    with clock.travel(TODAY + timedelta(4)):
        client.logout()
        assert closing(page(client, clerk, plan)) is False
    with clock.travel(TODAY + timedelta(5)):
        client.logout()
        late = page(client, clerk, plan)
    assert (closing(late), said in late) == (True, False)


def test_what_is_empty_says_what_comes_and_when(client, agencies):
    plan = a_plan_at(agencies, "hb", "announced", 0)
    shown = page(client, agencies.clerk["hb"], plan)
    assert "报名时间 2026年5月18日 至 2026年5月29日。开放报名后，" in shown
    assert "还没有提交材料。报备名册与考务安排时，系统生成" in shown
    plan = a_plan_at(agencies, "lc", "enrolment", 0)
    shown = page(client, agencies.clerk["lc"], plan)
    assert "还没有人报名。报名到2026年5月29日为止。人数较多的" in shown
    assert "还没有提交材料。</p>" in shown
