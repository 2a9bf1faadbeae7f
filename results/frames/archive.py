"""What must be kept of a plan, and how much of it is there (LC-16, LN-12, HB-08).

What the portal holds itself is found and given a digest; what lies on paper, on discs or elsewhere
counts once it is registered.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Max

from assessment.documents import arrangement_form, roster_form
from assessment.enums import EntryStatus
from assessment.models import Entry, Evidence, Plan
from casework.models import Material, Publication
from casework.services.timeline import canonical
from catalogue.regulations.terms import PlanAct, PlanStep
from papers.models import Paper
from results.documents import record_list, record_summary
from results.enums import Keeping
from results.models import (
    Arbitration,
    ArchiveItem,
    Attendance,
    Incident,
    Marking,
    Result,
    Score,
    VisitNote,
)
from results.selectors import archive


@dataclass(frozen=True)
class Held:
    """What the portal holds itself: how many of what, with a digest over them all."""

    title: str
    count: int
    unit: str
    digest: str


@dataclass(frozen=True)
class Line:
    """One thing that is to be kept. `by_hand`: the portal cannot hold it, it must be registered.
    `lacking` says in words what is missing; empty where everything is there or nothing is due."""

    keeping: Keeping
    held: list[Held] = field(default_factory=list)
    items: list[ArchiveItem] = field(default_factory=list)
    needed: bool = True
    by_hand: bool = False
    advice: str = ""

    @property
    def is_there(self) -> bool:
        return bool(self.items) or (bool(self.held) and not self.by_hand)

    @property
    def lacks(self) -> bool:
        return self.needed and not self.is_there

    @property
    def count(self) -> int:
        """How many pieces were registered."""
        return sum(item.count for item in self.items)

    @property
    def tone(self) -> str:
        return "danger" if self.lacks else "ok" if self.is_there else "neutral"

    @property
    def word(self) -> str:
        return "缺" if self.lacks else "已有" if self.is_there else "无此项"


def lines(plan: Plan) -> list[Line]:
    """The checklist of a plan, as its regulation and its sessions ask for it; the number of queries
    does not grow with the plan."""
    items = defaultdict(list)
    for item in archive.in_force(plan):
        items[item.category].append(item)
    sat = plan.sessions.filter(cancelled_at=None).exists()
    arrows = {(arrow.source, arrow.act) for arrow in plan.regulation.processes.plan.arrows}
    acts = {act for _, act in arrows}
    made_public = (
        PlanAct.PUBLICISE in acts and (PlanStep.SCORED, PlanAct.SUBMIT_RESULTS) not in arrows
    )
    needed: dict[Keeping, bool] = {
        Keeping.ROSTER: PlanAct.FILE_ROSTER in acts,
        Keeping.PAPER: sat,
        Keeping.ANSWERS: sat,
        Keeping.SIGN_IN: sat,
        Keeping.SCORES: sat,
        Keeping.HOLDING: sat,
        Keeping.PUBLICITY: made_public,
        Keeping.RESULT_FORMS: PlanAct.SUBMIT_RESULTS in acts,
        Keeping.VIDEO: sat and _filmed(plan),
        Keeping.OTHER: False,
    }
    return [
        Line(
            each,
            held=[found for found in FOUND.get(each, _none)(plan) if found.count],
            items=items[each],
            needed=needed.get(each, True),
            by_hand=each in BY_HAND,
            advice=ADVICE.get(each, ""),
        )
        for each in Keeping
    ]


BY_HAND = (Keeping.ANSWERS, Keeping.SIGN_IN, Keeping.VIDEO)
ADVICE = {
    Keeping.REGISTRATION: "报名资料由系统保存；另有签字盖章纸质申报表的，请登记存放位置。",
    Keeping.ROSTER: "系统没有生成备案表的，请登记纸质备案表。",
    Keeping.PAPER: "系统没有封存试卷的（例如使用纸质题库），请登记试卷和答案。",
    Keeping.ANSWERS: "请登记考生的答题卷、考评员签字的评分表；机考的登记作答数据的存放位置。",
    Keeping.SIGN_IN: "请登记考生签字的签到表。",
    Keeping.SCORES: "成绩录入由系统保存。",
    Keeping.HOLDING: "到考、违纪和督导记录由系统保存；另有纸质考场记录的请登记。",
    Keeping.PUBLICITY: "没有在系统公示的，请登记公示材料。",
    Keeping.RESULT: "评价结果由系统计算并保存。",
    Keeping.RESULT_FORMS: "系统没有生成结果备案表的，请登记报送的备案表。",
    Keeping.VIDEO: "请按场次登记视频的考场、时长和存放位置（设备）。",
}


def _filmed(plan: Plan) -> bool:
    """Whether there must be videos: where the region keeps them, or a room has cameras."""
    if plan.regulation.retention.video_months.clauses:
        return True
    rows = plan.sessions.filter(cancelled_at=None)
    return bool(rows.aggregate(most=Max("rooms__cameras"))["most"])


def _none(plan: Plan) -> list[Held]:
    return []


def digest(rows: Iterable) -> tuple[int, str]:
    """How many rows of plain values there are, and the digest over them in their order; reads them
    one by one."""
    count, found = 0, hashlib.sha256()
    for row in rows:
        found.update(canonical(row).encode() + b"\n")
        count += 1
    return count, found.hexdigest()


def _held(title: str, unit: str, rows) -> Held:
    count, found = digest(rows.iterator(chunk_size=2000))
    return Held(title, count, unit, found)


def _registration(plan: Plan) -> list[Held]:
    entries = Entry.objects.filter(plan=plan).exclude(status=EntryStatus.WITHDRAWN)
    evidence = Evidence.objects.filter(entry__plan=plan).order_by("pk")
    return [
        _held("报名资料", "人", entries.order_by("number").values_list("number", "version")),
        _held("证明材料", "份", evidence.values_list("pk", "file__sha256")),
    ]


def _filed(plan: Plan, keys: tuple[str, ...]) -> list[Held]:
    rows = Material.objects.current().filter(case_id=plan.pk, key__in=keys, destroyed_on=None)
    found = rows.order_by("key", "pk").values_list("title", "version", "file__sha256")
    return [Held(f"{title}（第 {version} 版）", 1, "份", sha) for title, version, sha in found]


def _papers(plan: Plan) -> list[Held]:
    rows = Paper.objects.filter(plan=plan, openings__isnull=False).distinct().order_by("number")
    found = rows.values_list("number", "digest")
    return [Held(f"试卷 {number}（含答案）", 1, "份", digest) for number, digest in found]


def _scores(plan: Plan) -> list[Held]:
    scores = Score.objects.filter(round__sheet__plan=plan, round__frozen_at__isnull=False)
    markings = Marking.objects.filter(sheet__plan=plan, submitted_at__isnull=False)
    decided = Arbitration.objects.filter(sheet__plan=plan)
    names = ("entry", "mark", "absent")
    return [
        _held("成绩录入", "项", scores.order_by("pk").values_list("round", *names)),
        _held("考评组评分", "份", markings.order_by("pk").values_list("duty", *names, "lines")),
        _held("成绩裁定", "项", decided.order_by("pk").values_list("sheet", *names, "reason")),
    ]


def _holding(plan: Plan) -> list[Held]:
    came = Attendance.objects.filter(session__plan=plan, session__cancelled_at=None)
    incidents = Incident.objects.filter(session__plan=plan)
    visits = VisitNote.objects.filter(session__plan=plan)
    told = ("session", "entry", "conduct", "consequence", "facts", "revoked_for")
    written = ("session", "duty", "points", "text", "problems")
    return [
        _held("到考登记", "人次", came.order_by("pk").values_list("session", "entry", "presence")),
        _held("考场情况记录", "份", incidents.order_by("pk").values_list(*told)),
        _held("督导记录", "份", visits.order_by("pk").values_list(*written)),
    ]


def _publicity(plan: Plan) -> list[Held]:
    rows = Publication.objects.filter(case_id=plan.pk).order_by("pk")
    found = rows.values_list("pk", "title", "body", "published_on", "closes_on")
    return [Held(title, 1, "份", digest([row])[1]) for row in found if (title := row[1])]


def _results(plan: Plan) -> list[Held]:
    rows = Result.objects.filter(plan=plan).order_by("entry", "revision")
    told = ("entry", "revision", "outcome", "subjects__subject", "subjects__outcome")
    found = rows.filter(superseded_at=None).order_by("entry", "subjects__pk")
    held = _held("评价结果", "人", rows.filter(superseded_at=None).values_list("entry", "outcome"))
    _, whole = digest(found.values_list(*told, "subjects__mark").iterator(chunk_size=2000))
    return [Held(held.title, held.count, held.unit, whole)]


FOUND: dict[Keeping, Callable[[Plan], list[Held]]] = {
    Keeping.REGISTRATION: _registration,
    Keeping.ROSTER: lambda plan: _filed(plan, (roster_form.KEY, arrangement_form.KEY)),
    Keeping.PAPER: _papers,
    Keeping.SCORES: _scores,
    Keeping.HOLDING: _holding,
    Keeping.PUBLICITY: _publicity,
    Keeping.RESULT: _results,
    Keeping.RESULT_FORMS: lambda plan: _filed(plan, (record_summary.KEY, record_list.KEY)),
}
