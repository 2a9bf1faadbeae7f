"""An enterprise of Liaoning assesses its own and dispatched staff: LN-17."""

from collections.abc import Callable

from catalogue.regulations.terms import Audience
from tests.assessment.whole import arranging
from tests.assessment.whole.rosters import WHOLE, mixed
from tests.assessment.whole.steps import ENROLLED, Way

AUDIENCES = [Audience.OWN_STAFF, Audience.DISPATCHED]


def goes_to_the_tickets(walk: Way, exempting: Callable[[Way], None]) -> None:
    """From the draft on; `exempting` lets people off subjects once the roster is closed."""
    is_announced(walk)
    is_enrolled(walk)
    exempting(walk)
    arranging.arrange(walk)
    assert walk.act(walk.clerk, "make_ready", **arranging.PREPARED) == "ready"
    arranging.all_have_tickets(walk)


def is_announced(walk: Way) -> None:
    walk.start()
    walk.fill_in(AUDIENCES, method="test")
    assert walk.act(walk.clerk, "file_plan") == "plan_filed"
    assert walk.act(walk.officer("as"), "approve_plan") == "plan_approved"
    walk.announce()


def is_enrolled(walk: Way) -> None:
    text = walk.take_in(walk.clerk, mixed(AUDIENCES, range(1, WHOLE + 1)))
    assert "已导入：新增 300 人，变更 0 人" in text
    assert walk.decide(walk.clerk, "approve").status == 302
    assert walk.counts() == {"approved": WHOLE}
    walk.turn_to(ENROLLED)
    assert walk.act(walk.clerk, "close_enrolment") == "roster"
