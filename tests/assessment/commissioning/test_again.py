"""An agreement that is replaced, and a commission that is begun anew from another."""

import pytest
from django.urls import reverse

from assessment.models import Commission
from casework.models import Event, Material
from casework.services import door
from tests.assessment.commissioning.steps import (
    PAPERS,
    a_commission,
    act,
    agree,
    an_item,
    refused,
    scan,
    state,
    upload,
    url,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(client, agencies) -> Commission:
    """Agreed to on the 2nd of March, with all papers; its client is signed in."""
    case = a_commission(agencies, "hb", "requested", signed_on=None)
    client.force_login(agencies.client_hr)
    for paper in PAPERS["hb"]:
        upload(client, case, paper)
    client.force_login(agencies.clerk["hb"])
    assert agree(client, case).status_code == 302
    client.force_login(agencies.client_hr)
    return Commission.objects.get()


def replace(client, case) -> None:
    """Another agreement instead of the first."""
    old = Material.objects.current().get(case=case, key="agreement")
    address = reverse("casework:material-replace", args=[case.number, old.pk])
    answer = client.post(address, {"upload": scan("新协议.pdf"), "key": "agreement"})
    assert answer.status_code == 302


def test_who_replaces_the_agreement_is_asked_for_its_date(client, agreed):
    replace(client, agreed)
    page = client.get(url("", agreed.number))
    assert [issue.code for issue in page.context["issues"]] == ["agreement-replaced"]
    blank = act(client, agreed, "submit")
    assert (blank.status_code, list(blank.context["form"].errors)) == (422, ["signed_on"])
    late = act(client, agreed, "submit", signed_on="2027-01-01")
    assert late.context["form"].errors["signed_on"] == ["签订日期不能晚于今天。"]
    assert state(agreed) == "agreed"
    assert act(client, agreed, "submit", signed_on="2026-02-27").status_code == 302
    case = Commission.objects.get()
    paper = Material.objects.current().get(case=case, key="agreement")
    assert (case.state, case.signed_on.isoformat(), case.agreement) == (
        "submitted",
        "2026-02-27",
        paper.file,
    )


def test_an_agreement_that_stands_asks_for_no_date(client, agreed):
    address = reverse("casework:act", args=[agreed.number, "submit"])
    assert "signed_on" not in client.get(address).context["form"].fields
    assert act(client, agreed, "submit", signed_on="2020-01-01").status_code == 302
    assert Commission.objects.get().signed_on.isoformat() == "2026-03-02"


def test_replaced_while_the_page_was_open_it_is_asked_for_then(client, agreed):
    address = reverse("casework:act", args=[agreed.number, "submit"])
    form = client.get(address).context["form"]
    stamp = {"version": form["version"].value(), "token": form["token"].value()}
    replace(client, agreed)
    page = client.post(address, stamp)
    assert (page.status_code, "signed_on" in page.context["form"].errors) == (422, True)
    assert refused(page) == []


@pytest.mark.parametrize("step", ["withdrawn", "declined", "returned"])
def test_a_commission_that_came_to_nothing_is_begun_anew(client, agencies, step):
    old = a_commission(agencies, "hb", step)
    an_item(agencies, old, level=3, headcount=5)
    client.force_login(agencies.client_hr)
    page = client.get(reverse("casework:case", args=[old.number])).content.decode()
    assert url("-copy", old.number) in page
    answer = client.post(url("-copy", old.number))
    made = Commission.objects.exclude(pk=old.pk).get()
    assert (answer.status_code, answer.url) == (302, url("", made.number))
    assert (made.state, made.need, made.pay, made.proposed_on) == (
        "draft",
        old.need,
        old.pay,
        Commission.objects.get(pk=old.pk).proposed_on,
    )
    assert (made.asked_on, made.signed_on, made.agreement) == (None, None, None)
    assert list(made.items.values_list("level", "headcount")) == [(4, 30), (3, 5)]
    assert old.items.count() == 2
    assert state(old) == ("withdrawn" if step == "returned" else step)
    client.post(url("-copy", old.number))
    assert Commission.objects.count() == 2


@pytest.mark.parametrize("step", ["draft", "requested", "agreed", "submitted", "granted"])
def test_what_is_on_its_way_is_not_begun_anew(client, agencies, step):
    case = a_commission(agencies, "hb", step)
    client.force_login(agencies.client_hr)
    page = client.get(reverse("casework:case", args=[case.number])).content.decode()
    answer = client.post(url("-copy", case.number), follow=True)
    assert (url("-copy", case.number) in page, Commission.objects.count()) == (False, 1)
    assert "状态下不能重新提出" in answer.content.decode()


def test_nobody_but_the_client_begins_it_anew(client, agencies):
    case = a_commission(agencies, "hb", "returned")
    found = {}
    for name, user in {
        "agency": agencies.clerk["hb"],
        "centre": agencies.world.staff["sjz_centre"],
        "stranger": agencies.clerk["lc"],
    }.items():
        client.force_login(user)
        found[name] = client.post(url("-copy", case.number)).status_code
    assert found == {"agency": 403, "centre": 403, "stranger": 404}
    assert (Commission.objects.count(), Event.objects.filter(act="withdraw").count()) == (1, 0)
    assert {each.transition for each in door.available(case, agencies.client_hr)} == {
        "submit",
        "withdraw",
    }


def test_a_day_that_is_past_is_not_copied(client, agencies):
    case = a_commission(agencies, "hb", "withdrawn", proposed_on="2026-01-05")
    client.force_login(agencies.client_hr)
    client.post(url("-copy", case.number))
    assert Commission.objects.exclude(pk=case.pk).get().proposed_on is None
