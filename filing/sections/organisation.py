"""组织信息: the fields of SD annex 1 that every applicant's form has in common (FACTS 2.3)."""

import re

from django import forms
from django.core.exceptions import ValidationError

from accounts.protection import normalise
from filing.sections.forms import Heading, SectionForm, area

PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}|400\d{7}|\d{7,8}")


def check_phone(text: str) -> None:
    """A mobile number, or a fixed one with or without its area code and extension."""
    number, _, _ = text.partition("转")
    if not PHONE.fullmatch(normalise(number)):
        raise ValidationError("联系电话应为手机号码，或者带区号的固定电话，请核对。")


def line(label: str, limit: int, **options) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=limit,
        error_messages={"max_length": f"{label}不超过 {limit} 个字，请核对。"},
        **options,
    )


class OrganisationForm(SectionForm):
    key = "organisation"
    headings = (
        Heading(
            ("address", "registrar", "legal_representative", "capital", "staff_count"), "登记信息"
        ),
        Heading(("contact", "position", "phone", "email"), "联系人"),
        Heading(("strengths",), "优势情况"),
    )
    masks = {"phone": "phone"}

    address = line("单位地址", 200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    registrar = line("注册登记机构", 100, help_text="例如“聊城市行政审批服务局”。")
    legal_representative = line("法定代表人", 50)
    capital = line("注册资金", 50, required=False, help_text="写明金额和币种，例如“500 万元”。")
    staff_count = forms.IntegerField(
        label="职工总数",
        required=False,
        min_value=1,
        max_value=9_999_999,
        error_messages={
            "invalid": "职工总数请填整数。",
            "min_value": "职工总数至少为 1。",
            "max_value": "职工总数过大，请核对。",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    contact = line("联系人", 50)
    position = line("职务", 50, required=False)
    phone = forms.CharField(
        label="联系电话",
        max_length=30,
        validators=[check_phone],
        help_text="办理机关只用它联系本次申请，其他人看到的是遮住一部分的号码。",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="电子邮箱",
        max_length=254,
        error_messages={"invalid": "电子邮箱格式有误，请核对。"},
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )
    strengths = area(
        "组织优势、专业优势",
        required=False,
        help_text="培训考核评价经验，参与编制国家职业标准、评价规范、教材、竞赛标准的情况等。",
    )
