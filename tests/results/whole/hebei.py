"""An organisation of Hebei assesses for another enterprise: HB-04, HB-07, HB-08."""

from datetime import date, timedelta

from casework.models import Deadline, Event
from results.models import Result
from tests.results.whole import exam, kept, outcome, papers, scores
from tests.results.whole.cast import THEORY, expected
from tests.results.whole.walk import Walk

LAST_DAY = date(2026, 4, 8)  # the seventh working day after 27 March; 4 to 6 April are 清明节


def goes_on_to_the_centre_that_filed(walk: Walk, day: date) -> None:
    """From the papers to confirmed results and what is kept; `day` follows the last session."""
    made = papers.prepare(walk, walk.plan.items.first())
    papers.have_printed(walk, made)
    theory = next(paper for paper in made if paper.subject == THEORY)
    exam_is_held(walk, theory)
    walk.turn_to(day)
    scores.settle(walk, from_file=True)
    assert scores.outcomes(walk) == expected(walk, waives=False, corrected=False)
    outcome.objected_and_corrected(walk, LAST_DAY)
    is_public_in_time(walk)
    outcome.submit(walk)
    the_forms_say_what_holds(walk)
    is_reviewed_by_place_then_filing(walk)
    assert scores.outcomes(walk) == expected(walk, waives=False, corrected=True)
    is_kept(walk)


def exam_is_held(walk: Walk, theory) -> None:
    papers.open_at_the_start(walk, theory, walk.manager)
    exam.all_sessions(walk)
    exam.hold(walk)
    found = Deadline.objects.get(case=walk.plan, key="publish_results")
    assert (found.started_on, found.due_on) == (walk.plan.last_on, LAST_DAY)


def is_public_in_time(walk: Walk) -> None:
    found = Deadline.objects.get(case=walk.plan, key="publish_results")
    assert (found.progress, found.due_on) == ("done", LAST_DAY)


def the_forms_say_what_holds(walk: Walk) -> None:
    """(一) counts, (二) lists whoever qualified with the corrected mark, and nobody else."""
    summary = outcome.form_of(walk, "result_summary")
    listed = outcome.form_of(walk, "result_list")
    assert "职业技能等级认定结果备案表（一）" in summary
    assert "职业技能等级认定结果备案表（二）" in listed
    rows = Result.objects.filter(plan=walk.plan, superseded_at=None)
    assert {row.entry.ticket: row.outcome for row in rows.select_related("entry")} == {
        ticket: word for ticket, (word, _) in expected(walk, waives=False, corrected=True).items()
    }
    found = {number for number, entry in walk.entries.items() if entry.id_number in listed}
    good = {row.entry_id for row in rows if row.outcome == "qualified"}
    assert found == {number for number, entry in walk.entries.items() if entry.pk in good}


def is_reviewed_by_place_then_filing(walk: Walk) -> None:
    """The centre that filed waits for the centre of the place; nobody else reviews."""
    walk.turn_to(outcome.newest(walk).closes_on + timedelta(days=2))
    asked = {name: walk.officer(name) for name in ("hb_centre", "sjz", "lc_centre")}
    assert {name: walk.status_of(user, "review") for name, user in asked.items()} == {
        "hb_centre": 403,
        "sjz": 403,
        "lc_centre": 404,
    }
    assert outcome.pass_review(walk, "sjz_centre") == "review"
    assert walk.status_of(walk.officer("sjz_centre"), "review") == 403
    assert outcome.pass_review(walk, "hb_centre") == "confirmed"
    reviews = Event.objects.filter(case=walk.plan, act="review").order_by("sequence")
    assert [each.actor for each in reviews] == [
        walk.officer("sjz_centre"),
        walk.officer("hb_centre"),
    ]


def is_kept(walk: Walk) -> None:
    items, last = kept.register(walk), walk.plan.last_on
    assert {form: item.kept_until for form, item in items.items()} == {
        "paper": last.replace(year=2029),
        "electronic": last.replace(year=2031),
        "video": last.replace(year=2031),
    }
    pack = kept.dossier(walk)
    words = kept.in_words(expected(walk, waives=False, corrected=True))
    assert kept.outcomes(walk, pack) == words
