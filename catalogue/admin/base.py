"""What all admin pages of the catalogue share."""

import hashlib

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Field, Model, QuerySet
from django.forms.models import _get_foreign_key
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from simple_history.admin import SimpleHistoryAdmin

from catalogue import selectors
from catalogue.admin.importing import SheetAdminMixin
from catalogue.services.locking import BusyError, lock_tables

SEEN = "_seen"
CHANGED_MEANWHILE = (
    "您打开这一页之后，这条记录已被他人修改，本次没有保存。您填写的内容还在：请对照“历史”核对，"
    "再按一次“保存”，即以您填写的为准。"
)


class ReferenceList(ChangeList):
    """A list that takes a character which no database keeps for a filter that makes no sense."""

    def get_filters(self, request: HttpRequest):
        if any("\0" in text for name, values in request.GET.lists() for text in (name, *values)):
            raise IncorrectLookupParameters
        return super().get_filters(request)


class ReferenceListMixin:
    """Lists survive every address that somebody may type."""

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return ReferenceList


class RefusedForm:
    """Any form, for a request that must not save: what was typed stays, with the reason."""

    refusal = ""

    def clean(self) -> dict:
        super().clean()
        raise ValidationError(self.refusal)


class ReferenceAdmin(ReferenceListMixin, SimpleHistoryAdmin):
    """Reference rows: kept with their history, deleted one by one and only where nothing uses
    them (foreign keys protect the rest). Writers of a table take turns, and nobody overwrites
    unseen what another has saved since the page was opened."""

    list_per_page = 50
    history_list_per_page = 50
    object_history_list_template = "catalogue/admin/history.html"

    class Media:
        css = {"all": ["css/catalogue-admin.css"]}

    def get_actions(self, request: HttpRequest) -> dict:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    # Saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            request.seen = request.POST.get(SEEN, "")
            request.refusal = self._refusal(request, object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _refusal(self, request: HttpRequest, object_id: str | None) -> str:
        """Why this must not be saved now, or empty text. Holds the tables from here on."""
        inlines = self.get_inline_instances(request)
        try:
            lock_tables(self.model, *(inline.model for inline in inlines))
        except BusyError as error:
            return str(error)
        row = self.get_object(request, unquote(object_id)) if object_id else None
        if row is None or not request.seen:
            return ""
        shown, request.seen = request.seen, self._digest(request, row)
        return CHANGED_MEANWHILE if shown != request.seen else ""

    def _digest(self, request: HttpRequest, row: Model) -> str:
        """The content of a row and of the rows edited on its page."""
        rows = [row]
        for inline in self.get_inline_instances(request, row):
            link = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            rows += inline.get_queryset(request).filter(**{link.name: row}).order_by("pk")
        values = [[f.value_from_object(each) for f in each._meta.concrete_fields] for each in rows]
        return hashlib.sha256(repr(values).encode()).hexdigest()

    def get_form(self, request, obj=None, change=False, **kwargs) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        if refusal := getattr(request, "refusal", ""):
            return type(form)(form.__name__, (RefusedForm, form), {"refusal": refusal})
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj:
            context["seen"] = getattr(request, "seen", "") or self._digest(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # History

    def revert_disabled(self, request: HttpRequest, obj=None) -> bool:
        return not self.has_change_permission(request, obj)

    def history_view(self, request, object_id, extra_context=None) -> HttpResponse:
        _refuse_malformed(self.opts.pk, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """An earlier version to look at or, with the right to change, to go back to."""
        _refuse_malformed(self.opts.pk, object_id)
        _refuse_malformed(self.model.history.model._meta.pk, version_id)
        if request.method != "POST":
            return super().history_form_view(request, object_id, version_id, extra_context)
        row = self.get_object(request, unquote(object_id))
        # simple_history asks only for the right to view; a deleted row would come back.
        if not self.has_change_permission(request, row) or not (
            row or self.has_add_permission(request)
        ):
            raise PermissionDenied
        try:
            with transaction.atomic():
                lock_tables(self.model)
                return super().history_form_view(request, object_id, version_id, extra_context)
        except BusyError as error:
            self.message_user(request, str(error), messages.WARNING)
            return HttpResponseRedirect(request.path)


def _refuse_malformed(field: Field, text: str) -> None:
    """What can be no key has no page."""
    try:
        field.to_python(unquote(text))
    except ValidationError as error:
        raise Http404 from error


class SheetAdmin(SheetAdminMixin, ReferenceAdmin):
    """Reference rows that also come and go as sheets."""


class SearchableAdminMixin:
    """Searches as the public page does: by code, name, pinyin and initials, the best first."""

    search_fields = ["name"]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        return selectors.search(queryset, search_term), False
