"""The year turns between filing and issue; and a certificate goes out on its own page alone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.models import Notice
from casework.services import jobs
from certificates.models import Batch, Certificate, Edition, ReservedNumber
from certificates.services import issuing, numbering
from config import clock
from tests.certificates.issuing.world import fresh, issued, reserved
from tests.results.publishing.steps import sit

pytestmark = pytest.mark.django_db
JANUARY = datetime(2027, 1, 5, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.clause("HB-07")
def test_numbers_of_the_old_year_become_gaps_and_the_offices_are_told(agencies):
    day = reserved(agencies, "hb", 2)
    with clock.travel(JANUARY):
        issuing.begin(day.plan, issued_on=date(2027, 1, 5), actor=day.arbiter)
        jobs.work_off(seconds=60)
    states = ReservedNumber.objects.order_by("number").values_list("state", "gap")
    assert list(states) == [("gap", "year")] * 2 + [("issued", "")] * 2
    assert {row.number[13:15] for row in Certificate.objects.all()} == {"27"}
    assert fresh(day.plan).state == "certified"
    told = Notice.objects.filter(subject__endswith="证书重新编号")
    assert {notice.recipient for notice in told} >= {agencies.world.staff["sjz_centre"]}


def test_numbers_from_above_of_another_year_are_not_made_here(agencies):
    day = reserved(agencies, "js", 1)
    number = f"{day.plan.agency.prefix}26{day.item.level}000050"
    numbering.assign(day.plan, {day.entries[0]: number}, None)
    with clock.travel(JANUARY), pytest.raises(ValidationError, match="不是 2027 年的"):
        issuing.begin(day.plan, issued_on=date(2027, 1, 5), actor=day.arbiter)
    assert not Batch.objects.exists()


def test_a_certificate_is_given_out_on_record_or_not_at_all(agencies, client):
    day = issued(agencies, "js", 1)
    sit(client, day.arbiter)
    file = Edition.objects.get().file_id
    assert client.get(reverse("casework:file", args=[file])).status_code == 403
    photo = day.entries[0].photo_id
    assert client.get(reverse("casework:file", args=[photo])).status_code == 200
