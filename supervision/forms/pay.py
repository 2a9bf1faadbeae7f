"""What is asked of an enterprise that records what it pays, and of the holder."""

import uuid

from django import forms

from casework.evidence_forms import long_text
from certificates.models import Certificate
from supervision.enums import PayKind, PayReply
from supervision.promises import rules
from supervision.services.pay import recording
from supervision.services.pay.recording import Given
from ui.forms import StyledFormMixin


class RecordForm(StyledFormMixin, forms.Form):
    """What is paid for one certificate."""

    kind = forms.ChoiceField(label="待遇", choices=PayKind.choices, widget=forms.RadioSelect)
    amount = forms.DecimalField(
        label="每月金额（元）",
        max_digits=9,
        decimal_places=2,
        required=False,
        help_text="因这本证书每月增加的金额。已经离职的不填。",
    )
    since = forms.DateField(
        label="起始日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="从哪一天起兑现，或离职的日期。",
    )
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args, certificate: Certificate, **kwargs):
        super().__init__(*args, **kwargs)
        self.certificate = certificate
        self.fields["amount"].is_conditional = True

    def clean(self):
        data = super().clean()
        if not self.errors:
            for name, wrong in recording.faults(self.given(), self.certificate).items():
                self.add_error(name, wrong)
        return data

    def given(self) -> Given:
        """What was filled in."""
        data = self.cleaned_data
        return Given(PayKind(data["kind"]), data["amount"], data["since"], data["note"].strip())


class AnswerForm(StyledFormMixin, forms.Form):
    """Whether it is so; where it is not, what is. `key` travels in the body from here on."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=500)
    token = forms.UUIDField(widget=forms.HiddenInput)
    reply = forms.ChoiceField(
        label="企业登记的情况是否属实", choices=PayReply.choices, widget=forms.RadioSelect
    )
    text = long_text(
        "实际情况",
        rows=5,
        limit=2000,
        required=False,
        help_text="不属实的填写：实际有没有发、从什么时候、每月多少。提交后作为投诉由人社部门核查。",
    )
    contact = forms.CharField(
        label="联系方式",
        max_length=100,
        required=False,
        help_text="不属实的填写手机或邮箱，便于核实；企业看不到。",
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4
        for name in ("text", "contact"):
            self.fields[name].is_conditional = True

    def clean(self):
        data = super().clean()
        if data.get("reply") == PayReply.CONTESTED:
            if len(data.get("text", "").strip()) < 5:
                self.add_error("text", "请写明实际情况，至少 5 个字。")
            if not data.get("contact", "").strip() and "contact" not in self.errors:
                self.add_error("contact", "请填写联系方式，便于核实。")
        return data


def term() -> str:
    """Within how many days a record is expected, with where that comes from."""
    found = rules()
    return f"发证后 {found.record_within_days} 日内登记（{found.certainty}）"
