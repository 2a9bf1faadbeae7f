"""Numbers are reserved with the results, each for one person, and none is lost."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from casework.models import Case
from casework.services import sweep
from certificates.enums import GapReason
from certificates.models import NumberCounter, ReservedNumber
from certificates.services import numbering
from config import clock
from tests.certificates.issuing.world import beside, judged_anew, reserve, reserved
from tests.certificates.world import confirmed

pytestmark = pytest.mark.django_db


def numbers(plan, state="reserved") -> list[str]:
    rows = ReservedNumber.objects.filter(plan=plan, state=state).order_by("number")
    return list(rows.values_list("number", flat=True))


@pytest.mark.clause("LC-18", "SD-10")
def test_everybody_gets_the_next_of_agency_year_and_level(agencies):
    day = reserved(agencies, "sd", 3)
    prefix = day.plan.agency.prefix
    level = day.item.level
    assert numbers(day.plan) == [f"{prefix}26{level}{n:06}" for n in (1, 2, 3)]
    rows = ReservedNumber.objects.order_by("number")
    assert [row.entry_id for row in rows] == [entry.pk for entry in day.entries]
    other, _ = beside(agencies, "sd", 2, "20260604")
    reserve(other, day.arbiter)
    assert numbers(other) == [f"{prefix}26{level}{n:06}" for n in (4, 5)]


def test_reserved_again_nothing_changes(agencies):
    day = reserved(agencies)
    before = numbers(day.plan)
    assert reserve(day.plan, day.arbiter) == numbering.Outcome(0, 0)
    assert (numbers(day.plan), NumberCounter.objects.get().last) == (before, 3)


def test_who_qualifies_no_more_leaves_a_gap_that_nobody_else_gets(agencies):
    day = reserved(agencies)
    gone = numbers(day.plan)[1]
    judged_anew(day.entries[1], "unqualified")
    assert reserve(day.plan, day.arbiter) == numbering.Outcome(0, 1)
    row = ReservedNumber.objects.get(number=gone)
    assert (row.state, row.gap, row.ended_at is not None) == ("gap", GapReason.RESULT, True)
    judged_anew(day.entries[1], "qualified")
    assert reserve(day.plan, day.arbiter) == numbering.Outcome(1, 0)
    assert numbers(day.plan)[-1].endswith("000004")


def test_with_the_year_they_are_reserved_anew(agencies):
    day = reserved(agencies)
    old = numbers(day.plan)
    assert reserve(day.plan, day.arbiter, date(2027, 1, 4)) == numbering.Outcome(3, 3)
    assert numbers(day.plan, "gap") == old
    assert {row.gap for row in ReservedNumber.objects.filter(state="gap")} == {GapReason.YEAR}
    assert [number[13:15] for number in numbers(day.plan)] == ["27"] * 3


def test_an_agency_without_a_prefix_is_told_what_to_do(agencies):
    day = confirmed(agencies, "js", 1)
    day.plan.agency.prefix = None
    day.plan.agency.save(update_fields=["prefix"])
    with pytest.raises(ValidationError, match="还没有登记证书编号前段"):
        reserve(day.plan, day.arbiter)
    assert not ReservedNumber.objects.exists()


def test_where_serials_do_not_suffice_nothing_is_half_written(agencies):
    day = confirmed(agencies, "js", 3)
    key = f"{day.plan.agency.prefix}26{day.item.level}"
    NumberCounter.objects.create(key=key, last=999_997)
    with pytest.raises(ValidationError, match="只剩 2 个，本次需要 3 个"):
        reserve(day.plan, day.arbiter)
    assert not ReservedNumber.objects.exists()
    assert NumberCounter.objects.get().last == 999_997


def test_a_number_that_is_used_is_passed_over(agencies):
    day = reserved(agencies, "js", 1)
    key = f"{day.plan.agency.prefix}26{day.item.level}"
    other, people = beside(agencies, "js", 2, "20260604")
    numbering.assign(other, {people[0]: f"{key}000002"}, None)
    reserve(other, day.arbiter)
    assert numbers(other) == [f"{key}000002", f"{key}000003"]


def test_what_is_left_of_a_plan_that_was_cancelled_is_a_gap(agencies):
    day = reserved(agencies, "js", 2)
    Case.objects.filter(pk=day.plan.pk).update(state="cancelled")
    with clock.travel(clock.now()):
        sweep.sweep()
    rows = ReservedNumber.objects.all()
    assert [row.gap for row in rows] == [GapReason.CANCELLED] * 2
    assert {row.entry.plan_id for row in rows} == {day.plan.pk}
