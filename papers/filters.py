"""What a list of questions may be narrowed by."""

import django_filters
from django.db.models import Q, QuerySet

from casework.filters import FilterForm
from papers.enums import Difficulty, QuestionKind, QuestionStatus
from papers.fields import text_hash
from papers.models import KnowledgePoint, Question


def points_of(request) -> QuerySet[KnowledgePoint]:
    """Those of the bank whose page it is."""
    return KnowledgePoint.objects.filter(bank=request.resolver_match.kwargs["pk"])


class QuestionFilter(django_filters.FilterSet):
    """Narrows questions; retired ones are listed only when asked for. The text is encrypted, so it
    is found whole or not at all."""

    search = django_filters.CharFilter(
        label="题号、知识点或完整题干",
        method="by_text",
        help_text="题干加密保存，不能按其中几个字查找；粘贴完整题干可以找到。",
    )
    kind = django_filters.ChoiceFilter(
        label="题型", choices=QuestionKind.choices, empty_label="全部"
    )
    point = django_filters.ModelChoiceFilter(label="知识点", queryset=points_of, empty_label="全部")
    difficulty = django_filters.ChoiceFilter(
        label="难度", choices=Difficulty.choices, empty_label="全部"
    )
    status = django_filters.ChoiceFilter(
        label="状态",
        choices=[*QuestionStatus.choices, ("all", "全部")],
        empty_label="在用和待审定",
        method="by_status",
    )

    class Meta:
        model = Question
        form = FilterForm
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        found = super().filter_queryset(queryset)
        asked = self.form.cleaned_data.get("status")
        return found if asked else found.exclude(status=QuestionStatus.RETIRED)

    def by_text(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        text = value.strip().replace("\0", "")[:4000]
        found = Q(point__code__icontains=text[:100]) | Q(point__name__icontains=text[:100])
        found |= Q(fingerprint=text_hash("question", text) or "-")
        if text.isdecimal() and len(text) <= 9:
            found |= Q(number=int(text))
        return queryset.filter(found)

    def by_status(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset if value == "all" else queryset.filter(status=value)
