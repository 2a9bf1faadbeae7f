"""The enterprise signs, the agency approves or sends back; exceptions need proof and two people."""

import json

import pytest
from django.urls import reverse

from accounts.enums import Role
from assessment.enums import EntryStatus
from assessment.models import Entry
from casework.models import Notice
from tests.assessment import entering
from tests.assessment.entering import (
    a_plan,
    an_entry,
    commissioned,
    filled,
    proof,
    six_years,
)


@pytest.fixture(autouse=True)
def _conditions(db):
    entering.conditions()


def decide(client, plan, act: str, *entries: Entry, **fields):
    url = reverse("assessment:entries-decide", args=[plan.number])
    rows = Entry.objects.filter(pk__in=[entry.pk for entry in entries])
    seen = [f"{pk}-{version}" for pk, version in rows.values_list("pk", "version")]
    return client.post(url, {"act": act, "entry": seen, **fields})


def statuses() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("status", flat=True))


@pytest.fixture
def hb(agencies):
    """A commissioned plan of Hebei with an item of 四级."""
    plan = commissioned(agencies)
    return plan, agencies.item(plan)


def an_applicant(plan, item, number=1, **columns) -> Entry:
    columns = {"audience": "commissioned", "status": "applied", **columns}
    return six_years(an_entry(plan, item, number, **columns))


@pytest.mark.clause("HB-03")
def test_staff_are_registered_signed_by_the_enterprise_and_approved(client, agencies, hb):
    plan, item = hb
    client.force_login(agencies.client_hr)
    add = reverse("assessment:entry-add", args=[plan.number])
    page = client.post(add, filled(item, audience="commissioned", submit="1"), follow=True)
    assert "须提供社会保险缴费信息" in page.content.decode()
    entry = Entry.objects.get()
    assert entry.status == EntryStatus.DRAFT
    proof(entry, "social_security")
    client.post(reverse("assessment:entry-submit", args=[plan.number, entry.pk]))
    decide(client, plan, "sign", entry)
    assert statuses() == ["applied"]
    decide(client, plan, "sign", entry, promised="1")
    assert statuses() == ["signed"]
    event = plan.events.order_by("-pk").first()
    assert event.act == "sign_entries"
    assert "兑现相关工资待遇" in json.loads(event.facts)["promise"]
    assert decide(client, plan, "approve", entry).status_code == 403
    client.force_login(agencies.clerk["hb"])
    decide(client, plan, "approve", entry)
    entry.refresh_from_db()
    found = (entry.status, entry.signed_by, entry.decided_by)
    assert found == ("approved", agencies.client_hr, agencies.clerk["hb"])


def test_the_agency_does_not_approve_what_the_enterprise_has_not_signed(client, agencies, hb):
    plan, item = hb
    entry = an_applicant(plan, item)
    proof(entry, "social_security")
    client.force_login(agencies.clerk["hb"])
    response = decide(client, plan, "approve", entry)
    assert (response.status_code, statuses()) == (422, ["applied"])
    assert "不是“待机构核准”" in response.content.decode()


def test_who_counts_on_a_certificate_needs_no_social_security(client, agencies, hb):
    plan, item = hb
    details = '{"certificate_level":"5","certificate_on":"2019-01-01","certificate_related":true}'
    entry = an_entry(plan, item, audience="commissioned", status="applied", details=details)
    entry.work.create(since="2022-01-01", employer="第一机械厂", occupation="电工")
    client.force_login(agencies.client_hr)
    assert decide(client, plan, "sign", entry, promised="1").status_code == 302
    entry.refresh_from_db()
    assert entry.condition.prior_level == 5


def test_for_its_own_people_signing_and_approving_are_one_step(client, agencies):
    plan = a_plan(agencies, "lc", ["own_staff"])
    item = agencies.item(plan)
    good = an_applicant(plan, item, 1, audience="own_staff")
    short = an_entry(plan, item, 2, status="applied")
    draft = an_applicant(plan, item, 3, audience="own_staff", status="draft")
    client.force_login(agencies.clerk["lc"])
    response = decide(client, plan, "approve", good, short, draft)
    assert (response.status_code, statuses()) == (422, ["approved", "applied", "draft"])
    assert [number for number, _, _ in response.context["shown"]] == [short.number, draft.number]
    good.refresh_from_db()
    assert (good.signed_by, good.condition.work_months) == (agencies.clerk["lc"], 60)


def test_all_that_wait_are_approved_at_once(client, agencies, django_assert_max_num_queries):
    plan = a_plan(agencies, "lc", ["own_staff"])
    item = agencies.item(plan)
    for number in range(1, 41):
        an_applicant(plan, item, number, audience="own_staff")
    client.force_login(agencies.clerk["lc"])
    with django_assert_max_num_queries(45):
        response = decide(client, plan, "approve", all="1")
    assert (response.status_code, set(statuses())) == (302, {"approved"})
    assert plan.events.filter(act="approve_entries").count() == 1


def test_what_is_sent_back_says_why_and_may_be_sent_again(client, agencies):
    plan = a_plan(agencies, "lc", ["own_staff"])
    item = agencies.item(plan)
    clerk = agencies.world.member(plan.owner, Role.CLERK)
    entry = an_applicant(plan, item, audience="own_staff", entered_by=clerk)
    client.force_login(agencies.clerk["lc"])
    decide(client, plan, "refuse", entry)
    assert statuses() == ["applied"]
    decide(client, plan, "refuse", entry, remark="工作单位写错")
    entry.refresh_from_db()
    assert (entry.status, entry.remark) == ("refused", "工作单位写错")
    assert [notice.recipient for notice in Notice.objects.filter(case=plan)] == [clerk]
    edit = reverse("assessment:entry-edit", args=[plan.number, entry.pk])
    again = filled(item, version=str(entry.version), id_number="", submit="1")
    client.post(edit, again)
    assert statuses() == ["applied"]


def test_nothing_ticked_is_said(client, agencies):
    plan = a_plan(agencies, "lc", ["own_staff"])
    client.force_login(agencies.clerk["lc"])
    response = client.post(
        reverse("assessment:entries-decide", args=[plan.number]), {"act": "approve"}, follow=True
    )
    assert "请先勾选要办理的报名" in response.content.decode()


def test_only_entries_of_this_plan_are_decided(client, agencies):
    plan, other = a_plan(agencies, "lc", ["own_staff"]), a_plan(agencies, "lc", ["own_staff"])
    entry = an_applicant(other, agencies.item(other), audience="own_staff")
    client.force_login(agencies.clerk["lc"])
    decide(client, plan, "approve", entry)
    assert statuses() == ["applied"]
    client.force_login(agencies.clerk["ln"])
    assert decide(client, plan, "approve", entry).status_code == 404


# --- exceptions ---------------------------------------------------------------------------------


@pytest.mark.clause("LC-19")
@pytest.mark.parametrize("ground", ["exceptional", "skipped", "direct"])
def test_an_exception_needs_a_reason_proof_and_a_second_person(client, agencies, ground):
    plan = a_plan(agencies, "lc", ["own_staff"])
    item = agencies.item(plan, level=3)
    client.force_login(agencies.clerk["lc"])
    add = reverse("assessment:entry-add", args=[plan.number])
    assert client.post(add, filled(item, ground=ground)).status_code == 422
    reason = "完成重大技术革新，解决了生产难题"
    client.post(add, filled(item, ground=ground, reason=reason, submit="1"))
    assert statuses() == ["draft"]
    entry = Entry.objects.get()
    proof(entry, "award")
    client.post(reverse("assessment:entry-submit", args=[plan.number, entry.pk]))
    assert statuses() == ["applied"]
    refused = decide(client, plan, "approve", entry)
    assert "须由填报人以外的人核准" in refused.content.decode()
    assert statuses() == ["applied"]
    second = agencies.world.member(plan.owner, Role.MANAGER)
    client.force_login(second)
    decide(client, plan, "approve", entry)
    entry.refresh_from_db()
    assert (entry.status, entry.decided_by, entry.reason) == ("approved", second, reason)


@pytest.mark.parametrize(
    ("key", "level", "ground"),
    [("lc", 4, "exceptional"), ("lc", 5, "skipped"), ("ln", 3, "exceptional"), ("ln", 3, "title")],
)
def test_an_exception_that_no_document_knows_is_refused(client, agencies, key, level, ground):
    plan = a_plan(agencies, key, ["own_staff"])
    item = agencies.item(plan, level=level)
    entry = an_applicant(plan, item, audience="own_staff", ground=ground, reason="成绩突出")
    for kind in ("award", "title"):
        proof(entry, kind)
    client.force_login(agencies.world.member(plan.owner, Role.MANAGER))
    response = decide(client, plan, "approve", entry)
    assert (response.status_code, statuses()) == (422, ["applied"])
    assert "没有关于以" in response.content.decode()


@pytest.mark.clause("JS-09")
def test_a_professional_title_opens_a_level(client, agencies):
    plan = a_plan(agencies, "js", ["own_staff"])
    item = agencies.item(plan, level=3)
    client.force_login(agencies.clerk["js"])
    add = reverse("assessment:entry-add", args=[plan.number])
    fields = {"ground": "title", "reason": "助理工程师，专业对应", "title_grade": "junior"}
    client.post(add, filled(item, submit="1", title_name="助理工程师", **fields))
    assert statuses() == ["draft"]
    entry = Entry.objects.get()
    proof(entry, "title")
    client.post(reverse("assessment:entry-submit", args=[plan.number, entry.pk]))
    decide(client, plan, "approve", entry)
    page = client.get(reverse("assessment:entry", args=[plan.number, entry.pk])).content.decode()
    assert (statuses(), "职称贯通" in page, "助理工程师" in page) == (["approved"], True, True)
