"""Two at once, on PostgreSQL."""

from contextlib import contextmanager

import pytest
from django.db import transaction

from assessment.models import Entry, RosterDraft, WorkPeriod
from assessment.services import roster_taking, rosters
from casework.services import jobs
from tests.assessment.entering import a_plan, conditions
from tests.assessment.rosters.files import book, row
from tests.assessment.world import build
from tests.filing.world import build as build_world
from tests.races import at_once, kinds_of, meeting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
TEN = [row(number) for number in range(10)]


@pytest.fixture
def race(settings, tmp_path):
    """A plan in enrolment, and two clerks of the agency."""
    settings.MEDIA_ROOT = tmp_path
    agencies = build(build_world())
    conditions()
    plan = a_plan(agencies, "lc", ["own_staff"])
    agencies.item(plan)
    return agencies, plan


def both_sides(agencies, plan) -> list[RosterDraft]:
    """The same file, checked and confirmed twice, as two jobs that have not begun."""
    drafts = []
    for _ in range(2):
        draft = rosters.upload(plan, book(*TEN), "名册.xlsx", actor=agencies.clerk["lc"])
        jobs.work_off()
        RosterDraft.objects.filter(pk=draft.pk).update(organisation=other(agencies, len(drafts)))
        drafts.append(RosterDraft.objects.get(pk=draft.pk))
    RosterDraft.objects.update(status="taking")
    return drafts


def other(agencies, number: int):
    """Each draft is of another organisation, as those of agency and client are; else the second
    upload would take the place of the first."""
    return [agencies.client, agencies.agency["lc"].organisation][number]


def take(draft: RosterDraft, clerk):
    return lambda: roster_taking.take(RosterDraft.objects.get(pk=draft.pk), clerk)


@contextmanager
def not_locked(plan):
    """`opened` as it would be without its lock."""
    with transaction.atomic():
        yield plan


def test_without_the_lock_both_imports_would_add_everybody(race, monkeypatch):
    """Only a constraint stops the second."""
    agencies, plan = race
    first, second = both_sides(agencies, plan)
    meet, read = meeting(2), roster_taking._changes

    def met(draft, of):
        changes = read(draft, of)
        meet()
        return changes

    monkeypatch.setattr(roster_taking, "_changes", met)
    monkeypatch.setattr(roster_taking, "opened", not_locked)
    clerk = agencies.clerk["lc"]
    outcomes = kinds_of(at_once(take(first, clerk), take(second, clerk)))
    assert outcomes == ["IntegrityError", "dict"]


def test_two_imports_of_the_same_file_have_one_effect(race):
    agencies, plan = race
    first, second = both_sides(agencies, plan)
    clerk = agencies.clerk["lc"]
    outcomes = at_once(take(first, clerk), take(second, clerk))
    assert sorted(told["added"] for told in outcomes) == [0, 10]
    assert (Entry.objects.count(), WorkPeriod.objects.count()) == (10, 10)


def test_the_same_job_twice_has_one_effect(race):
    agencies, plan = race
    first, _ = both_sides(agencies, plan)
    clerk = agencies.clerk["lc"]
    assert kinds_of(at_once(take(first, clerk), take(first, clerk))) == ["RefusedError", "dict"]
    assert Entry.objects.count() == 10


def test_of_two_uploads_at_once_one_gives_way(race):
    agencies, plan = race
    clerk = agencies.clerk["lc"]

    def upload():
        return rosters.upload(plan, book(row(1)), "名册.xlsx", actor=clerk).pk

    at_once(upload, upload)
    found = sorted(RosterDraft.objects.values_list("status", flat=True))
    assert found == ["checking", "dropped"]
