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
    OVERDUE = "overdue", "超期提醒"
    ESCALATED = "escalated", "报上级"
