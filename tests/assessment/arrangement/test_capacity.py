"""A plan whose sessions hold fewer than are expected is told so."""

import pytest

from assessment.checks import capacity
from assessment.frames.plans import Frame
from tests.assessment.arrangement.world import a_plan_of, a_room, a_session, a_site

pytestmark = pytest.mark.django_db


@pytest.mark.clause("SD-12")
@pytest.mark.parametrize(("key", "refuses"), [("sd", True), ("lc", False)])
def test_seats_for_everybody_who_is_expected(agencies, key, refuses):
    plan = a_plan_of(agencies, key)
    item = agencies.item(plan)
    assert list(capacity.check(Frame.of(plan))) == []
    site = a_site(plan)
    a_session(plan, [item], [a_room(site, capacity=29)])
    [issue] = capacity.check(Frame.of(plan))
    assert (issue.message, issue.refuses) == (
        "理论知识考试预计 30 人，各场次共 29 个座位（工位）。",
        refuses,
    )
    a_session(plan, [item], [a_room(site, "二考场", capacity=1)], "14:00", "15:30")
    assert list(capacity.check(Frame.of(plan))) == []
