"""What an enterprise fills in of a commission, and what agency and centre answer with."""

from django import forms

from accounts.models import Organisation
from assessment.checks.commissions import is_agreement_replaced
from assessment.forms.plans import ROWS, PlaceChoice, SectionForm, day_field
from assessment.models import Commission, CommissionItem
from casework.evidence_forms import ACCEPT
from casework.forms import ActForm, opinion
from catalogue.enums import Level
from catalogue.models import Division
from catalogue.regulations import Regulation
from config import clock
from filing.filters import RegisterFilter, TerritoryFilter
from filing.places import reach
from filing.selectors.register import ScopeLine, scope_on
from ui.forms import StyledFormMixin

HEADCOUNT = "人数应为 1 至 20000 的整数。"


class AskableFilter(RegisterFilter):
    """Narrows the agencies that may be asked: by name, occupation and level, place."""

    division = TerritoryFilter(label="备案地", method="by_place")

    class Meta(RegisterFilter.Meta):
        pass

    def by_place(self, queryset, _name: str, value: Division):
        return self.within(queryset, value.code)


class BeginForm(StyledFormMixin, forms.Form):
    """Where the agency is to assess."""

    division = PlaceChoice(None, label="评价所在地", empty_label="请选择")

    def __init__(self, *args, client: Organisation, regulation: Regulation, **kwargs):
        super().__init__(*args, **kwargs)
        places = Division.objects.filter(
            code__startswith=reach(regulation.division), tier__gt=1
        ).select_related("parent")
        self.fields["division"].queryset = places.order_by("code")
        self.fields["division"].initial = client.division


class NeedForm(SectionForm):
    """What is needed, when, and what the enterprise promises (HB-03); how it is of the agency's
    kind, where it must be (LC-03)."""

    proposed_on = day_field("希望评价时间", required=False, help_text="大致日期即可。")

    class Meta:
        model = Commission
        fields = ("need", "proposed_on", "pay", "same_kind")
        widgets = {name: forms.Textarea(attrs=ROWS) for name in ("need", "pay", "same_kind")}
        help_texts = {
            "need": "评价哪些岗位的职工，现有什么制度和条件，对时间、地点有什么要求。",
            "pay": "评价合格后兑现哪些待遇，会带入评价公告；盖章的承诺另在材料中上传。",
            "same_kind": "双方的行业、产品、工艺和工种怎样相同，由鉴定中心核定；限在岗职工。",
        }

    def __init__(self, *args, instance: Commission, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        if not instance.is_among_own_kind:
            del self.fields["same_kind"]

    @property
    def named(self) -> list[str]:
        return list(self.fields.keys() - {"seen"})

    def clean_proposed_on(self):
        day = self.cleaned_data["proposed_on"]
        if day and day <= clock.today() and "proposed_on" in self.changed_data:
            raise forms.ValidationError("请填写今天以后的日期。")
        return day


class NeededForm(StyledFormMixin, forms.Form):
    """An occupation and level of the agency's scope, and how many people."""

    scope = forms.ChoiceField(label="职业和等级")
    work_type = forms.CharField(
        label="工种（职业方向）",
        max_length=100,
        required=False,
        help_text="备案范围没有限定工种、这次只评价其中一个的，在这里写明。",
    )
    headcount = forms.IntegerField(
        label="人数",
        min_value=1,
        max_value=20_000,
        error_messages={"invalid": HEADCOUNT, "min_value": HEADCOUNT, "max_value": HEADCOUNT},
    )

    def __init__(self, *args, case: Commission, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        day = max(case.proposed_on or clock.today(), clock.today())
        self.rows = {
            f"{line.occupation.pk}/{level}/{line.work_type}": (line, level)
            for line in scope_on(case.agency, day)
            for level in line.levels
        }
        self.fields["scope"].choices = [("", "请选择")] + [
            (key, _offered(line, level)) for key, (line, level) in self.rows.items()
        ]

    def clean(self) -> dict:
        given = super().clean()
        line, _ = self.rows.get(given.get("scope", ""), (None, None))
        if line and line.work_type and given.get("work_type") not in ("", line.work_type):
            self.add_error("work_type", f"备案的工种是“{line.work_type}”，这里不用填写。")
        return given

    def row(self) -> CommissionItem:
        """The item that was asked for."""
        line, level = self.rows[self.cleaned_data["scope"]]
        return CommissionItem(
            commission=self.case,
            occupation=line.occupation,
            work_type=line.work_type or self.cleaned_data["work_type"],
            level=level,
            headcount=self.cleaned_data["headcount"],
        )


class AgreeForm(ActForm):
    """The agency's yes: the agreement that both sides have signed."""

    agreement = forms.FileField(
        label="委托评价协议",
        help_text="双方签字盖章后的扫描件，pdf、jpg、png、docx。",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": "文件是空的，请选择有内容的文件。"},
    )
    signed_on = day_field("签订日期")
    sealed = forms.BooleanField(label="协议已由双方签字盖章")
    note = opinion("说明")

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        return not_later(day)


class SubmitForm(ActForm):
    """To the centre; the date of the agreement is asked for anew where it was replaced."""

    signed_on = day_field(
        "新协议的签订日期", help_text="委托评价协议在接受委托后更换过，请按新协议填写。"
    )
    note = opinion("说明")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_agreement_replaced(self.case):
            del self.fields["signed_on"]

    def clean_signed_on(self):
        return not_later(self.cleaned_data["signed_on"])


class GrantForm(ActForm):
    """The centre's yes."""

    wording = opinion("写入文书的补充意见", help_text="可以不填。印在文书正文之后，一行一段。")
    note = opinion("说明")


def not_later(day):
    """A day that is not to come yet."""
    if day > clock.today():
        raise forms.ValidationError("签订日期不能晚于今天。")
    return day


def _offered(line: ScopeLine, level: Level) -> str:
    parts = (line.occupation.code, line.occupation.name, line.work_type, level.printed)
    return " ".join(filter(None, parts))
