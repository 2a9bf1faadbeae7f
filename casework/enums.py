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


class FileKind(TextChoices):
    """What may be uploaded; the value is the extension."""

    PDF = "pdf", "PDF 文档"
    JPG = "jpg", "JPG 图片"
    PNG = "png", "PNG 图片"
    DOCX = "docx", "Word 文档"
    XLSX = "xlsx", "Excel 工作簿"


class RetentionClass(TextChoices):
    """In which form a paper is kept; each has its own term in the regulation."""

    PAPER = "paper", "纸质材料"
    ELECTRONIC = "electronic", "电子材料"
    VIDEO = "video", "视频资料"


class ServiceMethod(TextChoices):
    """Ways in which a letter reaches its addressee (送达)."""

    PORTAL = "portal", "平台送达"
    HANDED = "handed", "直接送达"
    MAIL = "mail", "邮寄送达"


class ServiceOutcome(TextChoices):
    SENT = "sent", "已送出"
    RECEIVED = "received", "已签收"
    DEEMED = "deemed", "视为送达"
    RETURNED = "returned", "退回或拒收"


class PublicationKind(TextChoices):
    ANNOUNCEMENT = "announcement", "公告"
    PUBLICITY = "publicity", "公示"


class PublicationStatus(TextChoices):
    """How a publicity stands; an announcement is only ever published or replaced."""

    OPEN = "open", "公示中"
    PUBLISHED = "published", "已发布"
    CLEARED = "cleared", "公示期满，无异议"
    CORRECTED = "corrected", "已更正"
    WITHDRAWN = "withdrawn", "已撤下"


class ImportState(TextChoices):
    """How far a spreadsheet on its way in has come; nothing of it is written before `taken`."""

    CHECKING = "checking", "正在核对"
    READY = "ready", "待确认"
    FAULTY = "faulty", "有错误"
    TAKING = "taking", "正在导入"
    TAKEN = "taken", "已导入"
    DROPPED = "dropped", "已放弃"
