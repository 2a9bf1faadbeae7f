"""Many registrations at once from the list: sent, and what a list keeps that was refused."""

import json

import pytest
from django.urls import reverse
from lxml import html

from assessment.models import Entry, EntryLink
from config import clock
from tests.assessment import entering
from tests.assessment.entering import a_plan, commissioned, proof
from tests.assessment.entries.test_deciding import an_applicant, decide, statuses


@pytest.fixture(autouse=True)
def _conditions(db):
    entering.conditions()


@pytest.fixture
def hb(agencies):
    """A commissioned plan of Hebei with an item of 四级."""
    plan = commissioned(agencies)
    return plan, agencies.item(plan)


def drafts_of_veterans(plan, item, numbers) -> list[Entry]:
    """Imported, with the years, and nothing that shows social security."""
    return [an_applicant(plan, item, number, status="draft") for number in numbers]


@pytest.mark.clause("HB-03")
def test_drafts_are_sent_together_once_their_paper_has_come(client, agencies, hb):
    plan, item = hb
    first, second, lacking = drafts_of_veterans(plan, item, [1, 2, 3])
    for entry in (first, second):
        proof(entry, "social_security")
    client.force_login(agencies.client_hr)
    assert "提交这 3 份" in client.get(reverse("assessment:entries", args=[plan.number])).text
    left = decide(client, plan, "submit_all")
    assert (left.status_code, statuses()) == (422, ["applied", "applied", "draft"])
    assert "须提供社会保险缴费信息" in left.text and lacking.number in left.text
    event = plan.events.order_by("-pk").first()
    facts = json.loads(event.facts)
    assert (event.act, facts["entries"]) == ("submit_entries", [first.number, second.number])
    assert Entry.objects.filter(applied_at=None).get() == lacking
    proof(lacking, "social_security")
    assert decide(client, plan, "submit", lacking).status_code == 302
    assert statuses() == ["applied"] * 3


def test_what_a_worker_fills_in_is_not_sent_with_all(client, agencies):
    plan = a_plan(agencies, "lc", ["own_staff"])
    item = agencies.item(plan)
    own = EntryLink.objects.create(
        plan=plan,
        token_hash="0" * 64,
        label="一车间",
        expires_at=clock.now(),
        made_by=agencies.clerk["lc"],
        made_at=clock.now(),
    )
    an_applicant(plan, item, 1, audience="own_staff", status="draft", link=own)
    client.force_login(agencies.clerk["lc"])
    assert (
        "提交填报中的报名" not in client.get(reverse("assessment:entries", args=[plan.number])).text
    )
    answer = decide(client, plan, "submit_all")
    assert (answer.status_code, statuses()) == (422, ["draft"])


def test_a_stranger_sends_nothing(client, agencies, hb):
    plan, item = hb
    entry = drafts_of_veterans(plan, item, [1])[0]
    proof(entry, "social_security")
    client.force_login(agencies.world.staff["sjz_centre"])
    assert decide(client, plan, "submit_all").status_code == 403
    assert statuses() == ["draft"]


def test_a_refused_list_keeps_ticks_text_filter_and_page(client, agencies):
    plan = a_plan(agencies, "lc", ["own_staff"])
    item = agencies.item(plan)
    rows = [an_applicant(plan, item, n, audience="own_staff") for n in range(1, 33)]
    client.force_login(agencies.clerk["lc"])
    query = "status=applied&page=2"
    answer = decide(client, plan, "refuse", rows[-1], query=query)
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert page.xpath("//input[@name='entry'][@checked]/@value") == [f"{rows[-1].pk}-0"]
    assert page.xpath("//input[@name='query']/@value") == [query]
    listed = reverse("assessment:entries", args=[plan.number]) + f"?{query}"
    again = client.get(reverse("assessment:entries-decide", args=[plan.number]) + f"?{query}")
    assert again.url == listed
    done = decide(client, plan, "refuse", rows[-1], remark="工作单位写错", query=query)
    assert (done.status_code, done.url) == (302, listed)


def test_the_page_of_one_offers_only_what_can_be_decided_now(client, agencies, hb):
    plan, item = hb
    entry = an_applicant(plan, item, status="draft")
    offered = {
        (user, status): buttons(client, user, entry, status)
        for user in (agencies.client_hr, agencies.clerk["hb"])
        for status in ("draft", "applied", "signed", "approved", "refused")
    }
    client_hr, clerk = agencies.client_hr, agencies.clerk["hb"]
    assert {key: found for key, found in offered.items() if found} == {
        (client_hr, "applied"): ["sign", "refuse"],
        (clerk, "applied"): ["refuse"],
        (clerk, "signed"): ["approve", "refuse"],
        (clerk, "approved"): ["refuse"],
    }


def buttons(client, user, entry: Entry, status: str) -> list[str]:
    """What the page of a registration lets one press."""
    decided = {"decided_by": user, "decided_at": clock.now()} if status == "approved" else {}
    Entry.objects.filter(pk=entry.pk).update(status=status, **decided)
    client.force_login(user)
    page = client.get(reverse("assessment:entry", args=[entry.plan.number, entry.pk]))
    return html.fromstring(page.text).xpath("//button[@name='act']/@value")


def test_a_refusal_without_reason_leads_back_to_the_page_of_one(client, agencies):
    plan = a_plan(agencies, "lc", ["own_staff"])
    entry = an_applicant(plan, agencies.item(plan), audience="own_staff")
    client.force_login(agencies.clerk["lc"])
    answer = decide(client, plan, "refuse", entry, alone="1")
    assert answer.url == reverse("assessment:entry", args=[plan.number, entry.pk])
    assert "请写明不予核准的理由" in client.get(answer.url).text
