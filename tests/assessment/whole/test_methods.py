"""Each way of assessing that a region offers: the subjects that it has, up to the announcement."""

import pytest

from catalogue.regulations.terms import Audience
from tests.assessment.whole.rosters import ELECTRICIAN
from tests.assessment.whole.steps import Way

pytestmark = pytest.mark.django_db
APPROVERS = {"lc": "lc_centre", "ln": "as"}
CLAUSES = {"lc": "LC-08", "ln": "LN-02", "js": "JS-07"}
METHODS = [
    ("lc", "exam", "考核鉴定", ["theory", "practice"]),
    ("lc", "exam_and_review", "考评结合", ["practice", "review"]),
    ("lc", "process", "过程化评价（过程化考核）", ["practice"]),
    ("lc", "performance", "业绩评审", ["review"]),
    ("lc", "direct", "直接认定", []),
    ("ln", "test", "考核测评", ["theory", "practice"]),
    ("ln", "comprehensive", "综合评审", ["review"]),
    ("ln", "process", "过程考核", ["practice"]),
    ("ln", "competition", "竞赛选拔", []),
    ("js", "process", "过程化考核", ["practice"]),
    ("js", "modular", "模块化考核", ["practice"]),
    ("js", "performance", "业绩评审", ["review"]),
    ("js", "direct", "直接认定", []),
]


@pytest.mark.parametrize(
    ("key", "method", "label", "subjects"),
    [pytest.param(*each, marks=pytest.mark.clause(CLAUSES[each[0]])) for each in METHODS],
)
def test_a_method_from_the_draft_to_the_announcement(way, key, method, label, subjects):
    walk = way(key)
    walk.start()
    walk.fill_in([Audience.OWN_STAFF], items=[(ELECTRICIAN, 4)], method=method)
    assert [each.kind for each in walk.plan.items.get().subjects.all()] == subjects
    walk.act(walk.clerk, "file_plan")
    if key in APPROVERS:
        walk.act(walk.officer(APPROVERS[key]), "approve_plan")
    assert walk.act(walk.clerk, "announce") == "announced"
    assert said_of_the_method(walk) == label


def said_of_the_method(walk: Way) -> str:
    """What stands under its heading in the announcement, up to the next."""
    text = walk.announcement()
    return text.partition("【评价方式】")[2].partition("【")[0].strip(" 。")
