"""A third person decides what differs."""

import pytest

from casework.models import Event
from results.frames.scores import Frame
from results.models import Arbitration
from tests.results.scores.world import address, both, missing, who

pytestmark = pytest.mark.django_db


def page(day, entry: int) -> str:
    return address(day, tail=f"differences/{day.entries[entry].pk}/")


def disputes(day) -> list[tuple]:
    frame = Frame.of(day.plan, (day.item.pk, "theory"))
    return [(line.ticket[-1], line.dispute) for line in frame.disputes(frame.keys[0])]


def test_differences_are_listed_and_decided_with_a_reason(day, client):
    both(day, [80, 70, 60], [80, 71, None])
    assert disputes(day) == [("2", "两次录入不同"), ("3", "两次录入不同")]
    who(day.arbiter, client)
    shown = client.get(page(day, 1)).content.decode()
    assert day.entries[1].ticket in shown
    assert day.entries[1].name not in shown
    refused = client.post(page(day, 1), {"mark": "71", "reason": ""})
    assert refused.status_code == 422
    answer = client.post(page(day, 1), {"mark": "71.5", "reason": "背面第 3 题漏看"})
    assert answer.status_code == 302
    row = Arbitration.objects.get()
    assert (row.mark, row.absent, row.decided_by) == (71.5, False, day.arbiter)
    assert Event.objects.filter(case=day.plan, act="decide_score").count() == 1
    assert "背面第 3 题漏看" in client.get(address(day)).content.decode()


def test_what_is_decided_is_not_decided_again(day, client):
    both(day, [80, 70, 60], [80, 71, 60])
    who(day.arbiter, client)
    client.post(page(day, 1), {"mark": "71", "reason": "核对"})
    again = client.post(page(day, 1), {"mark": "99", "reason": "核对"})
    assert again.status_code == 422
    assert f"已由{day.arbiter}裁定为 71，本次没有改动。" in again.content.decode()
    assert Arbitration.objects.get().mark == 71


def test_neither_clerk_decides(day, client):
    both(day, [80, 70, 60], [80, 71, 60])
    for clerk in day.clerks:
        who(clerk, client)
        assert client.get(page(day, 1)).status_code == 403
        posted = client.post(page(day, 1), {"mark": "71", "reason": "核对"})
        assert posted.status_code == 403
    assert not Arbitration.objects.exists()


def test_what_agrees_is_nobodys_to_decide(day, client):
    both(day, [80, 70, 60])
    who(day.arbiter, client)
    assert client.get(page(day, 0)).status_code == 404
    assert client.post(page(day, 0), {"mark": "90", "reason": "想改"}).status_code == 404


def test_what_does_not_fit_check_in_is_decided_too(day, client):
    missing(day, 0)
    both(day, [80, None, 60])
    assert disputes(day) == [("1", "到考登记为缺考，却有成绩"), ("2", "已到考，却记为缺考")]
    who(day.arbiter, client)
    client.post(page(day, 1), {"mark": "缺考", "reason": "交了白卷后离场，未作答"})
    assert Arbitration.objects.get().absent is True


@pytest.mark.parametrize("mark", ["101", "80.55", "八十", "-1"])
def test_a_decision_is_a_mark_in_range(day, client, mark):
    both(day, [80, 70, 60], [80, 71, 60])
    who(day.arbiter, client)
    answer = client.post(page(day, 1), {"mark": mark, "reason": "核对"})
    assert answer.status_code == 422
    assert f'value="{mark}"' in answer.content.decode()
    assert not Arbitration.objects.exists()
