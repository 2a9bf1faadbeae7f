"""What a registration must satisfy before the enterprise signs it and the agency approves it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessment import entry_details, person
from assessment.eligibility import Period, Verdict, judge
from assessment.enums import EvidenceKind, Ground
from assessment.frames.entries import HERE, Frame, Known, Other
from assessment.models import Entry
from assessment.ports import Bar
from casework.issues import Issue
from catalogue.enums import Level
from catalogue.regulations.basis import Rule
from catalogue.regulations.terms import Content
from config import clock

OURS = Rule(default=True)
PROOFS = {
    Ground.EXCEPTIONAL: (EvidenceKind.AWARD, EvidenceKind.WORK, EvidenceKind.OTHER),
    Ground.SKIPPED: (EvidenceKind.AWARD, EvidenceKind.WORK, EvidenceKind.OTHER),
    Ground.DIRECT: (EvidenceKind.AWARD,),
    Ground.TITLE: (EvidenceKind.TITLE,),
    Ground.COMPETITION: (),
}
SECOND_PERSON = (Ground.EXCEPTIONAL, Ground.SKIPPED, Ground.DIRECT)


@dataclass(frozen=True)
class Looked:
    """An entry held against its frame: what eligibility found and what is wrong."""

    verdict: Verdict
    issues: list[Issue]

    @property
    def refusing(self) -> list[Issue]:
        """What stands in the way of signing and approving."""
        return [issue for issue in self.issues if issue.refuses]


def look(entry: Entry, frame: Frame, known: Known) -> Looked:
    """Hold an entry against its frame. Asks nothing of the database where `work` and `evidence`
    were prefetched."""
    work = [Period(row.since, row.until, row.related) for row in entry.work.all()]
    return hold(entry, frame, known, work, {row.kind for row in entry.evidence.all()})


def hold(
    entry: Entry,
    frame: Frame,
    known: Known,
    work: Iterable[Period],
    proofs: set[str],
) -> Looked:
    """The same for an entry that may not be saved yet, such as a row of a roster. Pure."""
    values = entry_details.load(entry.details)
    facts = entry_details.facts(entry.born_on, values, work)
    verdict = judge(frame.conditions[entry.item_id], facts, _counting_day(frame))
    issues = [
        *_audience(entry, frame),
        *_scope(entry, frame),
        *_twice(entry, frame, known),
        *_barred(entry, known),
        *_ground(entry, frame, verdict, proofs),
        *_title(entry, values),
        *_social_security(entry, frame, verdict, proofs),
        *_photo(entry),
        *_name(entry),
        *_promise(entry, values),
        *_contents(entry, frame, values),
    ]
    return Looked(verdict, issues)


def _counting_day(frame: Frame):
    """Work counts up to the day one asks, and not beyond the end of enrolment."""
    until = frame.plan.enrol_until
    return min(clock.today(), until) if until else clock.today()


def _audience(entry: Entry, frame: Frame) -> Iterable[Issue]:
    if refusal := frame.audience_refusal(entry.audience):
        basis = next(
            (rule for rule in frame.regulation.candidates if rule.audience == entry.audience), None
        )
        binding = basis if basis and basis.binding else None
        yield Issue("audience", "job", refusal, "请核对人员类别，或到有资格的机构报名。", binding)


def _scope(entry: Entry, frame: Frame) -> Iterable[Issue]:
    permission = frame.permissions[entry.item_id]
    if not permission:
        yield Issue("scope", "job", permission.reason, "请改报评价范围内的职业和等级。")


def _twice(entry: Entry, frame: Frame, known: Known) -> Iterable[Issue]:
    """In one plan a person stands once; of several plans the first that approves has him or her."""
    item = frame.items[entry.item_id]
    for other in known.elsewhere.get((entry.id_hash, item.occupation_id, item.level), ()):
        if other.entry != entry.pk:
            yield _another(other)


def _barred(entry: Entry, known: Known) -> Iterable[Issue]:
    """A breach that keeps somebody from being assessed again (FACTS 5.2)."""
    for bar in known.bars.get(entry.id_hash, ()):
        yield barred(bar, own=known.own)


def barred(bar: Bar, *, own: bool) -> Issue:
    """What is said of a bar; to an applicant without its reason."""
    if own:
        return Issue("barred", "identity", "这个证件号码现在不能报名。", "请联系评价机构的联系人。")
    return Issue("barred", "identity", bar.reason, bar.remedy)


def _another(other: Other) -> Issue:
    if other.where == HERE:
        message = f"此人已在{HERE}报名同一职业的同一等级。"
        remedy = "同一职业的同一等级只能报名一次，请先退出其中一处。"
        return Issue("twice", "identity", message, remedy)
    if other.bars:
        message = f"此人在{other.where}报名同一职业的同一等级，已经核准。"
        remedy = (
            "同一时期只能在一处评价，先核准的有效。请退回或者退出这份报名；"
            "本人改在这里评价的，请本人先从那一处退出。"
        )
        return Issue("twice", "identity", message, remedy)
    message = f"此人在{other.where}也报名了同一职业的同一等级，还没有核准。"
    remedy = "先核准的一处有效，请与本人核对在哪里评价。"
    return Issue("twice-open", "identity", message, remedy, OURS)


def _ground(entry: Entry, frame: Frame, verdict: Verdict, proofs: set[str]) -> Iterable[Issue]:
    if entry.ground == Ground.CONDITION:
        yield from _condition(entry, frame, verdict)
        return
    label = Ground(entry.ground).label
    level = Level(frame.items[entry.item_id].level)
    if frame.admits(entry.ground, level) is None:
        message = f"{frame.regulation.name}没有关于以“{label}”申报{level.printed}的规定。"
        yield Issue("ground", "ground", message, "请改为按申报条件报名。")
    if wanted := PROOFS[Ground(entry.ground)]:
        if not proofs & set(wanted):
            named = "、".join(str(EvidenceKind(kind).label) for kind in wanted)
            message = f"以“{label}”申报的，须有证明材料。"
            yield Issue("proof", "evidence", message, f"请上传{named}之一。")
    elif not fits(entry, frame):
        message = "没有可以晋升到这个等级的本人竞赛成绩。"
        yield Issue("result", "ground", message, "请先登记竞赛成绩，再选择本人的那一项。")


def _title(entry: Entry, values: Mapping) -> Iterable[Issue]:
    """A title that opens a level is named with its grade (JS-09)."""
    if entry.ground == Ground.TITLE and not values.get("title_grade"):
        message = "以职称贯通申报的，须写明职称。"
        yield Issue("title", "title", message, "请填写职称等级、名称和取得日期。")


def fits(entry: Entry, frame: Frame) -> bool:
    """Whether the entry's competition result is this person's, in this occupation, and gives the
    level (JS-08)."""
    result, item = entry.result, frame.items[entry.item_id]
    return bool(
        result
        and result.id_hash == entry.id_hash
        and result.occupation_id == item.occupation_id
        and Level(result.level).is_at_least(Level(item.level))
    )


def _condition(entry: Entry, frame: Frame, verdict: Verdict) -> Iterable[Issue]:
    if verdict.met:
        return
    if verdict.nearest is None:
        message = "本系统没有录入这个等级的申报条件，不能自动核对。"
        yield Issue("conditions", "ground", message, "请按标准人工核对。", OURS)
        return
    short = "；".join(verdict.nearest.missing)
    said = verdict.nearest.condition.text.rstrip("。")
    message = f"不符合申报条件。最接近的一项是“{said}”：{short}。"
    yield Issue("ineligible", "ground", message, "请补充工作经历、证书或学历，条件具备后再报名。")


def _social_security(
    entry: Entry, frame: Frame, verdict: Verdict, proofs: set[str]
) -> Iterable[Issue]:
    rule = frame.asks_social_security
    by_years = (
        entry.ground == Ground.CONDITION and verdict.met is not None and verdict.met.work_months
    )
    if rule and by_years and EvidenceKind.SOCIAL_SECURITY not in proofs:
        message = "依工作年限申报的，须提供社会保险缴费信息。"
        yield Issue("social_security", "evidence", message, "请上传社会保险缴费信息。", rule)


def _photo(entry: Entry) -> Iterable[Issue]:
    """The worker's own application needs it; a clerk may add it later, for the certificate."""
    if entry.photo_id is None:
        message = "没有照片。" if entry.link_id else "没有照片，核发证书前须补上。"
        remedy = "请上传一寸白底彩色免冠照片。"
        yield Issue("photo", "photo", message, remedy, None if entry.link_id else OURS)


def _name(entry: Entry) -> Iterable[Issue]:
    if missing := person.unprintable(entry.name):
        message = f"姓名中的{missing}在证书字体中没有字形。"
        remedy = "请核对用字；确为生僻字的照实保留，并请系统管理员补充字体。"
        yield Issue("glyph", "identity", message, remedy, OURS)


def _promise(entry: Entry, values: Mapping) -> Iterable[Issue]:
    if entry.link_id and not values.get("promised_on"):
        message = "本人还没有承诺所填信息真实有效。"
        yield Issue("promise", "promise", message, "请本人打开“修改”，阅读并勾选表末的承诺。")


def _contents(entry: Entry, frame: Frame, values: Mapping) -> Iterable[Issue]:
    """技师 and above show projects, problems solved and apprentices as well (LN-02)."""
    level = Level(frame.items[entry.item_id].level)
    rule = next(
        (each for each in frame.regulation.contents if each.content == Content.PERFORMANCE), None
    )
    asked = ("projects", "problems_solved", "apprentices")
    if rule and level.is_at_least(Level.TWO) and not all(values.get(key) for key in asked):
        message = f"申报{level.printed}的，还须写明主要工作项目、解决的技术问题和培养徒弟情况。"
        yield Issue("contents", "contents", message, "请在“评价内容”中补充。", OURS)
