"""Plans of four provinces from the morning of the exam on."""

from contextlib import ExitStack
from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from assessment.models import Plan
from casework.models import Case
from catalogue.regulations.terms import PlanStep
from filing.models import Agency
from results.models import Result, SubjectResult
from tests.assessment.entering import an_entry, portrait
from tests.assessment.whole.conftest import days, way
from tests.filing.whole.pages import People
from tests.results.whole.cast import CARRIED, EARLIER, PRACTICE, THEORY, WAIVED
from tests.results.whole.walk import Clock, Walk
from tests.results.world import AUDIENCE, BEFORE, Day, a_bare_plan, a_day

__all__ = ["days", "way"]


@pytest.fixture(autouse=True)
def no_limits():
    """Each test with counts of its own."""
    cache.clear()


@pytest.fixture
def moments():
    """The clock, on the day before the exam."""
    with ExitStack() as stack:
        made = Clock(stack)
        made.set(BEFORE)
        yield made


@pytest.fixture
def begin(client, agencies, moments):
    """The walk of a plan of a region that is ready, with eight people or more: `begin("lc")`."""

    def make(key: str, people: int = 8, *, waives: bool = False) -> Walk:
        if key == "hb":  # that the centre of the place and the one that filed it are two
            issuer = agencies.world.offices["hb_centre"]
            Agency.objects.filter(pk=agencies.agency["hb"].pk).update(issuer=issuer)
        carried_from(agencies, key, CARRIED)
        day = a_day(agencies, key, people, state=PlanStep.ROSTER)
        walk = walking(agencies, People(client), moments, key, day)
        exempt(walk, waives=waives)
        Case.objects.filter(pk=day.plan.pk).update(state=PlanStep.READY)
        return walk

    return make


def walking(agencies, people: People, moments: Clock, key: str, day: Day) -> Walk:
    world, owner = agencies.world, day.plan.owner
    return Walk(
        people=people,
        agencies=agencies,
        clock=moments,
        key=key,
        number=day.plan.number,
        entries=dict(enumerate(day.entries, 1)),
        writer=world.member(owner, Role.WRITER, name="命题甲"),
        second=world.member(owner, Role.WRITER, name="命题乙"),
        scorers=day.clerks,
        manager=day.arbiter,
        watch=day.watch.examiner.user,
        judges=[duty.examiner.user for duty in day.assessors],
    )


def carried_from(agencies, key: str, number: int, level: int = 4) -> Plan:
    """An assessment of last year in which somebody passed theory and failed practice."""
    plan = a_bare_plan(agencies, key, AUDIENCE.get(key, "own_staff"), PlanStep.CONFIRMED)
    Plan.objects.filter(pk=plan.pk).update(first_on=date(2025, 6, 3), last_on=date(2025, 6, 4))
    decided = {"status": "approved", "decided_by": agencies.clerk[key], "decided_at": BEFORE}
    entry = an_entry(plan, agencies.item(plan, level=level), number, **decided)
    result = Result.objects.create(
        plan=plan, entry=entry, outcome="unqualified", computed_at=BEFORE
    )
    for subject, outcome, mark in ((THEORY, "passed", EARLIER), (PRACTICE, "failed", 40)):
        SubjectResult.objects.create(result=result, subject=subject, outcome=outcome, mark=mark)
    return plan


def exempt(walk: Walk, *, waives: bool) -> None:
    """What one passed before is carried with a button; theory is waived for another."""
    page = walk.open(walk.clerk, walk.at("results:exemptions"))
    assert page.send(to="/found/").status == 302
    if waives:
        proof = SimpleUploadedFile("特殊工种证明.png", portrait(), "image/png")
        given = {"number": walk.entries[WAIVED].number, "subject": THEORY}
        given |= {"reason": "特殊工种岗位", "file": proof}
        walk.send(walk.clerk, walk.at("results:exemption-new"), **given)
