"""What lies in a case's file: stored bytes, and the papers they are versions of."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from casework.enums import FileKind, RetentionClass
from casework.models.case import Case
from catalogue.regulations.terms import Promise

# What may stand in for a paper, as the paper's own state; the regulation says 可告知承诺.
STAND_INS = {Promise.COMMITMENT: "告知承诺", Promise.ONLINE: "网络核验"}


class StoredFile(models.Model):
    """Bytes on disk that never change. The id is random and is all that their path is made of;
    `name` is for people. Destroyed after its time, the row stays (`casework.services.materials`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, verbose_name="案件", related_name="files")
    name = models.CharField("文件名", max_length=255)
    kind = models.CharField("类型", max_length=10, choices=FileKind)
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField("SHA-256", max_length=64)
    pages = models.PositiveIntegerField("页数", null=True)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提交人", related_name="+", null=True
    )
    stored_at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = "文件"

    def __str__(self) -> str:
        return self.name

    @property
    def is_shown_inline(self) -> bool:
        """Whether a browser may draw it rather than save it."""
        return self.kind in (FileKind.PDF, FileKind.JPG, FileKind.PNG)


class DestroyedFile(models.Model):
    """That the bytes of a file were destroyed, and under which case (销毁清册). The row of the file
    stays with its digest; this one is never changed nor deleted (a trigger)."""

    file = models.OneToOneField(
        StoredFile, models.PROTECT, verbose_name="文件", related_name="destroyed"
    )
    under = models.ForeignKey(
        Case, models.PROTECT, verbose_name="销毁清册", related_name="destroyed_files"
    )
    on = models.DateField("销毁日期")

    class Meta:
        verbose_name = "已销毁的文件"
        verbose_name_plural = "已销毁的文件"

    def __str__(self) -> str:
        return f"{self.file_id} {self.on}"


class MaterialQuerySet(models.QuerySet):
    def current(self) -> "MaterialQuerySet":
        """The last version of each paper."""
        return self.filter(replaced_by=None)


class Material(models.Model):
    """One version of one paper of a case: a file, or what stands in for it (告知承诺、网络核验).

    A newer version names the one it replaces; all are kept. `keep_until` is the last day of its
    retention, known once the case is closed; until then, and under a hold, nothing is destroyed.
    """

    case = models.ForeignKey(Case, models.PROTECT, verbose_name="案件", related_name="materials")
    key = models.CharField("材料", max_length=40)
    title = models.CharField("名称", max_length=100)
    version = models.PositiveSmallIntegerField("版本", default=1)
    replaces = models.OneToOneField(
        "self", models.PROTECT, verbose_name="替换", related_name="replaced_by", null=True
    )
    file = models.OneToOneField(
        StoredFile, models.PROTECT, verbose_name="文件", related_name="material", null=True
    )
    instead = models.CharField("替代方式", max_length=10, choices=Promise, default=Promise.NONE)
    note = models.CharField("说明", max_length=500, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提交人", related_name="+", null=True
    )
    added_at = models.DateTimeField("提交时间")
    retention = models.CharField(
        "保存类别", max_length=12, choices=RetentionClass, default=RetentionClass.ELECTRONIC
    )
    keep_until = models.DateField("保存至", null=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="留存人", related_name="+", null=True
    )
    hold_reason = models.CharField("留存原因", max_length=200, blank=True)
    destroyed_on = models.DateField("销毁日期", null=True)
    destroyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="销毁人", related_name="+", null=True
    )

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = "材料"
        verbose_name_plural = "材料"
        ordering = ["case", "key", "pk"]
        indexes = [models.Index(name="material_to_destroy", fields=["destroyed_on", "keep_until"])]
        constraints = [
            models.CheckConstraint(
                name="material_is_file_or_stand_in",
                condition=Q(file__isnull=False, instead=Promise.NONE)
                | (Q(file=None, instead__in=[Promise.COMMITMENT, Promise.ONLINE]) & ~Q(note="")),
                violation_error_message="请上传文件，或写明告知承诺、网络核验的内容。",
            ),
            models.CheckConstraint(
                name="material_first_version_replaces_nothing",
                condition=Q(version=1, replaces=None) | Q(version__gt=1, replaces__isnull=False),
            ),
            models.CheckConstraint(
                name="material_hold_has_reason",
                condition=Q(held_by=None, hold_reason="")
                | (Q(held_by__isnull=False) & ~Q(hold_reason="")),
                violation_error_message="留存须写明原因。",
            ),
            models.CheckConstraint(
                name="material_destroyed_only_after_its_time",
                condition=Q(destroyed_on=None)
                | Q(keep_until__isnull=False, destroyed_on__gt=F("keep_until"), held_by=None),
                violation_error_message="材料未到保存期限或被留存，不能销毁。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} 第{self.version}版"

    @property
    def instead_label(self) -> str:
        """What stands in for the paper; empty for a file."""
        return STAND_INS.get(Promise(self.instead), "")

    @property
    def is_held(self) -> bool:
        return bool(self.hold_reason)
