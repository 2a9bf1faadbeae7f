"""Two at once: a night is reckoned once, a form is one note, two officers' notes both stand."""

from uuid import uuid4

import pytest

from config import clock
from supervision.models import RiskReview, RiskRun, RiskSignal
from supervision.services.risk import nightly, noting
from tests.races import at_once, kinds_of
from tests.supervision.risk.world import NIGHT

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def tonight(act):
    def run():
        with clock.travel(NIGHT):
            return act()

    return run


def test_two_nights_at_once_and_two_notes(ground):
    assert kinds_of(at_once(tonight(nightly.reckon), tonight(nightly.reckon))) == ["RiskRun"] * 2
    assert RiskRun.objects.count() == 1
    signal = RiskSignal.objects.get(kind="pass_rate")

    def note(user, token):
        def do():
            return noting.note(
                signal,
                office=ground.world.offices["lc"],
                outcome="watched",
                text="已电话核实。",
                actor=user,
                token=token,
            )

        return tonight(do)

    token, officer, other = uuid4(), ground.world.staff["lc"], ground.world.second["lc"]
    outcomes = at_once(note(officer, token), note(officer, token), note(other, uuid4()))
    assert kinds_of(outcomes) == ["RiskReview"] * 3
    assert RiskReview.objects.filter(state="noted").count() == 2
