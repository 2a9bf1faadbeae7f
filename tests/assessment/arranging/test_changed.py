"""What a change after the filing does to the papers of it, and a plan that moves on to a change."""

import pytest

from assessment.models import PlanChange, Session
from casework.models import Material
from tests.assessment.arranging.steps import PREPARED, act, fresh, printed, ready_to_file
from tests.assessment.changes.world import announced, answer, propose, wrong

pytestmark = pytest.mark.django_db


def filed(client, agencies):
    """Filed in Hebei; the forms are on their way."""
    plan = ready_to_file(agencies, "hb")
    assert act(client, agencies.clerk["hb"], plan, "file_roster", **PREPARED).status_code == 302
    return fresh(plan)


def move(plan) -> dict:
    """The form that puts the practice session on the next day."""
    session = Session.objects.get(plan=plan, subject="practice")
    return {"session": session.pk, "day": "2026-06-05", "begins": "09:00", "ends": "12:00"}


def test_nothing_is_changed_while_the_forms_are_being_printed(client, agencies):
    plan = filed(client, agencies)
    refusal = wrong(propose(client, plan, "session", **move(plan)))
    assert refusal == ["人员名册备案表和考务安排表正在生成，请稍后再办理。"]
    assert PlanChange.objects.count() == 0


def test_a_change_in_force_prints_the_forms_anew(client, agencies):
    plan = filed(client, agencies)
    printed()
    assert propose(client, plan, "session", **move(plan)).status_code == 302
    client.force_login(agencies.world.staff["sjz_centre"])
    assert answer(client, PlanChange.objects.get(), "agree").status_code == 302
    kept = Material.objects.filter(case=plan.pk, key="arrangement_form")
    assert kept.count() == 1
    printed()
    assert kept.count() == 2
    assert plan.events.filter(act="keep_forms").count() == 2


def test_what_waits_lapses_when_the_plan_moves_on(client, agencies):
    plan = announced(agencies, "lc", "roster")
    client.force_login(agencies.clerk["lc"])
    days = {"first_on": "2026-06-10", "last_on": "2026-06-11"}
    assert propose(client, plan, "days", **days).status_code == 302
    answered = act(client, agencies.clerk["lc"], plan, "cancel", note="订单变化")
    assert answered.status_code == 302
    change = PlanChange.objects.get()
    assert (change.status, change.opinion) == ("withdrawn", "计划已到下一步，这项变更没有生效。")
