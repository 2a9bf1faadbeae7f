"""Each kind of user finds their own pages in the menu, and all that is shown opens."""

import pytest

from tests.filing.conftest import *  # noqa: F403 - the same offices, people and applicants
from ui import ports

pytestmark = pytest.mark.django_db


def labels(user) -> list[str]:
    return [entry.label for entry in ports.own_entries(user)]


def opened(client, user) -> set[int]:
    client.force_login(user)
    return {client.get(entry.url, follow=True).status_code for entry in ports.own_entries(user)}


def test_an_applicant_finds_its_agencies(client, world):
    assert labels(world.hr) == ["我的备案", "批量核验证书", "待遇兑现"]
    client.force_login(world.hr)
    assert 'href="/desk/agencies/"' in client.get("/desk/").text
    assert opened(client, world.hr) == {200}


def test_a_county_finds_its_pool_a_city_the_import_too(client, world):
    certificates = ["证书", "批量核验证书", "证书上报", "技能人才数据库"]
    drawn, kept = (
        ["投诉举报", "双随机抽查", "质量督导", "风险提示"],
        ["待遇兑现", "到期档案", "数据看板"],
    )
    assert labels(world.staff["dcf"]) == ["专家库", *certificates, *drawn, *kept]
    city = ["专家库", "导入评价机构", *certificates, *drawn, "信用评估", *kept]
    assert labels(world.staff["lc"]) == city
    assert opened(client, world.staff["dcf"]) == opened(client, world.staff["lc"]) == {200}


def test_officers_cost_one_question(world, django_assert_num_queries):
    officer = world.staff["dcf"]
    ports.own_entries(officer)
    with django_assert_num_queries(1):  # was he or she sent to inspect?
        ports.own_entries(officer)
