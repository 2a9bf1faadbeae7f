"""The ledger: numbers of each plan, and who did what."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from assessment.models import Duty
from results.frames import ledger
from tests.results.archive.world import a_final_day
from tests.results.world import a_day

pytestmark = pytest.mark.django_db


@pytest.mark.clause("LC-23")
def test_a_problem_is_traced_back_to_who_did_what(agencies):
    day = a_final_day(agencies, "lc")
    [row] = ledger.rows(ledger.plans(agencies.clerk["lc"]), agencies.clerk["lc"])
    assert (row.registered, row.present, row.passed) == (3, 3, 2)
    people = dict(row.tasks)
    names = [each.display_name for each in day.clerks]
    assert sorted(people["录入成绩"]) == sorted(names)
    assert people["裁定成绩"] == [day.arbiter.display_name]
    assert people["组卷"] == [day.arbiter.display_name]
    watch = Duty.objects.filter(role="invigilator", session__plan=day.plan).order_by("pk")
    assert people["监考人员"] == [duty.examiner.name for duty in watch]


def test_each_sees_the_plans_that_are_theirs(agencies):
    day = a_final_day(agencies, "lc")
    world = agencies.world
    seen = {
        "clerk": agencies.clerk["lc"],
        "other": agencies.clerk["sd"],
        "centre": world.staff["lc_centre"],
        "elsewhere": world.staff["as"],
    }
    found = {role: [plan.pk for plan in ledger.plans(user)] for role, user in seen.items()}
    own = [day.plan.pk]
    assert found == {"clerk": own, "other": [], "centre": own, "elsewhere": []}


def test_the_client_has_no_ledger_of_the_agencys_plans(agencies):
    a_day(agencies, "hb")
    assert list(ledger.plans(agencies.client_hr)) == []


def test_the_page_and_its_file(client, agencies):
    day = a_final_day(agencies, "lc")
    client.force_login(agencies.clerk["lc"])
    page = client.get(reverse("results:ledger"), {"year": "2026"})
    assert day.plan.number in page.content.decode()
    none = client.get(reverse("results:ledger"), {"search": "没有这个"})
    assert day.plan.number not in none.content.decode()
    answer = client.get(reverse("results:ledger-file"), {"year": "2026"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    heads, row = ([each.value for each in line] for line in sheet.iter_rows())
    values = dict(zip(heads, row, strict=True))
    assert (values["计划编号"], values["报名人数"], values["合格人数"]) == (day.plan.number, 3, 2)
    assert values["裁定成绩"] == day.arbiter.display_name


def test_thirty_plans_ask_as_much_as_one(client, agencies):
    a_final_day(agencies, "lc")
    client.force_login(agencies.clerk["lc"])

    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("results:ledger")).status_code == 200
        return len(found)

    count()
    one = count()
    for _ in range(29):
        plan = agencies.plan("lc", "enrolment")
        agencies.item(plan)
    assert count() == one
