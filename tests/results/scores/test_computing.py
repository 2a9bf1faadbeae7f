"""Results are computed, never typed."""

import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessment.models import Exemption, PlanSubject
from casework.services import door
from catalogue.regulations.terms import PlanStep
from config import clock
from results.models import Arbitration, Attendance, Correction, Incident, Result
from results.selectors.results import are_public, current
from results.services import computing, rounds
from results.services.rounds import Change
from tests.results.scores.world import both, entered, missing, outcomes, panel, taken, value
from tests.results.world import EXAM

pytestmark = pytest.mark.django_db


def scored(day):
    return door.perform(day.plan, "score", actor=day.arbiter)


def refusals(day) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        scored(day)
    assert not Result.objects.exists()
    return refused.value.messages


def breach(day, entry: int, consequence: str, subject: str = "theory") -> Incident:
    return Incident.objects.create(
        session=day.theory,
        entry=day.entries[entry],
        conduct="phone",
        consequence=consequence,
        subject=subject,
        facts="…",
        recorded_by=day.arbiter,
        recorded_at=EXAM,
    )


def test_each_subject_is_held_against_its_own_pass_mark(day):
    PlanSubject.objects.filter(item=day.item, kind="practice").update(pass_mark=70)
    missing(day, 2, "practice")
    both(day, [60, 100, 59.9])
    both(day, [70, 69.9, None], subject="practice")
    event = scored(day)
    assert outcomes(day) == {
        "1": ("qualified", {"theory": ("passed", 60), "practice": ("passed", 70)}),
        "2": ("unqualified", {"theory": ("passed", 100), "practice": ("failed", 69.9)}),
        "3": ("unqualified", {"theory": ("failed", 59.9), "practice": ("absent", None)}),
    }
    assert event.target == PlanStep.SCORED
    facts = json.loads(event.facts)
    assert (facts["people"], facts["qualified"], facts["unqualified"]) == (3, 1, 2)


def test_everything_missing_is_listed_at_once(day):
    entered(day, [80, 70, 60])
    taken(day, 2)
    Attendance.objects.filter(session=day.practice, entry=day.entries[2]).delete()
    said = refusals(day)
    assert said == [
        f"{day.item} 理论知识考试：二录还没有提交。请{day.clerks[1]}录入完后提交。",
        f"{day.item} 技能考核：没有登记到考情况 {day.entries[2].ticket}。请在考场登记中补登。",
        f"{day.item} 技能考核：还没有一录。请登分人员录入并提交。",
        f"{day.item} 技能考核：还没有二录。请登分人员录入并提交。",
    ]


def test_a_difference_that_nobody_has_decided_holds_it_up(day):
    sheet = both(day, [80, 70, 60], [80, 71, 60])
    both(day, [80, 80, 80], subject="practice")
    assert refusals(day) == [
        f"{day.item} 理论知识考试：有 1 项成绩待裁定 {day.entries[1].ticket}。"
        "请没有参加录入的第三人裁定。"
    ]
    Arbitration.objects.create(
        sheet=sheet,
        entry=day.entries[1],
        mark=59,
        reason="核对",
        decided_by=day.arbiter,
        decided_at=clock.now(),
    )
    scored(day)
    assert outcomes(day)["2"] == (
        "unqualified",
        {"theory": ("failed", 59), "practice": ("passed", 80)},
    )


def test_a_breach_voids_what_was_written(day):
    breach(day, 0, "subject")
    breach(day, 1, "all")
    both_marks = [[95, 95, 80], [95, 95, 80]]
    for marks, subject in zip(both_marks, ("theory", "practice"), strict=True):
        _round_without_void(day, marks, subject)
    scored(day)
    found = outcomes(day)
    assert [found[key][0] for key in "123"] == ["unqualified", "unqualified", "qualified"]
    assert found["1"][1] == {"theory": ("void", None), "practice": ("passed", 95)}
    assert found["2"][1] == {"theory": ("void", None), "practice": ("void", None)}


def _round_without_void(day, marks, subject) -> None:
    for position in (1, 2):
        round_ = taken(day, position, subject)
        rounds.save(
            round_,
            [
                Change(entry.pk, value(mark), "")
                for entry, mark in zip(day.entries, marks, strict=True)
                if not (
                    entry == day.entries[1] or (entry == day.entries[0] and subject == "theory")
                )
            ],
            actor=round_.clerk,
        )
        rounds.hand_in(round_, checked=False, actor=round_.clerk)


def exempt(day, entry: int, **columns) -> Exemption:
    given = {"subject": "theory", "cause": "waived", "reason": "特殊工种", **columns}
    return Exemption.objects.create(
        entry=day.entries[entry], granted_by=day.arbiter, granted_at=clock.now(), **given
    )


@pytest.mark.clause("LC-19")
def test_who_need_not_sit_a_subject_is_judged_by_the_others(agencies, day):
    exempt(day, 0)
    day.entries = day.entries[1:]
    both(day, [80, 40])
    day.entries = [*day.plan.entries.order_by("ticket")]
    both(day, [80, 80, 80], subject="practice")
    scored(day)
    assert outcomes(day)["1"] == (
        "qualified",
        {"theory": ("exempt", None), "practice": ("passed", 80)},
    )


def test_a_subject_waived_for_the_item_is_nobodys_to_sit(day):
    PlanSubject.objects.filter(item=day.item, kind="theory").update(waived=True, reason="特殊工种")
    both(day, [80, 59, 60], subject="practice")
    scored(day)
    assert [outcomes(day)[key][0] for key in "123"] == ["qualified", "unqualified", "qualified"]


def test_results_are_computed_once(day):
    both(day, [80, 70, 60])
    both(day, [80, 70, 60], subject="practice")
    scored(day)
    with pytest.raises(door.DoorError):
        scored(day)
    with pytest.raises(ValidationError, match="结果已经生成"):
        computing.compute(day.plan)
    assert Result.objects.count() == 3


def corrected(day, entry: int, subject: str = "theory", **what) -> Correction:
    return Correction.objects.create(
        plan=day.plan,
        entry=day.entries[entry],
        subject=subject,
        cause="own",
        reason="登分错误",
        status="agreed",
        proposed_by=day.clerks[0],
        proposed_at=clock.now(),
        decided_by=day.arbiter,
        decided_at=clock.now(),
        **what,
    )


def test_a_correction_writes_a_new_revision_and_keeps_the_first(day):
    both(day, [80, 59, 60])
    both(day, [80, 70, 60], subject="practice")
    scored(day)
    correction = corrected(day, 1, mark=Decimal("60.5"))
    made = computing.revise(day.plan, [correction, corrected(day, 2, "practice", void=True)])
    assert [(row.revision, row.outcome) for row in made] == [(2, "qualified"), (2, "unqualified")]
    assert outcomes(day)["2"][1] == {"theory": ("passed", 60.5), "practice": ("passed", 70)}
    assert outcomes(day)["3"][1]["practice"] == ("void", None)
    first = Result.objects.get(entry=day.entries[1], revision=1)
    assert first.superseded_at is not None
    assert first.subjects.get(subject="theory").mark == 59
    correction.refresh_from_db()
    assert correction.status == "applied"
    assert current(day.plan).count() == 3


def test_a_correction_that_nobody_agreed_to_is_refused(day):
    both(day, [80, 59, 60])
    both(day, [80, 70, 60], subject="practice")
    scored(day)
    correction = corrected(day, 1, mark=60)
    correction.status = "proposed"
    with pytest.raises(ValidationError, match="更正须先经同意"):
        computing.revise(day.plan, [correction])


def test_one_not_yet_judged_by_the_panel_holds_it_up(day):
    panel(day)
    both(day, [80, 70, 60])
    said = refusals(day)
    assert said[0].startswith(f"{day.item} 技能考核：考评组还没有评完 {day.entries[0].ticket}、")


def test_results_are_public_from_publicity_on(day):
    states = [state for state in PlanStep if _public(day, state)]
    assert states == [
        PlanStep.PUBLICITY,
        PlanStep.PUBLICISED,
        PlanStep.REVIEW,
        PlanStep.REVIEW_RETURNED,
        PlanStep.CONFIRMED,
        PlanStep.CERTIFIED,
        PlanStep.ARCHIVED,
    ]


def _public(day, state) -> bool:
    day.plan.__dict__["state"] = state
    return are_public(day.plan)
