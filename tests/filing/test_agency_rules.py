"""What an agency publishes of itself."""

from datetime import UTC, date, datetime

import pytest

from accounts.enums import Role
from config import clock
from filing.models import AgencyRule
from tests.filing.agencies import agency

DESK = "/desk/agencies/JG00001/rules/"
PAGE = "/agencies/JG00001/"


@pytest.fixture
def own(world):
    """The firm's agency under the regulation of Liaoning, which wants three rules published."""
    return agency(world, "甲公司", organisation=world.firm, regulation="liaoning-enterprise")


def publish(client, title: str, text: str, **more):
    return client.post(DESK, {"title": title, "text": text, **more})


@pytest.mark.clause("LN-15")
def test_what_the_regulation_wants_published_is_named_until_it_is(client, world, own):
    client.force_login(world.hr)
    page = client.get(DESK)
    assert page.context["missing"] == ["考务管理办法", "质量管理办法", "证书管理办法"]
    assert "辽宁通知 五（三）" in page.content.decode()
    for title in page.context["missing"]:
        assert publish(client, title, f"{title}全文").status_code == 302
    assert client.get(DESK).context["missing"] == []
    client.logout()
    shown = client.get(PAGE).content.decode()
    assert [title in shown for title in page.context["missing"]] == [True, True, True]


@pytest.mark.clause("SD-11")
def test_fees_are_published_in_versions_and_all_can_be_read(client, world, settings):
    settings.DEMO = True
    made = agency(world, "甲", organisation=world.firm, regulation="shandong-social", letter="S")
    client.force_login(world.hr)
    assert "收费标准" in client.get(DESK).context["missing"]
    with clock.travel(datetime(2026, 3, 1, 4, tzinfo=UTC)):
        publish(client, "收费标准", "每人 100 元")
    with clock.travel(datetime(2026, 6, 1, 4, tzinfo=UTC)):
        publish(client, "收费标准", "每人 80 元")
    old, new = AgencyRule.objects.order_by("pk")
    assert [old.published_on, new.published_on] == [date(2026, 3, 1), date(2026, 6, 1)]
    assert (new.agency, new.published_by) == (made, world.hr)
    client.logout()
    rules = client.get(PAGE).context["rules"]
    assert rules == [(new, [old])]
    newest = client.get(f"{PAGE}rules/{new.pk}/").content.decode()
    older = client.get(f"{PAGE}rules/{old.pk}/").content.decode()
    assert ["往期版本" in html for html in (newest, older)] == [False, True]
    assert ("每人 80 元" in newest, "每人 100 元" in older) == (True, True)


def test_a_rule_of_its_own_name_and_what_is_refused(client, world, own):
    client.force_login(world.hr)
    nameless = publish(client, "other", "全文")
    assert nameless.status_code == 422
    assert nameless.context["form"].errors == {"other": ["请填写其他制度的名称。"]}
    assert publish(client, "收费标准", "").status_code == 422
    assert publish(client, "other", "全文", other="考评员守则").status_code == 302
    same = publish(client, "考评员守则", "全文")
    assert same.context["form"].non_field_errors() == ["内容与现行版本相同，没有重复公布。"]
    assert [each.title for each in AgencyRule.objects.all()] == ["考评员守则"]


def test_only_its_own_people_publish(client, world, own):
    _stranger, manager = world.applicant("371502", "county")
    answers = {}
    for name, user in {
        "stranger": manager,
        "officer": world.staff["lc"],
        "assessor": world.member(world.firm, Role.ASSESSOR),
    }.items():
        client.force_login(user)
        answers[name] = [client.get(DESK).status_code, publish(client, "收费标准", "x").status_code]
    assert answers == {"stranger": [404, 404], "officer": [404, 404], "assessor": [403, 403]}
    assert AgencyRule.objects.count() == 0


def test_a_rule_belongs_to_its_agency_alone(client, world, own):
    client.force_login(world.hr)
    publish(client, "考务管理办法", "全文")
    agency(world, "乙公司")
    rule = AgencyRule.objects.get()
    assert client.get(f"/agencies/JG00002/rules/{rule.pk}/").status_code == 404


def test_a_number_of_a_person_is_not_published(client, world, own):
    client.force_login(world.hr)
    mobile = "1" + "3" * 10
    answer = publish(client, "考务管理办法", f"咨询请打 {mobile}")
    assert (answer.status_code, AgencyRule.objects.count()) == (422, 0)
    assert "公开的文字里有手机号码" in answer.content.decode()
    assert publish(client, "考务管理办法", "咨询请打 0635-0000000").status_code == 302
