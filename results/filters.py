"""What results may be narrowed by."""

from django.db.models import Q, QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet

from casework.filters import FilterForm
from results.enums import Outcome, SubjectOutcome
from results.models import Result


class ResultFilter(FilterSet):
    """Narrows the results in force of a plan."""

    search = CharFilter(label="姓名或准考证号", method="by_text")
    outcome = ChoiceFilter(label="结果", choices=Outcome.choices, empty_label="全部")
    item = ChoiceFilter(label="职业等级", empty_label="全部", field_name="entry__item")
    subject = ChoiceFilter(
        label="有科目", choices=SubjectOutcome.choices, empty_label="不限", method="by_subject"
    )

    class Meta:
        model = Result
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args, items, **kwargs):
        self.items = items
        super().__init__(*args, **kwargs)
        self.form.fields["item"].choices = [(str(item.pk), str(item)) for item in items]

    def by_text(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        text = value.strip().replace("\0", "")[:100]
        return queryset.filter(Q(entry__name__icontains=text) | Q(entry__ticket__iendswith=text))

    def by_subject(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(subjects__outcome=value).distinct()
