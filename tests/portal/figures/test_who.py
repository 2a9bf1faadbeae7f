"""Who sees which figures: role × territory, over every address and its workbook."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from certificates.models import Export
from portal.topics import TOPICS
from tests.certificates.upward.steps import table
from tests.portal.figures.world import some_certificates, some_complaints, some_filings
from ui.ports import own_entries

pytestmark = pytest.mark.django_db
ALL = {topic.key for topic in TOPICS}
OF_AGENCIES = {"certificates", "results", "filings"}
# Complaints are a matter of the bureaus alone.
WHO = {
    "sd": ALL,
    "lc": ALL,
    "dcf": ALL,
    "ln": ALL,
    "lc_centre": ALL - {"complaints"},
    "clerk": OF_AGENCIES,
    "client": set(),
    "expert": set(),
    "assessor": set(),
}


def person(busy, who: str):
    world = busy.world
    others = {
        "clerk": lambda: busy.agencies.clerk["lc"],
        "client": lambda: busy.agencies.client_hr,
        "expert": lambda: world.member(world.offices["lc"], Role.EXPERT),
        "assessor": lambda: world.member(busy.agencies.agency["lc"].organisation, Role.ASSESSOR),
    }
    return others[who]() if who in others else world.staff[who]


@pytest.mark.parametrize("who", WHO)
def test_each_sees_the_topics_of_his_role_and_nobody_else(busy, client, who):
    user = person(busy, who)
    client.force_login(user)
    overview = client.get(reverse("portal:figures"))
    assert overview.status_code == (200 if WHO[who] else 404)
    if WHO[who]:
        assert {topic.key for topic, _ in overview.context["found"]} == WHO[who]
    for key in ALL:
        status = 200 if key in WHO[who] else 404
        assert client.get(reverse("portal:figures-topic", args=[key])).status_code == status
        taken = client.post(reverse("portal:figures-export", args=[key]))
        assert taken.status_code == status
    entries = [entry.label for entry in own_entries(user)]
    assert ("数据看板" in entries) == bool(WHO[who])


def test_strangers_are_asked_to_sign_in(client):
    for name, args in (("figures", []), ("figures-topic", ["certificates"])):
        answer = client.get(reverse(f"portal:{name}", args=args))
        assert answer.status_code == 302
    assert client.post(reverse("portal:figures-export", args=["certificates"])).status_code == 302


def test_no_address_leads_beyond_ones_own(busy, client):
    """Neither a place outside the territory, nor another office, nor another agency."""
    world, agencies = busy.world, busy.agencies
    foreign = {
        "lc": [{"place": world.places["210300"].pk}, {"place": world.places["370000"].pk}],
        "dcf": [{"place": world.places["371521"].pk}, {"place": world.places["371500"].pk}],
        "clerk": [{"place": world.places["371500"].pk}],
    }
    foreign["lc"] += [{"scope": f"o{world.offices['sd'].pk}"}, {"scope": "x"}]
    foreign["lc"] += [{"place": "x"}, {"place": "²"}, {"place": "9" * 30}]
    foreign["clerk"] += [
        {"scope": f"a{agencies.agency['sd'].pk}"},
        {"scope": f"o{world.offices['lc'].pk}"},
    ]
    for who, lists in foreign.items():
        client.force_login(person(busy, who))
        for asked in lists:
            for key in WHO[who]:
                address = reverse("portal:figures-topic", args=[key])
                assert client.get(address, asked).status_code == 404
                taken = client.post(reverse("portal:figures-export", args=[key]), asked)
                assert taken.status_code == 404
            assert client.get(reverse("portal:figures"), asked).status_code == 404


def test_a_county_sees_its_own_and_a_city_its_counties(busy, client):
    def places(who: str, **asked) -> list[str]:
        client.force_login(busy.world.staff[who])
        found = client.get(reverse("portal:figures-topic", args=["certificates"]), asked)
        panels = {panel.key: panel for panel in found.context["figures"].panels}
        return [row.label for row in panels["places"].rows]

    assert places("dcf") == ["东昌府区"]
    assert places("lc") == ["聊城市（本级）", "东昌府区", "阳谷县"]
    assert places("sd") == ["聊城市"]
    assert places("sd", place=busy.world.places["371521"].pk) == ["阳谷县"]


def test_an_accused_officer_is_shown_no_number_of_the_complaint(busy, client):
    """What `hidden_from` keeps from somebody is not counted for him either."""
    agency, officer = busy.agencies.agency["lc"], busy.world.second["lc"]
    address = reverse("portal:figures-topic", args=["complaints"])

    def received() -> int:
        client.force_login(officer)
        return client.get(address).context["figures"].keys[0].value

    assert received() == 2
    Membership.objects.create(
        user=officer, organisation=agency.organisation, role=Role.CLERK, since="2020-01-01"
    )
    assert received() == 0


def test_the_table_the_chart_and_the_workbook_say_the_same(busy, client):
    client.force_login(busy.world.staff["lc"])
    for key in ALL:
        page = client.get(reverse("portal:figures-topic", args=[key]))
        html = page.content.decode()
        charts = json.loads(re.search(r'id="charts"[^>]*>(.*?)</script>', html).group(1))
        content = client.post(reverse("portal:figures-export", args=[key])).content
        numbers = {row[0]: row[1] for row in table(content, "总数")[1:]}
        for number in page.context["figures"].keys:
            assert numbers[number.label] == number.value
        for panel in page.context["figures"].panels:
            rows = table(content, panel.title)[1:]
            assert rows == [(row.label, *row.cells) for row in panel.rows]
            assert charts[panel.key]["labels"] == [row.label for row in panel.shown]
            for series in charts[panel.key]["series"]:
                at = [column.label for column in panel.columns].index(series["name"])
                assert series["data"] == [row.cells[at] for row in panel.shown]
            for label, cells in panel.table:
                assert f'<th scope="row">{label}</th>' in html
                assert all(f"<td>{cell}</td>" in html for cell in cells)
    assert Export.objects.get().organisation == busy.world.offices["lc"]  # of the holders alone


def test_what_makes_no_sense_is_said_and_left_out(busy, client):
    client.force_login(busy.world.staff["lc"])
    address = reverse("portal:figures-topic", args=["certificates"])
    whole = client.get(address).context["figures"]
    for asked, said in (
        ({"since": "gestern"}, "年月写成 2026-01 的样子"),
        ({"since": "0001-01"}, "年月写成 2026-01 的样子"),
        ({"since": "2026-05", "until": "2026-02"}, "截止年月早于开始年月"),
        ({"level": "99"}, "等级"),
    ):
        page = client.get(address, asked)
        assert said in page.content.decode()
        assert f'value="{asked.get("since", "")}"' in page.content.decode()
        if "until" not in asked:
            assert page.context["figures"] == whole
    nothing = client.get(address, {"occupation": "没有这个职业"})
    assert "没有符合条件的数字" in nothing.content.decode()


def test_the_same_queries_for_few_rows_and_for_many(busy, client):
    client.force_login(busy.world.staff["lc"])

    def counts() -> dict[str, int]:
        found = {}
        for key in (*ALL, ""):
            address = reverse("portal:figures-topic", args=[key]) if key else "/figures/"
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found[key] = len(queries)
        return found

    few = counts()
    some_certificates(busy.agencies, 60, first=400, seed=5)
    for _ in range(3):
        some_filings(busy.agencies)
        some_complaints(busy.agencies)
    assert counts() == few
