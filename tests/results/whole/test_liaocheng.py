"""An enterprise of Liaocheng confirms its results itself: LC-15, LC-16, LC-23."""

from datetime import date

import pytest

from casework.models import Event
from tests.results.whole import exam, kept, outcome, papers, scores
from tests.results.whole.cast import expected
from tests.results.whole.walk import Walk

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY = date(2026, 6, 5), date(2026, 6, 8)


@pytest.mark.clause("LC-15", "LC-16", "LC-23")
def test_from_the_morning_of_the_exam_to_confirmed_results(begin):
    walk = begin("lc", waives=True)
    made = papers.prepare(walk, walk.plan.items.get())
    papers.have_printed(walk, made[:1])
    theory = next(paper for paper in made if paper.subject == "theory")
    papers.open_at_the_start(walk, theory, walk.watch)
    exam.all_sessions(walk)
    exam.hold(walk)
    walk.turn_to(FRIDAY)
    assert walk.status_of(walk.clerk, "publicise") == 409
    scores.settle(walk, panel=True)
    assert scores.outcomes(walk) == expected(walk, waives=True, corrected=False)
    is_public_and_asked_about(walk)
    assert walk.act(walk.clerk, "confirm") == "confirmed"
    assert scores.outcomes(walk) == expected(walk, waives=True, corrected=True)
    is_kept(walk)
    everything_is_on_record(walk)


def is_public_and_asked_about(walk: Walk) -> None:
    """Objected to by a stranger, asked about by a candidate; both keep it from ending."""
    first = outcome.publicise(walk)
    walk.turn_to(MONDAY)
    objection, recheck = outcome.object_to(walk, first), outcome.ask_recheck(walk)
    outcome.is_not_cleared(walk, first)
    outcome.uphold(walk, objection)
    outcome.correct(walk, objection)
    refused = walk.try_to(walk.clerk, "correct", note="异议成立")
    assert (refused.status, walk.state) == (422, "publicity")
    outcome.answer_recheck(walk, recheck)
    second = outcome.publish_again(walk, first)
    assert walk.status_of(walk.clerk, "confirm") == 409
    outcome.is_read_in_public(walk, second, expected(walk, waives=True, corrected=True))
    outcome.is_cleared(walk, second)


def is_kept(walk: Walk) -> None:
    items = kept.register(walk)
    today = walk.plan.last_on
    assert {form: item.kept_until for form, item in items.items()} == {
        "paper": today.replace(year=2029),
        "electronic": today.replace(year=2031),
        "video": date(2026, 12, 4),
    }
    pack = kept.dossier(walk)
    words = kept.in_words(expected(walk, waives=True, corrected=True))
    assert kept.outcomes(walk, pack) == words
    given = kept.table(pack, "04_实施/发卷.csv")
    assert [(row["卷别"], row["登记人"]) for row in given] == [("B卷", str(walk.clerk))]
    walk.turn_to(date(2026, 6, 30))
    kept.refuse_to_strike(walk, items["paper"])


def everything_is_on_record(walk: Walk) -> None:
    """Who did what, from papers to the dossier."""
    rows = Event.objects.filter(case=walk.plan).order_by("sequence")
    done = dict(rows.values_list("act", "actor"))
    assert {act: done.get(act) for act in ("seal_paper", "decide_score", "agree_correction")} == {
        "seal_paper": walk.second.pk,
        "decide_score": walk.manager.pk,
        "agree_correction": walk.manager.pk,
    }
