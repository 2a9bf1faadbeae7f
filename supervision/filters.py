"""What lists of supervision may be narrowed by."""

from django.db.models import Q, QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet

from casework.filters import FilterForm
from certificates.models import Certificate
from results.enums import ArchiveForm
from supervision.models import DueRecord, PayRecord
from supervision.selectors import pay


def plain(value: str) -> str:
    return value.strip().replace("\0", "")[:100]


class DueFilter(FilterSet):
    """Narrows records whose time is over."""

    search = CharFilter(label="名称、案件编号或保管单位", method="by_text")
    form = ChoiceFilter(label="载体", choices=ArchiveForm.choices, empty_label="全部载体")
    progress = ChoiceFilter(
        label="进展",
        choices=[("waiting", "未提请"), ("proposed", "已提请")],
        empty_label="全部",
        method="by_progress",
    )

    class Meta:
        model = DueRecord
        form = FilterForm
        fields: list[str] = []

    def by_text(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        text = plain(value)
        return queryset.filter(
            Q(title__icontains=text)
            | Q(case__number__iexact=text)
            | Q(keeper__name__icontains=text)
        )

    def by_progress(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(destruction__isnull=value == "waiting")


class PayFilter(FilterSet):
    """Narrows certificates by what is paid for them."""

    search = CharFilter(label="证书编号或姓名（完整）", method="by_text")
    standing = ChoiceFilter(
        label="兑现情况",
        choices=[("late", "逾期未登记"), ("none", "未登记"), ("recorded", "已登记")],
        empty_label="全部",
        method="by_standing",
    )

    class Meta:
        model = Certificate
        form = FilterForm
        fields: list[str] = []

    def by_text(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        text = plain(value)
        return queryset.filter(Q(number=text.upper()) | Q(name=text))

    def by_standing(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        if value == "late":
            return pay.lacking(queryset)
        recorded = PayRecord.objects.filter(superseded_at=None).values("certificate")
        if value == "none":
            return queryset.exclude(pk__in=recorded)
        return queryset.filter(pk__in=recorded)
