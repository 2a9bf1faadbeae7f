"""Two officers at once, through the pages, on PostgreSQL: one wins, the other is told."""

import pytest
from django.test import Client

from casework.models import Letter
from casework.services import integrity
from filing.models import SupplementItem
from filing.services import supplement
from tests.filing.answering import address, fresh, stamp
from tests.races import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
REFUSAL = {"reason": "申报的职业不在评价范围内。", "remedy": "改报后可以重新申请。"}


@pytest.fixture
def submitted(world):
    return world.filing("submitted")


@pytest.fixture
def officers(world):
    """Two signed-in browsers of the same office."""
    browsers = (Client(), Client())
    for browser, user in zip(browsers, (world.staff["dcf"], world.second["dcf"]), strict=True):
        browser.force_login(user)
    return browsers


def answers_of(responses) -> list[int]:
    return sorted(response.status_code for response in responses)


def test_of_acceptance_and_refusal_one_wins_and_the_other_is_told(submitted, officers):
    first, second = officers
    sent, other = stamp(submitted), stamp(submitted, **REFUSAL)
    responses = at_once(
        lambda: first.post(address(submitted, "accept"), sent),
        lambda: second.post(address(submitted, "refuse"), other),
    )
    assert answers_of(responses) == [302, 409]
    (told,) = [response for response in responses if response.status_code == 409]
    assert "已由他人办理" in told.text
    titles = {"accepted": "受理通知书", "refused": "不予受理通知书"}
    assert Letter.objects.get().title == titles[fresh(submitted).state]
    assert list(integrity.verify()) == []


def test_a_double_click_makes_one_letter(submitted, officers):
    sent = stamp(submitted)
    clicks = [lambda: officers[0].post(address(submitted, "accept"), sent)] * 2
    assert (answers_of(at_once(*clicks)), Letter.objects.count()) == ([302, 302], 1)


def test_an_item_added_while_the_list_goes_out_is_in_it_or_is_told(world, submitted, officers):
    """Nothing is left behind unsent, and nothing goes out unread."""
    supplement.add(submitted, section="people", text="缺聘书。", actor=world.staff["dcf"])
    seen = supplement.digest(supplement.rounds.pending(submitted))
    sent = stamp(submitted, seen=seen)
    item = {"section": "venue", "text": "缺监控。"}
    request, added = at_once(
        lambda: officers[0].post(address(submitted, "request_supplement"), sent),
        lambda: officers[1].post(f"/filing/{submitted.number}/items/", item),
    )
    state = fresh(submitted).state
    rounds = list(SupplementItem.objects.order_by("pk").values_list("text", "round"))
    outcomes = {
        "supplement": (302, 422, [("缺聘书。", 1)]),
        "submitted": (422, 302, [("缺聘书。", None), ("缺监控。", None)]),
    }
    assert (request.status_code, added.status_code, rounds) == outcomes[state]
