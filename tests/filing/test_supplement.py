"""一次性告知补正: one list from everybody, sent once, and the clock meanwhile (LC-10)."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import DatabaseError

from accounts.enums import Role
from accounts.models import Organisation
from casework.models import Letter, Notice
from casework.services import door
from casework.services.sweep import sweep
from catalogue import regulations
from config import clock
from filing.models import SupplementItem
from filing.selectors import drafts, rounds
from filing.services import supplement
from tests.filing.answering import address, at, fresh, stamp
from tests.filing.granting import text_of

pytestmark = pytest.mark.django_db
MONDAY = at("2026-03-02 10:00")
ITEMS = [
    ("people", "缺考评员聘书。"),
    ("organisation", "联系人电话有误。"),
    ("people", "缺专家名单。"),
]
LEAVE = "首次告知后企业变更了法定代表人。"


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.DEMO = True


@pytest.fixture
def submitted(world):
    with clock.travel(MONDAY):
        return world.filing("submitted")


@pytest.fixture
def collected(world, submitted):
    """Two officers have said what is to be mended."""
    officers = (world.staff["dcf"], world.second["dcf"], world.staff["dcf"])
    for (section, text), officer in zip(ITEMS, officers, strict=True):
        supplement.add(submitted, section=section, text=text, actor=officer)
    return submitted


def request(filing, officer, **data):
    return door.perform(fresh(filing), "request_supplement", actor=officer, **data)


# --- Collecting --------------------------------------------------------------------------------


def test_every_officer_of_the_office_adds_and_removes_only_his_own(client, world, submitted):
    reviewer = world.member(world.offices["dcf"], Role.REVIEWER)
    client.force_login(reviewer)
    sent = {"section": "people", "text": "缺考评员聘书。"}
    answer = client.post(f"/filing/{submitted.number}/items/", sent)
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/filing/{submitted.number}/read/#people",
    )
    item = SupplementItem.objects.get()
    assert (item.section, item.text, item.round, item.added_by) == (
        "people",
        "缺考评员聘书。",
        None,
        reviewer,
    )
    remove = f"/filing/{submitted.number}/items/{item.pk}/remove/"
    client.force_login(world.member(world.offices["dcf"], Role.ACCEPTOR))
    assert (client.post(remove).status_code, SupplementItem.objects.count()) == (403, 1)
    client.force_login(reviewer)
    assert (client.post(remove).status_code, SupplementItem.objects.count()) == (302, 0)


def test_a_manager_removes_what_an_absent_colleague_left(client, world, collected):
    item = collected.supplement_items.get(text=ITEMS[1][1])
    client.force_login(world.staff["dcf"])
    client.post(f"/filing/{collected.number}/items/{item.pk}/remove/")
    assert collected.supplement_items.count() == 2


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"section": "people", "text": "  "}, "请填写需补正的内容。"),
        ({"section": "people", "text": "长" * 501}, "一项不超过 500 个字"),
        ({"section": "people", "text": ITEMS[0][1]}, "同样的补正事项已经提出。"),
    ],
)
def test_a_refused_item_is_said_at_its_field_and_kept(client, world, submitted, sent, told):
    supplement.add(submitted, section="people", text=ITEMS[0][1], actor=world.staff["dcf"])
    client.force_login(world.staff["dcf"])
    answer = client.post(f"/filing/{submitted.number}/items/", sent)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert (sent["text"].strip() in answer.text, SupplementItem.objects.count()) == (True, 1)


def test_an_unknown_section_is_no_section(client, world, submitted):
    client.force_login(world.staff["dcf"])
    answer = client.post(f"/filing/{submitted.number}/items/", {"section": "../x", "text": "改"})
    assert (answer.status_code, SupplementItem.objects.count()) == (422, 0)


def test_nobody_else_adds(client, world, submitted):
    sent = {"section": "people", "text": "缺考评员聘书。"}
    answers = {}
    for key, user in {
        "applicant": world.hr,
        "above": world.staff["lc"],
        "other county": world.staff["yg"],
    }.items():
        client.force_login(user)
        answers[key] = client.post(f"/filing/{submitted.number}/items/", sent).status_code
    assert answers == {"applicant": 403, "above": 403, "other county": 404}
    assert SupplementItem.objects.count() == 0


def test_after_the_answer_nothing_is_added_or_removed(world, collected):
    officer = world.staff["dcf"]
    stale = fresh(collected)
    door.perform(collected, "accept", actor=officer)
    with pytest.raises(door.NotNowError, match="请刷新页面"):
        supplement.add(stale, section="people", text="晚了", actor=officer)
    with pytest.raises(door.NotNowError):
        supplement.remove(collected.supplement_items.first(), actor=officer)
    assert collected.supplement_items.count() == 3


# --- Sending -----------------------------------------------------------------------------------


def test_the_list_goes_out_once_numbered_and_the_applicant_is_told(client, world, collected):
    client.force_login(world.staff["dcf"])
    page = client.get(address(collected, "request_supplement")).text
    assert [text for _, text in ITEMS if text not in page] == []
    seen = supplement.digest(rounds.pending(collected))
    with clock.travel(MONDAY):
        sent = stamp(collected, seen=seen, note="请尽快。")
        answer = client.post(address(collected, "request_supplement"), sent)
    assert answer.status_code == 302
    filing, letter = fresh(collected), Letter.objects.get()
    assert (filing.state, letter.title) == ("supplement", "一次性补正告知书")
    text = text_of(letter.file)
    in_order = [
        "组织信息：联系人电话有误。",
        "机构与人员：缺考评员聘书。",
        "机构与人员：缺专家名单。",
        "请于2026年3月23日前",
    ]
    places = [text.find(part) for part in in_order]
    assert (-1 in places, places) == (False, sorted(places))
    notice = Notice.objects.get(recipient=world.hr)
    assert notice.subject == f"{filing.title}：需要补正"
    assert "1. 组织信息：联系人电话有误。" in notice.body
    assert set(filing.supplement_items.values_list("round", flat=True)) == {1}
    assert json.loads(filing.events.order_by("sequence").last().facts) == {
        "round": 1,
        "items": 3,
        "letter": letter.number,
        "reply_by": "2026-03-23",
    }


def test_a_double_click_sends_one_letter(client, world, collected):
    client.force_login(world.staff["dcf"])
    sent = stamp(collected, seen=supplement.digest(rounds.pending(collected)))
    url = address(collected, "request_supplement")
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert Letter.objects.count() == 1


def test_another_list_than_was_read_is_not_sent(client, world, collected):
    client.force_login(world.staff["dcf"])
    sent = stamp(collected, seen=supplement.digest(rounds.pending(collected)), note="附言")
    supplement.add(collected, section="venue", text="缺监控。", actor=world.second["dcf"])
    url = address(collected, "request_supplement")
    answer = client.post(url, sent)
    assert (answer.status_code, supplement.CHANGED in answer.text) == (422, True)
    assert ("缺监控。" in answer.text, "附言" in answer.text) == (True, True)
    assert fresh(collected).state == "submitted"
    now = supplement.digest(rounds.pending(collected))
    assert f'value="{now}"' in answer.text
    assert client.post(url, sent | {"seen": now}).status_code == 302


def test_an_empty_list_is_not_sent(client, world, submitted):
    client.force_login(world.staff["dcf"])
    url = address(submitted, "request_supplement")
    assert supplement.NOTHING in client.get(url).text
    sent = stamp(submitted, seen=supplement.digest([]))
    answer = client.post(url, sent)
    assert (answer.status_code, Letter.objects.count()) == (422, 0)


def test_only_the_named_sections_and_the_papers_open(world, collected):
    request(collected, world.staff["dcf"])
    assert drafts.open_sections(fresh(collected)) == {"people", "organisation", "papers"}


def test_what_was_sent_is_kept_as_it_was(world, collected):
    request(collected, world.staff["dcf"])
    item = collected.supplement_items.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        SupplementItem.objects.filter(pk=item.pk).update(text="别的")
    with pytest.raises(DatabaseError), transaction.atomic():
        item.delete()


# --- Once --------------------------------------------------------------------------------------


@pytest.fixture
def second_time(world, collected, monkeypatch):
    """Mended, sent again, and an officer has found something new."""
    request(collected, world.staff["dcf"])
    resubmit = door.kinds.kind_of(collected).by_name["resubmit"]
    monkeypatch.setitem(vars(resubmit), "effect", None)  # the checks are another test's
    door.perform(fresh(collected), "resubmit", actor=world.hr)
    supplement.add(fresh(collected), section="plan", text="方案缺章。", actor=world.staff["dcf"])
    return fresh(collected)


def test_a_second_request_needs_the_leave_of_the_office_above(client, world, second_time):
    officer, above = world.staff["dcf"], world.staff["lc"]
    with pytest.raises(ValidationError, match="须先经上级机关同意"):
        request(second_time, officer)
    client.force_login(officer)
    page = client.get(address(second_time, "request_supplement")).text
    ask, allow = (f"/filing/{second_time.number}/{word}-supplement/" for word in ("ask", "allow"))
    assert (supplement.ONCE in page, ask in page) == (True, True)
    assert client.post(ask, stamp(second_time, note=LEAVE)).status_code == 302
    assert LEAVE in Notice.objects.get(recipient=above).body

    client.force_login(above)
    assert allow in client.get(f"/cases/{second_time.number}/").text
    assert client.post(allow, stamp(second_time, note="情况属实，同意。")).status_code == 302
    assert "情况属实，同意。" in Notice.objects.filter(recipient=officer).latest("pk").body

    request(second_time, officer)
    assert [each.number for each in rounds.sent(fresh(second_time))] == [2, 1]
    assert drafts.open_sections(fresh(second_time)) == {"plan", "papers"}
    assert rounds.needs_permission(fresh(second_time))


def test_leave_is_for_the_office_above_with_a_reason_and_once(client, world, second_time):
    allow = f"/filing/{second_time.number}/allow-supplement/"
    answers = {}
    for key in ("dcf", "yg", "lc", "sd"):
        client.force_login(world.staff[key])
        answers[key] = client.get(allow).status_code
    assert answers == {"dcf": 403, "yg": 404, "lc": 200, "sd": 403}
    client.force_login(world.staff["lc"])
    empty = client.post(allow, stamp(second_time, note=" "))
    assert (empty.status_code, rounds.needs_permission(second_time)) == (422, True)
    client.post(allow, stamp(second_time, note="同意。"))
    again = client.post(allow, stamp(second_time, note="同意。"))
    assert (again.status_code, client.get(allow).status_code) == (409, 409)
    assert second_time.events.filter(act=rounds.ALLOW).count() == 1


def test_leave_that_was_not_used_before_an_answer_is_gone_with_it(world, second_time):
    supplement.allow(second_time, actor=world.staff["lc"], note="同意。")
    door.perform(fresh(second_time), "accept", actor=world.staff["dcf"])
    assert not rounds.may_allow(world.staff["lc"], fresh(second_time))


def test_where_no_office_is_above_a_manager_of_the_receiver_decides(world, second_time):
    Organisation.objects.filter(pk=world.offices["dcf"].pk).update(superior=None)
    acceptor = world.member(world.offices["dcf"], Role.ACCEPTOR)
    filing = fresh(second_time)
    able = [rounds.may_allow(user, filing) for user in (acceptor, world.staff["dcf"])]
    assert able == [False, True]


def test_the_applicant_reads_what_was_asked_but_not_what_offices_say(client, world, second_time):
    supplement.ask(second_time, actor=world.staff["dcf"], note=LEAVE)
    client.force_login(world.hr)
    page = client.get(f"/cases/{second_time.number}/").text
    assert ("缺考评员聘书。" in page, "方案缺章。" in page, LEAVE in page) == (True, False, False)


# --- The clock ---------------------------------------------------------------------------------


@pytest.fixture
def story(world, monkeypatch):
    """`story(rule)`: submitted on 2 March, asked on the 5th (day 3), back on the 9th, seen on the
    11th; answers the state of the acceptance clock then."""

    def live(on_supplement):
        regulation = regulations.get("liaocheng-enterprise")
        changed = regulation.model_copy(
            update={
                "deadlines": tuple(
                    rule.model_copy(update={"on_supplement": on_supplement})
                    if rule.key == "acceptance"
                    else rule
                    for rule in regulation.deadlines
                )
            }
        )
        monkeypatch.setattr(regulations, "get", lambda *args: changed)
        officer = world.staff["dcf"]
        with clock.travel(MONDAY):
            filing = world.filing("submitted")
        with clock.travel(at("2026-03-05 10:00")):
            supplement.add(filing, section="people", text="缺聘书。", actor=officer)
            request(filing, officer)
        resubmit = door.kinds.kind_of(filing).by_name["resubmit"]
        monkeypatch.setitem(vars(resubmit), "effect", None)
        with clock.travel(at("2026-03-09 10:00")):
            door.perform(fresh(filing), "resubmit", actor=world.hr)
        running = filing.deadlines.get(progress="running", key="acceptance")
        return running.started_on.isoformat(), running.used, running.due_on.isoformat()

    return live


def test_the_acceptance_clock_begins_anew_where_the_regulation_says_so(story):
    assert story("restart") == ("2026-03-09", 0, "2026-03-23")


def test_the_acceptance_clock_goes_on_where_the_regulation_says_so(story):
    assert story("pause") == ("2026-03-09", 3, "2026-03-18")


def test_a_reply_that_comes_late_is_told_and_still_taken(world):
    """No document says what follows from a missed reply: it only warns."""
    officer = world.staff["dcf"]
    with clock.travel(MONDAY):
        filing = world.filing("submitted")
        supplement.add(filing, section="people", text="缺聘书。", actor=officer)
        request(filing, officer)
    with clock.travel(at("2026-03-24 10:00")):
        sweep()
        late = f"{filing.number}“提交补正材料”已逾期 1 个工作日"
        told = Notice.objects.filter(subject__contains=late)
        assert {notice.recipient for notice in told} >= {world.hr, officer}
        assert fresh(filing).state == "supplement"
        assert "resubmit" in [act.transition for act in door.available(fresh(filing), world.hr)]
