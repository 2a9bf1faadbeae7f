"""What the public list of ratings may be narrowed by."""

from django.db.models import Q, QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet

from catalogue.filters import FilterForm
from supervision import credit
from supervision.models import CreditRating, CreditRound
from supervision.selectors.credit import PUBLIC, grade_choices


def grades() -> list[tuple[str, str]]:
    """The classes of the newest formula."""
    return grade_choices()[:-1]


def periods(request=None) -> list[tuple[str, str]]:
    """Those of which something is public, the latest first."""
    rows = CreditRound.objects.filter(state__in=PUBLIC).order_by("-until")
    found = rows.values_list("period", "since", "until").distinct()
    return [(key, credit.Period(key, since, until).label) for key, since, until in found]


class RatingFilter(FilterSet):
    """By agency, period and class."""

    search = CharFilter(label="机构名称或代码", method="by_text")
    period = ChoiceFilter(
        label="周期", choices=periods, field_name="round__period", empty_label="全部周期"
    )
    grade = ChoiceFilter(label="等级", choices=grades, empty_label="全部等级")

    class Meta:
        model = CreditRating
        form = FilterForm
        fields: list[str] = []

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        text = value.strip()[:100]
        named = Q(agency__name__icontains=text) | Q(agency__code=text.upper())
        return rows.filter(named | Q(agency__credit_code=text.upper()))
