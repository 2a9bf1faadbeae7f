"""谁能评我们的工种, and asking an agency."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from casework.models import Delivery, Notice
from filing.enums import AgencyStatus
from filing.models import Enquiry
from tests.filing.agencies import agency

FIND = "/agencies/find/"
SOCIAL = {"regulation": "shandong-social", "letter": "S"}


def found(client, **query) -> list[tuple[str, str]]:
    page = client.get(FIND, query)
    assert page.status_code == 200
    return [(row["agency"].name, row["near"]) for row in page.context.get("rows", [])]


@pytest.fixture
def owned(world):
    """An agency for others with an account here, its manager, and what is sent to it."""
    organisation, manager = world.applicant("371500", "city", "association")
    made = agency(world, "协会", organisation=organisation, place="371500", **SOCIAL)
    sent = {"wanted": "6-31-01-03:4", "headcount": "12", "text": "六月，请联系办公室"}
    return made, manager, sent | {"organisation": world.firm.pk}


@pytest.mark.clause("JS-03")
def test_who_may_serve_others_is_listed_from_near_to_far(client, world):
    for name, place in (
        ("外省", "320500"),
        ("同省", "370000"),
        ("同市", "371521"),
        ("同县", "371502"),
    ):
        agency(world, name, place=place, **SOCIAL)
    agency(world, "只评自己", regulation="liaoning-enterprise")
    agency(world, "已停", status=AgencyStatus.SUSPENDED, **SOCIAL)
    agency(world, "不评电工", scope={"6-18-02-04": (4,)}, **SOCIAL)
    agency(world, "他省的社会组织", place="320500", letter="S")
    ask = {"occupation": "电工", "level": "4"}
    assert found(client, **ask, division="371502") == [
        ("同县", "同县（市、区）"),
        ("同市", "同市"),
        ("同省", "同省"),
        ("他省的社会组织", "外省"),
        ("外省", "外省"),
    ]
    assert [name for name, _ in found(client, **ask, division="320500")][:2] == [
        "他省的社会组织",
        "外省",
    ]
    assert found(client, occupation="电工", level="1") == []
    assert len(found(client, occupation="6-31-01-03")) == 5


@pytest.mark.clause("SD-13")
def test_who_is_bound_to_another_place_is_said_with_the_rule(client, world):
    agency(world, "外市机构", place="371502", **SOCIAL)
    far = client.get(FIND, {"occupation": "电工", "division": "320500"}).content.decode()
    assert "先行在申报地范围开展评价" in far
    for place in ("371521", "371500", "370000"):
        near = client.get(FIND, {"occupation": "电工", "division": place}).content.decode()
        assert "先行在申报地范围开展评价" not in near


def test_a_text_that_may_mean_several_occupations_asks_which(client, world):
    page = client.get(FIND, {"occupation": "工"})
    assert {each.name for each in page.context["meant"].choices} == {"电工", "焊工", "车工", "铣工"}
    assert "occupation=6-31-01-03" in page.content.decode()
    assert "没有找到相符的职业" in client.get(FIND, {"occupation": "飞行"}).content.decode()
    assert client.get(FIND).context["meant"].choices == ()


def test_contact_is_for_everybody_and_asking_for_those_signed_in(client, world, owned):
    owned[0].contact = "0635-0000000"
    owned[0].save()
    html = client.get(FIND, {"occupation": "电工"}).content.decode()
    assert ("0635-0000000" in html, "发送评价需求<" in html) == (True, False)
    client.force_login(world.hr)
    assert "发送评价需求<" in client.get(FIND, {"occupation": "电工"}).content.decode()


def test_the_finder_costs_the_same_for_one_and_thirty(client, world):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            found(client, occupation="电工", division="371502")
        return len(captured)

    agency(world, **SOCIAL)
    found(client)
    one = cost()
    for _ in range(29):
        agency(world, **SOCIAL)
    assert (cost(), len(found(client, occupation="电工"))) == (one, 30)


@pytest.mark.clause("JS-03")
def test_an_enterprise_asks_and_the_agency_is_told_without_the_telephone(client, world, owned):
    made, manager, sent = owned
    client.force_login(world.hr)
    response = client.post("/agencies/JG00001/enquire/", sent)
    assert response["Location"] == "/agencies/JG00001/"
    enquiry = Enquiry.objects.get()
    assert (enquiry.agency, enquiry.organisation, enquiry.sent_by) == (made, world.firm, world.hr)
    assert (enquiry.occupation.name, enquiry.level, enquiry.headcount) == ("电工", 4, 12)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.link) == (manager, "/desk/agencies/JG00001/enquiries/")
    assert notice.subject == f"{world.firm}有评价需求：电工四级/中级工 12 人"
    assert "办公室" not in notice.body
    assert Delivery.objects.filter(notice=notice).count() == 1
    client.force_login(manager)
    assert "六月，请联系办公室" in client.get(notice.link).content.decode()


def test_asking_too_often_is_refused_and_what_was_typed_stays(client, world, owned):
    client.force_login(world.hr)
    address = "/agencies/JG00001/enquire/"
    sent = owned[2]
    client.post(address, sent)
    again = client.post(address, sent)
    assert again.status_code == 422
    html = again.content.decode()
    assert ("7 日内已向该机构发送过" in html, "六月，请联系办公室" in html) == (True, True)
    for level in (3, 5):
        assert client.post(address, sent | {"wanted": f"6-31-01-03:{level}"}).status_code == 302
    assert Enquiry.objects.count() == 3
    for _ in range(2):
        other, _manager = world.applicant("371500", "city", "association")
        agency(world, organisation=other, place="371500", **SOCIAL)
    for code in ("JG00002", "JG00003"):
        assert client.post(f"/agencies/{code}/enquire/", sent).status_code == 302
    last = client.post("/agencies/JG00003/enquire/", sent | {"wanted": "6-31-01-03:3"})
    assert "一天之内最多发送 5 次" in last.content.decode()
    assert Enquiry.objects.count() == 5


def test_what_an_agency_cannot_take_is_refused(client, world, owned):
    sent = owned[2]
    agency(world, "没有账号", **SOCIAL)
    own = agency(world, "自己的", organisation=world.firm, **SOCIAL)
    other, _ = world.applicant("371502", "county")
    agency(world, "只评自己", organisation=other, regulation="liaoning-enterprise")
    client.force_login(world.hr)
    said = {
        code: client.post(f"/agencies/{code}/enquire/", sent).context["form"].non_field_errors()
        for code in ("JG00002", own.code, "JG00004")
    }
    assert said == {
        "JG00002": ["该机构没有在本平台开户，请按公布的联系方式直接联系。"],
        own.code: ["这是本单位自己的评价机构，不需要发送评价需求。"],
        "JG00004": ["该机构只评价本单位职工，不接受其他单位委托。"],
    }
    bad = client.post(
        "/agencies/JG00001/enquire/", sent | {"wanted": "6-31-01-03:1", "headcount": "0"}
    )
    assert set(bad.context["form"].errors) == {"wanted", "headcount"}
    assert Enquiry.objects.count() == 0


def test_who_may_ask_and_who_may_read(client, world, owned):
    address, desk = "/agencies/JG00001/enquire/", "/desk/agencies/JG00001/enquiries/"
    assert "/login/" in client.get(address)["Location"]
    client.force_login(world.staff["lc"])
    assert [client.get(address).status_code, client.get(desk).status_code] == [403, 404]
    client.force_login(world.member(owned[0].organisation, Role.ASSESSOR))
    assert client.get(desk).status_code == 403
    client.force_login(world.hr)
    assert client.get(desk).status_code == 404
