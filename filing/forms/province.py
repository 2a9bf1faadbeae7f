"""The forms of the acts between the evaluation and the catalogue."""

from functools import cached_property

from django import forms

from casework.forms import ActForm, opinion
from casework.models import Case
from config import clock
from filing.documents import commitment, receipt_content, record_form
from filing.enums import PeriodicResult, Purpose
from filing.services import agency_codes, receipt, reporting


class CommitmentForm(ActForm):
    """Each point ticked, one's own name, and by its digest the text that was read."""

    digest = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(
        label="签署人姓名", max_length=50, help_text="请输入您本人的真实姓名，作为签名。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number, point in enumerate(self.promised.points, 1):
            field = forms.BooleanField(
                label=f"{number}. {point.text}",
                help_text=f"依据：{point.cite}",
                error_messages={"required": f"请勾选第 {number} 条；不能承诺的，不要签署。"},
            )
            self.fields[f"point_{number}"] = field
        self.order_fields([*(n for n in self.fields if n.startswith("point_")), "name"])

    def start(self, case: Case) -> dict:
        return {"digest": self.promised.digest}

    @cached_property
    def promised(self) -> commitment.Commitment:
        """What is to be signed."""
        return commitment.of(self.case)

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("name", "digest")}


class ReportForm(ActForm):
    """What goes up is shown; a word of the reporting office goes with it."""

    note = opinion("报送说明", help_text="印在表上；补正后重新上报的，写明补正了什么。")

    @cached_property
    def shown(self) -> dict:
        """The form as it would be printed now."""
        office = self.case.office
        return record_form.of(self.case, office=office, to=reporting.addressee(self.case))


class ReceiptForm(ActForm):
    """The codes of a new agency, or the periodic evaluation of one that renews."""

    evaluation = forms.ChoiceField(
        label="定期评估结果", choices=[("", "请选择"), *PeriodicResult.choices]
    )
    prefix = forms.CharField(
        label="证书编号前段", required=False, max_length=13, widget=forms.TextInput
    )
    code = forms.CharField(required=False, max_length=40)
    note = opinion("说明")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not receipt.rests_on_evaluation(self.case):
            del self.fields["evaluation"]
        if self.case.purpose != Purpose.FIRST:
            del self.fields["prefix"], self.fields["code"]
            return
        following = f"留空的，按本省序列取下一号（目前是 {self.codes.prefix}）"
        self.fields["prefix"].help_text = f"{following}；省里另行赋予的，填写 13 位。"
        self.fields["code"].label = receipt_content.code_name(self.case)
        self.fields["code"].help_text = "留空的，与证书编号前段相同。"

    @cached_property
    def codes(self) -> agency_codes.Codes:
        """Those that the receipt will carry unless others are entered."""
        if self.case.purpose != Purpose.FIRST and (agency := self.case.agency):
            return agency_codes.Codes(agency.code, agency.prefix or "--")
        return agency_codes.suggested(self.case)

    @cached_property
    def shown(self) -> dict:
        """What will stand on the receipt."""
        until = receipt_content.valid_until(self.case, clock.today())
        return receipt_content.of(
            self.case, code=self.codes.code, prefix=self.codes.prefix, until=until
        )

    @property
    def refusal(self) -> str:
        """Why this person may not sign; empty when he or she may."""
        return receipt.SAME_PERSON if receipt.accepted_by(self.case) == self.actor.pk else ""
