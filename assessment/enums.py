"""The closed lists of assessment. Values are stored, labels are what people read."""

from django.db.models import TextChoices


class EntryStatus(TextChoices):
    """How far a registration is."""

    DRAFT = "draft", "填报中"
    APPLIED = "applied", "待单位审核"
    SIGNED = "signed", "待机构核准"
    APPROVED = "approved", "已核准"
    REFUSED = "refused", "未核准"
    WITHDRAWN = "withdrawn", "已退出"


class Ground(TextChoices):
    """On what a candidate is admitted: a condition of the standard, or an exception (LC-19)."""

    CONDITION = "condition", "符合申报条件"
    EXCEPTIONAL = "exceptional", "破格"
    SKIPPED = "skipped", "越级"
    DIRECT = "direct", "直接认定"
    COMPETITION = "competition", "竞赛获奖"
    TITLE = "title", "职称贯通"


class ExemptionCause(TextChoices):
    """Why a candidate need not sit a subject."""

    EARLIER = "earlier", "前次合格，成绩有效"
    WAIVED = "waived", "免考"


class EvidenceKind(TextChoices):
    """What a registration's papers prove (FACTS 10.8)."""

    SCHOOLING = "schooling", "学历证书"
    CERTIFICATE = "certificate", "职业资格或技能等级证书"
    TITLE = "title", "职称证书"
    SOCIAL_SECURITY = "social_security", "社会保险缴费信息"
    WORK = "work", "工作年限证明"
    AWARD = "award", "竞赛获奖或突出贡献证明"
    OTHER = "other", "其他"


class RowVerdict(TextChoices):
    """What comes of a row of a roster."""

    NEW = "new", "新增"
    CHANGED = "changed", "变更"
    UNCHANGED = "unchanged", "无变化"
    REFUSED = "refused", "不能导入"


class DraftState(TextChoices):
    """How far the import of a roster is."""

    CHECKING = "checking", "正在核对"
    READY = "ready", "待确认"
    FAULTY = "faulty", "文件有误"
    TAKING = "taking", "正在导入"
    TAKEN = "taken", "已导入"
    DROPPED = "dropped", "已放弃"


class RosterCopy(TextChoices):
    """Which of the files of a roster on its way in."""

    ORIGINAL = "original", "上传的文件"
    ANNOTATED = "annotated", "标注问题的文件"


class RoomKind(TextChoices):
    THEORY = "theory", "理论考场"
    PRACTICE = "practice", "技能考核场地"
    REVIEW = "review", "评审室"


class DutyRole(TextChoices):
    CHIEF = "chief", "主考"
    INVIGILATOR = "invigilator", "监考人员"
    ASSESSOR = "assessor", "考评员"
    PANELLIST = "panellist", "评审委员"
    INTERNAL = "internal", "内部质量督导员"
    EXTERNAL = "external", "外部质量督导员"
    SUPPORT = "support", "考务人员"


class SeatOrder(TextChoices):
    """How seats are allotted."""

    SEQUENCE = "sequence", "按考场顺序"
    LOT = "lot", "随机抽取"


class ChangeKind(TextChoices):
    """What of an approved arrangement is changed afterwards."""

    DAYS = "days", "评价日期改期"
    SESSION = "session", "场次改期"
    ROOM = "room", "更换考场"
    STAFF = "staff", "更换人员"


class ChangeStatus(TextChoices):
    PROPOSED = "proposed", "待同意"
    IN_FORCE = "in_force", "已生效"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


class PrintKind(TextChoices):
    """What is printed for the day of the exam."""

    TICKETS = "tickets", "准考证（合并为一份）"
    TICKETS_EACH = "tickets_each", "准考证（每人一份）"
    DOORS = "doors", "考场门贴"
    DESKS = "desks", "桌贴"
    SIGN_IN = "sign_in", "签到表"
