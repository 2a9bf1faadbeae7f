"""The sweep: who is told of a limit, when, and once."""

from collections import Counter
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import Delegation, Membership, Organisation
from casework.models import Case, DeadlineMark, Notice
from casework.services import door, holders
from casework.services.sweep import sweep, watches
from catalogue import regulations
from catalogue.models import Division
from config import clock
from tests.casework.sample.acts import KIND

pytestmark = pytest.mark.django_db


def on(day: str):
    return clock.travel(timezone.make_aware(datetime.fromisoformat(f"2026-{day} 08:05")))


@pytest.fixture
def province(bureau):
    superior = Organisation.objects.create(
        name="山东省人社厅",
        kind=OrganisationKind.HRSS,
        division=Division.objects.get(code="370000"),
        tier="province",
        status="active",
    )
    bureau.superior = superior
    bureau.save()
    return superior


@pytest.fixture
def chief(province, member):
    return member(province, Role.REVIEWER)


@pytest.fixture
def signer(bureau, member):
    return member(bureau, Role.SIGNER)


@pytest.fixture
def submitted(petition, clerk, acceptor, signer, chief, bureau, member):
    """Ten working days for the bureau from 2 November: the last is the 16th."""
    member(bureau, Role.EXPERT)
    with on("11-02"):
        door.perform(petition, "submit", actor=clerk)
    assert petition.deadlines.get().due_on == date(2026, 11, 16)
    return petition


def said() -> list[tuple]:
    """(who, what) of every notice; then they count as heard."""
    rows = [
        (notice.recipient.username, notice.subject)
        for notice in Notice.objects.order_by("pk").select_related("recipient")
    ]
    Notice.objects.all().delete()
    return rows


def swept(*days: str) -> list[tuple]:
    for day in days:
        with on(day):
            sweep()
    return said()


def test_each_thing_is_said_to_whom_it_concerns_once(submitted, acceptor, signer, chief):
    about = f"{submitted.number}“通知是否受理”"
    staff = [acceptor.username, signer.username]
    assert swept("11-03", "11-10") == []
    assert swept("11-11") == [(name, f"{about}还剩 3 个工作日") for name in staff]
    assert swept("11-11", "11-12", "11-13", "11-14") == []
    assert swept("11-16", "11-16") == [(name, f"{about}今天到期") for name in staff]
    late = f"{about}已逾期 1 个工作日"
    assert swept("11-17", "11-17", "11-18") == [
        *((name, late) for name in staff),
        (chief.username, f"聊城市人社局：{late}"),
    ]
    assert swept("11-30") == []
    assert sorted(DeadlineMark.objects.values_list("mark", flat=True)) == [
        "due",
        "escalated",
        "overdue",
        "warned",
    ]


def test_after_days_of_downtime_only_what_is_true_today_is_said(submitted, chief):
    subjects = [subject for _, subject in swept("11-20")]
    late = f"{submitted.number}“通知是否受理”已逾期 4 个工作日"
    assert subjects == [late, late, f"聊城市人社局：{late}"]


def test_the_weekend_after_the_last_day_is_not_late_yet(submitted):
    with on("11-11"):
        sweep()
    said()
    submitted.deadlines.update(due_on=date(2026, 11, 13), amount=9)
    assert [subject[-4:] for _, subject in swept("11-14")] == ["今天到期"] * 2
    assert swept("11-15") == []


def test_who_took_it_up_is_reminded_alone_but_all_hear_that_it_is_late(
    submitted, acceptor, signer, chief
):
    Case.objects.filter(pk=submitted.pk).update(assignee=signer)
    assert [name for name, _ in swept("11-11", "11-16")] == [signer.username] * 2
    assert [name for name, _ in swept("11-17")] == [
        acceptor.username,
        signer.username,
        chief.username,
    ]


def test_of_a_late_applicant_the_office_hears(submitted, acceptor, signer, clerk):
    with on("11-03"):
        door.perform(submitted, "request_supplement", actor=acceptor)
    late = f"{submitted.number}“提交补正材料”已逾期 1 个工作日"
    assert swept("11-25") == [
        (clerk.username, late),
        (acceptor.username, f"样例机械有限公司：{late}"),
        (signer.username, f"样例机械有限公司：{late}"),
    ]


def test_a_bureau_without_superior_hears_it_itself(submitted, bureau):
    bureau.superior = None
    bureau.save()
    assert len(swept("11-17")) == 2


def test_what_was_done_in_time_is_not_spoken_of(submitted, acceptor):
    with on("11-10"):
        door.perform(submitted, "withdraw", actor=submitted.created_by)
    assert swept("11-11", "11-16", "11-20") == []


def test_at_least_is_over_when_its_days_are(submitted, acceptor, signer):
    submitted.deadlines.update(bound="at_least")
    assert swept("11-11", "11-13") == []
    full = f"{submitted.number}“通知是否受理”期限已满"
    assert swept("11-16", "11-17") == [(acceptor.username, full), (signer.username, full)]


def test_who_stands_in_for_a_colleague_on_leave_hears_it_too(submitted, acceptor, signer, member):
    stand_in = member(submitted.receiver)
    Delegation.objects.create(
        membership=acceptor.memberships.get(),
        delegate=stand_in,
        since=date(2026, 11, 9),
        until=date(2026, 11, 13),
        reason="休假",
    )
    names = [acceptor.username, signer.username]
    assert [name for name, _ in swept("11-11")] == [*names, stand_in.username]
    assert [name for name, _ in swept("11-16")] == names


def test_who_left_the_bureau_hears_nothing(submitted, acceptor, signer):
    Membership.objects.filter(user=acceptor).update(until=date(2026, 11, 6))
    assert [name for name, _ in swept("11-11")] == [signer.username]


def test_the_command_says_what_it_did(submitted):
    out = StringIO()
    with on("11-17"):
        call_command("sweep", stdout=out)
        call_command("sweep", stdout=out)
    assert out.getvalue().splitlines() == [
        "临期提醒 0 项，当日提醒 0 项，超期提醒 1 项，报上级 1 项；调整到期日 0 项。",
        "临期提醒 0 项，当日提醒 0 项，超期提醒 0 项，报上级 0 项；调整到期日 0 项。",
    ]


# What each floor asks where nothing is due: one question, as each looks at tables of its own. The
# sweep itself asks twice for the calendar, then for clocks to recompute and for clocks to speak of.
OF_THE_SWEEP = 8
OF_FLOORS = {
    "assessment.services.printing": 1,  # prints that are too old
    "casework.services.bundles": 0,  # files alone: bundles that nobody fetched
    "certificates.services.bulk_checks": 1,  # checks whose rows are to go
    "certificates.services.monthly": 1,  # agencies that owe a report of last month
    "certificates.services.numbering": 1,  # numbers reserved in plans that were cancelled
    "certificates.services.warnings": 1,  # certificates that press
    "filing.services.expiry": 1,  # terms that end
    "supervision.services.corps.watching": 2,  # visits whose session is over; notes due inside
    "supervision.services.watching": 1,  # violations that are over
}


def test_nothing_to_say_takes_few_queries(submitted, django_assert_num_queries):
    with on("11-03"):
        sweep()
        found = Counter()
        for watch in watches():
            with CaptureQueriesContext(connection) as queries:
                watch()
            found[watch.__module__] += len(queries)
        assert found == OF_FLOORS
        with django_assert_num_queries(OF_THE_SWEEP + sum(OF_FLOORS.values())):
            sweep()


def test_one_odd_case_silences_no_other(
    submitted, acceptor, clerk, enterprise, bureau, liaocheng, monkeypatch
):
    with on("11-02"):
        other = door.open_case(
            KIND, actor=clerk, title="另一件样例申请", division=liaocheng, owner=enterprise,
            office=bureau, receiver=bureau, state="draft",
            regulation=regulations.get("liaocheng-enterprise"),
        )  # fmt: skip
        door.perform(other, "submit", actor=clerk)
    real = holders.of

    def of(case, deadline):
        if case.pk == submitted.pk:
            raise KeyError("odd")
        return real(case, deadline)

    monkeypatch.setattr(holders, "of", of)
    said()
    with on("11-20"):
        assert sweep().failed == 1
        with pytest.raises(CommandError, match="1 件事项未能检查"):
            call_command("sweep", stdout=StringIO())
    assert {n.case_id for n in Notice.objects.filter(recipient=acceptor)} == {other.pk}
    assert DeadlineMark.objects.filter(deadline__case=submitted).count() == 0
