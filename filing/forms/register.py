"""The forms around the register: asking an agency, publishing a rule, importing a list."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Organisation
from catalogue.enums import Level
from catalogue.models import Occupation
from filing.selectors.register import ScopeLine
from filing.services.rules import Wanted
from ui.forms import StyledFormMixin

OTHER = "other"
MOST_PEOPLE = 100_000


class EnquiryForm(StyledFormMixin, forms.Form):
    """What an enterprise would have assessed: one occupation at one level of the agency's scope."""

    organisation = forms.ModelChoiceField(None, label="本单位", empty_label=None)
    wanted = forms.ChoiceField(label="职业和等级")
    headcount = forms.IntegerField(
        label="大约人数",
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    text = forms.CharField(
        label="需求和联系方式",
        max_length=500,
        help_text="希望的时间和地点，联系人和电话。只有该机构和本单位的人看得到。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, owners, lines: list[ScopeLine], **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = owners
        if len(owners) == 1:
            field.widget, field.initial = forms.HiddenInput(), owners[0]
        self.occupations = {line.occupation.code: line.occupation for line in lines}
        offered = {
            f"{line.occupation.code}:{level.value}": f"{line.occupation.name} {level.printed}"
            for line in lines
            for level in line.levels
        }
        self.fields["wanted"].choices = [("", "请选择"), *offered.items()]

    def asked(self) -> dict:
        """What `enquiries.ask` takes."""
        code, _, level = self.cleaned_data["wanted"].partition(":")
        occupation: Occupation = self.occupations[code]
        organisation: Organisation = self.cleaned_data["organisation"]
        return {
            "organisation": organisation,
            "occupation": occupation,
            "level": Level(int(level)),
            "headcount": self.cleaned_data["headcount"],
            "text": self.cleaned_data["text"],
        }


class RuleForm(StyledFormMixin, forms.Form):
    """A rule or a list of fees: which, and its text."""

    title = forms.ChoiceField(label="公布什么")
    other = forms.CharField(
        label="其他制度的名称", required=False, max_length=60, help_text="选“其他”时填写。"
    )
    text = forms.CharField(
        label="内容",
        max_length=20_000,
        help_text="全文照录。公布后不能修改，只能公布新的版本。",
        widget=forms.Textarea(attrs={"rows": 14}),
    )

    def __init__(self, *args, wanted: list[Wanted], titles: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        names = dict.fromkeys([*(each.rule.text for each in wanted), *titles])
        choices = [("", "请选择"), *((name, name) for name in names), (OTHER, "其他")]
        self.fields["title"].choices = choices

    def clean(self):
        given = super().clean()
        if given.get("title") == OTHER and not given.get("other") and "other" not in self.errors:
            self.add_error("other", "请填写其他制度的名称。")
        return given

    def named(self) -> dict:
        """What `rules.publish` takes."""
        given = self.cleaned_data
        title = given["other"] if given["title"] == OTHER else given["title"]
        return {"title": title, "text": given["text"].replace("\r\n", "\n")}


class ListUploadForm(StyledFormMixin, forms.Form):
    """A list of agencies, and for which office it is brought in."""

    office = forms.ModelChoiceField(None, label="导入机关", empty_label=None)
    file = forms.FileField(
        label="填好的表格",
        help_text="按模板填写的 xlsx、xls 或 csv。",
        error_messages={
            "required": "请选择填好的表格。",
            "empty": "文件是空的，请选择填好的表格。",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )

    def __init__(self, *args, offices: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        field.queryset = Organisation.objects.filter(pk__in=[each.pk for each in offices])
        if len(offices) == 1:
            field.widget, field.initial = forms.HiddenInput(), offices[0]


def refuse_file(form: forms.Form, message: str) -> None:
    """Say at the file what is wrong with it as a whole."""
    form.add_error("file", ValidationError(message))
