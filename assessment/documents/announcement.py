"""The announcement of a plan (评价公告), written from the plan itself (LC-15, HB-02)."""

from django.utils import timezone
from django.utils.formats import date_format

from assessment import changing
from assessment.frames.plans import Frame
from assessment.models import Plan, PlanChange, PlanItem, Session
from catalogue.enums import SubjectKind
from catalogue.regulations.terms import Audience, Method, PlanStep
from catalogue.selectors import default_condition_set, entry_conditions
from config import clock
from filing.selectors.register import rules_on

FEES = "收费"
BY_CONTACT = "请与联系人联系报名。"
ONLINE = "可以网上报名：向联系人索取报名链接，不用注册，自己填写申报表、上传照片和材料。"


def title(plan: Plan) -> str:
    """What the public list calls it."""
    whom = f"{plan.for_commission.owner}委托" if plan.for_commission else ""
    return f"{plan.agency}{whom}职业技能等级评价公告（{date_format(plan.first_on)}）"[:120]


def body(plan: Plan) -> str:
    """The text, in paragraphs with headings."""
    frame = Frame.of(plan)
    parts = [
        ("评价机构", _agency(plan)),
        ("职业（工种）和等级", "\n".join(_item(item, rows) for item, rows in frame.items)),
        ("评价方式", frame.rule.name if frame.rule else Method(plan.method).label),
        ("评价对象", "、".join(Audience(each).label for each in plan.audiences)),
        ("报名时间", f"{date_format(plan.enrol_from)} 至 {date_format(plan.enrol_until)}"),
        ("报名方式", _how(plan)),
        ("考核时间和地点", _when(plan)),
        ("评价安排", plan.schedule),
        ("申报条件", _conditions(plan, frame)),
        ("评价内容", plan.contents),
        ("激励机制和待遇承诺", plan.incentives),
        ("收费", _fees(plan)),
        ("联系人和办公电话", plan.contact),
        ("监督举报电话", plan.complaints),
    ]
    return "\n\n".join(f"【{heading}】\n{text}" for heading, text in parts if text)


def _agency(plan: Plan) -> str:
    lines = [f"{plan.agency}（{plan.agency.code}）"]
    if plan.for_commission:
        lines.append(f"委托企业：{plan.for_commission.owner}")
    return "\n".join(lines)


def _item(item: PlanItem, subjects) -> str:
    marks = "；".join(
        f"{SubjectKind(each.kind).label}免考（{each.reason}）"
        if each.waived
        else f"{SubjectKind(each.kind).label}满分 {each.full_mark}、合格 {each.pass_mark}"
        for each in subjects
    )
    work_type = f"{item.work_type} " if item.work_type else ""
    named = f"{item.occupation.name}（{item.occupation.code}）{work_type}{item.national.printed}"
    return f"{named}：{marks}" if marks else named


def _how(plan: Plan) -> str:
    """As the agency says, and that one may fill in online while a link is open. Who has the link
    can begin a registration, so that the agency gives it out itself."""
    lines = [plan.enrol_way] if plan.enrol_way else []
    enrols = plan.state == PlanStep.ENROLMENT
    if enrols and plan.links.filter(closed_at=None, expires_at__gt=clock.now()).exists():
        lines.append(ONLINE)
    return "\n".join(lines) or BY_CONTACT


def _when(plan: Plan) -> str:
    """The sessions; only the days while there are none, or some are left on days given up."""
    rows = Session.objects.filter(plan=plan, cancelled_at=None).prefetch_related("rooms__site")
    lines, sessions = [], list(rows)
    last = plan.last_on or plan.first_on
    if not all(plan.first_on <= timezone.localdate(each.starts_at) <= last for each in sessions):
        sessions = []
    for each in sessions:
        sites = dict.fromkeys(f"{room.site}（{room.site.address}）" for room in each.rooms.all())
        lines.append(f"{each}，{'、'.join(sites)}" if sites else str(each))
    if lines:
        return "\n".join(lines)
    days = date_format(plan.first_on)
    if plan.last_on and plan.last_on != plan.first_on:
        days += f" 至 {date_format(plan.last_on)}"
    return f"{days}，{plan.division}。具体考场见准考证。"


def _conditions(plan: Plan, frame: Frame) -> str:
    default, lines = default_condition_set(), []
    known: dict[tuple[int, int], list[str]] = {}
    for item, _ in frame.items:
        chosen = item.standard.condition_set if item.standard else default
        if chosen is None:
            continue
        key = (chosen.pk, item.level)
        if key not in known:
            known[key] = [each.text for each in entry_conditions(chosen, item.level)]
            lines.append(f"{item.national.printed}（符合其中一条）：")
            lines += [f"{n}. {text}" for n, text in enumerate(known[key], 1)]
    if plan.entry_terms:
        lines.append(plan.entry_terms)
    return "\n".join(lines)


def _fees(plan: Plan) -> str:
    newest = (rows[0] for rows in rules_on(plan.agency, clock.today()))
    return "\n".join(rule.text for rule in newest if FEES in rule.title)


def changed(plan: Plan, change: PlanChange) -> str:
    """The text after a change, which it begins with."""
    lines = [
        f"{each.label}由{each.before}改为{each.after}。"
        for each in changing.differences(change.kind, change.before, change.after)
    ]
    if change.session:
        lines.insert(0, f"科目：{change.session.get_subject_display()}。")
    told = "\n".join([*lines, f"原因：{change.reason}"])
    return f"【变更公告】\n{change.get_kind_display()}。{told}\n\n{body(plan)}"
