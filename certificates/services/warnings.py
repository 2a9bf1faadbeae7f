"""The warning as the subsidy date of certificates draws near (FACTS 10.3); of each told once."""

from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from casework.kinds import Message
from casework.services import notices
from certificates.models import Certificate, UploadWarning
from certificates.selectors import upward, visible
from config import clock

MOST = 5000


def sweep() -> int:
    """Tell each agency how many of its certificates press, those it was not told of; run twice,
    nothing is said twice. Answers how many certificates it told of."""
    told = Exists(UploadWarning.objects.filter(certificate=OuterRef("pk")))
    rows = upward.pressing(Certificate.objects.all()).filter(~told, agency__isnull=False)
    if not rows.exists():  # as nearly always: then no transaction either
        return 0
    with transaction.atomic():
        fresh = list(
            rows.select_related("agency__organisation__merged_into")
            .defer("id_number")
            .order_by("pk")
            .select_for_update(of=("self",), skip_locked=True)[:MOST]
        )
        now = clock.now()
        UploadWarning.objects.bulk_create(
            UploadWarning(certificate=row, told_at=now) for row in fresh
        )
        by_agency: dict = defaultdict(list)
        for row in fresh:
            by_agency[row.agency].append(row)
        for agency, certificates in by_agency.items():
            _tell(agency, certificates)
    return len(fresh)


def _tell(agency, certificates: list[Certificate]) -> None:
    nearest = min(upward.claim_until(each) for each in certificates)
    months = settings.SUBSIDY_MONTHS
    notices.tell(
        [
            Message(
                visible.people_of(visible.organisation_of(agency)),
                f"{len(certificates)} 本证书还不能全国查询，请尽快上传",
                f"技能提升补贴须在发证后 {months} 个月内申领，且证书全国可查。其中最早的到"
                f"{nearest.year}年{nearest.month}月{nearest.day}日期满。"
                "没有上传的请上传；已上传的请核对上级系统并导入回执。",
            )
        ],
        link=reverse("certificates:uploads"),
    )
