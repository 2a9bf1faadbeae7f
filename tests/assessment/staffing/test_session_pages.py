"""Who is where in a session: arranged, suggested, read by others; supervisors; one's own duties."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from assessment.frames.arrangement import Frame
from assessment.models import Duty, Tie
from assessment.selectors.suggestions import Choices
from assessment.services import duties, duty_notices
from assessment.services.duties import Given
from assessment.views import duties as duties_views
from casework.models import Event, Notice
from casework.services import door
from catalogue.regulations.terms import PlanStep
from config import clock
from tests.assessment.entering import a_plan, id_number
from tests.assessment.staffing.world import at, duty, examiner, rooms, seat, session
from tests.casework.test_views import count_queries


@pytest.fixture
def agency(agencies):
    return agencies.agency["lc"]


@pytest.fixture
def theory(plan, agency):
    """A session of theory with thirty people in a room of forty."""
    made = session(plan, rooms(agency, 40))
    seat(made, made.rooms.get(), *range(1, 31))
    return made


def url(of, name: str = "session-staff", *more) -> str:
    return reverse(f"assessment:{name}", args=[of.plan.number, of.pk, *more])


def place(of, role: str = "invigilator") -> str:
    return f"{role}-{of.rooms.get().pk if role in ('invigilator', 'assessor') else 0}"


def assign(client, of, person, role: str = "invigilator"):
    return client.post(url(of), {"place": place(of, role), "examiner": person.pk})


def wrong(answer) -> list[str]:
    """What the forms of the page say."""
    return [
        text
        for each in answer.context["places"]
        if each.form.is_bound
        for said in each.form.errors.values()
        for text in said
    ]


def there(of) -> list[tuple[str, str]]:
    rows = of.duties.exclude(examiner=None).order_by("examiner__name")
    return [(row.examiner.name, row.role) for row in rows.select_related("examiner")]


def test_somebody_is_given_a_duty_and_taken_out(client, plan, theory, agency):
    person = examiner(agency, 1)
    assert assign(client, theory, person).url == url(theory)
    row = Duty.objects.get()
    assert (row.examiner, row.role, row.room) == (person, "invigilator", theory.rooms.get())
    client.post(url(theory, "session-staff-remove", row.pk))
    assert Duty.objects.count() == 0
    assert client.post(url(theory, "session-staff-remove", row.pk)).status_code == 404


def test_what_a_room_takes_is_shown(client, theory, agency):
    page = client.get(url(theory))
    posts = [(p.title, p.post and (p.post.held, p.post.needed)) for p in page.context["places"]]
    assert posts == [
        ("主考", None),
        ("1考场：监考人员", (30, 2)),
        ("内部质量督导员", None),
        ("考务人员", None),
    ]
    assert "已安排 0 人，需要 2 人" in page.content.decode()


def test_the_free_and_fitting_come_first(client, plan, theory, agency):
    examiner(agency, 1, "support", name="戊")
    examiner(agency, 2, name="乙")
    busy = examiner(agency, 3, name="丁")
    near = examiner(agency, 4, name="丙")
    examiner(agency, 5, name="己", id_number=id_number(1))
    Tie.objects.create(
        examiner=near, id_hash=theory.seats.first().entry.id_hash, name="x", cause="x"
    )
    other = session(plan, rooms(agency, 9), starts_at=at(3, 10), ends_at=at(3, 12))
    duty(other, busy, room=other.rooms.get())
    frame = Frame.of(plan)
    mine = next(each for each in frame.sessions if each.pk == theory.pk)
    found = Choices(frame, mine).of("invigilator", theory.rooms.get().pk)
    assert [(c.examiner.name, c.fits, bool(c.barred)) for c in found[:2]] == [
        ("乙", True, False),
        ("戊", False, False),
    ]
    assert {(c.examiner.name, c.barred) for c in found[2:]} == {
        ("丙", "登记了回避"),
        ("丁", f"在{agency}另有考务安排（6月3日 10:00–12:00）"),
        ("己", f"在{agency}是考生（6月3日 09:00–10:30）"),
    }


def test_the_fitting_are_arranged_with_one_click(client, theory, agency):
    for number in range(1, 4):
        examiner(agency, number, "invigilator")
    examiner(agency, 4, "chief")
    examiner(agency, 5, "internal", certificate="")
    client.post(url(theory, "session-staff-fill"))
    assert there(theory) == [
        ("考务1", "invigilator"),
        ("考务2", "invigilator"),
        ("考务4", "chief"),
    ]
    client.post(url(theory, "session-staff-fill"))
    assert len(there(theory)) == 3


def test_who_is_elsewhere_is_refused(client, agencies, plan, theory, agency):
    person = examiner(agency, 1)
    away = a_plan(agencies, "js", ["own_staff"], PlanStep.READY)
    agencies.item(away)
    other = session(away, rooms(agencies.agency["js"], 9))
    page = client.get(url(theory))
    duty(other, examiner(agencies.agency["js"], 1), room=other.rooms.get())
    assert page.status_code == 200
    answer = assign(client, theory, person)
    assert (answer.status_code, wrong(answer)) == (422, ["此人现在不能安排，请刷新后重新选择。"])
    with pytest.raises(duties.ValidationError, match="时间重叠"):
        duties.assign(theory, Given(person, "chief"), actor=agencies.clerk["lc"])


def test_services_refuse_what_pages_do_not_offer(agencies, plan, theory, agency):
    def refused(person, role="chief", room=None, of=theory) -> str:
        with pytest.raises(duties.ValidationError) as told:
            duties.assign(of, Given(person, role, room), actor=agencies.clerk["lc"])
        return told.value.messages[0]

    (elsewhere,) = rooms(agency, 9)
    fine = examiner(agency, 1)
    assert refused(examiner(agencies.agency["js"], 9)) == "此人不在本机构的人员名单中。"
    assert "考场之内" in refused(fine, room=elsewhere)
    assert "本场考生" in refused(examiner(agency, 2, id_number=id_number(1)))
    assert "已停用" in refused(examiner(agency, 3, left_on=at(1, 0).date()))
    theory.rooms.add(elsewhere)
    assert "请选择监考人员所在的考场" in refused(fine, role="invigilator")
    theory.cancelled_at = at(1, 9)
    theory.save()
    assert refused(fine) == "这一场已经取消，请刷新页面。"


def test_one_duty_a_session(client, agencies, theory, agency):
    person = examiner(agency, 1)
    assign(client, theory, person)
    with pytest.raises(duties.ValidationError, match="已有安排"):
        duties.assign(theory, Given(person, "chief"), actor=agencies.clerk["lc"])


def test_who_may_read_and_who_may_arrange(client, agencies, plan, theory, agency):
    person = examiner(agency, 1)
    row = duty(theory, person, room=theory.rooms.get())
    posts = [
        url(theory),
        url(theory, "session-staff-fill"),
        url(theory, "session-staff-remove", row.pk),
    ]
    client.force_login(agencies.world.staff["lc_centre"])
    page = client.get(url(theory))
    assert (page.status_code, page.context["may"], "考务1" in page.content.decode()) == (
        200,
        False,
        True,
    )
    assert "撤下" not in page.content.decode()
    assert {client.post(each).status_code for each in posts} == {403}
    client.force_login(agencies.clerk["js"])
    assert client.get(url(theory)).status_code == 404
    assert {client.post(each).status_code for each in posts} == {404}


@pytest.mark.parametrize("state", ["roster_filed", "ready"])
def test_nothing_is_arranged_once_it_was_filed(client, agencies, agency, state):
    plan = a_plan(agencies, "lc", ["own_staff"], state)
    agencies.item(plan)
    made = session(plan, rooms(agency, 9))
    client.force_login(agencies.clerk["lc"])
    assert client.post(url(made, "session-staff-fill")).status_code == 403
    with pytest.raises(door.NotNowError):
        duties.assign(made, Given(examiner(agency, 1), "chief"), actor=agencies.clerk["lc"])


def test_a_session_costs_the_same_for_one_and_for_thirty(client, plan, theory, agency):
    duty(theory, examiner(agency, 1), room=theory.rooms.get())
    examiner(agency, 99)
    client.get(url(theory))
    for_one = count_queries(client, url(theory))
    for number in range(2, 31):
        person = examiner(agency, number)
        if number % 2:
            duty(theory, person, room=theory.rooms.get())
    assert count_queries(client, url(theory)) == for_one <= 36


@pytest.fixture
def supervisor(agencies):
    """An external supervisor of the centre in Liaocheng, two days before the session."""
    with clock.travel(at(1, 9)):
        yield agencies.world.member(
            agencies.world.offices["lc_centre"], Role.SUPERVISOR, name="督导员"
        )


@pytest.mark.clause("LC-21")
def test_the_bureau_of_the_place_sends_a_supervisor(client, agencies, theory, supervisor):
    client.force_login(agencies.world.staff["lc_centre"])
    page = url(theory, "session-supervisors")
    assert page in client.get(reverse("casework:case", args=[theory.plan.number])).content.decode()
    assert client.post(page, {"user": supervisor.pk}).status_code == 302
    row = Duty.objects.get()
    assert (row.user, row.role, row.examiner) == (supervisor, "external", None)
    assert Event.objects.filter(case=theory.plan, act="appoint_supervisor").count() == 1
    (told,) = Notice.objects.filter(recipient=supervisor)
    assert (told.subject, told.link) == ("您被委派为外部质量督导员", "/duties/")
    client.post(url(theory, "session-supervisor-remove", row.pk))
    assert (Duty.objects.count(), Notice.objects.filter(recipient=supervisor).count()) == (0, 2)


def test_who_may_send_and_whom(client, agencies, theory, supervisor):
    world, page = agencies.world, url(theory, "session-supervisors")
    own = world.member(theory.plan.owner, Role.ASSESSOR, name="本单位")
    Membership.objects.create(
        user=own, organisation=world.offices["lc_centre"], role=Role.SUPERVISOR, since="2020-01-01"
    )
    client.force_login(world.staff["lc_centre"])
    shown = client.get(page)
    assert shown.context["barred"] == [(own, "所在单位")]
    assert client.post(page, {"user": own.pk}).status_code == 422
    codes = {}
    for key, user in {
        "agency": agencies.clerk["lc"],
        "stranger": agencies.clerk["js"],
        "elsewhere": world.staff["sz_centre"],
        "supervisor": supervisor,
    }.items():
        client.force_login(user)
        codes[key] = client.get(page).status_code
    assert codes == {"agency": 403, "stranger": 404, "elsewhere": 404, "supervisor": 404}


def test_nobody_is_sent_to_a_session_that_is_over(client, agencies, theory, supervisor):
    page, over = url(theory, "session-supervisors"), "这一场已经结束，不能再委派外部质量督导员。"
    shown, codes = {}, {}
    for minute in (29, 30):
        with clock.travel(at(3, 10, minute)):
            client.force_login(agencies.world.staff["lc_centre"])
            shown[minute] = over in client.get(page).content.decode()
            codes[minute] = client.post(page, {"user": supervisor.pk}).status_code
            Duty.objects.all().delete()
    assert (shown, codes) == ({29: False, 30: True}, {29: 302, 30: 422})


def test_a_supervisor_is_in_one_place(client, agencies, plan, theory, agency, supervisor):
    other = session(plan, rooms(agency, 9))
    client.force_login(agencies.world.staff["lc_centre"])
    client.post(url(theory, "session-supervisors"), {"user": supervisor.pk})
    answer = client.post(url(other, "session-supervisors"), {"user": supervisor.pk})
    assert "时间重叠" in answer.context["form"].non_field_errors()[0]


def test_own_duties(client, agencies, plan, theory, agency):
    user = agencies.world.member(agency.organisation, Role.ASSESSOR, name="甲")
    duty(theory, examiner(agency, 1, user=user), room=theory.rooms.get())
    duty(theory, examiner(agency, 2), room=theory.rooms.get())
    client.force_login(user)
    page = client.get(reverse("assessment:duties"))
    every = [
        *page.context["rows"],
        *client.get(reverse("assessment:duties"), {"show": "past"}).context["rows"],
    ]
    assert [(row.examiner.name, tentative) for row, _, tentative, _ in every] == [("考务1", True)]
    client.force_login(agencies.clerk["js"])
    assert list(client.get(reverse("assessment:duties")).context["rows"]) == []


def test_people_are_told_once_the_arrangement_stands(agencies, plan, theory, agency):
    user = agencies.world.member(agency.organisation, Role.ASSESSOR, name="甲")
    person = examiner(agency, 1, user=user)
    second = session(plan, rooms(agency, 9), starts_at=at(4, 9), ends_at=at(4, 10))
    duty(theory, person, room=theory.rooms.get())
    duty(second, person, "chief")
    duty(theory, examiner(agency, 2), room=theory.rooms.get())
    (told,) = duty_notices.of_plan(plan)
    assert (told.to, told.subject) == ([user], f"{agency}：您的考务安排")
    assert told.body.splitlines() == [
        "6月3日 09:00–10:30 理论知识考试，监考人员，一号楼 1考场",
        "6月4日 09:00–10:00 理论知识考试，主考",
    ]


def test_the_desk_tells_what_is_to_come(client, agencies, plan, agency):
    user = agencies.world.member(agency.organisation, Role.ASSESSOR, name="甲")
    day = clock.now() + timedelta(1)
    coming = session(plan, rooms(agency, 9), starts_at=day, ends_at=day + timedelta(hours=2))
    client.force_login(user)
    address = reverse("assessment:duties")
    assert address not in client.get("/desk/").content.decode()
    duty(coming, examiner(agency, 1, user=user), "chief")
    page = client.get("/desk/").content.decode()
    assert (address in page, "1 场待参加" in page) == (True, True)
    (row,) = client.get(address).context["rows"]
    assert (row[0].session, row[2]) == (coming, True)


def test_an_agency_without_staff_is_led_to_its_list(client, agencies, theory, agency):
    client.force_login(agencies.clerk["lc"])
    page = client.get(url(theory)).content.decode()
    assert ("还没有登记考务人员" in page, "按建议安排" in page) == (True, False)
    examiner(agency, 1, "chief")
    page = client.get(url(theory)).content.decode()
    assert ("还没有登记考务人员" in page, "按建议安排" in page) == (False, True)


def test_all_sessions_are_filled_at_once_without_anybody_in_two_places(
    client, plan, agency, theory
):
    afternoon = session(plan, rooms(agency, 40), starts_at=at(3, 14), ends_at=at(3, 15, 30))
    for number in range(1, 4):
        examiner(agency, number)
    examiner(agency, 4, "chief")
    fill_all = reverse("assessment:staff-fill-all", args=[plan.number])
    listed = reverse("assessment:sessions", args=[plan.number])
    assert fill_all in client.get(listed).text
    told = client.post(fill_all, follow=True)
    assert "已按建议安排 6 人次。" in told.text
    found = [sorted(role for _, role in there(each)) for each in (theory, afternoon)]
    assert found == [["chief", "invigilator", "invigilator"]] * 2
    assert "没有可以再安排的空闲人员。" in client.post(fill_all, follow=True).text


def test_a_great_plan_is_filled_in_turns(client, monkeypatch, plan, agency, theory):
    later = session(plan, rooms(agency, 40), starts_at=at(3, 14), ends_at=at(3, 15, 30))
    monkeypatch.setattr(duties_views, "AT_ONCE", 1)
    for number in range(1, 4):
        examiner(agency, number)
    fill_all = reverse("assessment:staff-fill-all", args=[plan.number])
    assert "还有 1 场没有安排，请再办理一次。" in client.post(fill_all, follow=True).text
    client.post(fill_all)
    assert [len(there(each)) for each in (theory, later)] == [2, 2]


def test_only_the_agency_fills_all_sessions(client, agencies, plan, theory, agency):
    examiner(agency, 1)
    fill_all = reverse("assessment:staff-fill-all", args=[plan.number])
    for user, status in ((agencies.world.staff["lc_centre"], 403), (agencies.clerk["sd"], 404)):
        client.force_login(user)
        assert client.post(fill_all).status_code == status
    assert there(theory) == []
