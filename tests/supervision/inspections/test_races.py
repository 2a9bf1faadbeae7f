"""Two at once: one draw, one record."""

from uuid import uuid4

import pytest

from casework.services import door
from config import clock
from supervision.models import Campaign, CheckAnswer, Inspection
from supervision.services import records
from tests.races import at_once, kinds_of
from tests.supervision.inspections.world import (
    DRAWN,
    SOURCE,
    VALUE,
    VISIT,
    begun,
    fill,
    fresh,
    task,
)

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_two_draw_at_once_and_one_does(desk):
    campaign = desk.fixed()

    def draw(user):
        case = Campaign.objects.get(pk=campaign.pk)
        return door.perform(case, "draw", actor=fresh(user), value=VALUE, source=SOURCE)

    with clock.travel(DRAWN):
        outcomes = at_once(lambda: draw(desk.officer), lambda: draw(desk.colleague))
    assert kinds_of(outcomes) == ["Event", "NotNowError"]
    assert Inspection.objects.filter(for_campaign=campaign).count() == 2


def test_the_record_is_handed_in_while_a_colleague_still_taps(desk):
    case = begun(desk, task(desk.drawn(amount=5, staff=False)))
    fill(case)
    one, other = (fresh(row.user) for row in case.inspectors.order_by("pk"))

    def tap():
        return records.save(case, "rules", "na", actor=other)

    def hand_in():
        row = Inspection.objects.get(pk=case.pk)
        return door.perform(row, "report", actor=one, token=uuid4())

    with clock.travel(VISIT):
        outcomes = at_once(tap, hand_in)
    case.refresh_from_db()
    kept = CheckAnswer.objects.get(inspection=case, point="rules").value
    assert case.state == "reported"
    assert kinds_of(outcomes) in (["Event", "NoneType"], ["Event", "NotNowError"])
    assert (
        f'"key":"rules","text":"评价制度、收费标准已经公布并照此执行","value":"{kept}"'
        in case.record
    )
