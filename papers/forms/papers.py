"""Forms of papers: drawn, looked through, sealed, opened, spoiled."""

import uuid

from django import forms

from casework.evidence_forms import long_text
from papers.documents import sheets
from papers.enums import OpeningCause
from papers.models import Blueprint
from ui.forms import StyledFormMixin


class OnceForm(StyledFormMixin, forms.Form):
    """A form that takes effect once, however often it is sent."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4()


class SeenForm(OnceForm):
    """One that holds for the paper as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)

    def __init__(self, *args, version: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = version


class BlueprintChoice(forms.ModelChoiceField):
    def label_from_instance(self, blueprint: Blueprint) -> str:
        return f"{blueprint.name}（{blueprint.minutes} 分钟，满分 {blueprint.full_mark} 分）"


class DrawForm(OnceForm):
    """By which blueprint."""

    blueprint = BlueprintChoice(
        Blueprint.objects.none(),
        label="组卷方案",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "这个组卷方案不适用或者已经停用，请另选一个。"},
    )

    def __init__(self, *args, blueprints, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["blueprint"].queryset = blueprints


def reason_field(help_text: str = "") -> forms.CharField:
    return forms.CharField(label="原因", max_length=200, help_text=help_text)


class ExchangeForm(SeenForm):
    """Why a question is exchanged."""

    reason = reason_field("记入试卷的调整说明。")


class RewordForm(SeenForm):
    """The words of a question, fitted to the post."""

    text = long_text("题干", rows=5, limit=4000)
    options = long_text("选项", rows=6, limit=4000, help_text="每行一项，顺序和数目不变。")
    reason = reason_field("例如“结合本企业设备型号调整”。记入试卷的调整说明。")

    def __init__(self, *args, question: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = question["text"]
        if question["options"]:
            self.fields["options"].initial = "\n".join(question["options"])
        else:
            del self.fields["options"]

    def clean_text(self) -> str:
        return "\n".join(self.cleaned_data["text"].splitlines())

    def clean_options(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["options"].splitlines())
        return [line for line in lines if line]


class SealForm(SeenForm):
    """That a paper was looked through."""

    checked = forms.BooleanField(
        label="已逐题核对试题、答案和分值",
        error_messages={"required": "请核对整份试卷，再勾选。"},
    )


class SpoilForm(OnceForm):
    """Why a paper is of no use any more."""

    reason = reason_field("作废后不能恢复，可以重新组卷。")


class OpenForm(OnceForm):
    """What for a paper is opened, and what of it is wanted."""

    cause = forms.ChoiceField(label="事由", choices=OpeningCause.choices)
    sheet = forms.ChoiceField(label="内容", choices=list(sheets.LABELS.items()))
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args, causes, sheets_, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [(cause, OpeningCause(cause).label) for cause in causes]
        self.fields["sheet"].choices = [(key, sheets.LABELS[key]) for key in sheets_]
