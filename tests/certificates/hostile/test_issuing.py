"""What happens while a batch is worked off, and days that are to get around a stop."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from assessment.models import Entry
from casework.services import jobs
from certificates.models import Certificate, Edition
from certificates.services import issuing, making
from config import clock
from filing.services import register
from tests.certificates.issuing.world import DAY, NOW, fresh, reserved

pytestmark = pytest.mark.django_db


def stopped(agency, day: date, status: str = "suspended") -> None:
    register.set_status(agency, status, reason="整改", case=None, day=day, actor=None)


@pytest.mark.parametrize("status", ["suspended", "struck_off"])
def test_a_stopped_agency_issues_nothing_under_an_earlier_day(agencies, status):
    day = reserved(agencies)
    stopped(day.plan.agency, DAY, status)
    with clock.travel(NOW), pytest.raises(ValidationError, match="现在的状态是“"):
        issuing.begin(day.plan, issued_on=date(2026, 6, 18), actor=day.arbiter)
    assert not Certificate.objects.exists()


def test_a_batch_that_was_begun_ends_where_the_agency_is_stopped(agencies):
    day = reserved(agencies)
    with clock.travel(NOW):
        batch = issuing.begin(day.plan, issued_on=DAY, actor=day.arbiter)
        stopped(day.plan.agency, DAY)
        jobs.work_off(seconds=60)
        assert not Certificate.objects.exists()
        said = set(making.failures(batch).values())
    assert (len(said), "暂停评价" in said.pop()) == (1, True)
    assert fresh(day.plan).state == "confirmed"


def test_a_file_drawn_of_what_was_changed_meanwhile_is_not_issued(agencies, monkeypatch):
    day, write = reserved(agencies, people=2), making.files.write
    changed = day.entries[0]

    def meanwhile(data: bytes):
        Entry.objects.filter(pk=changed.pk).update(name="王小明")
        return write(data)

    with clock.travel(NOW):
        batch = issuing.begin(day.plan, issued_on=DAY, actor=day.arbiter)
        with monkeypatch.context() as patch:
            patch.setattr(making.files, "write", meanwhile)
            jobs.work_off(seconds=60)
        assert making.failures(batch) == {changed.pk: making.MOVED}
        assert Certificate.objects.get().entry == day.entries[1]
        issuing.go_on(day.plan, actor=day.arbiter)
        jobs.work_off(seconds=60)
    edition = Edition.objects.get(certificate__entry=changed)
    assert (edition.certificate.name, '"王小明"' in edition.content) == ("王小明", True)
