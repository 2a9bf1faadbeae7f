"""What the register may be narrowed by, on the page and in the API alike."""

from datetime import date

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django_filters import CharFilter, ChoiceFilter, DateFilter, Filter, FilterSet

from accounts.enums import BUREAUS, OrganisationKind
from catalogue.enums import Level
from catalogue.filters import FilterForm
from catalogue.models import Division
from config import clock
from filing.enums import AgencyStatus
from filing.models import Agency
from filing.places import TerritoryField, reach
from filing.selectors import finding, register

KINDS = [(kind.value, kind.label) for kind in OrganisationKind if kind not in BUREAUS]
ALL = "all"
STATUSES = [
    (status.value, status.label) for status in AgencyStatus if status != AgencyStatus.IN_FORCE
]


class TerritoryFilter(Filter):
    field_class = TerritoryField


class RegisterFilter(FilterSet):
    """Narrows agencies by text, occupation and level, as they were on `day`."""

    search = CharFilter(
        label="机构名称或代码", method="by_text", help_text="机构名称、机构代码或统一社会信用代码。"
    )
    occupation = CharFilter(
        label="职业", method="by_scope", help_text="职业编码、名称或工种，如 6-31-01-03、电工。"
    )
    level = ChoiceFilter(
        label="等级",
        choices=Level.choices,
        method="by_scope",
        empty_label="全部等级",
        help_text="可以评价的等级：5 为五级/初级工，1 为一级/高级技师。",
    )

    class Meta:
        model = Agency
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args, day: date | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day or clock.today()

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Occupation and level belong together: the level is that of the occupation."""
        asked = self.form.cleaned_data
        named, level = asked.get("occupation"), asked.get("level")
        if named or level:
            occupations = finding.matching(named) if named else None
            queryset = register.assessing(
                queryset, self.day, occupations, int(level) if level else None
            )
        return super().filter_queryset(queryset)

    def by_scope(self, queryset: QuerySet, _name: str, _value: str) -> QuerySet:
        return queryset

    def by_text(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        text = value.strip().replace("\0", "")[:100]
        coded = text.upper()
        return queryset.filter(
            Q(name__icontains=text)
            | Q(code__istartswith=text)
            | Q(credit_code=coded)
            | Q(prefix__startswith=coded)
        )

    def within(self, queryset: QuerySet, code: str) -> QuerySet:
        inside = Division.objects.filter(code__startswith=reach(code))
        return queryset.filter(division__in=inside)


class AgencyFilter(RegisterFilter):
    """The filters of the page; without a status those in force are shown."""

    division = TerritoryFilter(label="备案地", method="by_place")
    kind = ChoiceFilter(label="机构类别", choices=KINDS, empty_label="全部类别")
    status = ChoiceFilter(
        label="状态",
        choices=[*STATUSES, (ALL, "全部状态")],
        method="by_status",
        empty_label=AgencyStatus.IN_FORCE.label,
    )
    on = DateFilter(
        label="查看哪一天的目录",
        method="by_scope",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        found = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("status"):
            return found
        return register.having(found, self.day, AgencyStatus.IN_FORCE)

    def by_place(self, queryset: QuerySet, _name: str, value: Division) -> QuerySet:
        return self.within(queryset, value.code)

    def by_status(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset if value == ALL else register.having(queryset, self.day, value)


class AgencyApiFilter(RegisterFilter):
    """The filters of the API."""

    division = CharFilter(
        label="备案地",
        method="by_code",
        validators=[RegexValidator(r"^[0-9]{6}$", "区划代码是6位数字。")],
        help_text="区划代码，如 371500：该省、市或县范围内备案的机构。",
    )

    def by_code(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return self.within(queryset, value)


class FinderForm(FilterForm):
    """What the finder asks."""

    occupation = forms.CharField(label="职业或工种", required=False, max_length=100)
    level = forms.ChoiceField(
        label="等级", required=False, choices=[("", "不限等级"), *Level.choices]
    )
    division = TerritoryField(label="本单位所在地", required=False)
