"""An occupation applied for."""

from django import forms

from catalogue.enums import Level
from catalogue.regulations.terms import Shown
from filing.models import ScopeItem
from filing.rows.bases import BasisForm
from filing.rows.forms import number, refuse_at

LEVEL = {"coerce": int, "empty_value": None}


class ScopeForm(BasisForm):
    """One occupation with its 工种, levels, basis and methods. The occupation is that of the row;
    levels and methods are those that the regulation opens (SD-03, LC-08)."""

    work_type = forms.CharField(
        label="工种（职业方向）",
        required=False,
        max_length=100,
        help_text="申请整个职业的不填，打印为“--”。可以从提示中选择，也可以自行填写。",
        widget=forms.TextInput(attrs={"list": "work-types", "autocomplete": "off"}),
    )
    lowest = forms.TypedChoiceField(label="最低等级", **LEVEL)
    highest = forms.TypedChoiceField(label="最高等级", **LEVEL)
    methods = forms.MultipleChoiceField(
        label="评价方式",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一种评价方式。"},
    )
    headcount = number("技能人员数", most=1_000_000, help_text="本单位从事这个职业的人数。")
    experience = forms.CharField(
        label="评价经历", max_length=200, help_text="何时开始评价，评价过哪些等级。"
    )
    assessed = number("已评价人数", most=1_000_000, required=False, help_text="没有评价过的不填。")
    post = forms.CharField(
        label="本单位岗位名称",
        required=False,
        max_length=100,
        help_text="只在大典没有列入这个岗位、按相邻相近原则归入本职业时填写。",
    )
    reason = forms.CharField(
        label="归入本职业的理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="填写了岗位名称的，写明工作内容和技能要求为什么与本职业最相近。",
    )

    class Meta(BasisForm.Meta):
        fields = [
            "work_type",
            "lowest",
            "highest",
            "methods",
            "headcount",
            "experience",
            "assessed",
            "post",
            "reason",
            *BasisForm.Meta.fields,
        ]

    field_order = Meta.fields

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        regulation = self.filing.regulation
        levels = sorted(regulation.limits.levels.allowed, reverse=True)
        for name in ("lowest", "highest"):
            choices = [(level, Level(level).printed) for level in levels]
            self.fields[name].choices = [("", "请选择"), *choices]
        self.fields["methods"].choices = [(m.method.value, m.name) for m in regulation.methods]
        shown = {
            each
            for condition in regulation.conditions_for(self.filing.owner.kind)
            for each in condition.shown_by
        }
        self.fields["headcount"].required = Shown.HEADCOUNT in shown
        self.fields["experience"].required = Shown.EXPERIENCE in shown
        if not regulation.standards.nearest_occupation:
            del self.fields["post"], self.fields["reason"]

    def clean(self):
        given = super().clean()
        lowest, highest = given.get("lowest"), given.get("highest")
        if lowest and highest and Level(lowest).is_higher_than(Level(highest)):
            refuse_at(self, "highest", "最高等级不能低于最低等级。")
        if given.get("post") and not given.get("reason"):
            refuse_at(self, "reason", "请写明归入本职业的理由。")
        if given.get("reason") and not given.get("post"):
            refuse_at(self, "post", "请填写本单位岗位名称；没有这样的岗位，请删去理由。")
        return given

    def clean_work_type(self) -> str:
        """`--` is how none is printed, so whoever types it means none."""
        typed = self.cleaned_data["work_type"]
        return "" if set(typed) <= set("-－—") else typed


def start(item: ScopeItem, filing) -> ScopeItem:
    """A new row of an occupation with what suggests itself: the widest levels that are open, the
    first basis, the one method there is."""
    regulation = filing.regulation
    levels = regulation.limits.levels.allowed
    item.lowest, item.highest = max(levels), min(levels)
    if len(regulation.methods) == 1:
        item.methods = [regulation.methods[0].method.value]
    return item
