"""The closed lists of onboarding."""

from django.db.models import TextChoices


class RegistrationState(TextChoices):
    SUBMITTED = "submitted", "待确认"
    RETURNED = "returned", "待补正"
    CONFIRMED = "confirmed", "已确认"
    REFUSED = "refused", "未予确认"
    WITHDRAWN = "withdrawn", "已撤回"


class ChangeState(TextChoices):
    DRAFT = "draft", "填报"
    SUBMITTED = "submitted", "待确认"
    RETURNED = "returned", "待补正"
    CONFIRMED = "confirmed", "已确认"
    REFUSED = "refused", "未予确认"
    WITHDRAWN = "withdrawn", "已撤回"


class Change(TextChoices):
    """What happens to an organisation."""

    RENAME = "rename", "更名"
    MERGER = "merger", "并入其他单位"
    CLOSING = "closing", "注销"
