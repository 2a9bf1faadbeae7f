"""Assessments in every state, and those of three years on which certificates rest."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from assessment import subjects
from assessment.models import Commission, Plan, PlanItem
from assessment.services import drafting
from casework.services import jobs, publications
from catalogue.regulations.process import Arrow
from catalogue.regulations.terms import Actor, Audience, Regime
from catalogue.regulations.terms import PlanAct as Do
from catalogue.regulations.terms import PlanStep as Step
from certificates.services import issuing
from config import clock
from filing.models import Agency
from portal.demo import exams, rosters
from portal.demo.filings import ELECTRICIAN, TURNER, WELDER
from portal.demo.stage import Stage, Story, occupation
from portal.demo.ways import way
from results.enums import ArchiveForm, Keeping
from results.selectors import publicity
from results.services import archiving

Item = tuple[str, int]
METHODS = {
    Do.OPEN: "open_enrolment",
    Do.CLOSE: "close_enrolment",
    Do.RETURN_RESULTS: "return_results",
}
# On which working day an act is done, counted from that of the exam.
AT = {
    Do.FILE_PLAN: -34,
    Do.RETURN_PLAN: -32,
    Do.APPROVE_PLAN: -31,
    Do.ANNOUNCE: -30,
    Do.OPEN: -28,
    Do.CLOSE: -17,
    Do.FILE_ROSTER: -14,
    Do.RETURN_ROSTER: -12,
    Do.APPROVE_ROSTER: -11,
    Do.MAKE_READY: -5,
    Do.HOLD: 2,
    Do.SCORE: 5,
    Do.PUBLICISE: 6,
    Do.CLEAR: 15,
    Do.SUBMIT_RESULTS: 16,
    Do.RETURN_RESULTS: 18,
    Do.REVIEW: 18,
    Do.CONFIRM: 20,
    Do.CERTIFY: 23,
    Do.ARCHIVE: 33,
    Do.CANCEL: -20,
}
FEW = 4  # people of an assessment in a small world
BEGUN, ENROLLED, ARRANGED = -36, -22, -15
ASIDE = (Do.RETURN_PLAN, Do.RETURN_ROSTER, Do.RETURN_RESULTS, Do.CORRECT, Do.CANCEL)
WORDS = {
    Do.RETURN_PLAN: "首场日期与本地统考冲突，请调整后重新报备。",
    Do.RETURN_ROSTER: "实训车间工位与人数不符，请补充场次。",
    Do.RETURN_RESULTS: "汇总表与名册人数不一致，请核对后重新报送。",
    Do.CANCEL: "设备检修未能按期完成，本次评价取消。",
}
TEXTS = {
    "contact": "人力资源部 0635-0000010",
    "complaints": "0635-0000012",
    "schedule": "理论知识考试上午进行，技能考核下午进行，地点在本单位实训基地。",
    "contents": "按国家职业标准和题库命题，理论知识考试和技能考核均采用百分制。",
    "incentives": "取得证书的，次月起兑现技能津贴。",
    "quality": "质量督导员一名，全程在场",
}


@dataclass(frozen=True)
class Plot:
    """An assessment of somebody that came to a step, and how many people took part. `rests`: for
    how many working days it has lain there; `days`: the exam was so many days ago instead."""

    who: str
    to: Step
    items: tuple[Item, ...] = ((ELECTRICIAN, 4),)
    people: int = 8
    rests: int = 1
    days: int = 0
    spare: bool = False  # not in a small world


# Those of three years, all the way to the archive or nearly: (who, how many days ago, what).
PAST = (
    Plot("firm", Step.ARCHIVED, ((ELECTRICIAN, 5), (WELDER, 5)), 22, days=960),
    Plot("buses", Step.ARCHIVED, ((WELDER, 4),), 14, days=800),
    Plot("college", Step.ARCHIVED, ((ELECTRICIAN, 5), (TURNER, 5)), 18, days=700),
    Plot("firm", Step.ARCHIVED, ((TURNER, 4),), 14, days=640),
    Plot("steel", Step.ARCHIVED, ((WELDER, 4),), 14, days=560),
    Plot("bearing", Step.ARCHIVED, ((TURNER, 4),), 14, days=480),
    Plot("firm", Step.ARCHIVED, ((ELECTRICIAN, 3),), 16, days=420),
    Plot("optics", Step.ARCHIVED, ((TURNER, 5),), 14, days=360),
    Plot("union", Step.ARCHIVED, ((ELECTRICIAN, 4),), 16, days=300),
    Plot("power", Step.ARCHIVED, ((ELECTRICIAN, 3),), 14, days=250),
    Plot("buses", Step.ARCHIVED, ((WELDER, 3),), 14, days=200),
    Plot("college", Step.ARCHIVED, ((WELDER, 4),), 16, days=160),
    Plot("firm", Step.CERTIFIED, ((WELDER, 4), (ELECTRICIAN, 4)), 24, days=100),
    Plot("optics", Step.CERTIFIED, ((ELECTRICIAN, 4),), 12, days=70),
    Plot("steel", Step.CERTIFIED, ((WELDER, 3),), 12, days=60),
)
# One in every state; the firm of the sign-in list has as many of them as its regulation knows.
NOW = (
    Plot("firm", Step.DRAFT, ((WELDER, 3),)),
    Plot("firm", Step.PLAN_FILED, ((TURNER, 3),)),
    Plot("firm", Step.PLAN_RETURNED, ((TURNER, 5),)),
    Plot("firm", Step.PLAN_APPROVED, ((WELDER, 5),)),
    Plot("firm", Step.ANNOUNCED, ((ELECTRICIAN, 5),)),
    Plot("firm", Step.ENROLMENT, ((ELECTRICIAN, 4),), 12, rests=7),
    Plot("firm", Step.ROSTER, ((TURNER, 4),), 10, rests=4),
    Plot("firm", Step.READY, ((WELDER, 4),), 12, rests=5),
    Plot("firm", Step.READY, ((ELECTRICIAN, 5),), 10, rests=2),
    Plot("firm", Step.HELD, ((ELECTRICIAN, 3),), 10, rests=2),
    Plot("firm", Step.SCORED, ((WELDER, 5),), 8),
    Plot("firm", Step.PUBLICITY, ((TURNER, 4),), 10, rests=2),
    Plot("firm", Step.PUBLICISED, ((ELECTRICIAN, 5),), 8),
    Plot("firm", Step.CONFIRMED, ((WELDER, 4),), 8),
    Plot("firm", Step.CANCELLED, ((TURNER, 5),), 6),
    Plot("college", Step.ROSTER_FILED, ((TURNER, 4),), 10),
    Plot("union", Step.ROSTER_RETURNED, ((WELDER, 5),), 8),
    Plot("college", Step.REVIEW, ((ELECTRICIAN, 4),), 8),
    Plot("steel", Step.REVIEW_RETURNED, ((ELECTRICIAN, 5),), 8),
    Plot("steel", Step.PLAN_FILED, ((WELDER, 5),), spare=True),
    Plot("optics", Step.ENROLMENT, ((TURNER, 4),), 6, rests=9, spare=True),
)


def build(stage: Stage) -> None:
    """A story for every plot."""
    past = PAST[-4:-2] if stage.small else PAST
    for plot in stage.some((*past, *NOW)):
        people = min(plot.people, FEW) if stage.small else plot.people
        day = exam_day(stage, plot)
        story = assessed(stage, replace(plot, people=people), day)
        stage.plan(story, stage.before(-BEGUN, day))


def exam_day(stage: Stage, plot: Plot) -> date:
    """When the exam of a plot is: such that it lies at its step today."""
    if plot.days:
        return stage.after(stage.today - timedelta(plot.days), 1)
    # The last act lies so many working days behind.
    offset = LAST.get(plot.to, 0) + plot.rests
    return stage.before(offset) if offset > 0 else stage.after(stage.today, -offset)


KEPT = (
    (Keeping.PAPER, ArchiveForm.PAPER, "试卷和答案", 2, "档案室 3 号柜"),
    (Keeping.ANSWERS, ArchiveForm.PAPER, "答题卷和评分表", 40, "档案室 3 号柜"),
    (Keeping.SIGN_IN, ArchiveForm.PAPER, "签到表", 2, "档案室 3 号柜"),
    (Keeping.VIDEO, ArchiveForm.VIDEO, "考场视频", 4, "监控室硬盘录像机"),
)
LAST = {
    Step.DRAFT: BEGUN,
    Step.PLAN_FILED: AT[Do.FILE_PLAN],
    Step.PLAN_RETURNED: AT[Do.RETURN_PLAN],
    Step.PLAN_APPROVED: AT[Do.APPROVE_PLAN],
    Step.ANNOUNCED: AT[Do.ANNOUNCE],
    Step.ENROLMENT: AT[Do.OPEN],
    Step.ROSTER: AT[Do.CLOSE],
    Step.ROSTER_FILED: AT[Do.FILE_ROSTER],
    Step.ROSTER_RETURNED: AT[Do.RETURN_ROSTER],
    Step.READY: AT[Do.MAKE_READY],
    Step.HELD: AT[Do.HOLD],
    Step.SCORED: AT[Do.SCORE],
    Step.PUBLICITY: AT[Do.PUBLICISE],
    Step.PUBLICISED: AT[Do.CLEAR],
    Step.REVIEW: AT[Do.SUBMIT_RESULTS],
    Step.REVIEW_RETURNED: AT[Do.RETURN_RESULTS],
    Step.CONFIRMED: AT[Do.CONFIRM],
    Step.CERTIFIED: AT[Do.CERTIFY],
    Step.ARCHIVED: AT[Do.ARCHIVE],
    Step.CANCELLED: AT[Do.CANCEL],
}


def assessed(stage: Stage, plot: Plot, day: date, commission: Commission | None = None) -> Story:
    """One assessment from its draft to where its plot ends."""
    plan = draft(stage, plot, day, commission)
    for arrow in way(plan.regulation.processes.plan.arrows, plot.to, besides=ASIDE):
        yield from _before(stage, plot, plan, arrow, day)
        yield _on(stage, day, AT[arrow.act])
        plan = Plan.objects.get(pk=plan.pk)
        if arrow.by == Actor.SYSTEM:
            continue  # the night has done it
        plan = _done(stage, plan, arrow)
        while arrow.act == Do.REVIEW and plan.state == Step.REVIEW:
            yield 2
            plan = stage.act(plan, "review", note="材料齐全，同意。")
    yield from _after(stage, plot, plan, day)


def draft(stage: Stage, plot: Plot, day: date, commission: Commission | None = None) -> Plan:
    """A plan, filled in."""
    owner = stage.places[plot.who]
    agency = Agency.objects.select_related("division").get(organisation=owner)
    clerk = stage.clerk(owner)
    plan = drafting.start(agency, owner.division, actor=clerk, commission=commission)
    rule = plan.regulation.methods[0]
    plan.method = rule.method
    if not commission:
        social = plan.regulation.regime == Regime.SOCIAL
        plan.audiences = [Audience.PUBLIC if social else Audience.OWN_STAFF]
    plan.enrol_from, plan.enrol_until = _on(stage, day, AT[Do.OPEN]), _on(stage, day, -18)
    plan.first_on = plan.last_on = day
    for name, text in TEXTS.items():
        setattr(plan, name, text)
    plan.save(update_fields=["method", "audiences", *DAYS, *TEXTS])
    if commission:
        for row in plan.items.select_related("standard"):
            subjects.fit(row, rule)
    else:
        for code, level in plot.items:
            row = PlanItem(plan=plan, occupation=occupation(code), level=level)
            row.expected = max(1, plot.people // len(plot.items))
            drafting.add_item(row)
    return plan


DAYS = ("enrol_from", "enrol_until", "first_on", "last_on")


def _on(stage: Stage, day: date, offset: int) -> date:
    return stage.after(day, offset) if offset > 0 else stage.before(-offset, day) if offset else day


def _before(stage: Stage, plot: Plot, plan: Plan, arrow: Arrow, day: date) -> Story:
    """What goes before an act, on its own days."""
    if arrow.act == Do.CLOSE or (arrow.act == Do.CANCEL and arrow.source == Step.ENROLMENT):
        yield _on(stage, day, ENROLLED)
        rosters.enrol(stage, plan, plot.people)
    if arrow.act in (Do.FILE_ROSTER, Do.MAKE_READY) and not plan.sessions.exists():
        yield _on(stage, day, ARRANGED)
        exams.arrange(stage, plan, day, known=plot.to == Step.READY)
    if arrow.act == Do.HOLD:
        yield from _sessions(stage, plan)
    if arrow.act == Do.SCORE:
        yield _on(stage, day, AT[Do.HOLD] + 1)
        exams.mark(stage, plan)
    if arrow.act == Do.ARCHIVE:
        yield from _archived(stage, plan)


def _sessions(stage: Stage, plan: Plan) -> Story:
    for session in plan.sessions.order_by("starts_at"):
        yield session.starts_at + timedelta(minutes=10)
        exams.sit(stage, session)


def _archived(stage: Stage, plan: Plan) -> Story:
    """What lies in the agency's cupboards is registered on the day before."""
    yield 8
    for keeping, form, title, count, place in KEPT:
        given = archiving.Given(keeping, form, title, count, place, clock.today())
        token = UUID(int=stage.dice.getrandbits(128))
        archiving.register(plan, given, actor=stage.clerk(plan.owner), token=token)


def _done(stage: Stage, plan: Plan, arrow: Arrow) -> Plan:
    """One act, with what its form asks."""
    act = arrow.act
    if act == Do.CERTIFY:
        issuing.begin(plan, issued_on=clock.today(), actor=stage.clerk(plan.owner))
        jobs.work_off(seconds=600)
        return Plan.objects.get(pk=plan.pk)
    data: dict = {"note": WORDS[act]} if act in WORDS else {}
    if act == Do.MAKE_READY or (act == Do.FILE_ROSTER and not _readies(plan)):
        data |= exams.prepared(plan)
    if act == Do.PUBLICISE:
        data |= {"working_days": 7}
    if act == Do.SUBMIT_RESULTS:
        data |= {"issue_on": _on(stage, clock.today(), 10)}
    plan = stage.act(plan, METHODS.get(act, act.value), **data)
    if act in (Do.FILE_ROSTER, Do.SUBMIT_RESULTS):
        jobs.work_off(seconds=600)
    return plan


def _readies(plan: Plan) -> bool:
    arrows = plan.regulation.processes.plan.arrows
    return any(arrow.act == Do.MAKE_READY for arrow in arrows)


def _after(stage: Stage, plot: Plot, plan: Plan, day: date) -> Story:
    """What stands half done at the step where a plot ends."""
    if plot.to == Step.ENROLMENT:
        yield _on(stage, day, ENROLLED)
        rosters.enrol(stage, plan, plot.people, approved=False)
    if plot.to == Step.READY:
        for session in plan.sessions.order_by("starts_at"):
            yield session.starts_at + timedelta(minutes=10)
            exams.sit(stage, session, all_noted=False)
    if plot.to == Step.PUBLICITY:
        yield 1
        _object(stage, plan)
    if plot.to == Step.HELD:
        yield _on(stage, day, AT[Do.HOLD] + 1)
        exams.mark(stage, plan, differing=1)


def _object(stage: Stage, plan: Plan) -> None:
    """Somebody doubts the results that are public."""
    person = stage.people.one()
    publications.object_to(
        publicity.latest(plan),
        text="公示名单中有人当天没有参加技能考核，请核实。",
        token=UUID(int=stage.dice.getrandbits(128)),
        name=person.name,
        contact=person.phone,
    )
