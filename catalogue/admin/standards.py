"""Standards with their levels, subjects and entry conditions."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget

from catalogue.admin.base import ReferenceAdmin, SheetAdmin
from catalogue.enums import School
from catalogue.models import ConditionSet, EntryCondition, Standard, StandardLevel, Subject
from catalogue.resources import EntryConditionResource, StandardResource, SubjectResource


class EntryConditionForm(forms.ModelForm):
    schools = forms.MultipleChoiceField(
        label="学校类别",
        choices=School.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="任一即可。",
    )

    class Meta:
        model = EntryCondition
        exclude: list[str] = []
        widgets = {"text": AdminTextareaWidget(attrs={"rows": 3})}


@admin.register(EntryCondition)
class EntryConditionAdmin(SheetAdmin):
    resource_class_of_sheet = EntryConditionResource
    form = EntryConditionForm
    list_display = ["level", "ordinal", "text", "in_words", "group"]
    list_display_links = ["text"]
    list_filter = ["condition_set", "level"]
    list_select_related = ["condition_set"]
    search_fields = ["text"]
    search_help_text = "条文中的文字"
    readonly_fields = ["in_words"]
    fieldsets = [
        (None, {"fields": ["condition_set", "level", "ordinal", "text", "in_words"]}),
        ("年龄与工作", {"fields": ["minimum_age", "engagement", "work_months", "apprenticeship"]}),
        (
            "已有证书",
            {
                "fields": [
                    "prior_level",
                    "prior_work_months",
                    "prior_held_months",
                    "reserve_technician",
                ]
            },
        ),
        ("职称", {"fields": ["title", "title_work_months"]}),
        (
            "学历",
            {
                "fields": [
                    "schools",
                    "schooling",
                    "related_major",
                    "assessed_programme",
                    "school_work_months",
                ]
            },
        ),
    ]

    @admin.display(description="条件组", ordering="condition_set__code")
    def group(self, condition: EntryCondition) -> str:
        return condition.condition_set.code

    @admin.display(description="系统按此判断")
    def in_words(self, condition: EntryCondition) -> str:
        return "，".join(condition.demands) if condition.pk else "保存后显示"


@admin.register(ConditionSet)
class ConditionSetAdmin(ReferenceAdmin):
    list_display = ["code", "name", "is_default", "source"]
    search_fields = ["code", "name"]
    search_help_text = "编号或名称"


class StandardLevelInline(admin.TabularInline):
    model = StandardLevel
    extra = 0
    show_change_link = True


@admin.register(Standard)
class StandardAdmin(SheetAdmin):
    resource_class_of_sheet = StandardResource
    list_display = ["code", "occupation", "kind", "version", "effective_from", "checked"]
    list_filter = ["kind", "checked", "condition_set"]
    list_select_related = ["occupation"]
    search_fields = [
        "code",
        "occupation__code",
        "occupation__name",
        "occupation__pinyin",
        "owner_code",
    ]
    search_help_text = "标准编号、职业名称或编码、拼音、统一社会信用代码"
    autocomplete_fields = ["occupation"]
    inlines = [StandardLevelInline]


class SubjectInline(admin.TabularInline):
    model = Subject
    extra = 0


@admin.register(StandardLevel)
class StandardLevelAdmin(ReferenceAdmin):
    list_display = ["standard", "level"]
    list_filter = ["level"]
    list_select_related = ["standard__occupation"]
    search_fields = ["standard__code", "standard__occupation__name"]
    search_help_text = "标准编号或职业名称"
    autocomplete_fields = ["standard"]
    inlines = [SubjectInline]


@admin.register(Subject)
class SubjectAdmin(SheetAdmin):
    resource_class_of_sheet = SubjectResource
    list_display = ["standard", "standard_level", "kind", "pass_mark", "staffing"]
    list_display_links = ["kind"]
    list_filter = ["kind", "standard_level__level"]
    list_select_related = ["standard_level__standard__occupation"]
    search_fields = ["standard_level__standard__code", "standard_level__standard__occupation__name"]
    search_help_text = "标准编号或职业名称"
    raw_id_fields = ["standard_level"]

    @admin.display(description="职业标准")
    def standard(self, subject: Subject) -> str:
        return str(subject.standard_level.standard)

    @admin.display(description="配比")
    def staffing(self, subject: Subject) -> str:
        return subject.staffing
