"""What of a plan is changed once it has been approved or told to the office."""

from django.db import models
from django.db.models import Q, QuerySet

from assessment.enums import ChangeKind, ChangeStatus, EntryStatus
from assessment.models.arrangement import Seat, Session
from assessment.models.entry import Entry
from assessment.models.plan import Plan


class PlanChange(models.Model):
    """A change after approval. `before` and `after` are plain values by field, which its kind
    knows how to show and to carry out. It is in force at once where the regulation has nobody
    agree to the plan or the arrangement; else when the office that agreed to these agrees again.
    `session` is the one that it concerns; none, and the values name all. `warnings` are what the
    checks said without refusing it."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="计划", related_name="changes")
    kind = models.CharField("变更事项", max_length=10, choices=ChangeKind)
    session = models.ForeignKey(
        Session, models.PROTECT, verbose_name="场次", related_name="changes", null=True, blank=True
    )
    before = models.JSONField("变更前", default=dict)
    after = models.JSONField("变更后", default=dict)
    reason = models.CharField("原因", max_length=150)
    warnings = models.JSONField("提醒", default=list)
    status = models.CharField(
        "状态", max_length=10, choices=ChangeStatus, default=ChangeStatus.PROPOSED
    )
    proposed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="提出人", related_name="+"
    )
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="办理人",
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField("办理时间", null=True, blank=True)
    opinion = models.CharField("意见", max_length=300, blank=True)

    class Meta:
        verbose_name = "计划变更"
        verbose_name_plural = "计划变更"
        ordering = ["plan", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="plan_change_one_at_a_time",
                fields=["plan"],
                condition=Q(status=ChangeStatus.PROPOSED),
                violation_error_message="已有一项变更等待同意，请等它办结后再提出。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.get_kind_display()}"

    @property
    def waits(self) -> bool:
        """Whether an office still has to answer."""
        return self.status == ChangeStatus.PROPOSED

    @property
    def sessions(self) -> list[int]:
        """The sessions that it concerns; none for the days of a plan."""
        return self.after.get("sessions", [])

    @property
    def concerned(self) -> QuerySet[Entry]:
        """Which candidates have to be told: all of the plan for its days, those who sit in the
        session or the room for these; nobody for a change of staff."""
        rows = Entry.objects.filter(plan=self.plan_id).exclude(status=EntryStatus.WITHDRAWN)
        if self.kind == ChangeKind.DAYS:
            return rows
        if self.kind == ChangeKind.STAFF:
            return rows.none()
        seats = Seat.objects.filter(session__in=self.sessions)
        if self.kind == ChangeKind.ROOM:
            held = self.after if self.status == ChangeStatus.IN_FORCE else self.before
            seats = seats.filter(room=held["room"])
        return rows.filter(pk__in=seats.values("entry"))

    @property
    def phones(self) -> str:
        """Whom to ring, a line each: number, phone in full, name, employer, between tabs. Read it
        through the unmasking alone."""
        rows = self.concerned.order_by("number").only("number", "name", "employer", "phone")
        told = ((row.number, row.phone, row.name, row.employer) for row in rows)
        return "\n".join("\t".join(" ".join(each.split()) for each in line) for line in told)
