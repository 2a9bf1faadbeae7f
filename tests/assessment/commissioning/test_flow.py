"""A commission from the choice of an agency to the letter and the plan, in both places."""

import json

import pytest
from django.urls import reverse

from assessment.checks import all as checks
from assessment.models import Commission, Plan
from casework.models import Deadline, Letter, Material, Notice
from tests.assessment.commissioning.steps import (
    PAPERS,
    a_commission,
    act,
    add,
    agree,
    begin,
    may,
    refused,
    save,
    state,
    upload,
    url,
)
from tests.assessment.planning import steps as planning

pytestmark = pytest.mark.django_db


def asked(client, agencies, key: str) -> Commission:
    """A commission that was begun, filled in, and put before the agency."""
    case = begin(client, agencies, key)
    assert save(client, case).status_code == 302
    assert add(client, agencies, case).status_code == 302
    assert act(client, case, "ask").status_code == 302
    return Commission.objects.get()


def agreed(client, agencies, key: str) -> Commission:
    case = asked(client, agencies, key)
    for paper in PAPERS[key]:
        assert upload(client, case, paper).status_code == 302
    client.force_login(agencies.clerk[key])
    assert agree(client, case).status_code == 302
    return case


def told(case) -> list[tuple[str, str]]:
    """(who, subject) of every notice, in order."""
    rows = Notice.objects.filter(case=case).order_by("pk").select_related("recipient")
    return [(row.recipient.username, row.subject) for row in rows]


def clocks(case) -> list[str]:
    return list(
        Deadline.objects.filter(case=case).order_by("pk").values_list("progress", flat=True)
    )


@pytest.mark.clause("HB-01", "HB-03")
def test_from_the_choice_of_an_agency_to_the_letter_in_hebei(client, agencies):
    case = agreed(client, agencies, "hb")
    assert state(case) == "agreed"
    client.force_login(agencies.client_hr)
    assert act(client, case, "submit").status_code == 302
    clock = Deadline.objects.get(case=case)
    assert (clock.key, clock.due_on.isoformat()) == ("commission", "2026-03-16")
    client.force_login(agencies.world.staff["sjz_centre"])
    assert act(client, case, "grant", wording="请做好考务组织。").status_code == 302
    case = Commission.objects.get()
    assert (case.state, case.closed_at is None, case.signed_on.isoformat()) == (
        "granted",
        False,
        "2026-03-02",
    )
    letter = Letter.objects.get()
    printed = json.loads(letter.context)
    assert (letter.title, letter.office, letter.number) == (
        "委托函",
        agencies.world.offices["sjz_centre"],
        "sjz_centre评委〔2026〕0001号",
    )
    assert printed["addressee"] == str(case.agency)
    assert printed["copied_to"] == str(agencies.client)
    assert printed["rows"] == [["6-31-01-03", "电工", "--", "四级/中级工", 30]]
    assert printed["wording"] == ["请做好考务组织。"]


def test_everybody_concerned_is_told(client, agencies):
    case = agreed(client, agencies, "hb")
    client.force_login(agencies.client_hr)
    act(client, case, "submit")
    client.force_login(agencies.world.staff["sjz_centre"])
    act(client, case, "grant")
    hr, clerk = agencies.client_hr.username, agencies.clerk["hb"].username
    centre = agencies.world.staff["sjz_centre"].username
    assert told(case) == [
        (clerk, f"{agencies.client}向本机构提出评价需求"),
        (hr, f"{case.title}：评价机构已接受委托"),
        (centre, f"{case.title}：已报送"),
        (clerk, f"{case.title}：已报送石家庄市鉴定中心"),
        (hr, f"{case.title}：已同意"),
        (clerk, f"{case.title}：已同意"),
    ]


@pytest.mark.clause("LC-03")
def test_in_liaocheng_the_agency_submits_and_the_citys_centre_records(client, agencies):
    case = agreed(client, agencies, "lc")
    assert may(case, agencies.world.hr) == {"withdraw"}
    assert act(client, case, "submit").status_code == 302
    assert may(case, agencies.world.staff["lc"]) == set()
    client.force_login(agencies.world.staff["lc_centre"])
    assert act(client, case, "grant").status_code == 302
    letter = Letter.objects.get()
    assert (letter.title, json.loads(letter.context)["addressee"]) == (
        "委托评价备案通知书",
        f"{case.agency}、{case.owner}",
    )


@pytest.mark.clause("HB-02")
def test_the_agency_starts_the_plan_from_the_commission(client, agencies):
    case = a_commission(agencies, "hb", "granted")
    page = reverse("casework:case", args=[case.number])
    start = f"{reverse('assessment:plan-start')}?commission={case.number}"
    client.force_login(agencies.clerk["hb"])
    assert start in client.get(page).content.decode()
    assert client.post(start).status_code == 302
    plan = Plan.objects.get()
    offered = dict(client.get(planning.url(plan, "-items")).context["form"]["scope"].field.choices)
    assert list(offered.values()) == ["请选择", "6-31-01-03 电工  四级/中级工"]
    shown = client.get(reverse("casework:case", args=[plan.number])).content.decode()
    assert page in shown
    client.force_login(agencies.client_hr)
    shown = client.get(page).content.decode()
    assert start not in shown
    assert reverse("casework:case", args=[plan.number]) in shown


def test_a_plan_beyond_what_was_commissioned_is_refused(client, agencies):
    case = a_commission(agencies, "hb", "granted")
    plan = agencies.plan("hb", for_commission=case)
    agencies.item(plan)
    agencies.item(plan, level=3)
    plan.items.filter(level=4).update(expected=31)
    found = [
        (issue.code, issue.refuses)
        for issue in checks.issues(plan)
        if issue.code in ("item-not-commissioned", "more-than-commissioned")
    ]
    assert found == [("more-than-commissioned", False), ("item-not-commissioned", True)]


def test_a_returned_commission_is_mended_and_submitted_again(client, agencies):
    case = agreed(client, agencies, "hb")
    client.force_login(agencies.client_hr)
    act(client, case, "submit")
    client.force_login(agencies.world.staff["sjz_centre"])
    assert act(client, case, "send_back", note="制度没有盖章").status_code == 302
    assert clocks(case) == ["done"]
    client.force_login(agencies.client_hr)
    assert save(client, case, pay="合格者每月增发 300 元。").status_code == 302
    assert client.get(url("-items", case.number)).status_code == 403
    assert upload(client, case, "hr_system").status_code == 302
    assert act(client, case, "submit").status_code == 302
    assert state(case) == "submitted"
    assert clocks(case) == ["done", "running"]


def test_an_agency_that_declines_says_why(client, agencies):
    case = asked(client, agencies, "hb")
    client.force_login(agencies.clerk["hb"])
    assert act(client, case, "decline", note="").status_code == 422
    assert act(client, case, "decline", note="近期考位已满").status_code == 302
    notice = Notice.objects.get(recipient=agencies.client_hr)
    assert notice.body == "理由：近期考位已满\n可以另选评价机构重新提出。"
    assert (state(case), Commission.objects.get().is_open) == ("declined", False)


def test_what_is_withdrawn_before_the_agency_was_asked_it_never_hears_of(client, agencies):
    case = begin(client, agencies, "hb")
    assert act(client, case, "withdraw").status_code == 302
    assert told(case) == []
    client.force_login(agencies.clerk["hb"])
    assert client.get(reverse("casework:case", args=[case.number])).status_code == 404


def test_what_is_withdrawn_later_the_agency_is_told(client, agencies):
    case = asked(client, agencies, "hb")
    act(client, case, "withdraw", note="另有安排")
    notice = Notice.objects.filter(recipient=agencies.clerk["hb"]).latest("pk")
    assert (notice.subject, notice.body) == (
        f"{case.title}：已撤回",
        f"{agencies.client}撤回了委托。另有安排",
    )


def test_the_agencys_agreement_takes_the_place_of_the_clients(client, agencies):
    case = asked(client, agencies, "hb")
    upload(client, case, "agreement")
    client.force_login(agencies.clerk["hb"])
    agree(client, case)
    papers = Material.objects.filter(case=case, key="agreement").order_by("version")
    assert [(paper.version, paper.added_by) for paper in papers] == [
        (1, agencies.client_hr),
        (2, agencies.clerk["hb"]),
    ]


def test_the_timeline_names_the_agency(client, agencies):
    case = agreed(client, agencies, "hb")
    event = case.events.get(act="agree")
    assert event.actor_office == agencies.agency["hb"].organisation


def test_a_missing_paper_keeps_it_from_the_centre(client, agencies):
    case = asked(client, agencies, "hb")
    client.force_login(agencies.clerk["hb"])
    agree(client, case)
    client.force_login(agencies.client_hr)
    assert refused(act(client, case, "submit")) == [
        "缺少技能人才培养、使用、评价和激励制度。请上传。",
        "缺少兑现相关待遇的承诺（盖章）。请上传。",
    ]
    assert state(case) == "agreed"
