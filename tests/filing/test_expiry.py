"""The end of a term: its last day, who is told before it, and what happens after it."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import Role
from accounts.models import Membership
from casework.models import Notice
from casework.services.sweep import sweep
from catalogue import regulations
from filing import validity
from filing.models import Agency, ExpiryWarning
from filing.selectors import register as reads
from filing.services import expiry
from tests.filing.granting import again, issued, on, periods

LN = "liaoning-enterprise"
ISSUED, LAST = date(2026, 11, 23), date(2029, 11, 23)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))


# --- Pure ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "years", "last"),
    [
        (date(2026, 11, 23), 3, date(2029, 11, 23)),
        (date(2024, 2, 29), 3, date(2027, 2, 28)),  # a leap day ends with the shorter month
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
        (date(2026, 12, 31), 3, date(2029, 12, 31)),
        (date(2026, 11, 23), None, None),
    ],
)
def test_a_term_ends_on_the_same_date(begins, years, last):
    assert validity.last_day(begins, years) == last


@given(DAYS, st.integers(1, 10))
def test_a_term_of_years_is_what_the_calendar_makes_of_it(begins, years):
    assert validity.last_day(begins, years) == begins + relativedelta(years=years)


@given(DAYS, DAYS, st.integers(1, 10))
def test_a_renewal_never_shortens_and_never_overtakes(until, day, years):
    renewed = validity.renewed(until, years, day)
    assert renewed == max(until, day) + relativedelta(years=years)
    assert not validity.has_lapsed(renewed, max(until, day))


@given(DAYS, st.integers(-3, 3))
def test_the_last_day_still_counts(until, days):
    assert validity.has_lapsed(until, until + timedelta(days)) == (days > 0)
    assert not validity.has_lapsed(None, until)


@given(DAYS, st.integers(-400, 10))
def test_warnings_come_due_one_after_the_other(until, days):
    day = until + timedelta(days)
    due = validity.warnings_due(until, (6, 3, 1), day)
    assert due == [1, 3, 6][3 - len(due) :]
    assert due == [m for m in (1, 3, 6) if day >= until - relativedelta(months=m)]


# --- The sweep ----------------------------------------------------------------------------------


@pytest.fixture
def agency(world) -> Agency:
    """In force from 23 November 2026 to 23 November 2029."""
    with on(ISSUED):
        agency = issued(world, LN).agency
    assert agency.valid_until == LAST
    Notice.objects.all().delete()
    return agency


def swept(day: date) -> list[tuple]:
    """(who, what) of the notices of a sweep on a day; then they count as heard."""
    with on(day):
        expiry.watch()
    rows = Notice.objects.order_by("pk").select_related("recipient")
    said = [(notice.recipient.username, notice.subject) for notice in rows]
    Notice.objects.all().delete()
    return said


def manager_of(agency: Agency) -> str:
    return agency.organisation.memberships.get(role=Role.MANAGER).user.username


@pytest.mark.clause("LN-07")
def test_the_managers_are_told_6_3_and_1_months_before(agency):
    told = [(manager_of(agency), f"{agency}的备案将于 2029年11月23日 到期")]
    days = {
        date(2029, 5, 22): [],
        date(2029, 5, 23): told,
        date(2029, 5, 24): [],
        date(2029, 8, 22): [],
        date(2029, 8, 23): told,
        date(2029, 10, 22): [],
        date(2029, 10, 23): told,
        date(2029, 11, 23): [],
    }
    assert {day: swept(day) for day in days} == days
    rows = ExpiryWarning.objects.order_by("-months")
    assert list(rows.values_list("months", "valid_until")) == [(6, LAST), (3, LAST), (1, LAST)]


def test_after_days_without_a_sweep_only_the_latest_warning_is_given(agency):
    assert len(swept(date(2029, 11, 1))) == 1
    assert swept(date(2029, 11, 2)) == []
    assert ExpiryWarning.objects.count() == 3


def test_a_warning_says_what_it_rests_on_and_where_to_ask(agency):
    with on(date(2029, 6, 1)):
        expiry.warn_expiry()
    notice = Notice.objects.get()
    assert notice.link == "/desk/agencies/"
    assert notice.body == (
        "距到期已不超过 6 个月。资质期满后，根据企业意愿、评估结果等决定是否予以延期。"
        "（依据：辽宁通知 四（二））"
        "需要继续评价的，请在“我的备案”中申请延续，到期后不能再开展评价。"
    )


def test_a_warning_names_the_renewal_that_is_under_way(world, agency):
    filing = agency.filings.get()
    with on(date(2029, 6, 1)):
        renewal = again(world, filing, "renewal")
        expiry.warn_expiry()
    assert f"延续备案（{renewal.number}）正在办理。" in Notice.objects.get().body


def test_after_a_renewal_the_warnings_begin_anew(agency):
    assert len(swept(date(2029, 11, 1))) == 1
    Agency.objects.update(valid_until=LAST.replace(year=2032))
    assert swept(date(2029, 11, 2)) == []
    assert len(swept(date(2032, 6, 1))) == 1


def test_nobody_is_warned_of_an_agency_without_account(agency):
    Agency.objects.update(organisation=None)
    assert swept(date(2029, 6, 1)) == []
    assert ExpiryWarning.objects.count() == 0


def test_clerks_are_not_told_and_who_left_neither(agency, world):
    manager = agency.organisation.memberships.get(role=Role.MANAGER)
    Membership.objects.filter(pk=manager.pk).update(until=date(2029, 1, 1))
    assert swept(date(2029, 6, 1)) == []


@pytest.mark.clause("LN-06")
def test_a_term_ends_after_its_last_day_whenever_the_sweep_runs(agency):
    assert swept(LAST) == [(manager_of(agency), f"{agency}的备案将于 2029年11月23日 到期")]
    assert periods(agency) == [("in_force", ISSUED, None)]
    assert swept(date(2029, 12, 5)) == [(manager_of(agency), f"{agency}的备案已到期")]
    after = date(2029, 11, 24)
    assert periods(agency) == [("in_force", ISSUED, after), ("expired", after, None)]
    assert [reads.status_on(agency, day) for day in (LAST, after)] == ["in_force", "expired"]
    assert swept(date(2029, 12, 6)) == []


def test_a_suspended_agency_expires_and_one_struck_off_stays_so(agency, world):
    with on(date(2029, 11, 30)):
        register_suspended(agency)
    swept(date(2029, 12, 1))
    assert periods(agency)[-1] == ("expired", date(2029, 11, 30), None)
    agency.periods.filter(until=None).update(status="struck_off")
    assert swept(date(2029, 12, 2)) == []


def register_suspended(agency):
    """Suspended though its term is over, as no sweep had written that down."""
    expiry.register.set_status(
        agency, "suspended", reason="整改", case=None, day=date(2029, 11, 30), actor=None
    )


def test_an_agency_without_a_term_never_expires(world):
    with on(ISSUED):
        agency = issued(world, "liaocheng-enterprise").agency
    Notice.objects.all().delete()
    assert (agency.valid_until, swept(date(2099, 1, 1))) == (None, [])


def test_the_daily_sweep_looks_at_the_register(agency):
    with on(date(2029, 11, 24)):
        sweep()
    assert periods(agency)[-1] == ("expired", date(2029, 11, 24), None)


def test_a_sweep_asks_as_much_for_many_as_for_one(world, agency, django_assert_num_queries):
    """Those that have been told, or are not due, cost nothing each."""
    with on(date(2029, 6, 1)):
        expiry.warn_expiry()
        for number in range(2, 12):
            Agency.objects.create(
                code=f"A{number:03}",
                name=f"第{number}机构",
                credit_code=agency.credit_code[:-3] + f"{number:03}",
                kind="enterprise",
                organisation=agency.organisation,
                division=agency.division,
                regulation_id=LN,
                issuer_name="辽宁省人社厅",
                origin="receipt",
                filed_on=ISSUED,
                valid_until=date(2031, 1, 1),
            )
        with django_assert_num_queries(2):
            expiry.watch()


def test_every_regulation_says_when_to_warn_if_it_has_a_term():
    with_term = [r for r in regulations.current() if r.renewal.years]
    assert [(r.id, r.renewal.years, r.renewal.warn_months) for r in with_term] == [
        (LN, 3, (6, 3, 1))
    ]


def test_a_sweep_that_loses_the_race_says_nothing(agency):
    """Another one has told it after this one had looked."""
    with on(date(2029, 6, 1)):
        expiry.warn_expiry()
        with patch.object(expiry, "_unsaid", side_effect=[[6], []]):
            assert expiry.warn_expiry() == []
    assert Notice.objects.count() == 1
