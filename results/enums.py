"""The closed lists of sessions held, scores and results. Values are stored, labels are read."""

from django.db.models import TextChoices


class Presence(TextChoices):
    PRESENT = "present", "到考"
    LATE = "late", "迟到"
    ABSENT = "absent", "缺考"


class FormsGiven(TextChoices):
    """Which form of a paper was given out in a room."""

    A = "A", "A卷"
    B = "B", "B卷"
    BY_SEAT = "AB", "单号座位A卷，双号座位B卷"

    def at(self, seat: int) -> str:
        """The form that lay on a seat."""
        if self == FormsGiven.BY_SEAT:
            return "A" if seat % 2 else "B"
        return self.value

    @property
    def forms(self) -> tuple[str, ...]:
        """Those that are needed for it."""
        return tuple(self.value)


class Consequence(TextChoices):
    """What a breach of the rules does to a candidate's scores (FACTS 5.2)."""

    NONE = "none", "不影响成绩"
    SUBJECT = "subject", "该科目成绩无效"
    CHEATING = "cheating", "该科目按作弊处理，成绩无效"
    ALL = "all", "全部科目成绩无效"


class RoundSource(TextChoices):
    TYPED = "typed", "手工录入"
    IMPORTED = "imported", "文件导入"


class SubjectOutcome(TextChoices):
    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"
    ABSENT = "absent", "缺考"
    VOID = "void", "成绩无效"
    EXEMPT = "exempt", "免考"
    CARRIED = "carried", "前次合格"


class Outcome(TextChoices):
    QUALIFIED = "qualified", "合格"
    UNQUALIFIED = "unqualified", "不合格"


class CorrectionCause(TextChoices):
    OBJECTION = "objection", "异议成立"
    RECHECK = "recheck", "复核"
    REVIEW = "review", "审核退回"
    OWN = "own", "自查更正"


class CorrectionStatus(TextChoices):
    PROPOSED = "proposed", "待同意"
    AGREED = "agreed", "已同意"
    REFUSED = "refused", "未同意"
    APPLIED = "applied", "已生效"


class ArchiveForm(TextChoices):
    PAPER = "paper", "纸质"
    ELECTRONIC = "electronic", "电子"
    VIDEO = "video", "视频"


class Keeping(TextChoices):
    """What is kept of an assessment (全过程资料), as the archive lists it."""

    REGISTRATION = "registration", "申报表和证明材料"
    ROSTER = "roster", "人员名册和考务安排表"
    PAPER = "paper", "试卷和答案"
    ANSWERS = "answers", "答题卷和评分表"
    SIGN_IN = "sign_in", "签到表"
    SCORES = "scores", "成绩录入和裁定"
    HOLDING = "holding", "考场情况和督导记录"
    PUBLICITY = "publicity", "公告公示"
    RESULT = "result", "评价结果"
    RESULT_FORMS = "result_forms", "结果备案表"
    VIDEO = "video", "考场视频"
    OTHER = "other", "其他材料"


class Look(TextChoices):
    """What a candidate does without an account that is kept on record."""

    ENTERED = "entered", "查询"
    TICKET = "ticket", "下载准考证"
