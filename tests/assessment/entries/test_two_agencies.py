"""One person at two agencies: who approves first has him or her; the other hears it and can act."""

import pytest
from django.urls import reverse

from assessment.models import Entry, Plan, Seat
from assessment.services import entry_links
from config import clock
from tests.assessment import entering
from tests.assessment.arrangement.world import a_plan_of, a_room, a_session, a_site, people
from tests.assessment.entering import a_plan, an_entry, commissioned, proof, six_years
from tests.assessment.entries.test_deciding import decide

pytestmark = pytest.mark.django_db
OPEN = "此人在另一家评价机构的计划也报名了同一职业的同一等级，还没有核准。"
TAKEN = "此人在另一家评价机构的计划报名同一职业的同一等级，已经核准。"


@pytest.fixture
def both(agencies) -> dict[str, Entry]:
    """The same person, applied for at two agencies."""
    entering.conditions()
    found = {}
    for key in ("lc", "js"):
        plan = a_plan(agencies, key, ["own_staff"])
        found[key] = six_years(an_entry(plan, agencies.item(plan), 1, status="applied"))
    return found


def said(client, entry: Entry) -> list[tuple[str, bool]]:
    """What the page of a registration says of another one, and whether it refuses."""
    page = client.get(reverse("assessment:entry", args=[entry.plan.number, entry.pk]))
    found = page.context["found"].issues
    return [(each.message, each.refuses) for each in found if each.code.startswith("twice")]


def statuses() -> dict[str, str]:
    return dict(Entry.objects.values_list("plan__agency__regulation_id", "status"))


def test_the_first_to_approve_has_the_person(client, agencies, both):
    client.force_login(agencies.clerk["js"])
    assert said(client, both["js"]) == [(OPEN, False)]
    assert decide(client, both["js"].plan, "approve", both["js"]).status_code == 302
    client.force_login(agencies.clerk["lc"])
    answer = decide(client, both["lc"].plan, "approve", both["lc"])
    (_, _, reasons), *others = answer.context["shown"]
    assert (answer.status_code, reasons, others) == (422, [TAKEN], [])
    assert [both[key].__class__.objects.get(pk=both[key].pk).status for key in ("js", "lc")] == [
        "approved",
        "applied",
    ]


def test_the_other_is_not_told_of_whom_and_can_send_it_back_or_take_it_out(client, agencies, both):
    client.force_login(agencies.clerk["js"])
    decide(client, both["js"].plan, "approve", both["js"])
    client.force_login(agencies.clerk["lc"])
    address = reverse("assessment:entry", args=[both["lc"].plan.number, both["lc"].pk])
    text = client.get(address).content.decode()
    agency, plan = both["js"].plan.agency, both["js"].plan
    assert (TAKEN in text, agency.name in text, plan.number in text) == (True, False, False)
    decide(client, both["lc"].plan, "refuse", both["lc"], remark="已在别处评价")
    assert Entry.objects.get(pk=both["lc"].pk).status == "refused"
    withdraw = reverse("assessment:entry-withdraw", args=[both["lc"].plan.number, both["lc"].pk])
    assert client.post(withdraw, {"reason": "已在别处评价"}).status_code == 302
    assert Entry.objects.get(pk=both["lc"].pk).status == "withdrawn"


def test_once_the_first_takes_the_person_out_the_other_may_approve(client, agencies, both):
    client.force_login(agencies.clerk["js"])
    decide(client, both["js"].plan, "approve", both["js"])
    withdraw = reverse("assessment:entry-withdraw", args=[both["js"].plan.number, both["js"].pk])
    client.post(withdraw, {"reason": "本人改在别处"})
    client.force_login(agencies.clerk["lc"])
    assert decide(client, both["lc"].plan, "approve", both["lc"]).status_code == 302


def test_who_sees_the_other_plan_is_led_to_it(client, agencies, both):
    second = a_plan(agencies, "lc", ["own_staff"])
    own = an_entry(second, agencies.item(second), 1)
    address = reverse("assessment:entry", args=[own.plan.number, own.pk])
    other = reverse("assessment:entry", args=[both["lc"].plan.number, both["lc"].pk])
    foreign = reverse("assessment:entry", args=[both["js"].plan.number, both["js"].pk])
    found = {}
    for name, user in {
        "clerk": agencies.clerk["lc"],
        "centre": agencies.world.staff["lc_centre"],
        "stranger": agencies.clerk["js"],
    }.items():
        client.force_login(user)
        text = client.get(address).content.decode()
        found[name] = (other in text, foreign in text)
    assert found == {
        "clerk": (True, False),
        "centre": (True, False),
        "stranger": (False, False),
    }


def test_the_client_of_a_commission_does_not_learn_of_the_agencys_other_clients(client, agencies):
    entering.conditions()
    plans = [commissioned(agencies), a_plan(agencies, "hb", ["public"])]
    own, other = (an_entry(plan, agencies.item(plan), 1) for plan in plans)
    client.force_login(agencies.client_hr)
    text = client.get(reverse("assessment:entry", args=[own.plan.number, own.pk])).content.decode()
    assert ("同一评价机构的另一项计划" in text, other.plan.number in text) == (True, False)


def test_the_applicant_hears_only_what_bars_and_never_of_whom(client, agencies, both):
    entry, other = both["lc"], both["js"].plan
    clerk = agencies.clerk["lc"]
    link, _ = entry_links.make(entry.plan, label="车间", employer="", days=3, actor=clerk)
    Entry.objects.filter(pk=entry.pk).update(link=link, status="draft")
    secret = entry_links.give_address(Entry.objects.get(pk=entry.pk))
    address = entry_links.own_address(secret)
    page = client.get(address)
    codes = [issue.code for issue in page.context["found"].issues]
    assert ("twice" in codes, "twice-open" in codes) == (False, False)
    decided = {"decided_by": agencies.clerk["js"], "decided_at": clock.now()}
    Entry.objects.filter(plan=other).update(status="approved", **decided)
    text = client.get(address).content.decode()
    assert "此人在别处报名同一职业的同一等级，已经核准。" in text
    hidden = (other.agency.name, other.number, "另一家评价机构")
    assert [word for word in hidden if word in text] == []
    sent = client.post(reverse("assessment:own-submit") + f"?key={secret}", follow=True)
    assert [word for word in hidden if word in sent.content.decode()] == []


# --- seats of who was approved and is not any more ------------------------------------------------


@pytest.fixture
def seated(agencies) -> Plan:
    """Two people seated in a plan that is not filed yet."""
    plan = a_plan_of(agencies, "lc")
    item, room = agencies.item(plan), a_room(a_site(plan))
    session = a_session(plan, [item], [room])
    for number, entry in enumerate(people(plan, item, [1, 2]), 1):
        Seat.objects.create(session=session, room=room, number=number, entry=six_years(entry))
    Entry.objects.update(ticket="")
    Entry.objects.filter(name="考生1").update(ticket="202600000100001")
    return plan


def holders() -> list[str]:
    return list(Seat.objects.values_list("entry__name", flat=True))


def test_who_is_sent_back_after_approval_frees_the_seat_and_keeps_the_number(
    client, agencies, seated
):
    client.force_login(agencies.clerk["lc"])
    entry = Entry.objects.get(name="考生1")
    url = reverse("assessment:entries-decide", args=[seated.number])
    sent = {"act": "refuse", "entry": f"{entry.pk}-{entry.version}", "remark": "材料不实"}
    page = client.post(url, sent, follow=True)
    assert "已办理 1 份报名，空出 1 个座位。" in page.content.decode()
    entry.refresh_from_db()
    assert (entry.status, entry.ticket, holders()) == ("refused", "202600000100001", ["考生2"])
    facts = seated.events.get(act="refuse_entries").facts
    assert '"freed": 1' in facts or '"freed":1' in facts


def test_who_takes_part_no_more_frees_the_seat(client, agencies, seated):
    client.force_login(agencies.clerk["lc"])
    entry = Entry.objects.get(name="考生2")
    withdraw = reverse("assessment:entry-withdraw", args=[seated.number, entry.pk])
    client.post(withdraw, {"reason": "离职"})
    assert holders() == ["考生1"]


def test_once_filed_nobody_is_sent_back_and_the_seat_stays(client, agencies, seated):
    Plan.objects.get(pk=seated.pk)
    filed = a_plan_of(agencies, "lc", "roster_filed")
    item, room = agencies.item(filed), a_room(a_site(filed, "二号楼"))
    session = a_session(filed, [item], [room])
    (entry,) = people(filed, item, [7])
    Seat.objects.create(session=session, room=room, number=1, entry=entry)
    proof(entry, "work")
    client.force_login(agencies.clerk["lc"])
    page = decide(client, filed, "refuse", entry, remark="材料不实")
    entry.refresh_from_db()
    assert (page.status_code, entry.status, "考生7" in holders()) == (422, "approved", True)
