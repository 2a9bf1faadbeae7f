"""The forms of issue: the day, what cannot be made, a photograph, numbers from above."""

import uuid

from django import forms
from django.utils.formats import date_format

from assessment.forms.plans import day_field
from config import clock
from ui.forms import StyledFormMixin


class TokenForm(StyledFormMixin, forms.Form):
    """`token` names the page: the same page sent twice does one thing."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"token": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class BeginForm(TokenForm):
    """What stands on all certificates of the batch."""

    issued_on = day_field("发证日期")
    signed = forms.BooleanField(
        label="加盖电子签名",
        required=False,
        help_text="用本机构的签名密钥对每份 PDF 签名，任何人都能验证是否被改动。",
    )

    def __init__(self, *args, first, meant=None, **kwargs):
        today = clock.today()
        day = meant if meant and first <= meant <= today else today
        super().__init__(*args, initial={"issued_on": day, "signed": True}, **kwargs)
        told = f"可以是结果确认之日（{date_format(first)}）至今天。"
        if meant:
            told += f"报送结果时填的计划发证日期是{date_format(meant)}。"
        self.fields["issued_on"].help_text = told


class GiveUpForm(TokenForm):
    """Why somebody's certificate cannot be made."""

    reason = forms.CharField(
        label="不能制证的原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="编号作空号登记，原因随空号登记表留存。",
    )


class PhotoForm(StyledFormMixin, forms.Form):
    """A portrait."""

    photo = forms.FileField(
        label="照片",
        help_text="一寸白底彩色近照，jpg 或 png，宽至少 295 像素、高至少 413 像素。",
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
    )


class SourceForm(TokenForm):
    """Where the numbers of the plan come from."""

    from_above = forms.TypedChoiceField(
        label="证书编号来源",
        choices=[("no", "由本系统按编码规则编号"), ("yes", "由上级系统下发，编号后导入")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class NumbersForm(StyledFormMixin, forms.Form):
    """The file of numbers."""

    file = forms.FileField(
        label="编号文件",
        help_text="按模板填写的 xlsx、xls 或 csv。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
