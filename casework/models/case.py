"""The case: what every matter that an office handles has in common."""

from django.conf import settings
from django.db import models
from django_fsm import ConcurrentTransitionMixin, FSMField, FSMModelMixin

from catalogue import regulations


class Case(ConcurrentTransitionMixin, FSMModelMixin, models.Model):
    """One row a case, whatever its kind, so that one desk lists them all.

    Each kind is a child model with its own transitions over `state`. Nobody but the door
    (`casework.services.door`) changes `state` and `version`. `owner` applies, `receiver` took the
    application, `office` has it now; `assignee` is the officer who took it up. A case under a
    regulation keeps its id and version.
    """

    number = models.CharField("案件编号", max_length=30, unique=True)
    kind = models.CharField("类别", max_length=30, editable=False)
    title = models.CharField("事项", max_length=200)
    state = FSMField("状态", max_length=30, protected=True)
    version = models.PositiveIntegerField("版本", default=0, editable=False)
    owner = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name="申请单位",
        related_name="cases",
        null=True,
        blank=True,
    )
    office = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name="办理机关",
        related_name="office_cases",
        null=True,
        blank=True,
    )
    division = models.ForeignKey(
        "catalogue.Division", models.PROTECT, verbose_name="属地", related_name="+"
    )
    receiver = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name="受理机关",
        related_name="received_cases",
        null=True,
        blank=True,
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="承办人",
        related_name="assigned_cases",
        null=True,
        blank=True,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="经办人",
        related_name="+",
        null=True,
        blank=True,
    )
    regulation_id = models.CharField("法规", max_length=50, blank=True)
    regulation_version = models.PositiveSmallIntegerField("法规版本", null=True, blank=True)
    opened_at = models.DateTimeField("提出时间")
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    due_on = models.DateField("最近到期日", null=True, blank=True)

    class Meta:
        verbose_name = "案件"
        verbose_name_plural = "案件"
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(name="case_desk", fields=["office", "closed_at", "due_on"]),
            models.Index(name="case_owner", fields=["owner", "closed_at"]),
            models.Index(name="case_kind_state", fields=["kind", "state"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_regulation_with_version",
                condition=models.Q(regulation_id="", regulation_version=None)
                | (~models.Q(regulation_id="") & models.Q(regulation_version__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def save(self, *args, by_door: bool = False, **kwargs) -> None:
        """Only the door saves `state` and `version`: any other code names the fields it saves.

        So `case.accept()` followed by `case.save()` fails instead of moving the case unseen.
        """
        named = kwargs.get("update_fields")
        if not by_door and (named is None or {"state", "version"} & set(named)):
            raise RuntimeError(
                f"{self.number}: a case is opened and moved by casework.services.door; "
                "save other fields with update_fields."
            )
        super().save(*args, **kwargs)

    @property
    def regulation(self) -> regulations.Regulation | None:
        """The regulation, in the version under which the case began."""
        if not self.regulation_id:
            return None
        return regulations.get(self.regulation_id, self.regulation_version)

    @property
    def receiver_tier(self) -> str:
        """The tier of the office that took the application; arrows may hold for one tier only."""
        return self.receiver.tier if self.receiver else ""

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
