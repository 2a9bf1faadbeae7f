"""Finds the records whose time is over (LC-16, LN-12, HB-08); beat calls it daily."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from assessment.models import Plan
from casework.models import Material
from config import clock
from results import retention
from results.enums import ArchiveForm
from results.models import ArchiveItem
from results.selectors import archive
from supervision.enums import RecordSource
from supervision.models import DueRecord

CHUNK = 500
SHORTEST = timedelta(days=365)  # no plan's electronic records are due before


def find() -> int:
    """List what has become due since the last time; answers how many. Safe to run twice and by two
    at once. A date that was put off since is put off in the list as well."""
    _put_off()
    count = 0
    for rows in (_archived(), _papers(), _registrations()):
        batch: list[DueRecord] = []
        for row in rows:
            batch.append(row)
            if len(batch) == CHUNK:
                count += _save(batch)
        count += _save(batch)
    return count


def _save(batch: list[DueRecord]) -> int:
    made = len(DueRecord.objects.bulk_create(batch, ignore_conflicts=True))
    batch.clear()
    return made


def _archived() -> Iterator[DueRecord]:
    rows = ArchiveItem.objects.filter(
        struck_at=None, destroyed_on=None, kept_until__lt=clock.today(), due=None
    )
    rows = rows.select_related("plan__owner").order_by("pk")
    for item in rows.iterator(chunk_size=CHUNK):
        yield DueRecord(
            source=RecordSource.ARCHIVE,
            case_id=item.plan_id,
            plan_id=item.plan_id,
            archive_item=item,
            keeper_id=_keeper(item.plan),
            form=item.form,
            title=item.title,
            kept_until=item.kept_until,
            found_on=clock.today(),
        )


def _papers() -> Iterator[DueRecord]:
    rows = Material.objects.filter(
        destroyed_on=None, keep_until__lt=clock.today(), due=None, case__office__isnull=False
    )
    for paper in rows.select_related("case").order_by("pk").iterator(chunk_size=CHUNK):
        yield DueRecord(
            source=RecordSource.MATERIAL,
            case_id=paper.case_id,
            plan_id=paper.case_id if paper.case.kind == "plan" else None,
            material=paper,
            keeper_id=paper.case.office_id,
            form=paper.retention,
            title=f"{paper.title}（第 {paper.version} 版）",
            kept_until=paper.keep_until,
            found_on=clock.today(),
        )


def _registrations() -> Iterator[DueRecord]:
    """What the portal itself holds of a closed plan's people, kept as long as any electronic record
    of it."""
    known = DueRecord.objects.filter(source=RecordSource.REGISTRATION).values("plan")
    plans = Plan.objects.filter(
        closed_at__lt=clock.now() - SHORTEST, entries__isnull=False
    ).exclude(pk__in=known)
    plans = plans.distinct().select_related("owner")
    for plan in plans.order_by("pk").iterator(chunk_size=CHUNK):
        until = registrations_until(plan)
        if until < clock.today():
            yield DueRecord(
                source=RecordSource.REGISTRATION,
                case_id=plan.pk,
                plan=plan,
                keeper_id=_keeper(plan),
                form=ArchiveForm.ELECTRONIC,
                title=f"系统保存的报名资料和过程文件（{plan.number}）",
                kept_until=until,
                found_on=clock.today(),
            )


def _keeper(plan: Plan) -> int:
    """The agency's organisation, or the one that it was merged into."""
    return plan.owner.merged_into_id or plan.owner_id


def registrations_until(plan: Plan):
    """The last day on which what the portal holds of a closed plan's people must be kept: that of
    the longest term of an electronic record."""
    closed = timezone.localdate(plan.closed_at)
    return retention.kept_until(ArchiveForm.ELECTRONIC, archive.rules_of(plan), made_on=closed)


def _put_off() -> None:
    rows = DueRecord.objects.filter(destroyed_on=None)
    rows = rows.select_related("archive_item", "material", "plan")
    for row in rows.iterator(chunk_size=CHUNK):
        until = source_until(row)
        if until and until != row.kept_until:
            DueRecord.objects.filter(pk=row.pk, destroyed_on=None).update(kept_until=until)


def source_until(row: DueRecord):
    """The date as the record itself has it today."""
    if row.source == RecordSource.ARCHIVE:
        return row.archive_item.kept_until
    if row.source == RecordSource.MATERIAL:
        return row.material.keep_until
    return registrations_until(row.plan)
