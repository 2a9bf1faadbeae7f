"""Two at once, on PostgreSQL."""

import pytest

from casework.models import Event
from casework.services.door import DoorError
from papers.models import Opening, Paper, PrintOrder
from papers.services import composing, openings, printing, sealing
from tests.papers.papers.world import a_bench, a_house
from tests.races import at_once, kinds_of, meeting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
TOKEN = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def bench(agencies):
    return a_bench(agencies)


def drawing(bench, person):
    return lambda: len(
        composing.draw(bench.plan, bench.item, "practice", bench.practice, actor=person)
    )


def test_two_who_draw_at_once_draw_one_pair_of_forms(bench):
    outcomes = at_once(drawing(bench, bench.writer), drawing(bench, bench.manager))
    assert kinds_of(outcomes) == ["ValidationError", "int"]
    assert sorted(Paper.objects.values_list("form", flat=True)) == ["A", "B"]
    assert Event.objects.filter(act="draw_paper").count() == 1


def test_two_clicks_on_one_form_draw_once(bench):
    def click():
        made = composing.draw(
            bench.plan, bench.item, "practice", bench.practice, actor=bench.writer, token=TOKEN
        )
        return len(made)

    assert sorted(at_once(click, click)) == [0, 2]


def test_without_the_lock_on_the_plan_both_would_draw(bench, monkeypatch):
    """Both have asked what is there before either writes; the database then refuses one."""
    check, meet = composing._check, meeting(2)

    def check_and_meet(*args):
        check(*args)
        meet()

    def unlocked(plan, act, actor, change, **_):
        return change(plan)

    monkeypatch.setattr(composing, "_check", check_and_meet)
    monkeypatch.setattr(composing, "recorded", unlocked)
    monkeypatch.setattr(composing.numbering, "take", lambda key: id(object()) % 997)
    outcomes = at_once(drawing(bench, bench.writer), drawing(bench, bench.manager))
    assert "ValidationError" not in kinds_of(outcomes)


def test_two_who_seal_at_once_seal_once(agencies, bench):
    paper = bench.draw("practice")[0]
    other = agencies.world.member(bench.plan.owner, "writer", name="另一命题人")
    acts = [
        lambda who=who: sealing.seal(paper, actor=who, version=0) for who in (bench.manager, other)
    ]
    assert kinds_of(at_once(*acts)) == ["NoneType", "ValidationError"]
    assert Event.objects.filter(act="seal_paper").count() == 1


def test_one_seals_while_another_spoils_and_both_stand(bench):
    paper = bench.draw("practice")[0]
    outcomes = at_once(
        lambda: sealing.seal(paper, actor=bench.manager, version=0),
        lambda: sealing.spoil(paper, reason="有误", actor=bench.writer),
    )
    assert kinds_of(outcomes) in (["NoneType", "NoneType"], ["NoneType", "ValidationError"])
    assert Paper.objects.get(pk=paper.pk).status == "spoiled"


def test_one_form_sent_twice_opens_once_and_two_people_twice(bench):
    paper = bench.sealed("practice")[0]

    def click():
        return openings.open_for(paper, "session", actor=bench.manager, token=TOKEN)[:4]

    # The threads read the real clock, which is after the sessions.
    assert at_once(click, click) == [b"%PDF", b"%PDF"]
    assert Opening.objects.count() == 1
    scorer = bench.day.clerks[0]
    at_once(
        lambda: openings.open_for(paper, "session", actor=bench.manager),
        lambda: openings.open_for(paper, "scoring", actor=scorer),
    )
    assert Opening.objects.count() == 3
    assert Paper.objects.get(pk=paper.pk).status == "opened"


def test_two_who_hand_over_one_paper_hand_it_over_once(bench, monkeypatch):
    paper, house = bench.sealed("practice")[0], a_house(bench.plan)
    monkeypatch.setattr(printing, "_has_begun", lambda paper: False)

    def hand():
        printing.hand_over(bench.plan, house, [paper], copies=3, to="李四", actor=bench.writer)

    assert kinds_of(at_once(hand, hand)) == ["NoneType", "ValidationError"]
    assert PrintOrder.objects.count() == 1
    assert not issubclass(DoorError, AssertionError)
