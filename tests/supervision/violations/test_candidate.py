"""What a decision on a candidate does: scores, certificate, a bar."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from assessment.checks.entries import look
from assessment.frames.entries import Frame, bars_of, known_of
from casework.models import Event
from casework.services import door
from catalogue.regulations.terms import PlanStep
from certificates.enums import CertificateStatus
from results.enums import SubjectOutcome
from results.models import Annulment, Correction, Result
from results.services import computing
from supervision.models import Measure
from supervision.services.violations import open_violation
from tests.assessment.entering import an_entry, id_number
from tests.certificates.world import a_certificate
from tests.filing.granting import on
from tests.results.world import a_day, all_present, marked
from tests.supervision.violations.world import TODAY, a_wish, act, appealed, decided

pytestmark = pytest.mark.django_db
YEAR_END = date(2026, 12, 31)
ALL = a_wish("candidate_all", TODAY, YEAR_END)
THEORY = a_wish("candidate_cheating", subject="theory")


@pytest.fixture
def day(agencies):
    """A plan that was held; everybody came and passed."""
    found = a_day(agencies, "lc", state=PlanStep.HELD)
    all_present(found)
    marked(found, {"theory": [80, 81, 82], "practice": [70, 71, 72]})
    return found


@pytest.fixture
def scored(day):
    """The same with results."""
    computing.compute(day.plan)
    return day


def results(entry) -> list[tuple]:
    """Every revision of somebody's result."""
    return [
        (
            row.revision,
            row.outcome,
            [(each.subject, each.outcome, each.mark and float(each.mark)) for each in subjects],
            row.superseded_at is None,
        )
        for row in Result.objects.filter(entry=entry).order_by("revision")
        for subjects in [row.subjects.order_by("pk")]
    ]


PASSED = [("theory", "passed", 80.0), ("practice", "passed", 70.0)]


@pytest.mark.clause("LC-22")
def test_before_results_the_scores_are_void_when_they_are_computed(world, day):
    entry = day.entries[0]
    decided(world, entry, THEORY)
    assert not Result.objects.exists()
    computing.compute(day.plan)
    assert results(entry) == [
        (
            1,
            "unqualified",
            [("theory", "void", 80.0), ("practice", "passed", 70.0)],
            True,
        )
    ]
    why = Result.objects.get(entry=entry).subjects.get(subject="theory").why
    assert why.endswith("超出备案范围开展评价")
    others = [outcome for e in day.entries[1:] for _, outcome, _, _ in results(e)]
    assert others == ["qualified", "qualified"]


@pytest.mark.clause("LC-22")
def test_after_results_there_is_a_new_revision_on_the_plan_s_timeline(world, scored):
    entry = scored.entries[0]
    case = decided(world, entry, ALL)
    void = [("theory", "void", 80.0), ("practice", "void", 70.0)]
    assert results(entry) == [
        (1, "qualified", PASSED, False),
        (2, "unqualified", void, True),
    ]
    event = Event.objects.filter(case=scored.plan.pk, act="annul_result").get()
    assert f'"decision":"{case.number}"' in event.facts
    assert entry.name not in event.facts


@pytest.mark.clause("LC-22")
def test_the_certificate_goes_with_the_result(world, agencies, scored):
    entry = scored.entries[0]
    held = a_certificate(scored.plan.agency, entry=entry, plan=scored.plan)
    other = a_certificate(scored.plan.agency, 2, entry=scored.entries[1], plan=scored.plan)
    case = decided(world, entry, ALL)
    held.refresh_from_db()
    other.refresh_from_db()
    assert (held.status, other.status) == (CertificateStatus.REVOKED, CertificateStatus.VALID)
    change = held.history.order_by("-pk").first()
    assert (change.since, change.case_id) == (TODAY, case.pk)


def test_an_appeal_gives_back_scores_and_certificate(world, scored):
    entry = scored.entries[0]
    held = a_certificate(scored.plan.agency, entry=entry, plan=scored.plan)
    case = appealed(world, entry, ALL)
    with on(date(2026, 7, 6)):
        act(case, "revoke", world.staff["sd"], note="证据不足。")
    held.refresh_from_db()
    assert held.status == CertificateStatus.VALID
    assert [(row.status, row.since) for row in held.history.order_by("pk")] == [
        ("valid", held.issued_on),
        ("revoked", TODAY),
        ("valid", date(2026, 7, 6)),
    ]
    assert results(entry)[-1] == (3, "qualified", PASSED, True)
    void = Measure.objects.get(effect="void_all")
    assert void.remains.startswith("证书在2026-07-01至2026-07-06为已撤销状态")
    assert Annulment.objects.get().lifted_at is not None


def test_what_was_corrected_meanwhile_stays_corrected(world, scored):
    entry = scored.entries[0]
    case = appealed(world, entry, THEORY)
    correction = Correction.objects.create(
        plan=scored.plan,
        entry=entry,
        subject="practice",
        mark=90,
        cause="own",
        reason="登分有误",
        status="agreed",
        proposed_by=scored.clerks[0],
        proposed_at=scored.plan.opened_at,
    )
    computing.revise(scored.plan, [correction])
    act(case, "revoke", world.staff["sd"], note="证据不足。")
    assert results(entry)[-1][2] == [("theory", "passed", 80.0), ("practice", "passed", 90.0)]


def test_of_two_decisions_the_other_still_holds(world, scored):
    entry = scored.entries[0]
    first = appealed(world, entry, THEORY)
    decided(world, entry, ALL)
    act(first, "revoke", world.staff["sd"], note="证据不足。")
    subjects = results(entry)[-1][2]
    assert [outcome for _, outcome, _ in subjects] == [SubjectOutcome.VOID] * 2


def test_an_appeal_before_results_leaves_no_trace_in_them(world, day):
    entry = day.entries[0]
    case = appealed(world, entry, THEORY)
    act(case, "revoke", world.staff["sd"], note="证据不足。")
    computing.compute(day.plan)
    assert results(entry) == [(1, "qualified", PASSED, True)]


def test_who_was_never_marked_cannot_get_a_score_back(world, agencies):
    day = a_day(agencies, "lc", state=PlanStep.HELD)
    all_present(day)
    entry = day.entries[0]
    case = appealed(world, entry, ALL)
    others = replace(day, entries=day.entries[1:])
    marked(others, {"theory": [81, 82], "practice": [71, 72]})
    computing.compute(day.plan)
    void = [("theory", "void", None), ("practice", "void", None)]
    act(case, "revoke", world.staff["sd"], note="证据不足。")
    assert results(entry) == [(1, "unqualified", void, True)]
    assert Measure.objects.get(effect="void_all").remains == "本人没有可以恢复的成绩。"


def test_a_subject_is_asked_for_where_one_is_voided(world, day):
    for wish, where in (
        (a_wish("candidate_cheating"), "subject"),
        (a_wish("candidate_all", TODAY, YEAR_END, subject="theory"), "subject"),
        (a_wish("candidate_cheating", subject="review"), "subject"),
        (a_wish("candidate_all"), "until"),
        (a_wish("candidate_all", TODAY, date(2027, 1, 1)), "until"),
        (a_wish("agency_talk"), "sanction"),
    ):
        with pytest.raises(ValidationError) as refused:
            decided(world, day.entries[0], wish)
        assert list(refused.value.error_dict) == [where]
    assert not Annulment.objects.exists()


@pytest.mark.clause("LC-22")
def test_who_is_barred_enters_nowhere_until_the_day_after(world, agencies, day):
    decided(world, day.entries[0], ALL)

    def barred(first_on) -> list[str]:
        plan = agencies.plan("sd", PlanStep.ENROLMENT, audiences=["public"], first_on=first_on)
        item = agencies.item(plan)
        entry = an_entry(plan, item, 1, audience="public", id_number=id_number(1))
        assert entry.id_hash == day.entries[0].id_hash
        found = look(entry, Frame.of(plan), known_of(plan, [entry.id_hash]))
        return [issue.message for issue in found.refusing if issue.code == "barred"]

    said = ["此人因违纪违规，2026年12月31日之前（含当日）不得参加评价。"]
    assert barred(None) == said
    assert barred(YEAR_END) == said
    assert barred(date(2027, 1, 1)) == []
    with on(date(2027, 1, 1)):
        assert barred(None) == []


def test_an_appeal_ends_the_bar(world, agencies, day):
    case = appealed(world, day.entries[0], ALL)
    hashed = day.entries[0].id_hash
    assert bars_of(day.plan, [hashed]) == {}  # the exam was before
    plan = agencies.plan("lc", PlanStep.ENROLMENT)
    assert list(bars_of(plan, [hashed])) == [hashed]
    act(case, "change", world.staff["sd"], wish=THEORY, note="情节较轻。")
    assert bars_of(plan, [hashed]) == {}


def test_the_agency_cannot_do_any_of_it(world, agencies, day):
    with pytest.raises(door.ForbiddenError):
        open_violation(
            subject=day.entries[0],
            facts="…",
            office=agencies.agency["lc"].organisation,
            actor=agencies.clerk["lc"],
        )
