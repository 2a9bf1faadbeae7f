"""What is refused on the way to the exam, at the page where somebody tries it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Organisation
from assessment.models import Entry, Permit, Seat
from catalogue.models import Division
from catalogue.regulations.terms import Audience
from filing.models import Agency, AgencyScope
from tests.assessment.whole import arranging
from tests.assessment.whole.rosters import (
    ELECTRICIAN,
    HEADS,
    TURNER,
    by_years,
    name,
    workbook,
)
from tests.assessment.whole.steps import ENROLLED, FIRST, LAST_DAY, MONDAY, Way

pytestmark = pytest.mark.django_db
ONE = [(ELECTRICIAN, 5)]  # what the first fifty of a roster enter for
OWN = {
    "lc": Audience.OWN_STAFF,
    "ln": Audience.OWN_STAFF,
    "sd": Audience.PUBLIC,
}
METHOD = {"ln": {"method": "test"}}
DAY = "2026年3月25日"


def drafted(way, key: str, *, items=ONE) -> Way:
    """A plan with everything filled in."""
    walk = way(key)
    walk.start()
    walk.fill_in([OWN[key]], items=items, **METHOD.get(key, {}))
    return walk


def enrolling(way, key: str, *, items=ONE) -> Way:
    """A plan that takes registrations."""
    walk = drafted(way, key, items=items)
    if key != "sd":
        walk.act(walk.clerk, "file_plan")
        walk.act(walk.officer({"lc": "lc_centre", "ln": "as"}[key]), "approve_plan")
    walk.announce()
    return walk


# --- Whom ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "audience", "reason"),
    [
        pytest.param(
            "lc",
            Audience.PUBLIC,
            "按聊城市企业技能人才自主评价，评价对象不包括社会人员",
            marks=pytest.mark.clause("LC-02"),
        ),
        pytest.param(
            "ln",
            Audience.OUTSOURCED,
            "按辽宁省企业职业技能等级认定，评价对象不包括业务（劳务）外包人员",
            marks=pytest.mark.clause("LN-17"),
        ),
        pytest.param(
            "ln",
            Audience.STUDENTS,
            "按辽宁省企业职业技能等级认定，评价对象不包括校企合作院校学生",
            marks=pytest.mark.clause("LN-17"),
        ),
    ],
)
def test_an_audience_that_the_regulation_does_not_allow(way, key, audience, reason):
    """No page offers it, sent all the same it is not kept; and no roster brings it in."""
    walk = drafted(way, key)
    page = walk.open(walk.clerk, walk.address("plan-basics"))
    offered = page.main.xpath(".//input[@name='audiences']/@value")
    assert audience not in offered
    refused = page.send(audiences=[audience.value])
    assert (refused.status, list(refused.response.context["form"].errors)) == (422, ["audiences"])
    assert walk.plan.audiences == [OWN[key]]
    walk = enrolling(way, key)
    rows = [by_years(1, OWN[key]), by_years(2, audience)]
    page = walk.upload(walk.clerk, workbook(rows))
    assert "有 1 行不能导入，没有导入任何内容" in page.text
    assert page.rows()[0] == [
        "3",
        name(2),
        "不能导入",
        f"人员类别：{reason}。请核对人员类别，或到有资格的机构报名。",
    ]
    assert page.main.xpath(".//form[contains(@action, '/confirm/')]") == []
    assert Entry.objects.count() == 0


def test_the_public_with_an_agency_of_an_enterprise(way):
    """Where the regulation knows the public, the letter of the agency still decides."""
    agency = Agency.objects.filter(pk=way("sd").agencies.agency["sd"].pk)
    agency.update(prefix="Y00003700001")
    walk = way("sd")
    walk.start()
    page = walk.open(walk.clerk, walk.address("plan-basics"))
    assert page.main.xpath(".//input[@name='audiences']/@value") == ["students", "commissioned"]
    agency.update(prefix="S00003700001")
    walk.fill_in([Audience.PUBLIC], items=ONE)
    agency.update(prefix="Y00003700001")
    refused = walk.try_to(walk.clerk, "announce")
    assert (refused.status, refused.errors, walk.state) == (
        422,
        [
            "用人单位的评价机构（Y）不能面向社会人员。"
            "去掉“社会人员”；社会人员由社会培训评价组织（S）评价。"
        ],
        "draft",
    )


# --- What ---------------------------------------------------------------------------------------


@pytest.mark.clause("SD-12")
def test_an_occupation_outside_the_scope_on_the_day(way):
    """The scope ends after the plan was made: on the day of the exam it is not there any more."""
    walk = drafted(way, "sd", items=[(ELECTRICIAN, 5), (TURNER, 5)])
    agency = walk.agencies.agency["sd"]
    lines = AgencyScope.objects.filter(agency=agency, occupation__code=TURNER, level=5)
    lines.update(until=FIRST)
    turners = walk.plan.items.get(occupation__code=TURNER)
    refused = walk.try_to(walk.clerk, "announce")
    assert (refused.status, refused.errors, walk.state) == (
        422,
        [f"{turners}不在{agency}{DAY}的评价范围内。从计划中移去，或者先办理增加评价范围的备案。"],
        "draft",
    )
    lines.update(until=FIRST + timedelta(days=10))
    walk.announce()
    lines.update(until=FIRST)
    page = walk.upload(walk.clerk, workbook([by_years(151, Audience.PUBLIC)]))
    assert page.rows()[0][:3] == ["2", name(151), "不能导入"]
    assert DAY in page.rows()[0][3]
    assert Entry.objects.count() == 0


# --- Where --------------------------------------------------------------------------------------


@pytest.mark.clause("SD-13")
def test_a_place_outside_the_territory(way):
    """Refused in another city of the province, until the province has put a permit on record."""
    walk = way("sd")
    city = another_city(walk)
    walk.start(division=str(city.pk))
    walk.fill_in([Audience.PUBLIC], items=ONE)
    refused = walk.try_to(walk.clerk, "announce")
    assert (refused.status, refused.errors, walk.state) == (
        422,
        [
            f"山东省济南市不在{walk.agencies.agency['sd']}的申报地范围内，也没有跨区域许可。"
            "请改在申报地评价，或者由申报地推荐、经省协商同意并登记许可后再办理。"
        ],
        "draft",
    )
    permit = {
        "agency": walk.agencies.agency["sd"].code,
        "division": str(city.pk),
        "document": "鲁职鉴协〔2026〕1号",
        "since": "2026-03-01",
        "until": "2026-12-31",
    }
    walk.send(walk.officer("sd_centre"), reverse("assessment:permits"), **permit)
    walk.announce()
    assert walk.plan.permit == Permit.objects.get()


def another_city(walk: Way) -> Division:
    """Of Shandong, with its centre."""
    province = walk.agencies.world.places["370000"]
    city = Division.objects.create(code="370100", name="济南市", tier=2, parent=province)
    Organisation.objects.create(
        name="济南市鉴定中心", kind="centre", tier="city", division=city, status="active"
    )
    return city


# --- When ---------------------------------------------------------------------------------------


def test_an_expired_agency(way):
    """A plan for a day after the last of the receipt is refused; after that day none is begun."""
    walk = drafted(way, "ln")
    agency = walk.agencies.agency["ln"]
    Agency.objects.filter(pk=agency.pk).update(valid_until=FIRST - timedelta(days=1))
    refused = walk.try_to(walk.clerk, "file_plan")
    assert (refused.status, walk.state) == (422, "draft")
    assert refused.errors[0] == (
        f"{agency}在{DAY}的状态是“已到期”，不能开展评价。"
        "请先办理延续或恢复备案，或者把考核安排在备案有效的日期。"
    )
    walk.turn_to(FIRST)
    page = walk.people.open(walk.clerk, reverse("assessment:plan-start"))
    assert page.status == 403


# --- Twice at once ------------------------------------------------------------------------------

TWO = [(ELECTRICIAN, 5), (TURNER, 5)]


def closed_with(way, key: str, *rows: list, items=TWO, rooms=arranging.ROOMS) -> Way:
    """A plan with these people on its closed roster, with rooms."""
    walk = enrolling(way, key, items=items)
    walk.take_in(walk.clerk, workbook(rows))
    assert walk.decide(walk.clerk, "approve").status == 302
    walk.turn_to(ENROLLED)
    assert walk.act(walk.clerk, "close_enrolment") == "roster"
    arranging.add_rooms(walk, rooms)
    return walk


def for_turners(number: int, audience: Audience) -> list:
    """A row of somebody who enters for 车工 五级."""
    row = by_years(number, audience)
    row[HEADS.index("职业")], row[HEADS.index("等级")] = TURNER, "五级/初级工"
    return row


def test_one_person_in_two_rooms(way):
    """Entered for two occupations whose theory is at the same time: told on the page, left without
    a second seat, and nothing is made ready; two hours later there is one."""
    both = [by_years(1, Audience.OWN_STAFF), for_turners(1, Audience.OWN_STAFF)]
    walk = closed_with(way, "lc", *both, by_years(2, Audience.OWN_STAFF))
    one, other = walk.plan.items.order_by("-occupation__code")
    first, second = arranging.rooms_of(walk, "theory")
    arranging.add_session(walk, "theory", FIRST, 9, items=[one.pk], rooms=[first])
    arranging.add_session(walk, "theory", FIRST, 9, items=[other.pk], rooms=[second])
    same = "理论知识考试（2026年3月25日 09:00）"
    told = f"{name(1)}在同一时间要参加{same}和{same}。"
    assert told in walk.open(walk.clerk, walk.address("sessions")).text
    arranging.allot(walk)
    assert Seat.objects.filter(entry__name=name(1)).count() == 1
    refused = walk.try_to(walk.clerk, "make_ready", **arranging.PREPARED)
    assert (refused.status, walk.state) == (422, "roster")
    assert [text for text in refused.errors if text.startswith(told)] != []
    later = walk.plan.sessions.get(items=other)
    walk.send(walk.clerk, walk.address("session-edit", later.pk), begins="11:00", ends="13:00")
    walk.send(walk.clerk, walk.address("seats", later.pk), order="sequence")
    assert Seat.objects.filter(entry__name=name(1)).count() == 2
    assert told not in walk.open(walk.clerk, walk.address("sessions")).text


def test_one_person_in_the_rooms_of_two_agencies(way):
    """Whoever has a seat with one agency gets none with another at the same time."""
    here = closed_with(way, "lc", by_years(1, Audience.OWN_STAFF), items=[TWO[0]])
    arranging.add_session(here, "theory", FIRST, 9)
    arranging.allot(here)
    here.turn_to(MONDAY)
    there = closed_with(way, "sd", for_turners(1, Audience.PUBLIC), items=[TWO[1]])
    arranging.add_session(there, "theory", FIRST, 10)
    arranging.allot(there)
    assert Seat.objects.get().session.plan == here.plan
    there.turn_to(LAST_DAY)
    refused = there.try_to(there.clerk, "file_roster")
    told = (
        f"{name(1)}在理论知识考试（2026年3月25日 10:00）的同一时间，在另一项评价计划中有座位。"
        "换一个时间，或者安排到别的场次。"
    )
    assert (refused.status, there.state, told in refused.errors) == (422, "roster", True)


# --- How many -----------------------------------------------------------------------------------


@pytest.mark.clause("SD-12")
def test_more_people_than_the_rooms_hold(way):
    """Whoever finds no seat is named, and nothing is filed until there are rooms for all."""
    rows = [by_years(number, Audience.PUBLIC) for number in (1, 2, 3)]
    small = [("小考场", "theory", 2)]
    walk = closed_with(way, "sd", *rows, items=ONE, rooms=small)
    sit(walk, 9)
    told = (
        f"理论知识考试应考 3 人，各场次共 2 个座位（工位），{name(3)}没有座位。"
        "增加考场或者场次，再编排座位。（依据：鲁人社字〔2020〕50号 六（三））"
    )
    refused = walk.try_to(walk.clerk, "file_roster")
    assert (refused.status, walk.state, told in refused.errors) == (422, "roster", True)
    sit(walk, 14)
    refused = walk.try_to(walk.clerk, "file_roster")
    assert [text for text in refused.errors if "没有座位" in text] == []
    assert Seat.objects.count() == 3


def sit(walk: Way, hour: int) -> None:
    """A theory session at that hour, and seats for whoever has none yet, in order."""
    arranging.add_session(walk, "theory", FIRST, hour)
    session = walk.plan.sessions.latest("starts_at")
    walk.send(walk.clerk, walk.address("seats", session.pk), order="sequence")
