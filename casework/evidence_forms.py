"""Forms of papers, letters, publications and objections."""

import uuid

from django import forms

from accounts.models import Organisation
from casework.enums import PublicationKind, ServiceMethod, ServiceOutcome
from casework.models import Case, Material
from casework.models.material import STAND_INS
from casework.services.materials import STANDS_IN, rules_of
from config import clock
from ui.forms import StyledFormMixin

ACCEPT = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"


def long_text(label: str, *, rows: int = 4, limit: int = 2000, **options) -> forms.CharField:
    """A text of several lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=limit, widget=area, **options)


class UploadForm(StyledFormMixin, forms.Form):
    """A paper, or its next version. `rules`: the papers of the regulation; none, and a paper is
    only named."""

    key = forms.ChoiceField(label="材料")
    title = forms.CharField(
        label="名称",
        max_length=100,
        required=False,
        help_text="同一项材料有几份时，写明是哪一份，例如“营业执照副本”。",
    )
    upload = forms.FileField(
        label="文件",
        help_text="pdf、jpg、png、docx、xlsx，不带宏、脚本和密码。",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": "文件是空的，请选择有内容的文件。"},
    )
    note = forms.CharField(label="说明", max_length=500, required=False)

    def __init__(self, *args, case: Case, replaces: Material | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if replaces:
            del self.fields["key"], self.fields["title"]
            return
        choices = [(key, rule.name) for key, rule in rules_of(case).items()]
        self.fields["key"].choices = [("", "请选择"), *choices, ("other", "其他材料")]

    def clean(self):
        data = super().clean()
        if data.get("key") == "other" and not data.get("title"):
            self.add_error("title", "其他材料请写明名称。")
        return data


class StandInForm(StyledFormMixin, forms.Form):
    """A promise or an online check in place of a paper that allows it."""

    key = forms.ChoiceField(label="代替哪项材料")
    instead = forms.ChoiceField(
        label="替代方式",
        choices=list(STAND_INS.items()),
        widget=forms.RadioSelect,
    )
    note = long_text(
        "内容", limit=500, help_text="承诺的内容；网络核验的，写明在哪里核验、结果如何。"
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = {term for terms in STANDS_IN.values() for term in terms}
        self.fields["key"].choices = [("", "请选择")] + [
            (key, f"{rule.name}（{rule.instead.label}）")
            for key, rule in rules_of(case).items()
            if rule.instead in allowed
        ]


class ReasonForm(StyledFormMixin, forms.Form):
    """Why; it goes on record."""

    reason = forms.CharField(label="原因", max_length=200)


class ServiceForm(StyledFormMixin, forms.Form):
    """How a letter was served."""

    method = forms.ChoiceField(
        label="送达方式",
        choices=[(m.value, m.label) for m in ServiceMethod if m != ServiceMethod.PORTAL],
    )
    outcome = forms.ChoiceField(label="结果", choices=ServiceOutcome.choices)
    on = forms.DateField(
        label="日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    receipt = forms.CharField(
        label="凭据或说明",
        max_length=200,
        required=False,
        help_text="签收人、邮寄单号；视为送达或退回的，写明原因和依据。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()


class HeadForm(StyledFormMixin, forms.Form):
    """What the numbers of an office's letters begin with."""

    prefix = forms.CharField(
        label="机关代字",
        max_length=12,
        help_text="例如“聊人社评”，文号即为“聊人社评受〔2026〕0001号”。已发出的通知书不变。",
    )
    contact = forms.CharField(
        label="联系方式",
        max_length=100,
        required=False,
        help_text="印在通知书末尾的办公电话和地址。",
    )


class TextForm(StyledFormMixin, forms.Form):
    """What is made public."""

    title = forms.CharField(label="标题", max_length=120)
    body = long_text(
        "正文",
        rows=12,
        limit=20_000,
        help_text="所有人可见。姓名、证件号码等个人信息请用*号遮住一部分。",
    )


class CorrectionForm(TextForm):
    """A corrected text, and why."""

    reason = forms.CharField(label="更正原因", max_length=200, help_text="随原文公开。")


class PublicationForm(TextForm):
    """A new announcement or publicity of one of one's own offices."""

    office = forms.ModelChoiceField(None, label="发布单位", empty_label=None)
    kind = forms.ChoiceField(
        label="类别", choices=PublicationKind.choices, widget=forms.RadioSelect
    )
    working_days = forms.IntegerField(
        label="公示期（工作日）",
        min_value=1,
        max_value=60,
        required=False,
        help_text="公示必填，公告不填。发布次日为第 1 天。",
    )
    basis = forms.CharField(
        label="公示期依据",
        max_length=200,
        required=False,
        help_text="文件名称和条款；不填则注明本系统默认。",
    )
    field_order = ("office", "kind", "title", "body", "working_days", "basis")

    def __init__(self, *args, offices: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        queryset = Organisation.objects.filter(pk__in=[office.pk for office in offices])
        self.fields["office"].queryset = queryset
        self.fields["working_days"].is_conditional = True

    def clean(self):
        data = super().clean()
        asked = data.get("kind") == PublicationKind.PUBLICITY and "working_days" not in self.errors
        if asked and not data.get("working_days"):
            self.add_error("working_days", "请填写公示多少个工作日。")
        return data


class ObjectionForm(StyledFormMixin, forms.Form):
    """An objection, by name or without."""

    text = long_text(
        "异议内容",
        rows=8,
        limit=5000,
        help_text="写明对哪一项有异议、事实和理由；有线索的写明线索。",
    )
    name = forms.CharField(
        label="姓名",
        max_length=50,
        required=False,
        help_text="可以不填。实名的异议便于核实，姓名只有办理人员看得到。",
    )
    contact = forms.CharField(
        label="联系方式",
        max_length=100,
        required=False,
        help_text="可以不填。电话或邮箱，加密保存，只用于核实。",
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4


class AnswerForm(StyledFormMixin, forms.Form):
    """The answer to an objection; its author reads it with the receipt."""

    upheld = forms.TypedChoiceField(
        label="结论",
        choices=[("yes", "异议成立"), ("no", "异议不成立")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = long_text("答复", rows=6, help_text="写明核实的情况和理由。提出人凭回执可以看到。")


class ReceiptForm(StyledFormMixin, forms.Form):
    """The receipt of an objection."""

    number = forms.CharField(label="回执编号", max_length=20, help_text="例如 YY2026000001。")
    secret = forms.CharField(
        label="查询码",
        max_length=20,
        help_text="提交异议时显示的 10 位字母和数字。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
