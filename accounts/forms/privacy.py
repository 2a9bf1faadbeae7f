"""Forms of requests about one's own data."""

from django import forms

from accounts.identity import DocumentKind
from accounts.models import DataRequest, Organisation
from accounts.selectors import offices_for_requests
from ui.forms import StyledFormMixin


class DataRequestForm(StyledFormMixin, forms.Form):
    kind = forms.ChoiceField(label="申请事项", choices=DataRequest.Kind)
    office = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="办理机关",
        help_text="选择单位所在地或评价所在地的人力资源社会保障部门。",
    )
    name = forms.CharField(label="姓名", max_length=50)
    document_kind = forms.ChoiceField(label="证件类型", choices=DocumentKind)
    document_number = forms.CharField(
        label="证件号码",
        max_length=40,
        help_text="只用于核实身份、查找您的记录，加密保存。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    contact = forms.CharField(
        label="联系方式", max_length=100, help_text="手机号码或邮箱，办理机关据此联系您核实身份。"
    )
    detail = forms.CharField(
        label="具体要求",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices_for_requests()


class ProofForm(StyledFormMixin, forms.Form):
    proof = forms.CharField(
        label="身份核实方式", max_length=200, help_text="例如：本人持身份证到窗口核验。"
    )


class AnswerForm(StyledFormMixin, forms.Form):
    text = forms.CharField(
        label="答复内容",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写明已提供、更正或删除的内容及送达方式；不予办理的写明理由。",
    )
    granted = forms.TypedChoiceField(
        label="办理结果",
        choices=[("yes", "已办理"), ("no", "不予办理")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
