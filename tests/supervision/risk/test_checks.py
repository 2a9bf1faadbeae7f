"""Each check on a made world: the right agency stands out, honest ones and a small one do not."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Duty
from supervision import risk
from supervision.checks.risk import CHECKS, Window, assessors, certificates, pass_rates, scores
from supervision.checks.risk import sessions as sessions_checks
from tests.supervision.risk.world import a_plan, a_session, changed, issued, judged

WINDOW = Window(date(2025, 7, 1), date(2026, 7, 1), risk.rules())

pytestmark = pytest.mark.django_db


def named(found) -> list[int]:
    return [each.agency for each in found]


@pytest.mark.clause("LN-14")
def test_a_pass_rate_far_from_the_others(ground):
    """60 of 60 beside five with 60 to 73%; six of six of the small one say nothing."""
    found = pass_rates.check(WINDOW)
    assert named(found) == [ground.odd.pk]
    assert found[0].key == "6-31-01-03/4"
    assert found[0].numbers == {
        "hits": 60,
        "trials": 60,
        "low": 0.9398,
        "high": 1.0,
        "expected": 0.6667,
        "peers": 5,
        "usual": [0.4947, 0.8386],
    }
    assert found[0].sentence == (
        "近 12 个月，电工四级/中级工 60 人参加评价、60 人合格，合格率 100%（95% 区间 94%至100%），"
        "高于本省其余 5 家机构的中位数 66.7%（同等人数的通常范围 49.5%至83.9%）。"
    )


def test_scores_heaped_at_the_pass_mark(ground):
    found = scores.check(WINDOW)
    assert named(found) == [ground.odd.pk]
    numbers = found[0].numbers
    assert (numbers["below"], numbers["hits"], numbers["above"]) == (5, 50, 5)
    assert (numbers["trials"], numbers["expected"]) == (60, 0.3333)
    assert "理论知识考试刚好过线（合格分起 5 分以内）的成绩 50 个" in found[0].sentence


def test_the_same_assessor_again_and_again(ground):
    """Always one of eight beside taking turns among eight, and beside a pool of one."""
    fixed = judged(ground.agencies, ground.odd, 10, 8, fixed=True)
    judged(ground.agencies, ground.honest[0], 10, 8, fixed=False)
    judged(ground.agencies, ground.honest[1], 10, 1, fixed=True)
    judged(ground.agencies, ground.small, 3, 8, fixed=True)
    found = assessors.check(WINDOW)
    assert [(each.agency, each.key) for each in found] == [(ground.odd.pk, str(fixed[0].pk))]
    assert found[0].numbers == {
        "hits": 10,
        "trials": 10,
        "low": 0.7225,
        "high": 1.0,
        "pool": 8,
        "expected": 0.125,
    }
    assert "考评员考**（KP0001）参加了 10 次，占 100%" in found[0].sentence


def test_sessions_without_a_supervisor(ground):
    """Half of ten beside one of ten, and one of one at the small agency."""
    for agency, held, alone in (
        (ground.odd, 10, 5),
        (ground.honest[0], 10, 1),
        (ground.small, 1, 1),
    ):
        for number in range(held):
            a_session(a_plan(ground.agencies, agency), supervised=number >= alone)
    found = sessions_checks.unsupervised(WINDOW)
    assert named(found) == [ground.odd.pk]
    assert (found[0].numbers["hits"], found[0].numbers["trials"]) == (5, 10)
    # A cancelled one is not held, and one sent from outside supervises too.
    bare = ground.odd.plans.filter(sessions__duties__isnull=True, sessions__isnull=False).first()
    user = ground.world.staff["lc"]
    Duty.objects.create(session=bare.sessions.get(), user=user, role="external")
    assert sessions_checks.unsupervised(WINDOW)[0].numbers["hits"] == 4


def test_rosters_changed_late(ground):
    """Three days before or later is late; four before is not, nor what was never filed."""
    late = [a_plan(ground.agencies, ground.odd) for _ in range(5)]
    for number, plan in enumerate(late):
        changed(plan, number % 4)
    changed(late[0], 1, "import_roster")
    for agency in ground.honest[:2]:
        for _ in range(5):
            changed(a_plan(ground.agencies, agency), 4)
    changed(a_plan(ground.agencies, ground.small), 1)
    found = sessions_checks.late_rosters(WINDOW)
    assert named(found) == [ground.odd.pk]
    assert found[0].numbers["hits"] == 5
    assert found[0].numbers["trials"] == 6  # with the one of its results
    assert found[0].numbers["plans"] == sorted(plan.number for plan in late)


def test_certificates_issued_before_the_publicity_was_over(ground):
    early, late = (a_plan(ground.agencies, ground.odd) for _ in range(2))
    issued(early, date(2026, 5, 20), date(2026, 5, 20), 1)
    issued(late, date(2026, 5, 21), date(2026, 5, 20), 2)
    issued(a_plan(ground.agencies, ground.honest[0]), date(2026, 5, 21), date(2026, 5, 20), 3)
    found = certificates.check(WINDOW)
    assert named(found) == [ground.odd.pk]
    assert found[0].numbers == {"hits": 1, "trials": 2, "people": 1, "plans": [early.number]}
    assert f"{early.number} 公示到2026年5月20日，2026年5月20日已发证" in found[0].sentence
    without = a_plan(ground.agencies, ground.small)
    issued(without, date(2026, 5, 21), None, 4)
    assert named(certificates.check(WINDOW)) == [ground.odd.pk, ground.small.pk]


def test_the_checks_ask_the_same_whatever_the_number_of_agencies(ground):
    judged(ground.agencies, ground.odd, 10, 8, fixed=True)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for check in CHECKS.values():
            check(WINDOW)
    assert len(queries) == 11
