"""我的备案: how one's own agencies stand, and what may be asked for them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from casework.services import door
from filing.models import Agency, AgencyPeriod, AgencyScope
from filing.services import register
from tests.filing.granting import again, issued, on, today, waiting_for_receipt

pytestmark = pytest.mark.django_db
LN = "liaoning-enterprise"


@pytest.fixture(autouse=True)
def on_a_monday():
    with on(date(2026, 11, 23)):
        yield


@pytest.fixture
def filing(world):
    """In the register and public: nothing is under way."""
    filing = issued(world, LN)
    door.perform(filing, "publish", actor=world.staff["as"])
    return filing


def shown(client, user) -> str:
    client.force_login(user)
    return client.get(reverse("filing:my-agencies")).content.decode()


def test_the_page_says_how_the_agency_stands(client, world, filing):
    text = shown(client, filing.created_by)
    for wanted in (
        filing.owner.name,
        "Y000021000001",
        "正常",
        "2029年11月23日（还有 1096 天）",
        "五级/初级工 至 三级/高级工",
        "2026年11月23日 公布",
        reverse("filing:agency", args=["Y000021000001"]),
        f"{reverse('filing:start')}?owner={filing.owner.pk}",
        ">申请变更或延续</a>",
    ):
        assert wanted in text, wanted


@pytest.mark.parametrize(
    ("status", "offered"),
    [("suspended", "恢复后再办理"), ("expired", "重新申请备案"), ("struck_off", "重新申请备案")],
)
def test_what_may_be_asked_depends_on_the_status(client, filing, status, offered):
    register.set_status(filing.agency, status, reason="", case=None, day=today(), actor=None)
    text = shown(client, filing.created_by)
    assert (offered in text, ">申请变更或延续</a>" in text) == (True, False)


def test_past_its_last_day_it_has_expired_before_any_sweep(client, filing):
    with on(date(2029, 11, 24)):
        text = shown(client, filing.created_by)
    assert ("已到期" in text, "（已届满）" in text) == (True, True)


def test_an_application_under_way_is_led_to(client, world, filing):
    renewal = again(world, filing, "renewal")
    text = shown(client, filing.created_by)
    assert reverse("casework:case", args=[renewal.number]) in text
    assert ("查看正在办理的延续备案" in text, ">申请变更或延续</a>" in text) == (True, False)


def test_who_has_no_agency_is_led_to_the_start(client, world):
    text = shown(client, world.hr)
    assert ("还没有备案的评价机构" in text, reverse("filing:start") in text) == (True, True)


def test_officers_and_assessors_have_no_such_page(client, world, filing):
    for user in (world.staff["ln"], world.member(filing.owner, Role.ASSESSOR)):
        client.force_login(user)
        assert client.get(reverse("filing:my-agencies")).status_code == 403


def test_as_many_queries_for_thirty_as_for_one(client, world, filing):
    agency = filing.agency
    client.force_login(filing.created_by)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("filing:my-agencies")).status_code == 200
        return len(queries)

    asked()  # the session is written at the first page
    once = asked()
    for number in range(29):
        other = Agency.objects.create(
            code=f"A{number:03}",
            name=f"第{number}机构",
            credit_code=f"{number:018}",
            kind="enterprise",
            organisation=agency.organisation,
            division=agency.division,
            regulation_id=LN,
            issuer_name="辽宁省人社厅",
            origin="receipt",
            filed_on=today(),
        )
        AgencyPeriod.objects.create(agency=other, status="in_force", since=today())
        AgencyScope.objects.create(
            agency=other,
            occupation=world.occupations["6-31-01-03"],
            level=5,
            since=today(),
        )
    assert asked() == once


def test_before_the_publication_its_filing_is_under_way(client, world):
    text = shown(client, issued(world, LN).created_by)
    assert ("尚未公布" in text, "查看正在办理的首次备案" in text) == (True, True)


def test_the_agency_says_how_it_is_reached(client, world, filing):
    address = reverse("filing:agency-contact", args=[filing.agency.code])
    client.force_login(filing.created_by)
    told = {"address": "铁东区一号", "contact": "人力资源部 0412-0000000"}
    refused = client.post(address, told | {"contact": "13" + "9" * 9})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["contact"])
    assert client.post(address, told).status_code == 302
    agency = Agency.objects.get()
    assert (agency.address, agency.contact) == tuple(told.values())
    client.force_login(world.hr)
    assert client.get(address).status_code == 404
    public = client.get(reverse("filing:agency", args=[agency.code])).content.decode()
    assert "人力资源部 0412-0000000" in public


def test_the_address_of_the_application_is_taken_over(world):
    asked = waiting_for_receipt(world, LN)
    asked.answers.create(
        section="organisation",
        values='{"address": " 铁西区二号 "}',
        saved_by=asked.created_by,
        saved_at=asked.opened_at,
    )
    door.perform(asked, "issue_receipt", actor=world.staff["ln"])
    assert Agency.objects.get().address == "铁西区二号"
