"""The register as of any day: status, scope, who may assess what."""

from datetime import date, timedelta

import pytest

from filing.enums import AgencyStatus
from filing.models import AgencyRule, AgencyScope
from filing.selectors import register
from tests.filing.agencies import FILED, agency, change

DAY = timedelta(1)
JUNE = date(2026, 6, 1)


def test_a_status_holds_from_its_first_day_to_the_day_before_the_next(world):
    made = agency(world)
    change(made, AgencyStatus.SUSPENDED, JUNE)
    change(made, AgencyStatus.STRUCK_OFF, date(2026, 9, 1))
    days = [FILED - DAY, FILED, JUNE - DAY, JUNE, date(2026, 8, 31), date(2026, 9, 1)]
    assert [register.status_on(made, day) for day in days] == [
        None,
        AgencyStatus.IN_FORCE,
        AgencyStatus.IN_FORCE,
        AgencyStatus.SUSPENDED,
        AgencyStatus.SUSPENDED,
        AgencyStatus.STRUCK_OFF,
    ]


def test_past_its_last_day_an_agency_has_expired_though_nobody_wrote_it_down(world):
    made = agency(world, valid_until=JUNE)
    days = [JUNE, JUNE + DAY]
    assert [register.status_on(made, day) for day in days] == ["in_force", "expired"]
    assert [list(register.agencies_on(day)) for day in days] == [[made], []]
    assert list(register.agencies_on(JUNE + DAY, AgencyStatus.EXPIRED)) == [made]


def test_struck_off_stays_struck_off_after_the_last_day(world):
    made = agency(world, valid_until=JUNE)
    change(made, AgencyStatus.STRUCK_OFF, date(2026, 5, 1))
    assert register.status_on(made, JUNE + DAY) == AgencyStatus.STRUCK_OFF
    assert list(register.agencies_on(JUNE + DAY, AgencyStatus.EXPIRED)) == []
    assert list(register.agencies_on(JUNE + DAY, AgencyStatus.STRUCK_OFF)) == [made]


@pytest.mark.parametrize("status", list(AgencyStatus))
def test_the_list_of_a_status_agrees_with_the_status_of_each(world, status):
    made = [agency(world, status=each) for each in AgencyStatus]
    made.append(agency(world, valid_until=JUNE))
    day = date(2026, 7, 1)
    expected = [each for each in made if register.status_on(each, day) == status]
    assert list(register.agencies_on(day, status).order_by("pk")) == expected


def test_only_what_is_published_by_the_day_is_listed(world):
    agency(world, published_on=None)
    later = agency(world, published_on=JUNE)
    assert list(register.listed_on(JUNE - DAY)) == []
    assert list(register.listed_on(JUNE)) == [later]


def test_the_scope_is_grouped_and_its_changes_are_dated(world):
    made = agency(world, scope={"6-31-01-03": (5, 4, 3), "6-18-02-04": (5, 3)})
    AgencyScope.objects.filter(level=3, occupation__code="6-31-01-03").update(until=JUNE)
    lines = {
        day: [
            (str(line.occupation.code), line.level_range) for line in register.scope_on(made, day)
        ]
        for day in (JUNE - DAY, JUNE)
    }
    assert lines == {
        JUNE - DAY: [
            ("6-18-02-04", "五级/初级工、三级/高级工"),
            ("6-31-01-03", "五级/初级工 至 三级/高级工"),
        ],
        JUNE: [
            ("6-18-02-04", "五级/初级工、三级/高级工"),
            ("6-31-01-03", "五级/初级工 至 四级/中级工"),
        ],
    }


def test_many_scopes_cost_one_query(world, django_assert_num_queries):
    made = [agency(world) for _ in range(5)]
    with django_assert_num_queries(1):
        found = register.scopes_on(made, JUNE)
    assert {key: len(lines) for key, lines in found.items()} == {each.pk: 1 for each in made}


def test_who_may_assess_is_told_why_not(world):
    electrician, welder = world.occupations["6-31-01-03"], world.occupations["6-18-02-04"]
    made = agency(world, "甲公司")
    change(made, AgencyStatus.SUSPENDED, JUNE)
    before = JUNE - DAY
    assert [
        register.may_assess(made, electrician, 3, before).reason,
        register.may_assess(made, electrician, 2, before).reason,
        register.may_assess(made, welder, 3, before).reason,
        register.may_assess(made, electrician, 3, JUNE).reason,
        register.may_assess(made, electrician, 3, FILED - DAY).reason,
    ] == [
        "",
        "甲公司2026年5月31日可以评价的电工等级是五级/初级工、四级/中级工、三级/高级工，"
        "不含二级/技师。",
        "焊工不在甲公司2026年5月31日的评价范围内。",
        "甲公司在2026年6月1日的状态是“暂停评价”，不能开展评价。",
        "甲公司在2026年1月4日尚未备案，不能开展评价。",
    ]
    assert bool(register.may_assess(made, electrician, 3, before)) is True


def test_a_scope_without_work_type_covers_all_of_them(world):
    electrician = world.occupations["6-31-01-03"]
    whole, part = agency(world), agency(world)
    part.scope.update(work_type="维修电工")
    ask = {"occupation": electrician, "level": 4, "day": JUNE}
    assert [
        bool(register.may_assess(each, **ask, work_type=work_type))
        for each in (whole, part)
        for work_type in (None, "维修电工", "高压电工")
    ] == [True, True, True, True, True, False]


def test_the_newest_version_of_a_rule_comes_first_and_the_older_ones_with_it(world):
    made = agency(world)
    for title, text, day in (
        ("收费标准", "旧", FILED),
        ("收费标准", "新", JUNE),
        ("考务管理办法", "一", FILED),
    ):
        AgencyRule.objects.create(
            agency=made, title=title, text=text, published_on=day, published_by=world.hr
        )

    def shown(day):
        return {
            newest.title: [newest.text, *(each.text for each in older)]
            for newest, older in register.rules_on(made, day)
        }

    assert shown(JUNE - DAY) == {"收费标准": ["旧"], "考务管理办法": ["一"]}
    assert shown(JUNE) == {"收费标准": ["新", "旧"], "考务管理办法": ["一"]}
