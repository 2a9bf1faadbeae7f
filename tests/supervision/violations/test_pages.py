"""The pages of violations: finding the party, the acts, what everybody reads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import Examiner
from supervision.models import Violation
from tests.assessment.staffing.world import examiner
from tests.filing.filled import MOBILE
from tests.filing.granting import on
from tests.pages import inline_parts
from tests.results.world import a_day
from tests.supervision.violations.world import (
    BASIS,
    FACTS,
    TODAY,
    a_wish,
    act,
    appealed,
    decided,
    opened,
    suspension,
)

pytestmark = pytest.mark.django_db
NEW = "supervision:violation-new"


@pytest.fixture
def agency(agencies):
    return agencies.agency["lc"]


def text(response) -> str:
    html = response.content.decode()
    assert inline_parts(html) == []
    return html


def send(client, case: Violation, name: str, **values):
    """Send the form of an act as its page gave it."""
    address = reverse("casework:act", args=[case.number, name])
    form = client.get(address).context["form"]
    hidden = {key: form[key].value() for key in ("version", "token")}
    return client.post(address, {**hidden, **values})


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lc", 200),
        ("lc_centre", 200),
        ("sd", 200),
        ("ln", 404),
        ("dcf", 404),
        ("clerk", 403),
        ("hr", 403),
    ],
)
def test_who_reaches_the_form(world, agencies, agency, client, who, status):
    people = {"clerk": agencies.clerk["lc"], "hr": world.hr}
    client.force_login(people.get(who) or world.staff[who])
    address = reverse("supervision:violation-open", args=["agency", agency.pk])
    assert client.get(address).status_code == status
    assert client.post(address, {"facts": FACTS}).status_code == (302 if status == 200 else status)
    assert Violation.objects.count() == (status == 200)
    assert client.get(reverse(NEW)).status_code == (403 if status == 403 else 200)


def test_the_party_is_found_by_name_or_number_only_under_the_office(
    world, agencies, agency, client
):
    someone = examiner(agency, 50)
    examiner(agencies.agency["ln"], 50)
    entry = a_day(agencies, "lc").entries[0]
    client.force_login(world.staff["lc"])

    def found(kind: str, typed: str) -> list[str]:
        response = client.get(reverse(NEW), {"kind": kind, "text": typed})
        text(response)
        return [url for _, _, url in response.context["found"]]

    def way(kind: str, pk: int) -> str:
        return reverse("supervision:violation-open", args=[kind, pk])

    assert found("agency", agency.code) == [way("agency", agency.pk)]
    assert found("agency", agencies.agency["ln"].code) == []
    assert Examiner.objects.filter(name=someone.name).count() == 2
    assert found("staff", someone.name) == [way("staff", someone.pk)]
    assert found("candidate", entry.ticket) == [way("candidate", entry.pk)]
    assert found("candidate", entry.name) == []
    response = client.get(reverse(NEW), {"kind": "agency", "text": ""})
    assert response.status_code == 422


def test_bad_input_is_told_and_kept(world, agency, client):
    client.force_login(world.staff["lc"])
    address = reverse("supervision:violation-open", args=["agency", agency.pk])
    answer = client.post(address, {"facts": f"考生电话 {MOBILE}"})
    assert answer.status_code == 422
    assert f"考生电话 {MOBILE}" in text(answer)
    assert "facts" in answer.context["form"].errors
    assert client.get(reverse("supervision:violation-open", args=["x", 1])).status_code == 404


@pytest.mark.clause("LC-22")
def test_from_opening_to_a_decision_through_the_pages(world, agencies, agency, client):
    client.force_login(world.staff["lc"])
    address = reverse("supervision:violation-open", args=["agency", agency.pk])
    client.post(address, {"facts": FACTS})
    case = Violation.objects.get()
    page = reverse("casework:case", args=[case.number])
    assert FACTS in text(client.get(page))
    given = {
        "sanction": "agency_suspend",
        "since": TODAY.isoformat(),
        "until": (TODAY + timedelta(30)).isoformat(),
        "basis": BASIS,
        "grounds": "超出备案范围开展评价",
    }
    wrong = send(client, case, "notify", case_facts=FACTS, **{**given, "until": ""})
    assert wrong.status_code == 422
    assert "超出备案范围开展评价" in text(wrong)
    assert list(wrong.context["form"].errors) == ["until"]
    assert send(client, case, "notify", case_facts=FACTS, **given).status_code == 302
    client.force_login(agencies.clerk["lc"])
    assert FACTS in text(client.get(page))
    assert send(client, case, "defend", text="已经整改。").status_code == 302
    client.force_login(world.staff["lc"])
    assert "等待另一人作出决定" in text(client.get(page))
    client.force_login(world.second["lc"])
    form = client.get(reverse("casework:act", args=[case.number, "decide"])).context["form"]
    assert [form[name].value() for name in ("sanction", "basis", "grounds")] == [
        "agency_suspend",
        BASIS,
        "超出备案范围开展评价",
    ]
    assert send(client, case, "decide", **given).status_code == 302
    html = text(client.get(page))
    assert "暂停评价" in html
    assert "已经整改。" in html


def test_statements_are_for_the_party_and_its_officers(world, agencies, agency, client):
    case = appealed(world, agency, a_wish("agency_talk"))
    page = reverse("casework:case", args=[case.number])
    for user, status in (
        (agencies.clerk["lc"], 200),
        (world.staff["lc"], 200),
        (world.staff["sd"], 200),
        (world.staff["dcf"], 404),
        (world.staff["ln"], 404),
        (agencies.clerk["sd"], 404),
    ):
        client.force_login(user)
        answer = client.get(page)
        assert answer.status_code == status
        if status == 200:
            assert "事实不清。" in text(answer)


@pytest.mark.clause("LC-22")
@pytest.mark.clause("LN-14")
def test_everybody_reads_decisions_on_agencies_and_no_names(world, agencies, agency, client):
    decided(world, agency, suspension(days=10))
    someone = examiner(agency, 1, name="欧阳测")
    decided(world, someone, a_wish("staff_admonish"))
    opened(world, agencies.agency["sd"])
    for address in (
        reverse("supervision:sanctions"),
        reverse("filing:agency", args=[agency.code]),
    ):
        html = text(client.get(address))
        assert "超出备案范围开展评价" in html
        assert "2026年7月1日" in html
        assert "欧阳测" not in html
        assert world.staff["lc"].name not in html
        assert FACTS not in html
    other = client.get(reverse("filing:agency", args=[agencies.agency["sd"].code]))
    assert "违规处理" not in text(other)


@pytest.mark.clause("LN-14")
def test_the_register_shows_a_suspension_with_its_reason_while_it_lasts(world, agency, client):
    decided(world, agency, suspension(days=10))
    address = reverse("filing:agency", args=[agency.code])
    html = text(client.get(address))
    assert "该机构已暂停评价" in html
    assert "暂停至 2026-07-10" in html
    with on(TODAY + timedelta(10)):
        html = text(client.get(address))
        assert "该机构已暂停评价" not in html
        assert "暂停期满，恢复评价" in html


def test_a_decision_that_fell_stays_and_says_so(world, agency, client):
    case = appealed(world, agency, suspension())
    act(case, "revoke", world.staff["sd"], note="证据不足。")
    html = text(client.get(reverse("supervision:sanctions")))
    assert "已撤销" in html


def test_lists_cost_the_same_for_one_row_and_for_thirty(world, agencies, agency, client):
    decided(world, agency, a_wish("agency_talk"))

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("supervision:sanctions")).status_code == 200
            assert client.get(reverse("filing:agency", args=[agency.code])).status_code == 200
        return len(queries)

    count()
    one = count()
    for _ in range(11):
        decided(world, agency, a_wish("agency_talk"))
    assert count() == one
