"""Where a filing stands, what comes next, and by when, on one page."""

from datetime import date

import pytest
from django.urls import reverse

from casework import route
from casework.services import door
from catalogue.workdays import add_working_days
from config import clock
from filing.models import Filing
from tests.filing.filled import fill_in

pytestmark = pytest.mark.django_db


def told(filing: Filing) -> list[tuple[str, str]]:
    return [(each.label, each.state) for each in route.stations(filing)]


def test_a_draft_stands_at_the_beginning_of_its_regulations_line(world):
    assert told(world.filing()) == [
        ("填报", "now"),
        ("已提交", "next"),
        ("已受理", "next"),
        ("技术评估", "next"),
        ("评估通过", "next"),
        ("已报省", "next"),
        ("已出具回执", "next"),
        ("已公布目录", "next"),
    ]


def test_the_next_step_has_who_and_by_when(world):
    filing = fill_in(world, world.filing())
    ahead = {each.label: (each.by, each.within) for each in route.stations(filing)}
    assert ahead["已提交"] == ("申请单位", "")
    assert ahead["已受理"] == ("东昌府区人社局", "10 个工作日内")
    assert ahead["评估通过"] == ("东昌府区人社局", "30 个工作日内")
    assert ahead["已出具回执"] == ("回执出具机关", "10 个工作日内")
    door.perform(filing, "submit", actor=world.hr)
    stations = {each.label: each for each in route.stations(Filing.objects.get())}
    assert stations["填报"].state == "done"
    assert stations["已提交"].state == "now"
    due: date = stations["已受理"].due_on
    assert due == add_working_days(clock.today(), 10)


def test_steps_of_another_tier_are_not_on_the_line(world):
    owner, manager = world.applicant("371502", "province")
    filing = world.filing(owner=owner, actor=manager, receiver="sd")
    assert "已报省" not in dict(told(filing))


@pytest.mark.parametrize(
    ("state", "at"), [("supplement", "填报"), ("withdrawn", "填报"), ("refused", "填报")]
)
def test_off_the_line_it_stands_where_it_left_it(world, state, at):
    """Opened there by the test, these have come by no step of the line."""
    filing = world.filing(state)
    assert told(filing)[0] == (at, "now")


def test_a_withdrawn_one_has_nothing_ahead(client, world):
    filing = fill_in(world, world.filing())
    door.perform(filing, "submit", actor=world.hr)
    door.perform(filing, "withdraw", actor=world.hr)
    filing = Filing.objects.get()
    assert told(filing) == [("填报", "done"), ("已提交", "done")]
    client.force_login(world.hr)
    page = client.get(reverse("casework:case", args=[filing.number])).content.decode()
    assert "已撤回" in page
    assert "去填报" not in page


def test_the_page_of_a_draft_leads_to_it(client, world):
    filing = world.filing()
    client.force_login(world.hr)
    address = reverse("filing:draft", args=[filing.number])
    assert address in client.get(reverse("casework:case", args=[filing.number])).content.decode()
    assert address in client.get(reverse("portal:desk")).content.decode()


def test_an_officer_is_not_led_to_the_draft(client, world):
    filing = world.filing("supplement")
    client.force_login(world.staff["dcf"])
    page = client.get(reverse("casework:case", args=[filing.number])).content.decode()
    assert "办到哪一步" in page
    assert "去补正" not in page


def test_the_line_costs_the_same_at_every_step(world, django_assert_num_queries):
    for state in ("draft", "evaluation", "registered"):
        filing = Filing.objects.select_related("receiver").get(pk=world.filing(state).pk)
        with django_assert_num_queries(2):
            route.stations(filing)
