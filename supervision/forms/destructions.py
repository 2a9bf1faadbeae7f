"""What is asked of who proposes and carries out a destruction of records."""

from django import forms

from casework.evidence_forms import long_text
from casework.forms import ActForm, opinion
from config import clock
from supervision.enums import DestroyMethod
from supervision.services.keeping import proposing
from ui.forms import StyledFormMixin


class ProposeForm(StyledFormMixin, forms.Form):
    """Why what was ticked may go."""

    opinion = long_text(
        "鉴定意见",
        rows=3,
        limit=500,
        help_text="例如“保管期限已满，没有继续保存的价值”。写进销毁清册，不要写个人信息。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The list has a form of its own (its filters), so what is ticked is sent by another.
        self.fields["opinion"].widget.attrs["form"] = "propose"


class DestroyForm(ActForm):
    """How, when, where and before whose eyes."""

    method = forms.ChoiceField(
        label="销毁方式",
        choices=DestroyMethod.choices,
        widget=forms.RadioSelect,
        help_text="电子文件由本系统删除；纸质和系统以外的，写实际采用的方式。",
    )
    done_on = forms.DateField(
        label="销毁日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    place = forms.CharField(
        label="销毁地点",
        max_length=100,
        required=False,
        help_text="有纸质或系统以外的档案时填写，例如“某保密销毁中心”。",
    )
    witness = forms.CharField(
        label="监销人", max_length=50, help_text="在场监督销毁的另一人，在销毁清册上签字。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].is_conditional = True

    def start(self, case) -> dict:
        only_here = proposing.is_only_here(list(proposing.records_of(case)))
        return {
            "method": DestroyMethod.SYSTEM if only_here else "",
            "done_on": clock.today(),
        }

    def clean(self):
        data = super().clean()
        outside = data.get("method") not in (None, "", DestroyMethod.SYSTEM)
        if outside and not data.get("place", "").strip():
            self.add_error("place", "请填写销毁地点。")
        if data.get("witness", "").strip() == self.actor.display_name:
            self.add_error("witness", "监销人须是销毁人以外的另一人。")
        return data


class WithdrawForm(ActForm):
    note = opinion("撤回的原因", required=True)
