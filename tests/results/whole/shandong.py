"""A training organisation of Shandong: city and province review: SD-09."""

from datetime import date, timedelta

from casework.models import Event
from tests.results.whole import outcome, scores
from tests.results.whole.cast import expected
from tests.results.whole.walk import Walk


def goes_to_the_province(walk: Walk, day: date) -> None:
    """From computed results on: public, corrected, uploaded, sent back once, confirmed."""
    assert scores.outcomes(walk) == expected(walk, waives=False, corrected=False)
    public = outcome.objected_and_corrected(walk, day)
    assert (public.working_days, public.basis) == (5, "鲁人社字〔2020〕50号 四（三）")
    walk.send(walk.clerk, walk.at("results:upload"), reference="批次001")
    assert Event.objects.filter(case=walk.plan, act="upload_results").count() == 1
    outcome.submit(walk)
    walk.turn_to(public.closes_on + timedelta(days=2))
    strangers = {name: walk.officer(name) for name in ("as", "sjz_centre", "sd_centre")}
    assert {name: walk.status_of(user, "review") for name, user in strangers.items()} == {
        "as": 404,
        "sjz_centre": 404,
        "sd_centre": 403,  # its turn is after the city's
    }
    assert outcome.pass_review(walk, "lc_centre") == "review"
    assert walk.status_of(walk.officer("lc_centre"), "review") == 403
    returned = walk.act(walk.officer("sd_centre"), "return_results", note="请补充说明。")
    assert returned == "review_returned"
    outcome.submit(walk)
    assert walk.status_of(walk.officer("sd_centre"), "review") == 403  # from the start again
    assert outcome.pass_review(walk, "lc_centre") == "review"
    assert outcome.pass_review(walk, "sd_centre") == "confirmed"
    assert scores.outcomes(walk) == expected(walk, waives=False, corrected=True)
