"""What lists of certificates may be narrowed by."""

from django.db.models import Q, QuerySet
from django.forms import DateInput
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet

from casework.filters import FilterForm
from certificates.enums import CertificateLevel, CertificateStatus, GapReason, SpoiledCause
from certificates.models import Certificate, ReservedNumber, SpoiledBlank


def plain(value: str) -> str:
    """What somebody typed, as it is compared with the database."""
    return value.strip().replace("\0", "")[:100]


def day(label: str, lookup: str) -> DateFilter:
    """A filter by the day of issue."""
    widget = DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return DateFilter(label=label, field_name="issued_on", lookup_expr=lookup, widget=widget)


class CertificateFilter(FilterSet):
    """Names and numbers exactly, so that nobody walks through people by a common character."""

    name = CharFilter(label="姓名（完整）", method="by_name")
    number = CharFilter(label="证书编号", method="by_number")
    occupation = CharFilter(label="职业名称", method="by_occupation")
    level = ChoiceFilter(label="等级", choices=CertificateLevel.choices, empty_label="全部")
    status = ChoiceFilter(label="状态", choices=CertificateStatus.choices, empty_label="全部")
    since = day("发证日期自", "gte")
    until = day("发证日期至", "lte")
    agency = CharFilter(label="评价机构", method="by_agency")
    plan = CharFilter(label="计划编号", method="by_plan")

    class Meta:
        model = Certificate
        form = FilterForm
        fields: list[str] = []

    def by_name(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(name=plain(value))

    def by_number(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(number=plain(value).upper())

    def by_occupation(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        text = plain(value)
        return queryset.filter(Q(occupation__icontains=text) | Q(occupation_code=text))

    def by_agency(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(agency_name__icontains=plain(value))

    def by_plan(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(plan__number=plain(value).upper())


class GapFilter(FilterSet):
    """Narrows the register of gaps."""

    year = ChoiceFilter(label="编号年份", empty_label="全部", choices=(), method="by_year")
    gap = ChoiceFilter(label="空号原因", choices=GapReason.choices, empty_label="全部")
    search = CharFilter(label="编号、计划或机构", method="by_text")

    class Meta:
        model = ReservedNumber
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        keys = self.queryset.order_by().values_list("key", flat=True).distinct()
        years = sorted({key[13:15] for key in keys}, reverse=True)
        self.form.fields["year"].choices = [("", "全部"), *((y, f"20{y} 年") for y in years)]

    def by_year(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(key__regex=rf"^.{{13}}{value}") if value.isdigit() else queryset

    def by_text(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        text = plain(value)
        return queryset.filter(
            Q(number__startswith=text.upper())
            | Q(plan__number=text.upper())
            | Q(plan__agency__name__icontains=text)
        )


class SpoiledFilter(FilterSet):
    """Narrows the register of what was made void and destroyed."""

    cause = ChoiceFilter(label="作废原因", choices=SpoiledCause.choices, empty_label="全部")
    search = CharFilter(label="机构、物品或印制流水码", method="by_text")

    class Meta:
        model = SpoiledBlank
        form = FilterForm
        fields: list[str] = []

    def by_text(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        text = plain(value)
        return queryset.filter(
            Q(agency__name__icontains=text) | Q(item__icontains=text) | Q(serials__icontains=text)
        )
