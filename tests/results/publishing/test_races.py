"""Two at once, on PostgreSQL: one effect."""

from datetime import timedelta
from threading import Event as Signal
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from casework.models import Event, Publication
from casework.services import door, jobs, publications
from config import clock
from results.models import Correction, Result
from results.services import corrections, publicity
from results.services.corrections import Proposal
from tests.assessment.commissioning.steps import scan
from tests.races import at_once, kinds_of
from tests.results.publishing.steps import fresh, scored

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def reviewing(agencies, key: str = "sd"):
    """A plan in review; threads have the clock of the machine."""
    day = scored(agencies, key)
    clerk = agencies.clerk[key]
    door.perform(day.plan, "publicise", actor=clerk, working_days=5)
    with clock.travel(timezone.now() + timedelta(20)):
        publications.close_due()
        door.perform(fresh(day.plan), "submit_results", actor=clerk)
        jobs.work_off(seconds=300)
    return day


def passing(plan, officer, version=None):
    return lambda: door.perform(plan, "review", actor=officer, version=version)


def test_two_officers_review_one_result_once(agencies):
    day = reviewing(agencies)
    world, plan = agencies.world, fresh(day.plan)
    first, second = world.staff["lc_centre"], world.second["lc_centre"]
    outcomes = at_once(
        passing(fresh(plan), first, plan.version), passing(fresh(plan), second, plan.version)
    )
    assert kinds_of(outcomes) == ["Event", "StaleError"]
    assert (fresh(plan).reviewed, fresh(plan).state) == (1, "review")
    assert Event.objects.filter(case=plan.pk, act="review").count() == 1


def test_two_officers_of_one_office_never_pass_two_reviews(agencies):
    """Without the version of a page: the second finds that it is the province's turn."""
    day = reviewing(agencies)
    world = agencies.world
    first, second = world.staff["lc_centre"], world.second["lc_centre"]
    outcomes = at_once(passing(fresh(day.plan), first), passing(fresh(day.plan), second))
    assert kinds_of(outcomes) == ["Event", "ForbiddenError"]
    assert fresh(day.plan).reviewed == 1


def test_one_passes_and_one_sends_back(agencies):
    day = reviewing(agencies, "ln")
    world, plan = agencies.world, fresh(day.plan)
    first, second = world.staff["as"], world.second["as"]

    def back():
        return door.perform(
            fresh(plan), "return_results", actor=second, version=plan.version, note="请核对"
        )

    outcomes = at_once(passing(fresh(plan), first, plan.version), back)
    assert kinds_of(outcomes) == ["Event", "StaleError"]
    rows = Event.objects.filter(case=plan.pk, act__in=["review", "return_results"])
    assert rows.count() == 1


def test_two_clerks_publish_once(agencies):
    day = scored(agencies, "sd")
    plan, clerk = fresh(day.plan), agencies.clerk["sd"]

    def publish():
        return door.perform(fresh(plan), "publicise", actor=clerk, working_days=5)

    assert kinds_of(at_once(publish, publish)) == ["Event", "NotNowError"]
    assert Publication.objects.filter(case_id=plan.pk, act="clear").count() == 1


def test_a_correction_comes_in_force_once_and_is_not_refused_meanwhile(agencies):
    day = scored(agencies, "sd")
    clerk = agencies.clerk["sd"]
    door.perform(day.plan, "publicise", actor=clerk, working_days=5)
    row = agreed(day)

    def publish():
        return door.perform(fresh(day.plan), "correct", actor=clerk, note="更正")

    def refuse():
        given = Correction.objects.select_related("plan").get(pk=row.pk)
        given.plan = fresh(day.plan)
        return corrections.decide(given, agree=False, actor=day.arbiter, remark="看错")

    outcomes = at_once(publish, publish, refuse)
    status = Correction.objects.get(pk=row.pk).status
    revisions = Result.objects.filter(entry=day.entries[1]).count()
    assert (status, revisions) in [("applied", 2), ("refused", 1)]
    assert kinds_of(outcomes).count("Event") == 1 if status == "applied" else True
    assert Publication.objects.filter(status="open").count() == 1


def agreed(day) -> Correction:
    """A correction proposed by the clerk and agreed to by the manager."""
    proposal = Proposal(day.entries[1], "theory", "own", "漏加分", mark=61)
    corrections.propose(
        fresh(day.plan), proposal, evidence=scan(), actor=day.clerks[1], token=uuid4()
    )
    row = Correction.objects.get(plan=day.plan)
    row.plan = fresh(day.plan)
    corrections.decide(row, agree=True, actor=day.arbiter)
    return row


def test_two_agree_to_one_correction_once(agencies):
    day = scored(agencies, "sd")
    proposal = Proposal(day.entries[1], "theory", "own", "漏加分", mark=61)
    corrections.propose(fresh(day.plan), proposal, evidence=scan(), actor=day.clerks[1])
    row = Correction.objects.get(plan=day.plan)

    def agree(user):
        given = Correction.objects.select_related("plan").get(pk=row.pk)
        given.plan = fresh(day.plan)
        return lambda: corrections.decide(given, agree=True, actor=user)

    outcomes = at_once(agree(day.arbiter), agree(agencies.clerk["sd"]))
    assert kinds_of(outcomes) == ["Event", "NotNowError"]
    assert Event.objects.filter(case=day.plan.pk, act="agree_correction").count() == 1


def test_two_propose_to_correct_one_score_once(agencies):
    day = scored(agencies, "sd")

    def propose(user, mark):
        plan = fresh(day.plan)
        proposal = Proposal(day.entries[1], "theory", "own", "漏加分", mark=mark)
        return lambda: corrections.propose(plan, proposal, evidence=scan(), actor=user)

    outcomes = at_once(propose(day.clerks[1], 61), propose(day.arbiter, 62))
    assert kinds_of(outcomes) == ["Event", "ValidationError"]
    assert Correction.objects.count() == 1


def test_a_page_that_is_opened_while_somebody_publishes_waits_for_it(agencies):
    """The page shows the notice with what comes in force just now, and does not put it in force a
    second time."""
    day = scored(agencies, "sd")
    agreed(day)
    published = Signal()

    def publish():
        with transaction.atomic():
            door.perform(fresh(day.plan), "publicise", actor=agencies.clerk["sd"], working_days=5)
            published.set()
            until_somebody_waits()

    def show():
        published.wait(10)
        return publicity.preview(fresh(day.plan), 5, again=False)[1]

    assert kinds_of(at_once(publish, show)) == ["NoneType", "int"]
    assert Result.objects.filter(plan=day.plan, superseded_at=None).count() == 3
    assert Result.objects.filter(plan=day.plan).count() == 4


def until_somebody_waits() -> None:
    """Until another connection waits for a lock."""
    pause = Signal()
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            pause.wait(0.05)
    pytest.fail("nobody waited")
