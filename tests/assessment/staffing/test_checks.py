"""What the checks say of the people of an arrangement."""

from datetime import date

import pytest

from assessment.checks import staffing
from assessment.frames.arrangement import Frame
from assessment.models import Duty, Tie
from catalogue.models import ConditionSet, Standard, StandardLevel, Subject
from catalogue.regulations.terms import PlanStep
from tests.assessment.entering import a_plan, id_number
from tests.assessment.staffing.world import at, duty, examiner, rooms, seat, session


def found(plan) -> dict[str, list[bool]]:
    """Whether each issue refuses, by code."""
    told: dict[str, list[bool]] = {}
    for issue in staffing.check(Frame.of(plan)):
        assert (issue.section, issue.message.endswith("。")) == ("staff", True)
        told.setdefault(issue.code.removeprefix("staff-"), []).append(issue.refuses)
    return told


def led(of, agency, first: int = 90) -> None:
    """A chief and an internal supervisor, so that nothing is said of these."""
    duty(of, examiner(agency, first, "chief"), "chief")
    duty(of, examiner(agency, first + 1, "internal"), "internal")


@pytest.fixture
def theory(agencies, plan):
    """A session of theory, led, in one room of forty."""
    made = session(plan, rooms(agencies.agency["lc"], 40))
    led(made, agencies.agency["lc"])
    return made


def test_theory_takes_one_to_fifteen_and_two_a_room(agencies, plan, theory):
    room = theory.rooms.get()
    seat(theory, room, *range(1, 32))
    for number in (1, 2):
        duty(theory, examiner(agencies.agency["lc"], number), room=room)
    (issue,) = staffing.check(Frame.of(plan))
    assert issue.message == ("6月3日 09:00–10:30 理论知识考试，1考场：31 名考生，监考人员 2 人。")
    assert issue.remedy == "监考人员与考生不低于 1:15，每个考场不少于 2 人，请再安排 1 人。"
    assert (issue.refuses, issue.basis.cite) == (True, "《国家职业标准编制技术规程（2023年版）》")
    duty(theory, examiner(agencies.agency["lc"], 3), room=room)
    assert found(plan) == {}


def test_a_room_that_holds_nobody_takes_nobody(agencies, plan, theory):
    first = theory.rooms.get()
    theory.rooms.add(*rooms(agencies.agency["lc"], 40))
    seat(theory, first, 1)
    for number in (1, 2):
        duty(theory, examiner(agencies.agency["lc"], number), room=first)
    assert found(plan) == {}


def test_a_review_takes_an_odd_panel(agencies, plan):
    agency = agencies.agency["lc"]
    made = session(plan, rooms(agency, 10, kind="review"), "review")
    led(made, agency)
    room = made.rooms.get()
    seat(made, room, 1)
    for number in range(1, 5):
        duty(made, examiner(agency, number), room=room)
    assert found(plan) == {"ratio": [True]}
    duty(made, examiner(agency, 5), room=room)
    assert found(plan) == {}


def a_standard(plan, *, checked: bool, **numbers) -> None:
    """A standard of the plan's item that sets numbers of its own for practice."""
    item = plan.items.get()
    conditions, _ = ConditionSet.objects.get_or_create(code="x", name="x", source="x")
    item.standard = Standard.objects.create(
        code=f"s-{checked}".lower(),
        occupation=item.occupation,
        kind="national",
        version="2023",
        condition_set=conditions,
        checked=checked,
        source="x",
    )
    item.save()
    level = StandardLevel.objects.create(standard=item.standard, level=item.level)
    Subject.objects.create(standard_level=level, kind="practice", **numbers)


@pytest.mark.parametrize("checked", [True, False])
def test_practice_goes_by_the_standard_and_refuses_once_that_was_checked(agencies, plan, checked):
    agency = agencies.agency["lc"]
    made = session(plan, rooms(agency, 20, kind="practice"), "practice")
    led(made, agency)
    room = made.rooms.get()
    seat(made, room, 1)
    assert found(plan) == {"ratio": [False]}
    a_standard(plan, checked=checked, candidates_per_examiner=15, minimum_examiners=2)
    duty(made, examiner(agency, 1), room=room)
    assert found(plan) == {"ratio": [checked]}
    duty(made, examiner(agency, 2), room=room)
    assert found(plan) == {}


@pytest.mark.clause("HB-05")
@pytest.mark.clause("SD-08")
@pytest.mark.parametrize(("key", "refuses"), [("lc", False), ("hb", True), ("sd", True)])
def test_without_chief_and_internal_supervisor(agencies, key, refuses):
    plan = a_plan(agencies, key, ["own_staff"], PlanStep.ROSTER)
    agencies.item(plan)
    made = session(plan, rooms(agencies.agency[key], 40))
    seat(made, made.rooms.get(), 1)
    for number in (1, 2):
        duty(made, examiner(agencies.agency[key], number), room=made.rooms.get())
    assert found(plan) == {"chief": [False], "internal": [refuses]}


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({}, {}),
        ({"left_on": date(2026, 6, 3)}, {"left": [True]}),
        ({"left_on": date(2026, 6, 4)}, {}),
        ({"roles": ["support"]}, {"role": [False]}),
        ({"id_number": ""}, {"nameless": [False]}),
        ({"certificate": ""}, {"certificate": [False]}),
        ({"until": date(2026, 6, 2)}, {"certificate": [False]}),
        ({"until": date(2026, 6, 3)}, {}),
        ({"codes": ["6-18-01-01"]}, {"occupation": [False]}),
        ({"codes": ["6-31-01-03"]}, {}),
    ],
)
def test_an_assessor_fits(agencies, plan, columns, expected):
    agency = agencies.agency["lc"]
    made = session(plan, rooms(agency, 20, kind="practice"), "practice")
    led(made, agency)
    room = made.rooms.get()
    seat(made, room, 1)
    for number in (1, 2):
        duty(made, examiner(agency, number), room=room)
    duty(made, examiner(agency, 3, **{"name": "丙", **columns}), room=room)
    assert found(plan) == expected


def test_an_expired_certificate_is_refused_in_shandong(agencies):
    plan, agency = a_plan(agencies, "sd", ["public"], PlanStep.ROSTER), agencies.agency["sd"]
    agencies.item(plan)
    made = session(plan, rooms(agency, 20, kind="practice"), "practice")
    led(made, agency)
    Duty.objects.filter(role="internal").delete()
    duty(made, examiner(agency, 1, "internal", until=date(2026, 6, 2)), "internal")
    assert found(plan) == {"certificate": [True]}


def test_only_a_senior_assessor_judges_technicians(agencies, plan):
    agency = agencies.agency["lc"]
    plan.items.update(level=2)
    made = session(plan, rooms(agency, 20, kind="practice"), "practice")
    led(made, agency)
    room = made.rooms.get()
    seat(made, room, 1)
    for number, senior in ((1, True), (2, True), (3, False)):
        duty(made, examiner(agency, number, senior=senior), room=room)
    assert found(plan) == {"senior": [False]}


def test_whom_an_invigilator_is_too_near(agencies, plan, theory):
    agency, room = agencies.agency["lc"], theory.rooms.get()
    seat(theory, room, 1, 2, employer=agency.name, post="一车间 电工")
    near = [
        examiner(agency, 1, id_number=id_number(1)),
        examiner(agency, 2, team="一车间"),
        examiner(agency, 3),
    ]
    for person in near:
        duty(theory, person, room=room)
    Tie.objects.create(
        examiner=near[2], id_hash=theory.seats.last().entry.id_hash, name="考生2", cause="师徒"
    )
    assert found(plan) == {"self": [True], "team": [False], "tie": [True]}


def test_a_tie_bars_from_the_room_of_the_candidate_alone(agencies, plan, theory):
    agency, first = agencies.agency["lc"], theory.rooms.get()
    (second,) = rooms(agency, 40)
    theory.rooms.add(second)
    (entry,) = seat(theory, first, 1)
    seat(theory, second, 2)
    people = [examiner(agency, number) for number in range(1, 5)]
    for person, room in zip(people, (first, first, second, second), strict=True):
        duty(theory, person, room=room)
    tie = Tie.objects.create(
        examiner=people[3], id_hash=entry.id_hash, name=entry.name, cause="亲属"
    )
    assert found(plan) == {}
    tie.examiner = people[0]
    tie.save()
    assert found(plan) == {"tie": [True]}


def test_nobody_is_in_two_places_of_two_agencies(agencies, plan, theory):
    agency, room = agencies.agency["lc"], theory.rooms.get()
    seat(theory, room, 1)
    there = a_plan(agencies, "js", ["own_staff"], PlanStep.READY)
    agencies.item(there)
    other = session(there, rooms(agencies.agency["js"], 40), starts_at=at(3, 10), ends_at=at(3, 12))
    duty(other, examiner(agencies.agency["js"], 1), room=other.rooms.get())
    for number in (1, 2):
        duty(theory, examiner(agency, number), room=room)
    (issue,) = staffing.check(Frame.of(plan))
    assert (issue.code, issue.refuses) == ("staff-twice", True)
    assert issue.message.endswith(
        f"“考务1”在{agencies.agency['js']}另有考务安排（6月3日 10:00–12:00）。"
    )
    other.starts_at = at(3, 10, 30)
    other.save()
    assert found(plan) == {}
    other.starts_at, other.cancelled_at = at(3, 9), at(1, 9)
    other.save()
    assert found(plan) == {}


def test_nobody_invigilates_while_sitting_an_exam(agencies, plan, theory):
    agency, room = agencies.agency["lc"], theory.rooms.get()
    seat(theory, room, 1)
    there = a_plan(agencies, "js", ["own_staff"], PlanStep.READY)
    agencies.item(there)
    other = session(there, rooms(agencies.agency["js"], 40))
    seat(other, other.rooms.get(), 7)
    for number in (1, 2):
        duty(theory, examiner(agency, number, id_number=id_number(6 + number)), room=room)
    assert found(plan) == {"twice": [True]}


def test_two_duties_at_once_in_one_plan_are_told_once(agencies, plan, theory):
    agency, room = agencies.agency["lc"], theory.rooms.get()
    second = session(plan, rooms(agency, 40), starts_at=at(3, 10), ends_at=at(3, 12))
    led(second, agency, 80)
    seat(theory, room, 1)
    people = [examiner(agency, number) for number in (1, 2, 3)]
    for person in people[:2]:
        duty(theory, person, room=room)
    for person in people[1:]:
        duty(second, person, room=second.rooms.get())
    assert found(plan) == {"twice": [True]}


@pytest.mark.parametrize(("times", "expected"), [(2, {}), (3, {"turns": [False]})])
def test_nobody_judges_more_than_three_times_running(agencies, plan, times, expected):
    agency = agencies.agency["lc"]
    people = [examiner(agency, number) for number in range(1, 6)]
    (room,) = rooms(agency, 10, kind="practice")
    for hour in range(8, 8 + times):
        earlier = a_plan(agencies, "lc", ["own_staff"], PlanStep.READY)
        times_of = {"starts_at": at(1, hour), "ends_at": at(1, hour + 1)}
        held = session(earlier, [room], "practice", **times_of)
        for person in (people[0], *people[3:]):
            duty(held, person, room=room)
    made = session(plan, [room], "practice")
    led(made, agency)
    seat(made, room, 1)
    for person in people[:3]:
        duty(made, person, room=room)
    assert found(plan) == expected


def test_the_same_judges_as_the_last_time_are_told(agencies, plan):
    agency = agencies.agency["lc"]
    people = [examiner(agency, number) for number in range(1, 4)]
    (room,) = rooms(agency, 10, kind="practice")
    earlier = a_plan(agencies, "lc", ["own_staff"], PlanStep.READY)
    held = session(earlier, [room], "practice", starts_at=at(1, 9), ends_at=at(1, 10))
    made = session(plan, [room], "practice")
    led(made, agency)
    seat(made, room, 1)
    for person in people:
        duty(held, person, room=room)
        duty(made, person, room=room)
    assert found(plan) == {"rotation": [False]}
