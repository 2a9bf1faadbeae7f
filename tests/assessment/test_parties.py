"""Who acts on a plan, as the regulations name them."""

import pytest

from casework.services import door


def may(case, user) -> set[str]:
    return {act.transition for act in door.available(case, user)}


@pytest.mark.parametrize(
    ("key", "state", "office", "expected"),
    [
        ("lc", "plan_filed", "lc_centre", {"approve_plan", "return_plan"}),
        ("ln", "plan_filed", "as", {"approve_plan", "return_plan"}),
        ("lc", "plan_filed", "lc", set()),
        ("lc", "draft", "lc_centre", set()),
    ],
)
def test_the_office_that_the_regulation_names_answers(agencies, key, state, office, expected):
    plan = agencies.plan(key, state)
    assert may(plan, agencies.world.staff[office]) == expected


def test_the_agency_drives_its_own_plan(agencies):
    assert may(agencies.plan("lc"), agencies.clerk["lc"]) == {"file_plan", "cancel"}
    assert may(agencies.plan("js", "plan_filed"), agencies.clerk["js"]) == {"announce", "cancel"}
    assert may(agencies.plan("lc"), agencies.clerk["ln"]) == set()
