"""What a decision on an agency does, and how it ends or falls."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from assessment.checks import standing as standing_check
from assessment.frames.plans import Frame
from assessment.models import Plan
from casework.models import Notice
from casework.services import door, sweep
from certificates.enums import CertificateStatus
from config import clock
from filing import ports
from filing.enums import AgencyStatus, Purpose
from filing.models import AgencyPeriod
from filing.selectors import register
from filing.services import register as written
from filing.services import starting, suspending
from results.services import holding
from supervision.models import Measure, Violation
from tests.certificates.world import ISSUED, a_certificate
from tests.filing.granting import on
from tests.results.world import a_day
from tests.supervision.violations.world import (
    NOW,
    TODAY,
    a_wish,
    act,
    appealed,
    decided,
    suspension,
)

pytestmark = pytest.mark.django_db
IN_FORCE, SUSPENDED, STRUCK = (
    AgencyStatus.IN_FORCE,
    AgencyStatus.SUSPENDED,
    AgencyStatus.STRUCK_OFF,
)
DAY = timedelta(1)


@pytest.fixture
def agency(agencies):
    return agencies.agency["lc"]


def statuses(agency, *days: date) -> list[AgencyStatus]:
    return [register.status_on(agency, day) for day in days]


def periods(agency) -> list[tuple]:
    rows = AgencyPeriod.objects.filter(agency=agency).order_by("since", "pk")
    return list(rows.values_list("status", "since", "until"))


def at(day: date, hour: int, minute: int = 0, second: int = 0):
    return clock.travel(timezone.make_aware(datetime.combine(day, time(hour, minute, second))))


@pytest.mark.clause("LC-22")
def test_a_suspension_begins_and_ends_at_midnight(world, agency):
    since, last = TODAY + DAY, TODAY + 10 * DAY
    decided(world, agency, suspension(since, 10))
    assert statuses(agency, TODAY, since, last, last + DAY) == [
        IN_FORCE,
        SUSPENDED,
        SUSPENDED,
        IN_FORCE,
    ]
    occupation = world.occupations["6-31-01-03"]
    edges = [(TODAY, 23, True), (since, 0, False), (last, 23, False), (last + DAY, 0, True)]
    for day, hour, allowed in edges:
        minute = 59 if hour else 0
        with at(day, hour, minute, minute):
            may = register.may_assess(agency, occupation, 4, clock.today())
            assert (may.allowed, day) == (allowed, day)
            assert agency in register.agencies_on(day, IN_FORCE if allowed else SUSPENDED)


@pytest.mark.clause("LC-22")
def test_a_suspended_agency_files_no_plan_not_even_for_later(world, agencies, agency):
    later = TODAY + 90 * DAY
    plan = agencies.plan("lc", first_on=later, last_on=later)
    agencies.item(plan)
    assert list(standing_check.check(Frame.of(plan))) == []
    decided(world, agency, suspension())
    with pytest.raises(ValidationError, match="暂停评价"):
        door.perform(plan, "file_plan", actor=agencies.clerk["lc"])
    assert Plan.objects.get(pk=plan.pk).state == "draft"
    with on(TODAY + 31 * DAY):
        assert list(standing_check.check(Frame.of(plan))) == []


@pytest.mark.clause("LC-22")
def test_a_plan_under_way_is_not_held_in_a_suspension(world, agencies, agency):
    day = a_day(agencies, "lc")
    with on(date(2026, 6, 2)):
        decided(world, agency, suspension(date(2026, 6, 3), 30))
    with on(date(2026, 6, 5)), pytest.raises(ValidationError, match="6月3日的状态是“暂停评价”"):
        holding.hold(day.plan, actor=day.arbiter)


@pytest.mark.clause("LC-22")
def test_old_certificates_stay_what_they_are(world, agency):
    held = a_certificate(agency)
    decided(world, agency, a_wish("agency_strike"))
    held.refresh_from_db()
    assert held.status == CertificateStatus.VALID
    assert statuses(agency, ISSUED, TODAY) == [IN_FORCE, STRUCK]
    assert [row.status for row in held.history.all()] == [CertificateStatus.VALID]


def test_a_suspension_ends_by_itself_and_the_agency_hears_it_once(world, agencies, agency):
    case = decided(world, agency, suspension(days=60))
    last = TODAY + 59 * DAY
    with on(last):
        sweep.sweep()
        assert Violation.objects.get(pk=case.pk).state == "decided"
    Notice.objects.all().delete()
    with on(last + DAY):
        sweep.sweep()
        sweep.sweep()
        assert register.status_on(agency, clock.today()) == IN_FORCE
    case.refresh_from_db()
    assert (case.state, case.is_open) == ("concluded", False)
    told = Notice.objects.filter(recipient=agencies.clerk["lc"], subject__contains="暂停期满")
    assert told.count() == 1


def test_a_case_without_suspension_ends_with_the_time_for_an_appeal(world, agency):
    case = decided(world, agency, a_wish("agency_talk"))
    with on(case.appeal_until):
        sweep.sweep()
        assert Violation.objects.get(pk=case.pk).state == "decided"
    with on(case.appeal_until + DAY):
        sweep.sweep()
    assert Violation.objects.get(pk=case.pk).state == "concluded"


def test_a_suspension_ends_by_decision(world, agency):
    case = decided(world, agency, suspension())
    with on(TODAY + 5 * DAY):
        case = act(case, "resume", world.second["lc"], note="整改验收合格。")
        assert register.status_on(agency, clock.today()) == IN_FORCE
        with pytest.raises(door.NotNowError):
            act(case, "resume", world.second["lc"], note="再次。")
    assert periods(agency)[-2:] == [
        (SUSPENDED, TODAY, TODAY + 5 * DAY),
        (IN_FORCE, TODAY + 5 * DAY, None),
    ]


def test_a_suspension_to_come_leaves_nothing_when_it_is_called_off(world, agency):
    before = periods(agency)
    case = decided(world, agency, suspension(TODAY + 3 * DAY))
    act(case, "resume", world.second["lc"], note="不再需要。")
    assert periods(agency) == before


def test_a_second_suspension_begins_after_the_first(world, agency):
    decided(world, agency, suspension(days=10))
    with pytest.raises(ValidationError, match="才恢复"):
        decided(world, agency, suspension(TODAY + 5 * DAY, 10))
    decided(world, agency, suspension(TODAY + 10 * DAY, 10))
    assert statuses(agency, *(TODAY + n * DAY for n in (9, 10, 19, 20))) == [
        SUSPENDED,
        SUSPENDED,
        SUSPENDED,
        IN_FORCE,
    ]


def test_the_end_of_a_term_or_a_strike_cuts_a_suspension(world, agency):
    decided(world, agency, suspension(days=60))
    agency.valid_until = TODAY + 10 * DAY
    agency.save()
    with on(TODAY + 20 * DAY):
        written.expire(agency)
        decided(world, agency, a_wish("agency_strike"))
    assert periods(agency)[1:] == [
        (SUSPENDED, TODAY, TODAY + 11 * DAY),
        (AgencyStatus.EXPIRED, TODAY + 11 * DAY, TODAY + 20 * DAY),
        (STRUCK, TODAY + 20 * DAY, None),
    ]


def test_a_renewal_does_not_end_a_suspension(world, agencies, agency):
    """The term ends within the suspension, and is extended within it."""
    case = decided(world, agency, suspension(days=60))
    agency.valid_until = TODAY + 10 * DAY
    agency.save()
    with on(TODAY + 20 * DAY):
        written.expire(agency)
        assert register.status_on(agency, clock.today()) == AgencyStatus.EXPIRED
        written.set_status(
            agency, IN_FORCE, reason="延续", case=None, day=clock.today(), actor=None
        )
        agency.valid_until = None
        agency.save()
        ports.back_in_force(agency, world.staff["lc"])
        last = case.suspended_until
        assert statuses(agency, clock.today(), last, last + DAY) == [
            SUSPENDED,
            SUSPENDED,
            IN_FORCE,
        ]
        ports.back_in_force(agency, world.staff["lc"])  # once is enough
    assert [status for status, _, _ in periods(agency)].count(SUSPENDED) == 2


def test_nobody_but_an_agency_in_force_is_suspended(world, agency):
    decided(world, agency, a_wish("agency_strike"))
    with pytest.raises(ValidationError, match="已移出目录"):
        decided(world, agency, suspension())
    assert Measure.objects.count() == 1
    with pytest.raises(ValidationError, match="首日不能早于今天"):
        suspending.suspend(
            agency,
            since=TODAY - DAY,
            until=TODAY,
            reason="…",
            case=Violation.objects.first(),
            actor=None,
        )


@pytest.mark.clause("LC-22")
@pytest.mark.clause("SD-12")
def test_struck_off_for_two_years_it_files_nothing_till_the_day_after(world, agencies, agency):
    last = date(2028, 6, 30)
    decided(world, agency, a_wish("agency_strike_bar", TODAY, last))
    owner, clerk = agency.organisation, agencies.clerk["lc"]

    def start():
        return starting.start(
            owner,
            regulation_id="liaocheng-enterprise",
            purpose=Purpose.FIRST,
            actor=clerk,
            receiver=world.offices["lc"],
        )

    for day in (TODAY, last):
        with on(day), pytest.raises(ValidationError, match="2028年6月30日之前"):
            start()
    assert [way.is_free for way in starting.ways(owner)] == [False] * len(starting.ways(owner))
    with on(last + DAY):
        assert start().state == "draft"


def test_an_application_under_way_gets_no_receipt(world, agencies, agency):
    filing = world.filing("draft", owner=agency.organisation, actor=agencies.clerk["lc"])
    decided(world, agency, a_wish("agency_strike_bar", TODAY, date(2028, 6, 30)))
    with pytest.raises(ValidationError, match="不能出具回执"):
        written.enter(filing, actor=world.staff["lc"], issuer=world.offices["lc"], day=TODAY)


@pytest.mark.clause("LC-22")
def test_an_appeal_that_succeeds_lets_a_suspended_agency_go_on(world, agency):
    case = appealed(world, agency, suspension())
    assert case.office == world.offices["sd"]
    assert register.status_on(agency, TODAY) == SUSPENDED
    with on(TODAY + 4 * DAY):
        case = act(case, "revoke", world.staff["sd"], note="证据不足。")
        assert register.status_on(agency, clock.today()) == IN_FORCE
    measure = Measure.objects.get()
    assert measure.undone_at is not None
    assert measure.remains == "2026-07-01至2026-07-05已经执行，不能恢复。"
    assert (case.state, case.outcome, case.suspended_until) == ("reviewed", "revoked", None)


def test_an_appeal_brings_back_who_was_struck_off(world, agencies, agency):
    with clock.travel(NOW.replace(hour=6)):  # in the world's time it is still the day before
        case = appealed(world, agency, a_wish("agency_strike_bar", TODAY, date(2028, 6, 30)))
    act(case, "revoke", world.staff["sd"], note="证据不足。")
    assert register.status_on(agency, TODAY) == IN_FORCE
    assert [way.barred for way in starting.ways(agency.organisation)] == [
        "" for _ in starting.ways(agency.organisation)
    ]
    assert set(Measure.objects.values_list("remains", flat=True)) == {""}


def test_an_appeal_makes_a_suspension_shorter_never_longer(world, agency):
    case = appealed(world, agency, suspension(days=60))
    for wish, where in (
        (a_wish("agency_strike"), "sanction"),
        (suspension(days=61), "until"),
    ):
        with pytest.raises(ValidationError) as refused:
            act(case, "change", world.staff["sd"], wish=wish, note="…")
        assert list(refused.value.error_dict) == [where]
    case = act(case, "change", world.staff["sd"], wish=suspension(days=10), note="情节较轻。")
    assert statuses(agency, TODAY + 9 * DAY, TODAY + 10 * DAY) == [SUSPENDED, IN_FORCE]
    assert (case.outcome, case.suspended_until) == ("changed", TODAY + 9 * DAY)
    assert [row.stage for row in case.decisions.all()] == ["proposed", "decided", "changed"]


def test_upheld_it_goes_on(world, agency):
    case = appealed(world, agency, suspension())
    case = act(case, "uphold", world.staff["sd"], note="事实清楚。")
    assert register.status_on(agency, TODAY) == SUSPENDED
    sweep.sweep()
    assert Violation.objects.get(pk=case.pk).state == "reviewed"
    with on(TODAY + 31 * DAY):
        sweep.sweep()
    assert Violation.objects.get(pk=case.pk).state == "concluded"
