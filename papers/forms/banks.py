"""Forms of a bank and of its knowledge points."""

from django import forms

from filing.rows.forms import digest
from papers.models import KnowledgePoint
from papers.selectors.banks import Place
from ui.forms import StyledFormMixin

SOURCE = "例如“国家题库”“本机构命题”，没有的不填。"


class OpenForm(StyledFormMixin, forms.Form):
    """For what a bank is opened."""

    place = forms.ChoiceField(
        label="职业（工种）和等级",
        help_text="只列出本机构评价范围内还没有题库的职业（工种）和等级。",
        error_messages={"invalid_choice": "请从列出的职业（工种）和等级中选择。"},
    )
    source = forms.CharField(label="题库来源", max_length=100, required=False, help_text=SOURCE)

    def __init__(self, *args, places: list[Place], **kwargs):
        super().__init__(*args, **kwargs)
        offered = [(place.key, str(place)) for place in places]
        self.fields["place"].choices = [("", "请选择"), *offered]


class SourceForm(StyledFormMixin, forms.Form):
    """Where a bank comes from."""

    source = forms.CharField(label="题库来源", max_length=100, required=False, help_text=SOURCE)


class PointForm(StyledFormMixin, forms.ModelForm):
    """A knowledge point; `seen` is what the page showed of it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = KnowledgePoint
        fields = ["code", "name", "weight"]
        help_texts = {
            "code": "标准的鉴定要素或技能模块的代码，例如“A1-01”。",
            "weight": "0 至 1000 的整数。组卷时按比重占合计的份额分配题数；0 表示不组卷。",
        }

    def __init__(self, *args, instance: KnowledgePoint, **kwargs):
        super().__init__(*args, instance=instance, initial={"seen": digest(instance)}, **kwargs)
        said = "比重应为 0 至 1000 的整数。"
        weight = forms.IntegerField(
            label="比重",
            min_value=0,
            max_value=1000,
            help_text=self.fields["weight"].help_text,
            widget=forms.TextInput(
                attrs={"class": "form-control", "inputmode": "numeric", "autocomplete": "off"}
            ),
            error_messages={
                "required": "请填写比重。",
                **dict.fromkeys(("invalid", "min_value", "max_value"), said),
            },
        )
        self.fields["weight"] = weight

    def show_again(self) -> None:
        """Let the next try count: the page now has seen the point as it stands."""
        present = KnowledgePoint.objects.filter(pk=self.instance.pk).first()
        self.data = self.data.copy()
        self.data["seen"] = digest(present) if present else ""


class SheetForm(StyledFormMixin, forms.Form):
    """A spreadsheet to read."""

    file = forms.FileField(
        label="文件",
        help_text="按模板填写的 xlsx。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
