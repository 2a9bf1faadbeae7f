"""The closed lists of question banks and papers. Values are stored, labels are what people read."""

from django.db.models import TextChoices


class QuestionKind(TextChoices):
    SINGLE = "single", "单项选择题"
    MULTIPLE = "multiple", "多项选择题"
    JUDGEMENT = "judgement", "判断题"
    SHORT = "short", "简答题"
    TASK = "task", "操作技能题"


class Difficulty(TextChoices):
    EASY = "easy", "易"
    MEDIUM = "medium", "中"
    HARD = "hard", "难"


class QuestionStatus(TextChoices):
    """Only questions in use are drawn."""

    DRAFT = "draft", "待审定"
    IN_USE = "in_use", "在用"
    RETIRED = "retired", "停用"


class PaperStatus(TextChoices):
    DRAWN = "drawn", "已组卷"
    SEALED = "sealed", "已封存"
    OPENED = "opened", "已启封"
    SPOILED = "spoiled", "已作废"


class OpeningCause(TextChoices):
    """Why somebody sees a sealed paper."""

    PRINTING = "printing", "付印"
    SESSION = "session", "开考启封"
    SCORING = "scoring", "阅卷"
    REVIEW = "review", "考后查阅"
