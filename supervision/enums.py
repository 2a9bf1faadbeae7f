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


class InspectionState(TextChoices):
    """The steps of an inspection."""

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
