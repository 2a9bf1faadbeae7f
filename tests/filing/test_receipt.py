"""The receipt: who may sign, what it holds, to whom it goes, and what becomes public."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.enums import Role
from casework.models import Counter, Event, Letter, LetterHead, Notice, Publication
from casework.services import door, files
from filing.models import Agency, AgencyScope, Filing
from filing.selectors import register as reads
from tests.filing.answering import address, send, stamp
from tests.filing.granting import (
    DAY,
    ELECTRICIAN,
    JS,
    LC,
    LN,
    SD,
    TURNER,
    WELDER,
    again,
    issued,
    on,
    scope_rows,
    signer,
    text_of,
    waiting_for_receipt,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def page(filing) -> str:
    return address(filing, "issue_receipt")


def post(client, filing, user, **data):
    return send(client, user, filing, "issue_receipt", **data)


def nothing_was_given() -> bool:
    counted = Counter.objects.filter(key__startswith="agency/") | Counter.objects.filter(
        key__contains="备/"
    )
    kept = (Agency, AgencyScope, Letter, Publication)
    return not counted.exists() and not any(model.objects.exists() for model in kept)


# --- What it holds ------------------------------------------------------------------------------


@pytest.mark.clause("LN-06")
def test_the_receipt_of_liaoning_holds_what_it_must(client, world):
    filing = waiting_for_receipt(world, LN, (ELECTRICIAN, "", 5, 3), (WELDER, "电焊工", 2, 2))
    assert post(client, filing, signer(world)).status_code == 302
    letter = Letter.objects.get()
    printed = text_of(letter.file)
    for wanted in (
        "备案回执",
        f"{world.offices['ln'].letter_head.prefix}备〔2026〕0001号",
        f"{filing.owner.name}：",
        f"机构名称{filing.owner.name}",
        f"统一社会信用代码{filing.owner.code}",
        "机构备案号为Y000021000001",
        "证书编号前段Y000021000001",
        "有效期至2029年11月23日",
        "6-31-01-03电工--五级/初级工、四级/中级工、三级/高级工",
        "6-18-02-04焊工电焊工二级/技师",
        "抄送：辽宁省人事考试中心、鞍山市人社局",
        "依据：辽宁通知四（二）、（三）",
        "/agencies/Y000021000001/",
        "辽宁省人社厅2026年11月23日",
    ):
        assert wanted in printed, wanted
    assert hashlib.sha256(files.read(letter.file)).hexdigest() == letter.file.sha256
    assert [(s.method, s.outcome) for s in letter.services.all()] == [("portal", "sent")]
    filing = Filing.objects.get(pk=filing.pk)
    assert (filing.state, filing.agency.code) == ("receipted", "Y000021000001")
    facts = json.loads(filing.events.get(act="issue_receipt").facts)
    assert facts == {
        "agency": filing.agency.pk,
        "code": "Y000021000001",
        "prefix": "Y000021000001",
        "valid_until": "2029-11-23",
        "letter": letter.number,
        "sha256": letter.file.sha256,
    }


@pytest.mark.clause("LC-12")
def test_without_a_term_the_receipt_says_so(world):
    filing = issued(world, LC)
    letter = Letter.objects.get()
    assert (filing.agency.valid_until, letter.title, letter.office) == (
        None, "备案回执", world.offices["lc"],
    )  # fmt: skip
    printed = text_of(letter.file)
    assert "有效期未规定有效期" in printed
    assert "抄送" not in printed


@pytest.mark.clause("SD-06")
def test_a_social_organisation_gets_code_and_receipt_of_its_centre(world):
    filing = issued(world, SD)
    letter = Letter.objects.get()
    assert (letter.title, letter.office) == ("回执", world.offices["lc_centre"])
    assert "机构代码为S000037000001" in text_of(letter.file)
    assert (filing.state, filing.office) == ("receipted", world.offices["lc_centre"])


def test_where_no_document_rules_the_receipt_cites_none(world):
    issued(world, JS)
    assert "依据：" not in text_of(Letter.objects.get().file)


def test_the_page_shows_what_the_receipt_will_hold(client, world):
    filing = waiting_for_receipt(world, LN, (ELECTRICIAN, "", 5, 3))
    client.force_login(signer(world))
    shown = client.get(page(filing)).content.decode()
    for wanted in (
        filing.owner.name,
        "Y000021000001",
        "2029年11月23日",
        "五级/初级工、四级/中级工、三级/高级工",
        "辽宁省人事考试中心、鞍山市人社局",
        "依据：辽宁通知 四（二）",
    ):
        assert wanted in shown
    assert nothing_was_given()


def test_the_codes_that_the_province_gave_are_printed(client, world):
    filing = waiting_for_receipt(world, LN)
    post(client, filing, signer(world), code="辽评备-2026-07", prefix="Y000021900007")
    printed = text_of(Letter.objects.get().file)
    assert "机构备案号为辽评备-2026-07" in printed
    assert "证书编号前段Y000021900007" in printed
    assert Counter.objects.filter(key="agency/Y000021").count() == 0


def test_a_wrong_code_is_said_at_its_field_and_nothing_is_given(client, world):
    filing = waiting_for_receipt(world, LN)
    refused = post(client, filing, signer(world), prefix="Y000037000001", note="请出具")
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["prefix"]
    assert "请出具" in refused.content.decode()
    assert nothing_was_given()


# --- Who may ------------------------------------------------------------------------------------


def test_who_accepted_does_not_sign(client, world):
    """Two persons: the one who took the application, and another for the receipt."""
    owner, actor = world.applicant("371502", "city")
    filing = waiting_for_receipt(world, LC, owner=owner, actor=actor, state="submitted")
    first, second = world.staff["lc"], world.second["lc"]
    door.perform(filing, "accept", actor=first)
    Filing.objects.filter(pk=filing.pk).update(state="reported")
    client.force_login(first)
    assert "由其他同志签发" in client.get(page(filing)).content.decode()
    refused = post(client, filing, first)
    assert (refused.status_code, Agency.objects.count()) == (422, 0)
    assert "由其他同志签发" in refused.content.decode()
    assert post(client, filing, second).status_code == 302
    assert Agency.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("as", 403), ("ln_centre", 403), ("lc", 404), ("applicant", 403)]
)
def test_nobody_else_signs(client, world, who, status):
    filing = waiting_for_receipt(world, LN)
    user = filing.created_by if who == "applicant" else world.staff[who]
    assert post(client, filing, user).status_code == status
    assert nothing_was_given()


def test_a_reviewer_does_not_sign(client, world):
    filing = waiting_for_receipt(world, LN)
    reviewer = world.member(world.offices["ln"], Role.REVIEWER)
    assert post(client, filing, reviewer).status_code == 403


def test_a_double_click_gives_one_receipt(client, world):
    filing = waiting_for_receipt(world, LN)
    client.force_login(signer(world))
    form = stamp(filing)
    answers = [client.post(page(filing), form).status_code for _ in range(2)]
    assert (answers, Letter.objects.count(), Agency.objects.count()) == ([302, 302], 1, 1)


def test_an_office_without_letter_head_gives_nothing(client, world):
    filing = waiting_for_receipt(world, LN)
    LetterHead.objects.filter(office=world.offices["ln"]).delete()
    refused = post(client, filing, signer(world))
    assert (refused.status_code, nothing_was_given()) == (422, True)
    assert "还没有设置机关代字" in refused.content.decode()


# --- To whom ------------------------------------------------------------------------------------


def test_the_applicant_and_those_copied_are_told(world):
    filing = issued(world, LN)
    told = Notice.objects.filter(event__act="issue_receipt").select_related("recipient")
    letter = Letter.objects.get().number
    said = {(notice.recipient.display_name, notice.subject) for notice in told}
    about = (f"{filing.title}：已出具备案回执", f"抄送：{filing.owner}备案回执")
    assert said == {
        (filing.created_by.display_name, about[0]),
        *((world.staff[key].name, about[1]) for key in ("ln_centre", "as")),
        *((world.second[key].name, about[1]) for key in ("ln_centre", "as")),
    }
    assert {notice.body for notice in told} == {
        f"文号 {letter}，机构备案号：Y000021000001。可在事项页下载和签收。",
        f"文号 {letter}，机构备案号：Y000021000001。",
    }


def test_the_case_page_leads_to_the_receipt(client, world):
    filing = issued(world, LN)
    letter = Letter.objects.get()
    client.force_login(filing.created_by)
    shown = client.get(reverse("casework:case", args=[filing.number])).content.decode()
    assert letter.number in shown
    assert "Y000021000001（尚未公布）" in shown
    file = client.get(reverse("casework:file", args=[letter.file.pk]))
    assert b"".join(file) == files.read(letter.file)


# --- Changes and renewals -----------------------------------------------------------------------


@pytest.mark.clause("LN-13")
@pytest.mark.clause("LC-06")
def test_a_change_of_scope_gives_a_new_receipt_under_the_old_code(client, world):
    first = issued(world, LN)
    second = again(world, first, "scope", (ELECTRICIAN, "", 5, 4), (TURNER, "", 5, 5))
    with on(DAY + timedelta(30)):
        client.force_login(signer(world))
        shown = client.get(page(second))
        assert set(shown.context["form"].fields) == {"version", "token", "note"}
        assert post(client, second, signer(world)).status_code == 302
        agency = Agency.objects.get()
        printed = text_of(Letter.objects.first().file)
    assert "准予变更备案的职业（工种）、等级，机构备案号为Y000021000001" in printed
    assert "有效期至2029年11月23日" in printed
    assert "6-18-01-01车工--五级/初级工" in printed
    assert "三级/高级工" not in printed
    assert agency.valid_until == date(2029, 11, 23)
    assert [row[:3] for row in scope_rows(agency) if row[4] is None] == [
        (TURNER, "", 5), (ELECTRICIAN, "", 5), (ELECTRICIAN, "", 4),
    ]  # fmt: skip


def test_an_expired_receipt_takes_no_change(client, world):
    first = issued(world, LN)
    second = again(world, first, "scope", (TURNER, "", 5, 5))
    before = scope_rows(first.agency)
    with on(date(2029, 11, 24)):
        refused = post(client, second, signer(world))
    assert (refused.status_code, scope_rows(first.agency)) == (422, before)
    assert "已于 2029年11月23日 到期，请先办理延续备案" in refused.content.decode()


@pytest.mark.clause("LN-07")
def test_a_renewal_rests_on_the_periodic_evaluation(client, world):
    first = issued(world, LN)
    second = again(world, first, "renewal", (ELECTRICIAN, "", 5, 3))
    with on(date(2029, 10, 1)):
        for result, said in (("", "请选择定期评估结果"), ("poor", "不合格的不予延期")):
            refused = post(client, second, signer(world), evaluation=result)
            assert (refused.status_code, said in refused.content.decode()) == (422, True)
        assert Agency.objects.get().valid_until == date(2029, 11, 23)
        assert post(client, second, signer(world), evaluation="good").status_code == 302
        printed = text_of(Letter.objects.first().file)
    assert "准予延续备案" in printed
    assert "有效期至2032年11月23日" in printed
    assert Agency.objects.get().valid_until == date(2032, 11, 23)
    facts = json.loads(Event.objects.get(case=second, act="issue_receipt").facts)
    assert facts["evaluation"] == "good"


def test_a_renewal_after_the_end_begins_again(world):
    first = issued(world, LN)
    second = again(world, first, "renewal", (ELECTRICIAN, "", 5, 3))
    with on(date(2029, 12, 1)):
        assert reads.status_on(first.agency, date(2029, 12, 1)) == "expired"
        door.perform(second, "issue_receipt", actor=signer(world), evaluation="fair")
        agency = Agency.objects.get()
        assert agency.valid_until == date(2032, 12, 1)
        days = [date(2029, 11, 23), date(2029, 11, 24), date(2029, 12, 1)]
        assert [period.status for day in days for period in agency.periods.on(day)] == [
            "in_force", "expired", "in_force",
        ]  # fmt: skip


def test_without_a_term_a_renewal_asks_for_no_evaluation(world):
    first = issued(world, LC)
    second = again(world, first, "renewal", (ELECTRICIAN, "", 5, 3))
    door.perform(second, "issue_receipt", actor=signer(world, LC))
    assert Agency.objects.get().valid_until is None


# --- Publication --------------------------------------------------------------------------------


@pytest.mark.clause("LC-12")
@pytest.mark.clause("LN-08")
def test_publication_lets_anybody_find_the_agency(client, world):
    filing = issued(world, LN)
    agency = filing.agency
    where = reverse("filing:agency", args=[agency.code])
    assert client.get(where).status_code == 404
    assert send(client, world.staff["as"], filing, "publish").status_code == 302
    agency.refresh_from_db()
    filing = Filing.objects.get(pk=filing.pk)
    assert (agency.published_on, filing.state, filing.is_open) == (DAY, "registered", False)
    announced = Publication.objects.get()
    assert (announced.office, announced.title) == (
        world.offices["as"], f"{filing.owner}首次备案公告",
    )  # fmt: skip
    assert announced.body.splitlines()[:5] == [
        f"机构名称：{filing.owner}",
        "机构备案号：Y000021000001",
        "备案机关：辽宁省人社厅",
        "有效期：至 2029年11月23日",
        "可以评价的职业（工种）、等级：",
    ]
    client.logout()
    assert client.get(where).status_code == 200
    told = Notice.objects.filter(event__act="publish").select_related("recipient")
    province = f"鞍山市人社局公布了目录：{filing.owner}"
    assert {(notice.recipient, notice.subject) for notice in told} == {
        (filing.created_by, f"{filing.title}：已公布目录"),
        (world.staff["ln"], province),
        (world.second["ln"], province),
    }
    assert all("/agencies/Y000021000001/" in notice.body for notice in told)


def test_what_was_published_keeps_its_first_day(world):
    first = issued(world, LC)
    publisher = world.staff["sd"]
    door.perform(first, "publish", actor=publisher)
    with on(DAY + timedelta(9)):
        second = again(world, first, "scope", (TURNER, "", 5, 5))
        door.perform(second, "issue_receipt", actor=signer(world, LC))
        door.perform(second, "publish", actor=publisher)
    assert Agency.objects.get().published_on == DAY
    assert [p.title.removeprefix(f"{first.owner}") for p in Publication.objects.all()] == [
        "变更职业（工种）、等级公告", "首次备案公告",
    ]  # fmt: skip


def test_nothing_is_published_before_its_receipt(world):
    filing = waiting_for_receipt(world, LN, state="receipted")
    with pytest.raises(ValidationError, match="还没有出具备案回执"):
        door.perform(filing, "publish", actor=world.staff["as"])
    assert Publication.objects.count() == 0
