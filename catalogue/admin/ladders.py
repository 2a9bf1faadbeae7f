"""Levels of an enterprise's own and the national reference."""

from django import forms
from django.contrib import admin

from catalogue.admin.base import ReferenceAdmin, SheetAdmin
from catalogue.models import Ladder, LadderLevel
from catalogue.resources import LadderLevelResource
from catalogue.rules import ladder_problems


class RungFormSet(forms.BaseInlineFormSet):
    """A ladder as a whole: nobody may climb a rung and fall in the national five."""

    def clean(self) -> None:
        super().clean()
        rungs = [
            form.cleaned_data
            for form in self.forms
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        rungs.sort(key=lambda rung: rung["ordinal"])
        problems = ladder_problems([(r["name"], r["relation"], r["level"]) for r in rungs])
        if problems:
            raise forms.ValidationError(problems)


class LadderLevelInline(admin.TabularInline):
    model = LadderLevel
    formset = RungFormSet
    extra = 0


@admin.register(Ladder)
class LadderAdmin(ReferenceAdmin):
    list_display = ["name", "owner_code", "source"]
    search_fields = ["name", "owner_code"]
    search_help_text = "名称或统一社会信用代码"
    inlines = [LadderLevelInline]


@admin.register(LadderLevel)
class LadderLevelAdmin(SheetAdmin):
    resource_class_of_sheet = LadderLevelResource
    list_display = ["ladder", "ordinal", "name", "relation", "level"]
    list_display_links = ["name"]
    list_filter = ["relation", "level"]
    list_select_related = ["ladder"]
    search_fields = ["name", "ladder__name", "ladder__owner_code"]
    search_help_text = "等级名称、体系名称或统一社会信用代码"
