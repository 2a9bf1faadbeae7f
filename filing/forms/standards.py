"""What is asked of an enterprise's own 评价规范."""

from functools import cached_property

from django import forms

from accounts.models import Organisation
from casework.forms import ActForm, opinion
from catalogue.enums import Level
from catalogue.models import Occupation
from catalogue.regulations import Regulation
from catalogue.selectors import occupations, search_occupations
from filing.services import standards
from filing.services.standards import Wish
from ui.forms import StyledFormMixin

FOUND = 12
LEVEL = {"coerce": int, "empty_value": None}
LEVELS = [("", "请选择"), *((level.value, level.printed) for level in Level)]
DOCUMENT_HELP = "规范全文，PDF 或扫描件。"


class Fields(StyledFormMixin, forms.Form):
    """The standard itself."""

    work_type = forms.CharField(
        label="工种（职业方向）",
        required=False,
        max_length=100,
        help_text="适用于整个职业的不填。",
    )
    name = forms.CharField(
        label="规范名称", max_length=100, help_text="例如：某某公司光伏组件制造工评价规范。"
    )
    edition = forms.CharField(label="版本", max_length=40, help_text="例如：2026年版。")
    lowest = forms.TypedChoiceField(label="最低等级", choices=LEVELS, **LEVEL)
    highest = forms.TypedChoiceField(label="最高等级", choices=LEVELS, **LEVEL)
    not_below = forms.BooleanField(
        label="不低于国家职业标准（没有的，相近职业的国家职业标准）的要求", required=False
    )
    reason = forms.CharField(
        label="有国家职业标准仍自行编制的理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="没有国家职业标准的不填。",
    )

    def clean(self):
        given = super().clean()
        lowest, highest = given.get("lowest"), given.get("highest")
        if lowest and highest and Level(lowest).is_higher_than(Level(highest)):
            self.add_error("highest", "最高等级不能低于最低等级。")
        return given

    def wish(self, occupation: Occupation) -> Wish:
        names = ("work_type", "name", "edition", "lowest", "highest", "not_below", "reason")
        return Wish(occupation, **{name: self.cleaned_data[name] for name in names})


class StandardForm(Fields):
    """A standard proposed. What `search` finds is offered under `occupation`."""

    owner = forms.ModelChoiceField(None, label="本单位", empty_label=None)
    regulation = forms.ChoiceField(label="适用的政策")
    search = forms.CharField(
        label="查找职业",
        max_length=60,
        required=False,
        help_text="输入名称、拼音或编码，再点“查找”，在下面选择。",
    )
    occupation = forms.ChoiceField(
        label="职业",
        widget=forms.RadioSelect,
        error_messages={"required": "请查找并选择职业。"},
    )
    document = forms.FileField(label="规范文本", help_text=DOCUMENT_HELP)
    note = opinion("编制说明", help_text="编制过程、适用岗位、与相近国家职业标准的比较。")

    field_order = (
        "owner",
        "regulation",
        "search",
        "occupation",
        "work_type",
        "name",
        "edition",
        "lowest",
        "highest",
        "not_below",
        "reason",
        "document",
        "note",
    )

    def __init__(self, *args, owners: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.regulations = {
            regulation.id: regulation
            for owner in owners
            for regulation in standards.regulations_for(owner)
        }
        owner, regulation = self.fields["owner"], self.fields["regulation"]
        owner.queryset = Organisation.objects.filter(pk__in=[each.pk for each in owners])
        regulation.choices = [(each.id, each.name) for each in self.regulations.values()]
        if len(owners) == 1:
            owner.widget, owner.initial = forms.HiddenInput(), owners[0]
        if len(self.regulations) == 1:
            regulation.widget, regulation.initial = (
                forms.HiddenInput(),
                next(iter(self.regulations)),
            )
        self.fields["occupation"].choices = [
            (each.code, self._labelled(each)) for each in self.offered
        ]

    @cached_property
    def offered(self) -> list[Occupation]:
        """The one that was chosen, then those found."""
        chosen = self["occupation"].value() or ""
        rows = list(occupations().filter(code=chosen))
        if sought := (self["search"].value() or "").strip():
            found = search_occupations(sought, occupations().filter(retired_on=None))[:FOUND]
            rows += [row for row in found if row.code != chosen]
        return rows

    def _labelled(self, occupation: Occupation) -> str:
        known = "，已有国家职业标准" if occupation.pk in self._national else ""
        return f"{occupation.code} {occupation.name}{known}"

    @cached_property
    def _national(self) -> set[int]:
        return standards.nationals(self.offered)

    def asked(self) -> dict:
        """What `standards.propose` takes."""
        given = self.cleaned_data
        chosen = next(each for each in self.offered if each.code == given["occupation"])
        regulation: Regulation = self.regulations[given["regulation"]]
        return {
            "owner": given["owner"],
            "wish": self.wish(chosen),
            "regulation": regulation,
            "document": given["document"],
            "note": given["note"],
        }


class CorrectionForm(Fields, ActForm):
    """The standard once more, to be corrected; another text only where there is one. The
    occupation stays: another one is another case."""

    document = forms.FileField(
        label="新的规范文本", required=False, help_text=f"不更换的不必上传。{DOCUMENT_HELP}"
    )
    note = opinion("补正说明")

    def start(self, case) -> dict:
        names = ("work_type", "name", "edition", "lowest", "highest", "not_below", "reason")
        return {name: getattr(case, name) for name in names}

    def facts(self) -> dict:
        given = self.cleaned_data
        return {
            "wish": self.wish(self.case.occupation),
            "document": given["document"],
            "note": given["note"],
        }
