"""An enterprise of Liaocheng assesses everybody who works for it: LC-02, LC-15, LC-19."""

from collections.abc import Callable

from assessment.models import Exemption
from catalogue.regulations.terms import Audience
from tests.assessment.whole import arranging, papers
from tests.assessment.whole.rosters import TURNER, WHOLE, mixed, name, people_of
from tests.assessment.whole.steps import ENROLLED, Way

AUDIENCES = [Audience.OWN_STAFF, Audience.DISPATCHED, Audience.OUTSOURCED, Audience.STUDENTS]
SPECIAL = (TURNER, 5)  # 特殊工种: no theory


def goes_to_the_tickets(walk: Way, exempting: Callable[[Way], None]) -> None:
    """From the draft on; `exempting` lets people off subjects once the roster is closed."""
    is_filed_and_announced(walk)
    is_enrolled(walk)
    exempting(walk)
    is_arranged(walk)
    is_ready(walk)
    arranging.all_have_tickets(walk)
    has_one_seat_where_theory_is_waived(walk)


def is_filed_and_announced(walk: Way) -> None:
    walk.start()
    walk.fill_in(AUDIENCES)
    item = walk.plan.items.get(occupation__code=SPECIAL[0], level=SPECIAL[1])
    reason = "特殊工种岗位，免于理论考试（提纲九）"
    waived = {"subjects-0-waived": "on", "subjects-0-reason": reason}
    walk.send(walk.clerk, walk.address("plan-item", item.pk), **waived)
    assert walk.act(walk.clerk, "file_plan") == "plan_filed"
    assert walk.act(walk.officer("lc_centre"), "approve_plan") == "plan_approved"
    walk.announce()
    text = walk.announcement()
    assert [each.label in text for each in AUDIENCES] == [True] * 4
    assert reason in text


def is_enrolled(walk: Way) -> None:
    text = walk.take_in(walk.clerk, mixed(AUDIENCES, range(1, WHOLE + 1)))
    assert "已导入：新增 300 人，变更 0 人" in text
    assert walk.counts() == {"applied": WHOLE}
    assert walk.decide(walk.clerk, "approve").status == 302
    assert walk.counts() == {"approved": WHOLE}
    walk.turn_to(ENROLLED)
    assert walk.act(walk.clerk, "close_enrolment") == "roster"


def is_arranged(walk: Way) -> None:
    arranging.set_up(walk)
    arranging.allot(walk)
    arranging.assign_staff(walk)
    theory = {"chief": 1, "internal": 1, "invigilator": 11}
    smaller = {"chief": 1, "internal": 1, "invigilator": 8}
    practice = {"assessor": 14, "chief": 1, "internal": 1}
    assert arranging.staff_of(walk) == [
        (arranging.THEORY, theory),
        (arranging.THEORY, smaller),
        *[(arranging.PRACTICE, practice)] * 5,
    ]


def is_ready(walk: Way) -> None:
    refused = walk.try_to(walk.clerk, "make_ready", **{**arranging.PREPARED, "venue": None})
    assert (refused.status, refused.errors) == (422, ["请先落实考场和设施设备，再勾选。"])
    assert walk.act(walk.clerk, "make_ready", **arranging.PREPARED) == "ready"
    assert walk.timeline() == [
        ("file_plan", "plan_filed"),
        ("approve_plan", "plan_approved"),
        ("announce", "announced"),
        ("open_enrolment", "enrolment"),
        ("close_enrolment", "roster"),
        ("make_ready", "ready"),
    ]


def has_one_seat_where_theory_is_waived(walk: Way) -> None:
    """Where theory is waived for all of an item, and for whoever was let off it alone."""
    spared = {name(each) for each in people_of(*SPECIAL)}
    alone = Exemption.objects.filter(entry__plan=walk.plan, subject="theory")
    spared |= set(alone.values_list("entry__name", flat=True))
    tickets = papers.expected(walk.plan)
    counts = {(ticket.name in spared, len(ticket.places)) for ticket in tickets}
    assert counts == {(True, 1), (False, 2)}
