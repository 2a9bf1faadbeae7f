"""Two at once, on PostgreSQL."""

import pytest
from django.core.exceptions import ValidationError

from accounts.enums import Role
from assessment import entry_details
from assessment.models import Entry
from assessment.services import entries, entry_decisions
from casework.models import Event
from tests.assessment import entering
from tests.assessment.entering import a_plan, an_entry, id_number, six_years
from tests.casework.test_races import at_once, kinds_of, meeting

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


def test_one_person_entered_by_two_agencies_at_once_is_entered_once(agencies):
    here, there = a_plan(agencies, "lc", ["own_staff"]), a_plan(agencies, "js", ["own_staff"])
    items = {plan: agencies.item(plan) for plan in (here, there)}

    def enter(plan):
        return lambda: entries.keep(plan, columns(items[plan], "甲"), [])

    outcomes = at_once(enter(here), enter(there))
    assert (kinds_of(outcomes), Entry.objects.count()) == (["Entry", "ValidationError"], 1)


def test_without_the_lock_on_the_person_both_would_enter(agencies, monkeypatch):
    here, there = a_plan(agencies, "lc", ["own_staff"]), a_plan(agencies, "js", ["own_staff"])
    items = {plan: agencies.item(plan) for plan in (here, there)}
    refuse, meet = entries.refuse_twice, meeting(2)

    def refuse_and_meet(row):
        refuse(row)
        meet()

    monkeypatch.setattr(entries, "hold_person", lambda row: None)
    monkeypatch.setattr(entries, "refuse_twice", refuse_and_meet)

    def enter(plan):
        return lambda: entries.keep(plan, columns(items[plan], "甲"), [])

    assert kinds_of(at_once(enter(here), enter(there))) == ["Entry", "Entry"]


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
