"""What an enterprise pays for certificates: recorded, asked of the holder, contested, counted."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from casework.services import door, jobs, sheet_imports
from certificates.models import Certificate
from config import clock
from supervision.enums import PayKind
from supervision.models import Complaint, PayAnswer, PayRecord
from supervision.selectors import pay as reads
from supervision.services.pay import answering, importing, links, recording
from supervision.services.pay.recording import Given
from tests.supervision.pay.world import ALLOWANCE, NOW, PROMISE, fresh
from ui import ports

pytestmark = pytest.mark.django_db
ANSWER = reverse("supervision:pay-answer")


@pytest.fixture(autouse=True)
def in_november():
    with clock.travel(NOW):
        yield


@pytest.fixture
def texts(monkeypatch):
    """What was sent by SMS: number and text."""
    sent = []
    monkeypatch.setattr(
        "casework.channels.ConsoleSms.send", lambda self, phone, text: sent.append((phone, text))
    )
    return sent


def counted(payer) -> tuple:
    found = reads.share(reads.owed_by(payer))
    return (found.total, found.recorded, found.confirmed, found.contested, found.refuted)


@pytest.mark.clause("LC-17", "HB-03")
def test_recorded_by_the_enterprise_and_confirmed_by_the_holder(paid, client, texts):
    client.force_login(fresh(paid.clerk))
    page = client.get(reverse("supervision:pay-record", args=[paid.mine[0].number]))
    assert PROMISE in page.text
    answer = client.post(
        reverse("supervision:pay-record", args=[paid.mine[0].number]),
        {"kind": "allowance", "amount": "300", "since": "2026-07-01", "note": ""},
    )
    assert answer.status_code == 302
    record = PayRecord.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT amount FROM supervision_payrecord")
        assert "300" not in cursor.fetchone()[0]
    jobs.work_off()
    [(phone, text)] = texts
    record.refresh_from_db()
    assert (phone, record.link_sent_at) == ("138" + "00000001", NOW)
    assert "300" not in text and paid.mine[0].name not in text
    client.logout()
    link = text[text.index("/pay/answer/") :]
    shown = client.get(link).text
    assert "300.00 元" in shown and paid.payer.name in shown
    for hidden in (paid.mine[0].name, paid.mine[0].number, paid.mine[0].id_number):
        assert hidden not in shown
    said = {"key": links.key_of(record), "token": str(uuid4()), "reply": "confirmed"}
    assert "已经核对" in client.post(ANSWER, said).text
    assert "已经核对" in client.post(ANSWER, said | {"reply": "contested"}).text
    assert PayAnswer.objects.get().reply == "confirmed"
    assert counted(paid.payer) == (3, 1, 1, 0, 0)


@pytest.mark.clause("LC-17")
def test_a_contest_goes_to_the_office_and_its_finding_changes_the_share(paid, client):
    record = paid.recorded()
    said = {"key": links.key_of(record), "token": str(uuid4()), "reply": "contested"}
    wrong = client.post(ANSWER, said | {"text": "", "contact": ""})
    assert (wrong.status_code, PayAnswer.objects.exists()) == (422, False)
    page = client.post(ANSWER, said | {"text": "一直没有发。", "contact": "zhang@example.org"})
    assert "查询码" in page.text
    case = Complaint.objects.get()
    assert (case.accused, case.category, case.name) == (paid.payer, "pay", paid.mine[0].name)
    assert counted(paid.payer) == (3, 1, 0, 1, 0)
    of = reverse("supervision:pay-of", args=[paid.payer.pk])
    client.force_login(fresh(paid.clerk))
    assert "异议" not in client.get(of).text  # the enterprise does not read who contests
    client.force_login(fresh(paid.officer))
    assert "本人有异议" in client.get(of).text
    officer = fresh(paid.officer)
    door.perform(case, "accept", actor=officer)
    door.perform(case, "answer", actor=officer, outcome="founded", reply="查实没有发放，责令补发。")
    share = reads.share(reads.owed_by(paid.payer))
    assert (share.recorded, share.refuted, share.fulfilled, share.percent) == (1, 1, 0, 0)
    client.force_login(fresh(paid.clerk))
    assert "查实没有兑现" in client.get(of).text
    paid.recorded(Given(PayKind.ALLOWANCE, Decimal(300), date(2026, 11, 1)))
    assert counted(paid.payer) == (3, 1, 0, 0, 0)


def test_a_link_is_for_one_record_and_soon_over(paid, client):
    record = paid.recorded()
    key = links.key_of(record)
    assert client.get(ANSWER, {"key": key + "x"}).status_code == 404
    assert client.get(ANSWER, {"key": ""}).status_code == 404
    from django.core import signing

    other = signing.dumps(record.pk, salt="another purpose")
    assert client.get(ANSWER, {"key": other}).status_code == 404
    paid.recorded(Given(PayKind.GRADE, Decimal(500), date(2026, 8, 1)))
    assert client.get(ANSWER, {"key": key}).status_code == 404  # replaced


@pytest.mark.clause("HB-03")
def test_who_commissioned_owes_the_pay_and_not_the_agency(paid, agencies):
    assert [row.number for row in reads.owed_by(paid.client_of_hebei)] == [paid.theirs.number]
    agency = paid.theirs.agency.organisation
    assert list(reads.owed_by(agency)) == []
    row = recording.record(
        paid.theirs, ALLOWANCE, payer=paid.client_of_hebei, actor=fresh(paid.client_manager)
    )
    with pytest.raises(door.ForbiddenError):
        recording.record(
            paid.theirs, ALLOWANCE, payer=paid.client_of_hebei, actor=agencies.clerk["hb"]
        )
    with pytest.raises(ValidationError):
        recording.record(paid.mine[0], ALLOWANCE, payer=row.payer, actor=fresh(paid.client_manager))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Given(PayKind.ALLOWANCE, None, date(2026, 7, 1)), "amount"),
        (Given(PayKind.ALLOWANCE, Decimal(-1), date(2026, 7, 1)), "amount"),
        (Given(PayKind.GRADE, Decimal(100001), date(2026, 7, 1)), "amount"),
        (Given(PayKind.LEFT, Decimal(1), date(2026, 7, 1)), "amount"),
        (Given(PayKind.ALLOWANCE, Decimal(0), date(2026, 7, 1)), "amount"),
        (Given(PayKind.ALLOWANCE, Decimal(1), date(2026, 6, 29)), "since"),
        (Given(PayKind.ALLOWANCE, Decimal(1), date(2028, 1, 1)), "since"),
    ],
)
def test_what_is_odd_is_refused(paid, given, field):
    with pytest.raises(ValidationError) as refused:
        paid.recorded(given)
    assert list(refused.value.error_dict) == [field]
    assert not PayRecord.objects.exists()


def test_who_has_left_counts_no_more(paid):
    paid.recorded(Given(PayKind.LEFT, None, date(2026, 9, 1)))
    assert counted(paid.payer) == (2, 0, 0, 0, 0)


def test_a_record_stays_as_it_was_written(paid):
    record = paid.recorded()
    for change in ({"kind": "grade"}, {"since": date(2026, 8, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PayRecord.objects.filter(pk=record.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        record.delete()


@pytest.mark.clause("LC-17")
def test_a_sheet_is_taken_whole_or_not_at_all(paid, texts):
    heads = "证书编号,姓名,待遇,每月金额（元）,起始日期"
    good = [f"{row.number},{row.name},技能津贴,300,2026-07-01" for row in paid.mine]
    strange = f"{paid.theirs.number},{paid.theirs.name},技能津贴,300,2026-07-01"

    def sent(*rows):
        data = "\n".join([heads, *rows]).encode()
        draft = sheet_imports.upload(
            importing.PAY, data, "待遇.csv", organisation=paid.payer, actor=fresh(paid.clerk)
        )
        jobs.work_off()
        draft.refresh_from_db()
        return draft

    assert sent(*good, strange).status == "faulty"
    assert not PayRecord.objects.exists()
    draft = sent(*good)
    assert draft.status == "ready"
    sheet_imports.confirm(draft, actor=fresh(paid.clerk))
    jobs.work_off()
    draft.refresh_from_db()
    assert (draft.status, PayRecord.objects.count(), len(texts)) == ("taken", 3, 3)
    assert counted(paid.payer) == (3, 3, 0, 0, 0)
    with pytest.raises(ValidationError):  # the same sheet again changes nothing
        sheet_imports.confirm(sent(*good), actor=fresh(paid.clerk))


def test_the_desk_of_the_enterprise_tells_what_is_late(paid, client):
    client.force_login(fresh(paid.clerk))
    assert "3 本证书逾期未登记" in client.get(reverse("portal:desk")).text
    paid.recorded()
    assert "2 本证书逾期未登记" in client.get(reverse("portal:desk")).text
    late = client.get(reverse("supervision:pay-of", args=[paid.payer.pk]), {"standing": "late"})
    assert {row["certificate"].number for row in late.context["rows"]} == {
        row.number for row in paid.mine[1:]
    }


def test_others_see_nothing_and_officers_no_amount(paid, client, agencies):
    paid.recorded()
    of = reverse("supervision:pay-of", args=[paid.payer.pk])
    for stranger in (paid.client_manager, agencies.clerk["ln"]):
        client.force_login(fresh(stranger))
        assert client.get(of).status_code == 404
        record = reverse("supervision:pay-record", args=[paid.mine[0].number])
        assert client.get(record).status_code == 404
    client.force_login(fresh(paid.officer))
    page = client.get(of).text
    assert "300.00" not in page and "查看金额" in page
    overview = client.get(reverse("supervision:pay"))
    assert [(row.name, share.total) for row, share in overview.context["rows"]] == [
        (paid.payer.name, 3)
    ]


def test_the_holder_finds_it_beside_the_certificate_only_with_the_full_id(paid):
    paid.recorded()
    keys = [row.pk for row in Certificate.objects.filter(number=paid.mine[0].number)]
    [part] = ports.holder_parts(keys, knows_id=True)
    assert [each["record"].certificate for each in part.shown["records"]] == [paid.mine[0]]
    assert ports.holder_parts(keys, knows_id=False) == ()


def test_the_list_asks_as_often_for_many_as_for_one(paid, client):
    client.force_login(fresh(paid.clerk))
    of = reverse("supervision:pay-of", args=[paid.payer.pk])
    paid.recorded()
    client.get(of)
    from django.test.utils import CaptureQueriesContext

    counts = []
    for place in (1, 2):
        with CaptureQueriesContext(connection) as asked:
            client.get(of)
        counts.append(len(asked))
        paid.recorded(place=place)
    assert counts[0] == counts[1]


def test_what_was_merged_is_owed_by_the_one_that_it_went_into(paid, agencies, client):
    """The commissioning client is no more: its successor's people see, record and are counted."""
    paid.client_of_hebei.status, paid.client_of_hebei.merged_into = "merged", paid.payer
    paid.client_of_hebei.save()
    client.force_login(fresh(paid.clerk))
    of = client.get(reverse("supervision:pay-of", args=[paid.payer.pk]))
    owed = {paid.theirs.number, *(row.number for row in paid.mine)}
    assert {row["certificate"].number for row in of.context["rows"]} == owed
    answer = client.post(
        reverse("supervision:pay-record", args=[paid.theirs.number]),
        {"kind": "allowance", "amount": "300", "since": "2026-07-01", "note": ""},
    )
    assert answer.url == reverse("supervision:pay-of", args=[paid.payer.pk])
    assert PayRecord.objects.get().payer == paid.payer
    assert counted(paid.payer) == (4, 1, 0, 0, 0)
    client.force_login(fresh(paid.client_manager))
    assert (
        client.get(reverse("supervision:pay-record", args=[paid.theirs.number])).status_code == 404
    )


def test_a_record_that_was_replaced_counts_no_more(paid):
    """Neither twice, nor with what the holder said of it."""
    first = paid.recorded()
    answering.confirm(first)
    paid.recorded(Given(PayKind.GRADE, Decimal(500), date(2026, 8, 1)))
    assert counted(paid.payer) == (3, 1, 0, 0, 0)
    by_payer = reads.shares(reads.owed())
    assert by_payer[paid.payer.pk] == reads.share(reads.owed_by(paid.payer))
    assert reads.together(by_payer.values()) == reads.share(reads.owed())
    assert reads.together([]) == reads.Share()
