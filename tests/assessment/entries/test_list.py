"""The registrations of a plan: filters, counts, and what they cost."""

import pytest
from django.urls import reverse

from assessment.models import Entry
from catalogue.regulations.terms import PlanStep
from tests.assessment import entering
from tests.assessment.entering import a_plan, an_entry, commissioned, id_number, proof
from tests.casework.test_views import count_queries


@pytest.fixture
def plan(agencies, client):
    entering.conditions()
    client.force_login(agencies.clerk["lc"])
    return a_plan(agencies, "lc", ["own_staff"])


def listed(client, plan, **query) -> list[str]:
    page = client.get(reverse("assessment:entries", args=[plan.number]), query)
    return [row.name for row in page.context["table"].page]


def test_filters(client, agencies, plan):
    four, five = agencies.item(plan), agencies.item(plan, level=5)
    an_entry(plan, four, 1, name="甲", status="applied", employer="东厂")
    an_entry(plan, five, 2, name="乙")
    an_entry(plan, five, 3, name="丙", status="withdrawn")
    direct = an_entry(plan, four, 4, name="丁", ground="direct", reason="成绩突出")
    assert listed(client, plan) == ["甲", "乙", "丁"]
    assert listed(client, plan, status="applied") == ["甲"]
    assert listed(client, plan, status="withdrawn") == ["丙"]
    assert listed(client, plan, item=five.pk) == ["乙"]
    assert listed(client, plan, employer="东") == ["甲"]
    assert listed(client, plan, search="乙") == ["乙"]
    assert listed(client, plan, search=id_number(4)) == ["丁"]
    assert listed(client, plan, problem="ineligible") == ["甲", "乙"]
    assert listed(client, plan, problem="proof") == ["丁"]
    proof(direct, "award")
    assert listed(client, plan, problem="proof") == []
    assert listed(client, plan, item="x", page="999") == ["甲", "乙", "丁"]


def test_the_list_costs_the_same_for_one_and_for_thirty(client, agencies, plan):
    item = agencies.item(plan)
    url = reverse("assessment:entries", args=[plan.number])
    an_entry(plan, item, 1)
    client.get(url)
    for_one = count_queries(client, url)
    for number in range(2, 41):
        an_entry(plan, item, number)
    assert count_queries(client, url) == for_one <= MOST


MOST = 13


def test_who_sees_the_list_and_what_they_may_do(client, agencies, plan):
    agencies.item(plan)
    url = reverse("assessment:entries", args=[plan.number])
    assert client.get(url).context["handles"] is True
    client.force_login(agencies.world.staff["lc_centre"])
    page = client.get(url)
    assert (page.status_code, page.context["handles"], page.context["approves"]) == (
        200,
        False,
        False,
    )
    client.force_login(agencies.clerk["ln"])
    assert client.get(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302


def test_the_client_sees_its_own_plan(client, agencies):
    plan = commissioned(agencies)
    agencies.item(plan)
    client.force_login(agencies.client_hr)
    page = client.get(reverse("assessment:entries", args=[plan.number]))
    assert (page.context["handles"], page.context["signs"], page.context["approves"]) == (
        True,
        True,
        False,
    )


def test_the_case_page_tells_how_many_are_entered(client, agencies, plan):
    item = agencies.item(plan)
    an_entry(plan, item, 1, status="applied")
    an_entry(plan, item, 2, status="withdrawn")
    page = client.get(reverse("casework:case", args=[plan.number])).content.decode()
    assert "待单位审核 1，已退出 1" in page
    draft = a_plan(agencies, "lc", ["own_staff"], PlanStep.DRAFT)
    page = client.get(reverse("casework:case", args=[draft.number])).content.decode()
    assert "查看报名" not in page


def test_masked_numbers_only(client, agencies, plan):
    an_entry(plan, agencies.item(plan), 1)
    page = client.get(reverse("assessment:entries", args=[plan.number])).content.decode()
    assert (id_number(1) in page, Entry.objects.count()) == (False, 1)


def test_an_empty_list_says_so_and_asks_for_no_decision(client, agencies, plan):
    item = agencies.item(plan)
    page = client.get(reverse("assessment:entries", args=[plan.number]))
    choices = page.context["table"].filterset.form["item"].field.choices
    assert list(choices) == [("", "全部"), (str(item.pk), str(item))]
    text = page.content.decode()
    assert ("还没有人报名" in text, "办理勾选的报名" in text) == (True, False)
    an_entry(plan, item, 1, status="signed")
    page = client.get(reverse("assessment:entries", args=[plan.number]), {"employer": "没有的厂"})
    text = page.content.decode()
    assert ("没有符合条件的报名" in text, "办理勾选的报名" in text) == (True, True)
