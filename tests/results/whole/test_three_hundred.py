"""Three hundred candidates in two occupations at three levels, from the draft of the plan through
printed tickets, exam, scores, an objection upheld and publicity anew to confirmed results, under
each of the four regulations. What a small plan walks elsewhere (panels, rechecks, printing of all
papers) is left out."""

from datetime import date

import pytest

from tests.assessment.whole import hebei as hebei_before
from tests.assessment.whole import liaocheng as liaocheng_before
from tests.assessment.whole import liaoning as liaoning_before
from tests.assessment.whole import shandong as shandong_before
from tests.assessment.whole.rosters import WHOLE, people_of
from tests.results.whole import exam, hebei, kept, outcome, papers, scores, shandong
from tests.results.whole.cast import CARRIED, THEORY, expected
from tests.results.whole.road import beyond_the_tickets
from tests.results.whole.test_liaoning import is_reviewed_by_the_city_alone
from tests.results.whole.walk import Walk

pytestmark = [pytest.mark.django_db, pytest.mark.long]
MONDAY = date(2026, 3, 30)  # after the last session on Friday


@pytest.mark.clause("LC-02", "LC-15", "LC-16", "LC-19")
def test_liaocheng(way):
    begin, spared = liaocheng_before.goes_to_the_tickets, people_of(*liaocheng_before.SPECIAL)
    with beyond_the_tickets(way("lc"), begin, waives=True, spared=spared) as walk:
        is_scored(walk, waives=True)
        outcome.objected_and_corrected(walk, MONDAY)
        assert walk.act(walk.clerk, "confirm") == "confirmed"
        assert scores.outcomes(walk) == expected(walk, waives=True, corrected=True)


@pytest.mark.clause("LN-09", "LN-17")
def test_liaoning(way):
    with beyond_the_tickets(way("ln"), liaoning_before.goes_to_the_tickets) as walk:
        is_scored(walk)
        outcome.objected_and_corrected(walk, MONDAY)
        outcome.submit(walk)
        is_reviewed_by_the_city_alone(walk)
        assert scores.outcomes(walk) == expected(walk, waives=False, corrected=True)


@pytest.mark.clause("HB-01", "HB-02", "HB-03", "HB-04", "HB-05", "HB-06", "HB-07", "HB-08")
def test_hebei_commissioned(way):
    with beyond_the_tickets(way("hb"), hebei_before.goes_to_the_tickets) as walk:
        hebei.goes_on_to_the_centre_that_filed(walk, MONDAY)


@pytest.mark.clause("SD-08", "SD-09")
def test_shandong_social(way):
    with beyond_the_tickets(way("sd"), shandong_before.goes_to_the_tickets) as walk:
        made = papers.prepare(walk, walk.entries[CARRIED].item)
        theory = next(paper for paper in made if paper.subject == THEORY)
        papers.open_at_the_start(walk, theory, walk.manager)
        is_scored(walk)
        shandong.goes_to_the_province(walk, MONDAY)
        everybody_is_in_the_dossier(walk)


def is_scored(walk: Walk, *, waives: bool = False) -> None:
    """The sessions are held, and everybody is scored as he or she has to be."""
    exam.all_sessions(walk)
    exam.hold(walk)
    walk.turn_to(MONDAY)
    scores.settle(walk, from_file=True)
    assert scores.outcomes(walk) == expected(walk, waives=waives, corrected=False)


def everybody_is_in_the_dossier(walk: Walk) -> None:
    """Every one of the three hundred, with the corrected mark; seats and presence as they were."""
    pack = kept.dossier(walk)
    words = kept.in_words(expected(walk, waives=False, corrected=True))
    assert kept.outcomes(walk, pack) == words
    seats = kept.table(pack, "03_考务/座位.csv")
    presence = kept.table(pack, "04_实施/到考.csv")
    assert (len(seats), len(presence)) == (2 * WHOLE - 1, 2 * WHOLE - 1)
