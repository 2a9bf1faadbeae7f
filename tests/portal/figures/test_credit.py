"""Agencies by credit class: what was published for good, nothing sooner."""

from collections import Counter

import pytest

from casework.services import publications
from config import clock
from filing.models import Agency
from filing.selectors import register
from portal.selectors.figures import credit
from portal.selectors.figures.asked import Asked, scopes_of
from supervision.models import CreditRating
from tests.supervision.credit.conftest import office
from tests.supervision.credit.world import OVER, RATED

__all__ = ["office"]

pytestmark = pytest.mark.django_db
NAMES = {"A": "A 级（优秀）", "C": "C 级（一般）", None: "未评"}


def shown(user, key: str) -> dict[str, tuple]:
    scope = scopes_of(user)[0]
    found = credit.figures(Asked(user=user, scope=scope, place=scope.place))
    panel = next(panel for panel in found.panels if panel.key == key)
    return {row.label: row.cells for row in panel.rows}


@pytest.mark.clause("LN-14")
def test_classes_count_once_they_are_published_for_good(office):
    def in_force() -> list[Agency]:
        found = register.agencies_on(clock.today())
        return list(found.filter(division__code__startswith="3715").select_related("division"))

    office.publicised()
    with clock.travel(RATED):
        assert shown(office.officer, "classes") == {"未评": (len(in_force()),)}
    with clock.travel(OVER):
        publications.close_due()
        grades = dict(
            CreditRating.objects.filter(superseded_at=None).values_list("agency", "grade")
        )
        assert set(grades.values()) == {"A", "C"}
        classes = Counter(NAMES[grades.get(agency.pk)] for agency in in_force())
        places = Counter(agency.division.name for agency in in_force())
        rated = Counter(a.division.name for a in in_force() if a.pk in grades)
        assert shown(office.officer, "classes") == {
            name: (number,) for name, number in classes.items()
        }
        found = shown(office.officer, "places")
        assert {name.removesuffix("（本级）"): cells for name, cells in found.items()} == {
            name: (number, rated[name]) for name, number in places.items()
        }
