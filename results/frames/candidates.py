"""A candidate's own page: where the registration stands, in words, and what there is to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format

from assessment.enums import EntryStatus
from assessment.models import Entry, Plan, PlanSubject
from assessment.selectors.clashes import span
from casework import route
from casework.models import Publication
from casework.services.deadlines import add_months
from casework.services.publications import takes_objections
from catalogue.enums import SubjectKind
from catalogue.regulations.terms import PlanStep
from results.enums import Outcome, SubjectOutcome
from results.models import Result
from results.ports import candidate_certificate
from results.selectors import candidates, publicity, rechecks
from results.selectors.results import are_public

TONES = {
    SubjectOutcome.PASSED: "ok",
    SubjectOutcome.EXEMPT: "ok",
    SubjectOutcome.CARRIED: "ok",
}
LACKING = (SubjectOutcome.FAILED, SubjectOutcome.ABSENT, SubjectOutcome.VOID)
ENROLLING = (PlanStep.ENROLMENT, PlanStep.ROSTER, PlanStep.ROSTER_RETURNED)


@dataclass(frozen=True)
class Standing:
    """Where the registration stands: in a word, and what comes next."""

    label: str
    tone: str
    text: str


@dataclass(frozen=True)
class Mark:
    """A subject on the page: how it came out, and the marks that pass it."""

    subject: SubjectKind
    full_mark: int | None
    pass_mark: int | None
    mark: Decimal | None
    label: str
    tone: str
    why: str


def page(entry: Entry) -> dict:
    """All that the page shows; a fixed number of queries."""
    plan = entry.plan
    stations, seats = route.stations(plan), candidates.seats_of(entry)
    context = {
        "entry": entry,
        "plan": plan,
        "standing": standing(entry, stations),
        "aside": route.aside(plan),
        "stations": stations,
        "seats": [(seat, span(seat.session)) for seat in seats],
        "ticket": bool(seats) and candidates.has_ticket(entry),
    }
    approved = entry.status == EntryStatus.APPROVED
    return context | (_outcome(entry) if approved and are_public(plan) else {})


def _outcome(entry: Entry) -> dict:
    plan, result = entry.plan, candidates.result_of(entry)
    if result is None:
        return {}
    asked, newest = candidates.rechecks_of(entry), _in_public(plan)
    lines = marks(entry, result)
    return {
        "result": result,
        "qualified": result.outcome == Outcome.QUALIFIED,
        "marks": lines,
        "retake": retake(plan, result),
        "publication": newest,
        "objects": newest is not None and takes_objections(newest),
        "rechecks": rechecks.due(asked),
        "asks": rechecks.is_open(plan) and bool(rechecks.askable(result, asked)),
        "answer_days": rechecks.ANSWER_DAYS,
        "certificate": candidate_certificate(entry),
    }


def _in_public(plan: Plan) -> Publication | None:
    newest = publicity.latest(plan)
    return newest if newest and not newest.end_reason else None


def marks(entry: Entry, result: Result) -> list[Mark]:
    """A line for each subject of the result, with the marks that pass it."""
    rules = {each.kind: each for each in PlanSubject.objects.filter(item=entry.item_id)}
    lines = []
    for each in result.subjects.all():
        rule, outcome = rules.get(each.subject), SubjectOutcome(each.outcome)
        lines.append(
            Mark(
                SubjectKind(each.subject),
                rule.full_mark if rule else None,
                rule.pass_mark if rule else None,
                each.mark,
                str(outcome.label),
                TONES.get(outcome, "danger"),
                each.why,
            )
        )
    return lines


def retake(plan: Plan, result: Result) -> list[str]:
    """What somebody who did not qualify needs, in sentences; nothing for who did."""
    subjects = list(result.subjects.all())
    lacking = [each for each in subjects if each.outcome in LACKING]
    if not lacking:
        return []
    names = "、".join(str(SubjectKind(each.subject).label) for each in lacking)
    kept = [each for each in subjects if each.outcome == SubjectOutcome.PASSED]
    months, held = plan.regulation.retakes.months, plan.last_on
    said = [f"{names}没有通过，取得证书须在以后的评价中通过。"]
    if kept and months and held:
        passed = "、".join(str(SubjectKind(each.subject).label) for each in kept)
        until = date_format(add_months(held, months))
        said.append(
            f"{passed}成绩保留 {months} 个月：{until}前参加同一职业同一等级的评价，"
            "只考没有通过的科目。"
        )
    elif kept:
        said.append("单科成绩不保留，再次参加评价时全部科目重考。")
    return said


def standing(entry: Entry, stations: Sequence[route.Station]) -> Standing:
    """Where the registration stands and what comes next, by when."""
    plan, status = entry.plan, EntryStatus(entry.status)
    label = str(status.label)
    if plan.state == PlanStep.CANCELLED:
        return Standing("计划已取消", "danger", f"评价计划已取消，请联系{plan.agency}。")
    if status == EntryStatus.REFUSED:
        return Standing(label, "danger", _refused(entry))
    if status == EntryStatus.WITHDRAWN:
        text = "这份报名已经退出。仍要参加评价的，请在报名期内重新报名。"
        return Standing(label, "neutral", text)
    if status != EntryStatus.APPROVED:
        return Standing(label, "info", _waiting(entry, status))
    return Standing(label, "ok", _approved(plan, stations))


def _refused(entry: Entry) -> str:
    reason = f"原因：{entry.remark}" if entry.remark else "原因请向评价机构了解。"
    again = "更正后可以在报名期内重新提交。" if entry.plan.state in ENROLLING else ""
    return f"{reason}\n{again}".strip()


def _waiting(entry: Entry, status: EntryStatus) -> str:
    by = f"{entry.plan.agency}核准"
    until = entry.plan.enrol_until
    when = f"报名{date_format(until)}截止，之后编制名册。" if until else ""
    if status == EntryStatus.APPLIED:
        return f"下一步：单位审核，再由{by}。{when}"
    return f"下一步：由{by}。{when}"


def _approved(plan: Plan, stations: Sequence[route.Station]) -> str:
    if plan.state in (*ENROLLING, PlanStep.ROSTER_FILED):
        first = f"首场预计 {date_format(plan.first_on)}，" if plan.first_on else ""
        return f"{first}考场和时间确定后在本页查看，并可下载准考证。"
    if plan.state == PlanStep.READY:
        return "请带准考证和身份证件，按下面的时间到场考试。"
    if plan.state == PlanStep.PUBLICITY:
        return "评价结果正在公示。有疑问的，在公示期内申请复核或提出异议。"
    return _ahead(stations)


def _ahead(stations: Sequence[route.Station]) -> str:
    """What the plan comes to next, by whom and when."""
    coming = next((each for each in stations if each.state == route.NEXT), None)
    if coming is None:
        return "本次评价已经办结。"
    return f"下一步：{coming.label}{_when(coming.by, coming.due_on, coming.within)}。"


def _when(by: str, due_on: date | None, within: str) -> str:
    who = f"，由{by}办理" if by else ""
    if due_on:
        return f"{who}，{date_format(due_on)}前"
    return f"{who}，{within}" if within else who
