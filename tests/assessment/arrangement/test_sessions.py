"""Sessions: suggested, set up, changed, refused; the page of the whole arrangement."""

from datetime import time

import pytest

from assessment.checks import seating
from assessment.checks import sessions as checks
from assessment.frames.arrangement import Frame
from assessment.models import Plan, Session
from catalogue.regulations.terms import PlanStep
from tests.assessment.arrangement.world import (
    FIRST,
    a_plan_of,
    a_room,
    a_session,
    a_site,
    people,
    url,
)
from tests.casework.test_views import count_queries

pytestmark = pytest.mark.django_db
MOST_OVERVIEW, MOST_ONE = 47, 20


def wanted(items, rooms, **values) -> dict:
    """The form of a session on the first day from nine to half past ten."""
    return {
        "items": [item.pk for item in items],
        "rooms": [room.pk for room in rooms],
        "day": f"{FIRST}",
        "begins": "09:00",
        "ends": "10:30",
        "form": "机考",
        **values,
    }


def codes(plan: Plan) -> list[str]:
    return [issue.code for issue in checks.check(Frame.of(plan))]


def test_a_session_is_suggested_and_kept(client, agencies, plan):
    item = agencies.item(plan)
    item.subjects.filter(kind="theory").update(minutes=120)
    site = a_site(plan)
    rooms = [a_room(site, name, capacity=20) for name in ("一", "二", "三")]
    a_room(site, "车间", "practice")
    people(plan, item, range(1, 31))
    shown = client.get(url(plan, "session-add", "theory")).context["form"]
    assert (shown["day"].value(), shown["begins"].value(), shown["ends"].value()) == (
        FIRST,
        time(9),
        time(11),
    )
    assert shown["rooms"].value() == [room.pk for room in rooms[:2]]
    assert list(shown.fields["rooms"].queryset) == rooms
    asked = wanted([item], rooms[:2], ends="11:00")
    answer = client.post(url(plan, "session-add", "theory"), asked)
    session = Session.objects.get()
    assert answer["Location"] == url(plan, "session", session.pk)
    again = client.get(url(plan, "session-add", "theory")).context["form"]
    assert (again["begins"].value(), again["ends"].value()) == (time(14), time(16))
    line = client.get(url(plan, "sessions")).context["lines"][0]
    assert (line.due, line.held, line.seated, line.shared) == (30, 40, 0, False)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"ends": "09:30"}, "理论知识考试（2026年6月3日 09:00）只有 30 分钟"),
        ({"day": "2026-06-05"}, "不在计划的评价日期（2026年6月3日 至 2026年6月4日）内"),
    ],
)
def test_what_the_plan_does_not_allow_is_refused(client, agencies, plan, values, said):
    item = agencies.item(plan)
    item.subjects.filter(kind="theory").update(minutes=60)
    room = a_room(a_site(plan))
    answer = client.post(url(plan, "session-add", "theory"), wanted([item], [room], **values))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"ends": "08:00"}, ["ends"]),
        ({"items": []}, ["items"]),
        ({"rooms": []}, ["rooms"]),
        ({"day": "六月"}, ["day"]),
        ({"form": "猜拳"}, ["form"]),
    ],
)
def test_wrong_values_are_said_at_their_field(client, agencies, plan, values, fields):
    room = a_room(a_site(plan))
    asked = {**wanted([agencies.item(plan)], [room]), **values}
    answer = client.post(url(plan, "session-add", "theory"), asked)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, fields)


@pytest.mark.clause("SD-13")
def test_a_site_elsewhere_is_refused_with_the_clause(client, agencies):
    plan = a_plan_of(agencies, "sd")
    client.force_login(agencies.clerk["sd"])
    item = agencies.item(plan)
    elsewhere = a_site(plan, division=agencies.world.places["210300"])
    room = a_room(elsewhere)
    form = client.get(url(plan, "session-add", "theory")).context["form"]
    assert list(form.fields["rooms"].queryset) == []
    answer = client.post(url(plan, "session-add", "theory"), wanted([item], [room]))
    assert list(answer.context["form"].errors) == ["rooms"]
    a_session(plan, [item], [room])
    found = [i for i in checks.check(Frame.of(plan)) if i.code == "session-room-outside"]
    assert [(issue.basis.clauses, issue.refuses) for issue in found] == [(("SD-13",), True)]
    county = a_room(a_site(plan, "县", division=agencies.world.places["371521"]), "二考场")
    assert (
        client.post(url(plan, "session-add", "theory"), wanted([item], [county])).status_code == 302
    )


@pytest.mark.parametrize(
    ("begins", "ends", "free"),
    [("10:30", "12:00", True), ("10:29", "12:00", False), ("08:00", "09:00", True)],
)
def test_a_room_is_not_given_twice_across_plans(client, agencies, plan, begins, ends, free):
    room = a_room(a_site(plan))
    other = a_plan_of(agencies, "lc")
    a_session(other, [agencies.item(other)], [room])
    asked = wanted([agencies.item(plan)], [room], begins=begins, ends=ends)
    answer = client.post(url(plan, "session-add", "theory"), asked)
    assert answer.status_code == (302 if free else 422)
    if not free:
        assert f"已用于 {other.number} 的理论知识考试" in answer.content.decode()


def test_a_room_of_a_cancelled_plan_or_session_is_free(client, agencies, plan):
    room = a_room(a_site(plan))
    gone = a_plan_of(agencies, "lc", PlanStep.CANCELLED)
    a_session(gone, [agencies.item(gone)], [room])
    item = agencies.item(plan)
    dropped = a_session(plan, [item], [room])
    Session.objects.filter(pk=dropped.pk).update(cancelled_at=dropped.starts_at)
    asked = wanted([item], [room])
    assert client.post(url(plan, "session-add", "theory"), asked).status_code == 302


def test_a_change_frees_the_seats_that_are_no_more(client, agencies, plan):
    item, other = agencies.item(plan), agencies.item(plan, level=5)
    site = a_site(plan)
    one, two = a_room(site, "一", capacity=2), a_room(site, "二")
    session = a_session(plan, [item, other], [one, two])
    people(plan, item, range(1, 4))
    people(plan, other, range(4, 6))
    client.post(url(plan, "seats", session.pk), {"order": "sequence"})
    assert session.seats.count() == 5
    page = client.get(url(plan, "session-edit", session.pk)).context["form"]
    asked = wanted([item], [two], seen=page["seen"].value())
    answer = client.post(url(plan, "session-edit", session.pk), asked, follow=True)
    assert "3 个座位因考场或职业等级变动已释放" in answer.content.decode()
    left = session.seats.values_list("room__name", "entry__item__level")
    assert list(left) == [("二", 4), ("二", 4)]


def test_two_clerks_one_page_out_of_date(client, agencies, plan):
    item, room = agencies.item(plan), a_room(a_site(plan))
    session = a_session(plan, [item], [room])
    edit = url(plan, "session-edit", session.pk)
    seen = client.get(edit).context["form"]["seen"].value()
    assert client.post(edit, wanted([item], [room], form="笔试", seen=seen)).status_code == 302
    late = client.post(edit, wanted([item], [room], ends="11:00", seen=seen))
    assert (late.status_code, late.context["form"]["ends"].value()) == (422, "11:00")
    seen = late.context["form"]["seen"].value()
    assert client.post(edit, wanted([item], [room], ends="11:00", seen=seen)).status_code == 302


def test_a_session_is_taken_out_once(client, agencies, plan):
    session = a_session(plan, [agencies.item(plan)], [a_room(a_site(plan))])
    for _ in range(2):
        assert client.post(url(plan, "session-remove", session.pk)).status_code == 302
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "state", "code"),
    [
        ("clerk", PlanStep.ENROLMENT, 200),
        ("clerk", PlanStep.ROSTER_RETURNED, 200),
        ("clerk", PlanStep.ANNOUNCED, 403),
        ("clerk", PlanStep.READY, 403),
        ("officer", PlanStep.ROSTER, 403),
        ("other", PlanStep.ROSTER, 404),
    ],
)
def test_who_sets_up_sessions_and_when(client, agencies, who, state, code):
    plan = a_plan_of(agencies, "lc", state)
    session = a_session(plan, [agencies.item(plan)], [a_room(a_site(plan))])
    users = {"clerk": agencies.clerk["lc"], "officer": agencies.world.staff["lc_centre"]}
    client.force_login(users.get(who, agencies.clerk["ln"]))
    pages = [url(plan, "session-add", "theory"), url(plan, "session-edit", session.pk)]
    assert [client.get(page).status_code for page in pages] == [code, code]
    removed = client.post(url(plan, "session-remove", session.pk)).status_code
    assert removed == (302 if code == 200 else code)
    reading = 404 if who == "other" else 200
    assert client.get(url(plan, "sessions")).status_code == reading


def test_a_session_of_another_plan_is_not_there(client, agencies, plan):
    other = a_plan_of(agencies, "lc")
    session = a_session(other, [agencies.item(other)], [a_room(a_site(other))])
    names = ["session", "session-edit", "seats", "session-lot"]
    found = [client.get(url(plan, name, session.pk)).status_code for name in names]
    assert found == [404] * 4
    assert client.get(url(plan, "session-add", "dance")).status_code == 404


def test_every_subject_needs_its_session(agencies, plan):
    item = agencies.item(plan)
    site = a_site(plan)
    assert codes(plan) == ["session-missing", "session-missing"]
    theory, workshop = a_room(site), a_room(site, "车间", "practice")
    a_session(plan, [item], [theory])
    assert codes(plan) == ["session-missing"]
    practice = a_session(plan, [item], [theory], "14:00", "15:00", "practice")
    assert codes(plan) == ["session-room-kind"]
    practice.rooms.set([workshop])
    assert codes(plan) == []
    item.subjects.filter(kind="practice").update(waived=True, reason="特殊工种")
    assert codes(plan) == ["session-subject"]
    practice.items.clear()
    practice.rooms.clear()
    assert codes(plan) == ["session-items", "session-rooms"]


def test_a_room_that_is_taken_elsewhere_is_found_later_too(agencies, plan):
    item, room = agencies.item(plan), a_room(a_site(plan))
    item.subjects.filter(kind="practice").delete()
    a_session(plan, [item], [room])
    other = a_plan_of(agencies, "lc")
    a_session(other, [agencies.item(other)], [room], "10:00", "12:00")
    assert codes(plan) == ["session-room-taken"]


def test_nobody_is_at_two_places(agencies, plan):
    site = a_site(plan)
    item = agencies.item(plan)
    a_session(plan, [item], [a_room(site)])
    practice = a_session(
        plan, [item], [a_room(site, "车间", "practice")], "10:00", "11:00", "practice"
    )
    people(plan, item, [1, 2])
    found = [i for i in checks.check(Frame.of(plan)) if i.code == "session-person-twice"]
    assert [issue.message for issue in found] == [
        "考生1、考生2在同一时间要参加理论知识考试（2026年6月3日 09:00）和"
        "技能考核（2026年6月3日 10:00）。"
    ]
    a_session(plan, [item], [a_room(site, "车间二", "practice")], "14:00", "15:00", "practice")
    assert codes(plan) == []
    practice.delete()
    assert codes(plan) == []


def test_nobody_sits_for_another_plan_at_the_time(client, agencies, plan):
    other = a_plan_of(agencies, "ln")
    here, there = agencies.item(plan), agencies.item(other, "6-18-01-01")
    for item in (here, there):
        item.subjects.filter(kind="practice").delete()
    [elsewhere] = people(other, there, [1])
    session = a_session(other, [there], [a_room(a_site(other))])
    session.seats.create(room=session.rooms.get(), number=1, entry=elsewhere)
    a_session(plan, [here], [a_room(a_site(plan))])
    people(plan, here, [1, 2])
    found = checks.check(Frame.of(plan))
    assert [(issue.code, issue.message) for issue in found] == [
        (
            "session-person-elsewhere",
            "考生1在理论知识考试（2026年6月3日 09:00）的同一时间，在另一项评价计划中有座位。",
        )
    ]


def test_seats_are_held_against_people_and_rooms(agencies, plan):
    item = agencies.item(plan)
    item.subjects.filter(kind="practice").delete()
    room = a_room(a_site(plan), capacity=2)
    session = a_session(plan, [item], [room])
    one, two, three = people(plan, item, [1, 2, 3])

    def found() -> list[str]:
        return [issue.code for issue in seating.check(Frame.of(plan))]

    assert found() == ["seats-few"]
    type(room).objects.update(capacity=3)
    assert found() == ["seats-unseated"]
    for number, entry in enumerate((one, two, three), 1):
        session.seats.create(room=room, number=number, entry=entry)
    assert found() == []
    type(room).objects.update(capacity=2)
    assert found() == ["seats-no-seat"]
    type(three).objects.filter(pk=three.pk).update(status="refused")
    session.seats.filter(entry=three).update(number=2 + 8)
    assert found() == ["seats-not-due", "seats-no-seat"]
    session.seats.filter(entry=three).delete()
    second = a_session(plan, [item], [room], "14:00", "15:30")
    second.seats.create(room=room, number=1, entry=one)
    assert found() == ["seats-twice"]


@pytest.mark.clause("SD-12")
def test_too_few_seats_break_the_rule_of_shandong(agencies):
    plan = a_plan_of(agencies, "sd")
    item = agencies.item(plan)
    a_session(plan, [item], [a_room(a_site(plan), capacity=1)])
    people(plan, item, [1, 2])
    found = [i for i in seating.check(Frame.of(plan)) if i.code == "seats-few"]
    assert [(issue.basis.clauses, issue.refuses) for issue in found] == [(("SD-12",), True)]


def test_the_pages_cost_the_same_for_one_and_for_thirty(client, agencies, plan):
    item, site = agencies.item(plan), a_site(plan)
    session = a_session(plan, [item], [a_room(site)])
    people(plan, item, [1])
    pages = [url(plan, "sessions"), url(plan, "session", session.pk)]
    client.post(url(plan, "seats-all"), {"order": "sequence"})
    client.get(pages[0])
    for_one = [count_queries(client, page) for page in pages]
    people(plan, item, range(2, 41))
    for number in range(2, 36):
        a_session(plan, [item], [a_room(site, f"{number}")])
    client.post(url(plan, "seats-all"), {"order": "sequence"})
    assert [count_queries(client, page) for page in pages] == for_one
    assert for_one == [MOST_OVERVIEW, MOST_ONE]
