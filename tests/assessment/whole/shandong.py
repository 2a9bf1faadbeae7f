"""A training organisation of Shandong assesses the public: SD-08."""

from collections.abc import Callable

from casework.services import jobs
from catalogue.regulations.terms import Audience
from tests.assessment.whole import arranging
from tests.assessment.whole.rosters import WHOLE, mixed
from tests.assessment.whole.steps import ENROLLED, LAST_DAY, TOO_LATE, Way

AUDIENCES = [Audience.PUBLIC, Audience.STUDENTS]


def goes_to_the_tickets(walk: Way, exempting: Callable[[Way], None]) -> None:
    """From the draft on; `exempting` lets people off subjects once the roster is closed."""
    walk.start()
    walk.fill_in(AUDIENCES)
    walk.announce()
    is_enrolled(walk)
    exempting(walk)
    arranging.arrange(walk)
    is_filed_in_time(walk)
    assert walk.act(walk.clerk, "make_ready", **arranging.PREPARED) == "ready"
    arranging.all_have_tickets(walk)


def is_enrolled(walk: Way) -> None:
    text = walk.take_in(walk.clerk, mixed(AUDIENCES, range(1, WHOLE + 1)))
    assert "已导入：新增 300 人，变更 0 人" in text
    assert walk.decide(walk.clerk, "approve").status == 302
    assert walk.counts() == {"approved": WHOLE}
    walk.turn_to(ENROLLED)
    assert walk.act(walk.clerk, "close_enrolment") == "roster"


def is_filed_in_time(walk: Way) -> None:
    """Five working days before the first session; on the day after it would be too late."""
    walk.turn_to(TOO_LATE)
    refused = walk.try_to(walk.clerk, "file_roster")
    assert (refused.status, refused.errors, walk.state) == (
        422,
        [
            "首场是2026年3月25日，考核计划报备最迟应在2026年3月18日，已经来不及。"
            "考核计划报备应比首场提前不少于 5 个工作日，请推迟首场日期。"
            "（依据：鲁人社字〔2020〕50号 四（一））"
        ],
        "roster",
    )
    walk.turn_to(LAST_DAY)
    assert walk.act(walk.clerk, "file_roster") == "roster_filed"
    jobs.work_off(seconds=300)
