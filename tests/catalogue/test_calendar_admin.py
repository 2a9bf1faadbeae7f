"""The working calendar in the admin, as its staff use it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from catalogue import workdays
from catalogue.models import CalendarDay, CalendarYear
from catalogue.services import calendar
from config import clock
from printing import sheets
from tests.catalogue.test_calendar import ROWS_2027, arrangement
from tests.printing.files import upload, xlsx

pytestmark = pytest.mark.django_db
GOOD = xlsx(calendar.HEADERS, *ROWS_2027)
LIST = reverse("admin:catalogue_calendaryear_changelist")
YEAR = reverse("admin:catalogue_calendaryear_change", args=[2027])
LOAD = reverse("admin:catalogue_calendaryear_load", args=[2027])


@pytest.fixture(autouse=True)
def knowledge_of_november_2026(monkeypatch):
    monkeypatch.setattr(workdays, "PUBLISHED_YEARS", frozenset(range(2004, 2027)))
    CalendarYear.objects.create(pk=2027)


def staff(*permissions: str) -> Client:
    user = User.objects.create_user(f"staff-{'-'.join(permissions)}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def keeper() -> Client:
    return staff("view_calendaryear", "change_calendaryear")


def send(client: Client, data: bytes, name: str = "2027.xlsx", **extra):
    return client.post(
        LOAD, {"source": "国办发明电〔2026〕1号", "file": upload(data, name)} | extra
    )


def draft_of(response) -> str:
    return re.search(r'name="draft" value="([^"]+)"', response.text)[1]


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_year_is_previewed_then_loaded_once(keeper):
    preview = send(keeper, GOOD)
    assert preview.status_code == 200
    assert "装载后全年 <strong>247</strong> 个工作日" in preview.text
    assert "2月11日（周四） 春节" in preview.text
    assert not CalendarDay.objects.exists()

    first = keeper.post(LOAD, {"draft": draft_of(preview)}, follow=True)
    assert first.redirect_chain == [(YEAR, 302)]
    assert told(first) == ["装载2027年安排：4 天改为休息，3 天改为上班，全年 247 个工作日。"]
    assert CalendarDay.objects.count() == len(ROWS_2027)
    assert CalendarYear.objects.get(pk=2027).loaded_by.username.startswith("staff")
    assert CalendarYear.history.first().history_user.username.startswith("staff")

    again = keeper.post(LOAD, {"draft": draft_of(preview)}, follow=True)
    assert told(again) == ["2027 年的安排已经是这样，未作改动。"]


def test_every_fault_of_the_file_is_listed_and_what_was_typed_stays(keeper):
    response = send(keeper, xlsx(calendar.HEADERS, ["x", "放", ""], ["2028-01-01", "休", ""]))
    table = response.text.partition("文件有 3 处需要改正，没有写入任何内容")[2]
    cells = re.findall(r"<td>(.*?)</td>", table)
    assert [cells[n : n + 2] for n in range(0, len(cells), 4)] == [
        ["2", "日期"],
        ["2", "休/班"],
        ["3", "日期"],
    ]
    assert 'value="国办发明电〔2026〕1号"' in response.text
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (GOOD[:200], "a.xlsx", "文件不完整或已损坏"),
        (GOOD, "a.xls", "文件名是 .xls，内容却是 xlsx 格式"),
        ("日期,休/班\n".encode(), "a.csv", "只有表头，没有数据"),
    ],
)
def test_an_unreadable_file_is_told_beside_its_field(keeper, data, name, said):
    (error,) = send(keeper, data, name).context["form"].errors["file"]
    assert said in error


def test_csv_in_gbk_is_taken(keeper):
    text = "日期,休/班,名称\n" + "\n".join(",".join(row) for row in ROWS_2027)
    assert send(keeper, text.encode("gbk"), "2027.csv").context["change"].working_days == 247


def test_a_preview_overtaken_by_somebody_else_is_refused(keeper):
    preview = send(keeper, GOOD)
    calendar.load(arrangement(ROWS_2027[:-1]), source="他人")
    response = keeper.post(LOAD, {"draft": draft_of(preview)})
    assert response.status_code == 409
    assert told(response) == [
        "2027年的安排在您预览之后已被他人修改。请重新上传文件，核对后再装载。"
    ]
    assert CalendarYear.objects.get(pk=2027).source == "他人"


def test_a_preview_is_good_for_its_owner_and_an_hour(keeper, monkeypatch):
    draft = draft_of(send(keeper, GOOD))
    other = staff("change_calendaryear", "view_calendaryear", "view_office")
    for client, value in ((other, draft), (keeper, draft + "x"), (keeper, "")):
        response = client.post(LOAD, {"draft": value}, follow=True)
        assert told(response) == ["预览已超过一小时或不完整，请重新上传文件。"]
    later = (clock.now() + timedelta(hours=2)).timestamp()
    monkeypatch.setattr("time.time", lambda: later)
    response = keeper.post(LOAD, {"draft": draft})
    assert response.status_code == 302
    assert not CalendarDay.objects.exists()


def test_who_may_what(client):
    viewer, nobody = staff("view_calendaryear"), staff()
    codes = {
        url: [c.get(url).status_code for c in (client, nobody, viewer)]
        for url in (LIST, YEAR, LOAD)
    }
    assert codes == {LIST: [302, 403, 200], YEAR: [302, 403, 200], LOAD: [302, 403, 403]}
    assert send(viewer, GOOD).status_code == 403
    assert "装载" not in re.sub(
        r"<p.*?</p>", "", viewer.get(YEAR).text.partition("<main")[2], flags=re.S
    )


@pytest.mark.parametrize("path", ["1999/load/", "2100/download/", "abc/change/", "1999/change/"])
def test_years_beyond_reason_are_not_found(keeper, path):
    assert keeper.get(LIST + path).status_code == 404


def test_a_year_is_shown_as_a_calendar(keeper):
    call_command("load_calendar")
    page = keeper.get(reverse("admin:catalogue_calendaryear_change", args=[2026])).text
    assert len(re.findall(r'<table class="calendar-month">', page)) == 12
    assert len(re.findall(r'<td class="day day-worked">', page)) == 6
    assert len(re.findall(r'<td class="day day-off">', page)) == 33
    assert "2月15日（周日）至23日（周一），共 9 天" in page
    assert "style=" not in page.partition("<main")[2]


def test_an_unannounced_year_says_that_it_is_estimated(keeper):
    page = keeper.get(YEAR).text
    assert "待公布" in page
    assert "2月5日（周五）至10日（周三），共 6 天" in page


def test_the_sample_can_be_uploaded_as_it_is(keeper):
    call_command("load_calendar")
    for year in (2026, 2027):
        url = reverse("admin:catalogue_calendaryear_download", args=[year])
        response = keeper.get(url)
        assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''2")
        parsed = calendar.from_sheet(sheets.read(upload(response.content)), year)
        assert parsed == calendar.best_known(year)


def test_the_list_costs_the_same_for_one_year_and_for_thirty(
    keeper, django_assert_num_queries, django_assert_max_num_queries
):
    keeper.get(LIST)  # The first visit notes the session; what follows does not.
    with django_assert_max_num_queries(12) as one:
        keeper.get(LIST)
    for year in range(2050, 2079):
        calendar.load(arrangement([[f"{year}-10-01", "休", ""]], year), source="测试")
    workdays.current()
    with django_assert_num_queries(len(one)):
        page = keeper.get(LIST)
    assert page.text.count("已公布") == 29
