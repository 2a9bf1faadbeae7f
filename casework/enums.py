"""The closed lists of casework."""

from django.db.models import TextChoices


class Progress(TextChoices):
    """How a deadline stands."""

    RUNNING = "running", "计时中"
    PAUSED = "paused", "已暂停"
    DONE = "done", "已办结"


class Mark(TextChoices):
    """What was said about a deadline; each is said once."""

    WARNED = "warned", "临期提醒"
    DUE = "due", "当日提醒"
    OVERDUE = "overdue", "超期提醒"
    ESCALATED = "escalated", "报上级"


class WorkStatus(TextChoices):
    """How a piece of work stands that a worker takes under a lease."""

    WAITING = "waiting", "等待中"
    RUNNING = "running", "处理中"
    DONE = "done", "已完成"
    FAILED = "failed", "未成功"
    CANCELLED = "cancelled", "已取消"


class JobState(TextChoices):
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    CANCELLED = "cancelled", "已取消"


class Channel(TextChoices):
    """Ways in which a notice goes out of the portal."""

    EMAIL = "email", "电子邮件"
    SMS = "sms", "短信"
