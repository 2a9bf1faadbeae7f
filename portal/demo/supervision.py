"""What bureaus watch over: complaints, violations, inspections, supervisors, credit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from accounts.enums import Role
from accounts.models import User
from assessment.models import Plan
from catalogue.regulations.terms import PlanStep
from config import clock
from filing.models import Agency
from portal.demo import filings, newcomers, plans
from portal.demo.organisations import member
from portal.demo.stage import Stage, Story
from supervision import credit
from supervision.enums import (
    ComplaintTarget,
    InspectionCause,
    InspectionState,
    ViolationState,
    VisitState,
)
from supervision.models import Campaign, Complaint, Inspection, Visit
from supervision.selectors import inspections as inspection_reads
from supervision.selectors import visits as visit_reads
from supervision.services import campaigns, causes, records
from supervision.services.complaints import opening
from supervision.services.corps import appointing, noting, sending
from supervision.services.credit import rounds
from supervision.services.on_site import Found
from supervision.services.risk import nightly
from supervision.services.violations import Wish, open_violation

OFFICE = "city"
Acts = tuple[tuple[str, dict], ...]
FACTS = "抽查发现考场视频监控有两个机位未启用，当日考试未留存完整视频。"
BASIS = "《技能人才评价违纪违规行为处理工作指引（试行）》"
REPLY = "经调阅资料、询问当事人，已核实有关情况，并要求该单位公示收费标准、规范考务。"
ACCEPT: Acts = (("accept", {}),)
ANSWER: Acts = (*ACCEPT, ("answer", {"outcome": "partly", "reply": REPLY}))
ASK = {"subject": "收费情况", "question": "请说明近三个月的收费项目、标准和依据。"}
NOT_OURS = "反映事项不属于技能评价管理范围，请向劳动监察部门提出。"
# (agency, category, what is said, how many days ago, what was done of it, two days after another)
COMPLAINTS: tuple[tuple[str, str, str, int, Acts], ...] = (
    ("buses", "fees", "报名时收取了公告以外的资料费。", 700, (*ANSWER, ("close", {}))),
    ("college", "cheating", "实操考试时有人替考。", 430, (*ANSWER, ("close", {}))),
    ("union", "conduct", "监考人员迟到二十分钟。", 260, (*ANSWER, ("close", {}))),
    ("firm", "result", "公示名单与考试当天公布的不一致。", 150, (*ANSWER, ("close", {}))),
    (
        "power",
        "scope",
        "给外单位人员发证。",
        90,
        (("refuse", {"reply": NOT_OURS}),),
    ),
    ("bearing", "certificate", "取得证书三个月仍未领到。", 40, ANSWER),
    ("college", "advertising", "宣传页写有“包过”字样。", 24, ACCEPT),
    ("union", "fees", "培训费和评价费捆绑收取。", 20, ()),
    ("firm", "conduct", "实操考试现场秩序混乱。", 6, ACCEPT),
    ("buses", "privacy", "考生名单连同手机号被转发到群里。", 2, ()),
)


def wish(sanction: str, since=None, until=None) -> Wish:
    """A sanction with its article."""
    return Wish(sanction, BASIS, "考场视频留存不完整", since=since, until=until)


@dataclass(frozen=True)
class Breach:
    """A violation of an agency that came to a state; `days` ago it began."""

    who: str
    to: str
    days: int
    sanction: str = "agency_talk"


V = ViolationState
BREACHES = (
    Breach("bearing", V.CONCLUDED, 330, "agency_suspend"),
    Breach("union", V.DISMISSED, 180),
    Breach("buses", V.CONCLUDED, 120),
    Breach("power", V.DECIDED, 24),
    Breach("college", V.APPEALED, 34, "agency_rectify"),
    Breach("firm", V.NOTIFIED, 8),
    Breach("bearing", V.HEARD, 16),
    Breach("union", V.OPENED, 12),
)
VIOLATION_WAYS = {
    V.OPENED: (),
    V.NOTIFIED: ("notify",),
    V.HEARD: ("notify", "defend"),
    V.DECIDED: ("notify", "waive", "decide"),
    V.APPEALED: ("notify", "defend", "decide", "appeal"),
    V.CONCLUDED: ("notify", "waive", "decide"),  # the rest is done by night
    V.DISMISSED: ("notify", "defend", "dismiss"),
}
# Inspections for a cause: who, to which state, how many days ago it was proposed.
S = InspectionState
VISITS = (
    ("union", S.PROPOSED, 2),
    ("college", S.ASSIGNED, 3),
    ("power", S.VISITING, 6),
    ("buses", S.REPORTED, 9),
    ("union", S.ANSWERED, 16),
    ("firm", S.RECTIFYING, 18),
    ("college", S.RECTIFIED, 40),
    ("bearing", S.CONCLUDED, 24),
    ("firm", S.PUBLISHED, 410),
    ("steel", S.PUBLISHED, 380),
    ("power", S.CANCELLED, 60),
)
INSPECTION_WAYS = {
    S.PROPOSED: (),
    S.CANCELLED: ("refuse",),
    S.ASSIGNED: ("approve",),
    S.VISITING: ("approve", "begin"),
    S.REPORTED: ("approve", "begin", "report"),
    S.ANSWERED: ("approve", "begin", "report", "answer"),
    S.RECTIFYING: ("approve", "begin", "report", "answer", "order"),
    S.RECTIFIED: ("approve", "begin", "report", "answer", "order", "rectify"),
    S.CONCLUDED: ("approve", "begin", "report", "conclude"),
    S.PUBLISHED: ("approve", "begin", "report", "conclude", "publish"),
}
FINDS = ("report", "answer", "order", "rectify")  # the last act of those with a finding
SUMMARY = "检查组查阅了制度、名册和考场视频，未发现问题。"


def build(stage: Stage) -> None:
    """A story for each."""
    _corps(stage)
    there = {plot.who for plot in stage.some(filings.STANDING)}
    for row in COMPLAINTS:
        if row[0] in there:
            stage.plan(_complained(stage, *row), stage.today - timedelta(row[3]))
    for breach in BREACHES:
        if breach.who in there:
            stage.plan(_broken(stage, breach), stage.today - timedelta(breach.days))
    for who, to, days in VISITS:
        if who in there:
            stage.plan(_inspected(stage, who, to), stage.today - timedelta(days))
    if not stage.small:
        stage.plan(_campaign(stage, "上年度", closed=True), stage.today - timedelta(300))
    stage.plan(_campaign(stage, "本年度", closed=False), stage.before(9))
    rated = stage.today.replace(month=1, day=12)
    if rated > stage.today:
        rated = rated.replace(year=rated.year - 1)
    stage.plan(_rated(stage), rated)
    stage.plan(_reckoned(), stage.today)


# --- Complaints and violations ------------------------------------------------------------------


def _complained(stage, who: str, category: str, text: str, _days: int, acts: Acts) -> Story:
    agency = _agency(stage, who)
    person = stage.people.one()
    given = opening.Given(
        target=ComplaintTarget.AGENCY,
        category=category,
        text=text,
        agency=agency,
        said=agency.name,
        name=person.name,
        contact=person.phone,
    )
    opening.submit(given, token=UUID(int=stage.dice.getrandbits(128)))
    case = Complaint.objects.latest("pk")
    for act, data in acts:
        yield 2
        case = stage.act(case, act, **data)


def _broken(stage: Stage, breach: Breach) -> Story:
    office = stage.places[_above(breach.who)]
    case = open_violation(
        subject=_agency(stage, breach.who),
        facts=FACTS,
        office=office,
        actor=stage.clerk(office),
    )
    since = clock.today() + timedelta(25)  # after the decision
    data = {
        "notify": {"wish": wish(breach.sanction), "facts": FACTS},
        "defend": {"text": "设备当日检修，已调取备份视频，请予核实。"},
        "waive": {},
        "decide": {"wish": wish(breach.sanction)},
        "appeal": {"text": "备份视频完整，请求撤销。"},
        "dismiss": {"note": "备份视频完整，不予处理。"},
    }
    if breach.sanction != "agency_talk":
        month = wish(breach.sanction, since, since + timedelta(30))
        data["notify"]["wish"] = data["decide"]["wish"] = month
    for act in VIOLATION_WAYS[breach.to]:
        yield 3
        case = stage.act(case, act, **data[act])


# --- Inspections --------------------------------------------------------------------------------


def _inspected(stage: Stage, who: str, to: str) -> Story:
    agency, office = _agency(stage, who), stage.places[_above(who)]
    ends = clock.today() + timedelta(30)
    proposal = causes.Proposal(
        agency=agency,
        cause=InspectionCause.ORDER,
        grounds="上级交办：核查考场视频留存和收费公示情况。",
        methods=["on_site", "papers"],
        begins_on=clock.today(),
        ends_on=ends,
    )
    case = causes.propose(proposal, office=office, actor=stage.clerk(office))
    for act in INSPECTION_WAYS[to]:
        yield 2
        case = _went_on(stage, case, act, to)


def _went_on(stage: Stage, case: Inspection, act: str, to: str) -> Inspection:
    team = inspection_reads.team_of(case).select_related("user").order_by("number").first()
    inspector = team.user if team else None
    if act == "approve":
        actor = stage.who_may(case, act)
        found = inspection_reads.may_be_sent(case, actor).order_by("pk")
        known = found.filter(username="supervisor")
        return stage.act(case, act, by=actor, inspectors=list(known or found[:1]))
    if act == "refuse":
        return stage.act(case, act, note="已由其他机关核查，不再重复检查。")
    if act == "begin":
        return stage.act(case, act, by=inspector)
    if act == "report":
        _write(case, inspector, finds=INSPECTION_WAYS[to][-1] in FINDS)
        return stage.act(case, act, by=inspector)
    if act == "rectify":
        paper = newcomers.paper("整改报告", case.agency.name)
        return stage.act(case, act, upload=paper)
    data = {
        "answer": {"note": "情况属实，已安排整改。"},
        "order": {"days": 15, "note": "请按清单逐项整改，到期报送整改报告。"},
        "conclude": {"result": "clean"},
        "publish": {"summary": SUMMARY},
    }
    return stage.act(case, act, **data[act])


def _write(case: Inspection, inspector: User, *, finds: bool) -> None:
    """The whole record on site."""
    points = list(inspection_reads.points_of(case))
    for point in points:
        records.save(case, point.key, "yes", actor=inspector)
    records.save(case, "words", "9:00 到场，查看场地、制度、名册和视频。", actor=inspector)
    if finds:
        found = Found("收费标准没有公示。", "serious", points[0].key, "公示收费标准。")
        records.find(case, found, actor=inspector, token=UUID(int=case.pk))


def _campaign(stage: Stage, which: str, *, closed: bool) -> Story:
    """A random inspection: fixed, drawn three working days later, visited and published."""
    office, today = stage.places[OFFICE], clock.today()
    officer = stage.clerk(office)
    value_on = stage.after(today, 2)
    plan = campaigns.Plan(
        title=f"{which}评价机构双随机抽查",
        subject="agencies",
        methods=["on_site", "papers"],
        team=2,
        begins_on=stage.after(today, 3),
        ends_on=stage.after(today, 25),
        public_value="当日收盘的上证指数，两位小数",
        value_on=value_on,
        amount=2 if closed else 3,
        staff=False,  # who decides afterwards does not go
    )
    case = campaigns.prepare(plan, office=office, actor=officer)
    case = stage.act(case, "fix", by=officer)
    yield 3
    case = stage.act(case, "draw", by=officer, value="3127.46", source="证券交易所网站")
    if closed:
        for drawn in Inspection.objects.filter(for_campaign=case).order_by("pk"):
            yield 2
            task = drawn
            for act in INSPECTION_WAYS[S.PUBLISHED][1:]:
                task = _went_on(stage, task, act, S.PUBLISHED)
        yield 1
        stage.act(Campaign.objects.get(pk=case.pk), "close", note="检查结果均已公布。")


# --- Supervisors --------------------------------------------------------------------------------


def _corps(stage: Stage) -> None:
    """The supervisor of the sign-in list and a colleague, so that both are always drawn."""
    member(stage, OFFICE, "supervisor-2", Role.SUPERVISOR)
    stage.plan(_appointed(stage), stage.before(200))
    wanted = {
        PlanStep.READY: VisitState.ASSIGNED,
        PlanStep.HELD: VisitState.REPORTED,
        PlanStep.SCORED: VisitState.COMMENTED,
        PlanStep.PUBLICITY: VisitState.RATED,
    }
    if stage.small:
        del wanted[PlanStep.HELD], wanted[PlanStep.SCORED]
    for plot in plans.NOW:
        if plot.who == "firm" and plot.to in wanted:
            day = plans.exam_day(stage, plot)
            stage.plan(_watched(stage, day, wanted[plot.to]), stage.before(3, day))


def _appointed(stage: Stage) -> Story:
    office = stage.places[OFFICE]
    for user in User.objects.filter(username__in=("supervisor", "supervisor-2")).order_by("pk"):
        today = clock.today()
        term = appointing.Given(
            since=today,
            until=today + timedelta(3 * 365),
            training="全市质量督导员培训，16 学时",
            examined_on=today - timedelta(10),
            result="合格",
        )
        appointing.appoint(office, user, term, actor=stage.clerk(office))
    return
    yield


def _watched(stage: Stage, day, to: str) -> Story:
    """The first session of the firm's assessment of a day is visited."""
    office = stage.places[OFFICE]
    plan = Plan.objects.get(owner=stage.places["firm"], first_on=day, state=PlanStep.READY)
    session = plan.sessions.order_by("starts_at").first()
    sending.send(session, office, actor=stage.clerk(office))
    if to == VisitState.ASSIGNED:
        return
    yield session.ends_at + timedelta(minutes=40)
    for visit in _visits_of(session):
        for point in visit_reads.points_of(visit):
            noting.save(visit, point.key, "yes", actor=visit.person)
        noting.save(visit, "words", "8:30 到场，巡查各考场，秩序良好。", actor=visit.person)
        stage.act(visit, "report", by=visit.person)
    if to in (VisitState.COMMENTED, VisitState.RATED):
        yield 1
        for visit in _visits_of(session):
            stage.act(visit, "answer", comment="督导意见属实，感谢指导。")
    if to == VisitState.RATED:
        yield 1
        for visit in _visits_of(session):
            stage.act(visit, "rate", complete=5, useful=4, text="记录完整。")


def _visits_of(session) -> Iterable[Visit]:
    return list(Visit.objects.filter(session=session).order_by("pk"))


# --- Credit and risk ----------------------------------------------------------------------------


def _rated(stage: Stage) -> Story:
    """The rating of the period before, where a formula knows it; by night it becomes final."""
    office = stage.places[OFFICE]
    over = credit.periods(clock.today())
    if not over:
        return
    case = rounds.begin(office, over[0].key, actor=stage.clerk(office))
    yield 1
    stage.act(case, "publicise")


def _reckoned() -> Story:
    nightly.reckon()
    return
    yield


def _agency(stage: Stage, who: str) -> Agency:
    return Agency.objects.select_related("division").get(organisation=stage.places[who])


def _above(who: str) -> str:
    return {"steel": "anshan", "optics": "suzhou"}.get(who, OFFICE)
