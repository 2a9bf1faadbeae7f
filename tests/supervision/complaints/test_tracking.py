"""The tracking page: a code shows how a complaint stands, and nothing else does."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.services import door
from supervision.models import Complaint
from tests.casework.files.pictures import png
from tests.filing.granting import on
from tests.supervision.complaints.world import receipt_of, said

pytestmark = pytest.mark.django_db
TRACK, ADD = "/complaints/track/", "/complaints/track/add/"


def told(response) -> tuple[int, list]:
    return response.status_code, list(response.context["form"].non_field_errors())


def test_one_answer_whatever_was_wrong(client, lc):
    code = receipt_of(said(lc)).code
    number = Complaint.objects.get().number
    wrong = [code[:-1], code[::-1], number, "ABCD-EFGH", "投诉", "0" * 40]
    answers = {str(told(client.post(TRACK, {"code": each}))) for each in wrong}
    assert len(answers) == 1
    assert client.post(TRACK, {"code": ""}).status_code == 422
    assert client.post(TRACK, {"code": "\0"}).status_code == 422


def test_twenty_an_hour_from_one_address(client, lc):
    code = receipt_of(said(lc)).code
    answers = [client.post(TRACK, {"code": "ABCDEFGH"}).status_code for _ in range(20)]
    assert answers == [422] * 20
    assert client.post(TRACK, {"code": code}).status_code == 429
    assert client.post(TRACK, {"code": code}, REMOTE_ADDR="192.0.2.3").status_code == 200


def test_neither_address_nor_cookie_holds_the_code(client, lc):
    receipt = receipt_of(said(lc))
    page = client.post(TRACK, {"code": receipt.printed.lower()})
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "sessionid" not in client.cookies
    assert receipt.code not in str(client.cookies)
    assert client.get(f"{TRACK}?code={receipt.code}").context["form"].is_bound is False


def test_it_says_what_is_next_and_by_when(client, officer, lc):
    with on(date(2026, 6, 1)):
        receipt = receipt_of(said(lc))
        page = client.post(TRACK, {"code": receipt.code}).text
        assert "办理机关决定是否受理" in page
        assert "2026年6月8日前" in page
        assert "已超期" not in page
    with on(date(2026, 6, 10)):
        assert "已超期" in client.post(TRACK, {"code": receipt.code}).text


def test_material_is_added_once_and_only_while_it_is_open(client, officer, lc):
    code = receipt_of(said(lc)).code
    upload = SimpleUploadedFile("截图.png", png())
    sent = {"code": code, "text": "补充一张截图。", "token": str(uuid4()), "files": [upload]}
    page = client.post(ADD, sent)
    assert (page.status_code, page.context["added"]) == (200, True)
    assert "补充一张截图。" in page.text
    client.post(ADD, sent | {"files": [SimpleUploadedFile("截图.png", png())]})
    case = Complaint.objects.get()
    assert (case.words.count(), case.materials.count()) == (1, 1)
    bad = SimpleUploadedFile("坏.png", b"no picture")
    refused = client.post(ADD, sent | {"token": str(uuid4()), "files": [bad]})
    assert (refused.status_code, "补充一张截图。" in refused.text) == (422, True)
    assert case.words.count() == 1
    assert client.post(ADD, sent | {"code": "X" * 16})["Location"] == TRACK


def test_a_closed_one_takes_nothing_more(client, officer, lc):
    receipt = receipt_of(said(lc))
    case = Complaint.objects.get()
    door.perform(case, "refuse", actor=officer, reply="不属于职责范围。")
    sent = {"code": receipt.code, "text": "还有。", "token": str(uuid4())}
    refused = client.post(ADD, sent)
    assert refused.status_code == 422
    assert Complaint.objects.get().words.filter(kind="supplement").count() == 0


def test_an_accepted_one_says_what_the_office_does(client, officer, lc):
    receipt = receipt_of(said(lc))
    door.perform(Complaint.objects.get(), "accept", actor=officer)
    assert "办理机关调取考场记录" in client.post(TRACK, {"code": receipt.code}).text
