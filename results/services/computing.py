"""Results are computed from what was entered, and computed anew from what was set right."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError

from accounts.models import User
from assessment.enums import ExemptionCause
from assessment.models import Entry, Exemption, Plan, PlanItem
from casework.issues import Issue
from config import clock
from results.checks import scores as check
from results.enums import Consequence, CorrectionStatus, SubjectOutcome
from results.frames.scores import Frame, Line
from results.judging import Given, Judged, Needed, judge
from results.models import Correction, Result, SubjectResult
from results.selectors.results import current

BATCH = 1000


def score(case: Plan, *, actor: User, **_) -> dict:
    """Effect of the act: everything is held against the checks, then results are there."""
    return compute(case)


def compute(plan: Plan) -> dict:
    """Write revision 1 of everybody's result in a locked plan; answer how many came out how.

    Raises ValidationError with everything that is missing; nothing is written then.
    """
    frame = Frame.of(plan)
    found = list(check.check(frame))
    if refusing := [issue for issue in found if issue.refuses]:
        raise ValidationError([_said(issue) for issue in refusing])
    if Result.objects.filter(plan=plan).exists():
        raise ValidationError("结果已经生成，请刷新页面。")
    judged = _judged(frame)
    _write(plan, judged)
    counts = Counter(each.outcome for each in judged.values())
    return {
        "people": len(judged),
        **{outcome.value: count for outcome, count in sorted(counts.items())},
        "warnings": [issue.code for issue in found],
    }


def given_of(frame: Frame, entry: Entry) -> dict[str, Given]:
    """What there is of somebody's subjects in what was entered, before any correction."""
    lines = _lines(frame)
    needed = needed_of(entry.item)
    return {each.subject: _given(frame, entry.pk, each, lines) for each in needed}


def _lines(frame: Frame) -> dict[tuple[int, str], Line]:
    lines: dict[tuple[int, str], Line] = {}
    for key in frame.keys:
        lines |= {(line.entry, key.subject.kind): line for line in frame.lines(key)}
    return lines


def _judged(frame: Frame) -> dict[int, Judged]:
    """By registration how somebody came out."""
    lines = _lines(frame)
    items = frame.plan.items.prefetch_related("subjects")
    needed = {item.pk: needed_of(item) for item in items}
    return {
        entry: judge(
            needed[item], {each.subject: _given(frame, entry, each, lines) for each in needed[item]}
        )
        for item, people in frame.people.items()
        for entry, _ in people
    }


def needed_of(item: PlanItem) -> list[Needed]:
    """The subjects of an item as judging takes them."""
    return [
        Needed(each.kind, Decimal(each.pass_mark), waived=each.waived)
        for each in item.subjects.all()
    ]


def _given(
    frame: Frame, entry: int, needed: Needed, lines: Mapping[tuple[int, str], Line]
) -> Given:
    key = (entry, needed.subject)
    consequence = frame.consequences.get(key)
    void = frame.annulled.get(key) or (str(Consequence(consequence).label) if consequence else "")
    line, exemption = lines.get(key), frame.exemptions.get(key)
    value = line.value if line else None
    return Given(
        mark=value.mark if value else None,
        absent=bool(value and value.absent),
        void=void,
        exempt=_because(exemption) if exemption else "",
        carried=exemption.mark if exemption else None,
    )


def _because(exemption: Exemption) -> str:
    if exemption.cause == ExemptionCause.EARLIER:
        return f"前次评价 {exemption.earlier.plan.number} 合格"
    return f"免考：{exemption.reason}"[:200]


def _write(plan: Plan, judged: Mapping[int, Judged]) -> None:
    now = clock.now()
    results = Result.objects.bulk_create(
        (
            Result(plan=plan, entry_id=entry, outcome=each.outcome, computed_at=now)
            for entry, each in judged.items()
        ),
        batch_size=BATCH,
    )
    SubjectResult.objects.bulk_create(
        (row for result in results for row in _subjects(result, judged[result.entry_id])),
        batch_size=BATCH,
    )


def _subjects(result: Result, judged: Judged) -> list[SubjectResult]:
    return [
        SubjectResult(
            result=result,
            subject=each.subject,
            outcome=each.outcome,
            mark=each.mark,
            why=each.why[:200],
        )
        for each in judged.subjects
    ]


def revise(plan: Plan, corrections: Iterable[Correction]) -> list[Result]:
    """Put agreed corrections in force in a locked plan, in the order of their making: each writes
    a new revision of the result that it concerns, the one before is superseded, and the correction
    is marked applied. Answers the new revisions. ValidationError for one that is not agreed."""
    made = []
    for correction in sorted(corrections, key=lambda each: each.pk):
        if correction.status != CorrectionStatus.AGREED or correction.plan_id != plan.pk:
            raise ValidationError("更正须先经同意，请刷新页面。")
        made.append(_revise(correction))
    return made


def _revise(correction: Correction) -> Result:
    old = current(correction.plan).get(entry=correction.entry_id)
    given = {row.subject: again(row) for row in old.subjects.all()}
    given[correction.subject] = Given(
        mark=correction.mark,
        absent=correction.absent,
        void=correction.reason[:200] if correction.void else "",
    )
    new = replace(old, judge(needed_of(old.entry.item), given), correction)
    correction.status = CorrectionStatus.APPLIED
    correction.save(update_fields=["status"])
    return new


def replace(old: Result, judged: Judged, correction: Correction | None = None) -> Result:
    """The next revision of a result, in a locked plan; the one before is superseded."""
    now = clock.now()
    Result.objects.filter(pk=old.pk).update(superseded_at=now)
    new = Result.objects.create(
        plan_id=old.plan_id,
        entry=old.entry,
        revision=old.revision + 1,
        outcome=judged.outcome,
        computed_at=now,
        correction=correction,
    )
    SubjectResult.objects.bulk_create(_subjects(new, judged))
    return new


def again(row: SubjectResult) -> Given:
    """What a subject's result was judged by."""
    kind = SubjectOutcome(row.outcome)
    if kind == SubjectOutcome.VOID:
        return Given(mark=row.mark, void=row.why)
    if kind == SubjectOutcome.ABSENT:
        return Given(absent=True)
    if kind == SubjectOutcome.CARRIED:
        return Given(carried=row.mark, exempt=row.why)
    if kind == SubjectOutcome.EXEMPT:
        return Given(exempt=row.why)
    return Given(mark=row.mark)


def _said(issue: Issue) -> str:
    basis = f"（依据：{issue.basis.cite}）" if issue.basis and issue.basis.cite else ""
    return f"{issue.message}{issue.remedy}{basis}"
