"""Retakes and exemptions: what was passed before is not sat again."""

import io
from datetime import date

import pytest

from assessment.frames.arrangement import Frame
from assessment.models import Exemption, Seat
from casework.models import Case
from casework.services import door
from catalogue.regulations.terms import PlanStep
from results.models import Result, SubjectResult
from results.selectors.earlier import earlier_passes
from tests.assessment.entering import a_plan, an_entry, portrait
from tests.results.scores.world import both, held, who
from tests.results.world import AFTER, a_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(agencies, now):
    """A year later: the one who failed practice and the one who failed theory enter again."""
    day = held(agencies)
    both(day, [80, 40, 70])
    both(day, [50, 90, 95], subject="practice")
    door.perform(day.plan, "score", actor=day.arbiter)
    Case.objects.filter(pk=day.plan.pk).update(state=PlanStep.CONFIRMED)
    return day, next_plan(agencies)


def next_plan(agencies, key: str = "lc", level: int = 4, year: int = 2027):
    plan = a_plan(agencies, key, ["own_staff"], PlanStep.ROSTER)
    type(plan).objects.filter(pk=plan.pk).update(
        first_on=AFTER.date().replace(year=year), last_on=AFTER.date().replace(year=year)
    )
    plan.refresh_from_db(fields=["first_on", "last_on"])
    item = agencies.item(plan, level=level)
    given = {"status": "approved", "decided_by": agencies.clerk[key], "decided_at": AFTER}
    for number in (1, 2, 3):
        an_entry(plan, item, number, **given)
    return plan


def found(plan) -> list[tuple]:
    return [
        (each.entry.name, each.subject, float(each.mark), each.until.isoformat())
        for each in earlier_passes(plan)
    ]


def page(plan, tail: str = "") -> str:
    return f"/plan/{plan.number}/exemptions/{tail}"


def test_what_was_passed_before_is_found_and_carried_with_one_click(agencies, again, client):
    day, plan = again
    assert found(plan) == [
        ("考生1", "theory", 80, "2028-06-04"),
        ("考生2", "practice", 90, "2028-06-04"),
    ]
    who(agencies.clerk["lc"], client)
    shown = client.get(page(plan)).content.decode()
    assert day.plan.number in shown
    client.post(page(plan, "found/"))
    rows = Exemption.objects.filter(entry__plan=plan).order_by("entry__number")
    assert [(row.subject, row.cause, row.mark, row.earlier) for row in rows] == [
        ("theory", "earlier", 80, day.entries[0]),
        ("practice", "earlier", 90, day.entries[1]),
    ]
    assert found(plan) == []
    assert len(Frame.of(plan).exempt) == 2


def test_nothing_is_carried_past_its_months_nor_to_another_level_nor_province(agencies, again):
    assert found(next_plan(agencies, year=2029)) == []
    assert found(next_plan(agencies, level=3)) == []
    assert found(next_plan(agencies, "js")) == []
    plan = next_plan(agencies, year=2028)
    assert found(plan) == []  # a day too late
    plan.first_on = date(2028, 6, 4)
    assert len(found(plan)) == 2


def test_nothing_is_carried_of_results_that_do_not_stand(again):
    day, plan = again
    Case.objects.filter(pk=day.plan.pk).update(state=PlanStep.PUBLICITY)
    assert found(plan) == []
    Case.objects.filter(pk=day.plan.pk).update(state=PlanStep.CONFIRMED)
    Result.objects.filter(entry=day.entries[0]).update(superseded_at=AFTER)
    assert [name for name, *_ in found(plan)] == ["考生2"]
    assert SubjectResult.objects.count() == 6


@pytest.mark.clause("LC-19")
def test_a_subject_is_waived_for_a_person_with_evidence(agencies, again, client):
    _, plan = again
    entry = plan.entries.first()
    who(agencies.clerk["lc"], client)
    proof = io.BytesIO(portrait())
    proof.name = "特殊工种证明.png"
    form = {"number": entry.number, "subject": "theory", "reason": "特殊工种岗位"}
    assert client.post(page(plan, "new/"), form).status_code == 422
    assert client.post(page(plan, "new/"), {**form, "file": proof}).status_code == 302
    row = Exemption.objects.get()
    assert (row.cause, row.reason, row.evidence is not None) == ("waived", "特殊工种岗位", True)
    assert client.post(page(plan, f"{row.pk}/withdraw/")).status_code == 302
    assert not Exemption.objects.exists()


def test_only_subjects_that_the_regulation_names_are_waived(agencies, again, client):
    _, plan = again
    who(agencies.clerk["lc"], client)
    form = {"number": plan.entries.first().number, "subject": "practice", "reason": "x"}
    assert client.post(page(plan, "new/"), form).status_code == 422
    js = next_plan(agencies, "js")
    who(agencies.clerk["js"], client)
    assert client.get(page(js, "new/")).status_code == 404


def test_a_seat_that_was_given_out_is_free_again(agencies, now, client):
    day = a_day(agencies, "lc", state=PlanStep.ROSTER)
    who(agencies.clerk["lc"], client)
    proof = io.BytesIO(portrait())
    proof.name = "证明.png"
    form = {"number": day.entries[0].number, "subject": "theory", "reason": "特殊工种"}
    client.post(page(day.plan, "new/"), {**form, "file": proof})
    seats = Seat.objects.filter(entry=day.entries[0]).values_list("session", flat=True)
    assert list(seats) == [day.practice.pk]


def test_nobody_else_grants_and_nothing_after_filing(agencies, again, client):
    _, plan = again
    for user, status in (
        (agencies.clerk["ln"], 404),
        (agencies.world.staff["lc_centre"], 403),
    ):
        who(user, client)
        assert client.get(page(plan)).status_code == status
        assert client.post(page(plan, "found/")).status_code == status
    Case.objects.filter(pk=plan.pk).update(state=PlanStep.READY)
    who(agencies.clerk["lc"], client)
    client.post(page(plan, "found/"))
    assert not Exemption.objects.exists()
