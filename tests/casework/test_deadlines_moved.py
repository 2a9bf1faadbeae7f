"""A year's calendar is loaded: the open limits that crossed into it move, and are listed."""

import re
from datetime import date, datetime
from functools import partial

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from casework.enums import Progress
from casework.models import Deadline, DeadlineMark, DeadlineMove, Notice
from casework.services import calendar as recalculation
from casework.services import door
from casework.services.sweep import sweep
from catalogue import workdays
from catalogue.models import CalendarYear
from catalogue.services import calendar
from config import clock
from tests.casework.sample.acts import KIND
from tests.catalogue.test_calendar import arrangement
from tests.printing.files import upload, xlsx

pytestmark = pytest.mark.django_db
DECEMBER = timezone.make_aware(datetime.fromisoformat("2026-12-22 10:00"))


@pytest.fixture(autouse=True)
def knowledge_of_december_2026(monkeypatch):
    monkeypatch.setattr(workdays, "PUBLISHED_YEARS", frozenset(range(2004, 2027)))
    CalendarYear.objects.create(pk=2027)


@pytest.fixture
def submitted(petition, clerk, acceptor):
    """Ten working days from 22 December 2026. Estimated: only New Year's Day is off."""
    with clock.travel(DECEMBER):
        door.perform(petition, "submit", actor=clerk)
    deadline = petition.deadlines.get()
    assert (deadline.due_on, deadline.estimated) == (date(2027, 1, 6), True)
    return petition


# New Year from Friday to Monday, for which they work on Saturday the 9th.
NEW_YEAR = [
    *([f"2027-01-0{day}", "休", "元旦"] for day in (1, 2, 3, 4)),
    ["2027-01-09", "班", ""],
]


def load(rows=NEW_YEAR):
    with clock.travel(DECEMBER):
        return calendar.load(arrangement(rows), source="国办发明电〔2026〕1号")


def moves() -> list[tuple]:
    return [(move.deadline.name, move.old, move.new) for move in DeadlineMove.objects.all()]


def test_loading_2027_in_the_admin_moves_the_limits_that_crossed_into_it_and_lists_them(
    submitted, acceptor, clerk, client, django_capture_on_commit_callbacks
):
    keeper = User.objects.create_user("keeper", is_staff=True)
    keeper.user_permissions.set(
        Permission.objects.filter(codename__in=["view_calendaryear", "change_calendaryear"])
    )
    admin = Client()
    admin.force_login(keeper)
    address = reverse("admin:catalogue_calendaryear_load", args=[2027])
    file = upload(xlsx(calendar.HEADERS, *NEW_YEAR), "2027.xlsx")
    preview = admin.post(address, {"source": "国办发明电〔2026〕1号", "file": file})
    draft = re.search(r'name="draft" value="([^"]+)"', preview.text)[1]
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(address, {"draft": draft})

    deadline = submitted.deadlines.get()
    submitted.refresh_from_db()
    assert (deadline.due_on, deadline.estimated) == (date(2027, 1, 7), False)
    assert submitted.due_on == date(2027, 1, 7)
    assert moves() == [("通知是否受理", date(2027, 1, 6), date(2027, 1, 7))]
    notice = Notice.objects.get(recipient=acceptor)
    assert notice.subject == "工作日安排有变，1 项时限的到期日已调整"
    assert not Notice.objects.filter(recipient=clerk).exists()

    client.force_login(acceptor)
    page = client.get(notice.link)
    assert page.status_code == 200
    assert "共 1 项" in page.text
    cells = re.findall(r"<td>(.*?)</td>", page.text)
    assert cells[:3] == ["通知是否受理", "2027年1月6日", "2027年1月7日"]


def test_a_second_run_does_nothing(submitted):
    load()
    assert (recalculation.recompute({2027}), recalculation.recompute({2027})) == (1, 0)
    assert len(moves()) == 1
    assert Notice.objects.filter(link=reverse("casework:moves")).count() == 1


def test_what_a_lost_signal_left_the_next_sweep_sets_right(submitted):
    load()
    with clock.travel(DECEMBER):
        assert (sweep().moved, sweep().moved) == (1, 0)
    assert len(moves()) == 1


def test_an_estimate_that_proves_right_moves_nothing_and_is_one_no_more(submitted):
    load([["2027-01-01", "休", "元旦"]])
    assert recalculation.recompute({2027}) == 0
    assert not submitted.deadlines.get().estimated
    assert not Notice.objects.filter(link=reverse("casework:moves")).exists()


def test_a_limit_in_days_leaves_a_day_that_is_off_now(submitted):
    """Thirteen days from 22 December end on Monday 4 January, which turns out to be off."""
    submitted.deadlines.update(unit="days", amount=13, due_on=date(2027, 1, 4), estimated=True)
    load()
    assert recalculation.recompute({2027}) == 1
    deadline = submitted.deadlines.get()
    assert (deadline.due_on, deadline.estimated) == (date(2027, 1, 5), False)
    assert recalculation.recompute({2027}) == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"progress": Progress.DONE, "ended_on": date(2026, 12, 24)},
        {"progress": Progress.PAUSED, "paused_on": date(2026, 12, 24)},
        {"started_on": date(2026, 11, 2), "due_on": date(2026, 11, 16), "estimated": False},
    ],
)
def test_what_is_over_or_paused_or_elsewhere_stays(submitted, fields):
    submitted.deadlines.update(**fields)
    before = Deadline.objects.values().get()
    load()
    assert recalculation.recompute({2027}) == 0
    assert Deadline.objects.values().get() == before


def test_with_more_time_what_was_said_is_said_anew(submitted):
    deadline = submitted.deadlines.get()
    DeadlineMark.objects.create(deadline=deadline, mark="warned", on=date(2026, 12, 31))
    load()
    recalculation.recompute({2027})
    assert not DeadlineMark.objects.exists()


def test_one_notice_a_person_however_many_moved(
    submitted, clerk, acceptor, django_assert_max_num_queries, monkeypatch
):
    open_another = partial(
        door.open_case,
        KIND,
        actor=clerk,
        title="又一件",
        division=submitted.division,
        owner=submitted.owner,
        office=submitted.office,
        receiver=submitted.receiver,
        regulation=submitted.regulation,
        state="draft",
    )
    with clock.travel(DECEMBER):
        for _ in range(6):
            door.perform(open_another(), "submit", actor=clerk)
    load()
    monkeypatch.setattr(recalculation, "BATCH", 4)
    assert recalculation.recompute({2027}) == 7
    told = Notice.objects.filter(recipient=acceptor, link=reverse("casework:moves"))
    assert sorted(notice.subject for notice in told) == [
        "工作日安排有变，3 项时限的到期日已调整",
        "工作日安排有变，4 项时限的到期日已调整",
    ]
    with django_assert_max_num_queries(8):
        assert recalculation.recompute() == 0


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_as_little_for_many(
    submitted, acceptor, client, django_assert_max_num_queries, rows
):
    DeadlineMove.objects.bulk_create(
        DeadlineMove(
            deadline=submitted.deadlines.get(),
            old=date(2027, 1, 6),
            new=date(2027, 1, 7),
            at=clock.now(),
        )
        for _ in range(rows)
    )
    client.force_login(acceptor)
    client.get(reverse("casework:moves"))
    with django_assert_max_num_queries(11):
        client.get(reverse("casework:moves"))


def test_strangers_to_a_case_do_not_see_that_it_moved(submitted, client, member, centre):
    load()
    recalculation.recompute({2027})
    stranger = User.objects.create_user("stranger")
    client.force_login(stranger)
    assert "没有变动的到期日" in client.get(reverse("casework:moves")).text
