"""Provinces, cities and counties."""

from django.contrib import admin

from catalogue.admin.base import SearchableAdminMixin, SheetAdmin
from catalogue.models import Division
from catalogue.resources import DivisionResource


@admin.register(Division)
class DivisionAdmin(SearchableAdminMixin, SheetAdmin):
    resource_class_of_sheet = DivisionResource
    list_display = ["code", "name", "full_name", "tier"]
    list_display_links = ["code", "name"]
    list_filter = ["tier"]
    search_help_text = "区划代码、名称、拼音或拼音首字母"
    autocomplete_fields = ["parent"]
    readonly_fields = ["full_name"]
