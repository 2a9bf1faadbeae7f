"""Writing the register: entries, scope, status, codes; everything dated, nothing overlapping."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.models import Counter
from casework.services import numbering
from catalogue.models import ConditionSet, Standard
from filing.models import Agency, AgencyPeriod, AgencyScope
from filing.selectors import register as reads
from filing.services import agency_codes, register
from tests.filing.granting import (
    ELECTRICIAN,
    TURNER,
    WELDER,
    again,
    ask_for,
    issued,
    on,
    periods,
    scope_rows,
    today,
    waiting_for_receipt,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def on_a_sunday():
    """22 November 2026, two days after DAY."""
    with on(date(2026, 11, 22)):
        yield


def enter(world, filing, day=DAY, **codes) -> Agency:
    with transaction.atomic():
        office = world.offices["ln"]
        return register.enter(filing, actor=world.staff["ln"], issuer=office, day=day, **codes)


def change(world, filing, act, day) -> Agency:
    with transaction.atomic():
        return act(filing, actor=world.staff["ln"], issuer=world.offices["ln"], day=day)


@pytest.fixture
def filing(world):
    return waiting_for_receipt(
        world, "liaoning-enterprise", (ELECTRICIAN, "", 5, 4), (WELDER, "电焊工", 3, 3)
    )


@pytest.fixture
def agency(world, filing):
    """In the register since DAY."""
    filing.agency = enter(world, filing)
    return filing.agency


def follow_up(world, filing, purpose, *wanted):
    return again(world, filing, purpose, *wanted)


def test_an_entry_holds_what_was_filed(world, filing, agency):
    assert (agency.name, agency.credit_code) == (filing.owner.name, filing.owner.code)
    assert (agency.code, agency.prefix) == ("Y000021000001", "Y000021000001")
    assert (agency.filed_on, agency.valid_until) == (DAY, date(2029, 11, 20))
    assert (agency.issuer, agency.issuer_name) == (world.offices["ln"], "辽宁省人社厅")
    assert (agency.origin, agency.published_on) == ("receipt", None)
    assert scope_rows(agency) == [
        (WELDER, "电焊工", 3, DAY, None),
        (ELECTRICIAN, "", 5, DAY, None),
        (ELECTRICIAN, "", 4, DAY, None),
    ]
    assert periods(agency) == [("in_force", DAY, None)]
    assert AgencyPeriod.objects.get().set_by == world.staff["ln"]


def test_a_filing_without_occupations_enters_nobody(world, filing):
    ask_for(world, filing)
    with pytest.raises(ValidationError, match="没有职业"):
        enter(world, filing)
    assert (Agency.objects.count(), Counter.objects.filter(key__startswith="agency/").count()) == (
        0,
        0,
    )


def test_who_is_in_force_is_not_entered_twice(world, filing, agency):
    second = again(world, filing, "first", (TURNER, "", 5, 5))
    with pytest.raises(ValidationError, match="已在目录中（Y000021000001）"):
        enter(world, second)
    assert (Agency.objects.count(), AgencyScope.objects.count()) == (1, 3)


@pytest.mark.parametrize("ended", ["expired", "struck_off"])
def test_who_has_ended_comes_back_under_the_code_it_had(world, filing, agency, ended):
    register.set_status(agency, ended, reason="", case=None, day=DAY + timedelta(1), actor=None)
    back = enter(world, again(world, filing, "first", (TURNER, "", 5, 5)), day=today())
    assert (back.pk, back.code, back.filed_on) == (agency.pk, "Y000021000001", today())
    open_rows = [row for row in scope_rows(back) if row[4] is None]
    assert open_rows == [(TURNER, "", 5, today(), None)]
    assert periods(back) == [
        ("in_force", DAY, DAY + timedelta(1)),
        (ended, DAY + timedelta(1), today()),
        ("in_force", today(), None),
    ]


# --- Scope --------------------------------------------------------------------------------------


@pytest.mark.clause("LC-06")
@pytest.mark.clause("LN-13")
def test_a_change_of_scope_keeps_closes_and_opens(world, filing, agency):
    later = DAY + timedelta(2)
    second = follow_up(world, filing, "scope", (ELECTRICIAN, "", 4, 3), (TURNER, "", 5, 5))
    changed = change(world, second, register.change_scope, later)
    assert (changed.pk, changed.code, changed.valid_until) == (
        agency.pk, agency.code, agency.valid_until,
    )  # fmt: skip
    assert scope_rows(agency) == [
        (TURNER, "", 5, later, None),
        (WELDER, "电焊工", 3, DAY, later),
        (ELECTRICIAN, "", 5, DAY, later),
        (ELECTRICIAN, "", 4, DAY, None),
        (ELECTRICIAN, "", 3, later, None),
    ]
    as_of = {
        day: [(line.occupation.code, line.levels) for line in reads.scope_on(agency, day)]
        for day in (DAY + timedelta(1), later)
    }
    assert as_of == {
        DAY + timedelta(1): [(WELDER, (3,)), (ELECTRICIAN, (5, 4))],
        later: [(TURNER, (5,)), (ELECTRICIAN, (4, 3))],
    }
    assert periods(agency) == [("in_force", DAY, None)]


def test_another_basis_is_another_row(world, filing, agency):
    basis = Standard.objects.create(
        code="electrician-2025",
        occupation=world.occupations[ELECTRICIAN],
        kind="national",
        version="2025年版",
        condition_set=ConditionSet.objects.create(code="test", name="测试", source="测试"),
        source="测试",
    )
    second = follow_up(world, filing, "scope", (ELECTRICIAN, "", 5, 5))
    second.scope.update(standard=basis)
    change(world, second, register.change_scope, today())
    rows = AgencyScope.objects.filter(agency=agency, until=None)
    assert list(rows.values_list("level", "standard", "since")) == [(5, basis.pk, today())]


@pytest.mark.parametrize(
    ("status", "said"),
    [("expired", "先办理延续"), ("suspended", "已暂停评价"), ("struck_off", "已移出目录")],
)
def test_only_who_is_in_force_changes_its_scope(world, filing, agency, status, said):
    register.set_status(agency, status, reason="", case=None, day=today(), actor=None)
    second = follow_up(world, filing, "scope", (TURNER, "", 5, 5))
    before = scope_rows(agency)
    with pytest.raises(ValidationError, match=said):
        change(world, second, register.change_scope, today())
    assert scope_rows(agency) == before


def test_an_expired_receipt_takes_no_change_though_no_sweep_has_run(world, filing, agency):
    Agency.objects.update(valid_until=today() - timedelta(1))
    second = follow_up(world, filing, "scope", (TURNER, "", 5, 5))
    with pytest.raises(ValidationError, match="到期，请先办理延续备案"):
        change(world, second, register.change_scope, today())


def test_a_change_that_names_no_agency_is_refused(world, filing):
    filing.agency = None
    with pytest.raises(ValidationError, match="没有写明是哪个评价机构"):
        change(world, filing, register.change_scope, today())


# --- Renewal ------------------------------------------------------------------------------------


@pytest.mark.clause("LN-07")
@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (date(2026, 12, 31), date(2029, 12, 31)),  # asked early: counted from the old end
        (date(2026, 11, 22), date(2029, 11, 22)),  # on its last day
        (date(2026, 11, 21), date(2029, 11, 22)),  # a day late: counted from today
    ],
)
def test_a_renewal_counts_from_the_old_end_while_it_runs(world, filing, agency, until, expected):
    second = follow_up(world, filing, "renewal", (ELECTRICIAN, "", 5, 5))
    Agency.objects.update(valid_until=until)
    renewed = change(world, second, register.renew, today())
    assert renewed.valid_until == expected
    lapsed = until < date(2026, 11, 22)
    assert periods(agency) == (
        [
            ("in_force", DAY, date(2026, 11, 22)),
            ("expired", date(2026, 11, 22), date(2026, 11, 22)),
            ("in_force", date(2026, 11, 22), None),
        ]
        if lapsed
        else [("in_force", DAY, None)]
    )


def test_a_renewal_lifts_no_suspension(world, filing, agency):
    register.set_status(agency, "suspended", reason="整改", case=None, day=today(), actor=None)
    change(world, follow_up(world, filing, "renewal"), register.renew, today())
    assert reads.status_on(agency, today()) == "suspended"


def test_who_was_struck_off_is_not_renewed(world, filing, agency):
    register.set_status(agency, "struck_off", reason="违规", case=None, day=today(), actor=None)
    with pytest.raises(ValidationError, match="请重新申请备案"):
        change(world, follow_up(world, filing, "renewal"), register.renew, today())


# --- Status -------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["in_force", "suspended", "expired", "struck_off"]), st.integers(0, 9)
        ),
        max_size=12,
    )
)
def test_periods_follow_one_another_without_gap_or_overlap(world, filing, agency, moves):
    began = today() - timedelta(9)
    AgencyPeriod.objects.filter(agency=agency).delete()
    AgencyPeriod.objects.create(agency=agency, status="in_force", since=began)
    for status, days in moves:
        day = began + timedelta(days)
        if day >= AgencyPeriod.objects.get(agency=agency, until=None).since:
            register.set_status(agency, status, reason="", case=None, day=day, actor=None)
        else:
            with pytest.raises(ValidationError, match="状态的起始日期"):
                register.set_status(agency, "expired", reason="", case=None, day=day, actor=None)
                register.set_status(agency, "in_force", reason="", case=None, day=day, actor=None)
    rows = periods(agency)
    assert rows[0][1] == began
    assert [row[2] for row in rows] == [*(row[1] for row in rows[1:]), None]
    assert all(first[0] != second[0] for first, second in pairwise(rows))


def test_no_status_begins_tomorrow(agency):
    with pytest.raises(ValidationError, match="今天之前"):
        register.set_status(
            agency, "suspended", reason="", case=None, day=today() + timedelta(1), actor=None
        )


# --- Codes --------------------------------------------------------------------------------------


def given_codes(filing, **typed):
    with transaction.atomic():
        codes = agency_codes.given(filing, **typed)
        transaction.set_rollback(True)
    return codes.code, codes.prefix


@pytest.mark.clause("SD-06")
def test_codes_count_by_letter_and_province(world):
    made = [issued(world, r).agency for r in ("liaoning-enterprise", "liaocheng-enterprise")]
    made += [issued(world, r).agency for r in ("shandong-social", "liaocheng-enterprise")]
    assert [(agency.code, agency.prefix) for agency in made] == [
        (code, code)
        for code in ("Y000021000001", "Y000037000001", "S000037000001", "Y000037000002")
    ]


def test_numbers_that_came_another_way_are_passed(world, filing, agency):
    Agency.objects.filter(pk=agency.pk).update(prefix="Y000021000002", code="Y000021000003")
    assert agency_codes.suggested(filing).prefix == "Y000021000004"
    assert given_codes(filing) == ("Y000021000004", "Y000021000004")


def test_the_last_number_of_a_series(world, filing):
    Counter.objects.create(key="agency/Y000021", last=999_998)
    assert given_codes(filing) == ("Y000021999999", "Y000021999999")
    with transaction.atomic():
        numbering.take("agency/Y000021")
    assert agency_codes.suggested(filing).prefix == ""
    with pytest.raises(ValidationError, match="已经用完"):
        given_codes(filing)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"prefix": " y000021000123 "}, ("Y000021000123", "Y000021000123")),
        ({"code": "辽评备-2026-001"}, ("辽评备-2026-001", "Y000021000001")),
        ({"code": "LN0007", "prefix": "Y000121000123"}, ("LN0007", "Y000121000123")),
    ],
)
def test_codes_that_the_province_gave_are_taken(filing, typed, expected):
    assert given_codes(filing, **typed) == expected


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"prefix": "Y00002100012"}, "prefix", "共 13 位"),
        ({"prefix": "S000021000123"}, "prefix", "以 Y 开头"),
        ({"prefix": "Y000037000123"}, "prefix", "本省是 21"),
        ({"prefix": "Y000021000001"}, "prefix", "其他机构使用"),
        ({"code": "Y000021000001"}, "code", "其他机构使用"),
        ({"code": "import"}, "code", "至少有一位数字"),
        ({"code": "辽/2026"}, "code", "字母、数字和连字符"),
    ],
)
def test_a_code_that_cannot_be_is_refused_at_its_field(world, filing, agency, typed, field, said):
    with pytest.raises(ValidationError) as refused:
        given_codes(filing, **typed)
    assert list(refused.value.message_dict) == [field]
    assert said in refused.value.message_dict[field][0]


# --- The organisation ---------------------------------------------------------------------------


def test_the_register_follows_a_new_name(agency, filing):
    filing.owner.name = "更名后的机械有限公司"
    filing.owner.save()
    agency.refresh_from_db()
    assert (agency.name, periods(agency)) == ("更名后的机械有限公司", [("in_force", DAY, None)])


def test_who_is_closed_is_struck_off(agency, filing):
    filing.owner.status = "closed"
    filing.owner.save()
    assert periods(agency) == [("in_force", DAY, today()), ("struck_off", today(), None)]
    assert agency.periods.get(until=None).reason == "单位已注销"


def test_who_is_merged_is_struck_off(agency, filing, world):
    filing.owner.status, filing.owner.merged_into = "merged", world.firm
    filing.owner.save()
    assert reads.status_on(agency, today()) == "struck_off"
