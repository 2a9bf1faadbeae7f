"""Forms of an agency's staff, of duties, and of supervisors who are sent."""

from django import forms
from django.core.exceptions import ValidationError

from accounts import identity
from accounts.identity import DocumentKind
from accounts.masking import id_number as masked_id
from accounts.masking import phone as masked_phone
from assessment import person
from assessment.enums import DutyRole
from assessment.models import Examiner
from assessment.selectors.examiners import accounts_of
from config import clock
from filing.models import Agency
from filing.selectors.register import scope_on
from ui.forms import StyledFormMixin

KEEPS = {"id_number": masked_id, "phone": masked_phone}
# Whose numbers cannot be mistaken for a mistyped ID card.
DOCUMENTS = (
    DocumentKind.FOREIGN_RESIDENT,
    DocumentKind.HONG_KONG_MACAO,
    DocumentKind.TAIWAN,
)
DAY = {"type": "date"}


def clean_number(typed: str) -> str:
    """An ID number in its one spelling. Raises ValidationError, with what is wrong with it as an
    ID card."""
    try:
        return identity.clean(DocumentKind.ID_CARD, typed)
    except ValueError as error:
        wrong = str(error)
    for kind in DOCUMENTS:
        try:
            return identity.clean(kind, typed)
        except ValueError:
            continue
    raise ValidationError(wrong)


def number_field(**options) -> forms.CharField:
    """A field for an ID number."""
    return forms.CharField(
        label="证件号码",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        **options,
    )


class ExaminerForm(StyledFormMixin, forms.ModelForm):
    """Somebody of an agency's staff. Numbers that are there are not shown again: an empty field
    keeps them."""

    id_number = number_field(
        required=False,
        help_text="核对回避和重复安排时以证件号码认人，加密保存，页面只显示首尾几位。",
    )
    phone = forms.CharField(
        label="联系电话",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    roles = forms.MultipleChoiceField(
        label="可承担的工作",
        choices=[choice for choice in DutyRole.choices if choice[0] != DutyRole.EXTERNAL],
        widget=forms.CheckboxSelectMultiple,
    )
    codes = forms.MultipleChoiceField(
        label="可考评的职业",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="考评员和评审委员填写。不勾选表示本机构评价的职业都可以考评。",
    )

    class Meta:
        model = Examiner
        fields = [
            "name",
            "id_number",
            "phone",
            "employer",
            "team",
            "roles",
            "certificate",
            "until",
            "senior",
            "codes",
            "user",
        ]
        widgets = {"until": forms.DateInput(format="%Y-%m-%d", attrs=DAY)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agency = self.instance.agency
        self.fields["codes"].choices = _occupations(agency, self.instance.codes)
        self.fields["user"].queryset = accounts_of(agency)
        self.fields["user"].empty_label = "没有账号"
        self.fields["employer"].help_text = "本单位人员不填。与考生同单位的，系统会提示回避。"
        self.fields[
            "team"
        ].help_text = "例如“一车间维修班”。与考生同一部门或班组的，系统会提示回避。"
        self.fields["certificate"].help_text = "考评员证、督导员证等的编号。"
        self.fields["until"].help_text = "没有期限的不填。"
        self.fields["user"].help_text = "本单位成员的账号。填写后，本人登录可以看到自己的考务安排。"
        self._there = {name: getattr(self.instance, name) for name in KEEPS}
        self.fields["id_number"].required = not self._there["id_number"]
        for name, mask in KEEPS.items():
            self.initial[name] = ""
            if self._there[name]:
                shown = mask(self._there[name])
                self.fields[name].help_text = f"已填写 {shown}，不改的留空。"

    def clean_name(self) -> str:
        return _taken(person.clean_name, self.cleaned_data["name"])

    def clean_id_number(self) -> str:
        typed = self.cleaned_data["id_number"]
        return clean_number(typed) if typed else self._there["id_number"]

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        return _taken(person.clean_phone, typed) if typed else self._there["phone"]


class LeaveForm(StyledFormMixin, forms.Form):
    """From which day somebody is sent no more."""

    on = forms.DateField(
        label="停用日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
        help_text="从这一天起不再安排。此前的考务记录保留。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", clock.today())


class TieForm(StyledFormMixin, forms.Form):
    """A candidate from whom somebody steps back."""

    name = forms.CharField(label="考生姓名", max_length=50)
    id_number = number_field(help_text="只用来认出考生，不保存号码。")
    cause = forms.CharField(label="事由", max_length=100, help_text="例如“师徒”“夫妻”“同一班组”。")

    def clean_name(self) -> str:
        return _taken(person.clean_name, self.cleaned_data["name"])

    def clean_id_number(self) -> str:
        return clean_number(self.cleaned_data["id_number"])


class DutyForm(StyledFormMixin, forms.Form):
    """Who takes a duty: `choices` are `selectors.suggestions.Choice`, the fitting first."""

    examiner = forms.ChoiceField(label="人员")

    def __init__(self, *args, choices, label: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["examiner"].label = label
        fitting = [(str(c.examiner.pk), c.label) for c in choices if c.fits]
        noted = [(str(c.examiner.pk), c.label) for c in choices if not c.fits and not c.barred]
        self.fields["examiner"].choices = [
            ("", "请选择"),
            *([("空闲、符合", fitting)] if fitting else []),
            *([("有提示", noted)] if noted else []),
        ]
        self.fields["examiner"].error_messages["required"] = "请选择人员。"
        self.fields["examiner"].error_messages["invalid_choice"] = (
            "此人现在不能安排，请刷新后重新选择。"
        )
        self.people = {str(c.examiner.pk): c.examiner for c in choices}

    def clean_examiner(self) -> Examiner:
        return self.people[self.cleaned_data["examiner"]]


class SupervisorForm(StyledFormMixin, forms.Form):
    """Whom the bureau sends to a session."""

    user = forms.ModelChoiceField(label="外部质量督导员", queryset=None, empty_label="请选择")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
        self.fields["user"].label_from_instance = lambda user: user.display_name


def _occupations(agency: Agency, kept: list[str]) -> list[tuple[str, str]]:
    """The occupations of the agency's scope today, with those that the person has already."""
    found = {
        line.occupation.code: f"{line.occupation.code} {line.occupation.name}"
        for line in scope_on(agency, clock.today())
    }
    return sorted({code: found.get(code, code) for code in [*found, *kept]}.items())


def _taken(rule, text: str) -> str:
    try:
        return rule(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error
