"""What a candidate fills in without an account, and what the agency answers."""

import uuid

from django import forms

from casework.evidence_forms import long_text
from catalogue.enums import SubjectKind
from results.models import SubjectResult
from ui.forms import StyledFormMixin


def _typed(**more: str) -> forms.TextInput:
    """A large line of which the browser of a shared phone or computer keeps nothing."""
    off = {"autocomplete": "off", "autocorrect": "off", "spellcheck": "false"}
    return forms.TextInput(attrs={"class": "form-control-lg", **off, **more})


class EntranceForm(StyledFormMixin, forms.Form):
    """Who comes in: three things that stand on one's own papers."""

    name = forms.CharField(label="姓名", max_length=50, widget=_typed(inputmode="text"))
    id_number = forms.CharField(
        label="证件号码",
        max_length=40,
        help_text="报名时填写的居民身份证或其他证件的号码。",
        widget=_typed(inputmode="text", autocapitalize="characters"),
    )
    number = forms.CharField(
        label="报名编号或准考证号",
        max_length=40,
        help_text="报名编号是提交申报表后显示的受理编号，例如 PJ2026000001-00001。",
        widget=_typed(inputmode="text", autocapitalize="characters"),
    )


class RecheckForm(StyledFormMixin, forms.Form):
    """Which score is to be looked at again, and why."""

    subject = forms.ChoiceField(label="科目", widget=forms.RadioSelect)
    text = long_text(
        "理由",
        rows=6,
        limit=1000,
        help_text="写明认为哪里有误。内容加密保存，只有评价机构的经办和登分人员看得到。",
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, subjects: list[SubjectResult], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(each.subject, SubjectKind(each.subject).label) for each in subjects]
        self.fields["subject"].choices = choices
        self.fields["subject"].error_messages["invalid_choice"] = "请在列出的科目中选择。"
        if len(choices) == 1:
            self.fields["subject"].initial = choices[0][0]
        self.fields["token"].initial = uuid.uuid4()


class RecheckAnswerForm(StyledFormMixin, forms.Form):
    """What came of looking again; the candidate reads it."""

    upheld = forms.TypedChoiceField(
        label="结论",
        choices=[("no", "成绩无误"), ("yes", "成绩有误，将办理更正")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = long_text(
        "答复", rows=5, limit=500, help_text="写明核实的情况和理由，考生在考生服务中可以看到。"
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4()
