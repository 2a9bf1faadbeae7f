"""What an occupation is assessed by: chosen from the catalogue, or named where it is not there."""

from django import forms

from catalogue.enums import StandardKind
from catalogue.models import Standard
from filing.models import ScopeItem
from filing.rows.forms import RowForm, refuse_at
from filing.selectors import bases


class StandardChoice(forms.ModelChoiceField):
    """Standards with what a reader needs to choose. It is asked for, so it is not 选填; and none
    may be kept for now, the checks say that it is missing."""

    def clean(self, value):
        return None if value in self.empty_values else super().clean(value)

    def label_from_instance(self, standard: Standard) -> str:
        doubt = "" if standard.checked else "（等级、科目待核对）"
        return f"{standard.get_kind_display()} {standard.version}{doubt}"


class BasisForm(RowForm):
    """The basis alone, and how it was adjusted (LC-07, SD-14, JS-06)."""

    standard = StandardChoice(
        Standard.objects.none(),
        label="评价依据",
        blank=True,  # else radio buttons have none for no basis
        empty_label="还没有确定，或者目录中没有",
        widget=forms.RadioSelect,
        help_text="有国家职业标准的依据国家职业标准，没有的依据行业或者本单位的评价规范。",
    )
    named_kind = forms.ChoiceField(label="依据的类别", required=False)
    named = forms.CharField(
        label="依据的名称和编号",
        required=False,
        max_length=100,
        help_text="本平台目录没有收录的，按公布的文本填写，由受理机关核对。",
    )
    adjusted = forms.CharField(
        label="对标准的调整",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="结合岗位要求作了调整的，写明调整的内容；没有调整的不填。",
    )
    not_below = forms.BooleanField(label="调整后不低于国家职业标准的要求", required=False)

    class Meta:
        model = ScopeItem
        fields = ["standard", "named_kind", "named", "adjusted", "not_below"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rule = self.filing.regulation.standards
        field = self.fields["standard"]
        field.queryset = bases.offered(self.instance.occupation, self.filing.owner)
        if not rule.enterprise:
            field.queryset = field.queryset.exclude(kind=StandardKind.ENTERPRISE)
        kinds = [StandardKind.NATIONAL, StandardKind.INDUSTRY]
        if rule.enterprise and not rule.enterprise_must_be_filed:
            kinds.append(StandardKind.ENTERPRISE)
        self.fields["named_kind"].choices = [("", "没有"), *((k.value, k.label) for k in kinds)]
        if not rule.adjustable:
            del self.fields["adjusted"], self.fields["not_below"]
        elif not rule.not_below:
            del self.fields["not_below"]

    def clean(self):
        given = super().clean()
        chosen, kind, named = (given.get(key) for key in ("standard", "named_kind", "named"))
        if chosen and (kind or named):
            refuse_at(self, "named", "已经从目录中选择了依据，这里不再填写。")
        elif named and not kind:
            refuse_at(self, "named_kind", "请选择依据的类别。")
        elif kind and not named:
            refuse_at(self, "named", "请填写依据的名称和编号。")
        if given.get("not_below") and not given.get("adjusted"):
            given["not_below"] = False
        return given
