"""The folder of files: what must pass passes, and each other is told exactly what is wrong."""

import pytest

from assessment.enums import DraftState
from assessment.models import Entry
from tests.assessment.rosters.files import FAULTY, GOOD, USELESS, Faulty, Good, Useless


def titled(case) -> str:
    return case.title


@pytest.mark.parametrize("case", GOOD, ids=titled)
def test_a_good_file_passes(checked, case: Good):
    draft = checked(case.make(), case.name)
    faults = list(draft.rows.exclude(faults=[]).values_list("number", "faults"))
    assert (draft.status, draft.problem, faults) == (DraftState.READY, "", [])
    assert draft.counts == {
        "new": case.rows,
        "changed": 0,
        "unchanged": 0,
        "refused": 0,
        "warned": draft.counts["warned"],
    }


@pytest.mark.parametrize("case", FAULTY, ids=titled)
def test_every_fault_of_a_faulty_file_is_told(checked, case: Faulty):
    draft = checked(case.make(), case.name)
    found = [(row.number, *fault) for row in draft.rows.all() for fault in row.faults]
    assert found == case.faults
    assert (draft.status, Entry.objects.count()) == (DraftState.FAULTY, 0)


@pytest.mark.parametrize("case", USELESS, ids=titled)
def test_a_file_that_is_no_roster_is_told_why(checked, case: Useless):
    draft = checked(case.make(), case.name)
    assert (draft.status, draft.problem) == (DraftState.FAULTY, case.problem)
    assert draft.rows.count() == 0
