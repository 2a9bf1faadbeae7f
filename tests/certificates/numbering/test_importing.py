"""Numbers from above: shown before they are taken, their origin kept, clashes refused by name."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.models import Case
from casework.services import jobs
from certificates.models import Certificate, NumberImport, ReservedNumber
from certificates.services import importing, issuing, numbering
from config import clock
from printing import sheets
from tests.certificates.issuing.world import (
    CONFIRMED,
    DAY,
    NOW,
    at,
    beside,
    fresh,
    reserve,
    reserved,
)
from tests.certificates.world import confirmed
from tests.results.publishing.steps import sit

pytestmark = pytest.mark.django_db
HEADS = ("准考证号或证件号码", "姓名", "证书编号")


def number(day, serial: int, level: int | None = None) -> str:
    return f"{day.plan.agency.prefix}26{level or day.item.level}{serial:06}"


def sent(client, day, rows, user=None):
    sit(client, user or day.arbiter)
    file = SimpleUploadedFile("编号.xlsx", sheets.write(HEADS, rows))
    return client.post(at("numbers-upload", day.plan), {"file": file})


@pytest.fixture
def day(agencies, client):
    """A plan of which the agency said that its numbers come from above."""
    day = confirmed(agencies, "js", 3)
    sit(client, day.arbiter)
    page = client.get(at("numbers", day.plan))
    token = page.context["form"]["token"].value()
    answer = client.post(at("numbers", day.plan), {"from_above": "yes", "token": token})
    assert answer.status_code == 302
    return day


def test_nothing_is_numbered_here_for_such_a_plan(day):
    assert reserve(day.plan, day.arbiter) == numbering.Outcome(0, 0)


def test_they_are_shown_then_taken_and_stand_on_the_certificates(day, client):
    rows = [
        (day.entries[0].ticket, day.entries[0].name, number(day, 71)),
        (day.entries[1].id_number, "", f" {number(day, 72)} "),
        (day.entries[2].ticket, "", number(day, 90)),
    ]
    answer = sent(client, day, rows)
    assert (answer.status_code, ReservedNumber.objects.count()) == (302, 0)
    shown = client.get(answer.url).content.decode()
    assert [number(day, n) in shown for n in (71, 72, 90)] == [True] * 3
    assert client.post(f"{answer.url}take/").status_code == 302
    kept = ReservedNumber.objects.order_by("number").values_list("entry", "number", "imported")
    assert list(kept) == [
        (entry.pk, number(day, serial), True)
        for entry, serial in zip(day.entries, (71, 72, 90), strict=True)
    ]
    again = client.post(f"{answer.url}take/", follow=True)
    assert "这份编号已经导入" in again.content.decode()
    Case.objects.filter(pk=day.plan.pk).update(opened_at=CONFIRMED)
    with clock.travel(NOW):
        issuing.begin(fresh(day.plan), issued_on=DAY, actor=day.arbiter)
        jobs.work_off()
    assert {row.origin for row in Certificate.objects.all()} == {"imported"}


def test_what_was_numbered_here_is_not_issued_once_numbers_come_from_above(agencies, client):
    day = reserved(agencies, "js", 2)
    importing.say(day.plan, from_above=True, actor=day.arbiter)
    with clock.travel(NOW):
        with pytest.raises(ValidationError, match="有 2 人现在还是本系统预留的编号"):
            issuing.begin(fresh(day.plan), issued_on=DAY, actor=day.arbiter)
        sit(client, day.arbiter)
        shown = client.get(at("issue", day.plan)).content.decode()
        assert ("还不能核发" in shown, "开始核发" in shown) == (True, False)
        importing.say(day.plan, from_above=False, actor=day.arbiter)
        issuing.begin(fresh(day.plan), issued_on=DAY, actor=day.arbiter)
        jobs.work_off()
    assert {row.origin for row in Certificate.objects.all()} == {"generated"}


def test_every_fault_is_named_by_row_and_column_and_nothing_is_kept(agencies, day, client):
    other, people = beside(agencies, "js", 1, "20260604")
    numbering.assign(other, {people[0]: number(day, 5)}, None)
    other = 4 if day.item.level == 3 else 3
    rows = [
        ("没有此人", "", number(day, 1)),
        (day.entries[0].ticket, "张三", number(day, 2)),
        (day.entries[0].ticket, "", number(day, 3, level=other)),
        (day.entries[0].ticket, "", number(day, 4)),
        (day.entries[1].ticket, "", number(day, 5)),
        (day.entries[2].ticket, "", "12345"),
    ]
    answer = sent(client, day, rows)
    said = [(each.row, each.column) for each in answer.context["faults"]]
    assert answer.status_code == 422
    assert said == [
        (2, HEADS[0]),
        (3, HEADS[1]),
        (4, HEADS[2]),
        (5, HEADS[0]),
        (6, HEADS[2]),
        (7, HEADS[2]),
    ]
    texts = [str(each) for each in answer.context["faults"]]
    assert "这个编号已经用过或作空" in texts[4]
    assert "证书编号应为 22 位" in texts[5]
    assert not NumberImport.objects.exists()


def test_a_file_that_is_none_is_told_so(day, client):
    sit(client, day.arbiter)
    file = io.BytesIO(b"nothing")
    file.name = "x.xlsx"
    answer = client.post(at("numbers-upload", day.plan), {"file": file})
    assert answer.status_code == 422


def test_strangers_find_nothing(day, client, agencies):
    rows = [(day.entries[0].ticket, "", number(day, 1))]
    assert sent(client, day, rows, agencies.clerk["ln"]).status_code == 404
    assert sent(client, day, rows, agencies.world.staff["sz_centre"]).status_code == 403


def test_an_old_number_gives_way_as_a_gap(agencies, client):
    day = confirmed(agencies, "js", 1)
    reserve(day.plan, day.arbiter)
    rows = [(day.entries[0].ticket, "", number(day, 50))]
    answer = sent(client, day, rows)
    client.post(f"{answer.url}take/")
    states = dict(ReservedNumber.objects.values_list("number", "state"))
    assert states == {number(day, 1): "gap", number(day, 50): "reserved"}
