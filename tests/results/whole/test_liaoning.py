"""An enterprise of Liaoning: the employment authority of its city reviews: LN-09, LN-12."""

from datetime import date

import pytest

from casework.models import Publication
from tests.results.whole import exam, kept, outcome, scores
from tests.results.whole.cast import expected
from tests.results.whole.walk import Walk

pytestmark = pytest.mark.django_db
FRIDAY, TUESDAY = date(2026, 6, 5), date(2026, 6, 9)


@pytest.mark.clause("LN-09", "LN-12")
def test_without_publicity(begin):
    walk = begin("ln")
    is_scored(walk)
    outcome.submit(walk)
    assert Publication.objects.filter(case_id=walk.plan.pk, act="clear").count() == 0
    walk.turn_to(TUESDAY)
    is_reviewed_by_the_city_alone(walk)
    assert scores.outcomes(walk) == expected(walk, waives=False, corrected=False)
    is_kept(walk)


def is_scored(walk: Walk) -> None:
    exam.all_sessions(walk)
    exam.hold(walk)
    walk.turn_to(FRIDAY)
    assert walk.status_of(walk.clerk, "submit_results") == 409
    scores.settle(walk)
    assert scores.outcomes(walk) == expected(walk, waives=False, corrected=False)


def is_reviewed_by_the_city_alone(walk: Walk) -> None:
    """Another city's office finds nothing, the province's may not; nor the agency itself."""
    asked = {
        "lc": walk.officer("lc"),
        "sjz_centre": walk.officer("sjz_centre"),
        "ln_centre": walk.officer("ln_centre"),
        "clerk": walk.clerk,
    }
    assert {name: walk.status_of(user, "review") for name, user in asked.items()} == {
        "lc": 404,
        "sjz_centre": 404,
        "ln_centre": 403,
        "clerk": 403,
    }
    assert walk.status_of(walk.clerk, "confirm") in (403, 404, 409)
    assert outcome.pass_review(walk, "as") == "confirmed"


def is_kept(walk: Walk) -> None:
    """Paper three years, what is electronic five."""
    items, last = kept.register(walk), walk.plan.last_on
    assert {form: item.kept_until for form, item in items.items()} == {
        "paper": last.replace(year=2029),
        "electronic": last.replace(year=2031),
        "video": last.replace(year=2031),
    }
    pack = kept.dossier(walk)
    words = kept.in_words(expected(walk, waives=False, corrected=False))
    assert kept.outcomes(walk, pack) == words
    walk.turn_to(date(2026, 6, 30))
    kept.refuse_to_strike(walk, items["electronic"])
