"""Two at once, on PostgreSQL."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.enums import Role
from assessment import entry_details
from assessment.models import Entry
from assessment.services import entries, entry_decisions
from assessment.services.candidates import hold_candidates
from casework.models import Event
from tests.assessment import entering
from tests.assessment.entering import a_plan, an_entry, id_number, six_years
from tests.races import at_once, kinds_of, meeting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def columns(item, post: str) -> dict:
    return {
        "item": item,
        "name": "张三丰",
        "audience": "own_staff",
        "id_number": id_number(1),
        "sex": "男",
        "born_on": "1990-01-01",
        "employer": "第一机械厂",
        "post": post,
        "details": entry_details.dump({}),
    }


def test_two_clerks_with_one_entry_open_make_one_change(agencies):
    plan = a_plan(agencies, "lc", ["own_staff"])
    item = agencies.item(plan)
    entry = an_entry(plan, item)

    def change(post: str):
        return lambda: entries.keep(plan, columns(item, post), [], entry=entry, version=0)

    outcomes = at_once(change("甲"), change("乙"))
    entry.refresh_from_db()
    assert kinds_of(outcomes) == ["Entry", "ValidationError"]
    assert entries.PAST in next(o for o in outcomes if isinstance(o, ValidationError)).messages
    assert (entry.version, entry.post) == (
        1,
        next(o.post for o in outcomes if isinstance(o, Entry)),
    )


@pytest.fixture
def approving(agencies):
    """What each of two agencies does to approve one person for the same level."""
    entering.conditions()
    found = []
    for key in ("lc", "js"):
        plan = a_plan(agencies, key, ["own_staff"])
        item = agencies.item(plan)
        for number in (1, 2):
            six_years(an_entry(plan, item, number, status="applied"))
        entries, actor = plan.entries.all(), agencies.clerk[key]
        found.append(partial(entry_decisions.approve, plan, entries, actor=actor))
    return found


def test_one_person_approved_by_two_agencies_at_once_is_approved_by_one(approving):
    outcomes = at_once(*approving)
    assert sorted((outcome.done, len(outcome.left)) for outcome in outcomes) == [(0, 2), (2, 0)]
    assert Entry.objects.filter(status="approved").values("id_hash").distinct().count() == 2


def test_without_the_lock_on_the_people_both_would_approve(approving, monkeypatch):
    look, meet = entry_decisions.known_of, meeting(2)

    def look_and_meet(*args):
        found = look(*args)
        meet()
        return found

    monkeypatch.setattr(entry_decisions, "hold_candidates", list)
    monkeypatch.setattr(entry_decisions, "known_of", look_and_meet)
    assert [outcome.done for outcome in at_once(*approving)] == [2, 2]


def test_two_who_hold_many_people_in_any_order_never_wait_for_each_other():
    hashes = [str(number) for number in range(5000)]

    def hold(order):
        def act():
            with transaction.atomic():
                hold_candidates(order)
                return "held"

        return act

    assert at_once(hold(hashes), hold(hashes[::-1]), hold(hashes[2500:])) == ["held"] * 3


def test_two_who_approve_the_same_entries_approve_them_once(agencies):
    entering.conditions()
    plan = a_plan(agencies, "lc", ["own_staff"])
    entry = six_years(an_entry(plan, agencies.item(plan), status="applied"))
    people = [agencies.clerk["lc"], agencies.world.member(plan.owner, Role.CLERK)]

    def approve(actor):
        return lambda: entry_decisions.approve(plan, Entry.objects.all(), actor=actor)

    outcomes = at_once(*map(approve, people))
    entry.refresh_from_db()
    assert sorted(outcome.done for outcome in outcomes) == [0, 1]
    assert Event.objects.filter(case=plan, act="approve_entries").count() == 1
