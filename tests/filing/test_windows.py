"""Windows in which a centre collects applicants: published, public, extended, compared (SD-07)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from casework.models import Publication
from casework.services import door
from casework.services.door import ForbiddenError
from config import clock
from filing.models import Facility, Person, SelectionWindow
from filing.selectors import windows
from filing.services import applying
from filing.services import windows as service
from tests.filing import selecting
from tests.filing.world import World

pytestmark = pytest.mark.django_db


def typed(**other) -> dict:
    today = clock.today()
    return {
        "title": "2026年第一批评价机构征集公告",
        "opens": today.isoformat(),
        "closes": (today + timedelta(days=30)).isoformat(),
        "at_least": "2",
        "at_most": "8",
        "criteria": "技术评估结论；场地设施设备。",
        **other,
    }


def host_of(world: World, key: str = selecting.CENTRE) -> windows.Host:
    return windows.hosts(world.staff[key])[0]


def publish(client, world: World, key: str = selecting.CENTRE, **other):
    client.force_login(world.staff[key])
    page = reverse("filing:window-new")
    form = client.get(page).context["form"]
    return client.post(page, typed(host=form["host"].value(), **other))


@pytest.mark.clause("SD-07")
def test_a_centre_publishes_a_window_and_its_announcement(client, world):
    response = publish(client, world)
    window = SelectionWindow.objects.get()
    assert response["Location"] == reverse("filing:window-desk", args=[window.pk])
    assert (window.office, window.regulation_id, window.at_least, window.at_most) == (
        world.offices["lc_centre"],
        "shandong-social",
        2,
        8,
    )
    notice = window.announced
    assert (notice.title, notice.kind, notice.office) == (
        window.title,
        "announcement",
        window.office,
    )
    assert notice.basis == "鲁人社字〔2020〕50号 五"
    assert "遴选数量：2家至8家，择优确定。" in notice.body
    client.logout()
    page = client.get(reverse("filing:window", args=[window.pk])).content.decode()
    assert [text in page for text in ("择优标准", "怎样申报", "正在征集")] == [True] * 3
    listed = client.get(reverse("filing:windows"))
    assert [each.pk for each in listed.context["open_now"]] == [window.pk]


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"at_least": "1"}, "at_least", "应在 2 至 8 家之间"),
        ({"at_most": "9"}, "at_most", "应在 2 至 8 家之间"),
        ({"at_least": "5", "at_most": "4"}, "at_most", "不能小于"),
        ({"at_least": "0"}, "at_least", "1"),
        ({"closes": "2020-01-01"}, "closes", "不能早于开始日期"),
        ({"opens": "2020-01-01"}, "opens", "不能早于今天"),
        ({"closes": "明天"}, "closes", "日期"),
        ({"criteria": ""}, "criteria", "请填写择优标准"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(client, world, wrong, field, said):
    response = publish(client, world, **wrong)
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert said in form.errors[field][0]
    assert form["title"].value() == "2026年第一批评价机构征集公告"
    assert (SelectionWindow.objects.count(), Publication.objects.count()) == (0, 0)


def test_two_windows_of_an_office_never_run_at_once(client, world):
    publish(client, world)
    again = publish(client, world)
    assert list(again.context["form"].errors) == ["closes"]
    closes = SelectionWindow.objects.get().closes
    after = {
        "opens": (closes + timedelta(days=1)).isoformat(),
        "closes": (closes + timedelta(days=9)).isoformat(),
    }
    assert publish(client, world, **after).status_code == 302
    assert SelectionWindow.objects.count() == 2


def test_the_numbers_of_the_cities_do_not_bind_the_province(client, world):
    assert host_of(world, "sd_centre").numbers is None
    assert publish(client, world, "sd_centre", at_least="1", at_most="12").status_code == 302


@pytest.mark.parametrize(
    ("who", "status"), [("lc", 403), ("dcf", 403), ("as", 403), ("hr", 403), ("acceptor", 403)]
)
def test_who_does_not_collect_does_not_publish(client, world, who, status):
    user = world.hr if who == "hr" else world.staff.get(who)
    if who == "acceptor":
        user = world.member(world.offices["lc_centre"], Role.ACCEPTOR)
    client.force_login(user)
    assert client.get(reverse("filing:window-new")).status_code == status
    assert client.post(reverse("filing:window-new"), typed()).status_code == status
    terms = service.Terms("征集", clock.today(), clock.today(), 2, 8, "无")
    with pytest.raises(ForbiddenError):
        service.publish(host_of(world), terms, actor=user)


def test_a_window_is_extended_and_its_announcement_corrected(client, world):
    publish(client, world)
    window = SelectionWindow.objects.get()
    old = window.announced
    page = reverse("filing:window-extend", args=[window.pk])
    for closes in (window.closes, window.closes - timedelta(days=1)):
        wrong = client.post(page, {"closes": closes.isoformat(), "reason": "申请单位较少。"})
        assert list(wrong.context["form"].errors) == ["closes"]
    later = window.closes + timedelta(days=10)
    client.post(page, {"closes": later.isoformat(), "reason": "申请单位较少。"})
    window.refresh_from_db()
    assert (window.closes, window.announced.corrects) == (later, old)
    old.refresh_from_db()
    assert (old.status, old.end_reason) == ("corrected", "申请单位较少。")


def test_a_window_opens_and_closes_at_midnight(world):
    today = clock.today()
    window = selecting.window(world, opens=today + timedelta(days=1), days=2)
    days = [windows.standing(window, today + timedelta(days=n)) for n in range(5)]
    assert days == ["coming", "open", "open", "open", "closed"]


@pytest.mark.clause("SD-07")
def test_an_application_goes_into_the_open_window_of_its_receiver(world):
    filing = selecting.passed(world, state="draft")
    with pytest.raises(ValidationError, match="征集窗口已关闭"):
        applying.window_for(filing)
    selecting.window(world, office=world.offices["sd_centre"])
    with pytest.raises(ValidationError, match="征集窗口已关闭"):
        applying.window_for(filing)
    window = selecting.window(world)
    assert applying.window_for(filing) == window
    SelectionWindow.objects.filter(pk=window.pk).update(
        opens=clock.today() - timedelta(days=9), closes=clock.today() - timedelta(days=1)
    )
    with pytest.raises(ValidationError, match="征集窗口已关闭"):
        applying.window_for(filing)


def test_applicants_stand_side_by_side(client, world):
    window = selecting.window(world)
    filing = selecting.passed(world, window)
    selecting.passed(world, window, state="withdrawn")
    for role in ("assessor", "assessor", "supervisor"):
        Person.objects.create(filing=filing, role=role, name="某人")
    Facility.objects.create(filing=filing, kind="theory", name="机考室")
    client.force_login(world.staff["lc_centre"])
    response = client.get(reverse("filing:window-desk", args=[window.pk]))
    [(line, label, tone)] = response.context["applicants"]
    assert (line.filing.pk, label, tone) == (filing.pk, "评估通过", "info")
    assert line.people == [("考评员", 2), ("内部质量督导员", 1)]
    assert line.venues == [("理论考场", 1)]
    assert line.scope[0] == "焊工 五级至三级"
    assert response.content.decode().count("不予遴选</a>") == 1


@pytest.mark.parametrize("who", ["sd_centre", "dcf", "as", "hr"])
def test_a_window_of_another_office_is_not_there(client, world, who):
    window = selecting.window(world)
    client.force_login(world.hr if who == "hr" else world.staff[who])
    for name in ("window-desk", "window-extend"):
        assert client.get(reverse(f"filing:{name}", args=[window.pk])).status_code == 404


def test_a_window_that_fell_short_says_so(client, world):
    window = selecting.window(world, opens=clock.today() - timedelta(days=30))
    waiting = selecting.passed(world, window)
    selecting.passed(world, window, state="selected")
    client.force_login(world.staff["lc_centre"])
    page = reverse("filing:window-desk", args=[window.pk])
    assert "选定的不足 2 家" not in client.get(page).content.decode()
    door.perform(waiting, "decline", actor=world.staff["lc_centre"], note="场地不足。")
    assert "选定的不足 2 家" in client.get(page).content.decode()


def queries(client, page: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["windows", "windows-desk"])
def test_a_list_of_windows_asks_the_same_of_one_and_of_thirty(client, world, name):
    client.force_login(world.staff["lc_centre"])
    page = reverse(f"filing:{name}")
    selecting.window(world)
    queries(client, page)
    one = queries(client, page)
    for _ in range(29):
        selecting.window(world, opens=clock.today() - timedelta(days=400))
    assert queries(client, page) == one


def test_thirty_applicants_ask_the_same_as_one(client, world):
    window = selecting.window(world)
    client.force_login(world.staff["lc_centre"])
    page = reverse("filing:window-desk", args=[window.pk])
    selecting.passed(world, window)
    queries(client, page)
    one = queries(client, page)
    for _ in range(29):
        selecting.passed(world, window)
    assert queries(client, page) == one
