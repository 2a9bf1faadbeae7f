"""What may be changed when, and who agrees, by every regulation."""

import pytest

from assessment import changing
from assessment.enums import ChangeKind
from catalogue import regulations
from catalogue.regulations.terms import Actor, PlanStep

AGREEING = {
    "liaocheng-enterprise": (Actor.CITY_CENTRE, Actor.CITY_CENTRE),
    "liaoning-enterprise": (Actor.EMPLOYMENT, Actor.EMPLOYMENT),
    "jiangsu-enterprise": (None, None),
    "shandong-social": (None, None),
    "hebei-commissioned": (None, Actor.PLACE_CENTRE),
}


@pytest.mark.parametrize("regime", AGREEING)
def test_who_agrees_to_days_and_to_the_arrangement(regime):
    process = regulations.get(regime).processes.plan
    found = tuple(
        changing.agreeing(process, kind) for kind in (ChangeKind.DAYS, ChangeKind.SESSION)
    )
    assert found == AGREEING[regime]
    others = {changing.agreeing(process, kind) for kind in ChangeKind} - {found[0]}
    assert others <= {found[1]}


def test_what_can_be_changed_at_each_step():
    days, arranged = (ChangeKind.DAYS,), tuple(ChangeKind)[1:]
    expected = {
        PlanStep.ANNOUNCED: days,
        PlanStep.ENROLMENT: days,
        PlanStep.ROSTER: days,
        PlanStep.ROSTER_RETURNED: days,
        PlanStep.ROSTER_FILED: arranged,
        PlanStep.READY: arranged,
    }
    assert {step: changing.kinds_at(step) for step in PlanStep} == {
        step: expected.get(step, ()) for step in PlanStep
    }


def test_names_do_not_reach_the_timeline():
    assert changing.plain({"room": 1, "name": "一考场"}) == {"room": 1}


def test_one_day_reads_as_one():
    one = {"first_on": "2026-03-25", "last_on": "2026-03-25"}
    two = {"first_on": "2026-03-25", "last_on": "2026-03-26"}
    (line,) = changing.differences("days", one, two)
    assert (line.before, line.after) == ("2026年3月25日", "2026年3月25日 至 2026年3月26日")
