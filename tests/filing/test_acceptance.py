"""受理, 不予受理, and what happens when the answer comes late (LC-10)."""

import json

import pytest
from django.core.exceptions import ValidationError

from accounts.enums import Role
from casework import clocks
from casework.enums import Mark
from casework.models import Deadline, DeadlineMark, Letter, LetterHead, Notice
from casework.services import door
from casework.services.sweep import sweep
from config import clock
from filing.selectors import rounds
from filing.services import supplement
from tests.filing.answering import address, at, fresh, stamp
from tests.filing.granting import text_of

pytestmark = pytest.mark.django_db
MONDAY = at("2026-03-02 10:00")  # ten working days later: Monday, 16 March
DAY_10, DAY_11 = at("2026-03-16 16:00"), at("2026-03-17 09:00")
REFUSAL = {
    "reason": "申报的职业不在评价范围内。",
    "remedy": "改报目录内的职业后可以重新申请。",
}


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.DEMO = True


@pytest.fixture
def submitted(world):
    return world.filing("submitted")


@pytest.fixture
def on_monday(world):
    with clock.travel(MONDAY):
        return world.filing("submitted")


def test_accepted_it_has_a_numbered_letter_and_the_applicant_is_told(client, world, submitted):
    client.force_login(world.staff["dcf"])
    answer = client.post(address(submitted, "accept"), stamp(submitted, note="请准备技术评估。"))
    assert answer.status_code == 302
    filing, letter = fresh(submitted), Letter.objects.get()
    assert (filing.state, letter.title, letter.office) == (
        "accepted",
        "受理通知书",
        world.offices["dcf"],
    )
    text = text_of(letter.file)
    said = (str(world.firm), letter.number, submitted.number, "现予受理", "请准备技术评估。")
    assert [part for part in said if part not in text] == []
    notice = Notice.objects.get(recipient=world.hr)
    assert (notice.subject, letter.number in notice.body) == (f"{filing.title}：已受理", True)
    event = filing.events.order_by("sequence").last()
    assert json.loads(event.facts) == {"letter": letter.number}
    assert event.note.text == "请准备技术评估。"


def test_refused_it_gives_reason_and_remedy_and_ends(client, world, submitted):
    client.force_login(world.staff["dcf"])
    answer = client.post(address(submitted, "refuse"), stamp(submitted, **REFUSAL))
    assert answer.status_code == 302
    filing, letter = fresh(submitted), Letter.objects.get()
    assert (filing.state, filing.is_open, letter.title) == ("refused", False, "不予受理通知书")
    text = text_of(letter.file)
    said = ("决定不予受理", *REFUSAL.values(), "补救办法：", letter.number)
    assert [part for part in said if part not in text] == []
    client.force_login(world.hr)
    page = client.get(f"/cases/{filing.number}/").text
    assert [part for part in REFUSAL.values() if part not in page] == []
    assert REFUSAL["remedy"] in Notice.objects.get(recipient=world.hr).body


@pytest.mark.parametrize("missing", ["reason", "remedy"])
def test_without_reason_or_remedy_nothing_is_refused(client, world, submitted, missing):
    client.force_login(world.staff["dcf"])
    answer = client.post(
        address(submitted, "refuse"), stamp(submitted, **(REFUSAL | {missing: " "}))
    )
    kept = next(text for name, text in REFUSAL.items() if name != missing)
    label = {"reason": "请填写不予受理的理由。", "remedy": "请填写补救办法。"}[missing]
    assert (answer.status_code, kept in answer.text, label in answer.text) == (422, True, True)
    with pytest.raises(ValidationError):
        door.perform(submitted, "refuse", actor=world.staff["dcf"], **(REFUSAL | {missing: ""}))
    assert (fresh(submitted).state, Letter.objects.count()) == ("submitted", 0)


# --- Late --------------------------------------------------------------------------------------


def marks() -> list[str]:
    return list(DeadlineMark.objects.order_by("pk").values_list("mark", flat=True))


@pytest.mark.clause("LC-10")
def test_on_day_11_it_is_late_escalated_still_answerable_and_recorded_as_late(
    client, world, on_monday
):
    """A missed limit has no tacit effect: nothing is accepted or refused by silence."""
    with clock.travel(DAY_10):
        sweep()
        assert marks() == [Mark.DUE]
        assert not Notice.objects.filter(recipient=world.staff["lc"]).exists()
    with clock.travel(DAY_11):
        sweep()
        sweep()
        assert marks() == [Mark.DUE, Mark.OVERDUE, Mark.ESCALATED]
        told = Notice.objects.get(recipient=world.staff["lc"])
        assert told.subject == (
            f"东昌府区人社局：{on_monday.number}“通知是否受理”已逾期 1 个工作日"
        )
        assert fresh(on_monday).state == "submitted"
        client.force_login(world.staff["dcf"])
        listed = client.get("/cases/?due=overdue").text
        assert (on_monday.number in listed, "已逾期 1 个工作日" in listed) == (True, True)
        answer = client.post(address(on_monday, "accept"), stamp(on_monday))
        assert answer.status_code == 302
        page = client.get(f"/cases/{on_monday.number}/").text
    filing = fresh(on_monday)
    assert filing.state == "accepted"
    assert json.loads(filing.events.order_by("sequence").last().facts)["late_by"] == 1
    assert filing.deadlines.get(key="acceptance").late_by == 1
    assert ("逾期 1 个工作日办理" in page, "逾期 1 个工作日办结" in page) == (True, True)


def test_on_day_10_it_is_in_time(client, world, on_monday):
    with clock.travel(DAY_10):
        door.perform(on_monday, "accept", actor=world.staff["dcf"])
        client.force_login(world.staff["dcf"])
        page = client.get(f"/cases/{on_monday.number}/").text
    facts = json.loads(fresh(on_monday).events.order_by("sequence").last().facts)
    assert (list(facts), on_monday.deadlines.get(key="acceptance").late_by) == (["letter"], 0)
    assert ("个工作日办理" in page, "按期办结" in page) == (False, True)


@pytest.mark.parametrize(
    ("day", "tone", "standing"),
    [
        ("2026-03-10", "ok", "还剩 4 个工作日"),
        ("2026-03-11", "warn", "还剩 3 个工作日"),
        ("2026-03-16", "warn", "今天到期"),
        ("2026-03-17", "danger", "已逾期 1 个工作日"),
    ],
)
def test_the_queue_is_amber_three_days_before_and_red_after(
    client, world, on_monday, day, tone, standing
):
    client.force_login(world.staff["dcf"])
    with clock.travel(at(f"{day} 12:00")):
        seen = clocks.clock_of(Deadline.objects.get(case=on_monday))
        page = client.get("/cases/").text
    assert (seen.tone, seen.standing) == (tone, standing)
    assert (f'class="clock clock-{tone}"' in page, standing in page) == (True, True)


# --- Who ---------------------------------------------------------------------------------------


def test_another_county_finds_nothing_another_role_may_not(client, world, submitted):
    reviewer = world.member(world.offices["dcf"], Role.REVIEWER)
    people = (world.staff["yg"], world.staff["sz"], reviewer, world.staff["lc"], world.hr)
    answers = []
    for user in people:
        client.force_login(user)
        sent = stamp(submitted)
        answers.append(
            (
                client.get(address(submitted, "accept")).status_code,
                client.post(address(submitted, "accept"), sent).status_code,
            )
        )
    assert answers == [(404, 404), (404, 404), (403, 403), (403, 403), (403, 403)]
    assert (fresh(submitted).state, Letter.objects.count()) == ("submitted", 0)


@pytest.mark.clause("SD-05")
def test_what_is_filed_with_the_city_is_answered_by_the_city_and_no_county_outside_finds_it(
    client, world
):
    firm, hr = world.applicant("371521", "city", "private_school")
    filing = world.filing(
        "submitted", regulation="shandong-social", owner=firm, actor=hr, receiver="lc"
    )
    answers = {}
    for key in ("dcf", "yg", "as", "lc"):
        client.force_login(world.staff[key])
        answers[key] = client.post(address(filing, "accept"), stamp(filing)).status_code
    assert answers == {"dcf": 404, "yg": 403, "as": 404, "lc": 302}


def test_a_double_click_makes_one_letter(client, world, submitted):
    client.force_login(world.staff["dcf"])
    sent = stamp(submitted, note="材料齐全")
    answers = [client.post(address(submitted, "accept"), sent).status_code for _ in range(2)]
    assert (answers, Letter.objects.count()) == ([302, 302], 1)


def test_the_second_of_two_officers_is_told_and_keeps_his_words(client, world, submitted):
    client.force_login(world.staff["dcf"])
    late = stamp(submitted, **REFUSAL)
    client.post(address(submitted, "accept"), stamp(submitted))
    client.force_login(world.second["dcf"])
    answer = client.post(address(submitted, "refuse"), late)
    assert answer.status_code == 409
    shown = ("已由他人办理", *REFUSAL.values())
    assert [part for part in shown if part not in answer.text] == []
    assert Letter.objects.get().title == "受理通知书"


# --- Before he types ---------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["accept", "refuse", "request_supplement"])
def test_without_a_letter_head_the_officer_learns_it_at_once(client, world, submitted, act):
    office = world.offices["dcf"]
    LetterHead.objects.filter(office=office).delete()
    acceptor = world.member(office, Role.ACCEPTOR)
    pages = {}
    for name, user in (("manager", world.staff["dcf"]), ("acceptor", acceptor)):
        client.force_login(user)
        pages[name] = client.get(address(submitted, act)).text
    link = f"/letters/head/{office.pk}/"
    assert [("还不能出具通知书" in page, link in page) for page in pages.values()] == [
        (True, True),
        (True, False),
    ]
    answer = client.post(address(submitted, "accept"), stamp(submitted, note="材料齐全"))
    assert (answer.status_code, "材料齐全" in answer.text) == (422, True)
    assert fresh(submitted).state == "submitted"


def test_what_colleagues_want_mended_is_shown_before_an_answer(client, world, submitted):
    supplement.add(submitted, section="people", text="缺考评员聘书。", actor=world.second["dcf"])
    client.force_login(world.staff["dcf"])
    pages = [client.get(address(submitted, act)).text for act in ("accept", "refuse")]
    assert ["缺考评员聘书。" in page for page in pages] == [True, True]
    assert len(rounds.pending(submitted)) == 1
