"""The closed lists of supervision. Values are stored, labels are read."""

from django.db.models import TextChoices


class PartyKind(TextChoices):
    """Who may have broken the rules (FACTS 5.2)."""

    CANDIDATE = "candidate", "考生"
    STAFF = "staff", "工作人员"
    AGENCY = "agency", "评价机构"


class ViolationState(TextChoices):
    """The steps of a violation."""

    OPENED = "opened", "调查取证"
    NOTIFIED = "notified", "已告知，等待陈述申辩"
    HEARD = "heard", "待作出决定"
    DECIDED = "decided", "已作出决定"
    APPEALED = "appealed", "申诉审查中"
    REVIEWED = "reviewed", "申诉已有结论"
    CONCLUDED = "concluded", "已结案"
    DISMISSED = "dismissed", "不予处理"


class Stage(TextChoices):
    """What a decision on a violation is: what was proposed to the party, what was decided, what
    the office above put in its place."""

    PROPOSED = "proposed", "拟作处理"
    DECIDED = "decided", "处理决定"
    CHANGED = "changed", "申诉后变更的决定"


class StatementKind(TextChoices):
    """What a party says."""

    DEFENCE = "defence", "陈述申辩"
    WAIVER = "waiver", "放弃陈述申辩"
    APPEAL = "appeal", "申诉"


class Effect(TextChoices):
    """What a sanction does in the portal."""

    VOID_SUBJECT = "void_subject", "取消一科成绩"
    VOID_ALL = "void_all", "取消全部科目成绩"
    BAR_ENTRY = "bar_entry", "禁止参加评价"
    BAR_DUTY = "bar_duty", "禁止承担考务"
    RECTIFY = "rectify", "限期整改"
    SUSPEND = "suspend", "暂停评价"
    STRIKE_OFF = "strike_off", "移出目录"
    BAR_FILING = "bar_filing", "不予受理备案"


BARS = (Effect.BAR_ENTRY, Effect.BAR_DUTY, Effect.BAR_FILING)


class ReviewOutcome(TextChoices):
    """What the office above came to."""

    UPHELD = "upheld", "维持"
    CHANGED = "changed", "变更"
    REVOKED = "revoked", "撤销"


class ComplaintChannel(TextChoices):
    """How a complaint came in; all but the first are entered by an officer."""

    ONLINE = "online", "网上提交"
    PHONE = "phone", "电话"
    VISIT = "visit", "来信来访"
    MEDIA = "media", "媒体报道"


class ComplaintTarget(TextChoices):
    """What a complaint is about."""

    AGENCY = "agency", "评价机构"
    PLAN = "plan", "一次评价（计划、场次）"
    CERTIFICATE = "certificate", "证书"
    PERSON = "person", "考评、监考等工作人员"
    OFFICE = "office", "人社部门、评价管理机构及其人员"
    OTHER = "other", "目录里没有的单位"


class ComplaintState(TextChoices):
    RECEIVED = "received", "待受理"
    ACCEPTED = "accepted", "调查中"
    REFUSED = "refused", "不予受理"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"


class ComplaintOutcome(TextChoices):
    """What the investigation came to."""

    FOUNDED = "founded", "属实"
    PARTLY = "partly", "部分属实"
    UNFOUNDED = "unfounded", "不属实"
    UNCLEAR = "unclear", "现有材料无法查证"


class WordKind(TextChoices):
    """What passes between a complainant and the office."""

    SUPPLEMENT = "supplement", "补充情况"
    REFUSAL = "refusal", "不予受理的理由"
    ANSWER = "answer", "答复"


class ExplanationState(TextChoices):
    """The steps of an explanation that an office asks of an organisation."""

    ASKED = "asked", "待说明"
    GIVEN = "given", "已说明"
    WITHDRAWN = "withdrawn", "已撤回"


class CampaignSubject(TextChoices):
    """What a campaign draws."""

    AGENCIES = "agencies", "评价机构"
    SESSIONS = "sessions", "评价场次"


class CampaignState(TextChoices):
    """The steps of a random inspection (双随机抽查)."""

    DRAFT = "draft", "准备中"
    FIXED = "fixed", "已公布，待抽取"
    DRAWN = "drawn", "已抽取，检查中"
    CLOSED = "closed", "已办结"
    CANCELLED = "cancelled", "已终止"


class InspectionCause(TextChoices):
    """Why an inspection is held: drawn by lot, or for a cause (有因检查)."""

    DRAWN = "drawn", "双随机抽取"
    COMPLAINT = "complaint", "投诉举报"
    MEDIA = "media", "媒体报道"
    RISK = "risk", "风险提示"
    ORDER = "order", "上级交办"
    DECISION = "decision", "处理决定"


class InspectionState(TextChoices):
    """The steps of an inspection; one for a cause is approved first."""

    PROPOSED = "proposed", "待批准"
    ASSIGNED = "assigned", "待检查"
    VISITING = "visiting", "检查中"
    REPORTED = "reported", "待机构陈述"
    ANSWERED = "answered", "待处理"
    RECTIFYING = "rectifying", "整改中"
    RECTIFIED = "rectified", "待复查"
    CONCLUDED = "concluded", "待公布结果"
    PUBLISHED = "published", "已公布结果"
    CANCELLED = "cancelled", "已取消"


class InspectionMethod(TextChoices):
    """How one inspects (辽宁通知 五（四））."""

    PAPERS = "papers", "调阅资料"
    ON_SITE = "on_site", "现场检查"
    REMOTE = "remote", "远程监控"
    ARCHIVE = "archive", "档案核对"


class PointAnswer(TextChoices):
    YES = "yes", "符合"
    NO = "no", "不符合"
    NA = "na", "不适用"


class Severity(TextChoices):
    """From the least to the gravest."""

    MINOR = "minor", "一般"
    SERIOUS = "serious", "较重"
    GRAVE = "grave", "严重"


class InspectionResult(TextChoices):
    """What an inspection came to."""

    CLEAN = "clean", "未发现问题"
    MINOR = "minor", "发现问题，不需要整改"
    RECTIFIED = "rectified", "发现问题，已整改"
    UNRECTIFIED = "unrectified", "逾期未整改"
    PENDING = "pending", "发现问题，另行处理"
    OBSTRUCTED = "obstructed", "不配合检查"


class RiskKind(TextChoices):
    """What may stand out; the order in which officers read it."""

    PASS_RATE = "pass_rate", "合格率异常"
    HEAPED = "heaped", "成绩集中在合格线"
    SAME_ASSESSOR = "same_assessor", "考评员长期固定"
    UNSUPERVISED = "unsupervised", "场次没有督导"
    LATE_ROSTER = "late_roster", "临考变更名册"
    FAST_CERTIFICATES = "fast_certificates", "发证早于规定"


class ReviewState(TextChoices):
    """The steps of an officer's note on a risk signal."""

    OPEN = "open", "核实中"
    NOTED = "noted", "已登记"


class RiskOutcome(TextChoices):
    """What an officer found behind a risk signal."""

    VERIFIED = "verified", "已核实，情况属实"
    EXPLAINED = "explained", "有合理解释"
    WATCHED = "watched", "继续关注"


class CreditSource(TextChoices):
    """What kind of record an event of credit comes from."""

    SANCTION = "sanction", "对机构的处理决定"
    STAFF_SANCTION = "staff_sanction", "对机构工作人员的处理决定"
    INSPECTION = "inspection", "公布的检查结果"
    LATE = "late", "办理时限"
    COMPLAINT = "complaint", "投诉举报结论"


class RoundState(TextChoices):
    """The steps of a credit assessment of one period (信用评估)."""

    DRAFT = "draft", "准备中"
    PUBLICITY = "publicity", "公示中"
    FINAL = "final", "已公布"
    CANCELLED = "cancelled", "已取消"


class ContestState(TextChoices):
    """The steps of what an agency says against an item of its rating."""

    FILED = "filed", "待处理"
    UPHELD = "upheld", "异议成立"
    REJECTED = "rejected", "异议不成立"
    WITHDRAWN = "withdrawn", "已撤回"


class CorpsSide(TextChoices):
    """For whom a quality supervisor acts (FACTS 5.1)."""

    EXTERNAL = "external", "外部质量督导员"
    INTERNAL = "internal", "内部质量督导员"


class AppointmentState(TextChoices):
    """The steps of an appointment; whether it holds on a day its term says besides."""

    ACTIVE = "active", "聘任中"
    ENDED = "ended", "已解聘"


class EndCause(TextChoices):
    """Why an appointment ends before its term."""

    OWN_WISH = "own_wish", "本人申请"
    MOVED = "moved", "工作变动"
    BREACH = "breach", "违反督导纪律"
    UNFIT = "unfit", "考核不合格"
    OTHER = "other", "其他原因"


FOR_CAUSE = (EndCause.BREACH, EndCause.UNFIT)


class VisitState(TextChoices):
    """The steps of a visit by an external supervisor."""

    ASSIGNED = "assigned", "待督导"
    REPORTED = "reported", "待评价"
    COMMENTED = "commented", "机构已反馈，待评价"
    RATED = "rated", "已评价"
    DECLINED = "declined", "已辞派"
    WITHDRAWN = "withdrawn", "已撤回"
    CANCELLED = "cancelled", "已取消"


class VisitPhase(TextChoices):
    """When a point of the checklist is looked at."""

    BEFORE = "before", "考前"
    DURING = "during", "考中"
    AFTER = "after", "考后"


class RecordSource(TextChoices):
    """What a record that is kept is: registered in the archive of a plan, a paper of a case, or all
    that the portal itself holds of a plan's people."""

    ARCHIVE = "archive", "归档材料"
    MATERIAL = "material", "案件材料"
    REGISTRATION = "registration", "系统保存的报名资料"


class DestructionState(TextChoices):
    """The steps of a destruction of records."""

    PROPOSED = "proposed", "待批准"
    APPROVED = "approved", "已批准，待销毁"
    REFUSED = "refused", "不同意销毁"
    WITHDRAWN = "withdrawn", "已撤回"
    DESTROYED = "destroyed", "已销毁"


class DestroyMethod(TextChoices):
    """How what lies outside the portal is destroyed."""

    SYSTEM = "system", "本系统删除"
    SHREDDED = "shredded", "粉碎"
    PULPED = "pulped", "化浆"
    BURNT = "burnt", "焚毁"
    ERASED = "erased", "覆写或消磁"
    CRUSHED = "crushed", "物理损毁载体"


class PayKind(TextChoices):
    """What an enterprise gives for a certificate (兑现待遇)."""

    ALLOWANCE = "allowance", "技能津贴"
    GRADE = "grade", "提高工资等级"
    LEFT = "left", "已经离职，不再适用"


class PayReply(TextChoices):
    """What the holder says of it."""

    CONFIRMED = "confirmed", "属实"
    CONTESTED = "contested", "不属实"


class IntegrityPart(TextChoices):
    """What the nightly look holds against its record."""

    TIMELINE = "timeline", "办理记录"
    FILE = "file", "文件"
    CERTIFICATE = "certificate", "证书"
    LOT = "lot", "抽取记录"


class IntegrityPass(TextChoices):
    """What is new is looked at the next night; all of it in turn, a share each night."""

    NEW = "new", "新增"
    ROUND = "round", "轮查"
