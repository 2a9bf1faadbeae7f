"""What somebody would try to get a registration through, or to learn of another's."""

import pytest
from django.urls import reverse

from accounts.enums import OrganisationStatus, Role
from assessment.models import Entry
from assessment.services import entry_links
from config import clock
from tests.assessment.entering import (
    a_plan,
    an_entry,
    commissioned,
    conditions,
    filled,
    proof,
    six_years,
)

pytestmark = pytest.mark.django_db


def decide(client, entry: Entry, act: str, version: int | None = None, **fields):
    seen = entry.version if version is None else version
    url = reverse("assessment:entries-decide", args=[entry.plan.number])
    return client.post(url, {"act": act, "entry": f"{entry.pk}-{seen}", **fields})


def now(entry: Entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def wants_three(agencies, **columns) -> Entry:
    """A registration for 三级 that somebody else began."""
    conditions()
    plan = a_plan(agencies, "lc", ["own_staff"])
    entry = an_entry(plan, agencies.item(plan, level=3), 1, status="draft", **columns)
    proof(entry, "award")
    return entry


def claim(client, entry: Entry):
    """Say that the person is an exception, and send it."""
    sent = filled(entry.item, 1, ground="exceptional", reason="技术革新", submit="1")
    sent["version"] = str(entry.version)
    return client.post(reverse("assessment:entry-edit", args=[entry.plan.number, entry.pk]), sent)


@pytest.mark.clause("LC-19")
@pytest.mark.parametrize("by_link", [True, False])
def test_nobody_approves_the_exception_that_he_claimed_for_another_s_registration(
    agencies, client, world, by_link
):
    colleague = world.member(agencies.agency["lc"].organisation, Role.CLERK)
    entry = wants_three(agencies, entered_by=None if by_link else colleague)
    client.force_login(agencies.clerk["lc"])
    assert claim(client, entry).status_code == 302
    answered = decide(client, now(entry), "approve")
    left = answered.context["outcome"].left[0][2]
    assert left == ["以“破格”申报的，须由填报人以外的人核准。"]
    assert now(entry).status == "applied"
    client.force_login(colleague)
    decide(client, now(entry), "approve")
    assert now(entry).status == "approved"


def test_what_was_changed_since_one_saw_it_is_not_decided(agencies, client):
    conditions()
    plan = a_plan(agencies, "lc", ["own_staff"])
    entry = six_years(an_entry(plan, agencies.item(plan), 1, status="applied", version=3))
    client.force_login(agencies.clerk["lc"])
    outcomes = [
        decide(client, entry, act, version=2, remark="照片不清").context["outcome"].left[0][2]
        for act in ("approve", "refuse")
    ]
    assert outcomes == [["打开页面之后已有改动，请重新核对后再办理"]] * 2
    assert now(entry).status == "applied"
    decide(client, entry, "approve")
    assert now(entry).status == "approved"


@pytest.mark.parametrize("remark", ["a\0b", "长" * 301])
def test_a_remark_that_cannot_be_kept_is_refused(agencies, client, remark):
    plan = a_plan(agencies, "lc", ["own_staff"])
    entry = an_entry(plan, agencies.item(plan), 1, status="applied")
    before = plan.events.count()
    client.force_login(agencies.clerk["lc"])
    assert decide(client, entry, "refuse", remark=remark).status_code == 422
    assert (now(entry).status, plan.events.count()) == ("applied", before)


@pytest.mark.parametrize("key", ["9" * 5000, "1-", "-1", "1-1-1", "²-1", "1"])
def test_a_key_that_no_page_gave_chooses_nobody(agencies, client, key):
    plan = a_plan(agencies, "lc", ["own_staff"])
    entry = an_entry(plan, agencies.item(plan), 1, status="applied")
    client.force_login(agencies.clerk["lc"])
    url = reverse("assessment:entries-decide", args=[plan.number])
    assert client.post(url, {"act": "refuse", "entry": key, "remark": "x"}).status_code == 422
    assert now(entry).status == "applied"


@pytest.mark.parametrize("over", [OrganisationStatus.CLOSED, OrganisationStatus.MERGED])
def test_for_an_enterprise_that_is_no_more_nobody_signs(agencies, client, world, over):
    conditions()
    plan = commissioned(agencies)
    entry = six_years(
        an_entry(plan, agencies.item(plan), 1, audience="commissioned", status="applied")
    )
    proof(entry, "social_security")
    into, successor = world.applicant("130100", "city")
    agencies.client.status = over
    agencies.client.merged_into = into if over == OrganisationStatus.MERGED else None
    agencies.client.save()
    client.force_login(agencies.client_hr)
    assert decide(client, entry, "sign", promised="1").status_code == 403
    client.force_login(successor)
    answered = decide(client, entry, "sign", promised="1")
    expected = (302, "signed") if over == OrganisationStatus.MERGED else (404, "applied")
    assert (answered.status_code, now(entry).status) == expected


def test_what_proves_a_registration_opens_for_the_readers_of_the_roster_alone(
    agencies, client, world
):
    plan = a_plan(agencies, "lc", ["own_staff"])
    paper = proof(an_entry(plan, agencies.item(plan), 1), "social_security")
    people = {
        "clerk": agencies.clerk["lc"],
        "centre": world.staff["lc_centre"],
        "expert": world.member(plan.owner, Role.EXPERT),
        "province": world.staff["sd"],
        "stranger": agencies.clerk["sd"],
    }
    found = {}
    for name, user in people.items():
        client.force_login(user)
        page = client.get(reverse("assessment:entry", args=[plan.number, paper.entry_id]))
        address = reverse("casework:file", args=[paper.file_id])
        found[name] = (client.get(address).status_code, address in page.content.decode())
    assert found == {
        "clerk": (200, True),
        "centre": (200, True),
        "expert": (403, False),
        "province": (403, False),
        "stranger": (404, False),
    }


def test_a_stranger_with_a_link_does_not_learn_where_somebody_else_has_entered(agencies, client):
    elsewhere = a_plan(agencies, "sd", ["public"])
    decided = {"decided_by": agencies.clerk["sd"], "decided_at": clock.now()}
    an_entry(elsewhere, agencies.item(elsewhere), 1, status="approved", **decided)
    plan = a_plan(agencies, "lc", ["own_staff"])
    item = agencies.item(plan)
    clerk = agencies.clerk["lc"]
    _, token = entry_links.make(plan, label="车间", employer="", days=3, actor=clerk)
    page = client.post(entry_links.address(token), filled(item, 1))
    assert page.context["form"].errors["id_number"] == [
        "此人已报名同一职业的同一等级，不能重复报名。"
    ]
    assert elsewhere.agency.name not in page.content.decode()
