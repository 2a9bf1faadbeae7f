"""The sessions are over: what must be there, what stands from then on, which clock runs."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.enums import Role
from casework.models import Deadline, Event, Notice
from casework.services import door
from config import clock
from results.models import Attendance
from tests.casework.test_views import count_queries
from tests.results.held.doing import facts, noted, tap, url
from tests.results.held.test_incidents import an_incident
from tests.results.world import AFTER, EXAM, ZONE, a_day, all_present


def hold(day):
    return door.perform(day.plan, "hold", actor=day.arbiter)


def refused(day) -> list[str]:
    with pytest.raises(ValidationError) as told:
        hold(day)
    return told.value.messages


@pytest.mark.clause("LC-15")
def test_a_plan_is_held_when_everybody_is_noted(day, agencies):
    all_present(day)
    Attendance.objects.filter(entry=day.entries[0], session=day.theory).update(presence="late")
    Attendance.objects.filter(entry=day.entries[1]).update(presence="absent")
    an_incident(day, day.entries[2], "all")
    scorer = agencies.world.member(day.plan.owner, Role.SCORER)
    with clock.travel(AFTER):
        event = hold(day)
    assert type(day.plan).objects.get(pk=day.plan.pk).state == "held"
    assert facts(event) == {
        "last_session": "2026-06-04",
        "sessions": [
            {
                "session": day.theory.pk,
                "subject": "theory",
                "due": 3,
                "present": 1,
                "late": 1,
                "absent": 1,
                "breaches": 1,
            },
            {
                "session": day.practice.pk,
                "subject": "practice",
                "due": 3,
                "present": 2,
                "late": 0,
                "absent": 1,
                "breaches": 0,
            },
        ],
    }
    told = Notice.objects.filter(subject__contains="请登分").values_list("recipient", flat=True)
    assert set(told) == {scorer.pk, day.clerks[0].pk}


def test_what_is_not_over_or_not_noted_is_said(day, watcher):
    theory, practice = "6月3日 09:00–10:30的理论知识考试", "6月4日 14:00–16:00的技能考核"
    assert refused(day) == [f"{theory}还没有结束。", f"{practice}还没有结束。"]
    noted(day.theory, day.entries[0], "present", watcher)
    with clock.travel(AFTER):
        assert refused(day) == [
            f"{theory}还有 2 人没有登记到考情况，请补登记。",
            f"{practice}没有一人签到，请先登记到考情况；没有举行的，办理变更改期。",
        ]
    assert Event.objects.filter(case=day.plan, act="hold").count() == 0


def test_presence_is_frozen_once_the_plan_is_held(client, day):
    all_present(day)
    with clock.travel(AFTER):
        hold(day)
        with pytest.raises(door.NotNowError, match="不能再登记或更改"):
            noted(day.theory, day.entries[0], "absent", day.arbiter, seen="present")
        client.force_login(day.arbiter)
        tap(client, day.theory, day.entries[0], "absent", seen="present")
        client.post(url(day.theory, "check-in-rest"), {"presence": "absent"})
        page = client.get(url(day.theory))
    assert (page.context["may"], "到考</button>" in page.content.decode()) == (False, False)
    assert set(Attendance.objects.values_list("presence", flat=True)) == {"present"}


def test_who_was_there_for_the_day_reads_the_names_no_more(client, day, watcher, external):
    all_present(day)
    with clock.travel(AFTER):
        for user in (watcher, external):
            client.force_login(user)
            assert "考生1" in client.get(url(day.theory)).content.decode()
        hold(day)
        for user in (watcher, external):
            client.force_login(user)
            page = client.get(url(day.theory))
            assert (page.status_code, "考生1" in page.content.decode()) == (200, False)
            person = url(day.theory, "check-in-person", day.entries[0].pk)
            assert client.get(person).status_code == 403


@pytest.mark.clause("HB-07")
@pytest.mark.parametrize("late", [0, 1, 12])
def test_the_days_to_publish_count_from_the_last_session(agencies, late):
    with clock.travel(EXAM):
        day = a_day(agencies, "hb")
        all_present(day)
    with clock.travel(AFTER - timedelta(days=1) + timedelta(days=late, hours=8)):
        hold(day)
    found = Deadline.objects.get(case=day.plan, key="publish_results")
    assert (found.started_on, found.amount, found.due_on, found.progress) == (
        date(2026, 6, 4),
        7,
        date(2026, 6, 15),
        "running",
    )
    day.plan.refresh_from_db()
    assert day.plan.due_on == date(2026, 6, 15)


def test_where_no_rule_counts_from_the_last_session_no_clock_runs(day):
    all_present(day)
    with clock.travel(AFTER):
        hold(day)
    assert Deadline.objects.filter(case=day.plan, key="publish_results").count() == 0


def test_a_cancelled_session_is_waited_for_by_nobody(day):
    all_present(day)
    Attendance.objects.filter(session=day.practice).delete()
    day.practice.cancelled_at = EXAM
    day.practice.save()
    with clock.travel(datetime(2026, 6, 3, 11, tzinfo=ZONE)):
        assert facts(hold(day))["last_session"] == "2026-06-03"


def test_the_page_of_the_plan_tells_each_session_and_leads_there(client, agencies, day):
    all_present(day)
    Attendance.objects.filter(session=day.practice).delete()
    page_url = reverse("casework:case", args=[day.plan.number])
    client.force_login(day.clerks[1])
    page = " ".join(client.get(page_url).content.decode().split())
    assert "应到 3，到考 3，迟到 0，缺考 0" in page
    assert "未登记 3" in page
    assert (url(day.theory) in page, url(day.practice) in page) == (True, True)
    client.force_login(day.clerks[0])
    page = client.get(page_url).content.decode()
    assert ("场次实施" in page, url(day.theory) in page) == (True, False)


def test_the_page_of_the_plan_costs_the_same_for_one_and_for_thirty(client, day):
    client.force_login(day.arbiter)
    all_present(day)
    page_url = reverse("casework:case", args=[day.plan.number])
    client.get(page_url)
    for_two = count_queries(client, page_url)
    for number in range(28):
        day.theory.pk = None
        day.theory.starts_at += timedelta(days=number)
        day.theory.ends_at += timedelta(days=number)
        day.theory.save()
    assert count_queries(client, page_url) == for_two
