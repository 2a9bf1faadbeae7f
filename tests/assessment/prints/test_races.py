"""Two at once, on PostgreSQL."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessment.models import Plan, PrintRun
from assessment.services import print_files, print_jobs, printing
from assessment.services.print_jobs import PRINT
from casework.models import Job, JobItem
from casework.services import jobs, leases
from catalogue.regulations.terms import PlanStep
from config import clock
from tests.assessment.entering import a_plan
from tests.assessment.prints.world import arranged, pages
from tests.assessment.world import build
from tests.filing.world import build as build_world
from tests.races import at_once, kinds_of, meeting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def agencies():
    return build(build_world())


@pytest.fixture
def plan(agencies, monkeypatch) -> Plan:
    """Two candidates, each a part of his own."""
    monkeypatch.setattr(print_jobs, "PEOPLE", 1)
    plan = a_plan(agencies, "lc", ["own_staff"], state=PlanStep.READY)
    arranged(plan, agencies.item(plan), [1, 2])
    return plan


@pytest.fixture
def run(plan, agencies) -> PrintRun:
    """Tickets that wait to be drawn."""
    return printing.start(plan, "tickets", None, actor=agencies.clerk["lc"])


def claim() -> JobItem:
    """A piece taken by a worker."""
    [item] = jobs._claim(PRINT)
    return item


def attempts(run: PrintRun) -> list[tuple[str, int]]:
    """How each piece ended, and how often it was taken."""
    return list(run.job.items.order_by("pk").values_list("status", "attempts"))


def is_there(run: PrintRun) -> bool:
    """Whether everybody is on paper once, in the one file."""
    run.refresh_from_db()
    texts = pages(print_files.whole(run.folder).read_bytes())
    named = [[f"姓名考生{number}性别" in text for number in (1, 2)] for text in texts]
    return print_files.is_whole(run) and named == [[True, False], [False, True]]


def test_two_workers_draw_each_piece_once_and_bind_once(run):
    assert sum(at_once(jobs.work_off, jobs.work_off)) == 3
    assert attempts(run) == [("done", 1)] * 3
    assert is_there(run)


def ended(item: JobItem, meet) -> None:
    """A piece that ends as it would without the lock on its run."""
    with transaction.atomic():
        mine = leases.held(item)
        meet()
        print_jobs._bind_when_last(mine)
        meet()
        leases.end(mine, "done")


def test_without_the_lock_on_the_run_nobody_would_be_the_last(run):
    meet, first, second = meeting(2), claim(), claim()
    outcomes = at_once(lambda: ended(first, meet), lambda: ended(second, meet))
    assert outcomes == [None, None]
    assert attempts(run) == [("done", 1)] * 2


def test_of_two_that_end_at_once_one_is_the_last(run):
    first, second = claim(), claim()
    at_once(lambda: jobs._work(PRINT, first), lambda: jobs._work(PRINT, second))
    assert attempts(run) == [("done", 1)] * 2 + [("waiting", 0)]
    jobs.work_off()
    assert is_there(run)


def test_what_a_killed_worker_held_is_drawn_by_another_even_if_it_comes_back(run):
    late = claim()
    JobItem.objects.filter(pk=late.pk).update(lease_until=clock.now() - timedelta(seconds=1))
    heir = claim()
    assert (heir.pk, heir.owner == late.owner) == (late.pk, False)
    at_once(lambda: jobs._work(PRINT, late), lambda: jobs._work(PRINT, heir))
    assert attempts(run) == [("done", 2), ("waiting", 0)]
    jobs.work_off()
    assert attempts(run) == [("done", 2), ("done", 1), ("done", 1)]
    assert is_there(run)


def clicks(plan: Plan, user) -> list:
    """Two clicks on print at once, each in a browser of its own."""
    address = reverse("assessment:prints", args=[plan.number])

    def click(client: Client):
        return lambda: client.post(address, {"kind": "tickets", "session": ""}).status_code

    clients = [Client(), Client()]
    for client in clients:
        client.force_login(user)
    return at_once(*map(click, clients))


def test_two_clicks_make_one_print(plan, agencies):
    assert clicks(plan, agencies.clerk["lc"]) == [302, 302]
    assert (PrintRun.objects.count(), Job.objects.count()) == (1, 1)


def test_without_the_lock_on_the_plan_the_second_click_would_fail(plan, agencies, monkeypatch):
    meet, begin = meeting(2), printing._begin

    def met(*args):
        meet()
        return begin(*args)

    monkeypatch.setattr(printing, "_begin", met)
    monkeypatch.setattr(printing.door, "lock", lambda pks: list(Plan.objects.filter(pk__in=pks)))

    def start():
        return printing.start(plan, "tickets", None, actor=agencies.clerk["lc"])

    assert kinds_of(at_once(start, start)) == ["IntegrityError", "PrintRun"]
