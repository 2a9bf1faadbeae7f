"""Records whose time is over (到期档案), and their destruction by two people (销毁清册)."""

from django.db import models
from django.db.models import F, Q
from django_fsm import transition

from casework.models import Case, StoredFile
from results.enums import ArchiveForm
from supervision.enums import DestroyMethod, RecordSource
from supervision.enums import DestructionState as State
from supervision.models.destruction_parties import approves, destroys, works_on


class Destruction(Case):
    """Records of one keeper that are to be destroyed. `owner` is the keeper where it is no bureau;
    `office` is then the one that watches over it.

    `listed` is what was proposed and `outcome` what became of each record, canonical JSON with
    their digests; `certificate` the 销毁清册 as it was printed. All of it stays for good."""

    keeper = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="保管单位", related_name="+"
    )
    proposed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="提请人", related_name="+"
    )
    opinion = models.CharField("鉴定意见", max_length=500)
    listed = models.TextField("拟销毁档案")
    listed_sha256 = models.CharField("清单摘要", max_length=64)
    approved_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="批准人",
        related_name="+",
        null=True,
        blank=True,
    )
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    destroyed_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="销毁人",
        related_name="+",
        null=True,
        blank=True,
    )
    destroyed_at = models.DateTimeField("销毁时间", null=True, blank=True)
    method = models.CharField("销毁方式", max_length=10, choices=DestroyMethod, blank=True)
    place = models.CharField("销毁地点", max_length=100, blank=True)
    witness = models.CharField("监销人", max_length=50, blank=True)
    outcome = models.TextField("销毁结果", blank=True)
    outcome_sha256 = models.CharField("结果摘要", max_length=64, blank=True)
    certificate = models.OneToOneField(
        StoredFile,
        models.PROTECT,
        verbose_name="销毁清册文件",
        related_name="destruction_certificate",
        null=True,
        blank=True,
    )

    papers_by_regulation = False
    takes_materials = False

    class Meta:
        verbose_name = "档案销毁"
        verbose_name_plural = "档案销毁"
        constraints = [
            models.CheckConstraint(
                name="destruction_by_two",
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
                violation_error_message="提请人和批准人须是两个人。",
            ),
            models.CheckConstraint(
                name="destruction_seen_by_two",
                condition=Q(destroyed_by=None)
                | Q(approved_by__isnull=False) & ~Q(destroyed_by=F("approved_by")),
                violation_error_message="批准人和销毁人须是两个人。",
            ),
            models.CheckConstraint(
                name="destruction_leaves_its_certificate",
                condition=Q(destroyed_at=None, certificate=None, outcome="")
                | Q(destroyed_at__isnull=False, certificate__isnull=False) & ~Q(outcome=""),
            ),
        ]

    @transition("state", State.PROPOSED, State.APPROVED, permission=approves)
    def approve(self): ...

    @transition("state", State.PROPOSED, State.REFUSED, permission=approves)
    def refuse(self): ...

    @transition("state", (State.PROPOSED, State.APPROVED), State.WITHDRAWN, permission=works_on)
    def withdraw(self): ...

    @transition("state", State.APPROVED, State.DESTROYED, permission=destroys)
    def destroy(self): ...


class DueRecord(models.Model):
    """A record whose time is over, found by `services.keeping.due`. `case` is the one in whose file
    it lies, `plan` that case where it is a plan. `destruction` is the case that proposes to destroy
    it or did. Once destroyed nothing of it changes, and no row is deleted (a trigger)."""

    source = models.CharField("来源", max_length=12, choices=RecordSource)
    case = models.ForeignKey(Case, models.PROTECT, verbose_name="案件", related_name="+")
    plan = models.ForeignKey(
        "assessment.Plan",
        models.PROTECT,
        verbose_name="计划",
        related_name="+",
        null=True,
        blank=True,
    )
    archive_item = models.OneToOneField(
        "results.ArchiveItem",
        models.PROTECT,
        verbose_name="归档材料",
        related_name="due",
        null=True,
        blank=True,
    )
    material = models.OneToOneField(
        "casework.Material",
        models.PROTECT,
        verbose_name="案件材料",
        related_name="due",
        null=True,
        blank=True,
    )
    keeper = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="保管单位", related_name="+"
    )
    form = models.CharField("载体", max_length=10, choices=ArchiveForm)
    title = models.CharField("名称", max_length=200)
    kept_until = models.DateField("保管至")
    found_on = models.DateField("列入日期")
    destruction = models.ForeignKey(
        Destruction,
        models.PROTECT,
        verbose_name="销毁清册",
        related_name="records",
        null=True,
        blank=True,
    )
    destroyed_on = models.DateField("销毁日期", null=True, blank=True)

    class Meta:
        verbose_name = "到期档案"
        verbose_name_plural = "到期档案"
        ordering = ["kept_until", "pk"]
        indexes = [
            models.Index(name="due_of_keeper", fields=["keeper", "destroyed_on", "kept_until"])
        ]
        constraints = [
            models.CheckConstraint(
                name="due_record_is_one_thing",
                condition=Q(
                    source=RecordSource.ARCHIVE,
                    archive_item__isnull=False,
                    material=None,
                    plan__isnull=False,
                )
                | Q(source=RecordSource.MATERIAL, archive_item=None, material__isnull=False)
                | Q(
                    source=RecordSource.REGISTRATION,
                    archive_item=None,
                    material=None,
                    plan__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                name="due_registration_once_a_plan",
                fields=["plan"],
                condition=Q(source=RecordSource.REGISTRATION),
            ),
            models.CheckConstraint(
                name="due_record_destroyed_after_its_time",
                condition=Q(destroyed_on=None)
                | Q(destroyed_on__gt=F("kept_until"), destruction__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
