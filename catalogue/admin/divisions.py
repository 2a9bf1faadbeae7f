"""Provinces, cities and counties, and whom the public may ask there."""

from django.contrib import admin

from catalogue.admin.base import SearchableAdminMixin, SheetAdmin
from catalogue.models import Division, Office
from catalogue.resources import DivisionResource, OfficeResource


@admin.register(Division)
class DivisionAdmin(SearchableAdminMixin, SheetAdmin):
    resource_class_of_sheet = DivisionResource
    list_display = ["code", "name", "full_name", "tier"]
    list_display_links = ["code", "name"]
    list_filter = ["tier"]
    search_help_text = "区划代码、名称、拼音或拼音首字母"
    autocomplete_fields = ["parent"]
    readonly_fields = ["full_name"]


@admin.register(Office)
class OfficeAdmin(SheetAdmin):
    resource_class_of_sheet = OfficeResource
    list_display = ["name", "division", "organ", "phone", "email"]
    list_filter = ["organ"]
    list_select_related = ["division"]
    search_fields = ["name", "division__code", "division__name", "division__full_name"]
    search_help_text = "单位名称、区划代码或区划名称"
    autocomplete_fields = ["division"]
