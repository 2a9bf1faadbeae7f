"""Certificates are issued from confirmed results: each once, frozen; the plan is certified last."""

import hashlib

import pytest
from django.core.exceptions import ValidationError

from casework.models import Notice, StoredFile
from casework.services import door, files, jobs
from certificates.documents.content import Content
from certificates.enums import GapReason
from certificates.models import Batch, Certificate, Edition, ReservedNumber
from certificates.services import issuing, making
from config import clock
from tests.certificates.issuing.world import DAY, NOW, fresh, issued, reserved

pytestmark = pytest.mark.django_db
RARE = "\ue000"


@pytest.mark.clause("LC-18", "JS-14")
def test_each_who_qualified_has_one_certificate_as_it_was_reserved(agencies):
    day = reserved(agencies, "js", 20)
    numbers = dict(ReservedNumber.objects.values_list("entry", "number"))
    with clock.travel(NOW):
        issuing.begin(day.plan, issued_on=DAY, actor=day.arbiter)
        jobs.work_off(seconds=300)
    made = Certificate.objects.order_by("number")
    assert {row.entry_id: row.number for row in made} == numbers
    assert [row.editions.count() for row in made] == [1] * 20
    assert [(h.status, h.since) for row in made for h in row.history.all()] == [("valid", DAY)] * 20
    assert set(ReservedNumber.objects.values_list("state", flat=True)) == {"issued"}
    plan = fresh(day.plan)
    assert (plan.state, Batch.objects.get().ended_at is not None) == ("certified", True)
    told = Notice.objects.filter(case=plan, subject__endswith="证书已核发")
    assert "20 本" in told.first().body


def test_what_is_printed_is_frozen_and_the_file_is_what_is_stored(agencies):
    day = issued(agencies)
    for entry in day.entries:
        edition = Edition.objects.get(certificate__entry=entry)
        content = Content.from_json(edition.content)
        assert edition.content_sha256 == hashlib.sha256(edition.content.encode()).hexdigest()
        assert (content.name, content.id_number) == (entry.name, entry.id_number)
        assert (content.issued_on, content.agency) == ("2026-06-22", day.plan.agency.name)
        data = files.read(edition.file)
        assert hashlib.sha256(data).hexdigest() == edition.sha256 == edition.file.sha256
        assert edition.photo == entry.photo


def test_a_name_that_cannot_be_printed_stops_nobody_else(agencies):
    day = reserved(agencies, "js", 3)
    odd = day.entries[1]
    odd.name = f"王{RARE}"
    odd.save(update_fields=["name"])
    with clock.travel(NOW):
        batch = issuing.begin(day.plan, issued_on=DAY, actor=day.arbiter)
        jobs.work_off()
        batch.refresh_from_db()
        assert set(Certificate.objects.values_list("entry", flat=True)) == {
            day.entries[0].pk,
            day.entries[2].pk,
        }
        assert making.failures(batch) == {odd.pk: f"“{RARE}”（U+E000）没有可用的字形。"}
        assert (fresh(day.plan).state, batch.ended_at) == ("confirmed", None)
        odd.name = "王明"
        odd.save(update_fields=["name"])
        issuing.go_on(day.plan, actor=day.arbiter)
        jobs.work_off()
    assert Certificate.objects.get(entry=odd).name == "王明"
    assert fresh(day.plan).state == "certified"


def test_who_cannot_be_printed_is_a_gap_with_its_reason(agencies):
    day = reserved(agencies, "js", 2)
    odd = day.entries[0]
    odd.photo = None
    odd.save(update_fields=["photo"])
    with clock.travel(NOW):
        issuing.begin(day.plan, issued_on=DAY, actor=day.arbiter)
        jobs.work_off()
        with pytest.raises(ValidationError, match="还有 1 人"):
            issuing.finish(day.plan, actor=day.arbiter)
        with pytest.raises(ValidationError, match="原因"):
            issuing.give_up(day.plan, odd, reason=" ", actor=day.arbiter)
        issuing.give_up(day.plan, odd, reason="本人离职，无法取得照片", actor=day.arbiter)
    row = ReservedNumber.objects.get(entry=odd)
    assert (row.state, row.gap, row.gap_note) == (
        "gap",
        GapReason.UNPRINTABLE,
        "本人离职，无法取得照片",
    )
    assert fresh(day.plan).state == "certified"
    assert Certificate.objects.count() == 1


def test_begun_twice_it_is_begun_once(agencies):
    day = reserved(agencies)
    with clock.travel(NOW):
        issuing.begin(day.plan, issued_on=DAY, actor=day.arbiter)
        with pytest.raises(door.NotNowError, match="已经开始"):
            issuing.begin(day.plan, issued_on=DAY, actor=day.arbiter)
        with pytest.raises(door.NotNowError, match="正在核发"):
            issuing.go_on(day.plan, actor=day.arbiter)


def test_a_piece_done_twice_issues_nothing_twice(agencies):
    day = reserved(agencies)
    with clock.travel(NOW):
        batch = issuing.begin(day.plan, issued_on=DAY, actor=day.arbiter)
        item = batch.job.items.get()
        first, second = making._prepare(item), making._prepare(item)
        assert making._issue(item, first)["issued"] == 3
        with pytest.raises(jobs.RefusedError):
            making._issue(item, second)
    assert Certificate.objects.count() == 3
    assert StoredFile.objects.filter(name__contains=day.plan.agency.prefix).count() == 3


@pytest.mark.parametrize(
    ("state", "said"),
    [("review", "结果确认之后"), ("certified", "结果确认之后")],
)
def test_only_confirmed_results_are_certified(agencies, state, said):
    from casework.models import Case

    day = reserved(agencies, "ln")
    Case.objects.filter(pk=day.plan.pk).update(state=state)
    with clock.travel(NOW), pytest.raises(door.NotNowError, match=said):
        issuing.begin(fresh(day.plan), issued_on=DAY, actor=day.arbiter)


def test_the_day_is_not_to_come(agencies):
    day = reserved(agencies)
    with clock.travel(NOW), pytest.raises(ValidationError, match="发证日期应在"):
        issuing.begin(day.plan, issued_on=DAY.replace(day=23), actor=day.arbiter)
    assert not Batch.objects.exists()


def test_nobody_but_the_agency_issues(agencies):
    day = reserved(agencies)
    with clock.travel(NOW), pytest.raises(door.ForbiddenError):
        issuing.begin(day.plan, issued_on=DAY, actor=agencies.world.staff["sz"])


def test_the_plan_waits_for_a_colleague_where_who_began_has_left(agencies):
    from accounts.models import Membership

    day = reserved(agencies)
    with clock.travel(NOW):
        issuing.begin(day.plan, issued_on=DAY, actor=day.arbiter)
        Membership.objects.filter(user=day.arbiter).delete()
        jobs.work_off()
        assert (Certificate.objects.count(), fresh(day.plan).state) == (3, "confirmed")
        issuing.finish(day.plan, actor=agencies.clerk["js"])
    assert fresh(day.plan).state == "certified"
