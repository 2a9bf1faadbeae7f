"""Many certificates checked at once, for an organisation, within its daily quota, on record.

Who: managers and clerks of organisations, staff of bureaus. The row that says who checked how many,
when, and the digest of the file stays; names and numbers go after `KEPT_DAYS`.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from accounts.enums import WORKING, OrganisationStatus
from accounts.models import Organisation, User
from accounts.selectors import organisations_of
from assessment.person import comparable
from casework.enums import WorkStatus
from casework.services import jobs
from casework.services.door import ForbiddenError
from certificates.documents import bulk_sheet
from certificates.enums import BulkState
from certificates.models import BulkCheck, BulkPart
from certificates.selectors import lookup
from certificates.services import bulk_jobs
from config import clock
from printing.sheets import SheetError

PART = 250
KEPT_DAYS = 30
# Beyond it, nobody compares a list of people: it is tried what fits.
NUMBERS_OF_A_NAME, NAMES_OF_A_NUMBER = lookup.MOST, 5
REFUSED = "批量核验由单位的管理员、经办人和人社部门的工作人员使用。"
CANCELLED = "任务已被取消，没有核验结果。请重新上传。"
WALK = "{}过多（含今天已上传的），不像是核对名单，没有核验。请核对文件，一人一行填写。"
BEYOND = "本单位今天还能核验 {} 行，文件有 {} 行。请分几天核验，或减少行数。"


def organisations(user: User) -> list[Organisation]:
    """The organisations for which somebody may check."""
    rows = Organisation.objects.filter(
        pk__in=organisations_of(user, *WORKING), status=OrganisationStatus.ACTIVE
    )
    return list(rows.order_by("name"))


def visible_to(user: User) -> QuerySet[BulkCheck]:
    """The checks of one's own organisations."""
    rows = BulkCheck.objects.filter(organisation__in=organisations_of(user, *WORKING))
    return rows.select_related("organisation", "checked_by", "job")


def left_today(organisation: Organisation) -> int:
    """How many rows an organisation may still have checked today."""
    return max(0, settings.BULK_CHECK_DAILY - _used(organisation, _morning()))


def _morning() -> datetime:
    return timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)


def _used(organisation: Organisation, since: datetime) -> int:
    rows = BulkCheck.objects.filter(organisation=organisation, checked_at__gte=since)
    return rows.aggregate(rows=Sum("total"))["rows"] or 0


def _refuse_walk(organisation: Organisation, lines: list[bulk_sheet.Line]) -> None:
    """Refuse a table that, with what was sent in today, tries one name with many numbers, or one
    number with many names: numbers are consecutive, and that is how one walks through them."""
    rows = BulkPart.objects.filter(
        check_of__organisation=organisation, check_of__checked_at__gte=_morning()
    )
    before = [bulk_sheet.Line(*line) for part in rows for line in json.loads(part.lines)]
    by_name: dict[str, set[str]] = defaultdict(set)
    by_number: dict[str, set[str]] = defaultdict(set)
    for line in (*before, *lines):
        if not line.fault:
            name, number = comparable(line.name), line.number or line.person
            by_name[name].add(number)
            by_number[number].add(name)
    if max(map(len, by_name.values()), default=0) > NUMBERS_OF_A_NAME:
        raise ValidationError(WALK.format("同一姓名对应的号码"))
    if max(map(len, by_number.values()), default=0) > NAMES_OF_A_NUMBER:
        raise ValidationError(WALK.format("同一号码对应的姓名"))


def upload(organisation: Organisation, data: bytes, name: str, *, actor: User) -> BulkCheck:
    """Take a table in and have it checked in the background. Raises ForbiddenError for others,
    ValidationError for what is no such table and beyond the quota."""
    if organisation.pk not in organisations_of(actor, *WORKING):
        raise ForbiddenError(REFUSED)
    try:
        lines = bulk_sheet.read(data, name)
    except SheetError as refused:
        raise ValidationError(str(refused)) from refused
    with transaction.atomic():
        # Two uploads at the same moment count one after the other.
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        if len(lines) > (left := left_today(organisation)):
            raise ValidationError(BEYOND.format(left, len(lines)))
        _refuse_walk(organisation, lines)
        check = BulkCheck.objects.create(
            organisation=organisation,
            name=name[-255:],
            sha256=hashlib.sha256(data).hexdigest(),
            total=len(lines),
            checked_by=actor,
            checked_at=clock.now(),
        )
        parts = BulkPart.objects.bulk_create(_parts(check, lines))
        payloads = [{"check": check.pk, "part": part.sequence} for part in parts]
        check.job = jobs.start(bulk_jobs.BULK, payloads, created_by=actor)
        check.save(update_fields=["job"])
    return check


def _parts(check: BulkCheck, lines: list[bulk_sheet.Line]) -> Iterator[BulkPart]:
    for at, start in enumerate(range(0, len(lines), PART), 1):
        text = json.dumps(lines[start : start + PART], ensure_ascii=False)
        yield BulkPart(check_of=check, sequence=at, lines=text)


def failure(check: BulkCheck) -> str:
    """Why a check came to no end; empty where it did, or still may."""
    if check.status != BulkState.CHECKING or check.job is None or check.job.is_open:
        return ""
    failed = check.job.items.filter(status=WorkStatus.FAILED).first()
    return failed.error if failed else CANCELLED


def expire() -> None:
    """Take away what was sent and answered `KEPT_DAYS` ago; who checked how many stays."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    for check in BulkCheck.objects.filter(checked_at__lt=before).exclude(status=BulkState.EXPIRED):
        with transaction.atomic():
            check.parts.all().delete()
            check.files.all().delete()
            check.status = BulkState.EXPIRED
            check.save(update_fields=["status"])
