"""What all admin pages of the catalogue share."""

from django.db.models import QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from catalogue import selectors
from catalogue.admin.importing import SheetAdminMixin


class ReferenceAdmin(SimpleHistoryAdmin):
    """Reference rows: kept with their history, deleted one by one and only where nothing uses
    them (foreign keys protect the rest)."""

    list_per_page = 50
    history_list_per_page = 50
    object_history_list_template = "catalogue/admin/history.html"

    class Media:
        css = {"all": ["css/catalogue-admin.css"]}

    def get_actions(self, request: HttpRequest) -> dict:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def revert_disabled(self, request: HttpRequest, obj=None) -> bool:
        return not self.has_change_permission(request, obj)


class SheetAdmin(SheetAdminMixin, ReferenceAdmin):
    """Reference rows that also come and go as sheets."""


class SearchableAdminMixin:
    """Searches as the public page does: by code, name, pinyin and initials, the best first."""

    search_fields = ["name"]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        return selectors.search(queryset, search_term), False
