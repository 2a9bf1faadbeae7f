"""Two exact things find a certificate; one finds nothing, and nobody learns what was wrong."""

import gc
import statistics
import time
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.enums import CertificateStatus
from certificates.models import StatusChange
from certificates.selectors import lookup
from config import clock
from tests.assessment.entering import id_number
from tests.certificates.lookup.world import (
    LOOKUP,
    a_legacy_certificate,
    ask,
    bare,
    by_number,
    by_person,
    solution,
)
from tests.certificates.world import a_certificate
from tests.pages import inline_parts
from ui import captcha

pytestmark = pytest.mark.django_db


def cards(response) -> list:
    return response.context.get("cards", [])


@pytest.mark.clause("SD-10", "LC-18")
def test_every_printed_field_is_shown_and_the_id_number_masked(client, certificate):
    page = by_number(client, certificate)
    assert page.status_code == 200
    assert [(line.label, line.value) for line in cards(page)[0].lines] == [
        ("姓名", "考生1"),
        ("证件类型", "居民身份证"),
        ("证件号码", "0000**********0018"),
        ("职业名称", "电工"),
        ("工种/职业方向", "--"),
        ("职业技能等级", "三级/高级工"),
        ("证书编号", certificate.number),
        ("评价机构", certificate.agency_name),
        ("发证日期", "2026年6月30日"),
    ]
    assert cards(page)[0].register == f"/agencies/{certificate.agency.code}/?on=2026-06-30"
    assert client.get(cards(page)[0].register).status_code == 200
    text = page.content.decode()
    assert id_number(1) not in text
    assert inline_parts(text) == []
    assert "no-store" in page.headers["Cache-Control"]
    assert page.wsgi_request.get_full_path() == LOOKUP


def test_nothing_of_a_lookup_lies_in_a_session(client, certificate):
    by_number(client, certificate)
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize(
    "spelled",
    [
        lambda c: (" 考 生 1 ", f" {c.number[:10]} {c.number[10:]} "),
        lambda c: ("考生１", c.number.lower()),
        lambda c: (c.name, "".join(chr(ord(char) + 0xFEE0) for char in c.number)),
        lambda c: (c.name, " ".join(id_number(1))),
    ],
)
def test_other_spellings_of_the_same_are_found(client, certificate, spelled):
    assert [card.pk for card in cards(ask(client, *spelled(certificate)))] == [certificate.pk]


def test_a_person_gets_all_of_his_or_her_certificates_and_nobody_elses(client, agency):
    older = a_certificate(agency, 1, issued_on=date(2026, 1, 5))
    newer = a_certificate(agency, 2, name=older.name, id_number=older.id_number)
    a_certificate(agency, 3, name=older.name)
    page = by_person(client, older)
    assert [card.pk for card in cards(page)] == [newer.pk, older.pk]
    assert [card.pk for card in cards(by_number(client, newer))] == [newer.pk]


@pytest.fixture
def strangers(agency):
    """What does not fit, each in its own way."""
    first, second = a_certificate(agency, 1), a_certificate(agency, 2)
    return {
        "nobody": ("无此人", f"{first.number[:-6]}999999"),
        "no such number": (first.name, f"{first.number[:-6]}999999"),
        "number of another": (first.name, second.number),
        "name of another": (second.name, first.number),
        "part of the name": (first.name[:-1], first.number),
        "pattern for a name": ("%", first.number),
        "unreadable name": ("\ue000", first.number),
        "id of another": (first.name, id_number(2)),
        "id of nobody": (first.name, id_number(9)),
        "name of another by id": (second.name, id_number(1)),
        "part of the id": (first.name, id_number(1)[:-1]),
        "part of the number": (first.name, first.number[:16]),
        "pattern": (first.name, "%%%%%%%%"),
    }


def test_whatever_is_wrong_gets_the_same_answer(client, strangers):
    by_number_, others, statements = set(), set(), set()
    for asked in strangers.values():
        with CaptureQueriesContext(connection) as caught:
            page = ask(client, *asked, **_solved())
        assert (page.status_code, cards(page)) == (200, [])
        assert "没有查到" in page.content.decode()
        known = len(asked[1]) == 22
        (by_number_ if known else others).add(bare(page))
        statements.add((known, len(caught)))
    # Whom to ask follows from the beginning of a certificate number alone, whoever typed it.
    assert (len(by_number_), len(others)) == (1, 1)
    assert statements == {(True, 2), (False, 1)}


def _solved() -> dict:
    """A captcha answered, as a visitor does who tries many."""
    return solution(captcha.ask(captcha.WORDS))


@pytest.mark.parametrize("given", [{"name": "考生1"}, {"number": "Y000037000001263000001"}, {}])
def test_one_thing_alone_asks_for_the_other(client, certificate, given):
    page = client.post(LOOKUP, given)
    assert (page.status_code, cards(page)) == (422, [])
    assert certificate.agency_name not in page.content.decode()


def test_nothing_is_found_by_an_address(client, certificate):
    asked = {"name": certificate.name, "number": certificate.number}
    assert cards(client.get(LOOKUP, asked)) == []


def test_the_two_not_found_cases_take_the_same_time(certificate):
    """Neither by the middle of many tries nor by their fast quarter can they be told apart."""
    wrong = {
        "nobody": (certificate.name, f"{certificate.number[:-6]}999999"),
        "wrong": ("无此人", certificate.number),
    }
    taken: dict[str, list[float]] = {case: [] for case in wrong}
    gc.disable()
    try:
        for at in range(600):
            for case in sorted(wrong, reverse=at % 2 == 0):
                begun = time.perf_counter()
                assert lookup.find(*wrong[case]) == []
                taken[case].append(time.perf_counter() - begun)
    finally:
        gc.enable()
    quarters = {case: statistics.quantiles(times, n=4) for case, times in taken.items()}
    for part in (0, 1):
        one, other = (each[part] for each in quarters.values())
        spread = max(each[2] - each[0] for each in quarters.values())
        assert abs(one - other) < max(spread, 0.15 * min(one, other))


def test_one_certificate_and_thirty_take_the_same_queries(client, agency):
    first = a_certificate(agency, 1)
    with CaptureQueriesContext(connection) as one:
        assert len(cards(by_person(client, first))) == 1
    for number in range(2, 31):
        a_certificate(agency, number, name=first.name, id_number=first.id_number)
    with CaptureQueriesContext(connection) as many:
        assert len(cards(by_person(client, first))) == 30
    # The last one asks what is paid for them, as the full ID number was given.
    assert (len(one), len(many)) == (5, 5)


def test_a_lookup_is_one_query_by_an_index(certificate):
    for number in (certificate.number, id_number(1)):
        with CaptureQueriesContext(connection) as caught:
            lookup.find(certificate.name, number)
        assert len(caught) == 1
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL enable_seqscan = off")
                cursor.execute(f"EXPLAIN {caught[0]['sql']}")
            else:
                cursor.execute(f"EXPLAIN QUERY PLAN {caught[0]['sql']}")
            plan = " ".join(str(row) for row in cursor.fetchall()).lower()
        assert "using index" in plan or "index scan" in plan or "bitmap index" in plan


def test_a_revocation_shows_at_once_with_its_history(client, certificate):
    assert cards(by_number(client, certificate))[0].standing.label == "有效"
    day = clock.today()
    certificate.status, certificate.standing_since = CertificateStatus.REVOKED, day
    certificate.save()
    StatusChange.objects.create(
        certificate=certificate,
        status=CertificateStatus.REVOKED,
        since=day,
        at=clock.now(),
        reason="申报材料不实",
    )
    page = by_number(client, certificate)
    card = cards(page)[0]
    assert (card.standing.label, card.standing.since, card.national) == ("已撤销", day, "")
    assert [(step.label, step.reason) for step in card.history] == [
        ("有效", ""),
        ("已撤销", "申报材料不实"),
    ]
    assert "申报材料不实" in page.content.decode()
    assert "已撤销" in client.get(f"/verify/{certificate.number}/").content.decode()
    status = client.get(f"/api/v1/certificates/{certificate.number}/status/")
    assert status.json() == {
        "certificate_number": certificate.number,
        "status": "revoked",
        "status_since": day.isoformat(),
    }


@pytest.mark.parametrize("number", ["1503003013300123", "AB01234567890123456789"])
def test_certificates_of_an_earlier_system_are_found_alike(client, agency, number):
    legacy = a_legacy_certificate(agency, number)
    card = cards(by_number(client, legacy))[0]
    assert (card.number, card.has_file, card.register) == (number, False, "")
    assert "原系统" in card.note
    assert [found.number for found in cards(by_person(client, legacy))] == [number]


def test_an_issuer_published_later_is_linked_as_it_is_today(client, certificate, agency):
    agency.published_on = certificate.issued_on + timedelta(days=1)
    agency.save()
    assert cards(by_number(client, certificate))[0].register == f"/agencies/{agency.code}/"
    agency.published_on = None
    agency.save()
    assert cards(by_number(client, certificate))[0].register == ""


def test_whom_to_ask_follows_from_the_number_that_was_typed(client, agency):
    agency.prefix, agency.contact = "Y000037000001", "0635-8200000"
    agency.save()
    page = ask(client, "无此人", "Y000037000001263000777").content.decode()
    assert (agency.name in page, "0635-8200000" in page) == (True, True)
    page = ask(client, "无此人", "Y000037999999263000777").content.decode()
    assert (agency.name in page, "请联系证书上的评价机构" in page) == (False, True)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("123", "号码不完整"),
        ("Y00003700000126300000", "证书编号应为 22 位（1 个字母加 21 位数字），现为 21 位。"),
        ("Y000099000001263000001", "证书编号第 6—7 位“99”不是省级行政区划代码。"),
    ],
)
def test_what_can_be_no_number_is_told_so(client, number, said):
    page = ask(client, "考生1", number)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert 'value="考生1"' in page.content.decode()


def test_a_link_brings_the_number_along_and_finds_nothing_by_itself(client, certificate):
    """So a candidate's page leads here (`menu.candidate_way`): the name is still to be typed."""
    page = client.get(LOOKUP, {"number": certificate.number, "name": certificate.name})
    assert page.context["form"].initial == {"number": certificate.number}
    assert certificate.name not in page.content.decode()
