"""Forms of printing houses and of papers handed over to them."""

from django import forms
from django.core.exceptions import ValidationError

from assessment.forms.plans import day_field
from papers.forms.papers import OnceForm
from papers.models import Paper, PrintingHouse
from ui.forms import StyledFormMixin

MOST_COPIES = 100_000


def copies_field(label: str, least: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=MOST_COPIES)


class HouseForm(StyledFormMixin, forms.ModelForm):
    """A printing house with its agreement."""

    agreed_on = day_field("签订日期")
    agreed_until = day_field("有效期至")
    upload = forms.FileField(
        label="保密协议",
        help_text="签字盖章后的 pdf 扫描件。",
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages={"empty": "文件是空的，请选择有内容的文件。"},
    )

    class Meta:
        model = PrintingHouse
        fields = ["name", "own", "licence", "contact", "agreed_on", "agreed_until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["licence"].is_conditional = True
        self.fields["licence"].help_text = "印刷经营许可证等，委托外单位印制的填写。"
        self.fields["own"].help_text = "本机构自行印制的，保密协议上传印制人员的保密承诺。"

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("own") and not data.get("licence"):
            self.add_error("licence", "委托外单位印制的，请填写印制资质。")
        since, until = data.get("agreed_on"), data.get("agreed_until")
        if since and until and until < since:
            self.add_error("agreed_until", "有效期的结束日期不能早于签订日期。")
        return data


class PaperChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, paper: Paper) -> str:
        return f"{paper.number} {paper.item} {paper.get_subject_display()}"


class HandOverForm(OnceForm):
    """Which papers go to which printing house, how many copies, and who takes them."""

    house = forms.ModelChoiceField(
        PrintingHouse.objects.none(), label="印制单位", empty_label="请选择"
    )
    papers = PaperChoice(Paper.objects.none(), label="试卷", widget=forms.CheckboxSelectMultiple)
    copies = copies_field("每种试卷的份数", 1)
    to = forms.CharField(label="接收人", max_length=50)

    def __init__(self, *args, houses, papers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["house"].queryset = houses
        self.fields["papers"].queryset = papers

    def clean_papers(self) -> list[Paper]:
        chosen = list(self.cleaned_data["papers"])
        if not chosen:
            raise ValidationError("请选择试卷。")
        return chosen


class ReceiveForm(OnceForm):
    """How many copies came back, and in what state."""

    copies = copies_field("收回份数（每种试卷）", 0)
    remark = forms.CharField(
        label="密封和交接情况",
        max_length=300,
        required=False,
        help_text="例如“密封完好”。份数与交付时不同的，必须写明原因。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["remark"].is_conditional = True
