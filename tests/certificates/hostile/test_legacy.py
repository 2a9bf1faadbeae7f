"""Certificates of an earlier system are no way to make some that nobody assessed."""

import pytest
from django.utils import timezone

from certificates.models import Certificate
from config import clock
from tests.certificates.upward.steps import faults_of, report_of, uploaded
from tests.certificates.upward.test_legacy import HEADS, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def foreign(agencies):
    """Another agency with its prefix."""
    found = agencies.agency["sd"]
    found.prefix = "S000037000002"
    found.save(update_fields=["prefix"])
    return found


def test_an_agency_brings_in_no_number_of_another(agencies, foreign):
    side, clerk = agencies.agency["lc"].organisation, agencies.clerk["lc"]
    rows = [row(1, 证书编号="S000037000002193000001"), row(2)]
    draft = uploaded("certificates", HEADS, rows, by=clerk, side=side)
    assert draft.status == "faulty"
    assert [(row, column) for row, column, *_ in faults_of(draft)] == [(2, "证书编号")]


def test_nor_does_an_office_for_another_agency(agencies, foreign):
    office, officer = agencies.world.offices["lc"], agencies.world.staff["lc"]
    number = "S000037000002193000001"
    rows = [row(1, 证书编号=number, 评价机构=agencies.agency["lc"].name)]
    draft = uploaded("certificates", HEADS, rows, by=officer, side=office)
    assert [(row, column) for row, column, *_ in faults_of(draft)] == [(2, "证书编号")]


def test_an_agency_dates_none_after_it_came_here(agencies):
    side, clerk = agencies.agency["lc"].organisation, agencies.clerk["lc"]
    office, officer = agencies.world.offices["lc"], agencies.world.staff["lc"]
    since = timezone.localdate(side.created_at)
    assert since <= clock.today()
    number = f"Y000037000009{since.year % 100:02}3000001"
    rows = [row(1, 证书编号=number, 发证日期=since.isoformat())]
    draft = uploaded("certificates", HEADS, rows, by=clerk, side=side)
    assert [(row, column) for row, column, *_ in faults_of(draft)] == [(2, "发证日期")]
    rows = [row(1, 证书编号=number, 发证日期=since.isoformat(), 评价机构="原第一机械厂")]
    draft = uploaded("certificates", HEADS, rows, by=officer, side=office)
    assert (draft.status, report_of(draft)["counts"]["导入"]) == ("ready", 1)
    assert not Certificate.objects.exists()
