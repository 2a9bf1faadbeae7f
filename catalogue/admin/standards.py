"""Standards with their levels, subjects and entry conditions."""

import re

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import QuerySet
from django.http import HttpRequest

from catalogue.admin.base import ReferenceAdmin, SheetAdmin
from catalogue.enums import School
from catalogue.models import ConditionSet, EntryCondition, Standard, StandardLevel, Subject
from catalogue.resources import EntryConditionResource, StandardResource, SubjectResource
from catalogue.services.conditions import give_own_conditions
from catalogue.services.locking import BusyError

MONTHS = (
    "work_months",
    "prior_work_months",
    "prior_held_months",
    "title_work_months",
    "school_work_months",
)


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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in MONTHS:
            self.fields[name].required = False
            self.fields[name].help_text = "空即 0，不要求。"

    def clean(self) -> dict:
        """No months is 0; the years that the text names are those that decide."""
        data = super().clean()
        data |= {name: data.get(name) or 0 for name in MONTHS if name not in self.errors}
        named = {int(years) * 12 for years in re.findall(r"满([0-9]+)年", data.get("text") or "")}
        given = {data[name] for name in MONTHS if data.get(name)}
        if named and named != given and not self.errors:
            words = "、".join(f"满{months // 12}年" for months in sorted(named))
            filled = "、".join(f"{months}个月" for months in sorted(given)) or "没有填写月数"
            self.add_error("text", f"条文写的是{words}，下面填的是{filled}，请改成一致。")
        return data


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


class EntryConditionInline(admin.TabularInline):
    """What the set holds; each condition has a page of its own for its many numbers."""

    model = EntryCondition
    fields = ["text", "in_words"]
    readonly_fields = fields
    ordering = ["-level", "ordinal"]
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    @admin.display(description="系统按此判断")
    def in_words(self, condition: EntryCondition) -> str:
        return "，".join(condition.demands)


@admin.register(ConditionSet)
class ConditionSetAdmin(ReferenceAdmin):
    list_display = ["code", "name", "is_default", "source"]
    search_fields = ["code", "name"]
    search_help_text = "编号或名称"
    readonly_fields = ["reach"]
    inlines = [EntryConditionInline]

    @admin.display(description="影响范围")
    def reach(self, group: ConditionSet) -> str:
        count = group.standards.count() if group.pk else 0
        alone = (
            "只改其中一个的，先在“职业标准”列表选中它，复制申报条件为专用。" if count > 1 else ""
        )
        return f"改动影响 {count} 个标准。{alone}"


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
    actions = ["own_conditions"]

    @admin.action(description="复制申报条件为本标准专用", permissions=["change"])
    def own_conditions(self, request: HttpRequest, chosen: QuerySet) -> None:
        for standard in chosen:
            try:
                own = give_own_conditions(standard, user=request.user)
            except BusyError as error:
                self.message_user(request, str(error), messages.WARNING)
                return
            if own:
                self.message_user(request, f"{standard}：已有专用的申报条件“{own}”，可单独修改。")
            else:
                self.message_user(request, f"{standard}：申报条件已是专用，未作改动。")


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
