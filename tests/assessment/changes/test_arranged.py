"""Sessions, rooms and people changed after the arrangement was filed."""

from datetime import date

import pytest

from accounts.enums import Role
from assessment.models import Duty, Plan, PlanChange, Seat, Session
from casework.models import Notice, Publication
from tests.assessment.changes.world import answer, arranged, at, propose, wrong

pytestmark = pytest.mark.django_db


def move(made, subject: str = "theory", **values) -> dict:
    """The form that puts a session on the 30th at nine."""
    hours = {"day": "2026-03-30", "begins": "09:00", "ends": "11:00"}
    return {"session": made.sessions[subject].pk, **hours, **values}


def agreed(client, agencies, made, key: str = "lc", office: str = "lc_centre"):
    """The office agrees to the newest change; who the clerk is, stays signed in afterwards."""
    client.force_login(agencies.world.staff[office])
    answered = answer(client, made.change(), "agree")
    client.force_login(agencies.clerk[key])
    return answered


@pytest.fixture
def at_once(agencies, client):
    """Ready in Jiangsu, where a change is in force at once."""
    client.force_login(agencies.clerk["js"])
    return arranged(agencies, "js", "ready")


def test_a_session_is_postponed_and_the_days_follow(client, agencies, ready):
    client.force_login(agencies.clerk["lc"])
    assert propose(client, ready, "session", **move(ready)).status_code == 302
    session = Session.objects.get(pk=ready.sessions["theory"].pk)
    assert (session.starts_at, ready.change().status) == (at(25, 9), "proposed")
    assert agreed(client, agencies, ready).status_code == 302
    session.refresh_from_db()
    assert (session.starts_at, session.ends_at) == (at(30, 9), at(30, 11))
    assert (ready.now().first_on, ready.now().last_on) == (date(2026, 3, 26), date(2026, 3, 30))
    assert Publication.objects.get(status="published").body.startswith(
        "【变更公告】\n场次改期。科目：理论知识考试。\n"
        "考试时间由2026年3月25日 09:00—11:00改为2026年3月30日 09:00—11:00。\n原因：场地停电\n"
    )


@pytest.mark.clause("HB-05")
def test_bringing_forward_counts_from_the_day_of_filing(client, agencies):
    """Filed on Monday the 2nd: five working days before Monday the 9th, not before the 6th."""
    made = arranged(agencies, "hb", "roster_filed")
    client.force_login(agencies.clerk["hb"])
    early = propose(client, made, "session", **move(made, day="2026-03-06"))
    assert wrong(early) == [
        "首场改为2026年3月6日的，名册备案表、考务安排表和报名资料报审最迟应在2026年3月1日，"
        "实际在2026年3月2日。请把首场安排得晚一些。（依据：冀职鉴字〔2021〕7号 流程五）"
    ]
    assert propose(client, made, "session", **move(made, day="2026-03-09")).status_code == 302
    assert made.change().status == "proposed"
    assert agreed(client, agencies, made, "hb", "sjz_centre").status_code == 302
    assert made.now().first_on == date(2026, 3, 9)


def test_a_room_is_not_given_twice_at_the_new_time(client, at_once):
    theory, other = at_once.sessions["theory"], at_once.rooms["一考场"]
    second = Session.objects.create(
        plan=at_once.plan, subject="theory", starts_at=at(30, 10), ends_at=at(30, 12), form="笔试"
    )
    second.rooms.add(other)
    page = propose(client, at_once, "session", **move(at_once))
    assert any("已用于" in text for text in wrong(page))
    assert Session.objects.get(pk=theory.pk).starts_at == at(25, 9)


def test_people_are_not_at_two_places(client, at_once):
    page = propose(client, at_once, "session", **move(at_once, day="2026-03-26", begins="10:00"))
    assert sorted(text[:8] for text in wrong(page))[-1] == "考生1、考生2、"
    assert Session.objects.get(pk=at_once.sessions["theory"].pk).starts_at == at(25, 9)


def test_times_that_cannot_be_meant(client, at_once):
    for values, expected in (
        ({"ends": "09:00"}, "结束时间应晚于开始时间。"),
        ({"day": "2026-03-02"}, "新的开始时间应在现在之后。"),
        ({"day": "2026-03-25"}, "和现在的安排一样，没有变化。"),
    ):
        assert wrong(propose(client, at_once, "session", **move(at_once, **values))) == [expected]
    Session.objects.update(starts_at=at(1, 9), ends_at=at(1, 11))
    assert wrong(propose(client, at_once, "session", **move(at_once))) == [
        "选择一个有效的选项： 该选择不在可用的选项中。"
    ]


def test_a_lost_room_is_left_in_order(client, at_once):
    values = {"room": at_once.rooms["一考场"].pk, "other": at_once.rooms["二考场"].pk}
    Seat.objects.filter(session=at_once.sessions["theory"], number=2).update(number=7)
    assert propose(client, at_once, "room", **values).status_code == 302
    assert at_once.seated("theory") == [
        ("二考场", 1, "考生1"),
        ("二考场", 3, "考生3"),
        ("二考场", 7, "考生2"),
    ]
    theory = at_once.sessions["theory"]
    assert [room.name for room in theory.rooms.all()] == ["二考场"]
    held = Duty.objects.filter(session=theory, role="invigilator").values_list("room__name")
    assert set(held) == {("二考场",)}
    assert at_once.seated("practice")[0] == ("一工位", 1, "考生1")


def test_seats_close_up_where_the_other_room_is_smaller(client, at_once):
    theory, small = at_once.sessions["theory"], at_once.rooms["小考场"]
    values = {"room": at_once.rooms["一考场"].pk, "other": small.pk, "session": theory.pk}
    assert wrong(propose(client, at_once, "room", **values)) == [
        f"{small}只有 2 个座位（工位），{theory}在{at_once.rooms['一考场']}有 3 人。"
        "请换成更大的考场。"
    ]
    small.capacity = 3
    small.save()
    Seat.objects.filter(session=theory, number=1).update(number=30)
    assert propose(client, at_once, "room", **values).status_code == 302
    assert at_once.seated("theory") == [
        ("小考场", 1, "考生2"),
        ("小考场", 2, "考生3"),
        ("小考场", 3, "考生1"),
    ]


def test_a_room_of_another_kind_or_of_nobody_s(client, at_once, agencies):
    lost, practice = at_once.rooms["一考场"], at_once.rooms["一工位"]
    page = propose(client, at_once, "room", room=lost.pk, other=practice.pk)
    assert wrong(page) == [f"{lost}是理论考场，请换成同类的考场。"]
    foreign = arranged(agencies, "lc", "ready").rooms["一考场"]
    page = propose(client, at_once, "room", room=lost.pk, other=foreign.pk)
    assert sorted(page.context["form"].errors) == ["other"]
    assert page.status_code == 422


def test_a_room_that_another_plan_has_at_the_time(client, at_once, agencies):
    other = arranged(agencies, "lc", "ready")
    other.sessions["theory"].rooms.set([at_once.rooms["二考场"]])
    lost = at_once.rooms["一考场"]
    page = propose(client, at_once, "room", room=lost.pk, other=at_once.rooms["二考场"].pk)
    assert any("已用于" in text for text in wrong(page))
    assert at_once.seated("theory")[0][0] == "一考场"


def test_somebody_else_takes_the_duties(client, at_once, agencies):
    left, other = at_once.staff[2], at_once.staff[6]
    for examiner in (left, other):
        examiner.user = agencies.world.member(at_once.plan.owner, Role.ASSESSOR)
        examiner.save()
    assert propose(client, at_once, "staff", examiner=left.pk, other=other.pk).status_code == 302
    assert at_once.on_duty("theory") == ["考务1", "考务2", "考务7", "考务4"]
    assert at_once.on_duty("practice") == ["考务1", "考务2", "考务7", "考务4", "考务5"]
    told = Notice.objects.filter(subject__endswith="更换人员").values_list("recipient", flat=True)
    assert {left.user_id, other.user_id, agencies.clerk["js"].pk} <= set(told)
    assert not at_once.change().concerned.exists()


def test_a_substitute_who_is_there_already_or_a_candidate(client, at_once):
    left, there, other = at_once.staff[2], at_once.staff[3], at_once.staff[6]
    theory = at_once.sessions["theory"]
    page = propose(client, at_once, "staff", examiner=left.pk, other=there.pk, session=theory.pk)
    assert wrong(page) == [f"{there}在{theory}已有安排，请另换一人。"]
    other.id_number = theory.seats.first().entry.id_number
    other.save()
    page = propose(client, at_once, "staff", examiner=left.pk, other=other.pk)
    assert any("在这一场是考生" in text for text in wrong(page))
    assert at_once.on_duty("theory")[2] == left.name


def test_what_changed_meanwhile_voids_the_proposal(client, agencies, ready):
    client.force_login(agencies.clerk["lc"])
    left, other, third = ready.staff[2], ready.staff[6], ready.staff[5]
    assert propose(client, ready, "staff", examiner=left.pk, other=other.pk).status_code == 302
    Duty.objects.filter(examiner=left).update(examiner=third)
    client.force_login(agencies.world.staff["lc_centre"])
    assert wrong(answer(client, ready.change(), "agree")) == [
        "提出变更以后，原来的安排已有变化或已经开考，不能再照此变更。请撤回后按现在的情况重新提出。"
    ]
    assert ready.on_duty("theory")[2] == third.name


def test_one_change_at_a_time(client, agencies, ready):
    client.force_login(agencies.clerk["lc"])
    assert propose(client, ready, "session", **move(ready)).status_code == 302
    assert wrong(propose(client, ready, "session", **move(ready, day="2026-03-31"))) == [
        "已有一项变更等待同意，请等它办结或者撤回后再提出。"
    ]
    assert answer(client, ready.change(), "withdraw").status_code == 302
    assert propose(client, ready, "session", **move(ready, day="2026-03-31")).status_code == 302
    assert [each.status for each in PlanChange.objects.order_by("pk")] == ["withdrawn", "proposed"]


def test_only_once_the_arrangement_is_filed(client, agencies):
    made = arranged(agencies, "sd", "roster_filed")
    client.force_login(agencies.clerk["sd"])
    for state, status in (
        ("roster", 409),
        ("roster_filed", 200),
        ("roster_returned", 409),
        ("ready", 200),
        ("held", 409),
    ):
        Plan.objects.update(state=state)
        for kind in ("session", "room", "staff"):
            page = client.get(f"/plan/{made.plan.number}/changes/propose/{kind}/")
            assert page.status_code == status
