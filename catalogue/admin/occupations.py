"""Occupations, their 工种 and the qualifications that regulate them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from catalogue import selectors
from catalogue.admin.base import SearchableAdminMixin, SheetAdmin
from catalogue.models import Occupation, RegulatedOccupation, WorkType
from catalogue.resources import (
    OccupationResource,
    RegulatedOccupationResource,
    WorkTypeResource,
)


class WorkTypeInline(admin.TabularInline):
    model = WorkType
    extra = 0


@admin.register(Occupation)
class OccupationAdmin(SearchableAdminMixin, SheetAdmin):
    resource_class_of_sheet = OccupationResource
    list_display = ["code", "name", "tier", "skilled", "edition", "retired_on"]
    list_display_links = ["code", "name"]
    list_filter = ["tier", "skilled", "edition", ("retired_on", admin.EmptyFieldListFilter)]
    search_help_text = "编码、名称、拼音、拼音首字母或工种，如 电工、dg、6-31-01"
    search_fields = ["code", "name", "pinyin", "initials"]
    autocomplete_fields = ["parent"]
    inlines = [WorkTypeInline]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        return selectors.search_occupations(search_term, queryset), False


@admin.register(WorkType)
class WorkTypeAdmin(SearchableAdminMixin, SheetAdmin):
    resource_class_of_sheet = WorkTypeResource
    list_display = ["name", "occupation", "source"]
    list_select_related = ["occupation"]
    search_help_text = "工种名称、拼音或拼音首字母"
    autocomplete_fields = ["occupation"]


@admin.register(RegulatedOccupation)
class RegulatedOccupationAdmin(SheetAdmin):
    resource_class_of_sheet = RegulatedOccupationResource
    list_display = ["item", "qualification", "occupation", "block", "certainty"]
    list_display_links = ["qualification"]
    list_filter = ["block", "certainty"]
    list_select_related = ["occupation"]
    search_fields = ["qualification", "group", "occupation__code", "occupation__name"]
    search_help_text = "职业资格、目录项、职业名称或编码"
    autocomplete_fields = ["occupation"]
