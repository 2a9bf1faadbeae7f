"""The steps of a commission in Hebei, through the pages: asked, agreed to, granted by letter."""

from django.urls import reverse

from assessment.models import Commission
from tests.assessment.commissioning.steps import NEED, scan
from tests.assessment.whole.rosters import EACH, ITEMS
from tests.assessment.whole.steps import Way, said

PAPERS = ("hr_system", "pay")
TEXTS = {name: text for name, text in NEED.items() if name != "same_kind"}


def granted(walk: Way, centre: str) -> Commission:
    """From the choice of an agency to the letter of a centre."""
    case = asked(walk)
    hr, clerk = walk.agencies.client_hr, walk.clerk
    for key in PAPERS:
        add = f"{reverse('casework:material-add', args=[case.number])}?key={key}"
        walk.send(hr, add, upload=scan(f"{key}.pdf"))
    agreement = {"agreement": scan(), "signed_on": "2026-03-02", "sealed": "on"}
    act(walk, case, clerk, "agree", **agreement)
    act(walk, case, hr, "submit")
    act(walk, case, walk.officer(centre), "grant")
    return Commission.objects.get(pk=case.pk)


def asked(walk: Way) -> Commission:
    """Begun by the enterprise, filled in, and put before the agency."""
    hr = walk.agencies.client_hr
    listed = walk.open(hr, reverse("assessment:commission-start"))
    code = walk.agencies.agency[walk.key].code
    walk.send(hr, listed.link(f"/start/{code}/"))
    case = Commission.objects.latest("pk")
    need = {**TEXTS, "proposed_on": "2026-03-25"}
    walk.send(hr, reverse("assessment:commission-need", args=[case.number]), **need)
    for occupation, level in ITEMS:
        key = f"{walk.agencies.world.occupations[occupation].pk}/{level}/"
        items = reverse("assessment:commission-items", args=[case.number])
        walk.send(hr, items, scope=key, headcount=str(EACH))
    act(walk, case, hr, "ask")
    return case


def act(walk: Way, case: Commission, user, name: str, **typed) -> None:
    page = walk.open(user, reverse("casework:act", args=[case.number, name]))
    answer = page.send(**typed)
    assert answer.status == 302, (name, said(answer))
