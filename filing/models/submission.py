"""What was submitted, frozen; and what the bureau asked to be mended."""

from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedText
from filing.models.filing import Filing


class Submission(models.Model):
    """The whole application as it was sent: canonical JSON text, kept encrypted, and its SHA-256.

    Never changed (trigger). Reviewers read this, not the draft.
    """

    filing = models.ForeignKey(
        Filing, models.PROTECT, verbose_name="备案", related_name="submissions"
    )
    number = models.PositiveSmallIntegerField("第几次提交")
    snapshot = EncryptedText("内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    submitted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="提交人", related_name="+"
    )
    submitted_at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = "提交记录"
        verbose_name_plural = "提交记录"
        ordering = ["filing", "number"]
        constraints = [
            models.UniqueConstraint(name="submission_number_once", fields=["filing", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} 第{self.number}次提交"

    @property
    def contact_numbers(self) -> str:
        """The telephone of the contact, in full: for `accounts.services.unmask` alone."""
        return self._numbers("organisation")

    @property
    def people_numbers(self) -> str:
        """ID numbers and telephones of the people, in full: as `contact_numbers`."""
        return self._numbers("people")

    def _numbers(self, section: str) -> str:
        from filing.documents import reading  # which reads the models

        return reading.numbers(self, section)


class PrintedForm(models.Model):
    """The application form as it was printed for the seal; `digest` is that of what it shows, so
    that a scan of it fits only an application that was not changed since."""

    filing = models.ForeignKey(Filing, models.CASCADE, verbose_name="备案", related_name="prints")
    digest = models.CharField("内容摘要", max_length=64)
    printed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="打印人", related_name="+"
    )
    printed_at = models.DateTimeField("打印时间")

    class Meta:
        verbose_name = "打印记录"
        verbose_name_plural = "打印记录"
        ordering = ["filing", "pk"]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.digest[:12]}"


class SupplementItem(models.Model):
    """One thing to be mended, bound to a section. Every reviewer may add some; `round` is the
    request that carried it, None until it is sent, and it never changes after (trigger)."""

    filing = models.ForeignKey(
        Filing, models.PROTECT, verbose_name="备案", related_name="supplement_items"
    )
    section = models.SlugField("部分", max_length=30)
    text = models.CharField("需补正的内容", max_length=500)
    round = models.PositiveSmallIntegerField("第几次告知", null=True, blank=True)
    added_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="提出人", related_name="+"
    )
    added_at = models.DateTimeField("提出时间")

    class Meta:
        verbose_name = "补正事项"
        verbose_name_plural = "补正事项"
        ordering = ["filing", "round", "pk"]

    def __str__(self) -> str:
        return self.text


class Wording(models.Model):
    """A text that an office keeps for an act, to begin an opinion with."""

    office = models.ForeignKey(
        "accounts.Organisation", models.CASCADE, verbose_name="机关", related_name="+"
    )
    act = models.SlugField("用于", max_length=30)
    title = models.CharField("名称", max_length=50)
    text = models.TextField("内容", max_length=1000)

    class Meta:
        verbose_name = "常用语"
        verbose_name_plural = "常用语"
        ordering = ["office", "act", "title"]
        constraints = [
            models.UniqueConstraint(
                name="wording_title_once",
                fields=["office", "act", "title"],
                violation_error_message="已有同名的常用语。",
            ),
            models.CheckConstraint(name="wording_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.title
