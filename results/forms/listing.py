"""What the public list of results may be narrowed by."""

from django.db.models import Q, QuerySet
from django_filters import CharFilter, FilterSet

from casework.filters import FilterForm
from results.models import Result


class ListedFilter(FilterSet):
    """Finds somebody by the whole name or ticket number."""

    search = CharFilter(label="姓名或准考证号", method="by_text")

    class Meta:
        model = Result
        form = FilterForm
        fields: list[str] = []

    def by_text(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        text = "".join(value.split()).replace("\0", "")[:50]
        return queryset.filter(Q(entry__name=text) | Q(entry__ticket=text))
