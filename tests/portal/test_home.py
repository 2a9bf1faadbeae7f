"""The front page shows what can be done today, and nothing else."""

import re
from datetime import date

import pytest

from catalogue import regulations
from catalogue.models import Occupation
from tests.pages import inline_parts
from ui import ports


def ways(html: str) -> list[str]:
    """Where the tiles lead, in order."""
    tiles = html.split('<ul class="audiences">')[1].split('<div class="home-columns">', 1)[0]
    return re.findall(r'<a href="([^"]+)"', tiles)


@pytest.fixture
def later(settings):
    """The site once later apps answer their addresses."""
    settings.ROOT_URLCONF = "tests.portal.later_urls"


@pytest.fixture
def notices():
    """Lets a test say which notices there are."""
    before = ports.latest_notices._answerer
    yield ports.latest_notices.answer_with
    ports.latest_notices._answerer = before


def test_the_box_of_the_lookup_is_there(client, db):
    html = client.get("/").text
    form = html.split('action="/lookup/"')[1].split("</form>")[0]
    assert re.findall(r'name="([^"]+)"', form) == ["csrfmiddlewaretoken", "name", "number"]
    assert 'href="/verify/file/"' in html


def test_tiles_lead_only_where_a_page_is(client, db):
    html = client.get("/").text
    assert ways(html) == [
        "/check/",
        "/guide/",
        "/occupations/",
        "/agencies/find/",
        "/register/",
        "/desk/",
        "/lookup/",
        "/occupations/",
        "/agencies/",
        "/guide/",
        "/complaints/new/",
        "/guide/shandong-social/",
        "/windows/",
        "/guide/hebei-commissioned/",
        "/desk/",
        "/guide/",
        "/inspections/",
        "/desk/",
    ]
    # The workbench asks a stranger to sign in first.
    answers = {way: client.get(way).status_code for way in ways(html)}
    assert answers == {way: 302 if way == "/desk/" else 200 for way in ways(html)}


def test_tiles_grow_with_the_site(client, db, later):
    assert {"/lookup/", "/agencies/", "/desk/", "/complaints/new/"} <= set(
        ways(client.get("/").text)
    )


def test_every_regime_is_there_and_leads_to_its_guide(client, db):
    html = client.get("/").text
    shown = re.findall(r'<h3><a href="/guide/([^/"]+)/">([^<]+)</a></h3>', html)
    assert shown == [(each.id, each.name) for each in regulations.current()]
    assert len(shown) == 6


def test_figures_are_counted_not_claimed(client, db):
    assert "收录职业" not in client.get("/").text
    parent = None
    for tier, code in enumerate(("6", "6-31", "6-31-01", "6-31-01-03"), start=1):
        parent = Occupation.objects.create(
            code=code,
            name="电工",
            tier=tier,
            parent=parent,
            skilled=True,
            edition="大典2022",
            announced=2022,
        )
    assert "收录职业 1 个，企业可以评价的 1 个。" in client.get("/").text


def test_no_notices_no_list(client, db):
    assert "暂无公告" in client.get("/").text


def test_notices_come_from_whoever_knows_them(client, db, notices):
    line = ports.NoticeLine("第一批<备案>公告", "/notices/1/", date(2026, 11, 20))
    notices(lambda limit: [line] * limit)
    html = client.get("/").text
    assert "暂无公告" not in html
    assert (
        html.count(
            '<a href="/notices/1/">第一批&lt;备案&gt;公告</a>'
            '<time datetime="2026-11-20">2026年11月20日</time>'
        )
        == 6
    )


def test_the_policy_holds(client, db, later):
    response = client.get("/")
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert inline_parts(response.text) == []


def test_the_page_costs_three_queries(client, db, django_assert_num_queries):
    # Two for the figures, one for the latest announcements.
    with django_assert_num_queries(3):
        client.get("/")


@pytest.mark.parametrize(("demo", "strips"), [(True, 1), (False, 0)])
def test_a_demonstration_says_so(client, db, settings, demo, strips):
    settings.DEMO = demo
    assert (
        client.get("/").text.count("演示环境：账号和业务数据为虚构，职业目录和政策依据取自公开文件")
        == strips
    )
