"""What a list of occupations may be narrowed by, on the page and in the API alike."""

from django import forms
from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet

from catalogue import selectors
from catalogue.enums import Level, Tier, Verdict
from catalogue.models import Occupation
from catalogue.rules import SearchTerm
from ui.forms import StyledFormMixin


def majors() -> list[tuple[str, str]]:
    """The 大类 to choose from."""
    rows = Occupation.objects.filter(tier=Tier.MAJOR).values_list("code", "name")
    return [(code, f"{code} {name}") for code, name in rows]


class FilterForm(StyledFormMixin, forms.Form):
    """Looks like every other form. The helps speak to programs (the API's schema)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = ""


class SearchField(forms.CharField):
    """Any text at all; what no name can hold is dropped, not refused."""

    def to_python(self, value: str | None) -> str:
        return SearchTerm.of(super().to_python(value)).text


class SearchFilter(CharFilter):
    field_class = SearchField


class OccupationFilter(FilterSet):
    """Narrows 细类. Values that make no sense are ignored by the page, refused by the API."""

    search = SearchFilter(
        label="搜索",
        method="by_text",
        help_text="编码、名称、拼音、拼音首字母或工种，如 电工、dg、6-31-01。",
    )
    major = ChoiceFilter(
        label="大类",
        choices=majors,
        field_name="code",
        lookup_expr="startswith",
        empty_label="全部大类",
        help_text="大类编码，如 6。",
    )
    assessable = ChoiceFilter(
        label="可否评价",
        choices=Verdict.choices,
        method="by_verdict",
        empty_label="不限",
        help_text="allowed 可以评价，warned 部分除外，refused 不可评价。",
    )

    class Meta:
        model = Occupation
        form = FilterForm
        fields: list[str] = []

    def by_text(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return selectors.search_occupations(value, queryset)

    def by_verdict(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return selectors.with_verdict(queryset, value)


class OccupationApiFilter(OccupationFilter):
    """With the levels of the standards on record. Too few are on record for people to choose by:
    who asks the page for 三级 would take every other occupation for one without."""

    level = ChoiceFilter(
        label="标准等级",
        choices=Level.choices,
        method="by_level",
        help_text="已收录的标准设有该等级：5 为五级/初级工，1 为一级/高级技师。",
    )

    def by_level(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return selectors.with_level(queryset, int(value))
